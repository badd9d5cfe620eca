//! `decouple serve`: a sketch that runs in real time behind an endpoint which real clients take for AWS.
//!
//! One thread does it all: it reads requests, and each call goes straight into the world, whose answer is written before
//! anybody else has a turn. Only a long poll waits. `host` is the world and its clock, `ending` what is said where they stop,
//! `connection` what comes over the network, `room` how much of that there may be at the same time, `record` what is kept of it,
//! `page` and `mirror` what those see who watch.

mod clock;
mod connection;
mod ending;
mod host;
mod mirror;
mod options;
mod page;
mod record;
mod room;

use std::cell::{Cell, RefCell};
use std::io::Write;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use cloud::sqs::ids::Ids;
use cloud::time::{SimDuration, SimTime};
use hyper::body::Bytes;
use sim::{Home, UtcSeconds};
use studio::Project;
use studio::words::{Language, number};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Semaphore, watch};
use tokio::task::LocalSet;
use tokio::time::{sleep, timeout};
use wire::{Endpoint, Origin, QueueUrls};

use self::connection::{Patience, Server};
use self::host::Host;
use self::mirror::Mirror;
pub(crate) use self::options::{Options, Serving};
use self::page::Page;
use self::record::Record;
use self::room::Room;
use crate::{Failure, Outcome, load};

/// The most connections at the same time. More are told so and closed.
const CONNECTIONS: usize = 256;
/// The most bytes of a request's body: a message of 1 MiB, written as JSON.
const BODY_BYTES: usize = 2 << 20;
/// What requests and answers on their way may take together, in bytes: as much as a body on each connection, however many requests
/// one of HTTP/2 has.
const ROOM: usize = CONNECTIONS * BODY_BYTES;
/// So long those who are being answered have at the end.
const FAREWELL: Duration = Duration::from_secs(3);

/// Serves until somebody ends it.
pub(crate) fn serve(serving: &Serving) -> Result<Outcome, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Input(format!("Nothing can be served: {error}.")))?;
    LocalSet::new().block_on(&runtime, listen(serving))
}

async fn listen(serving: &Serving) -> Result<Outcome, Failure> {
    let options = &serving.options;
    let address = SocketAddr::new(options.host, options.port);
    let listener = TcpListener::bind(address).await;
    let listener =
        listener.map_err(|error| Failure::Input(format!("{address} cannot be listened on: {error}.")))?;
    let address = listener.local_addr().unwrap_or(address);
    let (project, now) = project(serving)?;
    let record = options.record.clone().map(|path| Record::new(path, &project));
    let record = record.transpose()?;
    let page = options.watch.then(|| Page::read(&options.page)).transpose()?;
    let mut host = Host::new(&project, now, options.speed, record);
    if page.is_some() {
        host.keep_for_watchers(Mirror::new(&project));
    }
    let server = Rc::new(Server {
        endpoint: endpoint(&project),
        host: RefCell::new(host),
        constant: options.constant.map(|bytes| Bytes::from(vec![b'x'; bytes])),
        requests: Cell::new(0),
        patience: Patience::default(),
        room: Room::new(ROOM),
        page,
    });
    say(&greeting(serving, address));
    let (end, ended) = watch::channel(false);
    tokio::task::spawn_local(step(server.clone()));
    tokio::select! {
        () = accept(&server, &listener, &ended) => {}
        () = until_signal() => {}
    }
    drop(listener);
    let _ = end.send(true);
    server.host.borrow_mut().dismiss();
    drop(ended);
    // Each connection holds on to its end until it is over.
    let _ = timeout(FAREWELL, end.closed()).await;
    finish(&server)
}

/// The sketch with the wall clock as its start, and what time it is in it.
fn project(serving: &Serving) -> Result<(Project, SimTime), Failure> {
    let mut project = match &serving.source {
        Some(source) => load::load(source)?.moment.project,
        None => Project::default(),
    };
    let (seconds, fraction) = clock::unix_time();
    let document = Rc::make_mut(&mut project.document);
    document.sketch.starts = UtcSeconds(seconds);
    document.sketch.home = Home {
        account: serving.options.account,
        region: serving.options.region.clone(),
    };
    Ok((project, SimTime::ZERO + fraction))
}

/// The project before anything is put into its run: without a log, and with the names that queues have at the start. The names of
/// a project are those after all of its log.
fn at_the_start(project: &Project) -> Project {
    let mut document = (*project.document).clone();
    let names = project.named_sketch().names;
    let names = names.into_iter().map(|(part, name)| (part, name.to_string()));
    document.names.extend(names);
    Project {
        document: Rc::new(document),
        ..Project::default()
    }
}

fn endpoint(project: &Project) -> Endpoint {
    let sketch = &project.document.sketch;
    Endpoint {
        account: sketch.home.account,
        region: sketch.home.region.clone(),
        queue_urls: QueueUrls::Host,
        require_authorization: false,
        origin: Origin {
            ids: Ids::new(project.document.seed),
            start_unix_millis: sketch.starts.0 * 1_000,
        },
        most_body_bytes: BODY_BYTES,
    }
}

/// Steps the world while nobody calls, and says it when it goes no further.
async fn step(server: Rc<Server>) {
    let alarm = server.host.borrow().alarm();
    loop {
        let pause = server.host.borrow_mut().go_on();
        if let Some(ending) = server.host.borrow().ending() {
            return say(&format!("{}\n", ending::said(ending)));
        }
        match pause {
            None => tokio::task::yield_now().await,
            Some(pause) => {
                tokio::select! {
                    () = sleep(pause) => {}
                    () = alarm.notified() => {}
                }
            }
        }
    }
}

async fn accept(server: &Rc<Server>, listener: &TcpListener, ended: &watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        // What goes wrong with one connection, or for a moment with all, goes by.
        let Ok((stream, _)) = listener.accept().await else {
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(place) = places.clone().try_acquire_owned() else {
            tokio::task::spawn_local(turn_away(stream));
            continue;
        };
        let (server, ended) = (server.clone(), ended.clone());
        tokio::task::spawn_local(async move {
            connection::serve(server, stream, ended).await;
            drop(place);
        });
    }
}

/// One connection too many.
async fn turn_away(mut stream: TcpStream) {
    const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let _ = timeout(Duration::from_secs(1), stream.write_all(FULL)).await;
    let _ = stream.shutdown().await;
}

/// Ends when somebody ends the command.
async fn until_signal() {
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

/// What was served, in a few lines. The record is complete.
fn finish(server: &Server) -> Result<Outcome, Failure> {
    let requests = server.requests.get();
    let mut host = server.host.borrow_mut();
    let record = host.end();
    let world = host.world();
    let at = world.now();
    let mut text = format!(
        "{} requests in {}\n",
        number(Language::English, requests),
        run_time(at)
    );
    text.push_str(&format!(
        "Hash {} after {} steps\n",
        world.hash(),
        number(Language::English, world.steps())
    ));
    if let Some(record) = record {
        let kept = record.write(at)?;
        let inputs = number(Language::English, kept.inputs as u64);
        text.push_str(&format!("{inputs} inputs are in {}\n", kept.path.display()));
        if let Some(until) = kept.until {
            text.push_str(&format!(
                "A file holds no more: what came after {} is not in it.\n",
                run_time(until)
            ));
        }
    }
    Ok(Outcome::good(text))
}

fn run_time(at: SimTime) -> String {
    let millis = at.as_millis();
    studio::words::duration_short(Language::English, SimDuration::from_millis(millis))
}

fn greeting(serving: &Serving, address: SocketAddr) -> String {
    let Options {
        host,
        account,
        region,
        ..
    } = &serving.options;
    let what = serving.source.as_deref().unwrap_or("an empty world");
    let mut text =
        format!("Serving {what} on http://{address} for account {account} in {region}. Ctrl+C ends it.\n");
    if serving.options.watch {
        text.push_str(&format!("Watch it on http://{address}/watch/\n"));
    }
    if !host.is_loopback() {
        text.push_str(
            "Whoever reaches this address can read, send and delete everything in it: nothing is encrypted, and no \
             signature is verified. Without --host only programs on this machine can.\n",
        );
    }
    text
}

/// Says something while the command goes on.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
