//! Random calls beside a naive model, and calls with arbitrary texts.

use std::collections::BTreeMap;
use std::rc::Rc;

use cloud::sqs::api::{
    Answer, Entry, MessageRequest, Operation, Pairs, QueueOperation, ReceiptRequest, VisibilityRequest,
};
use cloud::time::{SimDuration, SimTime};
use proptest::prelude::*;

use super::client::{OWNER, Service, Told, root, url};

const QUEUES: [&str; 4] = ["a", "ab", "b", "c.fifo"];
const LABELS: [&str; 3] = ["one", "two", "three"];
const KEYS: [&str; 3] = ["x", "y", "z"];

#[derive(Clone, Debug)]
enum Step {
    Pass(u64),
    Create(usize, Vec<Setting>),
    Set(usize, Vec<Setting>),
    Delete(usize),
    Tag(usize, usize, String),
    Untag(usize, usize),
    Allow(usize, usize),
    Disallow(usize, usize),
    List(usize, i64),
}

/// An attribute and its value, which may be wrong.
#[derive(Clone, Debug)]
enum Setting {
    Delay(u32),
    Timeout(u32),
    Key(&'static str),
    Managed(bool),
    Redrive(usize, u32),
    NoRedrive,
}

fn setting() -> impl Strategy<Value = Setting> {
    prop_oneof![
        (0..1_000_u32).prop_map(Setting::Delay),
        (0..3_u32).prop_map(Setting::Timeout),
        prop_oneof![Just("k"), Just("")].prop_map(Setting::Key),
        any::<bool>().prop_map(Setting::Managed),
        (0..QUEUES.len(), 1..3_u32).prop_map(|(queue, count)| Setting::Redrive(queue, count)),
        Just(Setting::NoRedrive),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let queue = || 0..QUEUES.len();
    let settings = || prop::collection::vec(setting(), 0..3);
    prop_oneof![
        (1..90_u64).prop_map(Step::Pass),
        (queue(), settings()).prop_map(|(queue, settings)| Step::Create(queue, settings)),
        (queue(), settings()).prop_map(|(queue, settings)| Step::Create(queue, settings)),
        (queue(), settings()).prop_map(|(queue, settings)| Step::Set(queue, settings)),
        queue().prop_map(Step::Delete),
        (queue(), 0..KEYS.len(), "[a-c]{0,2}").prop_map(|(queue, key, value)| Step::Tag(queue, key, value)),
        (queue(), 0..KEYS.len()).prop_map(|(queue, key)| Step::Untag(queue, key)),
        (queue(), 0..LABELS.len()).prop_map(|(queue, label)| Step::Allow(queue, label)),
        (queue(), 0..LABELS.len()).prop_map(|(queue, label)| Step::Disallow(queue, label)),
        (queue(), 0..4_i64).prop_map(|(prefix, size)| Step::List(prefix, size)),
    ]
}

fn is_fifo(name: &str) -> bool {
    name.ends_with(".fifo")
}

fn arn(name: &str) -> String {
    format!("arn:aws:sqs:us-east-1:{OWNER}:{name}")
}

impl Setting {
    fn pair(&self) -> (Rc<str>, Rc<str>) {
        let (name, value) = match self {
            Self::Delay(seconds) => ("DelaySeconds", seconds.to_string()),
            Self::Timeout(seconds) => ("VisibilityTimeout", seconds.to_string()),
            Self::Key(key) => ("KmsMasterKeyId", (*key).to_owned()),
            Self::Managed(managed) => ("SqsManagedSseEnabled", managed.to_string()),
            Self::Redrive(queue, count) => {
                let target = arn(QUEUES[*queue]);
                // Its members in another order than that in which they are read back.
                (
                    "RedrivePolicy",
                    format!(r#"{{"maxReceiveCount":"{count}", "deadLetterTargetArn":"{target}"}}"#),
                )
            }
            Self::NoRedrive => ("RedrivePolicy", String::new()),
        };
        (name.into(), value.into())
    }
}

/// A queue, as texts.
#[derive(Clone, Debug, PartialEq)]
struct ModelQueue {
    attributes: BTreeMap<&'static str, String>,
    tags: BTreeMap<&'static str, String>,
    labels: Vec<&'static str>,
    modified: u64,
}

#[derive(Default)]
struct Model {
    queues: BTreeMap<&'static str, ModelQueue>,
    deleted: BTreeMap<&'static str, u64>,
    seconds: u64,
}

impl Model {
    fn new_queue(&self) -> ModelQueue {
        let defaults = [
            ("DelaySeconds", "0"),
            ("VisibilityTimeout", "30"),
            ("SqsManagedSseEnabled", "true"),
        ];
        ModelQueue {
            attributes: defaults.map(|(name, value)| (name, value.to_owned())).into(),
            tags: BTreeMap::new(),
            labels: Vec::new(),
            modified: self.seconds,
        }
    }

    /// Whether all of it can be set; the last value of a name counts.
    fn set(&self, name: &str, queue: &mut ModelQueue, settings: &[Setting]) -> bool {
        let (mut key, mut managed) = (None, None);
        let mut valid = true;
        let mut redrive = None;
        for setting in settings {
            match setting {
                Setting::Delay(seconds) => {
                    queue.attributes.insert("DelaySeconds", seconds.to_string());
                }
                Setting::Timeout(seconds) => {
                    queue.attributes.insert("VisibilityTimeout", seconds.to_string());
                }
                Setting::Key(text) => key = Some(*text),
                Setting::Managed(text) => managed = Some(*text),
                Setting::Redrive(target, count) => redrive = Some(Some((QUEUES[*target], *count))),
                Setting::NoRedrive => redrive = Some(None),
            }
        }
        valid &= queue.attributes["DelaySeconds"]
            .parse::<u32>()
            .is_ok_and(|seconds| seconds <= 900);
        match redrive {
            Some(Some((target, count))) => {
                valid &= self.queues.contains_key(target) && is_fifo(target) == is_fifo(name);
                let text = format!(
                    r#"{{"deadLetterTargetArn":"{}","maxReceiveCount":{count}}}"#,
                    arn(target)
                );
                queue.attributes.insert("RedrivePolicy", text);
            }
            Some(None) => {
                queue.attributes.remove("RedrivePolicy");
            }
            None => {}
        }
        let attributes = &mut queue.attributes;
        match key {
            Some("") if attributes.remove("KmsMasterKeyId").is_none() => {}
            Some("") => {
                attributes.insert("SqsManagedSseEnabled", "false".into());
            }
            Some(key) => {
                attributes.insert("KmsMasterKeyId", key.into());
                attributes.insert("SqsManagedSseEnabled", "false".into());
            }
            None => {}
        }
        if let Some(managed) = managed {
            valid &= !(managed && key.is_some_and(|key| !key.is_empty()));
            if managed {
                attributes.remove("KmsMasterKeyId");
            }
            attributes.insert("SqsManagedSseEnabled", managed.to_string());
        }
        valid
    }

    /// Whether it succeeds.
    fn play(&mut self, step: &Step) -> bool {
        match *step {
            Step::Pass(seconds) => self.seconds += seconds,
            Step::Create(place, ref settings) => return self.create(QUEUES[place], settings),
            Step::Set(place, ref settings) => {
                let Some(before) = self.queues.get(QUEUES[place]) else {
                    return false;
                };
                let mut queue = before.clone();
                if settings.is_empty() || !self.set(QUEUES[place], &mut queue, settings) {
                    return false;
                }
                queue.modified = self.seconds;
                self.queues.insert(QUEUES[place], queue);
            }
            Step::Delete(place) => {
                let deleted = self.queues.remove(QUEUES[place]).is_some();
                if deleted {
                    self.deleted.insert(QUEUES[place], self.seconds);
                }
                return deleted;
            }
            Step::Tag(place, key, ref value) => {
                let Some(queue) = self.queues.get_mut(QUEUES[place]) else {
                    return false;
                };
                queue.tags.insert(KEYS[key], value.clone());
            }
            Step::Untag(place, key) => {
                let Some(queue) = self.queues.get_mut(QUEUES[place]) else {
                    return false;
                };
                queue.tags.remove(KEYS[key]);
            }
            Step::Allow(place, label) => {
                let Some(queue) = self.queues.get_mut(QUEUES[place]) else {
                    return false;
                };
                // The same permission again changes nothing.
                if !queue.labels.contains(&LABELS[label]) {
                    queue.labels.push(LABELS[label]);
                    queue.modified = self.seconds;
                }
            }
            Step::Disallow(place, label) => {
                let Some(queue) = self.queues.get_mut(QUEUES[place]) else {
                    return false;
                };
                let before = queue.labels.len();
                queue.labels.retain(|own| *own != LABELS[label]);
                if queue.labels.len() == before {
                    return false;
                }
                queue.modified = self.seconds;
            }
            Step::List(..) => {}
        }
        true
    }

    fn create(&mut self, name: &'static str, settings: &[Setting]) -> bool {
        if let Some(before) = self.queues.get(name) {
            let mut queue = before.clone();
            return self.set(name, &mut queue, settings) && {
                let same = |name: &str| queue.attributes.get(name) == before.attributes.get(name);
                settings.iter().all(|setting| same(&setting.pair().0))
            };
        }
        let recently = |at: &u64| self.seconds < at + 60;
        if self.deleted.get(name).is_some_and(recently) {
            return false;
        }
        let mut queue = self.new_queue();
        if !self.set(name, &mut queue, settings) {
            return false;
        }
        self.queues.insert(name, queue);
        true
    }
}

fn pairs(name: &str, settings: &[Setting]) -> Pairs {
    let fifo = is_fifo(name).then(|| ("FifoQueue".into(), "true".into()));
    fifo.into_iter()
        .chain(settings.iter().map(Setting::pair))
        .collect()
}

/// The same step, as a call.
fn play(service: &mut Service, step: &Step) -> Told {
    match *step {
        Step::Pass(seconds) => {
            let later = service.now + SimDuration::from_secs(seconds);
            service.advance(later);
            Ok(Answer::Done)
        }
        Step::Create(place, ref settings) => service.call(Operation::CreateQueue {
            queue_name: Some(QUEUES[place].into()),
            attributes: pairs(QUEUES[place], settings),
            tags: Vec::new(),
        }),
        Step::Set(place, ref settings) => {
            let attributes = Some(settings.iter().map(Setting::pair).collect());
            service.on(QUEUES[place], QueueOperation::SetQueueAttributes { attributes })
        }
        Step::Delete(place) => service.on(QUEUES[place], QueueOperation::DeleteQueue),
        Step::Tag(place, key, ref value) => {
            let tags = Some(vec![(KEYS[key].into(), value.as_str().into())]);
            service.on(QUEUES[place], QueueOperation::TagQueue { tags })
        }
        Step::Untag(place, key) => {
            let tag_keys = vec![KEYS[key].into()];
            service.on(QUEUES[place], QueueOperation::UntagQueue { tag_keys })
        }
        Step::Allow(place, label) => {
            let operation = QueueOperation::AddPermission {
                label: Some(LABELS[label].into()),
                aws_account_ids: vec!["222222222222".into()],
                actions: vec!["SendMessage".into()],
            };
            service.on(QUEUES[place], operation)
        }
        Step::Disallow(place, label) => {
            let label = Some(LABELS[label].into());
            service.on(QUEUES[place], QueueOperation::RemovePermission { label })
        }
        Step::List(prefix, size) => Ok(Answer::QueueUrls {
            queues: all_pages(service, &QUEUES[prefix][..1], size)?,
            next_token: None,
        }),
    }
}

/// The queues of all pages of this size.
fn all_pages(
    service: &mut Service,
    prefix: &str,
    size: i64,
) -> Result<Vec<cloud::sqs::api::QueueAddress>, cloud::sqs::api::ApiError> {
    let (mut all, mut token) = (Vec::new(), None);
    loop {
        let told = service.call(Operation::ListQueues {
            queue_name_prefix: Some(prefix.into()),
            max_results: Some(size),
            next_token: token,
        })?;
        let Answer::QueueUrls { queues, next_token } = told else {
            panic!("no queues: {told:?}");
        };
        assert!(size == 0 || queues.len() <= size as usize);
        all.extend(queues);
        token = next_token;
        if token.is_none() {
            return Ok(all);
        }
    }
}

/// All that can be read of a queue is what the model has.
fn compare(service: &mut Service, model: &Model) {
    for name in QUEUES {
        let attribute_names = vec!["All".into()];
        let told = service.on(name, QueueOperation::GetQueueAttributes { attribute_names });
        let Some(queue) = model.queues.get(name) else {
            assert_eq!(told.expect_err("no queue").code, "QueueDoesNotExist");
            continue;
        };
        let Ok(Answer::Attributes(pairs)) = told else {
            panic!("no attributes: {told:?}");
        };
        let own: BTreeMap<&str, &str> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
        for name in [
            "DelaySeconds",
            "VisibilityTimeout",
            "SqsManagedSseEnabled",
            "KmsMasterKeyId",
            "RedrivePolicy",
        ] {
            assert_eq!(
                own.get(name).copied(),
                queue.attributes.get(name).map(String::as_str),
                "{name}"
            );
        }
        assert_eq!(
            own["LastModifiedTimestamp"],
            (1_700_000_000 + queue.modified).to_string()
        );
        let policy = own.get("Policy").copied().unwrap_or_default();
        let labels: Vec<&str> = policy
            .split("\"Sid\":\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(labels, queue.labels);
        let tags = service.on(name, QueueOperation::ListQueueTags);
        let wanted: Pairs = queue
            .tags
            .iter()
            .map(|(key, value)| ((*key).into(), value.as_str().into()))
            .collect();
        assert_eq!(tags, Ok(Answer::Tags(wanted)));
        let sources = service.call(Operation::ListDeadLetterSourceQueues {
            queue_url: Some(url(name)),
            max_results: None,
            next_token: None,
        });
        let Ok(Answer::QueueUrls { queues, .. }) = sources else {
            panic!("no queues: {sources:?}");
        };
        let names_it = |queue: &ModelQueue| {
            let policy = queue.attributes.get("RedrivePolicy");
            policy.is_some_and(|policy| policy.contains(&format!("{}\"", arn(name))))
        };
        let wanted: Vec<&str> = model
            .queues
            .iter()
            .filter(|(_, queue)| names_it(queue))
            .map(|(name, _)| *name)
            .collect();
        let sources: Vec<&str> = queues.iter().map(|queue| &*queue.name).collect();
        assert_eq!(sources, wanted, "sources of {name}");
    }
}

/// Texts that are wrong, nearly right, or right.
fn text() -> impl Strategy<Value = Rc<str>> {
    let right = prop::sample::select(vec![
        "q",
        "q.fifo",
        "111111111111",
        "All",
        "Policy",
        "RedrivePolicy",
        "RedriveAllowPolicy",
        "FifoQueue",
        "KmsMasterKeyId",
        "DelaySeconds",
        "true",
        "10",
        "SendMessage",
        "arn:aws:sqs:us-east-1:111111111111:q",
        "https://sqs.us-east-1.amazonaws.com/111111111111/q",
        r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:q","maxReceiveCount":2}"#,
        r#"{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:111111111111:q"]}"#,
        r#"{"Statement":{"Effect":"Deny","Principal":{"AWS":["*"]},"Action":"*?","Resource":"*","Condition":{"NumericLessThan":{"aws:EpochTime":"5"}}}}"#,
        "eyJ0YXNrSWQiOiJ4Iiwic291cmNlQXJuIjoiYXJuOmF3czpzcXM6dXMtZWFzdC0xOjExMTExMTExMTExMTpxIn0=",
        "cQ==",
    ]);
    let torn = (right.clone(), any::<prop::sample::Index>(), ".{0,2}").prop_map(|(text, place, noise)| {
        let place = place.index(text.len());
        format!("{}{noise}{}", &text[..place], &text[place + 1..])
    });
    prop_oneof![
        right.prop_map(Into::into),
        torn.prop_map(Into::into),
        ".{0,20}".prop_map(Into::into),
    ]
}

fn some_text() -> impl Strategy<Value = Option<Rc<str>>> {
    prop::option::weighted(0.9, text())
}

fn some_number() -> impl Strategy<Value = Option<i64>> {
    prop::option::of(prop_oneof![any::<i64>(), -1..12_i64])
}

fn some_pairs() -> impl Strategy<Value = Pairs> {
    prop::collection::vec((text(), text()), 0..3)
}

fn message() -> impl Strategy<Value = MessageRequest> {
    (some_text(), some_number(), some_text(), some_text()).prop_map(|(body, delay, group, deduplication)| {
        MessageRequest {
            message_body: body,
            delay_seconds: delay,
            attributes: None,
            message_deduplication_id: deduplication,
            message_group_id: group,
        }
    })
}

fn entries<T: std::fmt::Debug>(request: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<Entry<T>>> {
    let entry = (some_text(), request).prop_map(|(id, request)| Entry { id, request });
    prop::collection::vec(entry, 0..3)
}

fn visibility() -> impl Strategy<Value = VisibilityRequest> {
    (some_text(), some_number()).prop_map(|(receipt_handle, visibility_timeout)| VisibilityRequest {
        receipt_handle,
        visibility_timeout,
    })
}

fn queue_operation() -> impl Strategy<Value = QueueOperation> {
    use QueueOperation as Q;
    let texts = || prop::collection::vec(text(), 0..3);
    let receipt = || some_text().prop_map(|receipt_handle| ReceiptRequest { receipt_handle });
    prop_oneof![
        prop_oneof![Just(Q::DeleteQueue), Just(Q::PurgeQueue), Just(Q::ListQueueTags)],
        texts().prop_map(|attribute_names| Q::GetQueueAttributes { attribute_names }),
        prop::option::of(some_pairs()).prop_map(|attributes| Q::SetQueueAttributes { attributes }),
        (some_text(), texts(), texts()).prop_map(|(label, aws_account_ids, actions)| Q::AddPermission {
            label,
            aws_account_ids,
            actions,
        }),
        some_text().prop_map(|label| Q::RemovePermission { label }),
        prop::option::of(some_pairs()).prop_map(|tags| Q::TagQueue { tags }),
        texts().prop_map(|tag_keys| Q::UntagQueue { tag_keys }),
        message().prop_map(Q::SendMessage),
        entries(message()).prop_map(|entries| Q::SendMessageBatch { entries }),
        (some_number(), some_number(), some_text()).prop_map(|(most, timeout, attempt)| Q::ReceiveMessage {
            max_number_of_messages: most,
            visibility_timeout: timeout,
            wait_time_seconds: Some(0),
            receive_request_attempt_id: attempt,
        }),
        receipt().prop_map(Q::DeleteMessage),
        entries(receipt()).prop_map(|entries| Q::DeleteMessageBatch { entries }),
        visibility().prop_map(Q::ChangeMessageVisibility),
        entries(visibility()).prop_map(|entries| Q::ChangeMessageVisibilityBatch { entries }),
    ]
}

fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![
        (some_text(), some_pairs(), some_pairs()).prop_map(|(queue_name, attributes, tags)| {
            Operation::CreateQueue {
                queue_name,
                attributes,
                tags,
            }
        }),
        (some_text(), some_text()).prop_map(|(queue_name, owner)| Operation::GetQueueUrl {
            queue_name,
            queue_owner_aws_account_id: owner,
        }),
        (some_text(), some_number(), some_text()).prop_map(|(prefix, max_results, next_token)| {
            Operation::ListQueues {
                queue_name_prefix: prefix,
                max_results,
                next_token,
            }
        }),
        (some_text(), some_number(), some_text()).prop_map(|(queue_url, max_results, next_token)| {
            Operation::ListDeadLetterSourceQueues {
                queue_url,
                max_results,
                next_token,
            }
        }),
        (some_text(), some_number()).prop_map(|(source_arn, max_results)| Operation::ListMessageMoveTasks {
            source_arn,
            max_results,
        }),
        (some_text(), some_text(), some_number()).prop_map(|(source_arn, destination_arn, rate)| {
            Operation::StartMessageMoveTask {
                source_arn,
                destination_arn,
                max_number_of_messages_per_second: rate,
            }
        }),
        some_text().prop_map(|task_handle| Operation::CancelMessageMoveTask { task_handle }),
        (some_text(), queue_operation())
            .prop_map(|(queue_url, operation)| Operation::OnQueue { queue_url, operation }),
        queue_operation().prop_map(|operation| Operation::OnQueue {
            queue_url: Some(url("q")),
            operation,
        }),
    ]
}

proptest! {
    #[test]
    fn the_registry_does_what_the_model_does(steps in prop::collection::vec(step(), 1..40)) {
        let (mut service, mut model) = (Service::default(), Model::default());
        for step in &steps {
            let succeeds = model.play(step);
            let told = play(&mut service, step);
            prop_assert_eq!(told.is_ok(), succeeds, "{:?} told {:?}", step, told);
            if let (Step::List(prefix, _), Ok(Answer::QueueUrls { queues, .. })) = (step, told) {
                let names: Vec<&str> = queues.iter().map(|queue| &*queue.name).collect();
                let prefix = &QUEUES[*prefix][..1];
                let wanted: Vec<&str> =
                    model.queues.keys().filter(|name| name.starts_with(prefix)).copied().collect();
                prop_assert_eq!(names, wanted);
            }
            compare(&mut service, &model);
        }
    }

    #[test]
    fn no_text_makes_it_panic(operations in prop::collection::vec((operation(), 0..3_u64), 1..30)) {
        let mut service = Service::default();
        service.create("q", &[]).expect("a queue");
        for (operation, seconds) in operations {
            let _told = service.call_as(root(OWNER), operation);
            let later = SimTime::from_secs(service.now.as_secs() + seconds);
            service.advance(later);
        }
    }
}
