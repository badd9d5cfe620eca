//! Why each event of an item's life happened: worked out while that part of the run is lived again, never recorded as it
//! happens. A cause is a code with figures; the words are the editor's.

use cloud::sqs::QueueKind;
use cloud::time::SimDuration;

use crate::client_event::ClientEvent;
use crate::event::{CallFailure, Event, EventKind, Operation};
use crate::network::Way;
use crate::past::{Hold, Past};
use crate::sketch::{Chance, LinkId, Part, PartId};
use crate::world::World;

/// One worker of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkerName {
    /// The group.
    pub workers: PartId,
    /// Its place in the group, from 0.
    pub worker: u32,
}

/// An event with its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Episode {
    /// What happened.
    pub event: Event,
    /// Why; absent where the event says it all.
    pub cause: Option<Cause>,
}

/// What became of an attempt of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setback {
    /// The request was lost.
    RequestLost,
    /// The request arrived; the answer was lost.
    AnswerLost,
    /// The answer did not come in time, and nothing was lost.
    TooSlow,
    /// The web server turned it away.
    TurnedAway,
    /// The web server failed on it.
    ServerFailed,
    /// The web server called others for it, and one of them failed.
    ChainFailed,
    /// The service had too many requests.
    Throttled,
    /// The service refused it.
    Refused,
}

/// Who had a message when its visibility timeout ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum Holder {
    /// A worker is at work on it, and will be for so long, if that is known.
    AtWork {
        by: WorkerName,
        left: Option<SimDuration>,
    },
    /// A worker has it and has not begun with it.
    NotBegun,
    /// A worker finished it; the request to delete it has not arrived.
    NotYetDeleted { by: WorkerName },
    /// A worker finished it and deleted it, but for one copy.
    MissedByDelete,
    /// A worker finished it and does not delete what it has finished.
    Forgot { by: WorkerName },
    /// A worker failed on it.
    Failed { by: WorkerName },
    /// A worker dropped it.
    Dropped { by: WorkerName },
    /// The answer that brought it was lost.
    AnswerLost,
    /// A client received it and has not deleted it.
    Client,
    /// It is not known to be anywhere: whoever had it is gone.
    Nobody,
}

/// Why something was lost on a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum Loss {
    /// The link is cut.
    Cut,
    /// Chance, which strikes so often.
    Chance { chance: Chance },
    /// The link is gone, or the caller no longer waits.
    NobodyThere,
}

/// See the module's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants explain their fields")]
pub enum Cause {
    /// The producer's workload had an item due.
    WorkloadDue,
    /// Somebody pressed Send.
    SentByHand,
    /// A program from outside asked for it.
    Client,
    /// It was just made, or just worked off: the first attempt.
    FirstAttempt,
    /// It was made so long ago, and waited for others; there are so many messages in the batch.
    InBatch { messages: u8, waited: SimDuration },
    /// The attempt before came to nothing; so long ago.
    Again { after: Setback, wait: SimDuration },
    /// The answer came, so long after the first attempt.
    Answered { after: SimDuration },
    /// All attempts came to nothing; the last one for this reason.
    AttemptsUsedUp { attempts: u32, last: Setback },
    /// The part or the link that it needed was taken away.
    TakenAway,
    /// The part was stopped.
    Stopped,
    /// On a link.
    Lost(Loss),
    /// An attempt failed, because of this.
    Failed(Setback),

    /// An earlier attempt had stored it as well: this is another copy.
    AnotherCopy { after: Setback },
    /// It was stored so long ago.
    StoredBefore { ago: SimDuration },
    /// Its delay was over.
    DelayOver { delay: SimDuration },
    /// It was the next in line, after so long.
    FirstInLine {
        by: Option<WorkerName>,
        waited: SimDuration,
    },
    /// It was the next of its group, after so long.
    FirstOfGroup {
        by: Option<WorkerName>,
        waited: SimDuration,
    },
    /// It was among those that the receive came upon, not the next in line.
    CameUpon {
        by: Option<WorkerName>,
        waited: SimDuration,
    },
    /// Its visibility timeout ran out.
    VisibilityRanOut { timeout: SimDuration, holder: Holder },
    /// A worker that has it asked for it: a heartbeat.
    Heartbeat,
    /// The queue was set to another delay.
    QueueChanged,
    /// A worker had finished it.
    WorkedOff { by: WorkerName },
    /// It was in the queue for as long as the queue keeps messages.
    RetentionOver { age: SimDuration },
    /// It had been received as often as it may be, and was not deleted.
    ReceivedTooOften { receives: u32, limit: u32 },

    /// The worker had it, so long after the queue handed it out.
    HandedOver { after: SimDuration },
    /// Work on it took so long.
    Took { time: SimDuration },
    /// It is poison.
    Poison,
    /// The workers remember that they have worked it off.
    Remembered,
    /// The process died.
    Crashed,
    /// An Availability Zone went out.
    ZoneOut,
    /// The call to the next server or queue came to nothing.
    NotPassedOn { last: Setback },
    /// Processing fails by chance.
    FailureChance { chance: Chance },

    /// All places of the server were taken.
    AllPlacesTaken { capacity: u32 },
    /// The waiting room was full too.
    WaitingRoomFull { places: u32 },
    /// A place was free.
    PlaceFree { waited: SimDuration },
    /// The caller had given up before the server was done.
    CallerGone { time: SimDuration },
}

impl Past {
    /// Why `event`, of the last step of `world`, happened to the item whose past this is. Every kind of event has its reason
    /// here, or says it all itself.
    pub(crate) fn cause(&self, event: &Event, world: &World) -> Option<Cause> {
        use EventKind as E;
        if is_asked_for_by_a_client(event, world) {
            return Some(Cause::Client);
        }
        Some(match event.kind {
            E::Client(_)
            | E::InputApplied { .. }
            | E::EmptyReceive { .. }
            | E::Poisoned { .. }
            | E::WorkerCrashed { .. }
            | E::WorkerStarted { .. }
            | E::ScaledTo { .. }
            | E::ServerCrashed { .. }
            | E::ServerStarted { .. } => return None,
            E::Produced { .. } if world.last_was_input() => Cause::SentByHand,
            E::Produced { .. } => Cause::WorkloadDue,
            E::Accepted { .. } => Cause::Answered {
                after: self
                    .first_attempt
                    .map_or(SimDuration::ZERO, |at| event.at.since(at)),
            },
            E::GaveUp { item } => match self.last_failure {
                Some(last) if world.sketch().parts.contains_key(&item.producer()) => Cause::AttemptsUsedUp {
                    attempts: self.attempts,
                    last: last.setback,
                },
                _ => Cause::TakenAway,
            },

            E::CallSent {
                call,
                attempt,
                operation,
                ..
            } => match self.calls.get(&call).filter(|_| attempt > 1) {
                Some(failure) => Cause::Again {
                    after: failure.setback,
                    wait: event.at.since(failure.at),
                },
                None => match operation {
                    Operation::SendMessageBatch { entries, .. } => Cause::InBatch {
                        messages: entries,
                        waited: self.made.map_or(SimDuration::ZERO, |made| event.at.since(made)),
                    },
                    _ => Cause::FirstAttempt,
                },
            },
            E::RequestLost { link, operation, .. } => Cause::Lost(loss(world, link, operation, true)),
            E::ResponseLost { link, operation, .. } => Cause::Lost(loss(world, link, operation, false)),
            E::DeliveryLost { link, .. } => Cause::Lost(loss(world, link, Operation::ReceiveMessage, false)),
            E::CallFailed { call, failure, .. } => Cause::Failed(self.setback(call, failure)),

            E::Sent { .. } => match self.last_failure.or(self.lost_on_the_way) {
                Some(failure) if self.first_stored.is_some() => Cause::AnotherCopy {
                    after: failure.setback,
                },
                _ => return None,
            },
            E::Deduplicated { .. } => Cause::StoredBefore {
                ago: event.at.since(self.first_stored?),
            },
            E::Arrived { message, .. } => Cause::DelayOver {
                delay: event.at.since(self.copies.get(&message)?.sent),
            },
            E::Received { queue, message, .. } => {
                let since = self.copies.get(&message)?.available;
                let (by, waited) = (world.receiver_of(event.kind.item()?), event.at.since(since));
                if is_fifo(world, queue) {
                    Cause::FirstOfGroup { by, waited }
                } else if world.offers_since(queue).is_some_and(|other| other < since) {
                    Cause::CameUpon { by, waited }
                } else {
                    Cause::FirstInLine { by, waited }
                }
            }
            E::Returned { item, message, .. } => {
                let copy = self.copies.get(&message)?;
                Cause::VisibilityRanOut {
                    timeout: event.at.since(copy.hidden?),
                    holder: self.holder(copy.received?, item, event.at, world),
                }
            }
            E::VisibilityChanged { .. } => Cause::Heartbeat,
            E::DelayChanged { .. } => Cause::QueueChanged,
            E::Deleted { .. } | E::CopyLeft { .. } => match self.hold {
                Hold::Finished(by) => Cause::WorkedOff { by },
                _ => return None,
            },
            E::Expired { message, .. } => Cause::RetentionOver {
                age: event.at.since(self.copies.get(&message)?.sent),
            },
            E::Purged { queue, .. } if world.sketch().parts.contains_key(&queue) => return None,
            E::Purged { .. } => Cause::TakenAway,
            // A task that somebody started.
            E::Moved { .. } => return None,
            E::DeadLettered {
                queue, receive_count, ..
            } => Cause::ReceivedTooOften {
                receives: receive_count,
                limit: match world.sketch().parts.get(&queue) {
                    Some(Part::Queue(queue)) => queue.max_receive_count,
                    _ => return None,
                },
            },

            E::WorkStarted { .. } => Cause::HandedOver {
                after: event.at.since(self.last_received?),
            },
            E::WorkFinished { workers, worker, .. } => Cause::Took {
                time: event
                    .at
                    .since(*self.at_work.get(&WorkerName { workers, worker })?),
            },
            E::WorkPoisoned { .. } => Cause::Poison,
            E::WorkSkipped { .. } => Cause::Remembered,
            E::WorkFailed { workers, .. } => match world.sketch().parts.get(&workers) {
                Some(Part::Workers(workers)) => Cause::FailureChance {
                    chance: workers.failure,
                },
                _ => return None,
            },
            E::WorkDropped { workers, worker, .. } => {
                let crash = EventKind::WorkerCrashed { workers, worker };
                end_of_process(world, workers, &crash)
            }
            E::ServiceDropped { server, .. } => {
                end_of_process(world, server, &EventKind::ServerCrashed { server })
            }
            E::ServiceFailed { item, .. } if world.is_poison(item) => Cause::Poison,
            E::ServiceFailed { .. } => Cause::NotPassedOn {
                last: self.last_failure?.setback,
            },

            E::Queued { server, .. } => Cause::AllPlacesTaken {
                capacity: world.sketched_server(server)?.capacity,
            },
            E::TurnedAway { server, .. } => Cause::WaitingRoomFull {
                places: world.sketched_server(server)?.waiting_room,
            },
            E::ServiceStarted { server, .. } => Cause::PlaceFree {
                waited: self
                    .queued
                    .get(&server)
                    .map_or(SimDuration::ZERO, |&at| event.at.since(at)),
            },
            E::ServiceFinished { server, answered, .. } => {
                let time = event.at.since(*self.served.get(&server)?);
                if answered {
                    Cause::Took { time }
                } else {
                    Cause::CallerGone { time }
                }
            }
        })
    }
}

/// Whether the last step of `world`, of which `event` is, was the call of a client that asked for it. What a receive brings
/// has reasons of its own.
fn is_asked_for_by_a_client(event: &Event, world: &World) -> bool {
    use EventKind as E;
    let can_be_asked_for = matches!(
        event.kind,
        E::Sent { .. }
            | E::Returned { .. }
            | E::VisibilityChanged { .. }
            | E::DelayChanged { .. }
            | E::Deleted { .. }
            | E::CopyLeft { .. }
            | E::Purged { .. }
    );
    let is_call = |event: &Event| matches!(event.kind, E::Client(ClientEvent::Called { .. }));
    can_be_asked_for && world.last_events().first().is_some_and(is_call)
}

/// What became of the attempt of `call` that fails now.
pub(crate) fn setback(lost: Option<Setback>, failure: CallFailure) -> Setback {
    match failure {
        CallFailure::TimedOut => lost.unwrap_or(Setback::TooSlow),
        CallFailure::Unavailable => Setback::TurnedAway,
        CallFailure::ServerError => Setback::ServerFailed,
        CallFailure::BadGateway => Setback::ChainFailed,
        CallFailure::Throttled => Setback::Throttled,
        CallFailure::Refused => Setback::Refused,
    }
}

fn loss(world: &World, link: LinkId, operation: Operation, is_request: bool) -> Loss {
    let way = if operation.hands_over() == is_request {
        Way::Forward
    } else {
        Way::Backward
    };
    let chance = world.loss(link, way);
    match chance {
        _ if world.is_cut(link) => Loss::Cut,
        chance if chance > Chance::NEVER => Loss::Chance { chance },
        _ => Loss::NobodyThere,
    }
}

/// Why a part has dropped what it held, if `crash` is how a crash would be told.
fn end_of_process(world: &World, part: PartId, crash: &EventKind) -> Cause {
    if world.last_events().iter().any(|event| event.kind == *crash) {
        Cause::Crashed
    } else if !world.sketch().parts.contains_key(&part) {
        Cause::TakenAway
    } else if world.is_stopped(part) {
        Cause::Stopped
    } else {
        Cause::ZoneOut
    }
}

fn is_fifo(world: &World, queue: PartId) -> bool {
    matches!(world.sketch().parts.get(&queue), Some(Part::Queue(queue)) if queue.kind == QueueKind::Fifo)
}
