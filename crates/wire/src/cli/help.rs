//! `help`, made from the tables.

use super::arguments::Takes;
use super::names::kebab;
use super::options::{
    self, GLOBALS, Global, INPUT_JSON, MAX_ITEMS, PAGE_SIZE, SKELETON, STARTING_TOKEN, services,
};
use super::paging::Paging;
use crate::shape::{Member, Operation, Service, Shape};

/// The columns that a page of help takes.
const COLUMNS: usize = 80;

/// `aws help`
pub(super) fn of_all() -> String {
    let mut page = Page::new(
        "aws",
        "Asks the services of this sketch as the AWS CLI (version 2) would.",
    );
    page.synopsis(&["aws [options] <command> <subcommand> [parameters]".to_owned()]);
    page.heading("Commands");
    for service in services() {
        page.item(service.name, &operations_of(service));
    }
    page.item("<command> help", "Tells what a service can do.");
    page.item(
        "<command> <subcommand> help",
        "Tells what an operation takes and answers.",
    );
    page.heading("Options of every command");
    for option in GLOBALS {
        page.item(&usage_of(&option), &help_of(&option));
    }
    page.text
}

fn operations_of(service: &Service) -> String {
    let plural = if service.operations.len() == 1 { "" } else { "s" };
    format!("{} operation{plural}.", service.operations.len())
}

fn usage_of(option: &Global) -> String {
    match option.takes {
        Takes::Nothing => option.name.to_owned(),
        Takes::Number => format!("{} <integer>", option.name),
        _ => format!("{} <string>", option.name),
    }
}

fn help_of(option: &Global) -> String {
    if option.choices.is_empty() {
        return option.help.to_owned();
    }
    format!("{} One of {}.", option.help, option.choices.join(", "))
}

/// `aws sqs help`
pub(super) fn of_service(service: &Service) -> String {
    let mut page = Page::new(service.name, "");
    page.synopsis(&[format!("aws {} <subcommand> [parameters]", service.name)]);
    page.heading("Available commands");
    for operation in service.operations {
        page.item(&kebab(operation.name), operation.help);
    }
    page.item("help", "This.");
    page.text
}

/// `aws sqs send-message help`
pub(super) fn of_operation(service: &Service, operation: &Operation) -> String {
    let mut page = Page::new(&kebab(operation.name), operation.help);
    let members = operation.input.members;
    let mut lines = vec![format!("aws {} {}", service.name, kebab(operation.name))];
    let demanded = members.iter().filter(|member| member.required);
    lines.extend(demanded.map(|member| format!("    {}", usage(member))));
    let others = members.iter().filter(|member| !member.required);
    lines.extend(others.map(|member| format!("    [{}]", usage(member))));
    let pages = Paging::of(operation)
        .map(|_| "    [--starting-token <string>] [--page-size <integer>] [--max-items <integer>]");
    lines.extend(pages.map(str::to_owned));
    lines.push(format!(
        "    [{INPUT_JSON} <string>] [{SKELETON} [input | output]]"
    ));
    page.synopsis(&lines);
    page.heading("Options");
    for member in members {
        let demanded = if member.required { " (required)" } else { "" };
        page.item(&format!("{}{demanded}", usage(member)), member.help);
        page.syntax(member);
    }
    if Paging::of(operation).is_some() {
        page.item(
            STARTING_TOKEN,
            "Where to go on: the NextToken that --max-items left.",
        );
        page.item(
            PAGE_SIZE,
            "The most items of each call; all pages are asked for all the same.",
        );
        page.item(
            MAX_ITEMS,
            "The most items in all; if there are more, a NextToken tells where to go on.",
        );
    }
    page.item(
        INPUT_JSON,
        "JSON with the parameters; options count for more. file:// has it pasted.",
    );
    page.item(
        SKELETON,
        "Prints that JSON to be filled in, or that of an answer, and asks nothing.",
    );
    page.heading("Output");
    match operation.output {
        Some(output) => output.members.iter().for_each(|member| {
            page.item(&format!("{} ({})", member.name, kind(&member.shape)), member.help);
        }),
        None => page.paragraph("None."),
    }
    page.text
}

/// `--message-body <string>`
fn usage(member: &Member) -> String {
    match member.shape {
        Shape::Boolean => format!(
            "{} | {}",
            options::name_of(member),
            options::negative_name_of(member)
        ),
        _ => format!("{} <{}>", options::name_of(member), kind(&member.shape)),
    }
}

/// As the AWS CLI names types.
pub(super) fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text => "string",
        Shape::Integer => "integer",
        Shape::Long => "long",
        Shape::Boolean => "boolean",
        Shape::Blob => "blob",
        Shape::List(..) => "list",
        Shape::Map(..) => "map",
        Shape::Structure(_) => "structure",
    }
}

/// The shorthand syntax of a member; none of what is typed as it stands.
fn shorthand(shape: &Shape) -> Option<String> {
    match shape {
        Shape::List(of, _) => shorthand(of).map(|of| format!("{of} …")),
        Shape::Map(of, ..) => Some(format!("KeyName1={0},KeyName2={0}", nested(of))),
        Shape::Structure(structure) => Some(members_of(structure.members)),
        _ => None,
    }
}

fn members_of(members: &[Member]) -> String {
    let members: Vec<String> = members
        .iter()
        .map(|member| format!("{}={}", member.name, nested(&member.shape)))
        .collect();
    members.join(",")
}

fn nested(shape: &Shape) -> String {
    match shape {
        Shape::List(of, _) => format!("[{0},{0}]", nested(of)),
        Shape::Map(of, ..) => format!("{{KeyName1={0},KeyName2={0}}}", nested(of)),
        Shape::Structure(structure) => format!("{{{}}}", members_of(structure.members)),
        scalar => kind(scalar).to_owned(),
    }
}

struct Page {
    text: String,
}

impl Page {
    fn new(name: &str, help: &str) -> Self {
        let mut page = Self { text: String::new() };
        page.heading("Name");
        page.paragraph(name);
        if !help.is_empty() {
            page.heading("Description");
            page.paragraph(help);
        }
        page
    }

    fn heading(&mut self, name: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&name.to_uppercase());
        self.text.push('\n');
    }

    fn synopsis(&mut self, lines: &[String]) {
        self.heading("Synopsis");
        for line in lines {
            self.wrapped(line, 4, 8);
        }
    }

    fn item(&mut self, name: &str, help: &str) {
        self.wrapped(name, 4, 4);
        self.wrapped(help, 8, 8);
    }

    fn paragraph(&mut self, text: &str) {
        self.wrapped(text, 4, 4);
    }

    fn syntax(&mut self, member: &Member) {
        if let Some(syntax) = shorthand(&member.shape) {
            self.wrapped(&format!("Shorthand: {}", syntax.replace(',', ",\u{200b}")), 8, 10);
        }
    }

    /// Text over lines, broken at spaces, and where a break may be.
    fn wrapped(&mut self, text: &str, indent: usize, further: usize) {
        let own = text.len() - text.trim_start().len();
        let mut line = " ".repeat(indent + own);
        let mut is_empty = true;
        for word in text.trim_start().split_inclusive([' ', '\u{200b}']) {
            let shown = word.trim_end_matches(['\u{200b}', ' ']);
            if !is_empty && line.chars().count() + shown.chars().count() > COLUMNS {
                self.text.push_str(line.trim_end());
                self.text.push('\n');
                line = " ".repeat(further + own);
            }
            line.push_str(word.trim_end_matches('\u{200b}'));
            is_empty = false;
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}
