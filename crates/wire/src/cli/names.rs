//! Names as the AWS CLI makes them, and those that were perhaps meant.

use std::collections::BTreeSet;

use cloud::order::Gather as _;

/// `ReceiptHandle` as `receipt-handle`, `QueueOwnerAWSAccountId` as `queue-owner-aws-account-id`, by botocore's rules.
pub(super) fn kebab(name: &str) -> String {
    let letters: Vec<char> = plural_acronym(name).chars().collect();
    let with_words = hyphenated(&letters, |letters, place| {
        // A capital that begins a word of small letters.
        letters[place].is_ascii_uppercase() && letters.get(place + 1).is_some_and(char::is_ascii_lowercase)
    });
    let with_capitals = hyphenated(&with_words, |letters, place| {
        let before = letters[place - 1];
        letters[place].is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit())
    });
    with_capitals.iter().collect::<String>().to_ascii_lowercase()
}

/// `SomeARNs` as `Some-arns`: at least two capitals and an s at the end are one word.
fn plural_acronym(name: &str) -> String {
    let stem = name.strip_suffix('s').unwrap_or_default();
    let start = stem
        .trim_end_matches(|letter: char| letter.is_ascii_uppercase())
        .len();
    if stem.len() - start < 2 {
        return name.to_owned();
    }
    format!("{}-{}", &name[..start], name[start..].to_ascii_lowercase())
}

fn hyphenated(letters: &[char], before: impl Fn(&[char], usize) -> bool) -> Vec<char> {
    let mut written = Vec::new();
    for (place, letter) in letters.iter().enumerate() {
        if place > 0 && letters[place - 1] != '-' && before(letters, place) {
            written.push('-');
        }
        written.push(*letter);
    }
    written
}

/// Up to three of `known` that are much like `word`, the likest first: Python's `difflib.get_close_matches` at 0.8.
pub(super) fn close_matches(word: &str, known: impl Iterator<Item = String>) -> Vec<String> {
    const MOST: usize = 3;
    const LONGEST: usize = 100;
    if word.len() > LONGEST {
        return Vec::new();
    }
    let likely = known
        .map(|known| (likeness(&known, word), known))
        .filter(|(likeness, _)| *likeness >= 0.8);
    // Fractions that are not negative have the order of their bits.
    let matches: BTreeSet<(u64, String)> = likely
        .map(|(likeness, known)| (likeness.to_bits(), known))
        .gather();
    matches
        .into_iter()
        .rev()
        .take(MOST)
        .map(|(_, known)| known)
        .collect()
}

/// Twice the letters in common, by the share of all letters.
fn likeness(one: &str, other: &str) -> f64 {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let letters = one.len() + other.len();
    if letters == 0 {
        return 1.0;
    }
    2.0 * common(&one, &other) as f64 / letters as f64
}

/// The letters of the longest common run, and of those before and after it.
fn common(one: &[char], other: &[char]) -> usize {
    let mut longest = (0, 0, 0);
    for start in 0..one.len() {
        for place in 0..other.len() {
            let same = one[start..]
                .iter()
                .zip(&other[place..])
                .take_while(|(a, b)| a == b)
                .count();
            if same > longest.2 {
                longest = (start, place, same);
            }
        }
    }
    let (start, place, length) = longest;
    if length == 0 {
        return 0;
    }
    length + common(&one[..start], &other[..place]) + common(&one[start + length..], &other[place + length..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_options_by_botocores_rules() {
        for (name, option) in [
            ("SendMessage", "send-message"),
            ("QueueOwnerAWSAccountId", "queue-owner-aws-account-id"),
            ("AWSAccountIds", "aws-account-ids"),
            ("MD5OfBody", "md5-of-body"),
            ("tags", "tags"),
            ("ListWebACLs", "list-web-acls"),
            ("GatewayARNs", "gateway-arns"),
            ("CreateDBInstance", "create-db-instance"),
            ("GetEC2Instance2Xyz", "get-ec2-instance2-xyz"),
            ("SMSs", "-smss"),
        ] {
            assert_eq!(kebab(name), option);
        }
    }

    #[test]
    fn what_is_nearly_right_is_named() {
        let known = || {
            ["send-message", "send-message-batch", "list-queues"]
                .into_iter()
                .map(str::to_owned)
        };
        assert_eq!(close_matches("send-mesage", known()), ["send-message"]);
        assert_eq!(
            close_matches("send-message-", known()),
            ["send-message", "send-message-batch"]
        );
        assert!(close_matches("purge", known()).is_empty());
    }
}
