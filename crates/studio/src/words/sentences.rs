//! Texts with something to fill in. Names, figures and times come in as they are to be shown, or as plain data.

use cloud::time::SimDuration;
use sim::Guarantee;
use sim::wiring::WiringProblem;

use crate::Ending;
use crate::cost::{Cost, NanoDollars};
use crate::fields::FieldProblem;
use crate::format::{DecodeProblem, Excess};
use crate::words::Text;

/// See the module. Clock times are made by [`crate::words::clock`], names by [`crate::words::Names`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is one sentence; its parameters are what it tells"
)]
pub enum Sentence {
    // Problems
    Wiring(WiringProblem),
    Field(FieldProblem),
    Decode(DecodeProblem),
    /// It was not done, for then it could not be opened again.
    Excess(Excess),

    // The canvas
    /// What so many requests cost. Least certain: from memory, not verified.
    Requests {
        requests: u64,
        cost: Cost,
    },
    /// As many requests as AWS bills for so many calls.
    Billed {
        calls: u64,
        requests: u64,
    },
    Money(NanoDollars),
    PriceNote,
    Steps {
        steps: u64,
    },
    Arrivals {
        arrivals: u64,
    },
    Queues {
        queues: u64,
    },
    OneDot {
        messages: u64,
    },
    /// Over the queues that programs have created; so many more are not drawn.
    ByPrograms {
        more: u64,
    },
    ReturnedState {
        receive: u64,
    },
    RatePerSecond {
        thousandths: u64,
    },
    RateAndFailures {
        thousandths: u64,
        failed_percent: u64,
    },
    /// A message waits for an earlier one of its group. The letter is that of its lane in the picture, if it has one.
    Blocked {
        group: String,
        letter: Option<char>,
        by: String,
    },
    /// `wanted` is how many there are to be.
    BusyOf {
        busy: u64,
        of: u64,
        starting: u64,
        wanted: u64,
    },
    ZoneOut {
        zone: u32,
    },
    SentSoFar {
        count: u64,
    },
    Served {
        busy: u64,
        of: u64,
        turned_away: u64,
        late: u64,
    },
    QueueCounts {
        visible: u64,
        in_flight: u64,
        delayed: u64,
    },
    Conservation {
        entered: u64,
        visible: u64,
        delayed: u64,
        in_flight: u64,
        deleted: u64,
        left: u64,
    },
    Selected {
        parts: u64,
        links: u64,
    },

    // Guarantees
    OldestUnder {
        limit: SimDuration,
    },
    GuaranteeBroken {
        guarantee: Guarantee,
        clock: String,
    },
    GuaranteeBrokenBy {
        guarantee: Guarantee,
        clock: String,
        item: String,
        other: Option<String>,
    },

    // Undo
    UndoOf {
        gesture: Box<Text>,
    },
    RedoOf {
        gesture: Box<Text>,
    },

    // What a screen reader is told
    PartLabel {
        name: String,
        kind: String,
        state: String,
    },
    LinkLabel {
        from: String,
        to: String,
    },
    Added {
        name: String,
    },
    Removed {
        parts: u64,
        links: u64,
    },
    Connected {
        from: String,
        to: String,
    },
    Moved {
        name: String,
        x: i32,
        y: i32,
    },
    ChooseTarget {
        from: String,
        targets: u64,
    },
    Pasted {
        parts: u64,
    },

    // Branches, breakpoints and the search for a failure
    BranchName {
        number: u64,
    },
    BranchFrom {
        name: String,
        from: String,
        clock: String,
    },
    BranchShown {
        name: String,
    },
    BranchMade {
        name: String,
        kept: String,
    },
    BranchRemoved {
        name: String,
    },
    ComparedAt {
        name: String,
        clock: String,
    },
    /// `next` is what happens then, if it is an event.
    StoppedBefore {
        what: String,
        next: Option<String>,
    },
    Breakpoints {
        count: u64,
    },
    BrokenAt {
        clock: String,
    },
    GuaranteeMenu {
        guarantee: Guarantee,
    },
    SeedsTried {
        tried: u64,
        of: u64,
    },
    Shrinking {
        messages: u64,
    },
    NoSeedBreaks {
        guarantee: Guarantee,
        seeds: u64,
    },
    SeedBreaks {
        seed: u64,
        guarantee: Guarantee,
        clock: String,
    },
    SmallestRun {
        messages: u64,
        inputs: u64,
    },

    /// The line is one of the script, from 1.
    ScriptFailed {
        message: String,
        line: Option<u32>,
    },

    // A run that goes no further
    Ended(Ending),
}
