//! The protocols: bytes to values and back, by a service's table.

pub(crate) mod json;
pub(crate) mod query;
#[cfg(test)]
mod tests;
pub(crate) mod tree;
pub(crate) mod xml;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::shape::Shape;

/// The most values that a request may have, its members and all within them: many more than any operation takes, and few
/// enough that a body of nothing but the shortest ones costs no more memory than one long text.
const MOST_VALUES: usize = 10_000;

/// Why a body cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// It is not JSON.
    Syntax,
    /// It has more than [`MOST_VALUES`].
    TooMany,
    /// What is there cannot be what the table says.
    Type {
        /// What is there.
        found: Found,
        /// What should be.
        wanted: Wanted,
    },
}

/// What stands in a body, in the words of AWS's parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    True,
    False,
    Number,
    Text,
    List,
    Object,
}

/// What a table says, as far as a mistake tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Text,
    Integer,
    Long,
    Boolean,
    Blob,
    List,
    Map,
    Structure,
}

impl Malformed {
    /// AWS's message; none where it says nothing.
    pub(crate) fn message(self) -> Option<String> {
        let Self::Type { found, wanted } = self else {
            return None;
        };
        let token = match found {
            Found::List => return Some("Start of list found where not expected".to_owned()),
            Found::Object => {
                return Some("Start of structure or map found where not expected.".to_owned());
            }
            Found::True => "TRUE_VALUE",
            Found::False => "FALSE_VALUE",
            Found::Number => "NUMBER_VALUE",
            Found::Text => "STRING_VALUE",
        };
        Some(match wanted {
            Wanted::Text => format!("{token} can not be converted to a String"),
            Wanted::Integer => format!("{token} can not be converted to an Integer"),
            Wanted::Long => format!("{token} can not be converted to a Long"),
            Wanted::Boolean => format!("{token} can not be converted to a Boolean"),
            Wanted::Blob => format!("{token} can not be converted to a Blob"),
            Wanted::List => "Expected list or null".to_owned(),
            Wanted::Map => "Expected map or null".to_owned(),
            Wanted::Structure => "Expected null".to_owned(),
        })
    }
}

impl From<&Shape> for Wanted {
    fn from(shape: &Shape) -> Self {
        match shape {
            Shape::Text => Self::Text,
            Shape::Integer => Self::Integer,
            Shape::Long => Self::Long,
            Shape::Boolean => Self::Boolean,
            Shape::Blob => Self::Blob,
            Shape::List(..) => Self::List,
            Shape::Map(..) => Self::Map,
            Shape::Structure(_) => Self::Structure,
        }
    }
}

/// The bytes that a blob's text stands for.
fn read_blob(text: &str) -> Result<std::rc::Rc<[u8]>, Malformed> {
    let bytes = STANDARD.decode(text).map_err(|_| Malformed::Type {
        found: Found::Text,
        wanted: Wanted::Blob,
    })?;
    Ok(bytes.into())
}

/// The text of a blob.
fn write_blob(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
