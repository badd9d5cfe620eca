//! The codecs over a made-up service whose lists and maps are not flattened.

use std::rc::Rc;

use super::query::Form;
use super::{json, tree, xml};
use crate::shape::{Keys, Layout, Member, Operation, Service, Shape, Structure, UnknownAction};
use crate::value::{Record, Value};

const KEYS: Keys = Keys {
    key: "key",
    value: "value",
};
const TAG: Structure = Structure {
    members: &[
        Member::new("Key", Shape::Text, ""),
        Member::new("IsOld", Shape::Boolean, ""),
    ],
};
const MEMBERS: Structure = Structure {
    members: &[
        Member::new("Name", Shape::Text, ""),
        Member::new("Size", Shape::Long, ""),
        Member::new(
            "Tags",
            Shape::List(&Shape::Structure(&TAG), Layout::Wrapped("member")),
            "",
        ),
        Member::new(
            "Settings",
            Shape::Map(&Shape::Text, KEYS, Layout::Wrapped("entry")),
            "",
        ),
    ],
};
static SERVICE: Service = Service {
    name: "made-up",
    target_prefix: Some("MadeUp"),
    version: "2026-11-20",
    xml_namespace: "urn:made-up",
    json_namespace: "made.up",
    unknown_action: UnknownAction::CouldNotFind,
    errors_have_detail: false,
    path: None,
    operations: &[Operation {
        name: "Describe",
        input: MEMBERS,
        output: Some(MEMBERS),
        help: "",
    }],
};

fn record() -> Record {
    let tag = |key: &str, is_old| {
        let record = Record::default()
            .with("Key", Some(key))
            .with("IsOld", Some(is_old));
        Value::from(record)
    };
    let settings: Vec<(Rc<str>, Value)> = vec![("a".into(), "1".into()), ("b".into(), "2".into())];
    Record::default()
        .with("Name", Some("n"))
        .with("Size", Some(1_i64 << 40))
        .with("Tags", Some(vec![tag("x", true), tag("y", false)]))
        .with("Settings", Some(settings))
}

#[test]
fn a_form_is_read_by_the_table() {
    let form = "Name=n&Size=1099511627776&Tags.member.1.Key=x&Tags.member.1.IsOld=true&Tags.member.2.Key=y\
                &Tags.member.2.IsOld=false&Settings.entry.1.key=a&Settings.entry.1.value=1\
                &Settings.entry.2.key=b&Settings.entry.2.value=2&Tags.1.Key=no&Settings.1.key=no";
    assert_eq!(Form::new([b"", form.as_bytes()]).decode(&MEMBERS), Ok(record()));
}

#[test]
fn json_is_read_by_the_table_and_written_the_same() {
    let text = r#"{"Name":"n","Size":1099511627776,"Tags":[{"Key":"x","IsOld":true},{"Key":"y","IsOld":false}],"Settings":{"a":"1","b":"2"}}"#;
    assert_eq!(json::decode(&MEMBERS, text.as_bytes()), Ok(record()));
    assert_eq!(json::encode(&record()), text.as_bytes());
}

#[test]
fn xml_is_written_by_the_table() {
    let text = String::from_utf8(xml::encode(&SERVICE, &SERVICE.operations[0], &record(), "id"));
    assert_eq!(
        text.as_deref(),
        Ok(
            "<?xml version=\"1.0\"?><DescribeResponse xmlns=\"urn:made-up\"><DescribeResult><Name>n</Name>\
             <Size>1099511627776</Size><Tags><member><Key>x</Key><IsOld>true</IsOld></member><member><Key>y</Key>\
             <IsOld>false</IsOld></member></Tags><Settings><entry><key>a</key><value>1</value></entry>\
             <entry><key>b</key><value>2</value></entry></Settings></DescribeResult><ResponseMetadata>\
             <RequestId>id</RequestId></ResponseMetadata></DescribeResponse>"
        )
    );
    let text = String::from_utf8(xml::encode_error(&SERVICE, "Sender", "Code", "no", "id"));
    assert_eq!(
        text.as_deref(),
        Ok(
            "<?xml version=\"1.0\"?><ErrorResponse xmlns=\"urn:made-up\"><Error><Type>Sender</Type>\
             <Code>Code</Code><Message>no</Message></Error><RequestId>id</RequestId></ErrorResponse>"
        )
    );
}

#[test]
fn the_tree_has_its_members_in_the_order_of_their_names() {
    let text = String::from_utf8(tree::encode(&SERVICE.operations[0], &record(), "id"));
    assert_eq!(
        text.as_deref(),
        Ok(
            r#"{"DescribeResponse":{"DescribeResult":{"Name":"n","Settings":[{"key":"a","value":"1"},{"key":"b","value":"2"}],"Size":1099511627776,"Tags":[{"IsOld":true,"Key":"x"},{"IsOld":false,"Key":"y"}]},"ResponseMetadata":{"RequestId":"id"}}}"#
        )
    );
}

#[test]
fn numbers_and_booleans_are_texts_where_a_text_is_wanted() {
    let text =
        r#"{"Name":-5,"Tags":[{"Key":1.5},{"Key":18446744073709551615}],"Settings":{"a":true,"b":false}}"#;
    let read = json::decode(&MEMBERS, text.as_bytes()).expect("it is read");
    let written = r#"{"Name":"-5","Tags":[{"Key":"1.5"},{"Key":"18446744073709551615"}],"Settings":{"a":"true","b":"false"}}"#;
    assert_eq!(String::from_utf8(json::encode(&read)).expect("text"), written);
}

#[test]
fn one_element_of_a_list_needs_no_number() {
    const FLAT: Structure = Structure {
        members: &[
            Member::new("Names", Shape::List(&Shape::Text, Layout::Flattened), ""),
            Member::new(
                "Tags",
                Shape::List(&Shape::Structure(&TAG), Layout::Flattened),
                "",
            ),
            Member::new("Settings", Shape::Map(&Shape::Text, KEYS, Layout::Flattened), ""),
        ],
    };
    let read = |form: &str| {
        let record = Form::new([b"", form.as_bytes()]).decode(&FLAT).expect(form);
        String::from_utf8(json::encode(&record)).expect("text")
    };
    assert_eq!(read("Names=All"), r#"{"Names":["All"]}"#);
    assert_eq!(read("Names="), r#"{"Names":[]}"#, "an empty list of a client's");
    assert_eq!(
        read("Settings.key=a&Settings.value=1"),
        r#"{"Settings":{"a":"1"}}"#
    );
    assert_eq!(
        read("Tags.Key=a&Tags.IsOld=true"),
        r#"{"Tags":[{"Key":"a","IsOld":true}]}"#
    );
    assert_eq!(read("Tags="), r#"{"Tags":[{}]}"#, "one of which nothing is said");
    assert_eq!(read("Names.2=b&Names.1=a"), r#"{"Names":["a","b"]}"#);
}
