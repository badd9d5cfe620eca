//! A call of a program from outside as the formats hold it: a piece of JSON of its own, so that who does not run calls (the
//! page) need not know what they say to keep them.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use sim::{CallNumber, RecordedCall};

use super::DecodeProblem;

/// In a file a part of its JSON, elsewhere a text.
#[derive(Debug)]
pub(super) struct Written(Box<RawValue>);

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() {
            self.0.serialize(to)
        } else {
            self.0.get().serialize(to)
        }
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let json = if from.is_human_readable() {
            Box::deserialize(from)?
        } else {
            RawValue::from_string(String::deserialize(from)?).map_err(D::Error::custom)?
        };
        Ok(Self(json))
    }
}

/// `call` as it is written.
#[cfg(feature = "clients")]
pub(super) fn written(number: CallNumber, call: &RecordedCall) -> Written {
    let json = serde_json::value::to_raw_value(&super::calls::written(number, call));
    Written(json.expect("nothing in a call can fail to be written"))
}

/// The call that was written.
#[cfg(feature = "clients")]
pub(super) fn read(written: Written) -> Result<(CallNumber, RecordedCall), DecodeProblem> {
    let call = serde_json::from_str(written.0.get()).map_err(|_| DecodeProblem::Damaged)?;
    super::calls::read(call)
}

/// `call` as it was written.
#[cfg(not(feature = "clients"))]
pub(super) fn written(_: CallNumber, call: &RecordedCall) -> Written {
    let json = RawValue::from_string(call.to_string());
    Written(json.expect("it was read from JSON"))
}

/// The call as it is written, and its number.
#[cfg(not(feature = "clients"))]
pub(super) fn read(written: Written) -> Result<(CallNumber, RecordedCall), DecodeProblem> {
    #[derive(Deserialize)]
    struct Numbered {
        number: u64,
    }
    let text = written.0.get();
    let Numbered { number } = serde_json::from_str(text).map_err(|_| DecodeProblem::Damaged)?;
    Ok((CallNumber(number), text.into()))
}
