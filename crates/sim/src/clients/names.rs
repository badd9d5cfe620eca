//! Names of drawn queues as SQS allows them.

use cloud::sqs::QueueKind;

use crate::sketch::PartId;

/// Letters of a name, with its suffix.
const LONGEST: usize = 80;
const FIFO_SUFFIX: &str = ".fifo";

/// A name of a queue of this kind, made from what is drawn: what SQS does not allow in a name becomes a hyphen, and the name
/// gets a number if another queue has it.
pub(super) fn queue_name(
    drawn: Option<&str>,
    part: PartId,
    kind: QueueKind,
    is_taken: impl Fn(&str) -> bool,
) -> String {
    let suffix = match kind {
        QueueKind::Fifo => FIFO_SUFFIX,
        QueueKind::Standard => "",
    };
    let drawn = drawn.unwrap_or_default().trim();
    let stem = allowed(drawn.strip_suffix(FIFO_SUFFIX).unwrap_or(drawn));
    let stem = if stem.is_empty() {
        format!("queue-{}", part.0)
    } else {
        stem
    };
    let candidate = |number: u64| {
        let end = if number == 1 {
            suffix.to_owned()
        } else {
            format!("-{number}{suffix}")
        };
        let stem = &stem[..stem.len().min(LONGEST - end.len())];
        format!("{stem}{end}")
    };
    let mut candidates = (1..).map(candidate);
    candidates
        .find(|name| !is_taken(name))
        .expect("there are more numbers than queues")
}

/// Hyphens stand for what is not allowed; several in a row, in front or at the end are of no use.
fn allowed(text: &str) -> String {
    let mut name = String::new();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            name.push(letter);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.truncate(LONGEST);
    name.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(drawn: &str, kind: QueueKind) -> String {
        queue_name(Some(drawn), PartId(7), kind, |_| false)
    }

    #[test]
    fn a_drawn_name_becomes_one_that_sqs_allows() {
        for (drawn, name) in [
            ("orders", "orders"),
            ("Order queue (new)", "Order-queue-new"),
            ("Aufträge_2", "Auftr-ge_2"),
            ("orders.fifo", "orders"),
            ("  ", "queue-7"),
            ("…", "queue-7"),
        ] {
            assert_eq!(named(drawn, QueueKind::Standard), name, "{drawn}");
        }
        assert_eq!(
            queue_name(None, PartId(7), QueueKind::Standard, |_| false),
            "queue-7"
        );
    }

    #[test]
    fn a_fifo_queue_has_its_suffix_and_no_name_is_too_long() {
        assert_eq!(named("orders", QueueKind::Fifo), "orders.fifo");
        assert_eq!(named("orders.fifo", QueueKind::Fifo), "orders.fifo");
        let long = "q".repeat(200);
        assert_eq!(named(&long, QueueKind::Standard).len(), 80);
        assert_eq!(named(&long, QueueKind::Fifo), format!("{}.fifo", "q".repeat(75)));
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let taken = ["orders", "orders-2", "orders.fifo"];
        let name = |kind| queue_name(Some("orders"), PartId(7), kind, |name| taken.contains(&name));
        assert_eq!(name(QueueKind::Standard), "orders-3");
        assert_eq!(name(QueueKind::Fifo), "orders-2.fifo");
        let full = "q".repeat(80);
        let numbered = queue_name(Some(&full), PartId(7), QueueKind::Standard, |name| name == full);
        assert_eq!(numbered, format!("{}-2", "q".repeat(78)));
    }
}
