//! The functions of JMESPath.

use std::cmp::Ordering;

use jmespath::ast::Ast;

use super::super::document::{Document, put, repr_of_text};
use super::super::output::json;
use super::{Budget, Error, Result, evaluate, order};

/// What a function is called with.
pub(super) enum Argument<'a> {
    Value(Document),
    /// `&expression`, which the function evaluates.
    Expression(&'a Ast),
}

/// The types that each argument of a function may have; none for any. More of the last may follow where `variadic`.
struct Signature {
    arguments: &'static [&'static [&'static str]],
    variadic: bool,
}

const ANY: &[&str] = &[];
const NUMBER: &[&str] = &["number"];
const STRING: &[&str] = &["string"];
const ARRAY: &[&str] = &["array"];
const OBJECT: &[&str] = &["object"];
const EXPRESSION: &[&str] = &["expref"];
const NUMBERS: &[&str] = &["array-number"];
const NUMBERS_OR_STRINGS: &[&str] = &["array-number", "array-string"];

fn signature(name: &str) -> Option<Signature> {
    let (arguments, variadic): (&[&[&str]], bool) = match name {
        "abs" | "ceil" | "floor" => (&[NUMBER], false),
        "avg" | "sum" => (&[NUMBERS], false),
        "contains" => (&[&["array", "string"], ANY], false),
        "ends_with" | "starts_with" => (&[STRING, STRING], false),
        "join" => (&[STRING, &["array-string"]], false),
        "keys" | "values" => (&[OBJECT], false),
        "length" => (&[&["string", "array", "object"]], false),
        "map" => (&[EXPRESSION, ARRAY], false),
        "max" | "min" => (&[NUMBERS_OR_STRINGS], false),
        "max_by" | "min_by" | "sort_by" => (&[ARRAY, EXPRESSION], false),
        "merge" => (&[OBJECT], true),
        "not_null" => (&[ANY], true),
        "reverse" => (&[&["array", "string"]], false),
        "sort" => (&[&["array-string", "array-number"]], false),
        "to_array" | "to_number" | "to_string" | "type" => (&[ANY], false),
        _ => return None,
    };
    Some(Signature { arguments, variadic })
}

impl<'a> Argument<'a> {
    pub(super) fn of(ast: &'a Ast, on: &Document, budget: &Budget) -> Result<Self> {
        Ok(match ast {
            Ast::Expref { ast, .. } => Self::Expression(ast),
            other => Self::Value(evaluate(other, on, budget)?),
        })
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Value(value) => kind(value),
            Self::Expression(_) => "expref",
        }
    }

    fn repr(&self) -> String {
        match self {
            Self::Value(value) => value.plain(),
            Self::Expression(_) => "&expression".to_owned(),
        }
    }
}

fn kind(value: &Document) -> &'static str {
    match value {
        Document::Null => "null",
        Document::Boolean(_) => "boolean",
        Document::Integer(_) | Document::Float(_) => "number",
        Document::Text(_) | Document::Bytes(_) => "string",
        Document::List(_) => "array",
        Document::Map(_) => "object",
    }
}

pub(super) fn call(name: &str, arguments: &[Argument<'_>], budget: &Budget) -> Result<Document> {
    let Some(signature) = signature(name) else {
        return Err(Error(format!("Unknown function: {name}()")));
    };
    check(name, arguments, &signature)?;
    let value = |place: usize| match arguments.get(place) {
        Some(Argument::Value(value)) => value,
        _ => &Document::Null,
    };
    match (name, arguments) {
        ("map", [Argument::Expression(ast), _]) => {
            let mapped: Result<Vec<Document>> = items(value(1))
                .iter()
                .map(|item| evaluate(ast, item, budget))
                .collect();
            Ok(Document::List(mapped?))
        }
        ("sort_by" | "max_by" | "min_by", [_, Argument::Expression(ast)]) => {
            by(name, items(value(0)), ast, budget)
        }
        ("merge", _) => Ok(merge(arguments)),
        ("not_null", _) => {
            let mut values = (0..arguments.len()).map(value);
            let first = values.find(|value| **value != Document::Null);
            Ok(first.cloned().unwrap_or(Document::Null))
        }
        ("contains", _) => contains(value(0), value(1)),
        ("join", _) => {
            let texts: Vec<String> = items(value(1)).iter().map(Document::plain).collect();
            Ok(texts.join(&value(0).plain()).as_str().into())
        }
        ("ends_with", _) => Ok(Document::Boolean(value(0).plain().ends_with(&value(1).plain()))),
        ("starts_with", _) => Ok(Document::Boolean(value(0).plain().starts_with(&value(1).plain()))),
        _ => of_one(name, value(0)),
    }
}

/// A function of one argument.
fn of_one(name: &str, value: &Document) -> Result<Document> {
    Ok(match name {
        "abs" => match value {
            Document::Integer(number) => Document::Integer(number.saturating_abs()),
            other => Document::Float(order::as_float(other).abs()),
        },
        "ceil" => whole(value, libm::ceil),
        "floor" => whole(value, libm::floor),
        "sum" => sum(items(value)),
        "avg" => match items(value) {
            [] => Document::Null,
            numbers => Document::Float(order::as_float(&sum(numbers)) / numbers.len() as f64),
        },
        "max" => best(items(value), Ordering::Greater)?,
        "min" => best(items(value), Ordering::Less)?,
        "sort" => {
            let values = items(value);
            Document::List(sorted(values, values))
        }
        "keys" => {
            let keys = entries(value).iter().map(|(key, _)| Document::Text(key.clone()));
            Document::List(keys.collect())
        }
        "values" => Document::List(entries(value).iter().map(|(_, value)| value.clone()).collect()),
        "length" => Document::Integer(match value {
            Document::List(values) => values.len(),
            Document::Map(entries) => entries.len(),
            text => text.plain().chars().count(),
        } as i64),
        "reverse" => match value {
            Document::List(values) => Document::List(values.iter().rev().cloned().collect()),
            text => text.plain().chars().rev().collect::<String>().as_str().into(),
        },
        "to_array" => match value {
            Document::List(_) => value.clone(),
            other => Document::List(vec![other.clone()]),
        },
        "to_string" => match value {
            Document::Text(_) => value.clone(),
            other => compact(other).as_str().into(),
        },
        "to_number" => to_number(value),
        "type" => kind(value).into(),
        _ => Document::Null,
    })
}

fn check(name: &str, arguments: &[Argument<'_>], signature: &Signature) -> Result<()> {
    let (expected, received) = (signature.arguments.len(), arguments.len());
    let enough = if signature.variadic {
        received >= expected
    } else {
        received == expected
    };
    if !enough {
        let least = if signature.variadic { "at least " } else { "" };
        let plural = if expected == 1 { "" } else { "s" };
        return Err(Error(format!(
            "Expected {least}{expected} argument{plural} for function {name}(), received {received}"
        )));
    }
    for (argument, types) in arguments.iter().zip(signature.arguments) {
        check_type(name, argument, types)?;
    }
    Ok(())
}

fn check_type(name: &str, argument: &Argument<'_>, types: &[&str]) -> Result<()> {
    let kind_of = |of: &&str| of.split('-').next().unwrap_or_default() == argument.kind();
    if !types.is_empty() && !types.iter().any(kind_of) {
        return Err(wrong_type(name, &argument.repr(), argument.kind(), types));
    }
    let subtypes: Vec<&str> = types
        .iter()
        .filter_map(|of| Some(of.split_once('-')?.1))
        .collect();
    let (Argument::Value(Document::List(values)), false) = (argument, subtypes.is_empty()) else {
        return Ok(());
    };
    // All of the type of the first.
    let Some(first) = values.first() else {
        return Ok(());
    };
    let wrong = match subtypes.iter().find(|of| **of == kind(first)) {
        None => Some(first),
        Some(of) => values.iter().find(|value| kind(value) != *of),
    };
    match wrong {
        None => Ok(()),
        Some(value) => Err(wrong_type(name, &value.plain(), value.python_type(), types)),
    }
}

fn wrong_type(name: &str, value: &str, received: &str, types: &[&str]) -> Error {
    let types: Vec<String> = types.iter().map(|of| repr_of_text(of)).collect();
    let types = types.join(", ");
    Error(format!(
        "In function {name}(), invalid type for value: {value}, expected one of: [{types}], received: \"{received}\""
    ))
}

fn items(list: &Document) -> &[Document] {
    match list {
        Document::List(values) => values,
        _ => &[],
    }
}

fn entries(map: &Document) -> &[(std::rc::Rc<str>, Document)] {
    match map {
        Document::Map(entries) => entries,
        _ => &[],
    }
}

fn whole(number: &Document, round: fn(f64) -> f64) -> Document {
    match number {
        Document::Float(number) => Document::Integer(round(*number) as i64),
        other => other.clone(),
    }
}

fn sum(numbers: &[Document]) -> Document {
    let whole = numbers.iter().try_fold(0_i64, |sum, number| match number {
        Document::Integer(number) => sum.checked_add(*number),
        _ => None,
    });
    match whole {
        Some(sum) => Document::Integer(sum),
        None => Document::Float(numbers.iter().map(order::as_float).sum()),
    }
}

/// The first of the greatest, or of the least.
fn best(values: &[Document], wanted: Ordering) -> Result<Document> {
    best_of(values, values, wanted)
}

fn best_of(values: &[Document], keys: &[Document], wanted: Ordering) -> Result<Document> {
    let sign = if wanted == Ordering::Greater { ">" } else { "<" };
    let mut best = 0;
    for place in 1..keys.len() {
        if order::compare(&keys[place], &keys[best], sign)? == wanted {
            best = place;
        }
    }
    Ok(values.get(best).cloned().unwrap_or(Document::Null))
}

/// Values in the order of their keys, which are all numbers or all texts; those of the same key stay in their order.
fn sorted(values: &[Document], keys: &[Document]) -> Vec<Document> {
    // Answers are short, and a sort of the standard library is much code for a page.
    let mut places: Vec<usize> = Vec::new();
    for place in 0..keys.len() {
        let is_before =
            |other: &usize| order::compare(&keys[*other], &keys[place], "<") != Ok(Ordering::Greater);
        places.insert(places.partition_point(is_before), place);
    }
    places.iter().map(|place| values[*place].clone()).collect()
}

fn by(name: &str, values: &[Document], ast: &Ast, budget: &Budget) -> Result<Document> {
    let keys: Result<Vec<Document>> = values.iter().map(|value| evaluate(ast, value, budget)).collect();
    let keys = keys?;
    let allowed = ["number", "string"];
    if let (Some(first), "sort_by") = (keys.first(), name) {
        if !allowed.contains(&kind(first)) {
            return Err(wrong_type(
                name,
                &values[0].plain(),
                kind(first),
                &["string", "number"],
            ));
        }
        let of_first = [kind(first)];
        if let Some(other) = keys.iter().find(|key| kind(key) != of_first[0]) {
            return Err(wrong_type(name, &other.plain(), kind(other), &of_first));
        }
        return Ok(Document::List(sorted(values, &keys)));
    }
    if let Some(wrong) = keys.iter().find(|key| !allowed.contains(&kind(key))) {
        return Err(wrong_type(name, &wrong.plain(), kind(wrong), &allowed));
    }
    match name {
        "max_by" => best_of(values, &keys, Ordering::Greater),
        "min_by" => best_of(values, &keys, Ordering::Less),
        _ => Ok(Document::List(Vec::new())),
    }
}

fn merge(arguments: &[Argument<'_>]) -> Document {
    let mut merged = Vec::new();
    for argument in arguments {
        if let Argument::Value(map) = argument {
            for (key, value) in entries(map) {
                put(&mut merged, key.clone(), value.clone());
            }
        }
    }
    Document::Map(merged)
}

fn contains(subject: &Document, search: &Document) -> Result<Document> {
    let found = match (subject, search) {
        (Document::List(values), _) => values.iter().any(|value| order::equal(value, search)),
        (text, Document::Text(part)) => text.plain().contains(&**part),
        (_, other) => {
            let kind = other.python_type();
            return Err(Error(format!(
                "'in <string>' requires string as left operand, not {kind}"
            )));
        }
    };
    Ok(Document::Boolean(found))
}

fn to_number(value: &Document) -> Document {
    match value {
        Document::Integer(_) | Document::Float(_) => value.clone(),
        Document::Text(text) => {
            let text = text.trim();
            let fraction = || {
                let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
                number.map(Document::Float)
            };
            let whole = text.parse().ok().map(Document::Integer);
            whole.or_else(fraction).unwrap_or(Document::Null)
        }
        _ => Document::Null,
    }
}

/// JSON on one line, in ASCII.
fn compact(value: &Document) -> String {
    let json = json::compact(value);
    let mut written = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() {
            written.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                written.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    written
}
