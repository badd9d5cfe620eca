//! From words to a command, or to what is printed instead.

use std::rc::Rc;

use super::arguments::{self, Arguments, First, Given};
use super::command::{Command, Printing};
use super::document::Document;
use super::failure::{ErrorFormat, Failure, Printed};
use super::files::{Files, Trouble};
use super::help;
use super::names::kebab;
use super::options::{self, INPUT_JSON, SKELETON, services};
use super::output::{Format, Printer};
use super::paging::Pages;
use super::query::Query;
use super::skeleton::{self, Texts};
use super::validate::{self, BinaryFormat};
use super::{Outcome, Terminal, parameter};
use crate::shape::Operation;

/// What this is, as `--version` says it.
const VERSION: &str = "decouple, with the grammar of aws-cli/2\n";

/// The status of a command that a shell does not find.
const NOT_FOUND: u8 = 127;

pub(super) fn interpret(words: &[String], terminal: &Terminal) -> Outcome {
    let (name, words) = match words {
        [] => return Outcome::Print(Printed::default()),
        [name, words @ ..] => (name, words),
    };
    match name.as_str() {
        "aws" => {}
        "help" => return Outcome::Print(Printed::done(help::of_all())),
        other => {
            return Outcome::Print(Printed {
                err: format!("{other}: command not found\n"),
                status: NOT_FOUND,
                ..Printed::default()
            });
        }
    }
    if words.first().is_some_and(|word| word == "--version") {
        return Outcome::Print(Printed::done(VERSION.to_owned()));
    }
    let mut printing = Printing {
        printer: Printer {
            format: Format::default(),
            query: None,
            columns: terminal.columns,
        },
        errors: ErrorFormat::default(),
    };
    match read(words, &terminal.files, &mut printing) {
        Ok(outcome) => outcome,
        Err(Trouble::File(name)) => Outcome::File(name),
        Err(Trouble::Wrong(failure)) => {
            Outcome::Print(failure.print(printing.errors, Some(&printing.printer)))
        }
    }
}

type Read<T> = Result<T, Trouble<Failure>>;

fn wrong(failure: Failure) -> Trouble<Failure> {
    Trouble::Wrong(failure)
}

fn usage(told: String) -> Trouble<Failure> {
    Trouble::Wrong(Failure::Usage(told))
}

fn read(words: &[String], files: &Files, printing: &mut Printing) -> Read<Outcome> {
    let choices = with_help(services().map(|service| service.name.to_owned()));
    let command = First::Choice("command", &choices);
    let globals = arguments::parse(words, &options::globals(), command).map_err(usage)?;
    set(printing, &globals).map_err(wrong)?;
    let region = match globals.one("--region").map(|name| (name, name.parse())) {
        None => None,
        Some((_, Ok(region))) => Some(region),
        Some((name, Err(_))) => {
            return Err(wrong(Failure::Other(format!(
                "Provided region_name '{name}' doesn't match a supported format."
            ))));
        }
    };
    let Some(service) = globals.first.as_deref().and_then(options::service) else {
        return Ok(Outcome::Print(Printed::done(help::of_all())));
    };
    let choices = with_help(service.operations.iter().map(|operation| kebab(operation.name)));
    let chosen = arguments::parse(&globals.rest, &[], First::Choice("operation", &choices)).map_err(usage)?;
    let name = chosen.first.as_deref().unwrap_or_default();
    let Some(operation) = options::operation(service, name) else {
        return Ok(Outcome::Print(Printed::done(help::of_service(service))));
    };
    if let [word] = &*chosen.rest
        && word == "help"
    {
        return Ok(Outcome::Print(Printed::done(help::of_operation(
            service, operation,
        ))));
    }
    let binary = match globals.one("--cli-binary-format") {
        Some("raw-in-base64-out") => BinaryFormat::Raw,
        _ => BinaryFormat::Base64,
    };
    let asked = Asked {
        operation,
        files,
        binary,
        paginate: !globals.has("--no-paginate"),
    };
    let (input, pages, skeleton) = asked.read(&chosen.rest)?;
    let command = Command {
        service,
        operation,
        input,
        region,
        profile: globals.one("--profile").map(str::to_owned),
        printing: printing.clone(),
        pages,
    };
    Ok(match skeleton {
        Some(Skeleton::Input(text)) => Outcome::Print(Printed::done(text)),
        Some(Skeleton::Output(answer)) => Outcome::Print(command.print(answer)),
        None => Outcome::Run(Box::new(command)),
    })
}

fn with_help(names: impl Iterator<Item = String>) -> Vec<String> {
    names.chain(["help".to_owned()]).collect()
}

/// Takes over what the options of every command say of printing.
fn set(printing: &mut Printing, globals: &Arguments) -> Result<(), Failure> {
    let format = |name: Option<&str>| match name {
        Some("text") => Format::Text,
        Some("table") => Format::Table,
        Some("off") => Format::Off,
        _ => Format::Json,
    };
    printing.errors = match globals.one("--cli-error-format") {
        None | Some("enhanced") => ErrorFormat::Enhanced,
        Some("legacy") => ErrorFormat::Legacy,
        other => ErrorFormat::As(format(other)),
    };
    printing.printer.format = format(globals.one("--output"));
    if let Some(url) = globals.one("--endpoint-url")
        && !url.contains("://")
    {
        return Err(Failure::Parameter(format!(
            "Bad value for --endpoint-url \"{url}\": scheme is missing.  Must be of the form http://<hostname>/ or https://<hostname>/"
        )));
    }
    if let Some(text) = globals.one("--query") {
        let query = Query::parse(text);
        let query = query
            .map_err(|error| Failure::Parameter(format!("Bad value for --query {text}: {}", error.0)))?;
        printing.printer.query = Some(query);
    }
    Ok(())
}

/// What is printed instead of asking.
enum Skeleton {
    Input(String),
    Output(Document),
}

struct Asked<'a> {
    operation: &'static Operation,
    files: &'a Files,
    binary: BinaryFormat,
    paginate: bool,
}

impl Asked<'_> {
    fn read(&self, words: &[String]) -> Read<(crate::Record, Option<Pages>, Option<Skeleton>)> {
        let options = options::of_operation(self.operation, !fills_in_later(words));
        let mut arguments = arguments::parse(words, &options, First::Any).map_err(usage)?;
        let unknown: Vec<String> = arguments.rest.drain(..).chain(arguments.first.take()).collect();
        if !unknown.is_empty() {
            return Err(wrong(Failure::UnknownOptions(unknown)));
        }
        let mut parameters = self.parameters(&arguments)?;
        self.add_json(&arguments, &mut parameters)?;
        let parameters = Document::Map(parameters);
        if arguments.one(SKELETON) == Some("input") {
            let text = skeleton::of(self.operation.input.members, Texts::Empty);
            let text = super::output::json::pretty(&text) + "\n";
            return Ok((crate::Record::default(), None, Some(Skeleton::Input(text))));
        }
        let mut input = validate::members(&parameters, &self.operation.input, self.binary).map_err(wrong)?;
        if arguments.has(SKELETON) {
            let members = self.operation.output.map_or(&[] as &[_], |output| output.members);
            let answer = skeleton::of(members, Texts::Names);
            return Ok((input, None, Some(Skeleton::Output(answer))));
        }
        let pages = Pages::of(self.operation, &arguments, self.paginate, &mut input).map_err(wrong)?;
        Ok((input, pages, None))
    }

    fn parameters(&self, arguments: &Arguments) -> Read<Vec<(Rc<str>, Document)>> {
        let mut parameters = Vec::new();
        for member in self.operation.input.members {
            let name = options::name_of(member);
            let given = arguments.get(&name);
            let negative = arguments.get(&options::negative_name_of(member));
            let value = match (given, negative) {
                (Some(Given::Flag), Some(Given::Flag)) => {
                    let negative = options::negative_name_of(member);
                    return Err(usage(format!(
                        "argument {negative}: not allowed with argument {name}"
                    )));
                }
                (None, Some(Given::Flag)) => Document::Boolean(false),
                (Some(given), _) => parameter::read(&name, &member.shape, given, self.files)?,
                (None, _) => continue,
            };
            parameters.push((member.name.into(), value));
        }
        Ok(parameters)
    }

    /// Adds what `--cli-input-json` has and the options have not.
    fn add_json(&self, arguments: &Arguments, parameters: &mut Vec<(Rc<str>, Document)>) -> Read<()> {
        let Some(text) = arguments.one(INPUT_JSON) else {
            return Ok(());
        };
        let told = |told: &str| wrong(Failure::value(INPUT_JSON, told));
        let text = match self.files.content(text) {
            Ok(Some(content)) => content.plain(),
            Ok(None) => text.to_owned(),
            Err(Trouble::File(name)) => return Err(Trouble::File(name)),
            Err(Trouble::Wrong(error)) => return Err(told(&error)),
        };
        let Ok(read) = serde_json::from_str::<Document>(&text) else {
            return Err(told("Invalid JSON received."));
        };
        let Document::Map(entries) = read else {
            let kind = read.python_type();
            return Err(told(&format!(
                "Invalid type: expecting map, received type: <class '{kind}'>"
            )));
        };
        for (key, value) in entries {
            if !parameters.iter().any(|(known, _)| *known == key) {
                parameters.push((key, value));
            }
        }
        Ok(())
    }
}

/// Whether what AWS demands may be missing from the options: it comes from JSON, or none of it is used.
fn fills_in_later(words: &[String]) -> bool {
    let follows = |place: usize| words.get(place + 1).map(String::as_str);
    words
        .iter()
        .enumerate()
        .any(|(place, word)| word == INPUT_JSON || (word == SKELETON && follows(place) != Some("output")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Value;
    use crate::shape::{Member, Shape, Structure};

    static OPERATION: Operation = Operation {
        name: "Switch",
        input: Structure {
            members: &[
                Member::new("DryRun", Shape::Boolean, "No service has one yet."),
                Member::new("Count", Shape::Long, "The same."),
            ],
        },
        output: None,
        help: "Shows how booleans are typed.",
    };

    fn read(words: &[&str]) -> Result<Option<Value>, Trouble<Failure>> {
        let asked = Asked {
            operation: &OPERATION,
            files: &Files::default(),
            binary: BinaryFormat::Base64,
            paginate: true,
        };
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        asked.read(&words).map(|(input, ..)| input.get("DryRun").cloned())
    }

    #[test]
    fn a_boolean_is_set_by_its_option_and_unset_by_its_negative() {
        assert_eq!(read(&["--dry-run"]), Ok(Some(Value::Boolean(true))));
        assert_eq!(read(&["--no-dry-run"]), Ok(Some(Value::Boolean(false))));
        assert_eq!(read(&["--count", "5"]), Ok(None));
        assert_eq!(
            read(&["--dry-run", "--no-dry-run"]),
            Err(usage(
                "argument --no-dry-run: not allowed with argument --dry-run".to_owned()
            ))
        );
        assert_eq!(
            read(&["--count", "x"]),
            Err(usage("argument --count: invalid int value: 'x'".to_owned()))
        );
    }
}
