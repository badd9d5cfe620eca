//! The settings of parts and links as the inspector shows them: name, range, default, value as text; and how a text
//! becomes a value again, or the sentence that says why not.

mod id;
mod limits;
mod lines;
mod pick;
mod schema;
mod set;
mod slot;
mod sources;

pub use id::{FieldId, Law, Way};
pub use limits::{Limits, OutOfRange, check_link, check_part, limits};
pub use lines::{MAX_ARRIVALS, MAX_STEPS};
pub use schema::{Context, Field, FieldKind, of_link, of_part};
pub use set::{
    Expected, FieldProblem, Trouble, carry_on, carry_on_link, contradiction, difference, set, set_link,
};

pub(crate) use sources::of_names;

use crate::amount::Amount;
use slot::Slot;

impl Slot<'_> {
    /// The figure that is kept here, if it is one.
    fn figure(&self) -> Option<u64> {
        match self {
            Slot::Small(value) => Some(u64::from(**value)),
            Slot::OptionalSmall(value) => value.map(u64::from),
            Slot::OptionalLarge(value) => **value,
            Slot::Duration(value) => Some(value.as_nanos()),
            Slot::Rate(value) => Some(value.0),
            Slot::Chance(value) => Some(u64::from(value.0)),
            _ => None,
        }
    }

    /// The figure with the unit of `field`.
    fn amount(&self, field: FieldId) -> Option<Amount> {
        Some(Amount {
            value: self.figure()?,
            unit: limits(field)?.min.unit,
        })
    }

    /// Whether it may be left empty.
    fn is_optional(&self) -> bool {
        matches!(self, Slot::OptionalSmall(_) | Slot::OptionalLarge(_))
    }
}
