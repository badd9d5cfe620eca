//! What is asked of the services of the sketch: commands of the terminal, and requests of scripts with the AWS SDK. What
//! calls a service is an input of the run, and is answered when the world answers it.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use cloud::sqs::api::{Answer, Call};
use cloud::sqs::ids::Ids;
use cloud::time::SimTime;
use sim::{CallNumber, InputKind, Run, Told};
use studio::{Project, format};
use wire::cli::{self, Awaited, Files, Outcome, Step, Terminal, Unreadable};
use wire::{Accepted, Endpoint, Origin, QueueUrls, ReplyContext, accept};

use super::offers;
use crate::bridge::ask::{Asked, Asker, Directory, Printed, Question, Request, Response, Said};

/// So many receipt handles are offered.
const RECEIPTS: usize = 20;
/// The most bytes of a request's body, as at the endpoint of the command.
const BODY_BYTES: usize = 2 << 20;

/// See the module's text.
#[derive(Default)]
pub(super) struct Asking {
    questions: VecDeque<(Asker, Question)>,
    waiting: BTreeMap<CallNumber, Waiting>,
    /// Commands that want a file, and those after them.
    stalled: BTreeMap<Asker, Commands>,
    files: Files,
    requests: u64,
    /// Receipt handles of messages that commands have received, newest first.
    receipts: VecDeque<String>,
    asked: Asked,
}

/// Who waits for the answer to a call.
struct Waiting {
    asker: Asker,
    with: With,
}

enum With {
    Command(Box<Awaited>, Commands),
    Request(Box<ReplyContext>),
}

/// Commands that are still to be run.
struct Commands {
    columns: u16,
    left: VecDeque<Vec<String>>,
}

impl Asking {
    /// Something is asked. It has its turn when the world is where it was sent.
    pub(super) fn ask(&mut self, asker: Asker, question: Question) {
        self.questions.push_back((asker, question));
    }

    /// What came of it since this was last asked.
    pub(super) fn take(&mut self) -> Option<Box<Asked>> {
        let asked = std::mem::take(&mut self.asked);
        (asked != Asked::default()).then(|| Box::new(asked))
    }

    /// Hands out the answers that the world has given. If it is where it was sent, deals with the next question, for which it
    /// may have to go on to an instant.
    pub(super) fn go_on(&mut self, run: &mut Run, project: &mut Project, is_there: bool) -> Option<SimTime> {
        let told: Vec<(CallNumber, Told)> = run.take_answers().collect();
        let inputs = self.asked.inputs.len();
        for (number, told) in told {
            if let Some(Waiting { asker, with }) = self.waiting.remove(&number) {
                self.turn_of(asker, run, project).hear(told, with);
            }
        }
        if is_there && let Some((asker, question)) = self.questions.pop_front() {
            self.turn_of(asker, run, project).deal_with(question);
        }
        (self.asked.inputs.len() > inputs).then(|| run.world().next_input_at())
    }

    fn turn_of<'a>(&'a mut self, asker: Asker, run: &'a mut Run, project: &'a mut Project) -> Turn<'a> {
        Turn {
            asking: self,
            run,
            project,
            asker,
        }
    }

    /// The log is another one: whoever waits for what is no longer in it waits in vain.
    pub(super) fn forget_all_but(&mut self, project: &Project) {
        let numbers: Vec<CallNumber> = project.log.iter().filter_map(sim::Input::call).collect();
        let gone = self.waiting.extract_if(.., |number, _| !numbers.contains(number));
        let told = gone.map(|(_, waiting)| (waiting.asker, Said::Gone));
        self.asked.told.extend(told);
    }

    /// Notes what was done by hand, as commands.
    pub(super) fn note(&mut self, before: &Project, after: &Project) {
        let commands = offers::done_by_hand(before, after);
        self.asked.done_by_hand.extend(commands);
    }
}

/// One asker's turn.
struct Turn<'a> {
    asking: &'a mut Asking,
    run: &'a mut Run,
    project: &'a mut Project,
    asker: Asker,
}

impl Turn<'_> {
    fn deal_with(&mut self, question: Question) {
        match question {
            Question::Line { text, columns } => match cli::read(&text) {
                Ok(commands) => self.run_commands(Commands {
                    columns,
                    left: commands.into(),
                }),
                Err(Unreadable::Unfinished) => self.say(Said::Unfinished),
                Err(Unreadable::Shell(unsupported)) => self.say(Said::Done(Printed {
                    err: format!("{unsupported}\n"),
                    status: 2,
                    ..Printed::default()
                })),
            },
            Question::Pasted { name, content } => {
                self.asking.files.paste(&name, &content);
                if let Some(commands) = self.asking.stalled.remove(&self.asker) {
                    self.run_commands(commands);
                }
            }
            Question::Completion { text } => {
                let receipts = self.asking.receipts.make_contiguous();
                let completion = offers::completion(&text, self.run, receipts);
                self.say(Said::Completion(completion));
            }
            Question::Offers { part } => {
                let offers = offers::for_part(part, self.run);
                self.say(Said::Offers(offers));
            }
            Question::Directory => {
                let directory = self.directory();
                self.say(Said::Directory(directory));
            }
            Question::Request(request) => self.request(&request),
            Question::HangUp => self.hang_up(),
        }
    }

    /// A call is answered.
    fn hear(&mut self, told: Told, with: With) {
        match with {
            With::Command(awaited, left) => {
                self.remember_receipts(&told);
                self.step(awaited.answered(told), left);
            }
            With::Request(reply) => self.say(response(reply.respond(told))),
        }
    }

    fn say(&mut self, said: Said) {
        self.asking.asked.told.push((self.asker, said));
    }

    /// Runs the next of the commands, and the others after it.
    fn run_commands(&mut self, mut commands: Commands) {
        let Some(words) = commands.left.front() else {
            return self.say(Said::Done(Printed::default()));
        };
        let terminal = Terminal {
            columns: commands.columns.into(),
            files: self.asking.files.clone(),
        };
        match cli::interpret(words, &terminal) {
            Outcome::File(name) => {
                self.asking.stalled.insert(self.asker, commands);
                self.say(Said::File(name));
            }
            Outcome::Print(printed) => {
                commands.left.pop_front();
                self.print(printed, commands);
            }
            Outcome::Run(command) => {
                commands.left.pop_front();
                let step = command.send(&self.endpoint());
                self.step(step, commands);
            }
        }
    }

    fn step(&mut self, step: Step, left: Commands) {
        match step {
            Step::Call(call, awaited) => self.call(call, With::Command(awaited, left)),
            Step::Print(printed) => self.print(printed, left),
        }
    }

    fn print(&mut self, cli::Printed { out, err, status }: cli::Printed, left: Commands) {
        let printed = Printed { out, err, status };
        if left.left.is_empty() {
            return self.say(Said::Done(printed));
        }
        self.say(Said::Printed(printed));
        self.run_commands(left);
    }

    fn request(&mut self, request: &Request) {
        let headers = request.headers.iter();
        let headers: Vec<(&str, &[u8])> = headers
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
            .collect();
        let asked = wire::Request {
            method: &request.method,
            target: &request.target,
            headers: &headers,
            body: &request.body,
        };
        self.asking.requests += 1;
        match accept(&asked, &self.endpoint(), self.asking.requests) {
            Accepted::Answered(answer) => self.say(response(answer)),
            Accepted::Call(call, reply) => self.call(call, With::Request(Box::new(reply))),
        }
    }

    /// Whoever has received messages is about to name them.
    fn remember_receipts(&mut self, told: &Told) {
        let Ok(Answer::Messages(messages)) = told else {
            return;
        };
        let ids = Ids::new(self.project.document.seed);
        for message in messages {
            let receipt = ids.receipt(message.delivery.receipt);
            self.asking.receipts.push_front(receipt);
        }
        self.asking.receipts.truncate(RECEIPTS);
    }

    /// Puts a call into the run.
    fn call(&mut self, call: Call, with: With) {
        let number = self.project.next_call();
        let asker = self.asker;
        self.asking.waiting.insert(number, Waiting { asker, with });
        self.put(InputKind::Call {
            number,
            call: Rc::new(call),
        });
    }

    fn hang_up(&mut self) {
        let asker = self.asker;
        self.asking.stalled.remove(&asker);
        let mut gone = self
            .asking
            .waiting
            .extract_if(.., |_, waiting| waiting.asker == asker);
        let gone: Vec<CallNumber> = gone.by_ref().map(|(number, _)| number).collect();
        for number in gone {
            self.put(InputKind::HangUp { number });
        }
        self.say(Said::Gone);
    }

    fn put(&mut self, kind: InputKind) {
        let input = self.run.put(kind);
        self.project.put(&input);
        self.asking.asked.inputs.push(format::input_to_bytes(&input));
    }

    fn endpoint(&self) -> Endpoint {
        let document = &self.project.document;
        let home = &document.sketch.home;
        Endpoint {
            account: home.account,
            region: home.region.clone(),
            queue_urls: QueueUrls::Amazon,
            require_authorization: false,
            origin: Origin {
                ids: Ids::new(document.seed),
                start_unix_millis: document.sketch.starts.0 * 1_000,
            },
            most_body_bytes: BODY_BYTES,
        }
    }

    fn directory(&self) -> Directory {
        let home = &self.project.document.sketch.home;
        let addresses = self.run.world().queue_addresses();
        let addresses = addresses
            .values()
            .filter(|address| (address.account, &address.region) == (home.account, &home.region));
        Directory {
            account: home.account.to_string(),
            region: home.region.to_string(),
            queues: addresses
                .map(|address| (address.name.to_string(), offers::url(address)))
                .collect(),
        }
    }
}

fn response(response: wire::Response) -> Said {
    let headers = response.headers.into_iter();
    Said::Response(Response {
        status: response.status,
        headers: headers.map(|(name, value)| (name.to_owned(), value)).collect(),
        body: response.body,
    })
}

#[cfg(test)]
mod tests;
