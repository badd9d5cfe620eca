//! What was asked for.

use std::ffi::OsString;

use cloud::time::{SimDuration, SimTime};
use sim::Guarantee;
use studio::LAST_INSTANT;
use studio::amount::Unit;
use studio::words::{Language, duration_short};

use crate::Failure;
use crate::guess::closest;
use crate::search::{self, Question};
use crate::serve::{Options, Serving};

const COMMANDS: [&str; 8] = [
    "scenes", "run", "search", "check", "serve", "facts", "bench", "help",
];

/// See [`crate::help`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Version,
    Scenes {
        json: bool,
    },
    Facts {
        json: bool,
    },
    Check {
        source: String,
    },
    Bench {
        full: bool,
    },
    Run {
        source: String,
        seed: Option<u64>,
        until: Option<SimDuration>,
        branch: Option<String>,
        next: Option<String>,
        biography: Option<String>,
        json: bool,
    },
    Search(Question),
    Serve(Serving),
}

/// The arguments after the command, sorted.
#[derive(Default)]
struct Rest {
    source: Option<String>,
    seed: Option<u64>,
    until: Option<SimDuration>,
    branch: Option<String>,
    next: Option<String>,
    biography: Option<String>,
    guarantee: Option<Guarantee>,
    seeds: Option<u64>,
    json: bool,
    full: bool,
    help: bool,
    serving: Options,
}

/// Reads the command line without the program's name.
pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Command, Failure> {
    let mut words = arguments.map(|word| {
        word.into_string()
            .map_err(|word| Failure::Usage(format!("“{}” is not Unicode.", word.to_string_lossy())))
    });
    let Some(command) = words.next().transpose()? else {
        return Err(Failure::Usage(format!(
            "Say what to do: {}.",
            COMMANDS.join(", ")
        )));
    };
    match command.as_str() {
        "help" | "--help" | "-h" => return Ok(Command::Help),
        "--version" | "-V" => return Ok(Command::Version),
        known if COMMANDS.contains(&known) => {}
        unknown => return Err(unknown_word("command", unknown, &COMMANDS)),
    }
    let of_serve: Vec<&str> = Options::names().chain(["--watch", "--help"]).collect();
    let allowed: &[&str] = match command.as_str() {
        "run" => &[
            "--seed",
            "--until",
            "--branch",
            "--next",
            "--biography",
            "--json",
            "--help",
        ],
        "search" => &["--guarantee", "--seed", "--seeds", "--until", "--json", "--help"],
        "check" => &["--help"],
        "serve" => &of_serve,
        "bench" => &["--full", "--help"],
        _ => &["--json", "--help"],
    };
    let takes_source = matches!(command.as_str(), "run" | "search" | "check" | "serve");
    let Rest {
        source,
        seed,
        until,
        branch,
        next,
        biography,
        guarantee,
        seeds,
        json,
        full,
        help,
        serving,
    } = rest(words, allowed, takes_source)?;
    if help {
        return Ok(Command::Help);
    }
    if command == "serve" {
        return Ok(Command::Serve(serving.with(source)));
    }
    let source = || source.ok_or_else(|| Failure::Usage(format!("Say which sketch to {command}.")));
    Ok(match command.as_str() {
        "scenes" => Command::Scenes { json },
        "facts" => Command::Facts { json },
        "check" => Command::Check { source: source()? },
        "bench" => Command::Bench { full },
        "search" => Command::Search(Question {
            source: source()?,
            guarantee: guarantee
                .ok_or_else(|| Failure::Usage("Say what is to be broken: --guarantee.".to_owned()))?,
            seed,
            seeds,
            until,
            json,
        }),
        _ => Command::Run {
            source: source()?,
            seed,
            until,
            branch,
            next,
            biography,
            json,
        },
    })
}

fn rest(
    mut words: impl Iterator<Item = Result<String, Failure>>,
    allowed: &[&str],
    takes_source: bool,
) -> Result<Rest, Failure> {
    let mut rest = Rest::default();
    while let Some(word) = words.next().transpose()? {
        let (name, attached) = match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
            _ => (word.as_str(), None),
        };
        let mut value = || match attached.clone() {
            Some(value) => Ok(value),
            None => words
                .next()
                .unwrap_or_else(|| Err(Failure::Usage(format!("{name} needs a value.")))),
        };
        match name {
            "-h" => rest.help = true,
            option if option.starts_with("--") && !allowed.contains(&option) => {
                return Err(unknown_word("option", option, allowed));
            }
            "--json" => rest.json = true,
            "--full" => rest.full = true,
            "--watch" => rest.serving.watch = true,
            "--help" => rest.help = true,
            "--seed" => rest.seed = Some(seed(&value()?)?),
            "--until" => rest.until = Some(time(&value()?)?),
            "--branch" => rest.branch = Some(value()?),
            "--next" => rest.next = Some(value()?),
            "--biography" => rest.biography = Some(value()?),
            "--guarantee" => rest.guarantee = Some(guarantee(&value()?)?),
            "--seeds" => rest.seeds = Some(seeds(&value()?)?),
            name if rest.serving.set(name, &mut value)? => {}
            option if option.len() > 1 && option.starts_with('-') => {
                return Err(unknown_word("option", option, allowed));
            }
            _ if takes_source && rest.source.is_none() => rest.source = Some(word),
            extra => return Err(Failure::Usage(format!("“{extra}” is one argument too many."))),
        }
    }
    Ok(rest)
}

fn seed(typed: &str) -> Result<u64, Failure> {
    typed.parse().map_err(|_| {
        Failure::Usage(format!(
            "“{typed}” is no seed: it is a whole number from 0 to {}.",
            u64::MAX
        ))
    })
}

fn seeds(typed: &str) -> Result<u64, Failure> {
    let seeds = typed.parse().ok().filter(|seeds| *seeds > 0);
    seeds.ok_or_else(|| Failure::Usage(format!("“{typed}” is no number of seeds.")))
}

fn guarantee(typed: &str) -> Result<Guarantee, Failure> {
    let known: Vec<&str> = search::GUARANTEES.iter().map(|(name, _)| *name).collect();
    search::guarantee(typed).ok_or_else(|| unknown_word("guarantee", typed, &known))
}

fn time(typed: &str) -> Result<SimDuration, Failure> {
    match Unit::Nanos.parse(typed).map(SimDuration::from_nanos) {
        Some(time) if SimTime::ZERO + time <= LAST_INSTANT => Ok(time),
        Some(_) => Err(Failure::Usage(format!(
            "{typed} is longer than the longest run, {}.",
            duration_short(Language::English, LAST_INSTANT.since(SimTime::ZERO))
        ))),
        None => Err(Failure::Usage(format!(
            "“{typed}” is no length of time: write it like 90s, 10m or 1h30m."
        ))),
    }
}

fn unknown_word(what: &str, typed: &str, known: &[&str]) -> Failure {
    let hint = closest(typed, known.iter().copied())
        .map_or_else(String::new, |word| format!(" Did you mean {word}?"));
    Failure::Usage(format!("There is no {what} “{typed}”.{hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Option<Command> {
        parse(line.split_whitespace().map(OsString::from)).ok()
    }

    #[test]
    fn options_come_in_any_order_and_form() {
        let until = Some(SimDuration::from_secs(600));
        let run = Command::Run {
            source: "a".into(),
            seed: Some(7),
            until,
            branch: None,
            next: None,
            biography: None,
            json: true,
        };
        assert_eq!(parsed("run a --seed 7 --until 10m --json").as_ref(), Some(&run));
        assert_eq!(parsed("run --json --until=10m --seed=7 a"), Some(run));
        assert_eq!(parsed("check -"), Some(Command::Check { source: "-".into() }));
        assert_eq!(parsed("run --help"), Some(Command::Help));
        let serving = Serving {
            source: Some("a".into()),
            options: Options {
                port: 0,
                record: Some("file".into()),
                page: "folder".into(),
                constant: Some(100),
                watch: true,
                ..Options::default()
            },
        };
        let serve = "serve a --port 0 --record=file --watch --page folder --constant 100";
        assert_eq!(parsed(serve), Some(Command::Serve(serving)));
        assert_eq!(parsed("bench --full"), Some(Command::Bench { full: true }));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in [
            "",
            "runn",
            "run",
            "run a b",
            "run a --seed",
            "run a --seed x",
            "run a --until 1y",
            "run a --until 367d",
            "search a",
            "search a --guarantee at-most-twice",
            "search a --guarantee at-most-once --seeds 0",
            "scenes a",
            "serve a --port",
            "serve a --port x",
            "serve a --constant 1048577",
            "run a --port 1",
        ] {
            assert_eq!(parsed(line), None, "{line:?}");
        }
        assert_eq!(parsed("check a --json"), None);
    }
}
