//! What becomes of a request: which service and operation it means, who asks, and what its members say.

use cloud::account::Caller;
use cloud::sqs::api::Call;

use crate::endpoint::{Base, Endpoint};
use crate::failure::{self, Failure, Format};
use crate::http::{Request, Response};
use crate::protocol::json;
use crate::protocol::query::Form;
use crate::reply::{ReplyContext, success};
use crate::services::{Around, Binding, Bound, SERVICES};
use crate::shape::{Operation, Path, Service};
use crate::signature::{self, Credential};
use crate::value::{Record, Value};

/// What a request is.
#[derive(Debug)]
pub enum Accepted {
    /// A call; what it answers goes to [`ReplyContext::respond`].
    Call(Call, ReplyContext),
    /// Answered without asking a service.
    Answered(Response),
}

/// Reads a request. `number` is the host's own count of requests, of which the answer's request id is made.
pub fn accept(request: &Request<'_>, endpoint: &Endpoint, number: u64) -> Accepted {
    if request.body.len() > endpoint.most_body_bytes {
        return Accepted::Answered(refuse_long_body(request, endpoint, number));
    }
    let request_id = endpoint.origin.ids.request(number);
    let asked = Asked::of(request, endpoint);
    match asked.accept(&request_id) {
        Ok(accepted) => accepted,
        Err(failure) => Accepted::Answered(failure.respond(asked.service(), asked.format, &request_id)),
    }
}

/// The answer to a request whose body is longer than the endpoint takes. It is in the protocol of the request, which does not
/// depend on what the body says: whoever finds the body too long need not have read it.
pub fn refuse_long_body(request: &Request<'_>, endpoint: &Endpoint, number: u64) -> Response {
    let request = Request {
        body: &[],
        ..*request
    };
    let asked = Asked::of(&request, endpoint);
    let request_id = endpoint.origin.ids.request(number);
    Failure::too_large(endpoint.most_body_bytes).respond(asked.service(), asked.format, &request_id)
}

/// A request, with what its head says.
struct Asked<'a> {
    request: &'a Request<'a>,
    endpoint: &'a Endpoint,
    form: Form<'a>,
    credential: Option<Credential>,
    binding: &'static Binding,
    format: Format,
}

impl<'a> Asked<'a> {
    fn of(request: &'a Request<'a>, endpoint: &'a Endpoint) -> Self {
        let format = format(request);
        let body = if format == Format::Json { &[] } else { request.body };
        let form = Form::new([request.query().as_bytes(), body]);
        let credential = Credential::of(request, &form);
        Self {
            request,
            endpoint,
            binding: binding(request, &form, credential.as_ref()),
            form,
            credential,
            format,
        }
    }

    fn accept(&self, request_id: &str) -> Result<Accepted, Failure> {
        let Some(operation) = self.operation()? else {
            return Ok(Accepted::Answered(failure::nothing_asked(request_id)));
        };
        let caller = self.caller()?;
        let members = self.members(operation)?;
        let around = Around {
            caller: &caller,
            origin: self.endpoint.origin,
            trace_id: self.request.header("x-amzn-trace-id"),
            is_query: self.format != Format::Json,
        };
        let bound = (self.binding.bind)(operation, members, &around);
        match bound.ok_or_else(|| self.unknown(operation.name))? {
            Bound::Answer(record) => {
                let response = success(self.service(), operation, self.format, &record, request_id);
                Ok(Accepted::Answered(response))
            }
            Bound::Call(call, shown) => {
                let region = signature::region(self.credential.as_ref());
                let call = Call {
                    caller,
                    region: region.unwrap_or_else(|| self.endpoint.region.clone()),
                    operation: call,
                };
                let reply = ReplyContext {
                    request_id: request_id.to_owned(),
                    format: self.format,
                    operation,
                    shown,
                    base: Base::of(self.request, self.endpoint.queue_urls),
                    origin: self.endpoint.origin,
                };
                Ok(Accepted::Call(call, reply))
            }
        }
    }

    fn service(&self) -> &'static Service {
        self.binding.service
    }

    fn unknown(&self, name: &str) -> Failure {
        Failure::unknown_operation(self.service(), name, self.format)
    }

    /// The operation that is named; none, if there is no name where AWS expects none.
    fn operation(&self) -> Result<Option<&'static Operation>, Failure> {
        let is_post = self.request.method == "POST";
        let name = match self.format {
            Format::Json if !is_post => return Ok(None),
            Format::Json => {
                let target = self.request.header("x-amz-target").unwrap_or_default();
                let (prefix, name) = target.split_once('.').unwrap_or_default();
                if self.service().target_prefix != Some(prefix) {
                    return Err(self.unknown(name));
                }
                name
            }
            Format::Xml | Format::Tree => match self.form.get("Action") {
                Some(name) if is_post || self.request.method == "GET" => name,
                None if is_post => return Err(Failure::missing_action()),
                _ => return Ok(None),
            },
        };
        let operation = self.service().operation(name);
        let operation = operation.filter(|operation| self.is_signed_for() && self.is_at_path(operation));
        operation.map(Some).ok_or_else(|| self.unknown(name))
    }

    /// Whether the scope of the signature, if there is one, is the service.
    fn is_signed_for(&self) -> bool {
        let scope = self
            .credential
            .as_ref()
            .and_then(|credential| credential.service.as_deref());
        scope.is_none_or(|scope| scope == self.service().name)
    }

    /// Whether the path of the request has the operation.
    fn is_at_path(&self, operation: &Operation) -> bool {
        let has = |path: Path| {
            operation.input.member(path.member).is_some() || path.others.contains(&operation.name)
        };
        self.named_path().is_none() || self.service().path.is_some_and(has)
    }

    /// The path of a Query request that is not just `/`.
    fn named_path(&self) -> Option<&str> {
        let path = self.request.path();
        (self.format != Format::Json && !path.trim_matches('/').is_empty()).then_some(path)
    }

    fn caller(&self) -> Result<Caller, Failure> {
        let default = self.endpoint.account;
        match &self.credential {
            Some(credential) => Ok(signature::caller(&credential.access_key, default)),
            None if self.endpoint.require_authorization => Err(Failure::no_authorization()),
            None => Ok(signature::root(default)),
        }
    }

    /// The members of the request. The path stands for one of them if the request does not say it.
    fn members(&self, operation: &'static Operation) -> Result<Record, Failure> {
        let read = match self.format {
            Format::Json => json::decode(&operation.input, self.request.body),
            Format::Xml | Format::Tree => self.form.decode(&operation.input),
        };
        let mut record = read.map_err(Failure::malformed)?;
        let by_path = self
            .service()
            .path
            .and_then(|path| operation.input.member(path.member));
        if let Some((path, member)) = self.named_path().zip(by_path)
            && record.get(member.name).is_none()
        {
            record.set(member.name, Value::from(path));
        }
        Ok(record)
    }
}

fn format(request: &Request<'_>) -> Format {
    let has = |name, text| {
        request
            .header(name)
            .is_some_and(|value: &str| value.contains(text))
    };
    if request.header("x-amz-target").is_some() || has("content-type", "application/x-amz-json") {
        Format::Json
    } else if has("accept", "application/json") {
        Format::Tree
    } else {
        Format::Xml
    }
}

/// The service that is meant: by the target, the scope of the signature, the API's version, the operation, or the host.
fn binding(request: &Request<'_>, form: &Form<'_>, credential: Option<&Credential>) -> &'static Binding {
    let target = request
        .header("x-amz-target")
        .and_then(|target| target.split_once('.'));
    let scope = credential.and_then(|credential| credential.service.as_deref());
    let host = request.header("host").unwrap_or_default();
    let (version, action) = (form.get("Version"), form.get("Action"));
    let signs: [&dyn Fn(&Service) -> bool; 5] = [
        &|service| target.is_some_and(|(prefix, _)| service.target_prefix == Some(prefix)),
        &|service| scope == Some(service.name),
        &|service| version == Some(service.version),
        &|service| action.is_some_and(|action| service.operation(action).is_some()),
        &|service| host.split('.').next() == Some(service.name),
    ];
    let found = signs
        .iter()
        .find_map(|sign| SERVICES.iter().find(|binding| sign(binding.service)));
    found.unwrap_or(&SERVICES[0])
}
