//! The options of the AWS CLI: those of every command, and those of an operation, which its table gives.

use crate::services::SERVICES;
use crate::shape::{Member, Operation, Service, Shape};

use super::arguments::{Opt, Takes};
use super::names::kebab;
use super::paging::Paging;

/// The services that there are.
pub(super) fn services() -> impl Iterator<Item = &'static Service> {
    SERVICES.iter().map(|binding| binding.service)
}

/// An option that every command has.
pub(super) struct Global {
    pub(super) name: &'static str,
    pub(super) takes: Takes,
    pub(super) choices: &'static [&'static str],
    pub(super) help: &'static str,
}

const fn global(name: &'static str, takes: Takes, help: &'static str) -> Global {
    Global {
        name,
        takes,
        choices: &[],
        help,
    }
}

const fn choice(name: &'static str, choices: &'static [&'static str], help: &'static str) -> Global {
    Global {
        name,
        takes: Takes::One,
        choices,
        help,
    }
}

const NO_EFFECT: &str = "Understood, and without effect here.";

/// The options that every command has.
pub(super) const GLOBALS: [Global; 19] = [
    choice(
        "--output",
        &["json", "text", "table", "off"],
        "How the answer is printed; json if absent.",
    ),
    global(
        "--query",
        Takes::One,
        "A JMESPath expression that selects from the answer: 'Messages[].Body'.",
    ),
    global("--region", Takes::One, "The region that is asked."),
    global(
        "--profile",
        Takes::One,
        "Who asks: twelve digits are an account, any other name is a user of the sketch's account.",
    ),
    global(
        "--no-paginate",
        Takes::Nothing,
        "Asks once, for the first page, even if there are more.",
    ),
    choice(
        "--cli-binary-format",
        &["base64", "raw-in-base64-out"],
        "Whether bytes are typed in base64, which they are if absent, or as they are.",
    ),
    choice(
        "--cli-error-format",
        &["legacy", "json", "text", "table", "enhanced"],
        "How errors are printed; enhanced if absent.",
    ),
    global("--version", Takes::Nothing, "Tells what this is."),
    global("--endpoint-url", Takes::One, NO_EFFECT),
    global("--no-sign-request", Takes::Nothing, NO_EFFECT),
    global("--no-verify-ssl", Takes::Nothing, NO_EFFECT),
    global("--ca-bundle", Takes::One, NO_EFFECT),
    global("--cli-read-timeout", Takes::Number, NO_EFFECT),
    global("--cli-connect-timeout", Takes::Number, NO_EFFECT),
    choice("--color", &["on", "off", "auto"], NO_EFFECT),
    global("--debug", Takes::Nothing, NO_EFFECT),
    global("--no-cli-pager", Takes::Nothing, NO_EFFECT),
    global("--cli-auto-prompt", Takes::Nothing, NO_EFFECT),
    global("--no-cli-auto-prompt", Takes::Nothing, NO_EFFECT),
];

pub(super) const INPUT_JSON: &str = "--cli-input-json";
pub(super) const SKELETON: &str = "--generate-cli-skeleton";
pub(super) const STARTING_TOKEN: &str = "--starting-token";
pub(super) const PAGE_SIZE: &str = "--page-size";
pub(super) const MAX_ITEMS: &str = "--max-items";

/// The name of a member's option.
pub(super) fn name_of(member: &Member) -> String {
    format!("--{}", kebab(member.name))
}

/// The name of the option that sets a boolean to false.
pub(super) fn negative_name_of(member: &Member) -> String {
    format!("--no-{}", kebab(member.name))
}

pub(super) fn globals() -> Vec<Opt> {
    let options = GLOBALS.iter().map(|global| Opt {
        name: global.name.to_owned(),
        takes: global.takes,
        required: false,
        choices: global.choices,
    });
    options.collect()
}

/// The options of an operation. `demanding`: whether those that AWS demands must be there.
pub(super) fn of_operation(operation: &Operation, demanding: bool) -> Vec<Opt> {
    let mut options = Vec::new();
    for member in operation.input.members {
        let takes = match member.shape {
            Shape::List(..) => Takes::Many,
            Shape::Boolean => Takes::Nothing,
            Shape::Long => Takes::Number,
            _ => Takes::One,
        };
        let required = member.required && demanding && takes != Takes::Nothing;
        options.push(option(name_of(member), takes, required));
        if takes == Takes::Nothing {
            options.push(option(negative_name_of(member), takes, false));
        }
    }
    options.push(option(INPUT_JSON.to_owned(), Takes::One, false));
    if Paging::of(operation).is_some() {
        options.push(option(STARTING_TOKEN.to_owned(), Takes::One, false));
        options.push(option(PAGE_SIZE.to_owned(), Takes::Number, false));
        options.push(option(MAX_ITEMS.to_owned(), Takes::Number, false));
    }
    options.push(Opt {
        choices: &["input", "output"],
        ..option(SKELETON.to_owned(), Takes::OneOr("input"), false)
    });
    options
}

fn option(name: String, takes: Takes, required: bool) -> Opt {
    Opt {
        name,
        takes,
        required,
        choices: &[],
    }
}

/// The service of this name.
pub(super) fn service(name: &str) -> Option<&'static Service> {
    services().find(|service| service.name == name)
}

/// The operation that is typed so.
pub(super) fn operation(service: &'static Service, name: &str) -> Option<&'static Operation> {
    let mut operations = service.operations.iter();
    operations.find(|operation| kebab(operation.name) == name)
}
