//! Facts, and what was measured for them.

use std::borrow::Cow;

use crate::scenes::{FactId, Measured};
use crate::words::{Language, english};

/// What a fact says.
pub fn fact_text(language: Language, fact: FactId) -> Cow<'static, str> {
    match language {
        Language::English => english::claims::fact(fact).into(),
    }
}

/// What was measured for a fact.
pub fn measured_text(language: Language, measured: Measured) -> String {
    match language {
        Language::English => english::claims::measured(measured),
    }
}
