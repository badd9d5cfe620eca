//! Words as options and values, by the rules of Python's `argparse`, of which the AWS CLI is made.
//!
//! The AWS CLI reads its words three times: for the options that every command has, for the operation, and for the
//! options of the operation. Each time what is not known is left for the next.

use super::names;

/// An option.
#[derive(Clone, Debug)]
pub(super) struct Opt {
    /// `--queue-url`
    pub(super) name: String,
    pub(super) takes: Takes,
    pub(super) required: bool,
    /// What its value may be; anything if empty.
    pub(super) choices: &'static [&'static str],
}

/// What follows an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Nothing.
    Nothing,
    /// A value.
    One,
    /// A value that is a whole number.
    Number,
    /// Any number of values.
    Many,
    /// A value, or this if none follows.
    OneOr(&'static str),
}

/// What words are.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    /// Options and what they were given, in the order of the words. An option may be there twice: the last word counts.
    given: Vec<(String, Given)>,
    /// The first word that belongs to no option.
    pub(super) first: Option<String>,
    /// The other words that belong to no option that is known.
    pub(super) rest: Vec<String>,
}

/// What an option was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Given {
    Flag,
    One(String),
    Many(Vec<String>),
}

impl Arguments {
    /// What an option was given last.
    pub(super) fn get(&self, name: &str) -> Option<&Given> {
        let mut same = self.given.iter().rev().filter(|(known, _)| known == name);
        same.next().map(|(_, given)| given)
    }

    /// Whether a flag is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The value of an option of one value.
    pub(super) fn one(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Given::One(value) => Some(value),
            _ => None,
        }
    }

    /// The value of an option that is a number.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.one(name).and_then(python_int)
    }
}

/// What the first word that is no option's is.
#[derive(Clone, Copy)]
pub(super) enum First<'a> {
    /// `command` of these choices; there must be one.
    Choice(&'static str, &'a [String]),
    /// Any word.
    Any,
}

/// Reads words; the error is in the words of `argparse`.
pub(super) fn parse(words: &[String], options: &[Opt], first: First<'_>) -> Result<Arguments, String> {
    let mut reader = Reader {
        words,
        place: 0,
        options,
        only_values: false,
        arguments: Arguments::default(),
    };
    while reader.place < words.len() {
        reader.next(first)?;
    }
    let arguments = reader.arguments;
    let missing = options
        .iter()
        .filter(|option| option.required && !arguments.has(&option.name));
    let mut missing: Vec<&str> = missing.map(|option| option.name.as_str()).collect();
    if let (First::Choice(name, _), None) = (first, &arguments.first) {
        missing.push(name);
    }
    if missing.is_empty() {
        return Ok(arguments);
    }
    Err(format!(
        "the following arguments are required: {}",
        missing.join(", ")
    ))
}

struct Reader<'a> {
    words: &'a [String],
    place: usize,
    options: &'a [Opt],
    /// After `--`.
    only_values: bool,
    arguments: Arguments,
}

impl Reader<'_> {
    fn next(&mut self, first: First<'_>) -> Result<(), String> {
        let word = &self.words[self.place];
        self.place += 1;
        if word == "--" && !self.only_values {
            self.only_values = true;
            self.arguments.rest.push(word.clone());
        } else if self.only_values || self.is_value(word) {
            if self.arguments.first.is_some() {
                self.arguments.rest.push(word.clone());
                return Ok(());
            }
            if let First::Choice(name, choices) = first {
                check_choice(name, word, choices.iter().map(String::as_str))?;
            }
            self.arguments.first = Some(word.clone());
        } else {
            let (name, value) = match word.split_once('=') {
                Some((name, value)) if !self.is_option(word) => (name, Some(value)),
                _ => (word.as_str(), None),
            };
            match self.options.iter().find(|option| option.name == name) {
                Some(option) => self.option(option, value)?,
                None => self.arguments.rest.push(word.clone()),
            }
        }
        Ok(())
    }

    fn is_option(&self, word: &str) -> bool {
        self.options.iter().any(|option| option.name == word)
    }

    /// Whether a word can be a value; what begins with a hyphen can only if it is a number or has a space in it.
    fn is_value(&self, word: &str) -> bool {
        let name = word.split_once('=').map_or(word, |(name, _)| name);
        if !word.starts_with('-') || word.len() == 1 {
            return true;
        }
        if self.is_option(word) || self.is_option(name) {
            return false;
        }
        is_negative_number(word) || word.contains(' ')
    }

    fn follows(&mut self) -> Option<String> {
        let word = self.words.get(self.place)?;
        let taken = word != "--" && self.is_value(word);
        taken.then(|| {
            self.place += 1;
            word.clone()
        })
    }

    fn option(&mut self, option: &Opt, value: Option<&str>) -> Result<(), String> {
        let name = &option.name;
        let given = match (option.takes, value.map(str::to_owned)) {
            (Takes::Nothing, None) => Given::Flag,
            (Takes::Nothing, Some(value)) => {
                let value = super::document::repr_of_text(&value);
                return Err(format!("argument {name}: ignored explicit argument {value}"));
            }
            (Takes::One | Takes::Number, value) => match value.or_else(|| self.follows()) {
                Some(value) => Given::One(value),
                None => return Err(format!("argument {name}: expected one argument")),
            },
            (Takes::OneOr(otherwise), value) => Given::One(
                value
                    .or_else(|| self.follows())
                    .unwrap_or_else(|| otherwise.to_owned()),
            ),
            (Takes::Many, Some(value)) => Given::Many(vec![value]),
            (Takes::Many, None) => Given::Many(std::iter::from_fn(|| self.follows()).collect()),
        };
        if let Given::One(value) = &given {
            if option.takes == Takes::Number && python_int(value).is_none() {
                let value = super::document::repr_of_text(value);
                return Err(format!("argument {name}: invalid int value: {value}"));
            }
            if !option.choices.is_empty() {
                check_choice(name, value, option.choices.iter().copied())?;
            }
        }
        self.arguments.given.push((name.clone(), given));
        Ok(())
    }
}

fn check_choice<'a>(
    name: &str,
    word: &str,
    choices: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), String> {
    if choices.clone().any(|choice| choice == word) {
        return Ok(());
    }
    let mut told = format!("argument {name}: Found invalid choice '{word}'\n");
    let possible = names::close_matches(word, choices.map(str::to_owned));
    if !possible.is_empty() {
        told.push_str("\nMaybe you meant:\n");
        for word in possible {
            told.push_str(&format!("\n  * {word}"));
        }
    }
    Err(told)
}

/// `-1`, `-1.5`, `-.5`
fn is_negative_number(word: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    match word[1..].split_once('.') {
        None => word.len() > 1 && digits(&word[1..]),
        Some((whole, fraction)) => digits(whole) && !fraction.is_empty() && digits(fraction),
    }
}

/// A whole number as Python's `int` reads it, as far as 64 bits hold it.
pub(super) fn python_int(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let grouped = digits
        .split('_')
        .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    grouped.then(|| text.replace('_', "").parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(name: &str, takes: Takes) -> Opt {
        Opt {
            name: name.to_owned(),
            takes,
            required: false,
            choices: &[],
        }
    }

    fn parsed(line: &str) -> Result<Arguments, String> {
        let options = [
            option("--one", Takes::One),
            option("--many", Takes::Many),
            option("--flag", Takes::Nothing),
            option("--number", Takes::Number),
            option("--skeleton", Takes::OneOr("input")),
        ];
        let words: Vec<String> = line.split(' ').map(|word| word.replace('_', " ")).collect();
        let choices = ["run".to_owned()];
        parse(&words, &options, First::Choice("command", &choices))
    }

    fn one(text: &str) -> Option<Given> {
        Some(Given::One(text.to_owned()))
    }

    #[test]
    fn options_stand_before_and_after_the_command() {
        let read = parsed("--one a run --many b c --flag x").expect("fine");
        assert_eq!(read.get("--one").cloned(), one("a"));
        assert_eq!(
            read.get("--many"),
            Some(&Given::Many(vec!["b".to_owned(), "c".to_owned()]))
        );
        assert!(read.has("--flag"));
        assert_eq!(read.first.as_deref(), Some("run"));
        assert_eq!(read.rest, ["x"], "what no option takes is left");
    }

    #[test]
    fn a_value_may_stand_behind_an_equals_sign() {
        assert_eq!(
            parsed("run --one=--x=y").expect("fine").get("--one").cloned(),
            one("--x=y")
        );
        assert_eq!(parsed("run --one=").expect("fine").get("--one").cloned(), one(""));
        assert_eq!(parsed("run --unknown=x").expect("fine").rest, ["--unknown=x"]);
    }

    #[test]
    fn the_last_word_counts() {
        assert_eq!(
            parsed("run --one a --one b").expect("fine").get("--one").cloned(),
            one("b")
        );
    }

    #[test]
    fn a_value_does_not_begin_with_a_hyphen_unless_it_is_a_number_or_has_a_space() {
        assert_eq!(
            parsed("run --one -5").expect("fine").get("--one").cloned(),
            one("-5")
        );
        assert_eq!(
            parsed("run --one -").expect("fine").get("--one").cloned(),
            one("-")
        );
        assert_eq!(
            parsed("run --one --a_b").expect("fine").get("--one").cloned(),
            one("--a b")
        );
        for line in ["run --one -x", "run --one --flag", "run --one", "run --one --"] {
            assert_eq!(
                parsed(line).err().as_deref(),
                Some("argument --one: expected one argument")
            );
        }
    }

    #[test]
    fn prefixes_of_options_are_no_options() {
        assert_eq!(parsed("run --on a").expect("fine").rest, ["--on", "a"]);
    }

    #[test]
    fn errors_are_in_argparses_words() {
        for (line, error) in [
            ("--flag", "the following arguments are required: command"),
            ("ran", "argument command: Found invalid choice 'ran'\n"),
            (
                "rrun",
                "argument command: Found invalid choice 'rrun'\n\nMaybe you meant:\n\n  * run",
            ),
            ("run --number x", "argument --number: invalid int value: 'x'"),
            ("run --flag=1", "argument --flag: ignored explicit argument '1'"),
        ] {
            assert_eq!(parsed(line).err().as_deref(), Some(error), "{line}");
        }
    }

    #[test]
    fn an_option_may_have_a_value_of_its_own() {
        assert_eq!(
            parsed("run --skeleton").expect("fine").get("--skeleton").cloned(),
            one("input")
        );
        assert_eq!(
            parsed("run --skeleton output")
                .expect("fine")
                .get("--skeleton")
                .cloned(),
            one("output")
        );
    }
}
