//! What a word that is being typed may become.

use super::arguments::{Opt, Takes};
use super::names::kebab;
use super::options::{self, GLOBALS, INPUT_JSON, services};
use super::shell::{quoted, words_so_far};
use crate::shape::{Member, Operation, Service, Shape};

/// What may stand in the place of the last word of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Where the word begins, in bytes of the text.
    pub start: usize,
    /// What it may be, each in the order in which to offer it.
    pub candidates: Vec<Candidate>,
}

/// See [`Completion`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What takes the place of the word, in quotes if it needs them.
    pub text: String,
    /// What it is, in a line; may be empty.
    pub help: String,
}

/// An option whose value is being typed, for those who know values that the tables do not.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The service that is asked, if it is typed yet.
    pub service: Option<&'static Service>,
    /// The operation, if it is typed yet.
    pub operation: Option<&'static Operation>,
    /// `--queue-url`, `--region`, `--profile`
    pub option: &'a str,
    words: &'a [String],
}

impl Wanted<'_> {
    /// What another option was given before: the queue whose receipt handles are wanted.
    pub fn given(&self, option: &str) -> Option<&str> {
        let place = self.words.iter().rposition(|word| word == option)?;
        self.words.get(place + 1).map(String::as_str)
    }
}

/// What the last word of `text`, which ends at the cursor, may become. `known` tells values that a sketch has: the URLs
/// of its queues, receipt handles, regions.
pub fn complete(text: &str, known: &dyn Fn(&Wanted<'_>) -> Vec<String>) -> Completion {
    let Some((words, word, start)) = words_so_far(text) else {
        return Completion::default();
    };
    let line = Line::of(&words);
    let mut candidates = line.candidates(&word, known);
    candidates.retain(|candidate| candidate.text.starts_with(&word) && candidate.text != word);
    let is_value = |text: &str| !text.ends_with('=') && !text.ends_with("://");
    for candidate in &mut candidates {
        if is_value(&candidate.text) {
            candidate.text = quoted(&candidate.text);
        }
    }
    Completion { start, candidates }
}

/// What the words before the last one are.
#[derive(Default)]
struct Line<'a> {
    words: &'a [String],
    is_aws: bool,
    service: Option<&'static Service>,
    operation: Option<&'static Operation>,
    /// The option whose value comes next, and whether something else may come instead.
    option: Option<(String, bool)>,
}

impl<'a> Line<'a> {
    fn of(words: &'a [String]) -> Self {
        let mut line = Self {
            words,
            is_aws: words.first().is_some_and(|word| word == "aws"),
            ..Self::default()
        };
        for word in words.iter().skip(1) {
            line.take(word);
        }
        line
    }

    fn take(&mut self, word: &str) {
        if let Some(takes) = self.takes(word) {
            self.option = match takes {
                Takes::Nothing => None,
                Takes::One | Takes::Number => Some((word.to_owned(), false)),
                Takes::Many | Takes::OneOr(_) => Some((word.to_owned(), true)),
            };
            return;
        }
        match self.option.take() {
            Some((name, true)) if self.takes(&name) == Some(Takes::Many) => self.option = Some((name, true)),
            Some(_) => {}
            None if word.starts_with('-') => {}
            None => match self.service {
                None => self.service = options::service(word),
                Some(service) if self.operation.is_none() => {
                    self.operation = options::operation(service, word);
                }
                Some(_) => {}
            },
        }
    }

    fn takes(&self, word: &str) -> Option<Takes> {
        let of_operation = self
            .operation
            .map(|operation| options::of_operation(operation, true));
        let mut all = of_operation.into_iter().flatten().chain(options::globals());
        all.find(|option| option.name == word).map(|option| option.takes)
    }

    fn candidates(&self, word: &str, known: &dyn Fn(&Wanted<'_>) -> Vec<String>) -> Vec<Candidate> {
        if self.words.is_empty() {
            return vec![candidate("aws", "Asks the services of this sketch."), help()];
        }
        if !self.is_aws {
            return Vec::new();
        }
        if let Some((option, value)) = word.split_once('=')
            && self.takes(option).is_some()
        {
            let mut values = self.values(option, value, known);
            for candidate in &mut values {
                candidate.text = format!("{option}={}", candidate.text);
            }
            return values;
        }
        match &self.option {
            Some((option, _)) if !word.starts_with('-') => self.values(option, word, known),
            Some((_, false)) => Vec::new(),
            _ if word.starts_with('-') => self.options(),
            _ => match (self.service, self.operation) {
                (None, _) => {
                    let services = services().map(|service| candidate(service.name, ""));
                    services.chain([help()]).collect()
                }
                (Some(service), None) => {
                    let operations = service.operations.iter();
                    let names = operations.map(|operation| candidate(&kebab(operation.name), operation.help));
                    names.chain([help()]).collect()
                }
                (Some(_), Some(_)) => self.options(),
            },
        }
    }

    /// The options that are not there yet, those that AWS demands first.
    fn options(&self) -> Vec<Candidate> {
        let mut found = Vec::new();
        if let Some(operation) = self.operation {
            let members = operation.input.members;
            let own = options::of_operation(operation, true);
            let (demanded, others): (Vec<Opt>, Vec<Opt>) =
                own.into_iter().partition(|option| option.required);
            found.extend(demanded.into_iter().chain(others).map(|option| {
                let member = members
                    .iter()
                    .find(|member| options::name_of(member) == option.name);
                candidate(&option.name, member.map_or("", |member| member.help))
            }));
        }
        found.extend(GLOBALS.iter().map(|global| candidate(global.name, global.help)));
        found.retain(|candidate| !self.words.contains(&candidate.text));
        found
    }

    fn values(&self, option: &str, word: &str, known: &dyn Fn(&Wanted<'_>) -> Vec<String>) -> Vec<Candidate> {
        let mut values: Vec<String> = Vec::new();
        let own = self
            .operation
            .map(|operation| options::of_operation(operation, true));
        let all = own.into_iter().flatten().chain(options::globals());
        for known in all.filter(|known| known.name == option) {
            values.extend(known.choices.iter().map(|choice| (*choice).to_owned()));
        }
        if let Some(member) = self.member(option) {
            values.extend(values_of(member, word));
        }
        values.extend(known(&Wanted {
            service: self.service,
            operation: self.operation,
            option,
            words: self.words,
        }));
        if option == INPUT_JSON {
            values.push("file://".to_owned());
        }
        values.iter().map(|value| candidate(value, "")).collect()
    }

    fn member(&self, option: &str) -> Option<&'static Member> {
        let mut members = self.operation?.input.members.iter();
        members.find(|member| options::name_of(member) == option)
    }
}

/// The values that a member's table knows: texts, or the keys of a map, after those that are there.
fn values_of(member: &Member, word: &str) -> Vec<String> {
    let before = word.rfind(',').map_or("", |comma| &word[..=comma]);
    match member.shape {
        Shape::Map(..) => member
            .values
            .iter()
            .map(|key| format!("{before}{key}="))
            .collect(),
        Shape::Boolean => Vec::new(),
        _ => member.values.iter().map(|value| (*value).to_owned()).collect(),
    }
}

fn candidate(text: &str, help: &str) -> Candidate {
    Candidate {
        text: text.to_owned(),
        help: help.to_owned(),
    }
}

fn help() -> Candidate {
    candidate("help", "Tells what there is.")
}
