//! What is asked through the host.

use std::rc::Rc;

use cloud::sqs::QueueKind;
use cloud::time::SimTime;
use sim::{Edit, InputKind, Part, PartId, created_part};
use studio::catalog::PartKind;
use studio::{Editor, Place, Project, format};

use crate::bridge::ask::{Asker, CALL_BYTES, Printed, Question, Request, Said};
use crate::bridge::frame::{CREATED_MAX, Frame};
use crate::bridge::protocol::{Answer, Command, Order, Ticket, encode};
use crate::worker::host::Host;

const QUEUE_URL: &str = "https://sqs.us-east-1.amazonaws.com/000000000000/orders";

/// A host that shows a project, and the project as the page has it.
struct Page {
    host: Host<fn() -> f64>,
    project: Project,
    last: u32,
    told: Vec<(Asker, Said)>,
    done_by_hand: Vec<String>,
    frame: Frame,
}

impl Page {
    /// A queue called `orders`, to which nobody sends.
    fn new() -> Self {
        let mut editor = Editor::new(Project::default());
        let queue = editor.add_part(SimTime::ZERO, PartKind::SqsStandard, Place::default());
        editor.rename(SimTime::ZERO, queue, "orders");
        let mut page = Self {
            host: Host::new(|| 0.0),
            project: editor.project().clone(),
            last: 0,
            told: Vec::new(),
            done_by_hand: Vec::new(),
            frame: Frame::default(),
        };
        let project = format::to_bytes(&page.project);
        page.order(Order::Load {
            project,
            at: SimTime::ZERO,
        });
        page
    }

    fn order(&mut self, order: Order) {
        let ticket = Ticket(1);
        let mut next = Some(order);
        while let Some(order) = next.take() {
            let reply = self.host.answer(&encode(&Command { ticket, order }));
            let Answer::Frame(frame) = reply.answer else {
                panic!("{:?} instead of a frame", reply.answer)
            };
            self.frame = *frame;
            if let Some(asked) = self.frame.asked.take() {
                for input in &asked.inputs {
                    let input = format::input_from_bytes(input).expect("an input");
                    self.project.put(&input);
                }
                self.told.extend(asked.told);
                self.done_by_hand.extend(asked.done_by_hand);
            }
            if self.frame.catching_up {
                next = Some(Order::CatchUp { budget_millis: 5 });
            }
        }
    }

    fn ask(&mut self, question: Question) -> Asker {
        self.last += 1;
        let asker = Asker(self.last);
        self.order(Order::Ask { asker, question });
        asker
    }

    /// What a command prints at once.
    fn run(&mut self, text: &str) -> Printed {
        let asker = self.ask(Question::Line {
            text: text.to_owned(),
            columns: 80,
        });
        match self.told.pop() {
            Some((told, Said::Done(printed))) if told == asker => printed,
            other => panic!("{other:?} of {text}"),
        }
    }

    fn update(&mut self, project: Project, at: SimTime) {
        let bytes = format::to_bytes(&project);
        self.project = project;
        self.order(Order::Update {
            project: bytes,
            at,
            explored: SimTime::ZERO,
        });
    }

    /// The page's project makes the run that the worker shows.
    fn check_same_run(&self) {
        let mut run = self.project.run();
        run.seek_now(self.frame.now);
        assert_eq!(run.hash().0, self.frame.hash);
    }
}

#[test]
fn a_command_is_an_input_and_prints_what_the_cli_prints() {
    let mut page = Page::new();
    let sent = page.run(&format!(
        "aws sqs send-message --queue-url {QUEUE_URL} --message-body hi"
    ));
    assert_eq!((sent.status, sent.err.as_str()), (0, ""));
    assert!(
        sent.out
            .contains("\"MD5OfMessageBody\": \"49f68a5c8493ec2c0bf489821c21fc3b\""),
        "{}",
        sent.out
    );
    assert_eq!(page.project.log.len(), 1);
    let received = page.run(&format!(
        "aws sqs receive-message --queue-url {QUEUE_URL} --query Messages[].Body --output text"
    ));
    assert_eq!(received.out, "hi\n");
    assert_eq!(page.project.log.len(), 2);
    page.check_same_run();
}

#[test]
fn commands_follow_one_another_and_help_calls_nobody() {
    let mut page = Page::new();
    let asker = page.ask(Question::Line {
        text: "aws sqs help\naws sqs list-queues --output text\naws sqs no-such-thing".to_owned(),
        columns: 80,
    });
    let told: Vec<Said> = page
        .told
        .drain(..)
        .map(|(told, said)| {
            assert_eq!(told, asker);
            said
        })
        .collect();
    let [Said::Printed(help), Said::Printed(list), Said::Done(wrong)] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert!(help.out.contains("send-message"));
    assert_eq!(list.out, format!("QUEUEURLS\t{QUEUE_URL}\n"));
    assert_eq!(wrong.status, 252);
    assert_eq!(page.project.log.len(), 1);
}

#[test]
fn a_long_poll_is_answered_when_the_clock_comes_to_it() {
    let mut page = Page::new();
    let poll = page.ask(Question::Line {
        text: format!("aws sqs receive-message --queue-url {QUEUE_URL} --wait-time-seconds 20 --output text"),
        columns: 80,
    });
    assert_eq!(page.told, [], "it waits");
    page.order(Order::Advance {
        to: SimTime::from_secs(19),
        budget_millis: 5,
    });
    assert_eq!(page.told, []);
    page.order(Order::Advance {
        to: SimTime::from_secs(21),
        budget_millis: 5,
    });
    let done = Said::Done(Printed::default());
    assert_eq!(page.told, [(poll, done)]);
    page.check_same_run();
}

#[test]
fn who_hangs_up_or_is_undone_is_told_so() {
    let mut page = Page::new();
    let poll = |page: &mut Page| {
        let text = format!("aws sqs receive-message --queue-url {QUEUE_URL} --wait-time-seconds 20");
        page.ask(Question::Line { text, columns: 80 })
    };
    let first = poll(&mut page);
    page.order(Order::Ask {
        asker: first,
        question: Question::HangUp,
    });
    assert_eq!(page.told, [(first, Said::Gone)]);
    assert_eq!(page.project.log.len(), 2, "a call and its end");
    page.check_same_run();
    let second = poll(&mut page);
    let undone = Project {
        log: Rc::new(page.project.log[..2].to_vec()),
        ..page.project.clone()
    };
    page.update(undone, page.frame.now);
    assert_eq!(page.told.pop(), Some((second, Said::Gone)));
    page.check_same_run();
}

#[test]
fn a_file_is_asked_for_and_the_command_goes_on_with_it() {
    let mut page = Page::new();
    let asker = page.ask(Question::Line {
        text: format!("aws sqs send-message --queue-url {QUEUE_URL} --message-body file://body.txt"),
        columns: 80,
    });
    assert_eq!(page.told, [(asker, Said::File("file://body.txt".to_owned()))]);
    let content = b"from a file".to_vec();
    let name = "file://body.txt".to_owned();
    page.order(Order::Ask {
        asker,
        question: Question::Pasted { name, content },
    });
    assert!(matches!(
        page.told.pop(),
        Some((_, Said::Done(Printed { status: 0, .. })))
    ));
    let received = page.run(&format!(
        "aws sqs receive-message --queue-url {QUEUE_URL} --query Messages[0].Body"
    ));
    assert_eq!(received.out, "\"from a file\"\n");
}

#[test]
fn requests_of_the_sdk_are_answered_in_their_protocol() {
    let mut page = Page::new();
    let asker = page.ask(Question::Request(Request {
        method: "POST".to_owned(),
        target: "/".to_owned(),
        headers: vec![
            ("content-type".to_owned(), "application/x-amz-json-1.0".to_owned()),
            ("x-amz-target".to_owned(), "AmazonSQS.GetQueueUrl".to_owned()),
        ],
        body: br#"{"QueueName":"orders"}"#.to_vec(),
    }));
    let Some((told, Said::Response(response))) = page.told.pop() else {
        panic!("{:?}", page.told)
    };
    assert_eq!((told, response.status), (asker, 200));
    assert_eq!(
        response.body,
        format!("{{\"QueueUrl\":\"{QUEUE_URL}\"}}").into_bytes()
    );
    page.check_same_run();
}

#[test]
fn queues_and_receipts_are_offered_where_they_fit() {
    let mut page = Page::new();
    let completed = |page: &mut Page, text: String| {
        page.ask(Question::Completion { text });
        match page.told.pop() {
            Some((_, Said::Completion(completion))) => completion.candidates,
            other => panic!("{other:?}"),
        }
    };
    let urls = completed(&mut page, "aws sqs purge-queue --queue-url ".to_owned());
    assert_eq!(urls, [(QUEUE_URL.to_owned(), String::new())]);
    let delete = format!("aws sqs delete-message --queue-url {QUEUE_URL} --receipt-handle ");
    assert_eq!(completed(&mut page, delete.clone()), []);
    page.run(&format!(
        "aws sqs send-message --queue-url {QUEUE_URL} --message-body hi"
    ));
    page.run(&format!("aws sqs receive-message --queue-url {QUEUE_URL}"));
    let receipts = completed(&mut page, delete.clone());
    let [(receipt, _)] = receipts.as_slice() else {
        panic!("{receipts:?}")
    };
    assert_eq!(page.run(&format!("{delete}{receipt}")), Printed::default());
    page.ask(Question::Offers { part: PartId(1) });
    let Some((_, Said::Offers(offers))) = page.told.pop() else {
        panic!("{:?}", page.told)
    };
    for offer in offers {
        assert_eq!(page.run(&offer).status, 0, "{offer}");
    }
}

#[test]
fn what_is_done_by_hand_is_told_as_commands_that_do_it() {
    let mut page = Page::new();
    let mut editor = Editor::new(page.project.clone());
    let now = SimTime::ZERO;
    let letters = editor.add_part(now, PartKind::SqsStandard, Place { x: 300, y: 0 });
    editor.rename(now, letters, "dead letters");
    editor
        .connect(now, PartId(1), letters)
        .expect("a dead-letter queue");
    editor
        .set_field(now, PartId(1), studio::fields::FieldId::VisibilityTimeout, "45")
        .expect("a timeout");
    page.update(editor.project().clone(), now);
    assert_eq!(
        page.done_by_hand,
        [
            format!(
                "aws sqs set-queue-attributes --queue-url {QUEUE_URL} --attributes \
                 '{{\"RedrivePolicy\":\"{{\\\"deadLetterTargetArn\\\":\\\"arn:aws:sqs:us-east-1:000000000000:dead-letters\\\",\
                 \\\"maxReceiveCount\\\":\\\"3\\\"}}\",\"VisibilityTimeout\":\"45\"}}'"
            ),
            "aws sqs create-queue --queue-name dead-letters".to_owned(),
        ]
    );
    // They do no more than was done.
    let log = page.project.log.len();
    for command in std::mem::take(&mut page.done_by_hand) {
        assert_eq!(page.run(&command).status, 0, "{command}");
    }
    assert_eq!(page.project.log.len(), log + 2);
    editor.remove(
        now,
        &studio::edit::Selection {
            parts: [letters].into(),
            ..Default::default()
        },
        false,
    );
    page.update(editor.project().clone(), now);
    let url = QUEUE_URL.replace("orders", "dead-letters");
    assert!(
        page.done_by_hand
            .contains(&format!("aws sqs delete-queue --queue-url {url}")),
        "{:?}",
        page.done_by_hand
    );
}

#[test]
fn a_call_takes_no_more_of_the_log_than_scripts_count_for_it() {
    let mut page = Page::new();
    let receipt = "A".repeat(200);
    let rest = format!(r#""QueueUrl":"{QUEUE_URL}""#);
    let bodies = [
        ("ReceiveMessage", format!("{{{rest}}}")),
        (
            "ReceiveMessage",
            format!(r#"{{{rest},"WaitTimeSeconds":20,"MaxNumberOfMessages":10}}"#),
        ),
        ("SendMessage", format!(r#"{{{rest},"MessageBody":"b"}}"#)),
        (
            "DeleteMessage",
            format!(r#"{{{rest},"ReceiptHandle":"{receipt}"}}"#),
        ),
        (
            "GetQueueAttributes",
            format!(r#"{{{rest},"AttributeNames":["All"]}}"#),
        ),
        ("ListQueues", "{}".to_owned()),
    ];
    for (operation, body) in bodies {
        let before = format::to_bytes(&page.project).len();
        let body = body.into_bytes();
        let counted = body.len() + CALL_BYTES;
        page.ask(Question::Request(Request {
            method: "POST".to_owned(),
            target: "/".to_owned(),
            headers: vec![
                ("x-amz-target".to_owned(), format!("AmazonSQS.{operation}")),
                ("content-type".to_owned(), "application/x-amz-json-1.0".to_owned()),
            ],
            body,
        }));
        let taken = format::to_bytes(&page.project).len() - before;
        assert!(
            (1..=counted).contains(&taken),
            "{operation}: {taken} bytes, not {counted}"
        );
    }
}

/// The names of the queues that calls have created, as the page is told, and whether their settings can be read.
fn created(page: &Page) -> Vec<(String, Part)> {
    let created = page.frame.created.as_ref().expect("it is told");
    let drawn = |line: &str| match format::input_from_line(line).expect("an input").kind {
        InputKind::Edit(Edit::PutPart { part, .. }) => part,
        other => panic!("{other:?}"),
    };
    let queues = created.queues.iter();
    queues.map(|(name, line)| (name.clone(), drawn(line))).collect()
}

#[test]
fn a_queue_that_a_call_creates_is_told_with_its_name_and_settings_while_it_is_there() {
    let mut page = Page::new();
    page.run("aws sqs create-queue --queue-name jobs.fifo --attributes FifoQueue=true,VisibilityTimeout=45");
    let before = page.project.clone();
    let told = created(&page);
    let [(name, Part::Queue(queue))] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!(
        (name.as_str(), queue.kind, queue.visibility_timeout),
        ("jobs.fifo", QueueKind::Fifo, 45)
    );
    // It has figures like any other, and the feed calls it by its name.
    let url = QUEUE_URL.replace("orders", "jobs.fifo");
    page.run(&format!(
        "aws sqs send-message --queue-url {url} --message-body hi --message-group-id g1 --message-deduplication-id 1"
    ));
    let id = created_part(0);
    assert_eq!(page.frame.queue(id).map(|queue| queue.visible), Some(1));
    let feed = page.frame.feed.clone().expect("it is told");
    assert!(
        feed.iter().any(|line| line.text == "A program created jobs.fifo"),
        "{feed:?}"
    );
    page.check_same_run();

    // It goes with the call that deletes it, with undo, and where the run has not come to it yet.
    let second = SimTime::from_secs(1);
    page.order(Order::Seek { to: second });
    page.run(&format!("aws sqs delete-queue --queue-url {url}"));
    assert_eq!(created(&page), []);
    page.order(Order::Seek { to: SimTime::ZERO });
    assert_eq!(created(&page).len(), 1, "as it was before");
    page.update(before, SimTime::ZERO);
    assert_eq!(created(&page).len(), 1, "the call that deletes it is undone");
    let undone = Project {
        log: Rc::default(),
        ..page.project.clone()
    };
    page.update(undone, SimTime::ZERO);
    assert_eq!(created(&page), []);
}

#[test]
fn of_many_queues_that_a_program_creates_the_first_are_told_and_the_others_counted() {
    let mut page = Page::new();
    let many = CREATED_MAX + 12;
    let text = (0..many).map(|number| format!("aws sqs create-queue --queue-name q{number}\n"));
    page.ask(Question::Line {
        text: text.collect(),
        columns: 80,
    });
    let names: Vec<String> = created(&page).into_iter().map(|(name, _)| name).collect();
    let first: Vec<String> = (0..CREATED_MAX).map(|number| format!("q{number}")).collect();
    assert_eq!(names, first);
    assert_eq!(page.frame.created.as_ref().map(|created| created.more), Some(12));
    assert_eq!(page.frame.parts.len(), 1 + CREATED_MAX);
    page.run(&format!(
        "aws sqs delete-queue --queue-url {}",
        QUEUE_URL.replace("orders", "q3")
    ));
    let names: Vec<String> = created(&page).into_iter().map(|(name, _)| name).collect();
    assert!(!names.contains(&"q3".to_owned()) && names.contains(&format!("q{CREATED_MAX}")));
}
