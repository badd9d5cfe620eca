//! The MD5 sums by which clients see that a message came over unharmed (`reference/wire-protocols.md` §5).

use cloud::sqs::{AttributeValue, MessageAttribute};
use md5::{Digest, Md5};

/// How a value goes over the wire; part of what is summed.
const AS_TEXT: u8 = 1;
const AS_BYTES: u8 = 2;

/// Of a body.
pub(crate) fn of_body(body: &str) -> String {
    hexadecimal(Md5::new_with_prefix(body))
}

/// Of attributes, in whichever order they are; none, if there are none.
pub(crate) fn of_attributes<'a>(
    attributes: impl IntoIterator<Item = &'a MessageAttribute>,
) -> Option<String> {
    let mut attributes: Vec<_> = attributes.into_iter().collect();
    if attributes.is_empty() {
        return None;
    }
    attributes.sort_by(|a, b| a.name.cmp(&b.name));
    let mut sum = Md5::new();
    for attribute in attributes {
        let (kind, value) = match &attribute.value {
            AttributeValue::Text(text) => (AS_TEXT, text.as_bytes()),
            AttributeValue::Bytes(bytes) => (AS_BYTES, &**bytes),
        };
        add(attribute.name.as_bytes(), &mut sum);
        add(attribute.data_type.as_bytes(), &mut sum);
        sum.update([kind]);
        add(value, &mut sum);
    }
    Some(hexadecimal(sum))
}

/// Of the one system attribute that a sender can set.
pub(crate) fn of_trace_header(header: &str) -> String {
    let mut sum = Md5::new();
    add(b"AWSTraceHeader", &mut sum);
    add(b"String", &mut sum);
    sum.update([AS_TEXT]);
    add(header.as_bytes(), &mut sum);
    hexadecimal(sum)
}

/// Adds bytes with their length in front.
fn add(bytes: &[u8], sum: &mut Md5) {
    // A body has no more bytes than a request.
    let length = u32::try_from(bytes.len()).expect("shorter than 4 GiB");
    sum.update(length.to_be_bytes());
    sum.update(bytes);
}

fn hexadecimal(sum: Md5) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let bytes = sum.finalize();
    let digits = bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 0xf)]]);
    digits.map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(name: &str, data_type: &str, value: AttributeValue) -> MessageAttribute {
        MessageAttribute {
            name: name.into(),
            data_type: data_type.into(),
            value,
        }
    }

    fn text(name: &str, data_type: &str, value: &str) -> MessageAttribute {
        attribute(name, data_type, AttributeValue::Text(value.into()))
    }

    #[track_caller]
    fn expect(attributes: &[MessageAttribute], digest: &str) {
        assert_eq!(of_attributes(attributes).as_deref(), Some(digest));
        assert_eq!(of_attributes(attributes.iter().rev()).as_deref(), Some(digest));
    }

    #[test]
    fn bodies_have_the_sums_that_aws_gives_them() {
        assert_eq!(of_body("message"), "78e731027d8fd50ed642340b7c9a63b3");
        assert_eq!(of_body("msg"), "6e2baaf3b97dbeef01c0043275f9a0e7");
    }

    #[test]
    fn attributes_have_the_sums_that_aws_gives_them() {
        let hello = || text("Hello", "String", "There");
        let general = || text("General", "String", "Kenobi");
        let help_me = || text("Help.Me", "String", "Me");
        expect(
            &[text("Foo", "String", "Bar")],
            "ae7155c6026991b6d54b11589678bf9c",
        );
        expect(
            &[text("MyAttribute", "String", "foobar")],
            "adb59cd4678ea5a855436b949cd07ab6",
        );
        expect(
            &[text("timestamp", "Number", "1493147359900")],
            "235c5c510d26fb653d073faed50ae77c",
        );
        expect(
            &[hello(), general(), help_me()],
            "4c360f3fdafd970e05fae2f149d997f5",
        );
        expect(&[hello()], "a311262e065454b75da111d535b8dacd");
        expect(&[hello(), general()], "fca026605781cb4126a1e9044df24232");
        expect(&[hello(), help_me()], "83fee93c1bcd8b9a5a923ffacdc636c7");
    }

    #[test]
    fn bytes_and_suffixes_count() {
        expect(
            &[attribute(
                "Data",
                "Binary",
                AttributeValue::Bytes([0, 1, 2].into()),
            )],
            "7c5671559645671d242b380b1027dac1",
        );
        expect(
            &[text("Price", "Number.int", "42")],
            "e28b9dadb1226d78c115548912c95826",
        );
        let trace = b"traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01";
        expect(
            &[attribute(
                "attr1",
                "Binary",
                AttributeValue::Bytes(trace.as_slice().into()),
            )],
            "8cbe4db156db8a94db8b801b7addb984",
        );
    }

    #[test]
    fn no_attributes_have_no_sum() {
        assert_eq!(of_attributes([]), None);
    }
}
