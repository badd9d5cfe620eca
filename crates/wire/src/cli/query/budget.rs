//! How much an expression may make of an answer.

use std::cell::Cell;

use super::super::document::Document;
use super::{Error, Result};

/// The most values that an expression makes on its way, all together: many times those of the longest answer.
const MOST_VALUES: usize = 500_000;
/// A text costs one value more for every so many bytes.
const BYTES_OF_A_VALUE: usize = 64;

/// What is left of [`MOST_VALUES`].
pub(super) struct Budget(Cell<usize>);

impl Default for Budget {
    fn default() -> Self {
        Self(Cell::new(MOST_VALUES))
    }
}

impl Budget {
    /// Pays for a value and all within it.
    pub(super) fn pay_for(&self, value: &Document) -> Result<()> {
        let left = self.0.get().checked_sub(cost(value));
        self.0.set(left.unwrap_or(0));
        left.map(drop).ok_or_else(|| {
            Error(format!(
                "The expression makes more than {MOST_VALUES} values of this answer. Let it select fewer of them first."
            ))
        })
    }
}

fn cost(value: &Document) -> usize {
    1 + match value {
        Document::Text(text) => text.len() / BYTES_OF_A_VALUE,
        Document::Bytes(bytes) => bytes.len() / BYTES_OF_A_VALUE,
        Document::List(values) => values.iter().map(cost).sum(),
        Document::Map(entries) => entries.iter().map(|(_, value)| 1 + cost(value)).sum(),
        Document::Null | Document::Boolean(_) | Document::Integer(_) | Document::Float(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Query;
    use super::*;

    fn searched(expression: &str, on: &Document) -> Result<Document> {
        Query::parse(expression).expect("an expression").search(on)
    }

    #[test]
    fn an_expression_that_doubles_what_it_has_again_and_again_is_given_up() {
        let answer = Document::List(vec![Document::Text("order".into())]);
        for (doubles, separator) in [
            ("[@,@]", "|"),
            ("{a:@,b:@}", "|"),
            ("[@,@][]", "|"),
            ("[@[],@[]][]", "|"),
            ("join('',[to_string(@),to_string(@)])", "|"),
        ] {
            let expression = vec![doubles; 20].join(separator);
            let given_up = searched(&expression, &answer).expect_err(doubles);
            assert!(given_up.0.contains("500000 values"), "{}", given_up.0);
        }
    }

    #[test]
    fn an_answer_is_never_too_long_to_be_selected_from() {
        let url = "http://sqs.us-east-1.localhost.localstack.cloud:4566/000000000000/".to_owned();
        let urls = (0..10_000).map(|number| Document::Text(format!("{url}{number}").into()));
        let answer = Document::Map(vec![("QueueUrls".into(), Document::List(urls.collect()))]);
        let expression = "sort(QueueUrls[?contains(@, '99')].{url: @}[].url)[::-1] | [0]";
        let selected = searched(expression, &answer);
        assert_eq!(selected, Ok(Document::Text(format!("{url}9999").into())));
    }
}
