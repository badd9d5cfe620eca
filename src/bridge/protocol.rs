//! What the page and its worker say to each other, and the bytes it travels as.
//!
//! Every message starts with [`VERSION`]; what does not decode to the last byte is refused, never guessed at. The types of
//! the engine stay free of serialisation: what crosses is converted by hand, here and in [`super::frame`].

use cloud::time::SimTime;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sim::{ItemId, PartId};

use super::ask::{Asker, Question};
use super::errand::{Errand, Report};
use super::frame::Frame;
use super::stops::Stop;

/// Page and worker are one module, so a different version means that a cache mixed two releases.
const VERSION: u8 = 1;

/// No message is larger: a project is at most a few megabytes, a frame a few hundred kilobytes.
const BYTES_MAX: usize = 32 << 20;

/// Counts the page's commands; a reply carries that of the command it answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Ticket(pub(crate) u32);

impl Ticket {
    /// No command has it: for what the worker says of its own accord.
    pub(crate) const NONE: Self = Self(0);
}

/// From the page to the worker. Each is answered by exactly one [`Reply`] with its ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Command {
    pub(crate) ticket: Ticket,
    pub(crate) order: Order,
}

/// See [`Command`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Order {
    /// Another project, to be shown at an instant.
    Load {
        project: Vec<u8>,
        #[serde(with = "as_number::time")]
        at: SimTime,
    },
    /// The same project after an edit or an undo: the world is replayed with it.
    /// It is shown at `at`; up to `explored` its run is known, and is computed first.
    Update {
        project: Vec<u8>,
        #[serde(with = "as_number::time")]
        at: SimTime,
        #[serde(with = "as_number::time")]
        explored: SimTime,
    },
    /// Where to stop while the world plays on, from now on.
    SetStops {
        stops: Vec<Stop>,
    },
    /// Something to find out, and another slice of it. Each is answered by a [`Report`].
    Errand(Errand),
    ErrandOn {
        budget_millis: u8,
    },
    /// On to `to`, or as far as the budget allows.
    Advance {
        #[serde(with = "as_number::time")]
        to: SimTime,
        budget_millis: u8,
    },
    /// To `to`, forwards or backwards, or as far as the budget allows: then the frame says that it is catching up.
    Seek {
        #[serde(with = "as_number::time")]
        to: SimTime,
    },
    /// Another slice of what is still to be done; if there is nothing, the frame in full.
    CatchUp {
        budget_millis: u8,
    },
    /// To the next event (of one part), in as many slices as it takes.
    StepForward {
        #[serde(with = "as_number::optional_part")]
        of: Option<PartId>,
    },
    /// To before the last event (of one part), in as many slices as it takes.
    StepBack {
        #[serde(with = "as_number::optional_part")]
        of: Option<PartId>,
    },
    /// What the frames from now on should show.
    Look(Look),
    /// Everything that happened to an item. Until that is known, the answers are frames that say that the worker is
    /// catching up; then one is the biography.
    Biography {
        #[serde(with = "as_number::item")]
        item: ItemId,
    },
    /// Inputs from elsewhere, for later.
    Add {
        inputs: Vec<Vec<u8>>,
    },
    /// Something for the services of the sketch. What comes of it is in the frame that answers, or in one after it.
    Ask {
        asker: Asker,
        question: Question,
    },
    /// Makes the world panic, so that tests can show the recovery from it. The page sends it only
    /// upon an event that no person can cause.
    Panic,
}

/// What a frame should show. Looking changes nothing in the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Look {
    /// At most this many dots in transit.
    pub(crate) dots_max: u16,
    /// The queue whose curve is on the timeline; without one, the first queue.
    #[serde(with = "as_number::optional_part")]
    pub(crate) chosen: Option<PartId>,
    /// The language of the sentences, as its place among all languages.
    pub(crate) language: u8,
}

/// From the worker to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reply {
    pub(crate) ticket: Ticket,
    pub(crate) answer: Answer,
}

/// See [`Reply`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// How the world stands now.
    Frame(Box<Frame>),
    /// The answer to [`Order::Biography`].
    Biography(Biography),
    /// The answer to [`Order::Errand`] and [`Order::ErrandOn`].
    Report(Report),
    /// The command could not be carried out; nothing changed.
    Refused(Refusal),
    /// The world broke one of its own rules, or the worker does not understand the page. It answers nothing more.
    Crashed { report: String },
}

/// Why a command was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Refusal {
    /// The project in it does not decode.
    Project,
    /// There is no project yet.
    NothingLoaded,
    /// Programs call services in it, which is beyond this worker.
    NeedsClients,
}

/// All that happened to one item, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Biography {
    #[serde(with = "as_number::item")]
    pub(crate) item: ItemId,
    /// What it is called: `m-0412`.
    pub(crate) name: String,
    pub(crate) entries: Vec<BiographyEntry>,
}

/// One event of a life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BiographyEntry {
    #[serde(with = "as_number::time")]
    pub(crate) at: SimTime,
    /// One sentence, with the rule.
    pub(crate) text: String,
    /// Why, if the sentence does not say it all.
    pub(crate) why: Option<String>,
    pub(crate) tone: Tone,
}

/// How an event is marked, besides its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Tone {
    /// The ordinary course of things.
    Plain,
    /// It waits again, or was done twice.
    Again,
    /// It failed, was lost or was put aside.
    Failure,
}

/// The bytes do not hold a message of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Garbled;

/// A message as bytes.
pub(crate) fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    bytes.extend(postcard::to_allocvec(message).expect("messages consist of numbers, lists and texts"));
    bytes
}

/// The message that `bytes` hold.
pub(crate) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Garbled> {
    match bytes.split_first() {
        Some((&VERSION, rest)) if rest.len() <= BYTES_MAX => match postcard::take_from_bytes(rest) {
            Ok((message, [])) => Ok(message),
            _ => Err(Garbled),
        },
        _ => Err(Garbled),
    }
}

/// The engine's newtypes as plain numbers.
pub(crate) mod as_number {
    /// A module for `#[serde(with = …)]`, from how to get the number out and how to put it in.
    macro_rules! number {
        ($name:ident: $type:ty as $number:ty, $out:expr, $in:expr) => {
            pub(crate) mod $name {
                use serde::{Deserialize, Deserializer, Serialize, Serializer};

                pub(crate) fn serialize<S: Serializer>(value: &$type, to: S) -> Result<S::Ok, S::Error> {
                    let number: $number = $out(*value);
                    number.serialize(to)
                }

                pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<$type, D::Error> {
                    <$number>::deserialize(from).map($in)
                }
            }
        };
    }

    number!(time: cloud::time::SimTime as u64, cloud::time::SimTime::as_nanos, cloud::time::SimTime::from_nanos);
    number!(part: sim::PartId as u32, |part: sim::PartId| part.0, sim::PartId);
    number!(link: sim::LinkId as u32, |link: sim::LinkId| link.0, sim::LinkId);
    number!(item: sim::ItemId as u64, sim::ItemId::as_u64, sim::ItemId::from);
    number!(optional_part: Option<sim::PartId> as Option<u32>,
        |part: Option<sim::PartId>| part.map(|part| part.0),
        |part: Option<u32>| part.map(sim::PartId));
    number!(optional_item: Option<sim::ItemId> as Option<u64>,
        |item: Option<sim::ItemId>| item.map(sim::ItemId::as_u64),
        |item: Option<u64>| item.map(sim::ItemId::from));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::frame::{
        Dot, DotState, FeedLine, Fraction, InFlight, KindFigures, Lane, PartFigures, QueueFigures, Series,
        Verdict,
    };
    use crate::bridge::vanished::{Spot, Vanished, Vanishing};
    use sim::LinkId;
    use std::rc::Rc;

    fn orders() -> Vec<Order> {
        vec![
            Order::Load {
                project: vec![1, 2, 3],
                at: SimTime::from_millis(300),
            },
            Order::Update {
                project: Vec::new(),
                at: SimTime::from_millis(5),
                explored: SimTime::MAX,
            },
            Order::SetStops {
                stops: vec![
                    Stop::from(sim::Predicate::Broken(sim::Guarantee::AtMostOnce)),
                    Stop::from(sim::Predicate::Happens {
                        what: sim::Occurrence::Returned,
                        to: Some(sim::Selection::Part(PartId(7))),
                    }),
                ],
            },
            Order::Errand(Errand::Nothing),
            Order::ErrandOn { budget_millis: 9 },
            Order::Advance {
                to: SimTime::MAX,
                budget_millis: 10,
            },
            Order::Seek { to: SimTime::ZERO },
            Order::CatchUp { budget_millis: 255 },
            Order::StepForward { of: Some(PartId(7)) },
            Order::StepBack { of: None },
            Order::Look(Look {
                dots_max: 5_000,
                chosen: None,
                language: 0,
            }),
            Order::Biography {
                item: ItemId::new(PartId(1), 412),
            },
            Order::Add {
                inputs: vec![vec![1, 2], Vec::new()],
            },
            Order::Ask {
                asker: Asker(3),
                question: Question::Line {
                    text: "aws sqs list-queues".to_owned(),
                    columns: 80,
                },
            },
            Order::Panic,
        ]
    }

    fn frame() -> Frame {
        let item = ItemId::new(PartId(1), 412);
        Frame {
            now: SimTime::from_millis(161_300),
            hash: u64::MAX,
            parts: vec![PartFigures {
                id: PartId(2),
                stopped: false,
                kind: KindFigures::Queue(Box::new(QueueFigures {
                    visible: 695,
                    flight: vec![InFlight {
                        item,
                        receive_count: 2,
                        left: Fraction::of(13, 30),
                        lane: Some(Lane(1)),
                        again: true,
                    }],
                    ..QueueFigures::default()
                })),
            }],
            dots: vec![Dot {
                link: LinkId(3),
                along: Fraction::of(1, 2),
                state: DotState::Received,
                weight: 12,
                item: Some(item),
            }],
            vanished: vec![
                Vanished {
                    kind: Vanishing::Lost,
                    spot: Spot::Link(LinkId(3)),
                    weight: 4,
                    item: None,
                },
                Vanished {
                    kind: Vanishing::Deleted,
                    spot: Spot::Part(PartId(2)),
                    weight: u64::MAX,
                    item: Some(item),
                },
            ],
            verdicts: vec![Verdict::Broken {
                at: SimTime::from_secs(76),
                item,
                other: None,
            }],
            feed: Some(Rc::new(vec![FeedLine {
                at: SimTime::from_secs(160),
                sequence: 9,
                text: "m-0561 came back".to_owned(),
                tone: Tone::Again,
                item: Some(item),
                part: None,
            }])),
            series: Some(Rc::new(Series {
                part: Some(PartId(2)),
                name: "encode-jobs".to_owned(),
                points: vec![(0, 1), (1_000, 695)],
            })),
            ..Frame::default()
        }
    }

    #[test]
    fn messages_come_back_as_they_were() {
        for order in orders() {
            let command = Command {
                ticket: Ticket(u32::MAX),
                order,
            };
            assert_eq!(decode(&encode(&command)), Ok(command));
        }
        for answer in [
            Answer::Frame(Box::new(frame())),
            Answer::Refused(Refusal::NothingLoaded),
            Answer::Crashed {
                report: "assertion failed".to_owned(),
            },
        ] {
            let reply = Reply {
                ticket: Ticket(1),
                answer,
            };
            assert_eq!(decode(&encode(&reply)), Ok(reply));
        }
    }

    #[test]
    fn another_version_is_refused() {
        let mut bytes = encode(&Command {
            ticket: Ticket(1),
            order: Order::StepBack { of: None },
        });
        bytes[0] += 1;
        assert_eq!(decode::<Command>(&bytes), Err(Garbled));
        assert_eq!(decode::<Command>(&[]), Err(Garbled));
    }

    #[test]
    fn what_follows_the_message_is_refused() {
        let mut bytes = encode(&Command {
            ticket: Ticket(1),
            order: Order::StepBack { of: None },
        });
        bytes.push(0);
        assert_eq!(decode::<Command>(&bytes), Err(Garbled));
    }

    #[test]
    fn every_shorter_message_is_refused() {
        let bytes = encode(&Reply {
            ticket: Ticket(1),
            answer: Answer::Frame(Box::new(frame())),
        });
        for length in 0..bytes.len() {
            assert_eq!(
                decode::<Reply>(&bytes[..length]),
                Err(Garbled),
                "{length} bytes of {}",
                bytes.len()
            );
        }
    }

    /// Flips every byte of a message and fills in lengths that promise gigabytes: an answer or a refusal, no panic.
    #[test]
    fn hostile_bytes_do_no_harm() {
        let bytes = encode(&Reply {
            ticket: Ticket(1),
            answer: Answer::Frame(Box::new(frame())),
        });
        for place in 0..bytes.len() {
            for value in [0x00, 0x01, 0x7f, 0x80, 0xff] {
                let mut hostile = bytes.clone();
                hostile[place] = value;
                let _ = decode::<Reply>(&hostile);
                hostile.truncate(place + 1);
                hostile.extend([0xff, 0xff, 0xff, 0xff, 0x0f, 0xff]);
                let _ = decode::<Reply>(&hostile);
                let _ = decode::<Command>(&hostile);
            }
        }
    }

    #[test]
    fn fractions_keep_to_their_range() {
        assert_eq!(Fraction::of(0, 0), Fraction(0));
        assert_eq!(Fraction::of(5, 3), Fraction(u16::MAX));
        assert_eq!(Fraction::of(u64::MAX, u64::MAX), Fraction(u16::MAX));
        assert!((Fraction::of(1, 2).as_f64() - 0.5).abs() < 1e-4);
        assert_eq!(Fraction::of(1, 4).rest().0, u16::MAX - Fraction::of(1, 4).0);
    }
}
