//! A language for what clients call and what they are told, as in the scenarios of the data plane:
//!
//! ```text
//! create q DelaySeconds=5 -> created
//! t=1s as 222222222222/alice send q hello -> 403 AccessDeniedException: …
//! ```
//!
//! Everything from the arrow on is the answer. `$q` stands for the ARN of the queue `q`, `@q` for its URL. A value that has
//! spaces stands between backquotes. [`check`] writes the answers anew and compares the texts.

use std::rc::Rc;

use cloud::account::{Caller, Principal};
use cloud::sqs::api::{
    Answer, BatchAnswer, Entry, MessageRequest, MoveTask, Operation, Pairs, QueueOperation, ReceiptRequest,
    VisibilityRequest,
};
use cloud::time::SimTime;

use super::client::{OWNER, Service, Told, root, url};

/// Plays the text and compares what comes out with its answers.
#[track_caller]
pub(crate) fn check(text: &str) {
    let mut player = Player {
        service: Service::default(),
        handles: Vec::new(),
    };
    let (mut got, mut expected) = (Vec::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let asked = line.split(" -> ").next().unwrap_or_default();
        got.push(format!("{asked} -> {}", player.play(asked)));
        expected.push(line);
    }
    assert!(
        got == expected,
        "got:\n{}\nexpected:\n{}\n",
        got.join("\n"),
        expected.join("\n")
    );
}

struct Player {
    service: Service,
    /// Of what was received, by body: the last first.
    handles: Vec<(String, String)>,
}

/// The words of a line: those in backquotes are one, whatever is in them.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (place, part) in line.split('`').enumerate() {
        if place % 2 == 1 {
            words.last_mut().expect("a word").push_str(part);
            continue;
        }
        for (number, word) in part.split(' ').enumerate() {
            if number > 0 {
                words.push(String::new());
            }
            words.last_mut().expect("a word").push_str(word);
        }
    }
    words.retain(|word| !word.is_empty());
    words.iter().map(|word| substitute(word)).collect()
}

/// `$q` and `@q`, up to the next character that is none of a name.
fn substitute(word: &str) -> String {
    let mut text = String::new();
    let mut rest = word;
    while let Some(place) = rest.find(['$', '@']) {
        let (before, name) = rest.split_at(place);
        let end = name[1..].find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c));
        let (name, after) = name.split_at(end.map_or(name.len(), |end| end + 1));
        text.push_str(before);
        match &name[..1] {
            "$" => text.push_str(&format!("arn:aws:sqs:us-east-1:{OWNER}:{}", &name[1..])),
            _ => text.push_str(&url(&name[1..])),
        }
        rest = after;
    }
    text + rest
}

fn pairs(words: &[String]) -> Pairs {
    let pair = |word: &String| {
        let (name, value) = word.split_once('=').expect("a name and a value");
        (name.into(), value.into())
    };
    words.iter().map(pair).collect()
}

fn written(pairs: &Pairs) -> String {
    let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join(" ")
}

/// The value of a setting, taken out of the words.
fn take(words: &mut Vec<String>, name: &str) -> Option<Rc<str>> {
    let is_it = |word: &String| word.split_once('=').is_some_and(|(own, _)| own == name);
    let place = words.iter().position(is_it)?;
    let word = words.remove(place);
    word.split_once('=').map(|(_, value)| value.into())
}

fn number(words: &mut Vec<String>, name: &str) -> Option<i64> {
    take(words, name).map(|value| value.parse().expect("a number"))
}

fn texts(words: &[String]) -> Vec<Rc<str>> {
    words.iter().map(|word| word.as_str().into()).collect()
}

fn time(text: &str) -> SimTime {
    let seconds: f64 = text.trim_end_matches('s').parse().expect("seconds");
    SimTime::from_millis((seconds * 1_000.0) as u64)
}

impl Player {
    fn play(&mut self, line: &str) -> String {
        let mut words = words(line);
        if let Some(at) = words[0].strip_prefix("t=") {
            self.service.advance(time(at));
            words.remove(0);
        }
        let mut caller = root(OWNER);
        if words.first().is_some_and(|word| word == "as") {
            caller = who(&words[1]);
            words.drain(..2);
        }
        if words.is_empty() {
            return "passed".into();
        }
        let name = words.remove(0);
        let operation = self.operation(&name, words);
        let told = self.service.call_as(caller, operation);
        self.written(told)
    }

    fn operation(&self, name: &str, mut words: Vec<String>) -> Operation {
        match name {
            "create" => {
                let (tags, rest): (Vec<_>, Vec<_>) =
                    words.into_iter().partition(|word| word.starts_with('#'));
                let tags: Vec<String> = tags.iter().map(|tag| tag[1..].to_owned()).collect();
                Operation::CreateQueue {
                    queue_name: rest.first().map(|name| name.as_str().into()),
                    attributes: pairs(rest.get(1..).unwrap_or_default()),
                    tags: pairs(&tags),
                }
            }
            "url" => Operation::GetQueueUrl {
                queue_owner_aws_account_id: take(&mut words, "owner"),
                queue_name: words.first().map(|name| name.as_str().into()),
            },
            "list" => Operation::ListQueues {
                max_results: number(&mut words, "max"),
                next_token: take(&mut words, "token"),
                queue_name_prefix: words.first().map(|prefix| prefix.as_str().into()),
            },
            "sources" => Operation::ListDeadLetterSourceQueues {
                max_results: number(&mut words, "max"),
                next_token: take(&mut words, "token"),
                queue_url: words.first().map(|name| url(name)),
            },
            "move" => Operation::StartMessageMoveTask {
                max_number_of_messages_per_second: number(&mut words, "rate"),
                destination_arn: take(&mut words, "to"),
                source_arn: words.first().map(|arn| arn.as_str().into()),
            },
            "cancel" => Operation::CancelMessageMoveTask {
                task_handle: words.first().map(|handle| self.service.task_handle(handle)),
            },
            "tasks" => Operation::ListMessageMoveTasks {
                max_results: number(&mut words, "max"),
                source_arn: words.first().map(|arn| arn.as_str().into()),
            },
            _ => {
                let queue = (!words.is_empty()).then(|| words.remove(0));
                Operation::OnQueue {
                    queue_url: queue.map(|queue| {
                        if queue.contains('/') {
                            queue.into()
                        } else {
                            url(&queue)
                        }
                    }),
                    operation: self.on_queue(name, words),
                }
            }
        }
    }

    fn on_queue(&self, name: &str, mut words: Vec<String>) -> QueueOperation {
        let label = words.first().map(|label| label.as_str().into());
        match name {
            "delete-queue" => QueueOperation::DeleteQueue,
            "purge" => QueueOperation::PurgeQueue,
            "get" => QueueOperation::GetQueueAttributes {
                attribute_names: texts(&words),
            },
            "set" => QueueOperation::SetQueueAttributes {
                attributes: (!words.is_empty()).then(|| pairs(&words)),
            },
            "allow" => QueueOperation::AddPermission {
                aws_account_ids: list(&mut words, "accounts"),
                actions: list(&mut words, "actions"),
                label: words.first().map(|label| label.as_str().into()),
            },
            "disallow" => QueueOperation::RemovePermission { label },
            "tag" => QueueOperation::TagQueue {
                tags: (!words.is_empty()).then(|| pairs(&words)),
            },
            "untag" => QueueOperation::UntagQueue {
                tag_keys: texts(&words),
            },
            "tags" => QueueOperation::ListQueueTags,
            "send" => QueueOperation::SendMessage(message(words)),
            "send-batch" => QueueOperation::SendMessageBatch {
                entries: entries(&words, |words| message(words.to_vec())),
            },
            "receive" => QueueOperation::ReceiveMessage {
                max_number_of_messages: number(&mut words, "max"),
                visibility_timeout: number(&mut words, "timeout"),
                wait_time_seconds: number(&mut words, "wait"),
                receive_request_attempt_id: take(&mut words, "attempt"),
            },
            "delete" => QueueOperation::DeleteMessage(self.receipt(&words)),
            "delete-batch" => QueueOperation::DeleteMessageBatch {
                entries: entries(&words, |words| self.receipt(words)),
            },
            "change" => QueueOperation::ChangeMessageVisibility(self.visibility(&words)),
            "change-batch" => QueueOperation::ChangeMessageVisibilityBatch {
                entries: entries(&words, |words| self.visibility(words)),
            },
            other => panic!("no operation {other}"),
        }
    }

    /// That of the message with this body, or the text itself.
    fn receipt(&self, words: &[String]) -> ReceiptRequest {
        let handle = words.first().filter(|word| !word.contains('='));
        let known = |text: &String| self.handles.iter().rev().find(|(body, _)| body == text);
        ReceiptRequest {
            receipt_handle: handle.map(|text| known(text).map_or(text, |(_, handle)| handle).as_str().into()),
        }
    }

    fn visibility(&self, words: &[String]) -> VisibilityRequest {
        VisibilityRequest {
            receipt_handle: self.receipt(words).receipt_handle,
            visibility_timeout: number(&mut words.to_vec(), "timeout"),
        }
    }

    /// Handles are written as the message that they are of.
    fn written(&mut self, told: Told) -> String {
        let text = match told {
            Err(error) => format!("{} {}: {}", error.status, error.code, error.message),
            Ok(Answer::Done) => "done".into(),
            Ok(Answer::QueueUrl(address)) => address.to_string(),
            Ok(Answer::QueueUrls { queues, next_token }) => {
                let names: Vec<&str> = queues.iter().map(|queue| &*queue.name).collect();
                let token = next_token
                    .map(|token| format!(" token={token}"))
                    .unwrap_or_default();
                format!("[{}]{token}", names.join(" "))
            }
            Ok(Answer::Attributes(pairs) | Answer::Tags(pairs)) if pairs.is_empty() => "nothing".into(),
            Ok(Answer::Attributes(pairs) | Answer::Tags(pairs)) => written(&pairs),
            Ok(Answer::Sent(_)) => "sent".into(),
            Ok(Answer::SentBatch(batch)) => batch_text(&batch),
            Ok(Answer::Batch(batch)) => batch_text(&batch),
            Ok(Answer::Messages(messages)) if messages.is_empty() => "nothing".into(),
            Ok(Answer::Messages(messages)) => {
                let mut texts = Vec::new();
                for received in messages {
                    let body = received.delivery.body.text().to_owned();
                    let handle = self.service.registry.ids().receipt(received.delivery.receipt);
                    let source = received.dead_letter_queue_source;
                    let source = source
                        .map(|source| format!("<{}", source.name))
                        .unwrap_or_default();
                    let sender = Some(&*received.sender_id).filter(|sender| *sender != OWNER);
                    let sender = sender.map(|sender| format!(" from {sender}")).unwrap_or_default();
                    texts.push(format!(
                        "{body}({}){source}{sender}",
                        received.delivery.receive_count
                    ));
                    self.handles.push((body, handle));
                }
                texts.join(" ")
            }
            Ok(Answer::TaskHandle(handle)) => self.service.note_task(handle),
            Ok(Answer::Moved(count)) => format!("{count} moved"),
            Ok(Answer::MoveTasks(tasks)) if tasks.is_empty() => "none".into(),
            Ok(Answer::MoveTasks(tasks)) => tasks.iter().map(task_text).collect::<Vec<_>>().join(", "),
        };
        self.handles.iter().fold(text, |text, (body, handle)| {
            text.replace(handle, &format!("<{body}>"))
        })
    }
}

fn task_text(task: &MoveTask) -> String {
    let handle = if task.task_handle.is_some() {
        ""
    } else {
        " no handle"
    };
    let reason = task.failure_reason.as_ref();
    let reason = reason
        .map(|reason| format!(" because {reason}"))
        .unwrap_or_default();
    let (moved, of) = (
        task.approximate_number_of_messages_moved,
        task.approximate_number_of_messages_to_move.unwrap_or_default(),
    );
    format!("{:?} {moved} of {of}{handle}{reason}", task.status)
}

fn batch_text<T>(batch: &BatchAnswer<T>) -> String {
    let successful = batch.successful.iter().map(|(place, _)| format!("{place} ok"));
    let failed = batch.failed.iter();
    let failed = failed.map(|(place, error)| format!("{place} {}: {}", error.query_code, error.message));
    successful.chain(failed).collect::<Vec<_>>().join(", ")
}

fn list(words: &mut Vec<String>, name: &str) -> Vec<Rc<str>> {
    let value = take(words, name).unwrap_or_default();
    let texts = value.split(',').filter(|text| !text.is_empty());
    texts.map(Into::into).collect()
}

/// Entries stand between commas; before a colon is the id.
fn entries<T>(words: &[String], request: impl Fn(&[String]) -> T) -> Vec<Entry<T>> {
    let entries = words.split(|word| word == ",").filter(|words| !words.is_empty());
    let entry = |words: &[String]| {
        let (id, first) = words[0]
            .split_once(':')
            .map_or((None, &*words[0]), |(id, rest)| (Some(id), rest));
        let first = (!first.is_empty()).then(|| first.to_owned());
        let words: Vec<String> = first.into_iter().chain(words[1..].iter().cloned()).collect();
        Entry {
            id: id.map(Into::into),
            request: request(&words),
        }
    };
    entries.map(entry).collect()
}

/// `''` is the empty body.
fn message(mut words: Vec<String>) -> MessageRequest {
    let delay_seconds = number(&mut words, "delay");
    let message_group_id = take(&mut words, "group");
    let message_deduplication_id = take(&mut words, "dedup");
    let size = number(&mut words, "size");
    let body = words
        .first()
        .map(|body| if body == "''" { String::new() } else { body.clone() });
    let body = body.map(|body| body.clone() + &"x".repeat(size.map_or(0, |size| size as usize - body.len())));
    MessageRequest {
        message_body: body.map(Into::into),
        delay_seconds,
        attributes: None,
        message_deduplication_id,
        message_group_id,
    }
}

fn who(text: &str) -> Caller {
    let (account, user) = text.split_once('/').unwrap_or((text, ""));
    let mut caller = root(account);
    if !user.is_empty() {
        caller.principal = Principal::user(user).expect("a user");
    }
    caller
}
