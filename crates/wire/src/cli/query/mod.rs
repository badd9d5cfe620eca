//! `--query`: JMESPath expressions.
//!
//! The `jmespath` crate reads them; they are evaluated here, because that crate keeps the members of an object sorted by
//! name, where the AWS CLI prints those of an answer in the order of the answer, and those of `{a: …, b: …}` in the
//! order of the expression.

mod budget;
mod functions;
mod order;

use std::rc::Rc;

use jmespath::Variable;
use jmespath::ast::{Ast, Comparator, KeyValuePair};

use super::document::{Document, put};
use budget::Budget;
use functions::Argument;

/// The most operators of an expression: it is read and evaluated by functions that call themselves.
const MOST_OPERATORS: usize = 250;

/// An expression.
#[derive(Clone, Debug)]
pub(super) struct Query(Rc<Ast>);

/// Why an expression has no result, in the words of the Python library that the AWS CLI uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Error(pub(super) String);

type Result<T> = std::result::Result<T, Error>;

impl Query {
    /// Reads an expression, or says what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self> {
        if text.is_empty() {
            return Err(Error("Invalid JMESPath expression: cannot be empty.".to_owned()));
        }
        let operator = |letter: &char| "()[]{}!&.|<>=*".contains(*letter);
        if text.chars().filter(operator).count() > MOST_OPERATORS {
            return Err(Error(format!(
                "Invalid jmespath expression: more than {MOST_OPERATORS} operators."
            )));
        }
        let ast = jmespath::parse(&with_quoted_literals(text));
        let ast = ast.map_err(|error| {
            let column = text.chars().count().min(error.column);
            let underline = format!("{}^", " ".repeat(column + 1));
            Error(format!("Invalid jmespath expression:\n\"{text}\"\n{underline}"))
        })?;
        Ok(Self(Rc::new(ast)))
    }

    /// What it selects.
    pub(super) fn search(&self, document: &Document) -> Result<Document> {
        evaluate(&self.0, document, &Budget::default())
    }
}

/// A literal between backquotes that is no JSON is a text: `` `orders` `` means `` `"orders"` ``.
fn with_quoted_literals(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(['`', '"', '\'']) {
        let quote = &rest[start..=start];
        let inside = &rest[start + 1..];
        let Some(end) = end_of(inside, quote) else {
            break;
        };
        let literal = &inside[..end];
        written.push_str(&rest[..=start]);
        if quote == "`" && serde_json::from_str::<Document>(&literal.replace("\\`", "`")).is_err() {
            let escaped = literal.trim_start().replace('"', "\\\"");
            written.push_str(&format!("\"{escaped}\""));
        } else {
            written.push_str(literal);
        }
        written.push_str(quote);
        rest = &inside[end + 1..];
    }
    written + rest
}

/// Where the quote is that no backslash precedes.
fn end_of(inside: &str, quote: &str) -> Option<usize> {
    let mut escaped = false;
    for (place, letter) in inside.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if quote.starts_with(letter) => return Some(place),
            _ => {}
        }
    }
    None
}

/// Every value on the way is paid for: an expression of few operators can double what it has again and again.
fn evaluate(ast: &Ast, on: &Document, budget: &Budget) -> Result<Document> {
    let value = evaluated(ast, on, budget)?;
    budget.pay_for(&value)?;
    Ok(value)
}

fn evaluated(ast: &Ast, on: &Document, budget: &Budget) -> Result<Document> {
    let evaluate = |ast: &Ast, on: &Document| evaluate(ast, on, budget);
    Ok(match ast {
        Ast::Identity { .. } => on.clone(),
        Ast::Field { name, .. } => on.get(name).cloned().unwrap_or(Document::Null),
        Ast::Index { idx, .. } => index(on, *idx),
        Ast::Slice {
            start, stop, step, ..
        } => slice(on, *start, *stop, *step)?,
        Ast::Literal { value, .. } => literal(value),
        Ast::Subexpr { lhs, rhs, .. } => evaluate(rhs, &evaluate(lhs, on)?)?,
        Ast::Or { lhs, rhs, .. } => {
            let left = evaluate(lhs, on)?;
            if is_true(&left) { left } else { evaluate(rhs, on)? }
        }
        Ast::And { lhs, rhs, .. } => {
            let left = evaluate(lhs, on)?;
            if is_true(&left) { evaluate(rhs, on)? } else { left }
        }
        Ast::Not { node, .. } => Document::Boolean(!is_true(&evaluate(node, on)?)),
        Ast::Condition { predicate, then, .. } => {
            if is_true(&evaluate(predicate, on)?) {
                evaluate(then, on)?
            } else {
                Document::Null
            }
        }
        Ast::Comparison {
            comparator, lhs, rhs, ..
        } => compare(comparator, &evaluate(lhs, on)?, &evaluate(rhs, on)?)?,
        Ast::Projection { lhs, rhs, .. } => project(&evaluate(lhs, on)?, rhs, budget)?,
        Ast::Flatten { node, .. } => flatten(evaluate(node, on)?),
        Ast::ObjectValues { node, .. } => match evaluate(node, on)? {
            Document::Map(entries) => Document::List(entries.into_iter().map(|(_, value)| value).collect()),
            _ => Document::Null,
        },
        Ast::MultiList { .. } | Ast::MultiHash { .. } if *on == Document::Null => Document::Null,
        Ast::MultiList { elements, .. } => {
            let values: Result<Vec<Document>> =
                elements.iter().map(|element| evaluate(element, on)).collect();
            Document::List(values?)
        }
        Ast::MultiHash { elements, .. } => multi_hash(elements, on, budget)?,
        Ast::Function { name, args, .. } => {
            let arguments: Result<Vec<Argument<'_>>> = args
                .iter()
                .map(|argument| Argument::of(argument, on, budget))
                .collect();
            functions::call(name, &arguments?, budget)?
        }
        // An expression is no value; only functions take one.
        Ast::Expref { .. } => Document::Null,
    })
}

fn literal(value: &Variable) -> Document {
    match value {
        Variable::Null | Variable::Expref(_) => Document::Null,
        Variable::String(text) => Document::Text(text.as_str().into()),
        Variable::Bool(value) => Document::Boolean(*value),
        Variable::Number(number) => match number.as_i64() {
            Some(number) => Document::Integer(number),
            None => Document::Float(number.as_f64().unwrap_or_default()),
        },
        Variable::Array(values) => Document::List(values.iter().map(|value| literal(value)).collect()),
        Variable::Object(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| (key.as_str().into(), literal(value)));
            Document::Map(entries.collect())
        }
    }
}

/// Everything but null, false, and what is empty: 0 is true.
fn is_true(document: &Document) -> bool {
    match document {
        Document::Null => false,
        Document::Boolean(value) => *value,
        Document::Text(text) => !text.is_empty(),
        Document::List(values) => !values.is_empty(),
        Document::Map(entries) => !entries.is_empty(),
        Document::Integer(_) | Document::Float(_) | Document::Bytes(_) => true,
    }
}

fn compare(comparator: &Comparator, left: &Document, right: &Document) -> Result<Document> {
    let ordered = |accepted: fn(std::cmp::Ordering) -> bool, sign: &str| match (left, right) {
        (
            Document::Integer(_) | Document::Float(_) | Document::Text(_),
            Document::Integer(_) | Document::Float(_) | Document::Text(_),
        ) => order::compare(left, right, sign).map(|order| Document::Boolean(accepted(order))),
        _ => Ok(Document::Null),
    };
    match comparator {
        Comparator::Equal => Ok(Document::Boolean(order::equal(left, right))),
        Comparator::NotEqual => Ok(Document::Boolean(!order::equal(left, right))),
        Comparator::LessThan => ordered(std::cmp::Ordering::is_lt, "<"),
        Comparator::LessThanEqual => ordered(std::cmp::Ordering::is_le, "<="),
        Comparator::GreaterThan => ordered(std::cmp::Ordering::is_gt, ">"),
        Comparator::GreaterThanEqual => ordered(std::cmp::Ordering::is_ge, ">="),
    }
}

fn project(list: &Document, ast: &Ast, budget: &Budget) -> Result<Document> {
    let Document::List(values) = list else {
        return Ok(Document::Null);
    };
    let mut kept = Vec::new();
    for value in values {
        let value = evaluate(ast, value, budget)?;
        if value != Document::Null {
            kept.push(value);
        }
    }
    Ok(Document::List(kept))
}

fn flatten(list: Document) -> Document {
    let Document::List(values) = list else {
        return Document::Null;
    };
    let mut flat = Vec::new();
    for value in values {
        match value {
            Document::List(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    Document::List(flat)
}

fn multi_hash(elements: &[KeyValuePair], on: &Document, budget: &Budget) -> Result<Document> {
    let mut entries = Vec::new();
    for KeyValuePair { key, value } in elements {
        put(&mut entries, key.as_str().into(), evaluate(value, on, budget)?);
    }
    Ok(Document::Map(entries))
}

fn index(list: &Document, index: i32) -> Document {
    let Document::List(values) = list else {
        return Document::Null;
    };
    let place = if index < 0 {
        values.len().checked_sub(index.unsigned_abs() as usize)
    } else {
        Some(index as usize)
    };
    let value = place.and_then(|place| values.get(place));
    value.cloned().unwrap_or(Document::Null)
}

/// `list[start:stop:step]`, as in Python.
fn slice(list: &Document, start: Option<i32>, stop: Option<i32>, step: i32) -> Result<Document> {
    let Document::List(values) = list else {
        return Ok(Document::Null);
    };
    let length = values.len() as i64;
    let step = i64::from(step);
    if step == 0 {
        return Err(Error("slice step cannot be zero".to_owned()));
    }
    let (lowest, highest) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let bound = |given: Option<i32>, otherwise: i64| match given.map(i64::from) {
        None => otherwise,
        Some(place) if place < 0 => (place + length).clamp(lowest, highest),
        Some(place) => place.clamp(lowest, highest),
    };
    let (first, last) = if step > 0 { (0, length) } else { (length - 1, -1) };
    let (mut place, end) = (bound(start, first), bound(stop, last));
    let mut taken = Vec::new();
    while (step > 0 && place < end) || (step < 0 && place > end) {
        taken.push(values[place as usize].clone());
        place += step;
    }
    Ok(Document::List(taken))
}
