//! `--output table`: boxes within boxes.
//!
//! A document becomes sections, each with a title, a row of headers perhaps, and rows; all are drawn to the width of
//! the widest. A table that is wider than the terminal has its one-row sections turned, a header and its value a line.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::rc::Rc;

use super::super::document::Document;
use super::width;

/// Between a cell's text and its edges, both sides together.
const PADDING: usize = 4;

/// The table of a document; nothing of an empty one.
pub(super) fn format(title: &str, document: &Document, columns: usize) -> String {
    let mut sections = Vec::new();
    add(&mut sections, Some(title), document, 0);
    if sections.is_empty() {
        return String::new();
    }
    let mut width = width_of(&sections);
    if width > columns {
        sections.iter_mut().for_each(Section::turn);
        width = width_of(&sections);
    }
    let mut text = "-".repeat(width);
    text.push('\n');
    for section in &sections {
        section.draw(width, &mut text);
    }
    text
}

fn width_of(sections: &[Section]) -> usize {
    sections.iter().map(Section::width).max().unwrap_or_default()
}

fn add(sections: &mut Vec<Section>, title: Option<&str>, document: &Document, level: usize) {
    match document {
        Document::List(items) if !items.is_empty() => {
            start(sections, title, level);
            if matches!(items[0], Document::Map(_)) {
                add_maps(sections, title.unwrap_or_default(), items, level);
            } else {
                add_items(sections, items, level);
            }
        }
        Document::Map(entries) if !entries.is_empty() => {
            start(sections, title, level);
            add_map(sections, document, level);
        }
        // What Python takes for false makes no table; any other scalar only a title.
        Document::Null | Document::Boolean(false) | Document::Integer(0) => {}
        Document::List(_) | Document::Map(_) => {}
        Document::Text(text) if text.is_empty() => {}
        _ => start(sections, title, level),
    }
}

fn start(sections: &mut Vec<Section>, title: Option<&str>, level: usize) {
    if let Some(title) = title {
        sections.push(Section {
            title: title.to_owned(),
            level,
            ..Section::default()
        });
    }
}

fn add_items(sections: &mut Vec<Section>, items: &[Document], level: usize) {
    for item in items {
        match item {
            Document::List(cells) if cells.iter().all(Document::is_scalar) => {
                row(sections, cells.iter().map(Document::plain).collect());
            }
            Document::List(_) | Document::Map(_) => add(sections, None, item, level),
            scalar => row(sections, vec![scalar.plain()]),
        }
    }
}

fn row(sections: &mut [Section], cells: Vec<String>) {
    if let Some(section) = sections.last_mut() {
        section.rows.push(cells);
    }
}

fn add_map(sections: &mut Vec<Section>, map: &Document, level: usize) {
    let (headers, nested) = keys(std::slice::from_ref(map));
    let cells: Vec<String> = headers
        .iter()
        .filter_map(|key| map.get(key))
        .map(Document::plain)
        .collect();
    let headers: Vec<String> = headers.iter().map(ToString::to_string).collect();
    match (headers.len(), sections.last_mut()) {
        (0, _) | (_, None) => {}
        (1, Some(section)) => section.rows.push([headers, cells].concat()),
        (_, Some(section)) => {
            section.headers = headers;
            section.rows.push(cells);
        }
    }
    add_nested(sections, map, &nested, level);
}

fn add_maps(sections: &mut Vec<Section>, title: &str, items: &[Document], level: usize) {
    let (headers, nested) = keys(items);
    let titles: Vec<String> = headers.iter().map(ToString::to_string).collect();
    for (place, item) in items.iter().enumerate() {
        if place > 0 && !nested.is_empty() {
            start(sections, Some(title), level);
        }
        if let Some(section) = sections.last_mut() {
            section.headers.clone_from(&titles);
        }
        let cell = |key: &Rc<str>| item.get(key).map(Document::plain).unwrap_or_default();
        row(sections, headers.iter().map(cell).collect());
        add_nested(sections, item, &nested, level);
    }
}

fn add_nested(sections: &mut Vec<Section>, map: &Document, nested: &BTreeSet<Rc<str>>, level: usize) {
    for key in nested {
        if let Some(value) = map.get(key) {
            add(sections, Some(key), value, level + 1);
        }
    }
}

/// The keys of scalars in any of the maps, and those of lists and maps.
fn keys(maps: &[Document]) -> (BTreeSet<Rc<str>>, BTreeSet<Rc<str>>) {
    let mut scalars = BTreeSet::new();
    let mut nested = BTreeSet::new();
    for map in maps {
        if let Document::Map(entries) = map {
            for (key, value) in entries {
                let side = if value.is_scalar() {
                    &mut scalars
                } else {
                    &mut nested
                };
                side.insert(key.clone());
            }
        }
    }
    (scalars, nested)
}

#[derive(Default)]
struct Section {
    title: String,
    /// How many boxes it stands in.
    level: usize,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Section {
    /// The widest text of each column.
    fn widths(&self) -> Vec<usize> {
        let lines = || std::iter::once(&self.headers).chain(&self.rows);
        let columns = lines().map(Vec::len).max().unwrap_or_default();
        let widest = |column: usize| {
            let cells = lines().filter_map(|line| line.get(column));
            cells.map(|cell| width::of(cell)).max().unwrap_or_default()
        };
        (0..columns).map(widest).collect()
    }

    fn width(&self) -> usize {
        let cells: usize = self.widths().iter().map(|width| width + PADDING).sum();
        let edges = 2;
        (cells + edges).max(width::of(&self.title) + edges) + 2 * self.level
    }

    /// The columns' widths, stretched to fill the line.
    fn stretched(&self, width: usize) -> Vec<usize> {
        let natural: Vec<usize> = self.widths().iter().map(|width| width + PADDING).collect();
        let sum: usize = natural.iter().sum();
        if sum == 0 {
            return natural;
        }
        let factor = width as f64 / sum as f64;
        let round = |column: &usize| (factor * *column as f64).round_ties_even() as usize;
        let mut widths: Vec<usize> = natural.iter().map(round).collect();
        let columns = widths.len();
        let mut place = 0;
        while widths.iter().sum::<usize>() > width {
            widths[place % columns] = widths[place % columns].saturating_sub(1);
            place += 1;
        }
        place = 0;
        while widths.iter().sum::<usize>() < width {
            widths[columns - 1 - place % columns] += 1;
            place += 1;
        }
        widths
    }

    fn turn(&mut self) {
        if let ([row], false) = (&*self.rows, self.headers.is_empty()) {
            let lines = std::mem::take(&mut self.headers).into_iter().zip(row.clone());
            self.rows = lines.map(|(header, cell)| vec![header, cell]).collect();
        }
    }

    fn draw(&self, width: usize, text: &mut String) {
        let width = width - 2 * self.level;
        if !self.title.is_empty() {
            self.line(&centered(&self.title, width, "|"), text);
            if self.headers.is_empty() && self.rows.is_empty() {
                self.line(&format!("+{}+", "-".repeat(width - 2)), text);
            }
        }
        let widths = self.stretched(width);
        if !self.headers.is_empty() {
            self.rule(&widths, text);
            self.cells(&widths, &self.headers, centered, text);
        }
        if !self.rows.is_empty() && !widths.is_empty() {
            self.rule(&widths, text);
            for row in &self.rows {
                self.cells(&widths, row, left, text);
            }
            self.rule(&widths, text);
        }
    }

    fn line(&self, content: &str, text: &mut String) {
        let edge = "|".repeat(self.level);
        let _ = writeln!(text, "{edge}{content}{edge}");
    }

    fn rule(&self, widths: &[usize], text: &mut String) {
        let mut rule = String::new();
        for (place, width) in widths.iter().enumerate() {
            let dashes = if place == 0 { "+" } else { "" };
            let _ = write!(
                rule,
                "{dashes}{}+",
                "-".repeat(width.saturating_sub(1 + dashes.len()))
            );
        }
        self.line(&rule, text);
    }

    fn cells(
        &self,
        widths: &[usize],
        cells: &[String],
        place: fn(&str, usize, &str) -> String,
        text: &mut String,
    ) {
        let mut content = String::new();
        for (column, (width, cell)) in widths.iter().zip(cells).enumerate() {
            content.push_str(&place(cell, *width, if column == 0 { "|" } else { "" }));
        }
        self.line(&content, text);
    }
}

/// In the middle of a cell.
fn centered(text: &str, width: usize, edge: &str) -> String {
    let before = (width / 2).saturating_sub(width::of(text) / 2 + 1);
    let after = width.saturating_sub(edge.len() + before + width::of(text) + 1);
    format!("{edge}{}{text}{}|", " ".repeat(before), " ".repeat(after))
}

/// At the left of a cell, with two spaces before if there is room for them.
fn left(text: &str, width: usize, edge: &str) -> String {
    let before = if width::of(text) + 2 + edge.len() < width {
        2
    } else {
        0
    };
    let after = width.saturating_sub(edge.len() + before + width::of(text) + 1);
    format!("{edge}{}{text}{}|", " ".repeat(before), " ".repeat(after))
}
