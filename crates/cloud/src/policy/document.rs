//! A policy's text, and what it says.

use std::fmt;
use std::rc::Rc;

use super::condition::Condition;
use super::pattern::Pattern;
use super::principal::{Principal, account_as_arn};
use super::request::{Decision, Request};
use crate::json::{Json, Members};

/// The members of a policy and of its statements, in the order in which AWS gives them back.
const POLICY: [&str; 3] = ["Version", "Id", "Statement"];
const STATEMENT: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];
const VERSIONS: [&str; 2] = ["2008-10-17", "2012-10-17"];

/// A policy of a resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    version: Rc<str>,
    id: Option<Rc<str>>,
    statements: Vec<Statement>,
}

/// A statement of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// As AWS gives it back.
    json: Json,
    sid: Option<Rc<str>>,
    effect: Effect,
    principals: Said<Vec<Principal>>,
    actions: Said<Vec<Pattern>>,
    resources: Said<Vec<Pattern>>,
    conditions: Vec<Condition>,
}

/// What a statement does where it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `Allow`
    Allow,
    /// `Deny`
    Deny,
}

/// Which ones, or all but which ones.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said<T> {
    These(T),
    AllBut(T),
}

/// The text is no policy of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPolicy;

impl<T> Said<T> {
    /// Reads the member of this name, or the one with `Not` in front.
    fn read(statement: &Json, name: &str, read: impl Fn(&Json) -> Option<T>) -> Option<Self> {
        match (statement.member(name), statement.member(&format!("Not{name}"))) {
            (Some(these), None) => read(these).map(Self::These),
            (None, Some(others)) => read(others).map(Self::AllBut),
            _ => None,
        }
    }

    fn holds(&self, test: impl Fn(&T) -> bool) -> bool {
        match self {
            Self::These(these) => test(these),
            Self::AllBut(others) => !test(others),
        }
    }

    fn all(&self) -> &T {
        match self {
            Self::These(all) | Self::AllBut(all) => all,
        }
    }
}

impl Statement {
    fn read(json: &Json) -> Option<Self> {
        let members = in_order(json, &STATEMENT)?;
        let json = Json::Object(members.into_iter().map(canonical_member).collect());
        let sid = json.member("Sid").map(|sid| sid.as_text().cloned());
        let conditions = json.member("Condition").map(Condition::read_all);
        Some(Self {
            sid: match sid {
                Some(sid) => Some(sid?),
                None => None,
            },
            effect: match &**json.member("Effect")?.as_text()? {
                "Allow" => Effect::Allow,
                "Deny" => Effect::Deny,
                _ => return None,
            },
            principals: Said::read(&json, "Principal", Principal::read_all)?,
            actions: Said::read(&json, "Action", patterns)?,
            resources: Said::read(&json, "Resource", patterns)?,
            conditions: conditions.unwrap_or(Some(Vec::new()))?,
            json,
        })
    }

    /// `Sid`
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_deref()
    }

    /// How many principals it names.
    pub fn principals(&self) -> usize {
        self.principals.all().len()
    }

    /// How many actions it names.
    pub fn actions(&self) -> usize {
        self.actions.all().len()
    }

    /// How many conditions it has.
    pub fn conditions(&self) -> usize {
        self.conditions.len()
    }

    fn applies(&self, request: &Request<'_>) -> bool {
        self.actions.holds(|actions| {
            actions
                .iter()
                .any(|action| action.matches_in_any_case(request.action))
        }) && self
            .principals
            .holds(|principals| principals.iter().any(|principal| principal.is(request.requester)))
            && self.resources.holds(|resources| {
                resources
                    .iter()
                    .any(|resource| resource.matches(request.resource))
            })
            && self.conditions.iter().all(|condition| condition.holds(request))
    }
}

impl Policy {
    /// A policy without statements, which says nothing.
    pub fn new(version: &str, id: &str) -> Self {
        Self {
            version: version.into(),
            id: Some(id.into()),
            statements: Vec::new(),
        }
    }

    /// Reads a policy's text.
    pub fn read(text: &str) -> Result<Self, NotAPolicy> {
        Json::read(text)
            .ok()
            .and_then(|json| Self::read_json(&json))
            .ok_or(NotAPolicy)
    }

    fn read_json(json: &Json) -> Option<Self> {
        let members = Json::Object(in_order(json, &POLICY)?);
        let version = match members.member("Version") {
            Some(version) => version.as_text()?.clone(),
            None => VERSIONS[0].into(),
        };
        let id = members.member("Id").map(|id| id.as_text().cloned());
        let statements = members.member("Statement")?.elements();
        let statements: Vec<Statement> = statements.iter().map(Statement::read).collect::<Option<_>>()?;
        let is_whole = VERSIONS.contains(&&*version) && !statements.is_empty();
        is_whole.then_some(Self {
            version,
            id: match id {
                Some(id) => Some(id?),
                None => None,
            },
            statements,
        })
    }

    /// What it says of a request. A statement that denies it outweighs all others.
    pub fn decide(&self, request: &Request<'_>) -> Decision {
        let mut decision = Decision::NotAllowed;
        for statement in &self.statements {
            match statement.effect {
                Effect::Allow if decision == Decision::Allowed => {}
                effect if statement.applies(request) => match effect {
                    Effect::Allow => decision = Decision::Allowed,
                    Effect::Deny => return Decision::Denied,
                },
                _ => {}
            }
        }
        decision
    }

    /// Its statements.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Adds a statement; nothing happens if that is none.
    pub fn add(&mut self, statement: &Json) -> Result<(), NotAPolicy> {
        self.statements
            .push(Statement::read(statement).ok_or(NotAPolicy)?);
        Ok(())
    }

    /// Takes out the statements with this `Sid`, and says whether there were any.
    pub fn remove(&mut self, sid: &str) -> bool {
        let before = self.statements.len();
        self.statements.retain(|statement| statement.sid() != Some(sid));
        self.statements.len() < before
    }
}

/// As AWS gives it back: without spaces, members in a fixed order, a list of one as the one, accounts as ARNs.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let statements = self.statements.iter().map(|statement| statement.json.clone());
        let id = self.id.as_deref().map(|id| ("Id", Json::text(id)));
        let members = std::iter::once(("Version", Json::text(&self.version)))
            .chain(id)
            .chain([("Statement", Json::List(statements.collect()))]);
        Json::object(members).fmt(f)
    }
}

/// The members of an object in this order; nothing if it is none, or has others, or one of them twice.
fn in_order(json: &Json, names: &[&str]) -> Option<Members> {
    let members = json.as_object()?;
    let ordered: Members = names
        .iter()
        .filter_map(|name| members.iter().find(|(own, _)| &**own == *name).cloned())
        .collect();
    (ordered.len() == members.len()).then_some(ordered)
}

fn canonical_member((name, value): (Rc<str>, Json)) -> (Rc<str>, Json) {
    let value = match &*name {
        "Principal" | "NotPrincipal" => canonical_principals(value),
        _ => scalar_lists(value),
    };
    (name, value)
}

fn canonical_principals(json: Json) -> Json {
    let canonical = |(kind, names): (Rc<str>, Json)| {
        let names = names.elements().iter().map(|name| match name {
            Json::Text(text) if &*kind == "AWS" => Json::Text(account_as_arn(text)),
            other => other.clone(),
        });
        let names = Json::List(names.collect());
        (kind, scalar_lists(names))
    };
    match json {
        Json::Object(members) => Json::Object(members.into_iter().map(canonical).collect()),
        other => other,
    }
}

/// A list of one is the one.
fn scalar_lists(json: Json) -> Json {
    match json {
        Json::List(mut elements) if elements.len() == 1 => elements.remove(0),
        Json::Object(members) => {
            let member = |(name, value)| (name, scalar_lists(value));
            Json::Object(members.into_iter().map(member).collect())
        }
        other => other,
    }
}

/// One or more texts.
fn patterns(json: &Json) -> Option<Vec<Pattern>> {
    let texts = json
        .elements()
        .iter()
        .map(|text| text.as_text().cloned().map(Pattern));
    texts
        .collect::<Option<Vec<_>>>()
        .filter(|texts| !texts.is_empty())
}
