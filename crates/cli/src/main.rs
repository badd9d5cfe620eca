//! Decouple without a browser: the same files, links and scenes, the same engine, the same hashes.

mod arguments;
mod benchmark;
mod biography;
mod check;
mod facts;
mod guess;
mod help;
mod load;
mod run;
mod scenes;
mod search;
mod serve;

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use arguments::Command;

/// What a command came to.
struct Outcome {
    /// What goes to the standard output.
    text: String,
    /// Whether all is well.
    good: bool,
}

/// Why a command could not be done.
enum Failure {
    /// It was not understood.
    Usage(String),
    /// What it was to work on is not there or not right.
    Input(String),
}

impl Outcome {
    fn good(text: String) -> Self {
        Self { text, good: true }
    }
}

fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1);
    match arguments::parse(arguments).and_then(|command| perform(&command)) {
        Ok(outcome) => print(&outcome),
        Err(Failure::Usage(problem)) => {
            complain(&format!("{problem} See decouple help."));
            ExitCode::from(2)
        }
        Err(Failure::Input(problem)) => {
            complain(&problem);
            ExitCode::FAILURE
        }
    }
}

fn perform(command: &Command) -> Result<Outcome, Failure> {
    match command {
        Command::Help => Ok(Outcome::good(help::TEXT.to_owned())),
        Command::Version => Ok(Outcome::good(format!("decouple {}\n", env!("CARGO_PKG_VERSION")))),
        Command::Scenes { json } => Ok(Outcome::good(scenes::list(*json))),
        Command::Facts { json } => Ok(facts::check(*json)),
        Command::Check { source } => check::check(source),
        Command::Bench { full } => Ok(benchmark::run(*full)),
        Command::Run {
            source,
            seed,
            until,
            branch,
            next,
            biography,
            json,
        } => {
            let wanted = run::Wanted {
                seed: *seed,
                until: *until,
                branch: branch.as_deref(),
                next: next.as_deref(),
                biography: biography.as_deref(),
            };
            run::run(source, wanted, *json)
        }
        Command::Search(question) => search::search(question),
        Command::Serve(serving) => serve::serve(serving),
    }
}

/// Writes it all, and is content when the reader has had enough.
fn print(outcome: &Outcome) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(outcome.text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            complain(&format!("The result could not be written: {error}."));
            ExitCode::FAILURE
        }
        _ if outcome.good => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// If even the complaint cannot be written, the exit code has to do.
fn complain(problem: &str) {
    let _ = writeln!(std::io::stderr(), "decouple: {problem}");
}
