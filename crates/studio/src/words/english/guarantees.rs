//! English: the chips of the guarantees and what they promise.

use crate::words::GuaranteeText;

pub(super) const fn text(text: GuaranteeText) -> &'static str {
    match text {
        GuaranteeText::NothingLost => "nothing lost",
        GuaranteeText::AtLeastOnce => "at least once",
        GuaranteeText::AtMostOnce => "at most once",
        GuaranteeText::InOrderPerGroup => "in order per group",
        GuaranteeText::DeadLetterQueueEmpty => "DLQ empty",
        GuaranteeText::NothingLostHint => {
            "No message is given up, expires, is purged, or is deleted unprocessed"
        }
        GuaranteeText::AtLeastOnceHint => "Every accepted message is processed before it leaves",
        GuaranteeText::AtMostOnceHint => "No message is processed twice",
        GuaranteeText::InOrderPerGroupHint => {
            "The messages of one group are processed in the order they were made"
        }
        GuaranteeText::DeadLetterQueueEmptyHint => "No message reaches a dead-letter queue",
        GuaranteeText::OldestLimit => "The oldest message is younger than, 1 s to 14 d",
        GuaranteeText::OldestHint => "No message waits longer than this",
        GuaranteeText::Holding => "holds so far",
    }
}
