//! `decouple serve`, as clients of any kind meet it: over sockets, with bytes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const COMMAND: &str = env!("CARGO_BIN_EXE_decouple");

/// A server on a free port, which ends with the test.
struct Server {
    process: Child,
    output: BufReader<std::process::ChildStdout>,
    address: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(COMMAND)
            .args(["serve", "--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let mut output = BufReader::new(process.stdout.take().expect("it has an output"));
        let mut greeting = String::new();
        output.read_line(&mut greeting).expect("it says where it is");
        let (_, rest) = greeting.split_once("http://").expect("an address");
        let address = rest.split(' ').next().expect("an address").to_owned();
        Self {
            process,
            output,
            address,
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("it listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .expect("a time-out");
        stream
    }

    fn call(&self, operation: &str, body: &str) -> (u16, String) {
        let mut stream = self.connect();
        ask(&mut stream, operation, body);
        response(&mut stream)
    }

    fn done(&self, operation: &str, body: &str) -> serde_json::Value {
        let (status, body) = self.call(operation, body);
        assert_eq!(status, 200, "{operation}: {body}");
        serde_json::from_str(if body.is_empty() { "null" } else { &body }).expect("JSON")
    }

    /// Sends it SIGTERM; what it says at the end, and whether all was well.
    fn stop(mut self) -> (String, bool) {
        let killed = Command::new("kill")
            .arg(self.process.id().to_string())
            .status()
            .expect("kill runs");
        assert!(killed.success());
        let mut said = String::new();
        self.output.read_to_string(&mut said).expect("it says something");
        let good = self.process.wait().expect("it ends").success();
        (said, good)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn ask(stream: &mut TcpStream, operation: &str, body: &str) {
    let request = format!(
        "POST / HTTP/1.1\r\nhost: localhost\r\nx-amz-target: AmazonSQS.{operation}\r\n\
         content-type: application/x-amz-json-1.0\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("it is sent");
}

/// Status and body of one response.
fn response(stream: &mut TcpStream) -> (u16, String) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).expect("a status line");
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).expect("a header");
        if header.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().expect("a length");
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    (
        status.unwrap_or_else(|| panic!("no status: {line:?}")),
        String::from_utf8(body).expect("UTF-8"),
    )
}

fn url(server: &Server, name: &str) -> String {
    format!("http://{}/000000000000/{name}", server.address)
}

/// The life of a message in an empty world.
#[test]
fn an_empty_world_is_served() {
    let server = Server::start(&[]);
    let created = server.done("CreateQueue", r#"{"QueueName":"orders"}"#);
    let queue = created["QueueUrl"].as_str().expect("a URL").to_owned();
    let send = format!(r#"{{"QueueUrl":"{queue}","MessageBody":"order 1"}}"#);
    let sent = server.done("SendMessage", &send);
    assert_eq!(sent["MD5OfMessageBody"], "99a233e67156812c9681c22c78e91aaa");
    let receive = format!(r#"{{"QueueUrl":"{queue}"}}"#);
    let received = server.done("ReceiveMessage", &receive);
    let message = &received["Messages"][0];
    assert_eq!(message["Body"], "order 1");
    assert_eq!(message["MessageId"], sent["MessageId"]);
    let handle = message["ReceiptHandle"].as_str().expect("a handle");
    let delete = format!(r#"{{"QueueUrl":"{queue}","ReceiptHandle":"{handle}"}}"#);
    server.done("DeleteMessage", &delete);
    let (status, body) = server.call(
        "SendMessage",
        r#"{"QueueUrl":"http://localhost/000000000000/no","MessageBody":"x"}"#,
    );
    assert_eq!(status, 400);
    assert!(body.contains("QueueDoesNotExist"), "{body}");
}

#[test]
fn a_sketch_is_served_while_it_runs() {
    let server = Server::start(&["video-encoding", "--speed", "10"]);
    let queues = server.done("ListQueues", "{}");
    assert!(
        !queues["QueueUrls"].as_array().expect("a list").is_empty(),
        "{queues}"
    );
}

/// Two requests on one connection, of which the first waits until the second, on another connection, brings something.
#[test]
fn a_long_poll_waits_for_a_message() {
    let server = Server::start(&[]);
    server.done("CreateQueue", r#"{"QueueName":"orders"}"#);
    let queue = url(&server, "orders");
    let mut waiting = server.connect();
    let receive = format!(r#"{{"QueueUrl":"{queue}","WaitTimeSeconds":20}}"#);
    ask(&mut waiting, "ReceiveMessage", &receive);
    std::thread::sleep(Duration::from_millis(200));
    server.done(
        "SendMessage",
        &format!(r#"{{"QueueUrl":"{queue}","MessageBody":"order 1"}}"#),
    );
    let (status, body) = response(&mut waiting);
    assert_eq!(status, 200);
    assert!(body.contains("order 1"), "{body}");
    // A message that comes later by itself ends a poll, too.
    let delayed = format!(r#"{{"QueueUrl":"{queue}","MessageBody":"order 2","DelaySeconds":1}}"#);
    server.done("SendMessage", &delayed);
    ask(&mut waiting, "ReceiveMessage", &receive);
    let (_, body) = response(&mut waiting);
    assert!(body.contains("order 2"), "{body}");
}

/// A frame of HTTP/2.
fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("short").to_be_bytes();
    let head = [length[1], length[2], length[3], kind, flags, 0, 0, 0, stream];
    [&head[..], payload].concat()
}

#[test]
fn http_2_is_spoken_without_tls() {
    const DATA: u8 = 0;
    const HEADERS: u8 = 1;
    const SETTINGS: u8 = 4;
    const END_OF_STREAM: u8 = 1;
    const END_OF_HEADERS: u8 = 4;
    let server = Server::start(&[]);
    let mut stream = server.connect();
    // `:method: POST`, `:scheme: http` and `:path: /` by their numbers, the rest as texts.
    let mut head = vec![0x83, 0x86, 0x84];
    for (name, value) in [("host", "localhost"), ("x-amz-target", "AmazonSQS.CreateQueue")] {
        head.push(0);
        for text in [name, value] {
            head.push(u8::try_from(text.len()).expect("short"));
            head.extend(text.bytes());
        }
    }
    let request = [
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        frame(SETTINGS, 0, 0, &[]),
        frame(HEADERS, END_OF_HEADERS, 1, &head),
        frame(DATA, END_OF_STREAM, 1, br#"{"QueueName":"orders"}"#),
    ];
    stream.write_all(&request.concat()).expect("it is sent");
    let (mut status, mut body) = (None, Vec::new());
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).expect("a frame");
        let mut payload = vec![0; usize::from(head[1]) << 8 | usize::from(head[2])];
        stream.read_exact(&mut payload).expect("all of it");
        match (head[3], head[8]) {
            (HEADERS, 1) => status = payload.first().copied(),
            (DATA, 1) => body.extend(payload),
            _ => continue,
        }
        if head[4] & END_OF_STREAM != 0 {
            break;
        }
    }
    assert_eq!(status, Some(0x88), ":status: 200");
    let body = String::from_utf8(body).expect("UTF-8");
    assert_eq!(body, r#"{"QueueUrl":"http://localhost/000000000000/orders"}"#);
}

#[test]
fn who_hangs_up_gets_no_message() {
    let server = Server::start(&[]);
    server.done("CreateQueue", r#"{"QueueName":"orders"}"#);
    let queue = url(&server, "orders");
    let mut gone = server.connect();
    let receive = format!(r#"{{"QueueUrl":"{queue}","WaitTimeSeconds":20}}"#);
    ask(&mut gone, "ReceiveMessage", &receive);
    std::thread::sleep(Duration::from_millis(300));
    drop(gone);
    std::thread::sleep(Duration::from_millis(300));
    server.done(
        "SendMessage",
        &format!(r#"{{"QueueUrl":"{queue}","MessageBody":"order 1"}}"#),
    );
    let received = server.done("ReceiveMessage", &format!(r#"{{"QueueUrl":"{queue}"}}"#));
    assert_eq!(received["Messages"][0]["Body"], "order 1");
}

#[test]
fn a_record_runs_again_to_the_same_hash() {
    let folder = std::env::temp_dir().join(format!("decouple-serve-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let record = folder.join("record.decouple.json");
    let path = record.to_str().expect("a path");
    let server = Server::start(&[
        "latency",
        "--record",
        path,
        "--account",
        "123456789012",
        "--region",
        "eu-west-1",
        "--speed",
        "5",
    ]);
    let created = server.done(
        "CreateQueue",
        r#"{"QueueName":"orders.fifo","Attributes":{"FifoQueue":"true"}}"#,
    );
    let queue = created["QueueUrl"].as_str().expect("a URL").to_owned();
    for number in 0..20 {
        let send = format!(
            r#"{{"QueueUrl":"{queue}","MessageBody":"order {number}","MessageGroupId":"a","MessageDeduplicationId":"{number}"}}"#
        );
        server.done("SendMessage", &send);
    }
    server.done(
        "ReceiveMessage",
        &format!(r#"{{"QueueUrl":"{queue}","MaxNumberOfMessages":10}}"#),
    );
    let mut waiting = server.connect();
    ask(
        &mut waiting,
        "ReceiveMessage",
        &format!(r#"{{"QueueUrl":"{queue}","WaitTimeSeconds":20}}"#),
    );
    std::thread::sleep(Duration::from_millis(300));
    let (said, good) = server.stop();
    assert!(good, "{said}");
    let (status, body) = response(&mut waiting);
    assert_eq!(
        (status, body.as_str()),
        (200, "{}"),
        "the poll that waited is answered"
    );
    let hash = said
        .lines()
        .find(|line| line.starts_with("Hash "))
        .expect("a hash");
    let run = Command::new(COMMAND)
        .args(["run", path])
        .output()
        .expect("it runs");
    let run = String::from_utf8(run.stdout).expect("UTF-8");
    assert!(run.contains(hash), "{said}\n{run}");
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn what_is_no_request_is_refused_and_does_no_harm() {
    let server = Server::start(&[]);
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01"[..],
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
    ] {
        let mut stream = server.connect();
        stream.write_all(bytes).expect("it is sent");
        stream.shutdown(std::net::Shutdown::Write).expect("it is all");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    let mut stream = server.connect();
    let header = format!(
        "GET / HTTP/1.1\r\nhost: localhost\r\nx-long: {}\r\n\r\n",
        "x".repeat(200_000)
    );
    let _ = stream.write_all(header.as_bytes());
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer:.60}"
    );
    server.done("ListQueues", "{}");
}

#[test]
fn a_body_that_is_too_long_is_refused() {
    let server = Server::start(&[]);
    let mut stream = server.connect();
    let length = 3 << 20;
    let head = format!(
        "POST / HTTP/1.1\r\nhost: localhost\r\nx-amz-target: AmazonSQS.SendMessage\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("it is sent");
    let body = vec![b'x'; length];
    let _ = stream.write_all(&body);
    let (status, _) = response(&mut stream);
    assert_eq!(status, 413);
    server.done("ListQueues", "{}");
}

/// Those that say nothing, or not all, take a place each and no more; one too many is told so.
#[test]
fn slow_clients_and_too_many_do_not_stop_it() {
    let server = Server::start(&[]);
    let mut slow = Vec::new();
    for number in 0..250 {
        let mut stream = server.connect();
        if number % 2 == 0 {
            let _ = stream.write_all(b"POST / HTTP/1.1\r\nhost: loc");
        }
        slow.push(stream);
    }
    server.done("ListQueues", "{}");
    for _ in 0..20 {
        slow.push(server.connect());
    }
    let (status, _) = response(slow.last_mut().expect("there are many"));
    assert_eq!(status, 503);
    drop(slow);
    std::thread::sleep(Duration::from_millis(300));
    server.done("ListQueues", "{}");
}

#[test]
fn an_address_that_all_can_reach_is_said_to_be_one() {
    let mut server = Server::start(&["--host", "0.0.0.0"]);
    let mut warning = String::new();
    server.output.read_line(&mut warning).expect("a warning");
    assert!(warning.contains("no signature is verified"), "{warning}");
}

#[test]
fn what_cannot_be_served_says_why() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    for (arguments, code) in [
        (["--port", &port], 1),
        (["--port", "x"], 2),
        (["--speed", "0"], 2),
        (["--account", "12"], 2),
        (["--record", "/no/such/folder/file"], 1),
    ] {
        let output = Command::new(COMMAND)
            .arg("serve")
            .args(arguments)
            .output()
            .expect("it ends");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
}
