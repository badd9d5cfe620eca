//! Equality and order of documents, as Python has them.

use std::cmp::Ordering;

use super::super::document::Document;
use super::Error;

/// Whether two documents are equal: numbers by value, objects whatever the order of their members.
pub(super) fn equal(one: &Document, other: &Document) -> bool {
    match (one, other) {
        (Document::Integer(_) | Document::Float(_), Document::Integer(_) | Document::Float(_)) => {
            numbers(one, other) == Ordering::Equal
        }
        (Document::List(ones), Document::List(others)) => {
            ones.len() == others.len() && ones.iter().zip(others).all(|(one, other)| equal(one, other))
        }
        (Document::Map(ones), Document::Map(others)) => {
            ones.len() == others.len()
                && ones
                    .iter()
                    .all(|(key, one)| other.get(key).is_some_and(|other| equal(one, other)))
        }
        _ => one == other,
    }
}

/// The order of two numbers or two texts; `sign` is what compares them, for the error's sake.
pub(super) fn compare(one: &Document, other: &Document, sign: &str) -> Result<Ordering, Error> {
    match (one, other) {
        (Document::Text(one), Document::Text(other)) => Ok(one.cmp(other)),
        (Document::Integer(_) | Document::Float(_), Document::Integer(_) | Document::Float(_)) => {
            Ok(numbers(one, other))
        }
        _ => Err(Error(format!(
            "'{sign}' not supported between instances of '{}' and '{}'",
            one.python_type(),
            other.python_type()
        ))),
    }
}

fn numbers(one: &Document, other: &Document) -> Ordering {
    match (one, other) {
        (Document::Integer(one), Document::Integer(other)) => one.cmp(other),
        _ => as_float(one)
            .partial_cmp(&as_float(other))
            .unwrap_or(Ordering::Equal),
    }
}

/// A number as a fraction; others are 0.
pub(super) fn as_float(number: &Document) -> f64 {
    match number {
        Document::Integer(number) => *number as f64,
        Document::Float(number) => *number,
        _ => 0.0,
    }
}
