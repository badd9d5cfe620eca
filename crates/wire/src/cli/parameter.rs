//! What an option was given, as a document: JSON, the shorthand syntax, a text or a number.

use super::arguments::{Given, python_int};
use super::document::{Document, repr_of_text};
use super::failure::Failure;
use super::files::{Files, Trouble};
use super::shorthand;
use crate::shape::Shape;

type Read<T> = Result<T, Trouble<Failure>>;

/// What the option `name` of a member of this shape was given.
pub(super) fn read(name: &str, shape: &Shape, given: &Given, files: &Files) -> Read<Document> {
    let option = Option { name, files };
    match given {
        Given::Flag => Ok(Document::Boolean(true)),
        Given::One(value) => match option.file(value)? {
            Some(Document::Text(content)) => option.one(shape, &content),
            Some(content) => Ok(content),
            None => option.one(shape, value),
        },
        Given::Many(values) => match &**values {
            [only] => match option.file(only)? {
                Some(Document::Text(content)) => option.many(shape, &[content.to_string()]),
                Some(content) => Ok(content),
                None => option.many(shape, values),
            },
            _ => option.many(shape, values),
        },
    }
}

struct Option<'a> {
    name: &'a str,
    files: &'a Files,
}

impl Option<'_> {
    fn wrong(&self, told: &str) -> Trouble<Failure> {
        Trouble::Wrong(Failure::value(self.name, told))
    }

    fn file(&self, value: &str) -> Read<std::option::Option<Document>> {
        self.files.content(value).map_err(|trouble| self.told(trouble))
    }

    fn told(&self, trouble: Trouble<String>) -> Trouble<Failure> {
        match trouble {
            Trouble::Wrong(told) => self.wrong(&told),
            Trouble::File(name) => Trouble::File(name),
        }
    }

    fn shorthand(&self, text: &str) -> Read<Document> {
        shorthand::parse(text, self.files).map_err(|trouble| self.told(trouble))
    }

    fn json(&self, text: &str) -> Read<Document> {
        serde_json::from_str(text)
            .map_err(|error| self.wrong(&format!("Invalid JSON: {error}\nJSON received: {text}")))
    }

    fn one(&self, shape: &Shape, value: &str) -> Read<Document> {
        match shape {
            Shape::Integer | Shape::Long => number(value).map_err(Trouble::Wrong),
            Shape::Map(..) | Shape::Structure(_) if !looks_like_json(value) => {
                shaped(self.shorthand(value)?, shape).map_err(Trouble::Wrong)
            }
            Shape::Map(..) | Shape::Structure(_) => self.complex(value),
            _ => Ok(value.into()),
        }
    }

    /// JSON of an object.
    fn complex(&self, value: &str) -> Read<Document> {
        if value.trim_start().starts_with('{') {
            self.json(value)
        } else {
            Err(self.wrong(&format!("Invalid JSON:\n{value}")))
        }
    }

    fn many(&self, shape: &Shape, values: &[String]) -> Read<Document> {
        let Shape::List(of, _) = shape else {
            return Ok(Document::Null);
        };
        let is_complex = matches!(of, Shape::List(..) | Shape::Map(..) | Shape::Structure(_));
        let json = values.first().is_some_and(|value| looks_like_json(value));
        if let ([only], true) = (values, json)
            && only.trim_start().starts_with('[')
        {
            return self.json(only);
        }
        let read = |value: &String| match of {
            _ if is_complex && !json => self.shorthand(value),
            Shape::Integer | Shape::Long => number(value).map_err(Trouble::Wrong),
            _ if is_complex => self.complex(value),
            _ => Ok(value.as_str().into()),
        };
        let read: Read<Vec<Document>> = values.iter().map(read).collect();
        let list = Document::List(read?);
        if is_complex && !json {
            return shaped(list, shape).map_err(Trouble::Wrong);
        }
        Ok(list)
    }
}

fn looks_like_json(value: &str) -> bool {
    value.trim().starts_with(['[', '{'])
}

fn number(text: &str) -> Result<Document, Failure> {
    python_int(text).map(Document::Integer).ok_or_else(|| {
        let text = repr_of_text(text);
        Failure::Other(format!("invalid literal for int() with base 10: {text}"))
    })
}

/// Makes numbers and booleans of texts, and lists of single values, as the shape has them.
fn shaped(document: Document, shape: &Shape) -> Result<Document, Failure> {
    Ok(match (document, shape) {
        (Document::Map(entries), Shape::Structure(structure)) => {
            let entries = entries.into_iter().map(|(key, value)| {
                let value = match structure.member(&key) {
                    Some(member) => shaped_member(value, &member.shape)?,
                    None => value,
                };
                Ok((key, value))
            });
            Document::Map(entries.collect::<Result<_, Failure>>()?)
        }
        (Document::Map(entries), Shape::Map(of, ..)) => {
            let entries = entries
                .into_iter()
                .map(|(key, value)| Ok((key, shaped_member(value, of)?)));
            Document::Map(entries.collect::<Result<_, Failure>>()?)
        }
        (Document::List(values), Shape::List(of, _)) => {
            let values = values.into_iter().map(|value| shaped_member(value, of));
            Document::List(values.collect::<Result<_, Failure>>()?)
        }
        (Document::Text(text), Shape::Integer | Shape::Long) => number(&text)?,
        (other @ (Document::List(_) | Document::Map(_)), Shape::Integer | Shape::Long) => {
            return Err(Failure::Other(format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                other.python_type()
            )));
        }
        (Document::Text(text), Shape::Boolean) => match text.to_lowercase().as_str() {
            "true" => Document::Boolean(true),
            "false" => Document::Boolean(false),
            _ => Document::Text(text),
        },
        (other, _) => other,
    })
}

/// The same of what stands within something: a single value in the place of a list is a list of one.
fn shaped_member(document: Document, shape: &Shape) -> Result<Document, Failure> {
    match (document, shape) {
        (list @ Document::List(_), _) => shaped(list, shape),
        (single, Shape::List(..)) => Ok(Document::List(vec![single])),
        (other, _) => shaped(other, shape),
    }
}
