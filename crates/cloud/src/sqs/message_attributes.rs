//! What a sender attaches to a message beside its body (`reference/sqs.md` §2).
//!
//! The service stores and returns them and never looks into them; the queue only checks their form and counts their
//! size. The texts of these refusals are unverified but for that of an empty value.

use std::fmt;
use std::rc::Rc;

use super::error::SqsError;
use super::validate::invalid_character;

/// The most user attributes that a message may have.
pub const MAX_MESSAGE_ATTRIBUTES: usize = 10;

const NAME_LENGTH: usize = 256;
const DATA_TYPE_LENGTH: usize = 256;

/// The attributes of one message, shared by all its copies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageAttributes {
    /// `MessageAttributes`, at most ten, with different names. In the order given.
    pub user: Vec<MessageAttribute>,
    /// `AWSTraceHeader`, the one system attribute that a sender can set. Its size does not count.
    pub trace_header: Option<Rc<str>>,
    /// `SenderId`, if it is another than the account that owns the queue. Its size does not count.
    pub sender: Option<Rc<str>>,
}

/// A user attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageAttribute {
    /// 1 to 256 bytes: letters and digits of any script, `_`, `-` and `.`; not in front, not at the end and not twice in a row a `.`; not
    /// beginning with `AWS.` or `Amazon.`, however written.
    pub name: Rc<str>,
    /// `DataType`: `String`, `Number` or `Binary`, with or without a suffix of the sender's own after a `.`;
    /// at most 256 characters.
    pub data_type: Rc<str>,
    /// Not empty, and of the kind that the data type says.
    pub value: AttributeValue,
}

/// The value of a user attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeValue {
    /// `StringValue`, for strings and numbers.
    Text(Rc<str>),
    /// `BinaryValue`
    Bytes(Rc<[u8]>),
}

/// What is wrong with an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeFault {
    /// The name is empty.
    NameEmpty,
    /// The name is longer than 256 bytes.
    NameLength,
    /// The name has a character that names do not have.
    NameCharacters,
    /// The name begins or ends with a `.`, or has two in a row.
    NameDots,
    /// The name begins with `AWS.` or `Amazon.`.
    NameReserved,
    /// There is another attribute of this name.
    NameRepeated,
    /// There is neither a data type nor a value.
    Nothing,
    /// The data type is none of the three.
    DataType,
    /// The data type is longer than 256 bytes.
    DataTypeLength,
    /// The value is absent, empty, or of another kind than the data type says.
    Value(BasicType),
    /// The value has a character that XML 1.0 does not allow.
    Character(char),
    /// The value of a number is none, or has more than 38 digits, or is out of its range.
    Number,
}

/// What data types are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BasicType {
    /// Text.
    String,
    /// 38 digits at most, from 10^-128 to 10^126, kept as it was written.
    Number,
    /// Bytes.
    Binary,
}

impl BasicType {
    fn of(data_type: &str) -> Option<Self> {
        let name = data_type
            .split_once('.')
            .map_or(data_type, |(basic, _suffix)| basic);
        match name {
            "String" => Some(Self::String),
            "Number" => Some(Self::Number),
            "Binary" => Some(Self::Binary),
            _ => None,
        }
    }
}

/// AWS's name.
impl fmt::Display for BasicType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl AttributeValue {
    fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
        }
    }
}

impl MessageAttribute {
    fn len(&self) -> usize {
        self.name.len() + self.data_type.len() + self.value.len()
    }

    fn check(&self) -> Result<(), AttributeFault> {
        check_name(&self.name)?;
        if self.data_type.is_empty() && self.value.len() == 0 {
            return Err(AttributeFault::Nothing);
        }
        if self.data_type.len() > DATA_TYPE_LENGTH {
            return Err(AttributeFault::DataTypeLength);
        }
        let basic = BasicType::of(&self.data_type).ok_or(AttributeFault::DataType)?;
        match (&self.value, basic) {
            (value, _) if value.len() == 0 => Err(AttributeFault::Value(basic)),
            (AttributeValue::Text(text), BasicType::String) => {
                invalid_character(text).map_or(Ok(()), |character| Err(AttributeFault::Character(character)))
            }
            (AttributeValue::Bytes(_), BasicType::Binary) => Ok(()),
            (AttributeValue::Text(text), BasicType::Number) if is_number(text) => Ok(()),
            (AttributeValue::Text(_), BasicType::Number) => Err(AttributeFault::Number),
            _ => Err(AttributeFault::Value(basic)),
        }
    }
}

impl MessageAttributes {
    /// What counts as part of the message's size, in bytes: names, data types and values of user attributes.
    pub fn len(&self) -> usize {
        self.user.iter().map(MessageAttribute::len).sum()
    }

    /// Whether nothing counts as part of the message's size.
    pub fn is_empty(&self) -> bool {
        self.user.is_empty()
    }

    /// Everything but the size.
    #[inline(never)]
    pub(super) fn check(&self) -> Result<(), SqsError> {
        if self.user.len() > MAX_MESSAGE_ATTRIBUTES {
            return Err(SqsError::TooManyMessageAttributes {
                attributes: self.user.len(),
            });
        }
        for (index, attribute) in self.user.iter().enumerate() {
            let repeated = self.user[..index]
                .iter()
                .any(|earlier| earlier.name == attribute.name);
            let fault = match attribute.check() {
                Ok(()) if repeated => AttributeFault::NameRepeated,
                Ok(()) => continue,
                Err(fault) => fault,
            };
            return Err(SqsError::InvalidMessageAttribute {
                name: attribute.name.clone(),
                fault,
            });
        }
        let wrong = self.trace_header.as_deref().and_then(invalid_character);
        wrong.map_or(Ok(()), |character| {
            Err(SqsError::InvalidMessageAttribute {
                name: "AWSTraceHeader".into(),
                fault: AttributeFault::Character(character),
            })
        })
    }
}

fn check_name(name: &str) -> Result<(), AttributeFault> {
    let begins_with = |prefix: &str| {
        name.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    // AWS was observed to take letters that are not ASCII's.
    let valid = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    if name.is_empty() {
        Err(AttributeFault::NameEmpty)
    } else if name.len() > NAME_LENGTH {
        Err(AttributeFault::NameLength)
    } else if !name.chars().all(valid) {
        Err(AttributeFault::NameCharacters)
    } else if begins_with("AWS.") || begins_with("Amazon.") {
        Err(AttributeFault::NameReserved)
    } else if name.starts_with('.') || name.ends_with('.') || name.contains("..") {
        Err(AttributeFault::NameDots)
    } else {
        Ok(())
    }
}

/// A decimal number with at most 38 digits that matter, nought or of a size from 10^-128 to 10^126.
fn is_number(text: &str) -> bool {
    const DIGITS: usize = 38;
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let mantissa = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let Ok(exponent) = exponent.parse::<i32>() else {
        return false;
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let from_first = digits.trim_start_matches('0');
    let significant = from_first.trim_end_matches('0');
    if significant.is_empty() {
        return true;
    }
    // The power of ten of the first digit that matters.
    let magnitude = i64::from(exponent) + whole.len() as i64 - 1 - (digits.len() - from_first.len()) as i64;
    significant.len() <= DIGITS
        && ((-128..126).contains(&magnitude) || (magnitude == 126 && significant == "1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_38_digits_and_a_range() {
        let nines = "9".repeat(38);
        for valid in [
            "0",
            "-0.0",
            "12",
            "+12.50",
            ".5",
            "5.",
            "1e126",
            "1e-128",
            "0.1e127",
            "-9.99E125",
            &nines,
            &format!("{nines}000"),
        ] {
            assert!(is_number(valid), "{valid}");
        }
        for invalid in [
            "",
            "-",
            ".",
            "e5",
            "1e",
            "one",
            "1 ",
            "0x1",
            "--1",
            "1.2.3",
            "1.1e126",
            "1e127",
            "1e-129",
            "1e99999999999",
            &format!("{nines}9"),
        ] {
            assert!(!is_number(invalid), "{invalid}");
        }
    }
}
