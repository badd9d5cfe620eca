//! A command that is read: what it asks, and how what is answered is printed.

use cloud::account::{Caller, Region};
use cloud::sqs::api::{Answer, ApiError, Call};

use super::document::Document;
use super::failure::{ErrorFormat, Failure, Printed};
use super::output::{Format, Printer};
use super::paging::{self, Next, Pages};
use crate::endpoint::{Base, Endpoint};
use crate::services::{Around, Bound, SERVICES};
use crate::shape::{Operation, Service};
use crate::signature;
use crate::sqs::{self, Shown};
use crate::value::Record;

/// A command that asks a service.
#[derive(Clone, Debug)]
pub struct Command {
    pub(super) service: &'static Service,
    pub(super) operation: &'static Operation,
    pub(super) input: Record,
    pub(super) region: Option<Region>,
    pub(super) profile: Option<String>,
    pub(super) printing: Printing,
    pub(super) pages: Option<Pages>,
}

/// How what is answered is printed.
#[derive(Clone, Debug)]
pub(super) struct Printing {
    pub(super) printer: Printer,
    pub(super) errors: ErrorFormat,
}

/// What a command does next.
#[derive(Debug)]
pub enum Step {
    /// It calls; what is answered goes to [`Awaited::answered`].
    Call(Call, Box<Awaited>),
    /// It is done.
    Print(Printed),
}

/// A command that waits for its answer.
#[derive(Debug)]
pub struct Awaited {
    command: Command,
    endpoint: Endpoint,
    shown: Shown,
}

impl Command {
    /// The service that it asks.
    pub fn service(&self) -> &'static Service {
        self.service
    }

    /// What it asks.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The members that it asks with, those of the first page if there are several.
    pub fn input(&self) -> &Record {
        &self.input
    }

    /// Asks. The endpoint has the account and the region of commands that name none.
    pub fn send(self, endpoint: &Endpoint) -> Step {
        let caller = self.caller(endpoint);
        let around = Around {
            caller: &caller,
            origin: endpoint.origin,
            trace_id: None,
            is_query: false,
        };
        match self.bind(&around) {
            Some(Bound::Answer(answer)) => {
                let answer = self.document(&answer);
                Step::Print(self.print(answer))
            }
            Some(Bound::Call(operation, shown)) => {
                let call = Call {
                    caller,
                    region: self.region.clone().unwrap_or_else(|| endpoint.region.clone()),
                    operation,
                };
                let awaited = Awaited {
                    command: self,
                    endpoint: endpoint.clone(),
                    shown,
                };
                Step::Call(call, Box::new(awaited))
            }
            // A table has an operation that nothing is bound to, which tests of the tables rule out.
            None => Step::Print(Printed::default()),
        }
    }

    fn bind(&self, around: &Around<'_>) -> Option<Bound> {
        let mut bindings = SERVICES.iter();
        let binding = bindings.find(|binding| std::ptr::eq(binding.service, self.service))?;
        (binding.bind)(self.operation, self.input.clone(), around)
    }

    /// As an access key would: `--profile` stands for one.
    fn caller(&self, endpoint: &Endpoint) -> Caller {
        match &self.profile {
            Some(profile) => signature::caller(profile, endpoint.account),
            None => signature::root(endpoint.account),
        }
    }

    fn document(&self, answer: &Record) -> Document {
        let members = self.operation.output.map_or(&[] as &[_], |output| output.members);
        Document::of_record(answer, members)
    }

    /// What is printed of an answer.
    pub(super) fn print(&self, answer: Document) -> Printed {
        match self.printing.printer.print(self.operation.name, answer) {
            Ok(out) => Printed::done(out),
            Err(error) => self.fail(&error.into()),
        }
    }

    fn print_pages(&self, pages: &Pages) -> Printed {
        if self.printing.printer.format != Format::Text {
            return self.print(pages.whole(self.operation));
        }
        let mut all = Printed::default();
        for answer in pages.apart(self.operation) {
            let page = self.print(answer);
            all.out.push_str(&page.out);
            if page.status != 0 {
                return Printed { out: all.out, ..page };
            }
        }
        all
    }

    fn fail(&self, failure: &Failure) -> Printed {
        failure.print(self.printing.errors, Some(&self.printing.printer))
    }
}

impl Awaited {
    /// What comes of the answer: it is printed, or the next page is asked for.
    pub fn answered(self, answer: Result<Answer, ApiError>) -> Step {
        let Self {
            mut command,
            endpoint,
            shown,
        } = self;
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                let failure = Failure::refused(command.operation.name, error);
                return Step::Print(command.fail(&failure));
            }
        };
        let record = sqs::record(answer, command.operation, &shown, &Base::Amazon, endpoint.origin);
        let Some(mut pages) = command.pages.take() else {
            return Step::Print(command.print(command.document(&record)));
        };
        match pages.take(record) {
            Ok(Next::Page(token)) => {
                paging::ask_for(&mut command.input, token);
                command.pages = Some(pages);
                command.send(&endpoint)
            }
            Ok(Next::End) => Step::Print(command.print_pages(&pages)),
            Err(failure) => Step::Print(command.fail(&failure)),
        }
    }
}
