//! English: what is written on cards, wires and messages.

use crate::words::Canvas;

pub(super) const fn text(text: Canvas) -> &'static str {
    match text {
        Canvas::EmptyTitle => "Nothing here yet",
        Canvas::EmptyHint => "Drag a part from the left, or open a scene",
        Canvas::DeadLetterQueue => "Dead-letter queue",
        Canvas::Visible => "visible",
        Canvas::InFlight => "in flight",
        Canvas::Delayed => "delayed",
        Canvas::Waiting => "waiting",
        Canvas::Busy => "busy",
        Canvas::Idle => "idle",
        Canvas::Available => "available",
        Canvas::Deleted => "deleted",
        Canvas::DeadLettered => "dead-lettered",
        Canvas::Expired => "expired",
        Canvas::Purged => "purged",
        Canvas::Lost => "lost",
        Canvas::Deduplicated => "deduplicated",
        Canvas::Failed => "processing failed",
        Canvas::TimedOut => "timed out",
        Canvas::TurnedAway => "turned away",
        Canvas::Empty => "empty answer",
        Canvas::Oldest => "oldest",
        Canvas::OutPort => "Drag to connect",
        Canvas::InPort => "Wires end here",
        Canvas::DropPort => "Drag to a dead-letter queue",
        Canvas::NotLinked => "Not connected",
        Canvas::StoppedBadge => "stopped",
        Canvas::Crashed => "Crashed",
        Canvas::CutBadge => "cut",
        Canvas::Note => "Note",
        Canvas::Part => "Part",
        Canvas::Wire => "Wire",
    }
}
