//! `decouple serve --watch`: what the page beside the endpoint is told makes the world that is served.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use cloud::time::SimTime;
use studio::format::{file, input_from_line};

/// A folder with a page that is none, which goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("decouple-{name}-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("app")).expect("a folder");
        std::fs::write(folder.join("index.html"), "<title>a page</title>").expect("a file");
        std::fs::write(folder.join("app/a.wasm"), [0, 1, 2]).expect("a file");
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(folder: &Folder) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_decouple"))
            .args(["serve", "video-encoding", "--port", "0", "--watch", "--page"])
            .arg(&folder.0)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let mut output = BufReader::new(process.stdout.take().expect("it has an output"));
        let mut said = String::new();
        while !said.contains("/watch/") {
            assert!(
                output.read_line(&mut said).expect("it says where it is") > 0,
                "{said}"
            );
        }
        let (_, rest) = said.split_once("Watch it on http://").expect("an address");
        let address = rest.split('/').next().expect("an address").to_owned();
        Self { process, address }
    }

    /// Head and body of the answer to a request, after which the connection ends.
    fn request(&self, request: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it is answered");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head.to_owned(), body.to_owned())
    }

    fn get(&self, path: &str) -> (String, String) {
        self.request(&format!(
            "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
        ))
    }

    fn send(&self, body: &str) {
        let url = format!("http://{}/000000000000/encode-jobs", self.address);
        let body = format!(r#"{{"QueueUrl":"{url}","MessageBody":"{body}"}}"#);
        let (head, answer) = self.request(&format!(
            "POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-amz-target: AmazonSQS.SendMessage\r\n\
             content-type: application/x-amz-json-1.0\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ));
        assert!(head.starts_with("HTTP/1.1 200"), "{head}\n{answer}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn the_page_lies_beside_the_endpoint() {
    let folder = Folder::new("watch-files");
    let server = Server::start(&folder);
    let (head, body) = server.get("/watch/");
    assert!(
        head.starts_with("HTTP/1.1 200") && head.contains("text/html"),
        "{head}"
    );
    assert_eq!(body, "<title>a page</title>");
    let (head, _) = server.get("/watch/app/a.wasm");
    assert!(head.contains("application/wasm"), "{head}");
    let (head, _) = server.get("/watch");
    assert!(
        head.starts_with("HTTP/1.1 301") && head.contains("location: /watch/"),
        "{head}"
    );
    for nothing in [
        "/watch/../Cargo.toml",
        "/watch/%2e%2e/Cargo.toml",
        "/watch/app",
        "/watch/mirror",
    ] {
        let (head, _) = server.get(nothing);
        assert!(head.starts_with("HTTP/1.1 404"), "{nothing}: {head}");
    }
    server.send("the endpoint is where it was");
}

#[test]
fn what_is_told_makes_the_same_world() {
    let folder = Folder::new("watch-mirror");
    let server = Server::start(&folder);
    for body in ["one", "two"] {
        server.send(body);
    }
    let (_, sketch) = server.get("/watch/mirror/sketch");
    let project = file::from_text(&sketch).expect("a sketch").project;
    let mut run = project.run();
    let mut told = 0;
    for round in 0..4 {
        server.send("another");
        let (_, lines) = server.get(&format!("/watch/mirror/inputs?from={told}"));
        let mut lines = lines.lines();
        let now = lines.next().and_then(|line| line.parse().ok()).expect("a time");
        for line in lines {
            run.add(input_from_line(line).expect("an input"));
            told += 1;
        }
        run.seek_now(SimTime::from_nanos(now));
        assert_eq!(told, 3 + round, "each input once");
    }
    let mut again = studio::Project {
        log: run.log().to_vec().into(),
        ..project
    }
    .run();
    again.seek_now(run.now());
    assert_eq!(run.hash(), again.hash());
}

#[test]
fn without_a_page_it_says_where_to_get_one() {
    let output = Command::new(env!("CARGO_BIN_EXE_decouple"))
        .args(["serve", "--port", "0", "--watch", "--page", "/nowhere"])
        .output()
        .expect("the command runs");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("/nowhere") && said.contains("scripts/serve"),
        "{said}"
    );
}
