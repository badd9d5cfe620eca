//! A language for what callers do and what they get:
//!
//! ```text
//! queue q visibility=2
//! t=0 send q m1 -> sent
//! t=0 receive q max=10 -> m1
//! t=1s receive q wait=5 -> waiting p1
//! t=2s p1 -> m1(2)
//! ```
//!
//! A first line may make quotas smaller: `quotas calls=3 in-flight=2`.
//!
//! Everything from the arrow on is the answer. A line with a poll's name is the answer to that long poll, `m1(2)` is
//! the second receive of `m1`, and `m1<q` came from `q` as a dead letter. `delete q m1#1` uses the handle of the
//! first receive of `m1`, without `#` that of the last. [`check`] writes the answers anew and compares the texts.

use std::collections::BTreeMap;
use std::fmt::Write;

use cloud::sqs::{
    BatchEntry, Body, ChangeVisibility, DeduplicationScope, Delivery, FifoThroughputLimit, HappeningKind,
    MessageId, PollId, QueueAttributes, QueueId, QueueKind, Quotas, ReceiptHandle, ReceiveMessage,
    ReceiveOutcome, Redrive, RedriveAllowPolicy, SendMessage, Sqs, SqsError,
};
use cloud::time::SimTime;

use super::text::{attribute, attributes_text, name, number, outcome_text, own, servers, time, views};

/// Plays the text and compares what comes out with its answers.
#[track_caller]
pub(crate) fn check(text: &str) {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let mut player = Player::default();
    for line in &lines {
        player.play(line.split(" -> ").next().unwrap_or_default());
    }
    let expected = lines.join("\n");
    assert!(
        player.text.trim_end() == expected,
        "got:\n{}\nexpected:\n{expected}\n",
        player.text
    );
}

fn quotas(words: &[&str]) -> Quotas {
    let mut quotas = Quotas::default();
    for word in words {
        let (name, value) = word.split_once('=').expect("a quota");
        let value = number(value) as u32;
        match name {
            "in-flight" => {
                (quotas.in_flight_standard, quotas.in_flight_fifo) = (value.into(), value.into());
            }
            "look-ahead" => quotas.fifo_look_ahead = value.into(),
            "noisy" => quotas.noisy_in_flight = value,
            "calls" => quotas.fifo_calls = value,
            "partitions" => quotas.fifo_partitions = value,
            other => panic!("no quota {other}"),
        }
    }
    quotas
}

#[derive(Default)]
struct Player {
    sqs: Sqs,
    queues: BTreeMap<String, QueueId>,
    receipts: BTreeMap<String, Vec<ReceiptHandle>>,
    bodies: BTreeMap<MessageId, String>,
    /// What happened since it was last asked.
    happenings: Vec<String>,
    polls: u64,
    now: SimTime,
    text: String,
}

type Answer = Result<String, SqsError>;

impl Player {
    fn play(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let first = words.next().expect("a line has words");
        let words: Vec<&str> = words.collect();
        match first {
            "queue" => {
                let answer = self.create(&words);
                return self.write(line, answer);
            }
            "quotas" => {
                self.sqs = Sqs::with_quotas(quotas(&words));
                return self.write(line, Ok(String::new()));
            }
            _ => {}
        }
        let now = time(first.strip_prefix("t=").expect("a time"));
        self.now = now;
        self.sqs.advance(now);
        self.drain();
        if words[0]
            .strip_prefix('p')
            .is_some_and(|number| number.parse::<u64>().is_ok())
        {
            return; // the answer of a poll, which comes by itself
        }
        let answer = self.operate(words[0], &words[1..]);
        self.write(line, answer);
        self.drain();
        self.sqs.check_invariants();
    }

    fn write(&mut self, line: &str, answer: Answer) {
        let answer = answer.unwrap_or_else(|error| format!("{}: {error}", error.query_code()));
        let arrow = if answer.is_empty() { "" } else { " -> " };
        writeln!(self.text, "{line}{arrow}{answer}").expect("a string takes every character");
    }

    fn drain(&mut self) {
        let mut happenings = Vec::new();
        self.sqs.take_happenings(&mut happenings);
        for happening in happenings {
            let at = happening.at;
            if let HappeningKind::PollEnded { poll } = happening.kind {
                let deliveries = self.sqs.take_answer(poll);
                let answer = self.deliveries(&deliveries);
                self.write(&format!("t={at} p{}", poll.0), Ok(answer));
            }
            let text = self.happening(&happening.kind);
            self.happenings.push(format!("{at} {text}"));
        }
    }

    fn create(&mut self, words: &[&str]) -> Answer {
        let fifo = words.contains(&"fifo");
        let kind = if fifo {
            QueueKind::Fifo
        } else {
            QueueKind::Standard
        };
        let attributes = self.attributes(QueueAttributes::default(), &words[1..]);
        let queue = self.sqs.create_queue(self.now, kind, attributes)?;
        self.queues.insert(words[0].into(), queue);
        Ok(String::new())
    }

    fn attributes(&self, mut attributes: QueueAttributes, words: &[&str]) -> QueueAttributes {
        for word in words {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            match name {
                "delay" => attributes.delay_seconds = number(value) as u32,
                "visibility" => attributes.visibility_timeout = number(value) as u32,
                "retention" => attributes.message_retention_period = number(value) as u32,
                "wait" => attributes.receive_message_wait_time_seconds = number(value) as u32,
                "size" => attributes.maximum_message_size = number(value) as u32,
                "content" => attributes.content_based_deduplication = true,
                "scope" if value == "queue" => attributes.deduplication_scope = DeduplicationScope::Queue,
                "scope" => attributes.deduplication_scope = DeduplicationScope::MessageGroup,
                "limit" => attributes.fifo_throughput_limit = FifoThroughputLimit::PerMessageGroupId,
                "allow" => attributes.redrive_allow = self.redrive_allow(value),
                "dlq" => attributes.redrive = self.redrive(value),
                "fifo" => {}
                other => panic!("no attribute {other}"),
            }
        }
        attributes
    }

    fn redrive(&self, value: &str) -> Option<Redrive> {
        let (target, max) = value.split_once(':')?;
        let dead_letter_target = self.queues.get(target).copied().unwrap_or(QueueId(999));
        Some(Redrive {
            dead_letter_target,
            max_receive_count: number(max) as u32,
        })
    }

    fn redrive_allow(&self, value: &str) -> RedriveAllowPolicy {
        let sources = |names: &str| names.split_terminator(',').map(|name| self.queue(name)).collect();
        match value {
            "all" => RedriveAllowPolicy::AllowAll,
            "none" => RedriveAllowPolicy::DenyAll,
            names => RedriveAllowPolicy::ByQueue(sources(names)),
        }
    }

    fn queue(&self, name: &str) -> QueueId {
        self.queues.get(name).copied().unwrap_or(QueueId(99))
    }

    fn operate(&mut self, operation: &str, words: &[&str]) -> Answer {
        let queue = self.queue(words.first().unwrap_or(&"nowhere"));
        let rest = words.get(1..).unwrap_or_default();
        let now = self.now;
        match operation {
            "send" => self.send(queue, rest),
            "send-batch" => self.send_batch(queue, rest),
            "receive" => self.receive(queue, rest),
            "delete" => self
                .sqs
                .delete(now, queue, self.receipt(rest[0]))
                .map(|()| "deleted".into()),
            "delete-but-a-copy" => self
                .sqs
                .delete_but_a_copy(now, queue, self.receipt(rest[0]))
                .map(|()| "deleted".into()),
            "delete-batch" => {
                let outcome = self
                    .sqs
                    .delete_batch(now, queue, self.entries(rest, |receipt| receipt))?;
                Ok(outcome_text(&outcome))
            }
            "change" => {
                let receipt = self.receipt(rest[0]);
                self.sqs
                    .change_visibility(now, queue, receipt, number(rest[1]))
                    .map(|()| "changed".into())
            }
            "change-batch" => {
                let visibility_timeout = number(rest[0]);
                let entries = self.entries(&rest[1..], |receipt| ChangeVisibility {
                    receipt,
                    visibility_timeout,
                });
                let outcome = self.sqs.change_visibility_batch(now, queue, entries)?;
                Ok(outcome_text(&outcome))
            }
            "purge" => self.sqs.purge(now, queue).map(|()| "purged".into()),
            "drop" => self.sqs.delete_queue(now, queue).map(|()| "dropped".into()),
            "cancel" => {
                self.sqs.cancel_poll(now, queue, PollId(number(rest[0]) as u64));
                Ok("cancelled".into())
            }
            "set" => {
                let attributes = self.sqs.attributes(queue).cloned().unwrap_or_default();
                let attributes = self.attributes(attributes, rest);
                self.sqs
                    .set_attributes(now, queue, attributes)
                    .map(|()| "set".into())
            }
            look => Ok(self.look(look, queue)),
        }
    }

    fn look(&mut self, operation: &str, queue: QueueId) -> String {
        match operation {
            "count" => {
                let counts = self.sqs.counts(queue);
                format!(
                    "{} visible, {} in flight, {} delayed",
                    counts.visible, counts.in_flight, counts.delayed
                )
            }
            "received" => {
                let counts = self.sqs.counts(queue);
                format!("{}, of which {} again", counts.received, counts.redelivered)
            }
            "quiet" => self.sqs.quiet_groups(queue).map_or("none".into(), |quiet| {
                format!(
                    "{} noisy; quiet: {} visible, {} in flight, {} delayed, oldest {}",
                    quiet.noisy_groups,
                    quiet.visible,
                    quiet.in_flight,
                    quiet.delayed,
                    quiet.oldest.map_or("none".into(), |oldest| oldest.to_string())
                )
            }),
            "groups-in-flight" => self.sqs.groups_in_flight(queue).to_string(),
            "bytes" => self.sqs.counts(queue).sent_bytes.to_string(),
            "line" => views(self.sqs.line(queue)),
            "in-flight" => views(self.sqs.in_flight(queue)),
            "delayed" => views(self.sqs.delayed(queue)),
            "oldest" => self
                .sqs
                .oldest(queue)
                .map_or("none".into(), |oldest| oldest.to_string()),
            "deadline" => self
                .sqs
                .next_deadline()
                .map_or("none".into(), |deadline| deadline.to_string()),
            "happenings" => std::mem::take(&mut self.happenings).join(", "),
            other => panic!("no operation {other}"),
        }
    }

    fn message(words: &[&str]) -> SendMessage {
        let mut request = SendMessage::new(words[0].replace("\\u1", "\u{1}").replace("''", "").as_str());
        for word in &words[1..] {
            let (name, value) = word.split_once('=').expect("a setting");
            match name {
                "delay" => request.delay_seconds = Some(number(value)),
                "group" => request.group = Some(value.into()),
                "dedup" => request.deduplication = Some(value.into()),
                "attribute" => own(&mut request).user.push(attribute(value)),
                "trace" => own(&mut request).trace_header = Some(value.into()),
                "size" => {
                    let filler = "x".repeat(number(value) as usize - words[0].len() - 1);
                    request.body = Body::from(format!("{}.{filler}", words[0]).as_str());
                }
                other => panic!("no setting {other}"),
            }
        }
        request
    }

    fn send(&mut self, queue: QueueId, words: &[&str]) -> Answer {
        let sent = self.sqs.send(self.now, queue, Self::message(words))?;
        let original = self.bodies.entry(sent.message).or_insert(words[0].into());
        Ok(if original == words[0] {
            "sent".into()
        } else {
            format!("sent as {original}")
        })
    }

    /// Entries are separated by commas; their ids are the names of their messages, or what is before a colon.
    fn send_batch(&mut self, queue: QueueId, words: &[&str]) -> Answer {
        let entries = words
            .split(|word| *word == ",")
            .filter(|words| !words.is_empty())
            .map(|words| {
                let (id, name) = words[0].split_once(':').unwrap_or((words[0], words[0]));
                let words: Vec<&str> = std::iter::once(name).chain(words[1..].iter().copied()).collect();
                BatchEntry {
                    id: id.into(),
                    request: Self::message(&words),
                }
            });
        let entries: Vec<_> = entries.collect();
        let outcome = self.sqs.send_batch(self.now, queue, entries)?;
        for (id, sent) in &outcome.successful {
            self.bodies.entry(sent.message).or_insert(id.to_string());
        }
        Ok(outcome_text(&outcome))
    }

    fn entries<T>(&self, words: &[&str], request: impl Fn(ReceiptHandle) -> T) -> Vec<BatchEntry<T>> {
        let entry = |name: &&str| BatchEntry {
            id: name.replace('#', "-").into(),
            request: request(self.receipt(name)),
        };
        words.iter().map(entry).collect()
    }

    fn receive(&mut self, queue: QueueId, words: &[&str]) -> Answer {
        self.polls += 1;
        let mut request = ReceiveMessage::new(PollId(self.polls));
        for word in words {
            let (name, value) = word.split_once('=').expect("a setting");
            match name {
                "max" => request.max_number_of_messages = Some(number(value)),
                "wait" => request.wait_time_seconds = Some(number(value)),
                "timeout" => request.visibility_timeout = Some(number(value)),
                "servers" => request.servers = servers(value),
                "attempt" => request.attempt = Some(value.into()),
                other => panic!("no setting {other}"),
            }
        }
        let outcome = self.sqs.receive(self.now, queue, request);
        if outcome != Ok(ReceiveOutcome::Waiting) {
            self.polls -= 1;
        }
        match outcome? {
            ReceiveOutcome::Messages(deliveries) => Ok(self.deliveries(&deliveries)),
            ReceiveOutcome::Waiting => Ok(format!("waiting p{}", self.polls)),
        }
    }

    fn deliveries(&mut self, deliveries: &[Delivery]) -> String {
        for delivery in deliveries {
            self.receipts
                .entry(name(&delivery.body))
                .or_default()
                .push(delivery.receipt);
        }
        if deliveries.is_empty() {
            return "nothing".into();
        }
        deliveries
            .iter()
            .map(|delivery| self.delivery(delivery))
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn delivery(&self, delivery: &Delivery) -> String {
        let mut text = name(&delivery.body);
        if delivery.receive_count > 1 {
            write!(text, "({})", delivery.receive_count).expect("a string takes every character");
        }
        if let Some(source) = delivery.dead_letter_source {
            let source = self
                .queues
                .iter()
                .find(|(_, id)| **id == source)
                .expect("a known queue");
            write!(text, "<{}", source.0).expect("a string takes every character");
        }
        if let Some(attributes) = &delivery.attributes {
            write!(text, "{}", attributes_text(attributes)).expect("a string takes every character");
        }
        text
    }

    fn receipt(&self, name: &str) -> ReceiptHandle {
        let (name, which) = name.split_once('#').unwrap_or((name, ""));
        let garbage = ReceiptHandle {
            queue: QueueId(0),
            message: MessageId(77),
            number: 7,
            receive: 1,
        };
        let Some(receipts) = self.receipts.get(name) else {
            return garbage;
        };
        let which = if which.is_empty() {
            receipts.len()
        } else {
            number(which) as usize
        };
        receipts[which - 1]
    }

    fn happening(&self, kind: &HappeningKind) -> String {
        let body = |message: &MessageId| self.bodies.get(message).map_or("?", String::as_str);
        match kind {
            HappeningKind::Sent {
                message, visible_at, ..
            } => format!("sent {message} for {visible_at}"),
            HappeningKind::Deduplicated { original, .. } => format!("deduplicated {}", body(original)),
            HappeningKind::Arrived { message, .. } => format!("arrived {}", body(message)),
            HappeningKind::Received {
                message, visible_at, ..
            } => {
                format!("received {} until {visible_at}", body(message))
            }
            HappeningKind::Returned { message, .. } => format!("returned {}", body(message)),
            HappeningKind::VisibilityChanged {
                message, visible_at, ..
            } => {
                format!("changed {} until {visible_at}", body(message))
            }
            HappeningKind::DelayChanged {
                message, visible_at, ..
            } => {
                format!("delayed {} until {visible_at}", body(message))
            }
            HappeningKind::Deleted { message, .. } => format!("deleted {}", body(message)),
            HappeningKind::CopyLeft { message, .. } => format!("left a copy of {}", body(message)),
            HappeningKind::Expired { message, .. } => format!("expired {}", body(message)),
            HappeningKind::Purged { message, .. } => format!("purged {}", body(message)),
            HappeningKind::DeadLettered { message, to, .. } => format!("moved {} to {to}", body(message)),
            HappeningKind::Moved { message, to, .. } => format!("moved {} on to {to}", body(message)),
            HappeningKind::EmptyReceive => "empty receive".into(),
            HappeningKind::PollEnded { poll } => format!("answered p{}", poll.0),
        }
    }
}
