//! What stands between bytes and calls: values of any shape.

use std::rc::Rc;

/// A value. Which variants stand where is what the shape says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Of [`crate::Shape::Text`].
    Text(Rc<str>),
    /// Of [`crate::Shape::Integer`] and [`crate::Shape::Long`].
    Number(i64),
    /// Of [`crate::Shape::Boolean`].
    Boolean(bool),
    /// Of [`crate::Shape::Blob`].
    Bytes(Rc<[u8]>),
    /// Of [`crate::Shape::List`].
    List(Vec<Self>),
    /// Of [`crate::Shape::Map`], in the order given.
    Map(Vec<(Rc<str>, Self)>),
    /// Of [`crate::Shape::Structure`].
    Record(Record),
}

/// The members of a structure that are there, by their names in JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    members: Vec<(&'static str, Value)>,
}

impl Record {
    /// Sets a member; the last word counts.
    pub fn set(&mut self, name: &'static str, value: Value) {
        match self.members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.members.push((name, value)),
        }
    }

    /// The same with this member, if it has a value.
    pub fn with(mut self, name: &'static str, value: Option<impl Into<Value>>) -> Self {
        if let Some(value) = value {
            self.members.push((name, value.into()));
        }
        self
    }

    /// What is there, in the order in which it was set.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.members.iter().map(|(name, value)| (*name, value))
    }

    /// The value of a member.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// Takes the value of a member out.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let place = self.members.iter().position(|(known, _)| *known == name)?;
        Some(self.members.swap_remove(place).1)
    }

    /// Takes a text out; none if the member is absent.
    pub fn text(&mut self, name: &str) -> Option<Rc<str>> {
        match self.take(name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Takes a number out; none if the member is absent.
    pub fn number(&mut self, name: &str) -> Option<i64> {
        match self.take(name)? {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Takes bytes out; none if the member is absent.
    pub fn bytes(&mut self, name: &str) -> Option<Rc<[u8]>> {
        match self.take(name)? {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Takes a list out; none if the member is absent.
    pub fn list(&mut self, name: &str) -> Option<Vec<Value>> {
        match self.take(name)? {
            Value::List(values) => Some(values),
            _ => None,
        }
    }

    /// Takes a list of texts out, empty if the member is absent.
    pub fn texts(&mut self, name: &str) -> Vec<Rc<str>> {
        let values = self.list(name).unwrap_or_default();
        values.into_iter().filter_map(Value::into_text).collect()
    }

    /// Takes a map out; none if the member is absent.
    pub fn map(&mut self, name: &str) -> Option<Vec<(Rc<str>, Value)>> {
        match self.take(name)? {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// Takes a map of texts out; none if the member is absent.
    pub fn pairs(&mut self, name: &str) -> Option<Vec<(Rc<str>, Rc<str>)>> {
        let entries = self.map(name)?.into_iter();
        Some(
            entries
                .filter_map(|(key, value)| Some((key, value.into_text()?)))
                .collect(),
        )
    }
}

impl Value {
    /// The text that it is.
    pub fn into_text(self) -> Option<Rc<str>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The members that it has.
    pub fn into_record(self) -> Option<Record> {
        match self {
            Self::Record(record) => Some(record),
            _ => None,
        }
    }
}

impl From<Rc<str>> for Value {
    fn from(text: Rc<str>) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<Rc<[u8]>> for Value {
    fn from(bytes: Rc<[u8]>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<Vec<Self>> for Value {
    fn from(values: Vec<Self>) -> Self {
        Self::List(values)
    }
}

impl From<Vec<(Rc<str>, Self)>> for Value {
    fn from(entries: Vec<(Rc<str>, Self)>) -> Self {
        Self::Map(entries)
    }
}

impl From<Record> for Value {
    fn from(record: Record) -> Self {
        Self::Record(record)
    }
}
