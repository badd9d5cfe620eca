//! What goes wrong, in the words of the AWS CLI and with its exit statuses.

use cloud::sqs::api::ApiError;

use super::document::Document;
use super::output::{Format, Printer};
use super::query;

/// What is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// What goes to standard output.
    pub out: String,
    /// What goes to standard error.
    pub err: String,
    /// The exit status: 0 if all went well.
    pub status: u8,
}

impl Printed {
    /// What went well.
    pub(super) fn done(out: String) -> Self {
        Self {
            out,
            ..Self::default()
        }
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Failure {
    /// Options that do not fit the grammar.
    Usage(String),
    /// Options and words that nobody knows.
    UnknownOptions(Vec<String>),
    /// The value of a parameter.
    Parameter(String),
    /// Anything else before the service is asked, or after it answered.
    Other(String),
    /// The service refuses.
    Service {
        operation: &'static str,
        code: &'static str,
        message: String,
    },
}

/// `--cli-error-format`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ErrorFormat {
    #[default]
    Enhanced,
    Legacy,
    As(Format),
}

const USAGE: &str = "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\n\
                     To see help text, you can run:\n\n  aws help\n  aws <command> help\n  aws <command> <subcommand> help\n";

/// The status of what is no command; the AWS CLI's own begin at 252.
const INVALID: u8 = 252;
const REFUSED: u8 = 254;
const FAILED: u8 = 255;

impl Failure {
    /// The value of an option or of another parameter is wrong.
    pub(super) fn value(name: &str, told: &str) -> Self {
        Self::Parameter(format!("Error parsing parameter '{name}': {told}"))
    }

    /// The service refuses. Where a service that speaks JSON has kept the codes of its Query protocol, the AWS CLI shows
    /// those. Of what else is told of an error it shows what the error's model has, which is no more than the message.
    pub(super) fn refused(operation: &'static str, error: ApiError) -> Self {
        Self::Service {
            operation,
            code: error.query_code,
            message: error.message,
        }
    }

    fn status(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::UnknownOptions(_) | Self::Parameter(_) => INVALID,
            Self::Service { .. } => REFUSED,
            Self::Other(_) => FAILED,
        }
    }

    /// What it consists of, where the format shows it.
    fn parts(&self) -> Option<Document> {
        match self {
            Self::Usage(told) => Some(parameter_error(&format!("{told}\n\n{USAGE}"))),
            Self::Parameter(told) => Some(parameter_error(told)),
            Self::Service { code, message, .. } => Some(Document::Map(vec![
                ("Message".into(), message.as_str().into()),
                ("Code".into(), (*code).into()),
            ])),
            Self::UnknownOptions(_) | Self::Other(_) => None,
        }
    }

    /// As it is printed. `printer` has the query and the columns of the command.
    pub(super) fn print(&self, format: ErrorFormat, printer: Option<&Printer>) -> Printed {
        let structured = match (format, self.parts()) {
            (ErrorFormat::As(format), Some(parts)) => {
                let printer = Printer {
                    format,
                    query: printer.and_then(|printer| printer.query.clone()),
                    columns: printer.map_or(80, |printer| printer.columns),
                };
                printer.print("error", parts).ok()
            }
            _ => None,
        };
        Printed {
            out: String::new(),
            err: structured.unwrap_or_else(|| self.told(format != ErrorFormat::Legacy)),
            status: self.status(),
        }
    }

    fn told(&self, enhanced: bool) -> String {
        let parameter = |told: &str| {
            let prefix = if enhanced {
                "An error occurred (ParamValidation): "
            } else {
                ""
            };
            line(&format!("{prefix}{told}"))
        };
        match self {
            Self::Usage(told) => parameter(&format!("{told}\n\n{USAGE}")),
            Self::Parameter(told) => parameter(told),
            Self::Other(told) => line(told),
            Self::UnknownOptions(words) => {
                format!(
                    "\n{USAGE}\n{}",
                    line(&format!("Unknown options: {}", words.join(", ")))
                )
            }
            Self::Service {
                operation,
                code,
                message,
            } => line(&format!(
                "An error occurred ({code}) when calling the {operation} operation: {message}"
            )),
        }
    }
}

fn line(told: &str) -> String {
    format!("\naws: [ERROR]: {}\n", told.trim())
}

fn parameter_error(told: &str) -> Document {
    Document::Map(vec![
        ("Code".into(), "ParamValidation".into()),
        ("Message".into(), told.into()),
    ])
}

impl From<query::Error> for Failure {
    fn from(error: query::Error) -> Self {
        Self::Other(error.0)
    }
}
