//! A host without sockets: a registry, its queues, and a clock that goes on when told to.

use cloud::sqs::api::{Answer, ApiError, Call, MessageRequest};
use cloud::sqs::ids::Ids;
use cloud::sqs::{Context, Happening, HappeningKind, Host, Mark, PollId, Registry, Reply, Sqs};
use cloud::time::{SimDuration, SimTime};
use wire::{Accepted, Endpoint, Origin, QueueUrls, Request, Response, accept};

pub(crate) const SEED: u64 = 7;
const START: u64 = 1_700_000_000_000;

/// What a test sends.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Sent {
    /// A request to SQS in JSON.
    pub(crate) fn json(operation: &str, body: &str) -> Self {
        Self {
            method: "POST",
            target: "/".to_owned(),
            headers: vec![
                ("Host", "localhost:4566".to_owned()),
                ("Content-Type", "application/x-amz-json-1.0".to_owned()),
                ("X-Amz-Target", format!("AmazonSQS.{operation}")),
            ],
            body: body.into(),
        }
    }

    /// A request in the Query protocol. The form is written as it is.
    pub(crate) fn query(form: &str) -> Self {
        Self {
            method: "POST",
            target: "/".to_owned(),
            headers: vec![
                ("Host", "localhost:4566".to_owned()),
                (
                    "Content-Type",
                    "application/x-www-form-urlencoded; charset=utf-8".to_owned(),
                ),
            ],
            body: form.into(),
        }
    }

    /// A `GET` of this path and query.
    pub(crate) fn get(target: &str) -> Self {
        Self {
            method: "GET",
            target: target.to_owned(),
            headers: vec![("Host", "localhost:4566".to_owned())],
            body: Vec::new(),
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) fn at(mut self, target: &str) -> Self {
        self.target = target.to_owned();
        self
    }

    pub(crate) fn by(self, method: &'static str) -> Self {
        Self { method, ..self }
    }

    /// Signed with this access key, for this region and service.
    pub(crate) fn signed(self, key: &str, region: &str, service: &str) -> Self {
        let value = format!(
            "AWS4-HMAC-SHA256 Credential={key}/20261120/{region}/{service}/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature=0123"
        );
        self.header("Authorization", &value)
    }

    pub(crate) fn accept(&self, endpoint: &Endpoint, number: u64) -> Accepted {
        let headers: Vec<(&str, &[u8])> = self
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_bytes()))
            .collect();
        let request = Request {
            method: self.method,
            target: &self.target,
            headers: &headers,
            body: &self.body,
        };
        accept(&request, endpoint, number)
    }
}

pub(crate) fn endpoint() -> Endpoint {
    Endpoint {
        account: "123456789012".parse().expect("an account"),
        region: "us-east-1".parse().expect("a region"),
        queue_urls: QueueUrls::Host,
        require_authorization: false,
        origin: Origin {
            ids: Ids::new(SEED),
            start_unix_millis: START,
        },
        most_body_bytes: 1 << 21,
    }
}

/// A response, as it would stand on the wire.
pub(crate) fn shown(response: &Response) -> String {
    let mut text = format!("{}\n", response.status);
    for (name, value) in &response.headers {
        text.push_str(&format!("{name}: {value}\n"));
    }
    let length = response.header("content-length");
    assert_eq!(length, Some(&*response.body.len().to_string()));
    text.push('\n');
    text + std::str::from_utf8(&response.body).expect("UTF-8")
}

/// Status, and the body if there is one.
pub(crate) fn brief(response: &Response) -> String {
    let body = std::str::from_utf8(&response.body).expect("UTF-8");
    if body.is_empty() {
        response.status.to_string()
    } else {
        format!("{} {body}", response.status)
    }
}

/// The text between two others.
pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after)
        .unwrap_or_else(|| panic!("no {after} in {rest}"))
        .0
}

/// See the module.
pub(crate) struct Local {
    pub(crate) endpoint: Endpoint,
    sqs: Sqs,
    registry: Registry,
    now: SimTime,
    marks: u64,
    requests: u64,
    calls: u64,
}

struct Marks<'a>(&'a mut u64);

impl Host for Marks<'_> {
    fn mark(&mut self, _message: &MessageRequest) -> Mark {
        *self.0 += 1;
        Mark(*self.0)
    }
}

impl Default for Local {
    fn default() -> Self {
        Self {
            endpoint: endpoint(),
            sqs: Sqs::default(),
            registry: Registry::new(SEED, START),
            now: SimTime::ZERO,
            marks: 0,
            requests: 0,
            calls: 0,
        }
    }
}

impl Local {
    /// The response to a request; a long poll ends as the clock reaches it.
    pub(crate) fn send(&mut self, sent: &Sent) -> Response {
        self.requests += 1;
        match sent.accept(&self.endpoint, self.requests) {
            Accepted::Answered(response) => response,
            Accepted::Call(call, reply) => reply.respond(self.call(&call)),
        }
    }

    /// The answer to a call.
    pub(crate) fn call(&mut self, call: &Call) -> Result<Answer, ApiError> {
        self.calls += 1;
        self.sqs.advance(self.now);
        let mut host = Marks(&mut self.marks);
        let context = Context {
            poll: PollId(self.calls),
            host: &mut host,
        };
        match self.registry.call(&mut self.sqs, self.now, call, context) {
            Reply::Answered(answer) => answer,
            Reply::Waiting => Ok(self.wait()),
        }
    }

    fn wait(&mut self) -> Answer {
        let mut happenings: Vec<Happening> = Vec::new();
        loop {
            self.now = self.sqs.next_deadline().expect("a poll ends");
            self.sqs.advance(self.now);
            self.sqs.take_happenings(&mut happenings);
            for happening in happenings.drain(..) {
                if let HappeningKind::PollEnded { poll } = happening.kind {
                    let deliveries = self.sqs.take_answer(poll);
                    return self.registry.received(happening.queue, deliveries);
                }
            }
        }
    }

    pub(crate) fn pass(&mut self, time: SimDuration) {
        self.now += time;
        self.sqs.advance(self.now);
        self.registry.advance(&mut self.sqs, self.now);
    }

    /// The body of a response that must be a success.
    pub(crate) fn ok(&mut self, sent: &Sent) -> String {
        let response = self.send(sent);
        let text = String::from_utf8(response.body).expect("UTF-8");
        assert_eq!(response.status, 200, "{text}");
        text
    }
}
