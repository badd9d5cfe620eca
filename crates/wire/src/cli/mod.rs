//! The grammar of the AWS CLI (version 2) for a terminal: what is typed becomes calls, what is answered becomes text.
#![expect(dead_code, reason = "printing is here before what prints")]

mod document;
mod output;
mod query;
