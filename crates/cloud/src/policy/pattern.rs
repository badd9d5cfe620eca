//! Texts with wildcards: `*` stands for any characters, `?` for one.

use std::rc::Rc;

/// A text that may have wildcards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(pub(super) Rc<str>);

impl Pattern {
    pub(super) fn matches(&self, text: &str) -> bool {
        matches(self.0.as_bytes(), text.as_bytes(), |a, b| a == b)
    }

    /// The same, whichever case the letters have: names of actions.
    pub(super) fn matches_in_any_case(&self, text: &str) -> bool {
        matches(self.0.as_bytes(), text.as_bytes(), |a, b| {
            a.eq_ignore_ascii_case(&b)
        })
    }

    /// Part by part: a `*` does not reach beyond a colon, but in the last of an ARN's six parts.
    pub(super) fn matches_arn(&self, text: &str) -> bool {
        const PARTS: usize = 6;
        let (mut patterns, mut parts) = (self.0.splitn(PARTS, ':'), text.splitn(PARTS, ':'));
        loop {
            match (patterns.next(), parts.next()) {
                (Some(pattern), Some(part)) => {
                    if !matches(pattern.as_bytes(), part.as_bytes(), |a, b| a == b) {
                        return false;
                    }
                }
                (None, None) => return true,
                _ => return false,
            }
        }
    }
}

/// Goes back to the last `*` where the rest does not fit: no more steps than the product of the lengths.
/// A `?` stands for one character of UTF-8, however many bytes it has.
fn matches(pattern: &[u8], text: &[u8], same: impl Fn(u8, u8) -> bool) -> bool {
    let (mut in_pattern, mut in_text) = (0, 0);
    let mut last_star: Option<(usize, usize)> = None;
    while in_text < text.len() {
        match pattern.get(in_pattern) {
            Some(b'*') => {
                last_star = Some((in_pattern, in_text));
                in_pattern += 1;
            }
            Some(b'?') => {
                in_text = after_character(text, in_text);
                in_pattern += 1;
            }
            Some(&byte) if same(byte, text[in_text]) => {
                in_pattern += 1;
                in_text += 1;
            }
            _ => {
                let Some((star, from)) = last_star else {
                    return false;
                };
                let from = after_character(text, from);
                last_star = Some((star, from));
                (in_pattern, in_text) = (star + 1, from);
            }
        }
    }
    pattern[in_pattern..].iter().all(|&byte| byte == b'*')
}

fn after_character(text: &[u8], place: usize) -> usize {
    let is_inside = |&&byte: &&u8| byte & 0b1100_0000 == 0b1000_0000;
    place + 1 + text[place + 1..].iter().take_while(is_inside).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern(text.into())
    }

    #[test]
    fn a_star_stands_for_any_characters_and_a_question_mark_for_one() {
        for (text, pattern_text) in [
            ("", ""),
            ("", "*"),
            ("abc", "abc"),
            ("abc", "a*"),
            ("abc", "*c"),
            ("abc", "a?c"),
            ("abcabc", "a*bc"),
            ("aXbXc", "a*b*c"),
            ("é", "?"),
            ("aéb", "a*?b"),
        ] {
            assert!(pattern(pattern_text).matches(text), "{text} {pattern_text}");
        }
        for (text, pattern_text) in [
            ("", "?"),
            ("abc", "ab"),
            ("abc", "b*"),
            ("abc", "a?"),
            ("abc", "ABC"),
            ("ab", "a*bb"),
        ] {
            assert!(!pattern(pattern_text).matches(text), "{text} {pattern_text}");
        }
        assert!(pattern("SQS:send*").matches_in_any_case("sqs:SendMessage"));
    }

    #[test]
    fn stars_keep_to_their_part_of_an_arn() {
        let arn = "arn:aws:sns:us-east-1:111111111111:t:x";
        assert!(pattern("arn:aws:sns:*:111111111111:*").matches_arn(arn));
        assert!(pattern("arn:aws:sns:us-*-1:*:t:?").matches_arn(arn));
        assert!(!pattern("arn:*").matches_arn(arn));
        assert!(!pattern("arn:aws:sns:*:222222222222:*").matches_arn(arn));
    }

    #[test]
    fn many_stars_take_no_more_time_than_the_product_of_the_lengths() {
        let many = "a*".repeat(2_000) + "b";
        assert!(!pattern(&many).matches(&"a".repeat(8_000)));
    }
}
