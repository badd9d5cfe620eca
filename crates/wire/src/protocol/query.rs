//! The requests of the Query protocol: a form whose keys are paths, `Attribute.1.Name`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Found, MOST_VALUES, Malformed, Wanted, read_blob};
use crate::shape::{Layout, Member, Shape, Structure};
use crate::value::{Record, Value};

/// Names and values, decoded, in the order given.
pub(crate) struct Form<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

/// What of a form is below a path: the rest of the path, and the value.
type Below<'f> = Vec<(&'f str, &'f str)>;

impl<'a> Form<'a> {
    /// The form of the parts of a request that have one: the URL's query and the body. No more of it is kept than shows
    /// that it is too long.
    pub(crate) fn new(parts: [&'a [u8]; 2]) -> Self {
        let fields = parts.into_iter().flat_map(form_urlencoded::parse);
        Self(fields.take(MOST_VALUES + 1).collect())
    }

    /// The value of a key; that given first, if it is there twice.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(name, _)| name == key)?;
        Some(value)
    }

    /// The members of a structure. Keys that the table does not know are passed over.
    pub(crate) fn decode(&self, structure: &Structure) -> Result<Record, Malformed> {
        if self.0.len() > MOST_VALUES {
            return Err(Malformed::TooMany);
        }
        let fields = self.0.iter().map(|(key, value)| (&**key, &**value)).collect();
        read_record(structure, &fields)
    }
}

fn read_record(structure: &Structure, fields: &Below<'_>) -> Result<Record, Malformed> {
    let mut record = Record::default();
    for member in structure.members {
        if let Some(value) = read_member(member, fields)? {
            record.set(member.name, value);
        }
    }
    Ok(record)
}

fn read_member(member: &Member, fields: &Below<'_>) -> Result<Option<Value>, Malformed> {
    let below = below(member.query_name, fields);
    if below.is_empty() {
        return Ok(None);
    }
    match member.shape {
        Shape::List(shape, layout) => {
            let elements = numbered(layout, shape, &below);
            let values = elements
                .values()
                .filter_map(|below| read_value(shape, below).transpose());
            Ok(Some(Value::List(values.collect::<Result<_, _>>()?)))
        }
        Shape::Map(shape, keys, layout) => {
            let mut entries: Vec<(Rc<str>, Value)> = Vec::new();
            for entry in numbered(layout, shape, &below).values() {
                let key = read_value(&Shape::Text, &self::below(keys.key, entry))?.and_then(Value::into_text);
                let value = read_value(shape, &self::below(keys.value, entry))?;
                entries.extend(key.zip(value));
            }
            Ok(Some(Value::Map(entries)))
        }
        ref shape => read_value(shape, &below),
    }
}

/// A value that is no list and no map; none, if it is not there.
fn read_value(shape: &Shape, below: &Below<'_>) -> Result<Option<Value>, Malformed> {
    if let Shape::Structure(structure) = shape {
        return if below.is_empty() {
            Ok(None)
        } else {
            read_record(structure, below).map(|record| Some(record.into()))
        };
    }
    let Some((_, text)) = below.iter().find(|(rest, _)| rest.is_empty()) else {
        return Ok(None);
    };
    let not_one = Malformed::Type {
        found: Found::Text,
        wanted: Wanted::from(shape),
    };
    let value = match shape {
        Shape::Text => Value::Text((*text).into()),
        Shape::Integer | Shape::Long => Value::Number(text.parse().map_err(|_| not_one)?),
        Shape::Boolean => Value::Boolean(text.parse().map_err(|_| not_one)?),
        Shape::Blob => Value::Bytes(read_blob(text)?),
        Shape::List(..) | Shape::Map(..) | Shape::Structure(_) => return Ok(None),
    };
    Ok(Some(value))
}

/// The fields whose path is `name`, or begins with it and a dot.
fn below<'f>(name: &str, fields: &Below<'f>) -> Below<'f> {
    let rests = fields.iter().filter_map(|&(path, value)| {
        let rest = path.strip_prefix(name)?;
        let rest = if rest.is_empty() {
            rest
        } else {
            rest.strip_prefix('.')?
        };
        Some((rest, value))
    });
    rests.collect()
}

/// The elements of a list, in the order of their numbers. Gaps do not matter. One element needs no number, as in AWS's own
/// examples: `AttributeName=All`, `Attribute.Name=…&Attribute.Value=…`. With nothing in it, clients mean an empty list of texts.
fn numbered<'f>(layout: Layout, shape: &Shape, fields: &Below<'f>) -> BTreeMap<u32, Below<'f>> {
    let mut elements: BTreeMap<u32, Below<'f>> = BTreeMap::new();
    let fields = match layout {
        Layout::Flattened => fields,
        Layout::Wrapped(name) => &below(name, fields),
    };
    for &(path, value) in fields {
        let (number, rest) = path.split_once('.').unwrap_or((path, ""));
        match number.parse() {
            Ok(number) => elements.entry(number).or_default().push((rest, value)),
            Err(_) if path.is_empty() && value.is_empty() && !matches!(shape, Shape::Structure(_)) => {}
            Err(_) => elements.entry(1).or_default().push((path, value)),
        }
    }
    elements
}
