//! One connection: HTTP/1.1, or HTTP/2 by prior knowledge, with a limit to everything that a client can take its time over or
//! have too much of.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{CONNECTION, HeaderName, HeaderValue};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, Version};
use hyper_util::rt::{TokioIo, TokioTimer};
use sim::CallNumber;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use wire::{Accepted, Endpoint, accept};

use super::host::{Asked, Host};
use super::page::Page;

/// How long a client may take over what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// To send the head of a request; as long an idle connection is kept.
    head: Duration,
    /// To send its body.
    body: Duration,
    /// To take what it is told.
    answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            body: Duration::from_secs(20),
            answer: Duration::from_secs(30),
        }
    }
}

/// The most bytes of a head.
const HEAD_BYTES: usize = 64 << 10;
const MOST_HEADERS: usize = 100;
/// Requests at the same time on one connection of HTTP/2.
const STREAMS: u32 = 128;
/// What a client says first who speaks HTTP/2 and knows that we do.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What all connections share.
pub(crate) struct Server {
    pub(crate) host: RefCell<Host>,
    pub(crate) endpoint: Endpoint,
    /// Instead of everything: the answer to every request, to measure what the rest costs.
    pub(crate) constant: Option<Bytes>,
    pub(crate) requests: std::cell::Cell<u64>,
    pub(crate) patience: Patience,
    /// What shows the world to who looks.
    pub(crate) page: Option<Page>,
}

/// Serves what comes on a connection until it ends, or until `end` says so.
pub(crate) async fn serve(server: Rc<Server>, stream: TcpStream, mut end: watch::Receiver<bool>) {
    let patience = server.patience;
    let version = tokio::select! {
        version = timeout(patience.head, version(&stream)) => version.ok().flatten(),
        _ = end.wait_for(|end| *end) => None,
    };
    let Some(version) = version else { return };
    // An answer is one write: there is nothing to wait for.
    let _ = stream.set_nodelay(true);
    #[cfg(target_os = "linux")]
    let _ = socket2::SockRef::from(&stream).set_tcp_user_timeout(Some(patience.answer));
    let io = TokioIo::new(stream);
    let service = service_fn(|request| answer(server.clone(), request));
    // What a client does wrong ends its connection, and that is all.
    if version == Version::HTTP_2 {
        let mut builder = http2::Builder::new(LocalExecutor);
        let connection = builder
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(u32::try_from(HEAD_BYTES).unwrap_or(u32::MAX))
            .keep_alive_interval(patience.head)
            .serve_connection(io, service);
        let mut connection = std::pin::pin!(connection);
        tokio::select! {
            _ = connection.as_mut() => return,
            _ = end.wait_for(|end| *end) => connection.as_mut().graceful_shutdown(),
        }
        let _ = connection.await;
    } else {
        let mut builder = http1::Builder::new();
        let connection = builder
            .timer(TokioTimer::new())
            .header_read_timeout(patience.head)
            .max_buf_size(HEAD_BYTES)
            .max_headers(MOST_HEADERS)
            .serve_connection(io, service);
        let mut connection = std::pin::pin!(connection);
        tokio::select! {
            _ = connection.as_mut() => return,
            _ = end.wait_for(|end| *end) => connection.as_mut().graceful_shutdown(),
        }
        let _ = connection.await;
    }
}

/// What a client speaks, by its first bytes; nothing if it says nothing.
async fn version(stream: &TcpStream) -> Option<Version> {
    let mut first = [0; PREFACE.len()];
    loop {
        let count = stream.peek(&mut first).await.ok().filter(|count| *count > 0)?;
        if first[..count] != PREFACE[..count] {
            return Some(Version::HTTP_11);
        }
        if count == PREFACE.len() {
            return Some(Version::HTTP_2);
        }
        // The rest is on its way.
        sleep(Duration::from_millis(5)).await;
    }
}

/// Futures of connections stay on this thread, where the world is.
#[derive(Clone, Copy)]
struct LocalExecutor;

impl<F: Future<Output = ()> + 'static> hyper::rt::Executor<F> for LocalExecutor {
    fn execute(&self, future: F) {
        tokio::task::spawn_local(future);
    }
}

type Answered = Result<Response<Full<Bytes>>, Infallible>;

async fn answer(server: Rc<Server>, request: Request<Incoming>) -> Answered {
    let (head, body) = request.into_parts();
    let most = server.endpoint.most_body_bytes;
    let body = match read(body, most, server.patience.body).await {
        Ok(body) => body,
        // The refusal is in the protocol of the request, which does not depend on what its body says.
        Err(StatusCode::PAYLOAD_TOO_LARGE) => vec![0; most + 1].into(),
        Err(status) => return Ok(closing(status)),
    };
    if let Some(constant) = &server.constant {
        return Ok(Response::new(Full::new(constant.clone())));
    }
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    if let Some(page) = &server.page
        && let Some(response) = page.answer(&head.method, target, &mut server.host.borrow_mut())
    {
        return Ok(response);
    }
    let mut headers: Vec<(&str, &[u8])> = Vec::with_capacity(head.headers.len() + 1);
    if let Some(authority) = head.uri.authority().filter(|_| head.version == Version::HTTP_2) {
        headers.push(("host", authority.as_str().as_bytes()));
    }
    headers.extend(
        head.headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes())),
    );
    let number = server.requests.get() + 1;
    server.requests.set(number);
    let request = wire::Request {
        method: head.method.as_str(),
        target,
        headers: &headers,
        body: &body,
    };
    let response = match accept(&request, &server.endpoint, number) {
        Accepted::Answered(response) => response,
        Accepted::Call(call, reply) => {
            let asked = server.host.borrow_mut().call(call);
            let told = match asked {
                Asked::Told(told) => told,
                Asked::Waits(number, answer) => {
                    let _caller = Caller {
                        server: &server,
                        number,
                    };
                    match answer.await {
                        Ok(told) => told,
                        Err(_) => return Ok(closing(StatusCode::SERVICE_UNAVAILABLE)),
                    }
                }
            };
            reply.respond(told)
        }
    };
    Ok(written(response))
}

/// The whole body; why not otherwise.
async fn read(body: Incoming, most: usize, time: Duration) -> Result<Bytes, StatusCode> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    match timeout(time, Limited::new(body, most).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(_)) => Err(StatusCode::BAD_REQUEST),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

/// Whoever waits for a long poll. Dropped before the answer, it has hung up.
struct Caller<'a> {
    server: &'a Server,
    number: CallNumber,
}

impl Drop for Caller<'_> {
    fn drop(&mut self) {
        self.server.host.borrow_mut().hang_up(self.number);
    }
}

fn written(response: wire::Response) -> Response<Full<Bytes>> {
    let mut written = Response::new(Full::new(Bytes::from(response.body)));
    *written.status_mut() =
        StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            written.headers_mut().insert(name, value);
        }
    }
    written
}

/// An answer after which the connection ends, for nobody knows what comes on it next.
fn closing(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::Future;

    use cloud::time::SimTime;
    use studio::Project;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio::task::LocalSet;

    use super::super::clock::Speed;
    use super::*;

    const SHORT: Duration = Duration::from_millis(100);
    const LONG: Duration = Duration::from_secs(600);
    /// More than enough for the server, and less than the patience that it would have otherwise.
    const SOON: Duration = Duration::from_secs(15);

    const LIST: &str =
        "POST / HTTP/1.1\r\nHost: here\r\nX-Amz-Target: AmazonSQS.ListQueues\r\nContent-Length: 2\r\n\r\n";

    /// What a client sees of a server with this patience.
    fn with_patience<F: Future<Output = ()>>(patience: Patience, client: impl FnOnce(TcpStream) -> F) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        LocalSet::new().block_on(&runtime.expect("a runtime"), async {
            let project = Project::default();
            let server = Rc::new(Server {
                endpoint: super::super::endpoint(&project),
                host: RefCell::new(Host::new(&project, SimTime::ZERO, Speed::REAL, None)),
                constant: None,
                requests: Cell::new(0),
                page: None,
                patience,
            });
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let address = listener.local_addr().expect("an address");
            let (_end, ended) = watch::channel(false);
            let serving = tokio::task::spawn_local(async move {
                let (stream, _) = listener.accept().await.expect("a client");
                serve(server, stream, ended).await;
            });
            client(TcpStream::connect(address).await.expect("it listens")).await;
            timeout(SOON, serving)
                .await
                .expect("the server lets go")
                .expect("it does not panic");
        });
    }

    /// All that comes until the server closes the connection.
    async fn rest(stream: &mut TcpStream) -> String {
        let mut text = String::new();
        let read = timeout(SOON, stream.read_to_string(&mut text)).await;
        read.expect("the server closes").expect("it is text");
        text
    }

    fn short_head() -> Patience {
        Patience {
            head: SHORT,
            body: LONG,
            answer: LONG,
        }
    }

    #[test]
    fn a_client_that_says_nothing_is_let_go() {
        with_patience(short_head(), async |mut stream| {
            assert_eq!(rest(&mut stream).await, "");
        });
    }

    #[test]
    fn a_client_that_does_not_come_to_the_end_of_a_head_is_let_go() {
        with_patience(short_head(), async |mut stream| {
            stream
                .write_all(&LIST.as_bytes()[..40])
                .await
                .expect("it is sent");
            let told = rest(&mut stream).await;
            assert!(told.is_empty() || told.starts_with("HTTP/1.1 408"), "{told}");
        });
    }

    #[test]
    fn a_connection_on_which_nothing_follows_is_closed() {
        with_patience(short_head(), async |mut stream| {
            stream.write_all(LIST.as_bytes()).await.expect("it is sent");
            stream.write_all(b"{}").await.expect("it is sent");
            let told = rest(&mut stream).await;
            assert!(told.starts_with("HTTP/1.1 200") && told.ends_with("{}"), "{told}");
        });
    }

    #[test]
    fn a_client_that_does_not_come_to_the_end_of_a_body_is_told_so() {
        let patience = Patience {
            head: LONG,
            body: SHORT,
            answer: LONG,
        };
        with_patience(patience, async |mut stream| {
            stream.write_all(LIST.as_bytes()).await.expect("it is sent");
            stream.write_all(b"{").await.expect("it is sent");
            let told = rest(&mut stream).await;
            assert!(
                told.starts_with("HTTP/1.1 408") && told.contains("connection: close"),
                "{told}"
            );
        });
    }
}
