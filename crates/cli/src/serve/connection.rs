//! One connection: HTTP/1.1, or HTTP/2 by prior knowledge, with a limit to everything that a client can take its time over or
//! have too much of.

use std::cell::RefCell;
use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONNECTION, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, Version};
use hyper_util::rt::{TokioIo, TokioTimer};
use sim::CallNumber;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use wire::{Accepted, Endpoint, accept, refuse_long_body};

use super::host::{Asked, Host};
use super::page::Page;
use super::room::{Held, Room};

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
    /// For all that is read and not yet answered, and all answers that are not yet taken.
    pub(crate) room: Room,
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
    if version == Version::HTTP_2 {
        let mut builder = http2::Builder::new(LocalExecutor);
        builder
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(u32::try_from(HEAD_BYTES).unwrap_or(u32::MAX))
            .keep_alive_interval(patience.head);
        let connection = builder.serve_connection(io, service);
        go_on(connection, http2::Connection::graceful_shutdown, end).await;
    } else {
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(patience.head)
            .max_buf_size(HEAD_BYTES)
            .max_headers(MOST_HEADERS);
        let connection = builder.serve_connection(io, service);
        go_on(connection, http1::Connection::graceful_shutdown, end).await;
    }
}

/// Goes on with a connection until it ends; from `end` on it takes no more requests. What a client does wrong ends its connection,
/// and that is all.
async fn go_on<C: Future>(connection: C, take_no_more: fn(Pin<&mut C>), mut end: watch::Receiver<bool>) {
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = end.wait_for(|end| *end) => take_no_more(connection.as_mut()),
    }
    let _ = connection.await;
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
    let Ok(mut held) = server.room.take(bytes_of(&head)) else {
        return Ok(closing(StatusCode::SERVICE_UNAVAILABLE));
    };
    let read = read(body, &server, &mut held);
    let body = match timeout(server.patience.body, read).await {
        Ok(Ok(body)) => body,
        Ok(Err(status)) => return Ok(closing(status)),
        Err(_) => return Ok(closing(StatusCode::REQUEST_TIMEOUT)),
    };
    if let Some(constant) = &server.constant {
        return Ok(Response::new(Full::new(constant.clone())));
    }
    if let Some(page) = &server.page
        && let Some(response) = page.answer(
            &head.method,
            target(&head),
            &mut server.host.borrow_mut(),
            &server.room,
        )
    {
        return Ok(response);
    }
    // What is left of the request is what its answer needs.
    let response = match accepted(&server, &head, body) {
        Accepted::Answered(response) => response,
        Accepted::Call(call, reply) => {
            drop(head);
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
    drop(held);
    Ok(written(response, &server.room))
}

/// How many bytes a head takes, roughly.
fn bytes_of(head: &Parts) -> usize {
    let headers = head.headers.iter();
    let headers: usize = headers
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    target(head).len() + headers
}

fn target(head: &Parts) -> &str {
    head.uri.path_and_query().map_or("/", |target| target.as_str())
}

/// The whole body, or `None` if it is longer than anybody may send; why there is none otherwise.
async fn read(mut body: Incoming, server: &Server, held: &mut Held) -> Result<Option<Bytes>, StatusCode> {
    let mut left = server.endpoint.most_body_bytes;
    let mut pieces = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        // Otherwise it is trailers.
        if let Ok(piece) = frame.into_data() {
            let Some(rest) = left.checked_sub(piece.len()) else {
                return Ok(None);
            };
            left = rest;
            let took = held.extend(&server.room, piece.len());
            took.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
            pieces.push(piece);
        }
    }
    match <[Bytes; 1]>::try_from(pieces) {
        Ok([whole]) => Ok(Some(whole)),
        Err(pieces) => Ok(Some(pieces.concat().into())),
    }
}

/// What a request is. Its body is `None` if it is too long.
fn accepted(server: &Server, head: &Parts, body: Option<Bytes>) -> Accepted {
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
        target: target(head),
        headers: &headers,
        body: body.as_deref().unwrap_or_default(),
    };
    match body {
        Some(_) => accept(&request, &server.endpoint, number),
        None => Accepted::Answered(refuse_long_body(&request, &server.endpoint, number)),
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

/// Without room for it, an answer is lost as on the way to the client.
fn written(response: wire::Response, room: &Room) -> Response<Full<Bytes>> {
    let Ok(body) = room.fill(response.body) else {
        return closing(StatusCode::SERVICE_UNAVAILABLE);
    };
    let mut written = Response::new(Full::new(body));
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

    fn server(patience: Patience, room: Room) -> Server {
        let project = Project::default();
        Server {
            endpoint: super::super::endpoint(&project),
            host: RefCell::new(Host::new(&project, SimTime::ZERO, Speed::REAL, None)),
            constant: None,
            requests: Cell::new(0),
            page: None,
            patience,
            room,
        }
    }

    fn on_one_thread(test: impl Future<Output = ()>) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        LocalSet::new().block_on(&runtime.expect("a runtime"), test);
    }

    /// What a client sees of a server with this patience.
    fn with_patience<F: Future<Output = ()>>(patience: Patience, client: impl FnOnce(TcpStream) -> F) {
        on_one_thread(async {
            let server = Rc::new(server(patience, Room::new(1 << 20)));
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

    async fn until(is_so: impl Fn() -> bool) {
        let watch = async {
            while !is_so() {
                sleep(Duration::from_millis(1)).await;
            }
        };
        timeout(SOON, watch).await.expect("it comes to that");
    }

    /// The head of a request with a body of so many bytes.
    fn head(bytes: usize) -> String {
        LIST.replace("Length: 2", &format!("Length: {bytes}\r\nConnection: close"))
    }

    #[test]
    fn what_all_clients_send_together_has_its_limit() {
        on_one_thread(async {
            let server = Rc::new(server(Patience::default(), Room::new(2_000)));
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let address = listener.local_addr().expect("an address");
            let (_end, ended) = watch::channel(false);
            let of_tasks = server.clone();
            tokio::task::spawn_local(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::task::spawn_local(serve(of_tasks.clone(), stream, ended.clone()));
                }
            });
            let ask = async |body: String| {
                let mut stream = TcpStream::connect(address).await.expect("it listens");
                let request = head(body.len()) + &body;
                stream.write_all(request.as_bytes()).await.expect("it is sent");
                rest(&mut stream).await
            };
            let long = format!("{{{}}}", " ".repeat(998));
            let told = ask(long.clone()).await;
            assert!(told.starts_with("HTTP/1.1 200"), "{told}");
            // This one does not come to its end, and its place is taken.
            let mut slow = TcpStream::connect(address).await.expect("it listens");
            slow.write_all(head(2_000).as_bytes()).await.expect("it is sent");
            slow.write_all(&[b' '; 1_500]).await.expect("it is sent");
            until(|| server.room.take(500).is_err()).await;
            let told = ask(long.clone()).await;
            assert!(told.starts_with("HTTP/1.1 503"), "{told}");
            let told = ask("{}".to_owned()).await;
            assert!(told.starts_with("HTTP/1.1 200"), "{told}");
            drop(slow);
            until(|| server.room.take(2_000).is_ok()).await;
            let told = ask(long).await;
            assert!(told.starts_with("HTTP/1.1 200"), "{told}");
        });
    }
}
