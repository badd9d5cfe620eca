//! Whether the tables have what the models of the services have, as Amazon publishes them in the Python package
//! `botocore`. `scripts/setup` fetches it and names its folder in `DECOUPLE_BOTOCORE`; by hand, without it, there is
//! nothing to compare with.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde_json::Value;
use wire::Shape;
use wire::shape::{Layout, Member, Service, Structure};
use wire::sqs::SQS;
use wire::sts::STS;

const MOST_BYTES: usize = 1 << 24;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The model of a service, if there is one to compare with.
fn model(service: &Service) -> Option<Value> {
    let Some(folder) = std::env::var_os("DECOUPLE_BOTOCORE") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DECOUPLE_BOTOCORE names no folder: scripts/test sets it"
        );
        return None;
    };
    let file = format!("data/{}/{}/service-2.json.gz", service.name, service.version);
    let path = Path::new(&folder).join(file);
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(serde_json::from_slice(&unpack(&bytes)).expect("JSON"))
}

/// What a gzip file with nothing but a name in its header holds.
fn unpack(bytes: &[u8]) -> Vec<u8> {
    const NAMED: [u8; 4] = [0x1f, 0x8b, 8, 8];
    const HEADER: usize = 10;
    assert_eq!(bytes[..NAMED.len()], NAMED, "a gzip file with a name");
    let name = bytes[HEADER..]
        .iter()
        .position(|&byte| byte == 0)
        .expect("the end of the name");
    decompress_to_vec_with_limit(&bytes[HEADER + name + 1..], MOST_BYTES).expect("deflated")
}

/// The rows of `docs/coverage.md` below a heading: what is not there, and has a reason.
fn listed(heading: &str, service: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("docs/coverage.md")).expect("the list");
    let (_, below) = text.split_once(heading).expect("the heading");
    let section = below.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [of, name, reason] = cells[..] else {
            return None;
        };
        assert!(!reason.is_empty(), "{name} has no reason");
        (of == service).then(|| name.to_owned())
    });
    rows.collect()
}

fn names(of: &Value) -> BTreeSet<String> {
    of.as_object()
        .map(|object| object.keys().cloned().collect())
        .unwrap_or_default()
}

/// Compares what a table says with a model, and notes where they differ.
struct Comparison<'a> {
    shapes: &'a Value,
    differences: Vec<String>,
}

impl<'a> Comparison<'a> {
    fn of(model: &'a Value) -> Self {
        Self {
            shapes: &model["shapes"],
            differences: Vec::new(),
        }
    }

    fn note(&mut self, place: &str, ours: impl std::fmt::Debug, theirs: impl std::fmt::Debug) {
        self.differences
            .push(format!("{place}: {ours:?}, and in the model {theirs:?}"));
    }

    fn structure(&mut self, place: &str, structure: &Structure, reference: &Value) {
        let model = &self.shapes[reference["shape"].as_str().expect("a name")];
        let ours: BTreeSet<String> = structure
            .members
            .iter()
            .map(|member| member.name.to_owned())
            .collect();
        let theirs = names(&model["members"]);
        if ours != theirs {
            self.note(place, ours, &theirs);
            return;
        }
        let empty = Vec::new();
        let required = model["required"].as_array().unwrap_or(&empty);
        for member in structure.members {
            let place = format!("{place}.{}", member.name);
            let is_required = required.iter().any(|name| name == member.name);
            if member.required != is_required {
                self.note(&place, member.required, is_required);
            }
            self.member(&place, member, &model["members"][member.name]);
        }
    }

    fn member(&mut self, place: &str, member: &Member, reference: &Value) {
        let model = &self.shapes[reference["shape"].as_str().expect("a name")];
        if let Shape::List(_, layout) | Shape::Map(_, _, layout) = member.shape {
            let is_flattened = reference["flattened"] == true || model["flattened"] == true;
            if (layout == Layout::Flattened) != is_flattened {
                self.note(place, layout, is_flattened);
            }
        }
        self.shape(place, &member.shape, reference);
    }

    fn shape(&mut self, place: &str, shape: &Shape, reference: &Value) {
        let model = &self.shapes[reference["shape"].as_str().expect("a name")];
        let kind = model["type"].as_str().unwrap_or_default();
        match (shape, kind) {
            (Shape::Text, "string")
            | (Shape::Integer, "integer")
            | (Shape::Long, "long")
            | (Shape::Boolean, "boolean")
            | (Shape::Blob, "blob") => {}
            (Shape::List(shape, _), "list") => self.shape(place, shape, &model["member"]),
            (Shape::Map(shape, ..), "map") => self.shape(place, shape, &model["value"]),
            (Shape::Structure(structure), "structure") => self.structure(place, structure, reference),
            _ => self.note(place, shape, kind),
        }
    }
}

fn compare(service: &Service) {
    let Some(model) = model(service) else {
        return;
    };
    let ours: BTreeSet<String> = service
        .operations
        .iter()
        .map(|operation| operation.name.to_owned())
        .collect();
    let absent = listed("## Operations that are not there", service.name);
    let all: BTreeSet<String> = ours.union(&absent).cloned().collect();
    assert_eq!(all, names(&model["operations"]));
    assert!(ours.is_disjoint(&absent), "what is there is not listed");
    assert_eq!(model["metadata"]["endpointPrefix"], service.name);
    assert_eq!(model["metadata"]["apiVersion"], service.version);
    if let Some(prefix) = service.target_prefix {
        assert_eq!(model["metadata"]["targetPrefix"], prefix);
    }
    let mut comparison = Comparison::of(&model);
    for operation in service.operations {
        let theirs = &model["operations"][operation.name];
        comparison.structure(operation.name, &operation.input, &theirs["input"]);
        match (&operation.output, theirs.get("output")) {
            (Some(output), Some(reference)) => comparison.structure(operation.name, output, reference),
            (None, None) => {}
            (ours, theirs) => comparison.note(operation.name, ours, theirs),
        }
    }
    assert!(
        comparison.differences.is_empty(),
        "\n{}",
        comparison.differences.join("\n")
    );
}

#[test]
fn sqs_has_the_operations_and_members_of_its_model() {
    compare(&SQS);
}

#[test]
fn sts_has_the_operations_and_members_of_its_model() {
    compare(&STS);
}

/// The names that stand as a text in the sources of the service.
fn answered(errors: &BTreeSet<String>) -> BTreeSet<String> {
    let mut waiting = vec![root().join("crates/cloud/src/sqs")];
    let mut found = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the folder can be read");
            waiting.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else {
            let text = fs::read_to_string(&path).expect("a text");
            let named = |name: &&String| text.contains(&format!("\"{name}\""));
            found.extend(errors.iter().filter(named).cloned());
        }
    }
    found
}

#[test]
fn sqs_answers_the_errors_of_its_model() {
    let Some(model) = model(&SQS) else {
        return;
    };
    let shapes = model["shapes"].as_object().expect("shapes");
    let errors: BTreeSet<String> = shapes
        .iter()
        .filter(|(_, shape)| shape["exception"] == true)
        .map(|(name, _)| name.clone())
        .collect();
    let never = listed("## Errors that are never answered", SQS.name);
    let expected: BTreeSet<String> = errors.difference(&never).cloned().collect();
    assert!(never.is_subset(&errors), "{never:?}");
    assert_eq!(answered(&errors), expected);
}
