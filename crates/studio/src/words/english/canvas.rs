//! English: what is written on cards, wires and messages.

use crate::words::Canvas;

pub(super) const fn text(text: Canvas) -> &'static str {
    match text {
        Canvas::EmptyTitle => "Nothing here yet",
        Canvas::EmptyHint => "Drag a part from the left, or open a scene",
        Canvas::Visible => "visible",
        Canvas::InFlight => "in flight",
        Canvas::Delayed => "delayed",
        Canvas::Busy => "busy",
        Canvas::Available => "available",
        Canvas::Failed => "processing failed",
        Canvas::TurnedAway => "turned away",
        Canvas::StoppedBadge => "stopped",
        Canvas::Crashed => "Crashed",
        Canvas::Note => "Note",
        Canvas::Part => "Part",
        Canvas::Wire => "Wire",
        Canvas::ByAProgram => "created by a program",
        Canvas::ByAProgramHint => {
            "A program created this queue. It is not part of your drawing: only calls change or delete it."
        }
        Canvas::ByAProgramElsewhere => {
            "A program created a queue. It is drawn below your drawing, outside of what you see."
        }
    }
}
