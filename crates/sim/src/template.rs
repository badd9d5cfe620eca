//! Texts with placeholders, of which bodies, group ids and deduplication ids are made.
//!
//! | placeholder | stands for |
//! |---|---|
//! | `{n}` | the number of the item among those of its producer, from 1 |
//! | `{n%10}` or `{n mod 10}`, `{n/2}`, `{n+1}`, `{n-1}` | that number after the operations, which apply from left to right: `{n/2%3+1}` |
//! | `{random 1..5}` | a number from 1 to 5, drawn once for the item |
//! | `{producer}` | the number of the producer in the sketch |
//! | `{group}` | the item's message group; not in the template of the group itself |
//! | `{{}` | a brace |
//!
//! In a body, any other brace is text, so that JSON is written as it is; in an id, it is a slip.

use std::fmt::Write;
use std::rc::Rc;

use crate::chance;
use crate::item::ItemId;

/// A template, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
    /// Sets the draws of one template of a producer apart from those of its others.
    draws: u64,
}

/// What a template makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateKind {
    /// The body of a message.
    Body,
    /// A `MessageGroupId`.
    Group,
    /// A `MessageDeduplicationId`.
    Deduplication,
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the variants explain their fields: the braces with what is in them"
)]
pub enum TemplateProblem {
    /// It is no placeholder.
    Unknown { placeholder: String },
    /// It divides by zero.
    DividesByZero { placeholder: String },
    /// Its range ends before it begins.
    EmptyRange { placeholder: String },
    /// A group id cannot contain itself.
    GroupInGroup,
    /// AWS takes letters, digits and punctuation of ASCII in an id, and nothing else.
    NotInAnId { character: char },
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Number(Vec<Operation>),
    Random { least: u64, most: u64 },
    Producer,
    Group,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    Modulo(u64),
    Over(u64),
    Plus(u64),
    Minus(u64),
}

/// How an operation is written, and what makes it of the number that follows.
const SIGNS: [(&str, OfNumber); 5] = [
    ("%", Operation::Modulo),
    ("mod ", Operation::Modulo),
    ("/", Operation::Over),
    ("+", Operation::Plus),
    ("-", Operation::Minus),
];

type OfNumber = fn(u64) -> Operation;

/// What follows the brace when somebody means a placeholder.
const WORDS: [&str; 4] = ["n", "random", "producer", "group"];

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// What is wrong with the first placeholder, or the first character, that is wrong.
    pub fn parse(text: &str, kind: TemplateKind) -> Result<Self, TemplateProblem> {
        let (mut pieces, mut plain, mut rest) = (Vec::new(), String::new(), text);
        while let Some(at) = rest.find('{') {
            plain.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix("{{}") {
                plain.push('{');
                rest = after;
            } else if let Some((placeholder, after)) = placeholder(rest) {
                let piece = read(placeholder)?;
                if piece == Piece::Group && kind == TemplateKind::Group {
                    return Err(TemplateProblem::GroupInGroup);
                }
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(piece);
                rest = after;
            } else if kind == TemplateKind::Body {
                plain.push('{');
                rest = &rest[1..];
            } else {
                let end = rest.find('}').map_or(rest.len(), |end| end + 1);
                return Err(unknown(&rest[..end]));
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        if kind != TemplateKind::Body {
            ids_allow(&pieces)?;
        }
        let draws = match kind {
            TemplateKind::Body => 0,
            TemplateKind::Group => 1 << 32,
            TemplateKind::Deduplication => 2 << 32,
        };
        Ok(Self { pieces, draws })
    }

    /// A text without placeholders.
    pub(crate) fn plain(text: &str) -> Self {
        Self {
            pieces: vec![Piece::Text(text.to_owned())],
            draws: 0,
        }
    }

    /// Whether it makes nothing at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// What it makes of every item, if that is always the same.
    pub(crate) fn constant(&self) -> Option<&str> {
        match &self.pieces[..] {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// How many bytes of what it makes are the same for every item.
    pub(crate) fn plain_bytes(&self) -> usize {
        let bytes = |piece: &Piece| match piece {
            Piece::Text(text) => text.len(),
            _ => 0,
        };
        self.pieces.iter().map(bytes).sum()
    }

    /// No text that it makes has more bytes, where the name of a group has no more than this.
    pub(crate) fn most_bytes(&self, group: usize) -> usize {
        const DIGITS: usize = 20;
        let bytes = |piece: &Piece| match piece {
            Piece::Text(text) => text.len(),
            Piece::Number(_) | Piece::Random { .. } | Piece::Producer => DIGITS,
            Piece::Group => group,
        };
        self.pieces.iter().map(bytes).sum()
    }

    /// After how many items it makes the same again, if that follows from an operation `%`.
    pub(crate) fn cycle(&self) -> Option<u64> {
        let mut varying = self
            .pieces
            .iter()
            .filter(|piece| !matches!(piece, Piece::Text(_) | Piece::Producer));
        match (varying.next(), varying.next()) {
            (Some(Piece::Number(operations)), None) => match operations.first() {
                Some(Operation::Modulo(cycle)) => Some(*cycle),
                _ => None,
            },
            _ => None,
        }
    }

    /// Writes what it makes of `item` at the end of `text`.
    pub(crate) fn write(&self, text: &mut String, seed: u64, item: ItemId, group: &str) {
        let mut draws = self.draws;
        for piece in &self.pieces {
            let number = match piece {
                Piece::Text(plain) => {
                    text.push_str(plain);
                    continue;
                }
                Piece::Group => {
                    text.push_str(group);
                    continue;
                }
                Piece::Producer => item.producer().0.into(),
                Piece::Number(operations) => operations.iter().fold(item.number(), Operation::apply),
                Piece::Random { least, most } => {
                    draws += 1;
                    least + chance::number_of_item(seed, item, draws, most - least + 1)
                }
            };
            write!(text, "{number}").expect("a String takes everything");
        }
    }

    /// What it makes of `item`.
    pub(crate) fn make(&self, seed: u64, item: ItemId, group: &str) -> Rc<str> {
        let mut text = String::new();
        self.write(&mut text, seed, item, group);
        text.into()
    }
}

impl Operation {
    fn apply(number: u64, operation: &Self) -> u64 {
        match *operation {
            Self::Modulo(by) => number % by,
            Self::Over(by) => number / by,
            Self::Plus(more) => number.saturating_add(more),
            Self::Minus(less) => number.saturating_sub(less),
        }
    }
}

/// Whether the brace at the start of `text` is more than text in a body.
pub fn is_special(text: &str) -> bool {
    text.starts_with("{{}") || placeholder(text).is_some()
}

/// The braces at the start of `text` with what is in them, and what follows, if a placeholder is meant.
fn placeholder(text: &str) -> Option<(&str, &str)> {
    let end = text.find('}')? + 1;
    let word_end = text[1..]
        .find(|c: char| !c.is_ascii_alphabetic())
        .map_or(text.len(), |length| length + 1);
    WORDS
        .contains(&text.get(1..word_end)?)
        .then(|| text.split_at(end))
}

fn read(placeholder: &str) -> Result<Piece, TemplateProblem> {
    let inside = placeholder[1..placeholder.len() - 1].trim();
    if let Some(range) = inside.strip_prefix("random") {
        return read_range(range)
            .ok_or_else(|| unknown(placeholder))
            .and_then(|(least, most)| {
                if least > most {
                    return Err(TemplateProblem::EmptyRange {
                        placeholder: shortened(placeholder),
                    });
                }
                Ok(Piece::Random { least, most })
            });
    }
    match inside {
        "group" => return Ok(Piece::Group),
        "producer" => return Ok(Piece::Producer),
        _ => {}
    }
    let operations = inside.strip_prefix('n').and_then(read_operations);
    let operations = operations.ok_or_else(|| unknown(placeholder))?;
    if operations.contains(&Operation::Modulo(0)) || operations.contains(&Operation::Over(0)) {
        return Err(TemplateProblem::DividesByZero {
            placeholder: shortened(placeholder),
        });
    }
    Ok(Piece::Number(operations))
}

fn read_range(text: &str) -> Option<(u64, u64)> {
    let (least, most) = text.split_once("..")?;
    Some((read_number(least.trim())?, read_number(most.trim())?))
}

fn read_operations(mut text: &str) -> Option<Vec<Operation>> {
    let mut operations = Vec::new();
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return Some(operations);
        }
        let (operation, after) = SIGNS
            .iter()
            .find_map(|&(sign, operation)| Some((operation, text.strip_prefix(sign)?)))?;
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        operations.push(operation(read_number(&after[..end])?));
        text = &after[end..];
    }
}

/// Digits alone, and no more of them than make sense.
fn read_number(digits: &str) -> Option<u64> {
    let plain = (1..=12).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

fn ids_allow(pieces: &[Piece]) -> Result<(), TemplateProblem> {
    for piece in pieces {
        if let Piece::Text(text) = piece
            && let Some(character) = text.chars().find(|c| !c.is_ascii_graphic())
        {
            return Err(TemplateProblem::NotInAnId { character });
        }
    }
    Ok(())
}

fn unknown(placeholder: &str) -> TemplateProblem {
    TemplateProblem::Unknown {
        placeholder: shortened(placeholder),
    }
}

fn shortened(placeholder: &str) -> String {
    placeholder.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::PartId;

    fn made(template: &str, number: u64) -> String {
        let template = Template::parse(template, TemplateKind::Body).expect(template);
        template.make(7, ItemId::new(PartId(3), number), "g2").to_string()
    }

    #[test]
    fn placeholders_stand_for_what_belongs_to_the_item() {
        for (template, text) in [
            ("order {n}", "order 25"),
            ("{n%10}", "5"),
            ("{ n mod 10 }", "{ n mod 10 }"),
            ("{n mod 10}", "5"),
            ("{n/2}", "12"),
            ("g{n%10+1}", "g6"),
            ("{n/2%3}", "0"),
            ("{n-30}", "0"),
            ("{producer}: {n} of {group}", "3: 25 of g2"),
            ("{random 4..4}", "4"),
            ("", ""),
        ] {
            assert_eq!(made(template, 25), text, "{template}");
        }
    }

    #[test]
    fn a_body_may_be_json_and_contain_braces() {
        for (template, text) in [
            (r#"{"order": {n}, "lines": {}}"#, r#"{"order": 25, "lines": {}}"#),
            ("{{}n}", "{n}"),
            ("{name} { {", "{name} { {"),
            ("{é{n}", "{é25"),
        ] {
            assert_eq!(made(template, 25), text);
        }
    }

    #[test]
    fn slips_are_named() {
        let problem = |text: &str, kind| Template::parse(text, kind).expect_err(text);
        let unknown = |placeholder: &str| TemplateProblem::Unknown {
            placeholder: placeholder.to_owned(),
        };
        for slip in [
            "{n*2}",
            "{n%}",
            "{n%x}",
            "{group 1}",
            "{random 1-5}",
            "{random}",
            "{producer/2}",
        ] {
            assert_eq!(problem(&format!("a {slip} b"), TemplateKind::Body), unknown(slip));
        }
        assert_eq!(
            problem("{n%0}", TemplateKind::Body),
            TemplateProblem::DividesByZero {
                placeholder: "{n%0}".to_owned()
            }
        );
        assert_eq!(
            problem("{random 5..1}", TemplateKind::Body),
            TemplateProblem::EmptyRange {
                placeholder: "{random 5..1}".to_owned()
            }
        );
        assert_eq!(
            problem("{group}", TemplateKind::Group),
            TemplateProblem::GroupInGroup
        );
        for slip in ["{customer}", "{", "{}"] {
            assert_eq!(problem(&format!("c{slip}"), TemplateKind::Group), unknown(slip));
        }
        assert_eq!(
            problem("two words", TemplateKind::Deduplication),
            TemplateProblem::NotInAnId { character: ' ' }
        );
    }

    #[test]
    fn a_random_number_belongs_to_its_item_and_takes_every_value_of_its_range() {
        let drawn: Vec<String> = (1..=200).map(|number| made("{random 1..5}", number)).collect();
        let again: Vec<String> = (1..=200).map(|number| made("{random 1..5}", number)).collect();
        assert_eq!(drawn, again);
        for value in ["1", "2", "3", "4", "5"] {
            let count = drawn.iter().filter(|drawn| *drawn == value).count();
            assert!((20..=60).contains(&count), "{value} came {count} times of 200");
        }
        let of = |kind| {
            let template =
                Template::parse("{random 1..1000000}{random 1..1000000}", kind).expect("a template");
            template.make(7, ItemId::new(PartId(3), 1), "")
        };
        assert_ne!(of(TemplateKind::Group), of(TemplateKind::Deduplication));
    }

    #[test]
    fn a_cycle_is_known_where_it_follows_from_the_text() {
        let cycle = |text: &str| Template::parse(text, TemplateKind::Group).expect(text).cycle();
        assert_eq!(cycle("g{n%10+1}-{producer}"), Some(10));
        assert_eq!(cycle("{n/2%10}"), None);
        assert_eq!(cycle("{n%2}{n%3}"), None);
        assert_eq!(cycle("all"), None);
    }
}
