use std::path::PathBuf;

use cloud::account::{Caller, Principal};
use cloud::sqs::api::{MessageRequest, Operation, QueueOperation};
use cloud::time::SimDuration;
use sim::{Edit, Home};
use studio::Moment;
use studio::format::{file, input_from_line};
use studio::scenes::by_id;

use super::*;

/// A file that goes with the test.
struct Kept(PathBuf);

impl Kept {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("decouple-{name}-{}.json", std::process::id())))
    }

    fn record(&self, project: &Project) -> Record {
        let record = Record::new(self.0.clone(), project);
        record.unwrap_or_else(|_| panic!("{} can be written", self.0.display()))
    }

    fn read(&self) -> Moment {
        let text = std::fs::read_to_string(&self.0).expect("it is there");
        file::from_text(&text).expect("it can be opened")
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn call(operation: Operation) -> Call {
    let Home { account, region } = Home::default();
    let principal = Principal::Root;
    Call {
        caller: Caller { account, principal },
        region,
        operation,
    }
}

fn create(name: &str) -> Call {
    call(Operation::CreateQueue {
        queue_name: Some(name.into()),
        attributes: Vec::new(),
        tags: Vec::new(),
    })
}

fn on_queue(name: &str, operation: QueueOperation) -> Call {
    call(Operation::OnQueue {
        queue_url: Some(format!("http://localhost/000000000000/{name}").into()),
        operation,
    })
}

fn send(bytes: usize) -> Call {
    let request = MessageRequest {
        message_body: Some("x".repeat(bytes).into()),
        ..MessageRequest::default()
    };
    on_queue("orders", QueueOperation::SendMessage(request))
}

/// Waits for a message in an empty queue.
fn wait(host: &mut Host) -> oneshot::Receiver<Told> {
    told(host, create("empty")).expect("a queue");
    let receive = QueueOperation::ReceiveMessage {
        max_number_of_messages: None,
        visibility_timeout: None,
        wait_time_seconds: Some(20),
        receive_request_attempt_id: None,
    };
    match host.call(on_queue("empty", receive)) {
        Asked::Waits(_, waits) => waits,
        Asked::Told(told) => panic!("there is no message: {told:?}"),
    }
}

/// What is told at once.
fn told(host: &mut Host, call: Call) -> Told {
    match host.call(call) {
        Asked::Told(told) => told,
        Asked::Waits(..) => panic!("nobody waits here"),
    }
}

fn assert_is_refused(told: Told, because: &str) {
    let error = told.expect_err("it is refused");
    assert_eq!((error.code, error.status), ("ServiceUnavailable", 503));
    assert!(error.message.contains(because), "{}", error.message);
}

#[test]
fn a_world_that_takes_too_much_goes_no_further_and_its_record_ends_there() {
    const ROOM: usize = 2 << 20;
    let (kept, project) = (Kept::new("full"), Project::default());
    let mut host = Host::new(&project, SimTime::ZERO, Speed::REAL, Some(kept.record(&project)));
    host.most_bytes = ROOM;
    let mut waits = wait(&mut host);
    told(&mut host, create("orders")).expect("a queue");
    let sent = (0..100).take_while(|_| told(&mut host, send(100_000)).is_ok());
    let sent = sent.count() as u64;
    assert!((15..40).contains(&sent), "{sent} messages");
    assert_eq!(host.ending(), Some(Ending::Full { messages: sent }));
    assert_is_refused(told(&mut host, send(1)), "768 MB");
    let purge = on_queue("orders", QueueOperation::PurgeQueue);
    assert_is_refused(told(&mut host, purge), "768 MB");
    host.go_on();
    assert_is_refused(waits.try_recv().expect("an answer"), "768 MB");

    let record = host.end().expect("there is one");
    let (hash, now) = (host.world().hash(), host.world().now());
    assert!(record.write(now).is_ok_and(|kept| kept.until.is_none()));
    let moment = kept.read();
    let mut run = moment.project.run().with_room_for(ROOM);
    run.seek_now(moment.at);
    assert!(run.is_full());
    assert_eq!((run.hash(), run.now()), (hash, now));
}

#[test]
fn no_world_goes_past_its_last_instant_and_its_record_can_be_opened() {
    let (kept, project) = (Kept::new("last"), Project::default());
    let an_hour_before = SimTime::from_secs(LAST_INSTANT.as_millis() / 1_000 - 3_600);
    let record = kept.record(&project);
    let mut host = Host::new(&project, an_hour_before, Speed::REAL, Some(record));
    let mut waits = wait(&mut host);
    host.clock = Clock::start(LAST_INSTANT, Speed(1_000_000));
    host.go_on();
    let answer = waits.try_recv().expect("an answer");
    assert_eq!(
        answer,
        Ok(Answer::Messages(Vec::new())),
        "its time was over before"
    );
    assert_eq!(host.ending(), Some(Ending::LastInstant));
    assert_is_refused(told(&mut host, create("late")), "366 d");
    host.go_on();
    assert_eq!(host.world().now(), LAST_INSTANT);

    let record = host.end().expect("there is one");
    let hash = host.world().hash();
    assert!(record.write(LAST_INSTANT).is_ok_and(|kept| kept.inputs == 2));
    let moment = kept.read();
    let mut run = moment.project.run();
    run.seek_now(moment.at);
    assert_eq!((run.hash(), run.now()), (hash, LAST_INSTANT));
}

/// A sketch in which a queue is called orders until it is renamed as planned.
fn renamed_at(renamed: SimTime) -> Project {
    let mut project = (by_id("video-encoding").expect("a scene").project)();
    let queue = project
        .document
        .names
        .iter()
        .find(|(_, name)| *name == "encode-jobs");
    let id = *queue.expect("a queue").0;
    let document = Rc::make_mut(&mut project.document);
    document.names.insert(id, "late".to_owned());
    project.log = Rc::new(vec![Input {
        at: renamed,
        kind: InputKind::Edit(Edit::Rename {
            id,
            from: "orders".into(),
            to: "late".into(),
        }),
    }]);
    project
}

#[test]
fn record_and_mirror_have_the_names_of_the_start() {
    let (kept, project) = (Kept::new("names"), renamed_at(SimTime::from_secs(3_600)));
    let record = kept.record(&project);
    let mut host = Host::new(&project, SimTime::from_millis(1), Speed::REAL, Some(record));
    host.keep_for_watchers(Mirror::new(&project));
    told(&mut host, send(1)).expect("orders is there");
    let sketch = host.sketch().expect("it is told");
    let mut watched = file::from_text(&sketch).expect("a sketch").project.run();
    let lines = host.inputs_from(0).expect("it is told");
    for line in lines.lines().skip(1) {
        watched.add(input_from_line(line).expect("an input"));
    }
    let record = host.end().expect("there is one");
    let (hash, now) = (host.world().hash(), host.world().now());
    watched.seek_now(now);
    assert_eq!(watched.hash(), hash);

    assert!(record.write(now).is_ok());
    let moment = kept.read();
    let mut run = moment.project.run();
    run.seek_now(moment.at);
    assert_eq!(run.hash(), hash);
}

#[test]
fn a_full_record_can_be_opened() {
    let (kept, mut project) = (Kept::new("many"), Project::default());
    let document = Rc::make_mut(&mut project.document);
    document.sketch.home.account = "123456789012".parse().expect("an account");
    let mut record = kept.record(&project);
    for number in 0..20_001 {
        record.add(Input {
            at: SimTime::ZERO + SimDuration::from_secs(number),
            kind: InputKind::HangUp {
                number: CallNumber(number),
            },
        });
    }
    let written = record.write(SimTime::from_secs(30_000));
    assert!(written.is_ok_and(|kept| (19_990..20_000).contains(&kept.inputs)));
    kept.read();
}
