//! English: scripts of parts.

use crate::words::Script;

pub(super) const fn text(text: Script) -> &'static str {
    match text {
        Script::Title => "Script",
        Script::Hint => {
            "JavaScript with @aws-sdk/client-sqs, run in this page. It reaches the queues of this sketch and nothing else. What \
             the part does by itself goes on: stop the part to leave the work to the script."
        }
        Script::Text => "Text of the script",
        Script::Example => "Begin with an example",
        Script::Run => "Run",
        Script::Stop => "Stop the script",
        Script::Starting => "Starting…",
        Script::Running => "Running",
        Script::Waits => "Running. The clock stands still: press play, and what it waits for comes.",
        Script::Finished => "Finished",
        Script::Stopped => "Stopped",
        Script::Runaway => "Stopped as a runaway:",
        Script::Past => {
            "Stopped: the play head is in the past of this run. A replay shows what the script did and does not run it; go to \
             the end of the run to run it again."
        }
        Script::Gone => "Stopped: the run is another one now.",
        Script::Full => {
            "Stopped: the log of this run has no room for more calls. Reset the run to begin with an empty one."
        }
        Script::Absent => "What runs scripts could not be loaded. Is the network there? Try again.",
        Script::Console => "Console of the script",
        Script::TooLong => {
            "A script has at most 64 KiB, and all scripts of a sketch together 256 KiB. It was not kept."
        }
        Script::ConsentTitle => "Run this script?",
        Script::ConsentIntro => "It was not written in this page: it came with a sketch. This is all of it.",
        Script::ConsentReach => {
            "It reaches the queues of this sketch and nothing else: no network, no other page, no file, nothing that this \
             browser keeps. Its calls become part of this run."
        }
        Script::ConsentRun => "Run this script",
        Script::Cancel => "Cancel",
    }
}
