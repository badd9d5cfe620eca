//! Clients that call a registry, and say what they expect.

use std::rc::Rc;

use cloud::account::{Caller, Principal};
use cloud::sqs::api::{Answer, ApiError, Call, MessageRequest, Operation, QueueOperation, Received};
use cloud::sqs::{Context, HappeningKind, Host, Mark, PollId, Registry, Reply, Sqs};
use cloud::time::SimTime;

pub(crate) const OWNER: &str = "111111111111";

/// A registry, its queues and the time.
pub(crate) struct Service {
    pub(crate) sqs: Sqs,
    pub(crate) registry: Registry,
    pub(crate) now: SimTime,
    marks: u64,
    tasks: Vec<Rc<str>>,
}

pub(crate) type Told = Result<Answer, ApiError>;

pub(crate) fn root(account: &str) -> Caller {
    Caller {
        account: account.parse().expect("an account"),
        principal: Principal::Root,
    }
}

pub(crate) fn url(name: &str) -> Rc<str> {
    format!("https://sqs.us-east-1.amazonaws.com/{OWNER}/{name}").into()
}

/// Marks what is sent, one after the other.
struct Marks<'a>(&'a mut u64);

impl Host for Marks<'_> {
    fn mark(&mut self, _message: &MessageRequest) -> Mark {
        *self.0 += 1;
        Mark(*self.0)
    }
}

impl Default for Service {
    fn default() -> Self {
        Self {
            sqs: Sqs::default(),
            registry: Registry::new(7, 1_700_000_000_000),
            now: SimTime::ZERO,
            marks: 0,
            tasks: Vec::new(),
        }
    }
}

impl Service {
    pub(crate) fn advance(&mut self, now: SimTime) {
        while let Some(at) = self.registry.next_deadline().filter(|at| *at <= now) {
            self.sqs.advance(at);
            self.registry.advance(&mut self.sqs, at);
        }
        self.sqs.advance(now);
        self.now = now;
    }

    /// Move tasks are called `task0` and so on.
    pub(crate) fn note_task(&mut self, handle: Rc<str>) -> String {
        self.tasks.push(handle);
        format!("task{}", self.tasks.len() - 1)
    }

    pub(crate) fn task_handle(&self, name: &str) -> Rc<str> {
        let number = name.strip_prefix("task").and_then(|number| number.parse().ok());
        number.map_or(name.into(), |number: usize| self.tasks[number].clone())
    }

    pub(crate) fn call(&mut self, operation: Operation) -> Told {
        self.call_as(root(OWNER), operation)
    }

    pub(crate) fn call_as(&mut self, caller: Caller, operation: Operation) -> Told {
        match self.reply(caller, operation) {
            Reply::Answered(told) => told,
            Reply::Waiting => panic!("it waits"),
        }
    }

    fn reply(&mut self, caller: Caller, operation: Operation) -> Reply {
        let call = Call {
            caller,
            region: "us-east-1".parse().expect("a region"),
            operation,
        };
        let mut host = Marks(&mut self.marks);
        let context = Context {
            poll: PollId(0),
            host: &mut host,
        };
        self.sqs.advance(self.now);
        let reply = self.registry.call(&mut self.sqs, self.now, &call, context);
        self.sqs.check_invariants();
        reply
    }

    pub(crate) fn waits(&mut self, queue: &str, operation: QueueOperation) -> bool {
        let operation = Operation::OnQueue {
            queue_url: Some(url(queue)),
            operation,
        };
        self.reply(root(OWNER), operation) == Reply::Waiting
    }

    /// What the client is told whose long poll has ended.
    pub(crate) fn ended_poll(&mut self) -> Vec<Received> {
        let mut happenings = Vec::new();
        self.sqs.take_happenings(&mut happenings);
        let ended = happenings.into_iter().find_map(|happening| match happening.kind {
            HappeningKind::PollEnded { poll } => Some((happening.queue, poll)),
            _ => None,
        });
        let (queue, poll) = ended.expect("a poll that ended");
        let deliveries = self.sqs.take_answer(poll);
        match self.registry.received(queue, deliveries) {
            Answer::Messages(messages) => messages,
            other => panic!("no messages: {other:?}"),
        }
    }

    pub(crate) fn create(&mut self, name: &str, attributes: &[(&str, &str)]) -> Told {
        let pair = |&(name, value): &(&str, &str)| (name.into(), value.into());
        self.call(Operation::CreateQueue {
            queue_name: Some(name.into()),
            attributes: attributes.iter().map(pair).collect(),
            tags: Vec::new(),
        })
    }

    pub(crate) fn on(&mut self, queue: &str, operation: QueueOperation) -> Told {
        self.on_as(root(OWNER), queue, operation)
    }

    pub(crate) fn on_as(&mut self, caller: Caller, queue: &str, operation: QueueOperation) -> Told {
        let operation = Operation::OnQueue {
            queue_url: Some(url(queue)),
            operation,
        };
        self.call_as(caller, operation)
    }

    pub(crate) fn send(&mut self, queue: &str, body: &str) -> Told {
        let request = MessageRequest {
            message_body: Some(body.into()),
            ..MessageRequest::default()
        };
        self.on(queue, QueueOperation::SendMessage(request))
    }

    pub(crate) fn receive(&mut self, queue: &str) -> Vec<Received> {
        let told = self.on(
            queue,
            QueueOperation::ReceiveMessage {
                max_number_of_messages: Some(10),
                visibility_timeout: None,
                wait_time_seconds: None,
                receive_request_attempt_id: None,
            },
        );
        match told {
            Ok(Answer::Messages(messages)) => messages,
            other => panic!("no messages: {other:?}"),
        }
    }
}
