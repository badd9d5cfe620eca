//! What the terminal and the scripts ask the services of the sketch, and what they are told. Only a worker with clients
//! answers.

use serde::{Deserialize, Serialize};
use sim::PartId;

use super::protocol::as_number;

/// The bytes that a call takes of the log beside what its request says, rounded up.
pub(crate) const CALL_BYTES: usize = 400;

/// Who asks, by a number that the page gives. Who asks several things gives each a number of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Asker(pub(crate) u32);

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Question {
    /// What was typed into the terminal, which is so many letters wide: one command or several.
    Line { text: String, columns: u16 },
    /// What the file holds that the commands of this asker want. They go on with it.
    Pasted { name: String, content: Vec<u8> },
    /// What the last word of a text may become.
    Completion { text: String },
    /// The commands that are of use for a part.
    Offers {
        #[serde(with = "as_number::part")]
        part: PartId,
    },
    /// The URLs of the queues by name, and who calls if nobody else is named.
    Directory,
    /// A request, as the AWS SDK sends it.
    Request(Request),
    /// This asker no longer waits.
    HangUp,
}

/// An HTTP request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// What is told. But for the first two, nothing more comes for this asker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Said {
    /// What a command prints, which is not the last one.
    Printed(Printed),
    /// The commands want what is in this file: [`Question::Pasted`].
    File(String),
    /// What the last command prints.
    Done(Printed),
    /// What was typed is not complete: a quote is open, or the line is continued.
    Unfinished,
    Completion(Completion),
    Offers(Vec<String>),
    Directory(Directory),
    Response(Response),
    /// There will be no answer: the run is another one now, or the asker has hung up.
    Gone,
    /// Nobody is there who answers: that worker could not be loaded.
    Absent,
}

impl Said {
    /// Whether nothing more comes.
    pub(crate) fn is_last(&self) -> bool {
        !matches!(self, Self::Printed(_) | Self::File(_))
    }
}

/// See [`Said::Done`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Printed {
    pub(crate) out: String,
    pub(crate) err: String,
    /// The exit status: 0 if all went well.
    pub(crate) status: u8,
}

/// What may take the place of the last word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Completion {
    /// Where the word begins, in bytes.
    pub(crate) start: u32,
    /// Each with what it is, in a line that may be empty.
    pub(crate) candidates: Vec<(String, String)>,
}

/// See [`Question::Directory`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Directory {
    pub(crate) account: String,
    pub(crate) region: String,
    /// Names and URLs.
    pub(crate) queues: Vec<(String, String)>,
}

/// An HTTP response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// What came of questions since the frame before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// The inputs that they have put into the run, in order; they belong into the log of the page.
    pub(crate) inputs: Vec<Vec<u8>>,
    pub(crate) told: Vec<(Asker, Said)>,
    /// The commands that do what was done by hand.
    pub(crate) done_by_hand: Vec<String>,
}
