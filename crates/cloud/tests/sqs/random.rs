//! Random operations on the engine and on the model beside it: the same answers, the same happenings and the same
//! state after every step. A failing sequence is made as short as it can be, printed, and kept in
//! `proptest-regressions`.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use cloud::sqs::*;
use cloud::time::{SimDuration, SimTime};
use proptest::prelude::*;

use super::model::{Model, Place};

/// What a user could do next.
#[derive(Clone, Debug)]
enum Step {
    Wait(u64),
    Send { queue: u32, message: Draft },
    SendBatch { queue: u32, messages: Vec<Draft> },
    Receive { queue: u32, ask: Ask },
    Delete { back: usize, elsewhere: bool },
    DeleteButACopy { back: usize },
    ChangeVisibility { back: usize, timeout: i64 },
    CancelPoll { back: u64 },
    Purge { queue: u32 },
    DeleteQueue { queue: u32 },
    SetAttributes { queue: u32, attributes: QueueAttributes },
}

/// Printed with one step to a line.
#[derive(Clone)]
struct Steps(Vec<Step>);

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|step| write!(f, "\n    {step:?}"))
    }
}

fn steps(most: usize) -> impl Strategy<Value = Steps> {
    prop::collection::vec(step(), 1..most).prop_map(Steps)
}

#[derive(Clone, Debug)]
struct Draft {
    body: u8,
    delay: Option<i64>,
    group: u8,
    deduplication: Option<u8>,
    trace: bool,
}

/// A receive.
#[derive(Clone, Copy, Debug)]
struct Ask {
    max: i64,
    wait: Option<i64>,
    timeout: Option<i64>,
    attempt: Option<u8>,
    servers: u8,
}

fn ask(timeout: impl Strategy<Value = i64>) -> impl Strategy<Value = Ask> {
    (
        prop_oneof![Just(1), 1..11i64],
        prop::option::of(prop_oneof![Just(0), 0..6i64]),
        prop::option::of(timeout),
        prop::option::weighted(0.3, 0..3u8),
        prop_oneof![Just(u8::MAX), any::<u8>()],
    )
        .prop_map(|(max, wait, timeout, attempt, servers)| Ask {
            max,
            wait,
            timeout,
            attempt,
            servers,
        })
}

const KINDS: [QueueKind; 4] = [
    QueueKind::Standard,
    QueueKind::Standard,
    QueueKind::Fifo,
    QueueKind::Fifo,
];

fn draft() -> impl Strategy<Value = Draft> {
    (
        0..20u8,
        prop::option::of(0..4i64),
        0..4u8,
        prop::option::of(0..20u8),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(body, delay, group, deduplication, trace)| Draft {
            trace,
            body,
            delay,
            group,
            deduplication,
        })
}

fn attributes() -> impl Strategy<Value = QueueAttributes> {
    let numbers = (0..4u32, prop_oneof![60..64u32, 300..400u32], 0..4u32, 0..6u32);
    let redrive = prop::option::of((0..5u32, 1..4u32));
    let allow = prop_oneof![
        6 => Just(RedriveAllowPolicy::AllowAll),
        1 => Just(RedriveAllowPolicy::DenyAll),
        1 => prop::collection::vec((0..4u32).prop_map(QueueId), 1..3)
            .prop_map(|sources| RedriveAllowPolicy::ByQueue(sources.into())),
    ];
    // In one scope for all, in one for each group, or in high throughput mode.
    let modes = 0..3u8;
    (numbers, redrive, allow, modes).prop_map(
        |((delay, retention, wait, visibility), redrive, redrive_allow, mode)| QueueAttributes {
            redrive_allow,
            delay_seconds: delay,
            message_retention_period: retention,
            receive_message_wait_time_seconds: wait,
            visibility_timeout: visibility,
            redrive: redrive.map(|(target, max_receive_count)| Redrive {
                dead_letter_target: QueueId(target),
                max_receive_count,
            }),
            fifo_throughput_limit: if mode == 2 {
                FifoThroughputLimit::PerMessageGroupId
            } else {
                FifoThroughputLimit::PerQueue
            },
            deduplication_scope: if mode > 0 {
                DeduplicationScope::MessageGroup
            } else {
                DeduplicationScope::Queue
            },
            content_based_deduplication: true,
            ..QueueAttributes::default()
        },
    )
}

/// AWS's, and some that are reached soon. With so many partitions, each group has one of its own.
fn quotas() -> impl Strategy<Value = Quotas> {
    let small = (1..20u64, 1..8u64, 1..12u64, 1..6u32, 1..4u32).prop_map(
        |(standard, fifo, look_ahead, calls, noisy)| Quotas {
            noisy_in_flight: noisy,
            in_flight_standard: standard,
            in_flight_fifo: fifo,
            fifo_look_ahead: look_ahead,
            fifo_calls: calls,
            fifo_partitions: 1_000_000,
        },
    );
    let usual = Quotas {
        fifo_partitions: 1_000_000,
        ..Quotas::default()
    };
    prop_oneof![2 => Just(usual), 1 => small]
}

fn step() -> impl Strategy<Value = Step> {
    let queue = 0..4u32;
    let wait = prop_oneof![
        8 => (0..4u64).prop_map(|seconds| seconds * 1_000),
        2 => 0..3_000u64,
        1 => prop::sample::select(vec![59_000, 60_000, 299_000, 300_000]),
    ];
    let timeout = prop_oneof![5 => 0..6i64, 1 => Just(43_200i64)];
    prop_oneof![
        6 => wait.prop_map(Step::Wait),
        8 => (queue.clone(), draft()).prop_map(|(queue, message)| Step::Send { queue, message }),
        2 => (queue.clone(), prop::collection::vec(draft(), 1..6))
            .prop_map(|(queue, messages)| Step::SendBatch { queue, messages }),
        10 => (queue.clone(), ask(timeout.clone())).prop_map(|(queue, ask)| Step::Receive { queue, ask }),
        6 => (0..12usize, prop::bool::weighted(0.05)).prop_map(|(back, elsewhere)| Step::Delete { back, elsewhere }),
        1 => (0..8usize).prop_map(|back| Step::DeleteButACopy { back }),
        4 => (0..8usize, timeout).prop_map(|(back, timeout)| Step::ChangeVisibility { back, timeout }),
        1 => (0..4u64).prop_map(|back| Step::CancelPoll { back }),
        1 => queue.clone().prop_map(|queue| Step::Purge { queue }),
        2 => (queue.clone(), attributes()).prop_map(|(queue, attributes)| Step::SetAttributes { queue, attributes }),
        // Seldom, for little can be done with a queue that is gone.
        1 => prop::option::weighted(0.1, queue)
            .prop_map(|queue| queue.map_or(Step::Wait(1_000), |queue| Step::DeleteQueue { queue })),
    ]
}

#[derive(Clone, Default)]
struct Both {
    sqs: Sqs,
    model: Model,
    now: SimTime,
    receipts: Vec<ReceiptHandle>,
    polls: Vec<(QueueId, PollId)>,
    marks: u64,
}

/// The model knows no numbers of arrival.
fn without_number(receipt: ReceiptHandle) -> ReceiptHandle {
    ReceiptHandle { number: 0, ..receipt }
}

fn error_without_number(error: SqsError) -> SqsError {
    match error {
        SqsError::ReceiptHandleExpired { receipt } => SqsError::ReceiptHandleExpired {
            receipt: without_number(receipt),
        },
        SqsError::ReceiptHandleIsInvalid { receipt } => SqsError::ReceiptHandleIsInvalid {
            receipt: without_number(receipt),
        },
        SqsError::NotAvailableForVisibilityChange { receipt } => SqsError::NotAvailableForVisibilityChange {
            receipt: without_number(receipt),
        },
        other => other,
    }
}

impl Both {
    fn new(quotas: Quotas) -> Self {
        let mut both = Self {
            sqs: Sqs::with_quotas(quotas),
            model: Model::with_quotas(quotas),
            ..Self::default()
        };
        for kind in KINDS {
            let attributes = Self::fit(kind, QueueAttributes::default());
            both.sqs
                .create_queue(both.now, kind, attributes.clone())
                .expect("the defaults are valid");
            both.model.create_queue(kind, attributes);
        }
        both
    }

    /// Standard queues refuse what is FIFO's.
    fn fit(kind: QueueKind, attributes: QueueAttributes) -> QueueAttributes {
        let fifo = kind == QueueKind::Fifo;
        QueueAttributes {
            content_based_deduplication: fifo,
            fifo_throughput_limit: if fifo {
                attributes.fifo_throughput_limit
            } else {
                FifoThroughputLimit::PerQueue
            },
            deduplication_scope: if fifo {
                attributes.deduplication_scope
            } else {
                DeduplicationScope::Queue
            },
            ..attributes
        }
    }

    fn message(&mut self, queue: u32, draft: &Draft) -> SendMessage {
        let fifo = KINDS[queue as usize] == QueueKind::Fifo;
        self.marks += 1;
        SendMessage {
            body: Body::from(format!("body {}", draft.body).as_str()),
            mark: Mark(self.marks),
            delay_seconds: draft.delay.filter(|&delay| !fifo || delay == 0),
            group: (fifo || draft.group > 1)
                .then(|| format!("group {}", draft.group).replace(' ', "-").into()),
            deduplication: draft
                .deduplication
                .filter(|_| fifo)
                .map(|id| id.to_string().into()),
            attributes: draft.trace.then(|| {
                Rc::new(MessageAttributes {
                    trace_header: Some(self.marks.to_string().into()),
                    sender: None,
                    ..MessageAttributes::default()
                })
            }),
        }
    }

    fn receipt(&self, back: usize) -> Option<ReceiptHandle> {
        self.receipts
            .len()
            .checked_sub(back + 1)
            .map(|index| self.receipts[index])
    }

    fn step(&mut self, step: &Step) {
        let now = self.now;
        match step {
            Step::Wait(millis) => {
                self.now += SimDuration::from_millis(*millis);
                // Whole, or a few messages at a time: that must not show.
                while millis % 2 == 0 && self.sqs.next_deadline().is_some_and(|at| at <= self.now) {
                    self.sqs.advance_some(self.now, 2);
                    self.sqs.check_invariants();
                }
                self.sqs.advance(self.now);
                self.model.advance(self.now);
            }
            Step::Send { queue, message } => {
                let request = self.message(*queue, message);
                let expected = self.model.send(now, QueueId(*queue), request.clone());
                assert_eq!(self.sqs.send(now, QueueId(*queue), request), expected);
            }
            Step::SendBatch { queue, messages } => self.send_batch(*queue, messages),
            Step::Receive { queue, ask } => self.receive(QueueId(*queue), *ask),
            Step::Delete { back, elsewhere } => {
                let Some(receipt) = self.receipt(*back) else {
                    return;
                };
                let queue = if *elsewhere { QueueId(0) } else { receipt.queue };
                let expected = self.model.delete(now, queue, without_number(receipt));
                assert_eq!(
                    self.sqs.delete(now, queue, receipt).map_err(error_without_number),
                    expected
                );
            }
            Step::DeleteButACopy { back } => {
                let Some(receipt) = self.receipt(*back) else {
                    return;
                };
                let queue = receipt.queue;
                let expected = self.model.delete_but_a_copy(now, queue, without_number(receipt));
                let answer = self.sqs.delete_but_a_copy(now, queue, receipt);
                assert_eq!(answer.map_err(error_without_number), expected);
            }
            Step::ChangeVisibility { back, timeout } => {
                let Some(receipt) = self.receipt(*back) else {
                    return;
                };
                let expected =
                    self.model
                        .change_visibility(now, receipt.queue, without_number(receipt), *timeout);
                let answer = self.sqs.change_visibility(now, receipt.queue, receipt, *timeout);
                assert_eq!(answer.map_err(error_without_number), expected);
            }
            Step::CancelPoll { back } => {
                let Some(&(queue, poll)) = self.polls.iter().rev().nth(*back as usize) else {
                    return;
                };
                self.model.cancel_poll(now, queue, poll);
                self.sqs.cancel_poll(now, queue, poll);
            }
            Step::Purge { queue } => {
                let expected = self.model.purge(now, QueueId(*queue));
                assert_eq!(self.sqs.purge(now, QueueId(*queue)), expected);
            }
            Step::DeleteQueue { queue } => {
                let expected = self.model.delete_queue(now, QueueId(*queue));
                assert_eq!(self.sqs.delete_queue(now, QueueId(*queue)), expected);
            }
            Step::SetAttributes { queue, attributes } => {
                let attributes = Self::fit(KINDS[*queue as usize], attributes.clone());
                let expected = self
                    .model
                    .set_attributes(now, QueueId(*queue), attributes.clone());
                assert_eq!(
                    self.sqs.set_attributes(now, QueueId(*queue), attributes),
                    expected
                );
            }
        }
    }

    fn send_batch(&mut self, queue: u32, messages: &[Draft]) {
        let requests: Vec<_> = messages.iter().map(|draft| self.message(queue, draft)).collect();
        let expected = self.model.send_batch(self.now, QueueId(queue), requests.clone());
        let entry = |(index, request): (usize, _)| BatchEntry {
            id: index.to_string().into(),
            request,
        };
        let entries = requests.into_iter().enumerate().map(entry).collect();
        let outcome = self.sqs.send_batch(self.now, QueueId(queue), entries);
        let Ok(outcome) = outcome else {
            return assert_eq!(outcome.err(), expected.err());
        };
        let place = |id: &str| id.parse::<usize>().expect("the place in the batch");
        let sent = outcome
            .successful
            .into_iter()
            .map(|(id, sent)| (place(&id), Ok(sent)));
        let failed = outcome
            .failed
            .into_iter()
            .map(|one| (place(&one.id), Err(one.error)));
        let answers: BTreeMap<usize, _> = sent.chain(failed).collect();
        assert_eq!(Ok(answers.into_values().collect()), expected);
    }

    fn receive(&mut self, queue: QueueId, ask: Ask) {
        let fifo = KINDS[queue.0 as usize] == QueueKind::Fifo;
        let poll = PollId(self.polls.len() as u64);
        self.polls.push((queue, poll));
        let request = ReceiveMessage {
            poll,
            max_number_of_messages: Some(ask.max),
            wait_time_seconds: ask.wait,
            visibility_timeout: ask.timeout,
            servers: Servers::of_bits(ask.servers),
            attempt: ask.attempt.filter(|_| fifo).map(|id| id.to_string().into()),
        };
        let expected = self.model.receive(self.now, queue, request.clone());
        let mut outcome = self.sqs.receive(self.now, queue, request);
        if let Ok(ReceiveOutcome::Messages(deliveries)) = &mut outcome {
            self.keep_receipts(deliveries);
        }
        assert_eq!(outcome, expected);
    }

    /// Notes the receipts, and makes the deliveries comparable to the model's: without numbers, and without the ids
    /// that stand for the content, which the model does not compute.
    fn keep_receipts(&mut self, deliveries: &mut [Delivery]) {
        for delivery in deliveries {
            self.receipts.push(delivery.receipt);
            delivery.receipt.number = 0;
            delivery.deduplication.take_if(|id| id.len() == 64);
        }
    }

    fn compare(&mut self) {
        let mut happenings = Vec::new();
        self.sqs.take_happenings(&mut happenings);
        let mut answers = Vec::new();
        for happening in &happenings {
            if let HappeningKind::PollEnded { poll } = happening.kind {
                let mut deliveries = self.sqs.take_answer(poll);
                self.keep_receipts(&mut deliveries);
                answers.push(deliveries);
            }
        }
        assert_eq!(answers, std::mem::take(&mut self.model.answers));
        // The order within a purge means nothing.
        let is_purged = |happening: &Happening| matches!(happening.kind, HappeningKind::Purged { .. });
        for purge in happenings.chunk_by_mut(|one, other| is_purged(one) && is_purged(other)) {
            purge.sort_by_key(|happening| match happening.kind {
                HappeningKind::Purged { message, .. } => Some(message),
                _ => None,
            });
        }
        assert_eq!(happenings, std::mem::take(&mut self.model.happenings));
        assert_eq!(self.sqs.next_deadline(), self.model.deadline());
        for queue in (0..4).map(QueueId) {
            self.compare_queue(queue);
        }
        self.sqs.check_invariants();
    }

    fn compare_queue(&self, id: QueueId) {
        let Some(queue) = &self.model.queues[id.0 as usize] else {
            assert_eq!((self.sqs.kind(id), self.sqs.counts(id).present()), (None, 0));
            return;
        };
        let is_free = |view: &MessageView| matches!(view.state, MessageState::Visible { .. });
        let (free, blocked): (Vec<_>, Vec<_>) = self.sqs.line(id).partition(is_free);
        assert_eq!(
            free.iter().map(|view| view.message).collect::<Vec<_>>(),
            queue.line()
        );
        let visible = queue
            .messages
            .iter()
            .filter(|message| message.place == Place::Visible)
            .count();
        assert_eq!(free.len() + blocked.len(), visible);
        let until = |view: MessageView| match view.state {
            MessageState::InFlight { until } | MessageState::Delayed { until } => (until, view.message),
            other => panic!("{other:?} is not hidden"),
        };
        assert_eq!(
            self.sqs.in_flight(id).map(until).collect::<Vec<_>>(),
            queue.hidden(Place::InFlight)
        );
        assert_eq!(
            self.sqs.delayed(id).map(until).collect::<Vec<_>>(),
            queue.hidden(Place::Delayed)
        );
        assert_eq!(self.sqs.oldest(id), queue.oldest());
        assert_eq!(self.sqs.quiet_groups(id), Some(queue.quiet_groups(self.now)));
        if self.sqs.kind(id) == Some(QueueKind::Fifo) {
            assert_eq!(self.sqs.groups_in_flight(id), queue.groups_in_flight());
        }
        for view in self
            .sqs
            .line(id)
            .chain(self.sqs.in_flight(id))
            .chain(self.sqs.delayed(id))
        {
            let message = queue.messages.iter().find(|message| message.id == view.message);
            assert_eq!(message.map(|message| queue.end(message)), Some(view.expires));
        }
        let counts = self.sqs.counts(id);
        assert!(counts.is_conserved());
        assert_eq!(
            (counts.visible, counts.present()),
            (visible as u64, queue.messages.len() as u64)
        );
    }
}

/// `PROPTEST_CASES` makes it longer.
fn config(share: u32) -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig {
        cases: config.cases * share,
        ..config
    }
}

proptest! {
    #![proptest_config(config(3))]

    #[test]
    fn the_engine_does_what_the_model_does(quotas in quotas(), steps in steps(120)) {
        play(&mut Both::new(quotas), &steps);
    }
}

proptest! {
    #![proptest_config(config(1))]

    /// A checkpoint is a clone: neither it nor its original is changed by what the other does.
    #[test]
    fn a_clone_goes_on_by_itself(
        quotas in quotas(),
        before in steps(60),
        after in steps(60),
        instead in steps(60),
    ) {
        let mut both = Both::new(quotas);
        play(&mut both, &before);
        let mut clone = both.clone();
        play(&mut both, &after);
        play(&mut clone, &instead);
        play(&mut both, &before);
    }
}

fn play(both: &mut Both, steps: &Steps) {
    for step in &steps.0 {
        both.step(step);
        both.compare();
    }
}
