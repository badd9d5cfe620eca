//! English: the palette and quick-add.

use crate::words::Palette;

pub(super) const fn text(text: Palette) -> &'static str {
    match text {
        Palette::Find => "Find a part",
        Palette::Apps => "Apps",
        Palette::QueuesAndTopics => "Queues and topics",
        Palette::NothingFound => "No part has that name",
        Palette::HowToPlace => "Drag onto the canvas, or press Enter to place in the middle",
        Palette::Armed => "Click the canvas to place it, Esc to leave it",
        Palette::Clients => "a program",
        Palette::CreatedQueue => "a queue that a program created",
        Palette::Unnamed => "A part without a name",
        Palette::QuickAdd => "Add a part here",
        Palette::QuickAddLinked => "Add a part and connect it",
        Palette::Producer => "Producer",
        Palette::Workers => "Workers",
        Palette::WebServer => "Web server",
        Palette::SqsStandard => "SQS standard",
        Palette::SqsFifo => "SQS FIFO",
        Palette::ProducerHint => "Makes messages at a rate, in bursts or by hand",
        Palette::WorkersHint => "Poll a queue, work, and delete what is done",
        Palette::WebServerHint => "Is called directly and answers when the work is done",
        Palette::SqsStandardHint => {
            "Keeps messages until they are processed: at least once, in about the order sent"
        }
        Palette::SqsFifoHint => "Keeps messages in the exact order of each group, without duplicates",
    }
}
