//! What services, operations and members are called and made of, as static tables.
//!
//! A table is all that the codecs know of a service. It has the names of both protocols, so that one description serves
//! requests and answers, JSON and Query, and the help that a terminal prints.

/// A service.
#[derive(Debug)]
pub struct Service {
    /// As the credential scope of a signature names it, and the first part of its host: `sqs`.
    pub name: &'static str,
    /// What an `X-Amz-Target` begins with, before the `.`; none for a service that does not speak JSON.
    pub target_prefix: Option<&'static str>,
    /// `Version` of the Query protocol.
    pub version: &'static str,
    /// Of the elements of an answer in the Query protocol.
    pub xml_namespace: &'static str,
    /// What stands before the `#` in the `__type` of its errors in JSON.
    pub json_namespace: &'static str,
    /// What is said of an operation that it does not have, in the Query protocol.
    pub unknown_action: UnknownAction,
    /// Whether errors have an empty `Detail` in the Query protocol.
    pub errors_have_detail: bool,
    /// What the path of a Query request stands for; none, if only `/` is a path.
    pub path: Option<Path>,
    /// What is asked of it, by name.
    pub operations: &'static [Operation],
}

/// What the path of a Query request stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path {
    /// The member that it gives a value. Operations that have none are only at `/`, ...
    pub member: &'static str,
    /// ... but for these.
    pub others: &'static [&'static str],
}

/// What a service says of an operation that it does not have, in the Query protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownAction {
    /// `The action FooBar is not valid for this endpoint.`
    NotValidForEndpoint,
    /// `Could not find operation FooBar for version 2011-06-15`
    CouldNotFind,
}

/// An operation.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Its name, as in `Action` and after the `.` of `X-Amz-Target`.
    pub name: &'static str,
    /// What it is asked with.
    pub input: Structure,
    /// What it answers; none for an operation that only succeeds.
    pub output: Option<Structure>,
    /// What it does, in a line.
    pub help: &'static str,
}

/// Named members.
#[derive(Clone, Copy, Debug)]
pub struct Structure {
    /// In the order in which an answer writes them.
    pub members: &'static [Member],
}

/// A member of a structure.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its name in the Query protocol, which for flattened lists and maps is that of an element.
    pub query_name: &'static str,
    /// Its name in an answer of the Query protocol to those who accept `application/json`.
    pub tree_name: &'static str,
    /// What it is made of.
    pub shape: Shape,
    /// Whether the service demands it. The codecs do not: the service answers for what is missing.
    pub required: bool,
    /// The texts that it may be, or its items, or the keys of its entries; any if empty. The codecs do not mind.
    pub values: &'static [&'static str],
    /// What it is, in a line.
    pub help: &'static str,
}

/// What a value is made of.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A text.
    Text,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// True or false.
    Boolean,
    /// Bytes, written in base64.
    Blob,
    /// Values of one shape.
    List(&'static Self, Layout),
    /// Values of one shape by name.
    Map(&'static Self, Keys, Layout),
    /// Named members.
    Structure(&'static Structure),
}

/// How the Query protocol writes a list or a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `Name.1`, `Name.2`; elements of that name stand in their parent.
    Flattened,
    /// `Name.member.1`; elements of the name given stand in one of the list's own.
    Wrapped(&'static str),
}

/// What the Query protocol calls the two sides of a map's entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    /// `Name` or `Key`
    pub key: &'static str,
    /// `Value`
    pub value: &'static str,
}

impl UnknownAction {
    pub(crate) fn message(self, action: &str, version: &str) -> String {
        match self {
            Self::NotValidForEndpoint => format!("The action {action} is not valid for this endpoint."),
            Self::CouldNotFind => format!("Could not find operation {action} for version {version}"),
        }
    }
}

impl Service {
    /// The operation of this name.
    pub fn operation(&self, name: &str) -> Option<&'static Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }
}

impl Structure {
    /// The member that JSON calls so.
    pub fn member(&self, name: &str) -> Option<&'static Member> {
        self.members.iter().find(|member| member.name == name)
    }
}

impl Member {
    /// A member that may be absent and is called the same in both protocols.
    pub const fn new(name: &'static str, shape: Shape, help: &'static str) -> Self {
        Self {
            name,
            query_name: name,
            tree_name: name,
            shape,
            required: false,
            values: &[],
            help,
        }
    }

    /// Called so in the Query protocol.
    pub const fn query(self, query_name: &'static str) -> Self {
        Self { query_name, ..self }
    }

    /// Called so in an answer of the Query protocol to those who accept `application/json`.
    pub const fn tree(self, tree_name: &'static str) -> Self {
        Self { tree_name, ..self }
    }

    /// Whose texts, items or keys are these.
    pub const fn one_of(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }

    /// Which the service demands.
    pub const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }
}
