//! Commands of the terminal that the drawing suggests: of use for a part, what was done by hand, and what the word under
//! the cursor may become.

use std::collections::BTreeMap;
use std::rc::Rc;

use cloud::order::Gather;
use cloud::sqs::api::QueueAddress;
use cloud::sqs::{DeduplicationScope, FifoThroughputLimit, QueueKind};
use cloud::time::SimTime;
use sim::{InputKind, Link, Part, PartId, Queue, Run, Sketch, queue_addresses};
use studio::Project;
use wire::cli::{Wanted, command_for, complete};
use wire::sqs::SQS;
use wire::{Record, Value};

use crate::bridge::ask::Completion;

/// Queues with what clients call them.
type Addresses = BTreeMap<PartId, QueueAddress>;

/// The URL that AWS gives a queue.
pub(super) fn url(address: &QueueAddress) -> String {
    wire::queue_url(address)
}

fn arn(
    QueueAddress {
        account,
        region,
        name,
    }: &QueueAddress,
) -> String {
    format!("arn:aws:sqs:{region}:{account}:{name}")
}

/// A command of SQS with these members.
fn command(operation: &str, members: &[(&'static str, Value)]) -> Option<String> {
    let mut record = Record::default();
    for (name, value) in members {
        record.set(name, value.clone());
    }
    Some(command_for(&SQS, SQS.operation(operation)?, &record))
}

fn text(text: impl Into<Rc<str>>) -> Value {
    Value::Text(text.into())
}

/// What the last word of a line may become. `receipts` are those of messages that the terminal has received, newest first.
pub(super) fn completion(line: &str, run: &Run, receipts: &[String]) -> Completion {
    let addresses = run.world().queue_addresses();
    let known = |wanted: &Wanted<'_>| match wanted.option {
        "--queue-url" => addresses.values().map(url).collect(),
        "--queue-name" => addresses
            .values()
            .map(|address| address.name.to_string())
            .collect(),
        "--source-arn" | "--destination-arn" => addresses.values().map(arn).collect(),
        "--receipt-handle" => receipts.to_vec(),
        _ => Vec::new(),
    };
    let completion = complete(line, &known);
    let candidates = completion.candidates.into_iter();
    Completion {
        start: u32::try_from(completion.start).unwrap_or(u32::MAX),
        candidates: candidates
            .map(|candidate| (candidate.text, candidate.help))
            .collect(),
    }
}

/// The commands that are of use for a part.
pub(super) fn for_part(part: PartId, run: &Run) -> Vec<String> {
    let addresses = run.world().queue_addresses();
    let Some(address) = addresses.get(&part) else {
        return [command("ListQueues", &[])].into_iter().flatten().collect();
    };
    let queue_url = ("QueueUrl", text(url(address)));
    let is_fifo = address.name.ends_with(".fifo");
    let mut message = vec![queue_url.clone(), ("MessageBody", text("hello"))];
    if is_fifo {
        message.push(("MessageGroupId", text("g1")));
        message.push(("MessageDeduplicationId", text("1")));
    }
    let receive = [queue_url.clone(), ("MaxNumberOfMessages", Value::Number(10))];
    let all = Value::List(vec![text("All")]);
    let read = [queue_url.clone(), ("AttributeNames", all)];
    let commands = [
        command("SendMessage", &message),
        command("ReceiveMessage", &receive),
        command("GetQueueAttributes", &read),
        command("PurgeQueue", &[queue_url]),
    ];
    commands.into_iter().flatten().collect()
}

/// The commands that make `after` of `before`, as far as AWS has any: queues and what they are set to, and messages.
pub(super) fn done_by_hand(before: &Project, after: &Project) -> Vec<String> {
    let (old, new) = (Drawn::of(before), Drawn::of(after));
    let mut commands = Vec::new();
    for (id, address) in &old.addresses {
        if !new.addresses.contains_key(id) {
            commands.extend(command("DeleteQueue", &[("QueueUrl", text(url(address)))]));
        }
    }
    for (id, address) in &new.addresses {
        commands.extend(new.command_that_sets(*id, address, &old));
    }
    commands.extend(sends(before, after, &new));
    commands
}

/// A drawing with all its edits.
struct Drawn {
    sketch: Sketch,
    addresses: Addresses,
}

impl Drawn {
    fn of(project: &Project) -> Self {
        let sketch = Sketch {
            names: project.named_sketch().names,
            ..project.sketch_at(SimTime::MAX)
        };
        Self {
            addresses: queue_addresses(&sketch),
            sketch,
        }
    }

    /// What creates a queue, or sets what is not as it was.
    fn command_that_sets(&self, id: PartId, address: &QueueAddress, old: &Self) -> Option<String> {
        let new_settings = self.settings(id);
        if !old.addresses.contains_key(&id) {
            let is_usual = |pair: &(&str, String)| USUAL.contains(&(pair.0, pair.1.as_str()));
            let set = new_settings.into_iter().filter(|pair| !is_usual(pair));
            let name = ("QueueName", text(address.name.clone()));
            return match pairs(set) {
                Some(pairs) => command("CreateQueue", &[name, ("Attributes", pairs)]),
                None => command("CreateQueue", &[name]),
            };
        }
        let old_settings = old.settings(id);
        let gone = old_settings
            .keys()
            .filter(|name| !new_settings.contains_key(*name));
        let gone = gone.map(|name| (*name, String::new()));
        let changed = new_settings
            .iter()
            .filter(|(name, value)| old_settings.get(*name) != Some(value));
        let changed = changed.map(|(name, value)| (*name, value.clone()));
        let set = pairs(changed.chain(gone))?;
        command(
            "SetQueueAttributes",
            &[("QueueUrl", text(url(address))), ("Attributes", set)],
        )
    }

    /// What a queue is set to, as AWS writes it.
    fn settings(&self, id: PartId) -> BTreeMap<&'static str, String> {
        let Some(Part::Queue(queue)) = self.sketch.parts.get(&id) else {
            return BTreeMap::new();
        };
        let mut settings: BTreeMap<&'static str, String> = settings(queue).gather();
        if let Some(target) = self.dead_letter_queue(id) {
            let policy = format!(
                r#"{{"deadLetterTargetArn":"{}","maxReceiveCount":"{}"}}"#,
                arn(target),
                queue.max_receive_count
            );
            settings.insert("RedrivePolicy", policy);
        }
        settings
    }

    fn dead_letter_queue(&self, id: PartId) -> Option<&QueueAddress> {
        let from_it = |link: &&Link| link.from == id;
        let mut links = self.sketch.links.values().filter(from_it);
        links.find_map(|link| self.addresses.get(&link.to))
    }

    /// The queues that a producer sends to.
    fn targets(&self, producer: PartId) -> impl Iterator<Item = &QueueAddress> {
        let links = self
            .sketch
            .links
            .values()
            .filter(move |link| link.from == producer);
        links.filter_map(|link| self.addresses.get(&link.to))
    }
}

/// Names and values of a queue's settings.
fn settings(queue: &Queue) -> impl Iterator<Item = (&'static str, String)> {
    let fifo = (queue.kind == QueueKind::Fifo).then(|| {
        let scope = match queue.deduplication_scope {
            DeduplicationScope::Queue => "queue",
            DeduplicationScope::MessageGroup => "messageGroup",
        };
        let limit = match queue.fifo_throughput_limit {
            FifoThroughputLimit::PerQueue => "perQueue",
            FifoThroughputLimit::PerMessageGroupId => "perMessageGroupId",
        };
        [
            ("FifoQueue", "true".to_owned()),
            (
                "ContentBasedDeduplication",
                queue.content_based_deduplication.to_string(),
            ),
            ("DeduplicationScope", scope.to_owned()),
            ("FifoThroughputLimit", limit.to_owned()),
        ]
    });
    let common = [
        ("DelaySeconds", queue.delay_seconds),
        ("MaximumMessageSize", queue.maximum_message_size),
        ("MessageRetentionPeriod", queue.message_retention_period),
        (
            "ReceiveMessageWaitTimeSeconds",
            queue.receive_message_wait_time_seconds,
        ),
        ("VisibilityTimeout", queue.visibility_timeout),
    ];
    let common = common.map(|(name, number)| (name, number.to_string()));
    common.into_iter().chain(fifo.into_iter().flatten())
}

/// What a new queue is set to if nothing is said.
const USUAL: [(&str, &str); 8] = [
    ("DelaySeconds", "0"),
    ("MaximumMessageSize", "1048576"),
    ("MessageRetentionPeriod", "345600"),
    ("ReceiveMessageWaitTimeSeconds", "0"),
    ("VisibilityTimeout", "30"),
    ("ContentBasedDeduplication", "false"),
    ("DeduplicationScope", "queue"),
    ("FifoThroughputLimit", "perQueue"),
];

fn pairs(pairs: impl Iterator<Item = (&'static str, String)>) -> Option<Value> {
    let pairs: Vec<(Rc<str>, Value)> = pairs.map(|(name, value)| (name.into(), text(value))).collect();
    (!pairs.is_empty()).then_some(Value::Map(pairs))
}

/// What was sent by hand, once for each queue.
fn sends(before: &Project, after: &Project, drawn: &Drawn) -> Vec<String> {
    let new = after.log.iter().filter(|input| !before.log.contains(input));
    let mut commands = Vec::new();
    for input in new {
        let InputKind::Send { producer, count } = input.kind else {
            continue;
        };
        let Some(Part::Producer(settings)) = drawn.sketch.parts.get(&producer) else {
            continue;
        };
        for address in drawn.targets(producer) {
            let mut members = vec![
                ("QueueUrl", text(url(address))),
                ("MessageBody", text(settings.body.clone())),
            ];
            if !settings.group.is_empty() {
                members.push(("MessageGroupId", text(settings.group.clone())));
            }
            let sent = command("SendMessage", &members);
            commands.extend(sent.map(|sent| {
                if count > 1 {
                    format!("{sent} # {count} times")
                } else {
                    sent
                }
            }));
        }
    }
    commands
}
