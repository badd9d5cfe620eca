//! Lines as a POSIX shell splits them into commands and words, without anything that it would expand.

use std::fmt;

/// What was typed, as commands of one or more words.
///
/// # Errors
///
/// If a quote is not closed or a line is continued, so that there is more to come, and if something is used that
/// only a shell has.
pub fn read(text: &str) -> Result<Vec<Vec<String>>, Unreadable> {
    let mut reader = Reader::new(text);
    reader.read()?;
    reader.end_command();
    Ok(reader.commands)
}

/// The words of the command that `text` ends with, the last of which may be empty or not be finished, and where that
/// begins in the text. None within a comment, and where something is used that only a shell has.
pub(super) fn words_so_far(text: &str) -> Option<(Vec<String>, String, usize)> {
    let mut reader = Reader::new(text);
    match reader.read() {
        Err(Unreadable::Shell(_)) => None,
        _ if reader.in_comment => None,
        _ => {
            let start = if reader.word.is_some() {
                reader.start
            } else {
                text.len()
            };
            Some((reader.words, reader.word.unwrap_or_default(), start))
        }
    }
}

/// Why a text is no commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// There is more to come: the line ends within quotes, or with a backslash.
    Unfinished,
    /// A shell's own language, which is not understood here.
    Shell(Unsupported),
}

/// See [`Unreadable::Shell`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// `$(…)` and backquotes.
    Substitution,
    /// `$NAME` and what else `$` stands for.
    Variable,
    /// `|`
    Pipe,
    /// `<` and `>`
    Redirection,
    /// `;` and `&`
    Sequence,
    /// `(` and `)`
    Group,
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Substitution => {
                "$(…) and backquotes would run a command in a shell. Here they do not: put the text in single quotes."
            }
            Self::Variable => {
                "$ would name a variable in a shell. There are none here: put the text in single quotes."
            }
            Self::Pipe => "| would hand the output on in a shell. Here it does not; --query selects from an answer.",
            Self::Redirection => "< and > would name a file in a shell. There are no files here.",
            Self::Sequence => "; and & would begin another command in a shell. Here a command takes a line of its own.",
            Self::Group => "( and ) are a shell's own: put the text in quotes.",
        })
    }
}

struct Reader<'a> {
    letters: std::iter::Peekable<std::str::CharIndices<'a>>,
    commands: Vec<Vec<String>>,
    words: Vec<String>,
    /// None between words; a word may be empty, as in `''`.
    word: Option<String>,
    /// Where the word begins.
    start: usize,
    in_comment: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            letters: text.char_indices().peekable(),
            commands: Vec::new(),
            words: Vec::new(),
            word: None,
            start: 0,
            in_comment: false,
        }
    }

    fn read(&mut self) -> Result<(), Unreadable> {
        while let Some((place, letter)) = self.letters.next() {
            if self.word.is_none() {
                self.start = place;
            }
            match letter {
                '\n' => self.end_command(),
                ' ' | '\t' | '\r' => self.end_word(),
                '#' if self.word.is_none() => self.skip_comment(),
                '\\' => match self.next() {
                    None => return Err(Unreadable::Unfinished),
                    Some('\n') => {}
                    Some(letter) => self.push(letter),
                },
                '\'' => self.single_quoted()?,
                '"' => self.double_quoted()?,
                letter => {
                    self.refuse(letter, true)?;
                    self.push(letter);
                }
            }
        }
        Ok(())
    }

    fn next(&mut self) -> Option<char> {
        self.letters.next().map(|(_, letter)| letter)
    }

    fn push(&mut self, letter: char) {
        self.word.get_or_insert_default().push(letter);
    }

    fn end_word(&mut self) {
        self.words.extend(self.word.take());
    }

    fn end_command(&mut self) {
        self.end_word();
        if !self.words.is_empty() {
            self.commands.push(std::mem::take(&mut self.words));
        }
    }

    fn skip_comment(&mut self) {
        while self.letters.peek().is_some_and(|(_, letter)| *letter != '\n') {
            self.letters.next();
        }
        self.in_comment = self.letters.peek().is_none();
    }

    fn single_quoted(&mut self) -> Result<(), Unreadable> {
        self.word.get_or_insert_default();
        loop {
            match self.next() {
                None => return Err(Unreadable::Unfinished),
                Some('\'') => return Ok(()),
                Some(letter) => self.push(letter),
            }
        }
    }

    fn double_quoted(&mut self) -> Result<(), Unreadable> {
        self.word.get_or_insert_default();
        loop {
            match self.next() {
                None => return Err(Unreadable::Unfinished),
                Some('"') => return Ok(()),
                Some('\\') => match self.next() {
                    None => return Err(Unreadable::Unfinished),
                    Some('\n') => {}
                    Some(letter @ ('$' | '`' | '"' | '\\')) => self.push(letter),
                    Some(letter) => {
                        self.push('\\');
                        self.push(letter);
                    }
                },
                Some(letter) => {
                    self.refuse(letter, false)?;
                    self.push(letter);
                }
            }
        }
    }

    /// Refuses what a shell would not take as it stands. Within double quotes that is less.
    fn refuse(&mut self, letter: char, bare: bool) -> Result<(), Unreadable> {
        let next = self.letters.peek().map(|(_, letter)| *letter);
        let unsupported = match (letter, next) {
            ('`', _) | ('$', Some('(')) => Unsupported::Substitution,
            ('$', Some('{' | '@' | '*' | '#' | '?' | '-' | '$' | '!' | '_')) => Unsupported::Variable,
            ('$', Some(letter)) if letter.is_ascii_alphanumeric() => Unsupported::Variable,
            ('$', Some('\'' | '"')) if bare => Unsupported::Variable,
            ('|', _) if bare => Unsupported::Pipe,
            ('<' | '>', _) if bare => Unsupported::Redirection,
            (';' | '&', _) if bare => Unsupported::Sequence,
            ('(' | ')', _) if bare => Unsupported::Group,
            _ => return Ok(()),
        };
        Err(Unreadable::Shell(unsupported))
    }
}

/// A word as it is typed, in quotes if it needs them.
pub(super) fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_@%+=:,./-".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let commands = read(text).expect("a command");
        assert_eq!(commands.len(), 1, "one command");
        commands.into_iter().flatten().collect()
    }

    #[test]
    fn words_are_split_as_a_shell_splits_them() {
        assert_eq!(words("aws  sqs\tlist-queues "), ["aws", "sqs", "list-queues"]);
        assert_eq!(words(r#"a 'b c' "d e" f\ g"#), ["a", "b c", "d e", "f g"]);
        assert_eq!(words(r#"a''b "" '' c"#), ["ab", "", "", "c"]);
        assert_eq!(
            words(r#"'it'\''s' "it's" 'say "x"'"#),
            ["it's", "it's", "say \"x\""]
        );
        assert_eq!(words(r#""a\"b\\c\$d\n" 'a\n'"#), [r#"a"b\c$d\n"#, r"a\n"]);
        assert_eq!(words("aws sqs \\\n  list-queues"), ["aws", "sqs", "list-queues"]);
        assert_eq!(words("'two\nlines' \"and\nmore\""), ["two\nlines", "and\nmore"]);
        assert_eq!(words("a # the rest 'is a comment"), ["a"]);
        assert_eq!(words("a b#c '#d'"), ["a", "b#c", "#d"]);
        assert_eq!(
            words("Key=a,Value=[x,{y=z}]* ~ ! 5$ \"$\""),
            ["Key=a,Value=[x,{y=z}]*", "~", "!", "5$", "$"]
        );
    }

    #[test]
    fn a_line_is_a_command() {
        assert_eq!(
            read("a b\n\n# no\nc\n").expect("commands"),
            [vec!["a", "b"], vec!["c"]]
        );
        assert!(read(" \n # nothing\n").expect("no command").is_empty());
    }

    #[test]
    fn an_open_quote_or_a_continued_line_asks_for_more() {
        for text in ["a 'b", "a \"b", "a \"b\\", "a \\", "a \\\n 'b\nc"] {
            assert_eq!(read(text), Err(Unreadable::Unfinished), "{text}");
        }
    }

    #[test]
    fn a_shells_own_language_is_refused_by_name() {
        for (text, unsupported) in [
            ("a $(b)", Unsupported::Substitution),
            ("a \"$(b)\"", Unsupported::Substitution),
            ("a `b`", Unsupported::Substitution),
            ("a $HOME", Unsupported::Variable),
            ("a \"${x}\"", Unsupported::Variable),
            ("a | b", Unsupported::Pipe),
            ("a > b", Unsupported::Redirection),
            ("a < b", Unsupported::Redirection),
            ("a; b", Unsupported::Sequence),
            ("a && b", Unsupported::Sequence),
            ("a (b)", Unsupported::Group),
        ] {
            assert_eq!(read(text), Err(Unreadable::Shell(unsupported)), "{text}");
        }
        assert_eq!(
            words("'$(a) `b` | > ; & $HOME'").len(),
            1,
            "in single quotes nothing is special"
        );
        assert_eq!(
            words("\"| > ; & ( )\"").len(),
            1,
            "in double quotes only $ and ` are"
        );
    }

    #[test]
    fn a_quoted_word_is_read_as_it_was() {
        for word in [
            "",
            "a",
            "a b",
            "it's",
            "$x `y` \"z\"",
            "a\nb\\",
            "--x=y",
            "#a",
            "ü",
            "a;b",
        ] {
            assert_eq!(words(&quoted(word)), [word]);
        }
        assert_eq!(
            quoted("https://sqs.us-east-1.amazonaws.com/1/q"),
            "https://sqs.us-east-1.amazonaws.com/1/q"
        );
    }
}
