//! Message attributes, between values and the engine's own.

use std::rc::Rc;

use cloud::sqs::{AttributeValue, MessageAttribute};

use crate::value::{Record, Value};

/// The one system attribute that a sender can set.
const TRACE_HEADER: &str = "AWSTraceHeader";

/// `MessageAttributes`
pub(super) fn read(entries: Vec<(Rc<str>, Value)>) -> Vec<MessageAttribute> {
    let attribute = |(name, value): (Rc<str>, Value)| {
        let mut record = value.into_record()?;
        Some(MessageAttribute {
            name,
            data_type: record.text("DataType").unwrap_or_default(),
            value: read_value(&mut record),
        })
    };
    entries.into_iter().filter_map(attribute).collect()
}

/// The value that is there. Where there is none, or only a list of values (which AWS reserves), it is empty, and the
/// queue says what is wrong with that.
fn read_value(record: &mut Record) -> AttributeValue {
    match record.bytes("BinaryValue") {
        Some(bytes) => AttributeValue::Bytes(bytes),
        None => AttributeValue::Text(record.text("StringValue").unwrap_or_default()),
    }
}

/// The trace header among `MessageSystemAttributes`.
pub(super) fn read_trace_header(entries: Vec<(Rc<str>, Value)>) -> Option<Rc<str>> {
    let (_, value) = entries.into_iter().find(|(name, _)| **name == *TRACE_HEADER)?;
    value.into_record()?.text("StringValue")
}

/// The value of an attribute, with its data type.
pub(super) fn write(attribute: &MessageAttribute) -> Value {
    let record = match &attribute.value {
        AttributeValue::Text(text) => Record::default().with("StringValue", Some(text.clone())),
        AttributeValue::Bytes(bytes) => Record::default().with("BinaryValue", Some(bytes.clone())),
    };
    record.with("DataType", Some(attribute.data_type.clone())).into()
}
