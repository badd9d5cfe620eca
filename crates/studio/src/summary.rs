//! The short second line of a card.

use sim::Part;

use crate::words::{Language, summary_english};

/// What a part is set to, in a few words: `burst 1,000 at 60 s`, `SQS standard · visibility 30 s`.
pub fn summary(language: Language, part: &Part) -> String {
    match language {
        Language::English => summary_english(part),
    }
}
