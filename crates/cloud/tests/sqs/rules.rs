//! `docs/sqs-rules.md` tells where each rule is tested: every test that it names exists, and it names every scenario.

use std::collections::BTreeSet;
use std::path::Path;

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&root).unwrap_or_else(|error| panic!("{}: {error}", root.display()))
}

/// Tests by the names that the table uses: the file, two colons, the function. Those of the registry begin with its name.
fn tests(folder: &str, prefix: &str) -> BTreeSet<String> {
    let mut tests = BTreeSet::new();
    for module in read(&format!("tests/{folder}/main.rs")).lines() {
        let Some(module) = module
            .strip_prefix("mod ")
            .and_then(|name| name.strip_suffix(';'))
        else {
            continue;
        };
        if ["client", "model", "scenario", "text", "rules"].contains(&module) {
            continue;
        }
        let text = read(&format!("tests/{folder}/{module}.rs"));
        let functions = text.split("#[test]").skip(1);
        let names = functions.filter_map(|function| function.split("fn ").nth(1)?.split('(').next());
        tests.extend(names.map(|name| format!("{prefix}{module}::{name}")));
    }
    tests
}

#[test]
fn the_table_of_rules_names_every_test_and_no_other() {
    let text = read("../../docs/sqs-rules.md");
    let quoted = text.split('`').skip(1).step_by(2);
    let named: BTreeSet<String> = quoted
        .filter(|text| text.contains("::"))
        .map(Into::into)
        .collect();
    let mut tests = tests("sqs", "");
    tests.extend(self::tests("registry", "registry::"));
    assert!(tests.len() > 100, "{} tests", tests.len());
    let missing: Vec<_> = named.difference(&tests).collect();
    assert!(missing.is_empty(), "named, but not there: {missing:#?}");
    let unnamed: Vec<_> = tests.difference(&named).collect();
    assert!(unnamed.is_empty(), "there, but not named: {unnamed:#?}");
}
