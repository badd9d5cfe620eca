//! What enters a run after its start. Each input has its simulated time; the log keeps them in order.

use cloud::time::{SimDuration, SimTime};

use crate::client_event::CallNumber;
use crate::network::Way;
use crate::sketch::{Chance, Link, LinkId, Part, PartId, Rate};

/// What was called. Shared with whoever made the call.
#[cfg(feature = "clients")]
pub type RecordedCall = std::rc::Rc<cloud::sqs::api::Call>;

/// What was called, as it is written: without the feature `clients` nobody reads it, and no world is given it.
#[cfg(not(feature = "clients"))]
pub type RecordedCall = std::rc::Rc<str>;

/// One entry of the log. Inputs at the same time apply in the order of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// When it applies: before anything else that happens at that instant.
    pub at: SimTime,
    /// What.
    pub kind: InputKind,
}

impl Input {
    /// The call of a program from outside, if it is one.
    pub fn call(&self) -> Option<CallNumber> {
        match self.kind {
            InputKind::Call { number, .. } => Some(number),
            _ => None,
        }
    }

    /// Whether only a world with clients can take it. A log from elsewhere may have the end of a call that nobody made.
    pub fn is_of_a_client(&self) -> bool {
        matches!(self.kind, InputKind::Call { .. } | InputKind::HangUp { .. })
    }
}

/// What an input does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum InputKind {
    /// The drawing was changed while it ran.
    Edit(Edit),
    /// Something was broken or mended.
    Fault(Fault),
    /// Somebody pressed Send on a producer.
    Send { producer: PartId, count: u32 },
    /// A program from outside called a service.
    Call { number: CallNumber, call: RecordedCall },
    /// The one who made this call no longer waits for the answer.
    HangUp { number: CallNumber },
}

/// A change of the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum Edit {
    /// A part is new, or its settings are now these. A queue whose kind changed is a new queue.
    PutPart { id: PartId, part: Part },
    /// A part is gone, with what it held and with its links.
    RemovePart { id: PartId },
    /// A link is new, or its settings are now these.
    PutLink { id: LinkId, link: Link },
    /// A link is gone, with what was on it.
    RemoveLink { id: LinkId },
    /// A part that was called `from` has another name, by which programs from outside find it.
    Rename {
        id: PartId,
        from: std::rc::Rc<str>,
        to: std::rc::Rc<str>,
    },
}

/// Something breaks or is mended. A fault on a part that does not know it has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum Fault {
    /// A producer makes nothing, workers and servers drop what they hold and answer nothing.
    Stop { part: PartId },
    /// The end of [`Fault::Stop`].
    Start { part: PartId },
    /// The processes of all workers, or of a server, die at once. They run again after their restart time.
    Crash { part: PartId },
    /// The process of one worker dies: of the first that holds a message, or else of the first that runs.
    CrashOne { workers: PartId },
    /// An Availability Zone, from 0, is out: the workers and the places of servers in it drop what they hold and do nothing.
    ZoneOut { zone: u32 },
    /// The end of [`Fault::ZoneOut`].
    ZoneBack { zone: u32 },
    /// Work takes `percent` of its time from now on (100: as configured). 1 to 100,000.
    Pace { part: PartId, percent: u32 },
    /// The next item that a producer makes is poison: work on it always fails.
    Poison { producer: PartId },
    /// A queue or a server takes no more requests a second than this and answers the rest that it is throttled; none: the
    /// end of that.
    Throttle { part: PartId, rate: Option<Rate> },
    /// What travels this way on the link takes so much longer, and is lost so often, on top of what the link does itself.
    /// Neither: the end of that.
    Impair {
        link: LinkId,
        way: Way,
        delay: SimDuration,
        loss: Chance,
    },
    /// All that is on the link is lost and nothing crosses it.
    Cut { link: LinkId },
    /// The end of [`Fault::Cut`].
    Mend { link: LinkId },
}
