//! `--generate-cli-skeleton`: JSON with a place for everything.

use super::document::Document;
use crate::shape::{Member, Shape};

/// What texts stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    /// Nothing, to be filled in.
    Empty,
    /// The names of the members, as an answer that shows them.
    Names,
}

/// A document with every member.
pub(super) fn of(members: &[Member], texts: Texts) -> Document {
    let entries = members
        .iter()
        .map(|member| (member.name.into(), value(&member.shape, member.name, texts)));
    Document::Map(entries.collect())
}

fn value(shape: &Shape, name: &str, texts: Texts) -> Document {
    match shape {
        Shape::Text if texts == Texts::Names => name.into(),
        Shape::Text => "".into(),
        Shape::Integer | Shape::Long => Document::Integer(0),
        Shape::Boolean => Document::Boolean(true),
        Shape::Blob => Document::Null,
        Shape::List(of, _) => Document::List(vec![value(of, "String", texts)]),
        Shape::Map(of, ..) => Document::Map(vec![("KeyName".into(), value(of, "", texts))]),
        Shape::Structure(structure) => self::of(structure.members, texts),
    }
}
