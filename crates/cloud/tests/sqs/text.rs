//! How the language of the scenarios writes and reads what it speaks of.

use std::rc::Rc;

use cloud::sqs::{
    AttributeValue, BatchOutcome, Body, MessageAttribute, MessageAttributes, MessageState, MessageView,
    SendMessage, Servers,
};
use cloud::time::SimTime;

pub(crate) fn outcome_text<T>(outcome: &BatchOutcome<T>) -> String {
    let mut parts: Vec<String> = outcome
        .successful
        .iter()
        .map(|(id, _)| format!("{id} ok"))
        .collect();
    parts.extend(outcome.failed.iter().map(|failure| {
        format!(
            "{} failed: {}: {}",
            failure.id,
            failure.error.query_code(),
            failure.error
        )
    }));
    parts.join(", ")
}

pub(crate) fn views(views: impl Iterator<Item = MessageView>) -> String {
    let text = views.map(|view| match view.state {
        MessageState::Blocked { .. } => format!("[{}]", name(&view.body)),
        MessageState::Visible { .. } => name(&view.body),
        MessageState::InFlight { until } | MessageState::Delayed { until } => {
            format!("{}@{until}", name(&view.body))
        }
    });
    let text = text.collect::<Vec<_>>().join(" ");
    if text.is_empty() { "nothing".into() } else { text }
}

/// The request's own attributes, to add to.
pub(crate) fn own(request: &mut SendMessage) -> &mut MessageAttributes {
    Rc::make_mut(request.attributes.get_or_insert_default())
}

/// `name:Type:value`; a value that begins with `0x` is binary.
pub(crate) fn attribute(text: &str) -> MessageAttribute {
    let mut parts = text.splitn(3, ':');
    let mut part = || parts.next().expect("name:Type:value");
    MessageAttribute {
        name: part().into(),
        data_type: part().into(),
        value: match part() {
            value if value.starts_with("0x") => AttributeValue::Bytes(value.as_bytes()[2..].into()),
            value => AttributeValue::Text(value.replace("\\u1", "\u{1}").as_str().into()),
        },
    }
}

pub(crate) fn attributes_text(attributes: &MessageAttributes) -> String {
    let user = attributes.user.iter().map(|attribute| {
        let value = match &attribute.value {
            AttributeValue::Text(text) => text.to_string(),
            AttributeValue::Bytes(bytes) => format!("0x{}", String::from_utf8_lossy(bytes)),
        };
        format!("{}:{}:{value}", attribute.name, attribute.data_type)
    });
    let trace = attributes
        .trace_header
        .iter()
        .map(|trace| format!("trace={trace}"));
    format!("{{{}}}", user.chain(trace).collect::<Vec<_>>().join(","))
}

/// Bodies are the names of messages; those of a given size go on after a dot.
pub(crate) fn name(body: &Body) -> String {
    body.text().split('.').next().unwrap_or_default().into()
}

pub(crate) fn number(text: &str) -> i64 {
    text.parse().unwrap_or_else(|_| panic!("{text} is not a number"))
}

/// `0`, `30s`, `2m`, `1m30s`, `4d`, and thousandths as `1.5s`.
pub(crate) fn time(text: &str) -> SimTime {
    let mut millis = 0;
    let mut digits = String::new();
    for c in text.chars() {
        let unit = match c {
            'd' => 86_400_000,
            'h' => 3_600_000,
            'm' => 60_000,
            's' => 1_000,
            _ => {
                digits.push(c);
                continue;
            }
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        millis += number(whole) as u64 * unit;
        millis += number(&format!("{fraction:0<3}")) as u64 * unit / 1_000;
        digits.clear();
    }
    SimTime::from_millis(millis)
}

/// Their numbers from 0 to 7, in a row: `025`.
pub(crate) fn servers(text: &str) -> Servers {
    let bit = |digit: char| 1 << digit.to_digit(8).expect("the number of a server");
    Servers::of_bits(text.chars().map(bit).sum())
}
