//! Amazon resource names: `arn:partition:service:region:account:resource`.

const PARTS: usize = 6;

/// The parts of an ARN. Region and account may be empty, and the resource may have colons of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the parts, by their names")]
pub struct Arn<'a> {
    pub partition: &'a str,
    pub service: &'a str,
    pub region: &'a str,
    pub account: &'a str,
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Takes a text apart; nothing if it is no ARN.
    pub fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(PARTS, ':');
        let scheme = parts.next()?;
        let arn = Self {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next()?,
        };
        let is_whole = scheme == "arn"
            && [arn.partition, arn.service, arn.resource]
                .iter()
                .all(|part| !part.is_empty());
        is_whole.then_some(arn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_has_six_parts_and_the_last_may_have_colons() {
        let arn = Arn::read("arn:aws:sns:us-east-1:111111111111:t:2b1f").expect("an ARN");
        assert_eq!(
            (arn.partition, arn.service, arn.region),
            ("aws", "sns", "us-east-1")
        );
        assert_eq!((arn.account, arn.resource), ("111111111111", "t:2b1f"));
        assert!(Arn::read("arn:aws:iam::111111111111:root").is_some());
        for wrong in [
            "",
            "arn",
            "dummy",
            "arn:aws:sqs:r:a",
            "arn:aws:sqs:r:a:",
            "urn:aws:sqs:r:a:q",
        ] {
            assert_eq!(Arn::read(wrong), None, "{wrong}");
        }
    }
}
