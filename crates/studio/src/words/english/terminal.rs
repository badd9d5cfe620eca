//! English: the terminal.

use crate::words::Terminal;

pub(super) const fn text(text: Terminal) -> &'static str {
    match text {
        Terminal::Panel => "Terminal",
        Terminal::Intro => {
            "The AWS CLI for the queues of this sketch. Try: aws sqs list-queues, or: aws help"
        }
        Terminal::Prompt => "Command",
        Terminal::PromptHelp => {
            "Enter runs it, Tab completes it, the arrow up brings earlier commands, Escape leaves the terminal"
        }
        Terminal::Loading => "Working…",
        Terminal::Waits => "It waits for messages. The clock stands still: press play to let time pass.",
        Terminal::Stop => "Stop waiting",
        Terminal::Copy => "Copy",
        Terminal::Copied => "Copied",
        Terminal::NotCopied => "This browser does not let pages copy. Select the text and copy it by hand.",
        Terminal::Clear => "Clear",
        Terminal::Close => "Close the terminal",
        Terminal::Offers => "Commands for the selected part",
        Terminal::Completions => "Completions",
        Terminal::Gone => "No answer: you stopped waiting, or the run is another one now.",
        Terminal::Absent => "The terminal could not be loaded. Is the network there? Try again.",
        Terminal::ByHand => "Done by hand. As a command:",
        Terminal::FileTitle => "A page reads no files. Paste what is in it:",
        Terminal::FileGive => "Go on with this",
        Terminal::FileCancel => "Cancel",
        Terminal::Unfinished => "A quote is open, or the line ends with a backslash: type the rest.",
    }
}
