//! Operations that answer in pages: the AWS CLI asks for all of them and prints one answer.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::arguments::Arguments;
use super::document::Document;
use super::failure::Failure;
use super::options::{MAX_ITEMS, PAGE_SIZE, STARTING_TOKEN};
use super::output::json;
use crate::shape::{Operation, Shape};
use crate::value::{Record, Value};

const TOKEN: &str = "NextToken";
const LIMIT: &str = "MaxResults";
/// How many items of the page a token of the AWS CLI's own passes over.
const TRUNCATE: &str = "boto_truncate_amount";

/// The list of an operation's answer that pages are of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paging {
    pub(super) items: &'static str,
}

impl Paging {
    /// That of an operation which takes a token and answers one.
    pub(super) fn of(operation: &Operation) -> Option<Self> {
        let output = operation.output?;
        operation.input.member(TOKEN)?;
        output.member(TOKEN)?;
        let list = output
            .members
            .iter()
            .find(|member| matches!(member.shape, Shape::List(..)));
        list.map(|member| Self { items: member.name })
    }
}

/// Where the pages of a command are.
#[derive(Clone, Debug)]
pub(super) struct Pages {
    items: &'static str,
    /// `--max-items`
    most: Option<i64>,
    /// The items of the first page that are not shown.
    skip: usize,
    /// The token of the page that is asked for.
    token: Option<Rc<str>>,
    seen: i64,
    /// What was answered, page by page; none of an answer without a list.
    pages: Vec<Option<Vec<Value>>>,
    /// Where a later command would go on.
    resume: Option<String>,
}

/// What becomes of pages after another one.
pub(super) enum Next {
    /// Ask for the next, with this token.
    Page(Rc<str>),
    /// There is no more to ask.
    End,
}

impl Pages {
    /// As the options say; none if the command asks for one page itself. Sets the members of the first request.
    pub(super) fn of(
        operation: &Operation,
        arguments: &Arguments,
        paginate: bool,
        input: &mut Record,
    ) -> Result<Option<Self>, Failure> {
        let Some(Paging { items }) = Paging::of(operation) else {
            return Ok(None);
        };
        let by_hand = input.get(TOKEN).is_some() || input.get(LIMIT).is_some();
        if by_hand || !paginate {
            let used = [STARTING_TOKEN, PAGE_SIZE, MAX_ITEMS]
                .into_iter()
                .filter(|name| arguments.has(name));
            let used: Vec<&str> = used.collect();
            if used.is_empty() {
                return Ok(None);
            }
            return Err(Failure::Other(format!(
                "Error during pagination: Cannot specify --no-paginate along with pagination arguments: {}",
                used.join(", ")
            )));
        }
        let (token, skip) = match arguments.one(STARTING_TOKEN) {
            Some(token) => starting(token),
            None => (None, 0),
        };
        if let Some(token) = &token {
            input.set(TOKEN, Value::Text(token.clone()));
        }
        if let Some(size) = arguments.number(PAGE_SIZE) {
            input.set(LIMIT, Value::Number(size));
        }
        Ok(Some(Self {
            items,
            most: arguments.number(MAX_ITEMS),
            skip,
            token,
            seen: 0,
            pages: Vec::new(),
            resume: None,
        }))
    }

    /// Takes a page.
    pub(super) fn take(&mut self, mut answer: Record) -> Result<Next, Failure> {
        let list = answer.list(self.items);
        let is_there = list.is_some();
        let mut items = list.unwrap_or_default();
        let skipped = if self.pages.is_empty() {
            self.skip.min(items.len())
        } else {
            0
        };
        items.drain(..skipped);
        let count = items.len() as i64;
        let over = self
            .most
            .map_or(0, |most| (self.seen + count).saturating_sub(most));
        if over > 0 {
            let keep = count - over;
            // As Python slices: from the end if it is negative.
            let kept = if keep < 0 { (count + keep).max(0) } else { keep };
            items.truncate(kept as usize);
            let skipped = if self.pages.is_empty() {
                self.skip as i64
            } else {
                0
            };
            let skip = keep.saturating_add(skipped);
            self.resume = Some(resuming(self.token.as_deref(), Some(skip)));
            self.pages.push(Some(items));
            return Ok(Next::End);
        }
        self.pages.push(is_there.then_some(items));
        self.seen += count;
        let token = answer.text(TOKEN).filter(|token| !token.is_empty());
        let Some(token) = token else {
            return Ok(Next::End);
        };
        if self.most == Some(self.seen) {
            self.resume = Some(resuming(Some(&token), None));
            return Ok(Next::End);
        }
        if self.pages.len() > 1 && self.token.as_ref() == Some(&token) {
            let token = Document::Map(vec![(TOKEN.into(), Document::Text(token))]).repr();
            return Err(Failure::Other(format!(
                "Error during pagination: The same next token was received twice: {token}"
            )));
        }
        self.token = Some(token.clone());
        Ok(Next::Page(token))
    }

    /// One answer of all pages.
    pub(super) fn whole(&self, operation: &Operation) -> Document {
        let mut entries = Vec::new();
        if self.pages.iter().any(Option::is_some) {
            let items = self.pages.iter().flatten().flatten().cloned().collect();
            entries.push((self.items.into(), self.document(items, operation)));
        }
        if let Some(token) = &self.resume {
            entries.push((TOKEN.into(), token.as_str().into()));
        }
        Document::Map(entries)
    }

    /// An answer for each page, and one for the token, as `--output text` prints them.
    pub(super) fn apart(&self, operation: &Operation) -> Vec<Document> {
        let of = |name: &str, document| Document::Map(vec![(name.into(), document)]);
        let mut answers: Vec<Document> = Vec::new();
        for page in &self.pages {
            let items = match page {
                Some(items) => self.document(items.clone(), operation),
                None => Document::Null,
            };
            answers.push(of(self.items, items));
        }
        if let Some(token) = &self.resume {
            answers.push(of(TOKEN, of(TOKEN, token.as_str().into())));
        }
        answers
    }

    fn document(&self, items: Vec<Value>, operation: &Operation) -> Document {
        let member = operation.output.and_then(|output| output.member(self.items));
        let document = member.map(|member| Document::of(&Value::List(items), &member.shape));
        document.unwrap_or(Document::Null)
    }
}

/// The member that asks for the page of a token.
pub(super) fn ask_for(input: &mut Record, token: Rc<str>) {
    input.set(TOKEN, Value::Text(token));
}

/// A token of the AWS CLI's own: the service's, and the items of its page that were shown.
fn resuming(token: Option<&str>, shown: Option<i64>) -> String {
    let token = token.map_or("null".to_owned(), |token| json::compact(&token.into()));
    let shown = shown.map_or(String::new(), |shown| format!(", \"{TRUNCATE}\": {shown}"));
    BASE64.encode(format!("{{\"{TOKEN}\": {token}{shown}}}"))
}

/// What such a token says; any other is the service's.
fn starting(token: &str) -> (Option<Rc<str>>, usize) {
    let decoded = BASE64.decode(token).ok();
    let read = decoded.and_then(|bytes| serde_json::from_slice::<Document>(&bytes).ok());
    match read {
        Some(own @ Document::Map(_)) => {
            let skip = match own.get(TRUNCATE) {
                Some(Document::Integer(skip)) => usize::try_from(*skip).unwrap_or_default(),
                _ => 0,
            };
            match own.get(TOKEN) {
                Some(Document::Text(token)) => (Some(token.clone()), skip),
                _ => (None, skip),
            }
        }
        _ => match token.split_once("___").map(|(token, skip)| (token, skip.parse())) {
            // As older versions wrote it.
            Some((token, Ok(skip))) => ((token != "None").then(|| token.into()), skip),
            _ => ((token != "None").then(|| token.into()), 0),
        },
    }
}
