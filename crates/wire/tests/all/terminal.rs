//! Commands as people type them, and what the terminal prints.

use wire::cli::{Files, Outcome, Printed, Step, Terminal, interpret, read};

use crate::host::Local;

/// A terminal in front of a host.
#[derive(Default)]
struct Shell {
    local: Local,
    files: Files,
}

impl Shell {
    fn type_in(&mut self, line: &str) -> Printed {
        let commands = read(line).expect("a command");
        assert_eq!(commands.len(), 1, "one command");
        let terminal = Terminal {
            columns: 80,
            files: self.files.clone(),
        };
        let command = match interpret(&commands[0], &terminal) {
            Outcome::Print(printed) => return printed,
            Outcome::File(name) => panic!("{name} is not there"),
            Outcome::Run(command) => command,
        };
        let mut step = command.send(&self.local.endpoint);
        loop {
            step = match step {
                Step::Print(printed) => return printed,
                Step::Call(call, awaited) => awaited.answered(self.local.call(&call)),
            };
        }
    }

    /// What a command prints that goes well.
    fn ok(&mut self, line: &str) -> String {
        let printed = self.type_in(line);
        assert_eq!((printed.err.as_str(), printed.status), ("", 0), "{line}");
        printed.out
    }

    /// The same, without the line's end.
    fn text(&mut self, line: &str) -> String {
        self.ok(&format!("{line} --output text")).trim_end().to_owned()
    }
}

const QUEUE: &str = "https://sqs.us-east-1.amazonaws.com/123456789012/orders";

#[test]
fn a_message_is_sent_received_and_deleted() {
    let mut shell = Shell::default();
    assert_eq!(
        shell.ok("aws sqs create-queue --queue-name orders --attributes VisibilityTimeout=60"),
        format!("{{\n    \"QueueUrl\": \"{QUEUE}\"\n}}\n")
    );
    let sent = shell.ok(&format!(
        "aws sqs send-message --queue-url {QUEUE} --message-body 'two words' \
         --message-attributes team={{DataType=String,StringValue=blue}} --query 'keys(@)'"
    ));
    assert_eq!(
        sent,
        "[\n    \"MD5OfMessageBody\",\n    \"MD5OfMessageAttributes\",\n    \"MessageId\"\n]\n"
    );
    let received = shell.ok(&format!(
        "aws sqs receive-message --queue-url {QUEUE} --message-attribute-names All \
         --query 'Messages[].{{body: Body, attributes: MessageAttributes}}'"
    ));
    assert_eq!(
        received,
        r#"[
    {
        "body": "two words",
        "attributes": {
            "team": {
                "StringValue": "blue",
                "DataType": "String"
            }
        }
    }
]
"#
    );
    shell.ok(&format!(
        "aws sqs set-queue-attributes --queue-url {QUEUE} --attributes VisibilityTimeout=0"
    ));
    shell.ok(&format!(
        "aws sqs send-message --queue-url {QUEUE} --message-body more"
    ));
    let receipt = shell.text(&format!(
        "aws sqs receive-message --queue-url {QUEUE} --query 'Messages[0].ReceiptHandle'"
    ));
    let deleted = shell.ok(&format!(
        "aws sqs delete-message --queue-url {QUEUE} --receipt-handle {receipt}"
    ));
    assert_eq!(deleted, "", "an operation without output prints nothing");
    let nothing = shell.ok(&format!("aws sqs receive-message --queue-url {QUEUE}"));
    assert_eq!(nothing, "", "and neither does an answer without messages");
}

#[test]
fn a_refusal_is_told_as_the_aws_cli_tells_it() {
    let mut shell = Shell::default();
    let printed = shell.type_in("aws sqs get-queue-url --queue-name orders");
    let refused = "\naws: [ERROR]: An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the \
                   GetQueueUrl operation: The specified queue does not exist.\n";
    assert_eq!(printed.err, refused);
    assert_eq!((printed.out.as_str(), printed.status), ("", 254));
    let printed = shell.type_in("aws sqs get-queue-url --queue-name orders --cli-error-format legacy");
    assert_eq!(printed.err, refused);
    let printed = shell.type_in("aws sqs get-queue-url --queue-name orders --cli-error-format text");
    assert_eq!(
        printed.err,
        "AWS.SimpleQueueService.NonExistentQueue\tThe specified queue does not exist.\n"
    );
}

#[test]
fn a_query_that_fails_is_told_after_the_answer() {
    let mut shell = Shell::default();
    let printed = shell.type_in("aws sqs list-queues --query 'length(QueueUrls)'");
    assert_eq!(
        printed.err,
        "\naws: [ERROR]: In function length(), invalid type for value: None, expected one of: \
         ['string', 'array', 'object'], received: \"null\"\n"
    );
    assert_eq!(printed.status, 255);
}

fn with_queues(names: &[&str]) -> Shell {
    let mut shell = Shell::default();
    for name in names {
        shell.ok(&format!("aws sqs create-queue --queue-name {name}"));
    }
    shell
}

#[test]
fn all_pages_are_asked_for_and_printed_as_one_answer() {
    let mut shell = with_queues(&["a", "b", "c", "d", "e"]);
    let all = shell.ok("aws sqs list-queues --page-size 2 --query 'QueueUrls | length(@)'");
    assert_eq!(all, "5\n");
    let whole = shell.ok("aws sqs list-queues --page-size 2");
    assert!(!whole.contains("NextToken"), "{whole}");
    assert_eq!(whole, shell.ok("aws sqs list-queues"));
    let printed = shell.type_in("aws sqs list-queues --page-size 2 --no-paginate");
    assert_eq!(printed.status, 255, "--no-paginate does not go with --page-size");
}

#[test]
fn a_list_goes_on_where_max_items_left_it() {
    let mut shell = with_queues(&["a", "b", "c", "d", "e"]);
    let mut seen = String::new();
    let mut go_on = String::new();
    for token_is_there in [true, false] {
        let command = format!("aws sqs list-queues --page-size 2 --max-items 3 {go_on}");
        seen.push_str(&shell.ok(&format!("{command} --query 'QueueUrls'")));
        let token = shell.ok(&format!("{command} --query NextToken"));
        let token = token.trim_end().trim_matches('"');
        assert_eq!(token != "null", token_is_there, "{token}");
        go_on = format!("--starting-token {token}");
    }
    let names: Vec<&str> = seen
        .lines()
        .filter_map(|line| line.rsplit_once('/'))
        .map(|(_, name)| &name[..1])
        .collect();
    assert_eq!(names, ["a", "b", "c", "d", "e"]);
}

#[test]
fn text_is_printed_page_by_page_with_the_token_last() {
    let mut shell = with_queues(&["a", "b", "c"]);
    let text = shell.ok("aws sqs list-queues --page-size 1 --max-items 2 --output text");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].starts_with("QUEUEURLS\thttps://") && lines[0].ends_with("/a"));
    assert!(lines[2].starts_with("NEXTTOKEN\t"));
    let mut empty = Shell::default();
    assert_eq!(
        empty.ok("aws sqs list-queues --output text"),
        "None\n",
        "as the AWS CLI prints a list that is not there"
    );
    assert_eq!(empty.ok("aws sqs list-queues"), "");
}

#[test]
fn pages_are_asked_for_by_hand_with_the_services_own_members() {
    let mut shell = with_queues(&["a", "b", "c"]);
    let page = shell.ok("aws sqs list-queues --max-results 2 --query '[length(QueueUrls), type(NextToken)]'");
    assert_eq!(page, "[\n    2,\n    \"string\"\n]\n");
    let printed = shell.type_in("aws sqs list-queues --max-results 2 --max-items 1");
    assert_eq!(
        (printed.err.as_str(), printed.status),
        (
            "\naws: [ERROR]: Error during pagination: Cannot specify --no-paginate along with pagination arguments: --max-items\n",
            255
        )
    );
}

#[test]
fn a_profile_names_the_caller_and_a_region_the_endpoint() {
    let mut shell = Shell::default();
    let who = |profile: &str| format!("aws sts get-caller-identity {profile} --query '[Account, Arn]'");
    assert_eq!(
        shell.text(&who("")),
        "123456789012\tarn:aws:iam::123456789012:root"
    );
    assert_eq!(
        shell.text(&who("--profile alice")),
        "123456789012\tarn:aws:iam::123456789012:user/alice"
    );
    assert_eq!(
        shell.text(&who("--profile 222222222222")),
        "222222222222\tarn:aws:iam::222222222222:root"
    );
    let url = shell.text("aws sqs create-queue --queue-name q --region eu-west-1 --query QueueUrl");
    assert_eq!(url, "https://sqs.eu-west-1.amazonaws.com/123456789012/q");
    assert_eq!(shell.type_in("aws sqs get-queue-url --queue-name q").status, 254);
    let printed = shell.type_in("aws sqs list-queues --region 'no region'");
    assert_eq!(
        (printed.err.as_str(), printed.status),
        (
            "\naws: [ERROR]: Provided region_name 'no region' doesn't match a supported format.\n",
            255
        )
    );
}

#[test]
fn what_a_file_would_hold_is_pasted() {
    let mut shell = with_queues(&["orders"]);
    shell.files.paste("file://body.txt", "from a file\n".as_bytes());
    shell
        .files
        .paste("file://entries.json", br#"[{"Id": "a", "MessageBody": "b"}]"#);
    shell.files.paste("fileb://image", &[0xff, 0xd8]);
    shell.ok(&format!(
        "aws sqs send-message --queue-url {QUEUE} --message-body file://body.txt"
    ));
    shell.ok(&format!(
        "aws sqs send-message-batch --queue-url {QUEUE} --entries file://entries.json"
    ));
    shell.ok(&format!(
        "aws sqs send-message-batch --queue-url {QUEUE} --entries Id=c,MessageBody@=file://body.txt"
    ));
    shell.ok(&format!(
        "aws sqs send-message --queue-url {QUEUE} --message-body d --message-attributes 'image={{DataType=Binary,BinaryValue@=fileb://image}}'"
    ));
    let mut bodies = Vec::new();
    for _ in 0..4 {
        let line = format!(
            "aws sqs receive-message --queue-url {QUEUE} --message-attribute-names All --query 'Messages[0].[Body, MessageAttributes.image.BinaryValue]' --output json"
        );
        let printed = shell.ok(&line);
        bodies.push(printed.split_whitespace().collect::<String>());
    }
    bodies.sort();
    assert_eq!(
        bodies,
        [
            r#"["b",null]"#,
            r#"["d","/9g="]"#,
            r#"["fromafile\n",null]"#,
            r#"["fromafile\n",null]"#
        ]
    );
}

#[test]
fn a_table_stands_in_boxes() {
    let mut shell = with_queues(&["orders"]);
    let table = shell.ok(&format!(
        "aws sqs get-queue-attributes --queue-url {QUEUE} --attribute-names VisibilityTimeout DelaySeconds --output table"
    ));
    assert_eq!(
        table,
        "\
-----------------------------------------
|          GetQueueAttributes           |
+---------------------------------------+
||             Attributes              ||
|+---------------+---------------------+|
|| DelaySeconds  |  VisibilityTimeout  ||
|+---------------+---------------------+|
||  0            |  30                 ||
|+---------------+---------------------+|
"
    );
}
