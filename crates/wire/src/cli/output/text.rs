//! `--output text`: lines of values between tabs, sorted by key, headed by the key that they stand under.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use cloud::order::Gather as _;

use super::super::document::Document;

/// The lines of a document.
pub(super) fn format(document: &Document) -> String {
    let mut text = String::new();
    write(document, None, None, &mut text);
    text
}

/// `columns`: the keys whose values make a line, where the items of a list share them.
fn write(item: &Document, heading: Option<&str>, columns: Option<&BTreeSet<Rc<str>>>, text: &mut String) {
    match item {
        Document::Map(entries) => write_map(entries, heading, columns, text),
        Document::List(items) => write_list(items, heading, text),
        scalar => line(&[scalar.plain()], text),
    }
}

fn line(values: &[String], text: &mut String) {
    text.push_str(&values.join("\t"));
    text.push('\n');
}

fn write_list(items: &[Document], heading: Option<&str>, text: &mut String) {
    if items.is_empty() {
        return;
    }
    if items.iter().any(|item| matches!(item, Document::Map(_))) {
        let columns = scalar_keys(items);
        for item in items {
            write(item, heading, Some(&columns), text);
        }
        return;
    }
    let (scalars, lists): (Vec<&Document>, Vec<&Document>) = items.iter().partition(|item| item.is_scalar());
    write_scalars(&scalars, heading, text);
    for list in lists {
        write(list, heading, None, text);
    }
}

fn write_scalars(scalars: &[&Document], heading: Option<&str>, text: &mut String) {
    let values = scalars.iter().map(|scalar| scalar.plain());
    match heading {
        Some(heading) => values.for_each(|value| line(&[heading.to_uppercase(), value], text)),
        None if scalars.is_empty() => {}
        None => line(&values.collect::<Vec<_>>(), text),
    }
}

fn scalar_keys(items: &[Document]) -> BTreeSet<Rc<str>> {
    let mut keys = BTreeSet::new();
    for item in items {
        if let Document::Map(entries) = item {
            let scalars = entries.iter().filter(|(_, value)| value.is_scalar());
            keys.extend(scalars.map(|(key, _)| key.clone()));
        }
    }
    keys
}

fn write_map(
    entries: &[(Rc<str>, Document)],
    heading: Option<&str>,
    columns: Option<&BTreeSet<Rc<str>>>,
    text: &mut String,
) {
    let sorted: BTreeMap<&Rc<str>, &Document> = entries.iter().map(|(key, value)| (key, value)).gather();
    let mut values: Vec<String> = match columns {
        // A key that is a list here and a scalar in another item is written as Python shows it.
        Some(columns) => columns
            .iter()
            .map(|column| sorted.get(column).map(|value| value.plain()).unwrap_or_default())
            .collect(),
        None => {
            let scalars = sorted.values().filter(|value| value.is_scalar());
            scalars.map(|value| value.plain()).collect()
        }
    };
    if !values.is_empty() {
        if let Some(heading) = heading {
            values.insert(0, heading.to_uppercase());
        }
        line(&values, text);
    }
    let is_column = |key| columns.map(|columns| columns.contains(key));
    for (key, value) in sorted {
        if !is_column(key).unwrap_or(value.is_scalar()) {
            write(value, Some(key), None, text);
        }
    }
}
