//! English: what the page says around the canvas.

use crate::words::Page;

pub(super) const fn text(text: Page) -> &'static str {
    match text {
        Page::FindPart => "Find a part",
        Page::WalkWires => "Walk along the wires",
        Page::Nudge => "Move by a step, or finely",
        Page::PlayOrPause => "Play or pause",
        Page::StepOfSelection => "Next event of the selected part",
        Page::Sketch => "Sketch",
        Page::KeptHere => "saved in this browser",
        Page::KeptInLink => "from a link, saved here once you change it",
        Page::NotKept => "not saved: no room in this browser",
        Page::TryIt => "Try it:",
        Page::Dismiss => "Dismiss",
        Page::MorePanels => "Panels",
        Page::ConnectToPart => "Connect to a part",
        Page::CanvasHelp => {
            "Tab goes through the parts, Alt with an arrow walks along wires, question mark lists all keys"
        }
        Page::PasteUnread => "The clipboard holds no parts of a sketch. Copy some here first.",
        Page::Produced => "Produced",
        Page::Accepted => "Accepted",
        Page::GaveUp => "Given up",
        Page::Retries => "Retries",
        Page::Workers => "Workers",
        Page::Polling => "Waiting for a message",
        Page::Starting => "Starting",
        Page::Wanted => "Wanted",
        Page::Finished => "Processed",
        Page::Served => "Served",
        Page::Late => "Finished too late for the caller",
        Page::WaitingRoom => "In the waiting room",
        Page::Carried => "Carried",
        Page::LostOnTheWay => "Lost on the way",
        Page::Rate => "Rate",
    }
}
