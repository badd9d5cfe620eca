//! The shorthand syntax: `Id=a,MessageBody=hello`, `team=a,stage=b`, `key=[x,{y=z}]`.
//!
//! The grammar, its quirks and the words of its errors are the AWS CLI's. What is read are texts, lists and maps; the
//! shape of the option then makes numbers and booleans of texts, and lists of single values.

use std::rc::Rc;

use super::document::{Document, put};
use super::files::{Files, Trouble};

/// The most lists and maps within each other.
const MOST_LEVELS: usize = 50;

/// Reads `text`, or says what is wrong with it. `key@=file://name` stands for what is in `files`.
pub(super) fn parse(text: &str, files: &Files) -> Result<Document, Trouble<String>> {
    let mut parser = Parser {
        letters: text.chars().collect(),
        place: 0,
        levels: 0,
        names_files: false,
        files,
    };
    parser.parameter().map_err(|error| match error {
        SyntaxError::File(trouble) => trouble,
        error => Trouble::Wrong(error.told(&parser.letters)),
    })
}

struct Parser<'a> {
    letters: Vec<char>,
    place: usize,
    levels: usize,
    /// Whether the sign before the value was `@=`.
    names_files: bool,
    files: &'a Files,
}

enum SyntaxError {
    Expected {
        expected: String,
        received: String,
        place: usize,
    },
    SecondInstance {
        key: Rc<str>,
        place: usize,
    },
    TooDeep,
    /// A file is not there, or is no text.
    File(Trouble<String>),
}

impl SyntaxError {
    fn told(&self, letters: &[char]) -> String {
        match self {
            Self::Expected {
                expected,
                received,
                place,
            } => format!(
                "Expected: '{expected}', received: '{received}' for input:\n{}",
                location(letters, *place)
            ),
            Self::SecondInstance { key, place } => format!(
                "Second instance of key \"{key}\" encountered for input:\n{}\nThis is often because there is a preceding \",\" instead of a space.",
                location(letters, *place)
            ),
            Self::TooDeep | Self::File(_) => {
                format!("More than {MOST_LEVELS} lists and maps within each other.")
            }
        }
    }
}

/// The text with a mark below the place of the error.
fn location(letters: &[char], place: usize) -> String {
    let place = place.min(letters.len());
    let line_start = letters[..place]
        .iter()
        .rposition(|letter| *letter == '\n')
        .map_or(0, |before| before + 1);
    let line_end = letters[place..]
        .iter()
        .position(|letter| *letter == '\n')
        .map_or(letters.len(), |after| place + after);
    let before: String = letters[..line_end].iter().collect();
    let after: String = letters[line_end..].iter().collect();
    format!("{before}\n{}^{after}", " ".repeat(place - line_start))
}

type Parsed<T> = Result<T, SyntaxError>;

impl Parser<'_> {
    /// `key=value,key=value`
    fn parameter(&mut self) -> Parsed<Document> {
        let mut entries = vec![self.key_value()?];
        let mut last = self.place;
        while self.place < self.letters.len() {
            self.expect_spaced(',')?;
            let (key, value) = self.key_value()?;
            if entries.iter().any(|(known, _)| *known == key) {
                return Err(SyntaxError::SecondInstance { key, place: last + 1 });
            }
            entries.push((key, value));
            last = self.place;
        }
        Ok(Document::Map(entries))
    }

    fn key_value(&mut self) -> Parsed<(Rc<str>, Document)> {
        let key = self.key_and_sign()?;
        let value = match self.current() {
            None => "".into(),
            Some('[') => self.list()?,
            Some('{') => self.map()?,
            Some(_) => self.comma_separated()?,
        };
        Ok((key, value))
    }

    /// `key=` or `key@=`
    fn key_and_sign(&mut self) -> Parsed<Rc<str>> {
        let start = self.place;
        while self
            .current()
            .is_some_and(|letter| letter.is_ascii_alphanumeric() || "-_.#/:".contains(letter))
        {
            self.place += 1;
        }
        let key: String = self.letters[start..self.place].iter().collect();
        self.names_files = self.expect_spaced('@').is_ok();
        self.expect_spaced('=')?;
        Ok(key.into())
    }

    /// `a`, or `a,b,c` as far as no key follows.
    fn comma_separated(&mut self) -> Parsed<Document> {
        let first = self.value()?;
        self.skip_spaces();
        if self.current() != Some(',') {
            return Ok(first);
        }
        self.expect_spaced(',')?;
        let mut values = vec![first];
        loop {
            match self.next_of_list() {
                Ok((value, more)) => {
                    values.push(value);
                    if !more {
                        break;
                    }
                }
                Err(error) if self.current().is_none() => return Err(error),
                Err(_) => {
                    // It was the next key: back to the comma before it.
                    while self.place > 0 && self.current() != Some(',') {
                        self.place -= 1;
                    }
                    break;
                }
            }
        }
        match <[Document; 1]>::try_from(values) {
            Ok([only]) => Ok(only),
            Err(values) => Ok(Document::List(values)),
        }
    }

    /// A value of `a,b,c`, and whether another follows.
    fn next_of_list(&mut self) -> Parsed<(Document, bool)> {
        let value = match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote)?,
            _ => match self.plain(starts_word, follows_in_list) {
                Some(text) => self.content(text)?,
                None => return Err(self.expected("<second>", "<none>")),
            },
        };
        self.skip_spaces();
        if self.current().is_none() {
            return Ok((value, false));
        }
        self.expect_spaced(',')?;
        Ok((value, true))
    }

    /// `[a, [b], {c=d}]`
    fn list(&mut self) -> Parsed<Document> {
        self.enter()?;
        self.expect_spaced('[')?;
        let mut values = Vec::new();
        while self.current() != Some(']') {
            values.push(self.explicit_value()?);
            self.separator(']')?;
        }
        self.expect(']')?;
        self.levels -= 1;
        Ok(Document::List(values))
    }

    /// `{a=b, c=[d]}`
    fn map(&mut self) -> Parsed<Document> {
        self.enter()?;
        self.expect_spaced('{')?;
        let mut entries = Vec::new();
        while self.current() != Some('}') {
            let key = self.key_and_sign()?;
            let value = self.explicit_value()?;
            self.separator('}')?;
            put(&mut entries, key, value);
        }
        self.expect('}')?;
        self.levels -= 1;
        Ok(Document::Map(entries))
    }

    fn enter(&mut self) -> Parsed<()> {
        self.levels += 1;
        if self.levels > MOST_LEVELS {
            return Err(SyntaxError::TooDeep);
        }
        Ok(())
    }

    fn explicit_value(&mut self) -> Parsed<Document> {
        match self.current() {
            Some('[') => self.list(),
            Some('{') => self.map(),
            _ => self.value(),
        }
    }

    /// A comma, unless the end follows.
    fn separator(&mut self, end: char) -> Parsed<()> {
        self.skip_spaces();
        if self.current() != Some(end) {
            self.expect(',')?;
            self.skip_spaces();
        }
        Ok(())
    }

    fn value(&mut self) -> Parsed<Document> {
        match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            _ => match self.plain(starts_word, follows_in_value) {
                Some(text) => self.content(text),
                None => Ok("".into()),
            },
        }
    }

    /// A run of letters; `\,` is a comma. None if it would be empty.
    fn plain(&mut self, starts: fn(char) -> bool, follows: fn(char) -> bool) -> Option<Rc<str>> {
        let mut text = String::new();
        let start = self.place;
        while let Some(letter) = self.current() {
            let accepts = if self.place == start { starts } else { follows };
            if letter == '\\' && self.letters.get(self.place + 1) == Some(&',') {
                text.push(',');
                self.place += 2;
            } else if accepts(letter) {
                text.push(letter);
                self.place += 1;
            } else {
                break;
            }
        }
        (self.place > start).then(|| text.trim_end().into())
    }

    /// What stands in quotes, with `\` before a quote that is meant.
    fn quoted(&mut self, quote: char) -> Parsed<Document> {
        let inside = self.place + 1;
        let mut end = None;
        let mut place = inside;
        while let Some(letter) = self.letters.get(place) {
            let escapes = *letter == '\\' && self.letters.get(place + 1) == Some(&quote);
            if escapes {
                // The last one closes if no other does.
                end = Some(place + 1);
                place += 2;
            } else if *letter == quote {
                end = Some(place);
                break;
            } else {
                place += 1;
            }
        }
        let Some(end) = end else {
            let name = if quote == '\'' {
                "<singled quoted>"
            } else {
                "<double quoted>"
            };
            return Err(self.expected(name, "<none>"));
        };
        let text: String = self.letters[inside..end].iter().collect();
        self.place = end + 1;
        let text = text
            .replace(&format!("\\{quote}"), &quote.to_string())
            .replace("\\\\", "\\");
        self.content(text.into())
    }

    /// The text itself, or what is in the file that it names.
    fn content(&self, text: Rc<str>) -> Parsed<Document> {
        let file = if self.names_files {
            self.files.content(&text)
        } else {
            Ok(None)
        };
        match file {
            Ok(Some(content)) => Ok(content),
            Ok(None) => Ok(Document::Text(text)),
            Err(trouble) => Err(SyntaxError::File(trouble)),
        }
    }

    fn expected(&self, expected: &str, received: &str) -> SyntaxError {
        SyntaxError::Expected {
            expected: expected.to_owned(),
            received: received.to_owned(),
            place: self.place,
        }
    }

    fn expect(&mut self, letter: char) -> Parsed<()> {
        match self.current() {
            Some(found) if found == letter => {
                self.place += 1;
                Ok(())
            }
            Some(found) => Err(self.expected(&letter.to_string(), &found.to_string())),
            None => Err(self.expected(&letter.to_string(), "EOF")),
        }
    }

    fn expect_spaced(&mut self, letter: char) -> Parsed<()> {
        self.skip_spaces();
        self.expect(letter)?;
        self.skip_spaces();
        Ok(())
    }

    fn current(&self) -> Option<char> {
        self.letters.get(self.place).copied()
    }

    fn skip_spaces(&mut self) {
        while self
            .current()
            .is_some_and(|letter| " \t\n\r\u{b}\u{c}".contains(letter))
        {
            self.place += 1;
        }
    }
}

// Letters beyond U+FFFF end a word that is not quoted.

fn starts_word(letter: char) -> bool {
    matches!(letter, '!' | '#'..='&' | '('..='+' | '-'..='<' | '>'..='Z' | '\\'..='z' | '|'..='\u{ffff}')
}

fn follows_in_value(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '!' | '#'..='&' | '('..='+' | '-'..='\\' | '^'..='|' | '~'..='\u{ffff}')
}

fn follows_in_list(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '!' | '#'..='&' | '('..='+' | '-'..='<' | '>'..='\u{ffff}')
}
