//! Conditions of a statement: an operator, a key of the request, and the values that it is compared with.

use std::cmp::Ordering;
use std::net::IpAddr;
use std::rc::Rc;

use super::date;
use super::pattern::Pattern;
use super::request::Request;
use crate::json::Json;

/// One line of a condition block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    test: Test,
    /// Holds where the test does not.
    negated: bool,
    /// Where the request has no such key it holds (`…IfExists`, `ForAllValues:…`).
    if_exists: bool,
    /// In lower case.
    key: Rc<str>,
    values: Vec<Pattern>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Test {
    Equals,
    EqualsInAnyCase,
    Like,
    Arn,
    Bool,
    Address,
    Number(Comparison),
    Date(Comparison),
    Null,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equals,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    fn read(name: &str) -> Option<(Self, bool)> {
        Some(match name {
            "Equals" => (Self::Equals, false),
            "NotEquals" => (Self::Equals, true),
            "LessThan" => (Self::Less, false),
            "LessThanEquals" => (Self::LessOrEqual, false),
            "GreaterThan" => (Self::Greater, false),
            "GreaterThanEquals" => (Self::GreaterOrEqual, false),
            _ => return None,
        })
    }

    fn holds(self, order: Option<Ordering>) -> bool {
        order.is_some_and(|order| match self {
            Self::Equals => order.is_eq(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        })
    }
}

impl Test {
    /// A test, and whether it is negated.
    fn read(operator: &str) -> Option<(Self, bool)> {
        if let Some((comparison, negated)) = operator.strip_prefix("Numeric").and_then(Comparison::read) {
            return Some((Self::Number(comparison), negated));
        }
        if let Some((comparison, negated)) = operator.strip_prefix("Date").and_then(Comparison::read) {
            return Some((Self::Date(comparison), negated));
        }
        Some(match operator {
            "StringEquals" => (Self::Equals, false),
            "StringNotEquals" => (Self::Equals, true),
            "StringEqualsIgnoreCase" => (Self::EqualsInAnyCase, false),
            "StringNotEqualsIgnoreCase" => (Self::EqualsInAnyCase, true),
            "StringLike" => (Self::Like, false),
            "StringNotLike" => (Self::Like, true),
            "ArnEquals" | "ArnLike" => (Self::Arn, false),
            "ArnNotEquals" | "ArnNotLike" => (Self::Arn, true),
            "Bool" => (Self::Bool, false),
            "IpAddress" => (Self::Address, false),
            "NotIpAddress" => (Self::Address, true),
            "Null" => (Self::Null, false),
            _ => return None,
        })
    }

    fn holds(self, own: &str, value: &Pattern) -> bool {
        let text = &*value.0;
        match self {
            Self::Equals => own == text,
            Self::EqualsInAnyCase | Self::Bool => own.eq_ignore_ascii_case(text),
            Self::Like => value.matches(own),
            Self::Arn => value.matches_arn(own),
            Self::Address => is_in_range(own, text),
            Self::Number(comparison) => match (own.parse::<f64>(), text.parse::<f64>()) {
                (Ok(own), Ok(value)) => comparison.holds(own.partial_cmp(&value)),
                _ => false,
            },
            Self::Date(comparison) => match (date::read(own), date::read(text)) {
                (Some(own), Some(value)) => comparison.holds(Some(own.cmp(&value))),
                _ => false,
            },
            Self::Null => unreachable!("asked for before the key is looked at"),
        }
    }
}

impl Condition {
    /// Reads a condition block: operators, their keys, and the values of each.
    pub(super) fn read_all(block: &Json) -> Option<Vec<Self>> {
        let mut conditions = Vec::new();
        for (operator, keys) in block.as_object()? {
            for (key, values) in keys.as_object()? {
                conditions.push(Self::read(operator, key, values)?);
            }
        }
        Some(conditions)
    }

    fn read(operator: &str, key: &str, values: &Json) -> Option<Self> {
        let for_all = operator.strip_prefix("ForAllValues:");
        let operator = for_all
            .or(operator.strip_prefix("ForAnyValue:"))
            .unwrap_or(operator);
        let if_exists = operator.strip_suffix("IfExists");
        let (test, negated) = Test::read(if_exists.unwrap_or(operator))?;
        let values = values.elements().iter().map(|value| match value {
            Json::Text(text) => Some(Pattern(text.clone())),
            Json::Bool(_) | Json::Number(_) => Some(Pattern(value.to_string().into())),
            _ => None,
        });
        Some(Self {
            test,
            negated,
            if_exists: if_exists.is_some() || for_all.is_some(),
            key: key.to_ascii_lowercase().into(),
            values: values.collect::<Option<_>>()?,
        })
    }

    pub(super) fn holds(&self, request: &Request<'_>) -> bool {
        let own = request.key(&self.key);
        if self.test == Test::Null {
            let wanted = if own.is_none() { "true" } else { "false" };
            return self
                .values
                .iter()
                .any(|value| value.0.eq_ignore_ascii_case(wanted));
        }
        match own {
            // A key that is not there is unequal to everything.
            None => self.negated || self.if_exists,
            Some(own) => self.negated != self.values.iter().any(|value| self.test.holds(&own, value)),
        }
    }
}

/// Whether an address is in a range such as `203.0.113.0/24` or `2001:db8::/32`, or is the one that is named.
fn is_in_range(address: &str, range: &str) -> bool {
    let (network, bits) = range.split_once('/').unwrap_or((range, ""));
    let (Ok(address), Ok(network)) = (address.parse::<IpAddr>(), network.parse::<IpAddr>()) else {
        return false;
    };
    let (address, network, width) = match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            (u128::from(address.to_bits()), u128::from(network.to_bits()), 32)
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => (address.to_bits(), network.to_bits(), 128),
        _ => return false,
    };
    let bits = if bits.is_empty() {
        Some(width)
    } else {
        bits.parse().ok()
    };
    let Some(rest) = bits.and_then(|bits: u32| u32::checked_sub(width, bits)) else {
        return false;
    };
    address.checked_shr(rest).unwrap_or(0) == network.checked_shr(rest).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_in_ranges() {
        for (address, range) in [
            ("203.0.113.7", "203.0.113.0/24"),
            ("203.0.113.7", "203.0.113.7"),
            ("203.0.113.7", "0.0.0.0/0"),
            ("2001:db8::1", "2001:db8::/32"),
            ("2001:db8::1", "::/0"),
        ] {
            assert!(is_in_range(address, range), "{address} {range}");
        }
        for (address, range) in [
            ("203.0.114.7", "203.0.113.0/24"),
            ("203.0.113.7", "203.0.113.0/33"),
            ("203.0.113.7", "::/0"),
            ("garbage", "0.0.0.0/0"),
            ("203.0.113.7", "garbage/8"),
        ] {
            assert!(!is_in_range(address, range), "{address} {range}");
        }
    }

    #[test]
    fn numbers_and_dates_are_compared_as_such() {
        let holds = |operator, own, value: &str| {
            let (test, negated) = Test::read(operator).expect("an operator");
            negated != test.holds(own, &Pattern(value.into()))
        };
        assert!(holds("NumericEquals", "10", "1e1"));
        assert!(holds("NumericLessThan", "9", "10"));
        assert!(holds("NumericGreaterThanEquals", "10", "10"));
        assert!(holds("NumericNotEquals", "10", "garbage"));
        assert!(holds("DateGreaterThan", "1795151761", "2026-11-20T05:16:00Z"));
        assert!(!holds("DateLessThan", "1795151761", "2026-11-20T05:16:00Z"));
        assert!(Test::read("NumericLike").is_none());
    }
}
