"""What the AWS CLI prints of an answer, written down for the tests of `wire::cli`.

    python cli_output.py            writes crates/wire/tests/cli/output.json anew

Version 1's formatters are those of version 2; bytes do not occur here (version 2 prints them in base64).
"""

import argparse
import io
import json
import pathlib
import random

import jmespath
from awscli.formatter import get_formatter

FILE = pathlib.Path(__file__).parents[2] / "crates/wire/tests/cli/output.json"

QUEUE = "https://sqs.us-east-1.amazonaws.com/123456789012/"
SENT = {
    "MD5OfMessageBody": "78e731027d8fd50ed642340b7c9a63b3",
    "MessageId": "219f8380-5770-4cc2-8c3e-5c715e145f5e",
}
MESSAGES = {
    "Messages": [
        {
            "MessageId": "219f8380-5770-4cc2-8c3e-5c715e145f5e",
            "ReceiptHandle": "AQEBaZ+j5qUoOAoxlmrCQPkBm9njMWXqemmIG6shMHCO6fV20JrQYg==",
            "MD5OfBody": "78e731027d8fd50ed642340b7c9a63b3",
            "Body": "message with\ttab and \"quotes\"",
            "Attributes": {"SenderId": "AIDASSYFHUBOBT7F4XT75", "SentTimestamp": "1677112427387"},
            "MessageAttributes": {
                "team": {"StringValue": "a", "DataType": "String"},
                "price": {"StringValue": "42", "DataType": "Number"},
            },
        },
        {"MessageId": "b", "ReceiptHandle": "c", "MD5OfBody": "d", "Body": "grüße — 消息 🎈\nline"},
    ]
}
BATCH = {
    "Successful": [
        {"Id": "one", "MessageId": "m1", "MD5OfMessageBody": "x"},
        {"Id": "two", "MessageId": "m2", "MD5OfMessageBody": "y", "SequenceNumber": "1"},
    ],
    "Failed": [{"Id": "three", "SenderFault": True, "Code": "InvalidParameterValue", "Message": "no"}],
}
ANSWERS = {
    "DeleteMessage": [{}],
    "SendMessage": [SENT],
    "ReceiveMessage": [MESSAGES, {"Messages": MESSAGES["Messages"][:1]}],
    "SendMessageBatch": [BATCH, {"Successful": BATCH["Successful"], "Failed": []}],
    "GetQueueUrl": [{"QueueUrl": QUEUE + "orders"}],
    "ListQueues": [{"QueueUrls": [QUEUE + "a", QUEUE + "b"]}, {"QueueUrls": [], "NextToken": "abc"}],
    "GetQueueAttributes": [
        {"Attributes": {"VisibilityTimeout": "30", "QueueArn": "arn:aws:sqs:us-east-1:123456789012:orders"}}
    ],
    "ListMessageMoveTasks": [
        {
            "Results": [
                {"Status": "RUNNING", "ApproximateNumberOfMessagesMoved": 0, "StartedTimestamp": 1677112427387},
                {"Status": "COMPLETED", "TaskHandle": None, "ApproximateNumberOfMessagesMoved": 12},
            ]
        }
    ],
}
# Whole answers first, then what people select from them.
QUERIES = """
Messages[0]
Messages[0].Body
Messages[].Body
Messages[*].[MessageId, Body]
Messages[*].{Id: MessageId, Body: Body, Attributes: Attributes}
Messages[0].MessageAttributes.team.StringValue
Messages[0].MessageAttributes.*.StringValue
Messages[?Body=='grüße']
Messages[?contains(Body, 'tab')].MessageId
Messages[?contains(Body, 'tab')].MessageId | [0]
Messages[-1].MessageId
Messages[::-1].MessageId
Messages[1:].Body
Messages[5]
Messages[].Attributes.SenderId
length(Messages)
length(Messages) > `1`
Successful[].Id
Successful[?Id==`one`].MessageId
Failed[?SenderFault].Code
Failed[?!SenderFault].Code
Failed[0].SenderFault
[Successful, Failed][]
[Successful, Failed][].Id
{b: Successful[0].Id, a: Failed[0].Id}
{n: `null`, t: `true`, i: `1`, f: `1.5`, l: `[]`, o: `{"x": 1}`, s: 'text'}
sort(Successful[].Id)
reverse(sort(Successful[].Id))
sort_by(Results, &ApproximateNumberOfMessagesMoved)[0].Status
max_by(Results, &ApproximateNumberOfMessagesMoved).Status
min_by(Results, &ApproximateNumberOfMessagesMoved).Status
sum(Results[].ApproximateNumberOfMessagesMoved)
avg(Results[].ApproximateNumberOfMessagesMoved)
max(Results[].ApproximateNumberOfMessagesMoved)
min(Results[].Status)
Results[].TaskHandle
Results[?StartedTimestamp].Status
Results[?ApproximateNumberOfMessagesMoved >= `10` && Status == 'COMPLETED'].Status
Results[?ApproximateNumberOfMessagesMoved < `10` || Status == 'COMPLETED'].Status
Results[?Status < 'D'].Status
Results[?Status < `1`].Status
map(&Status, Results)
map(&to_string(@), Results)
to_string(@)
to_array(QueueUrls)
to_array(QueueUrl)
to_number('12')
to_number('1.5')
to_number('x')
type(@)
type(QueueUrls)
keys(@)
keys(Attributes)
values(Attributes)
merge(Attributes, {VisibilityTimeout: `1`, New: `2`})
not_null(Missing, QueueUrl, 'none')
join(', ', QueueUrls)
join(', ', Missing)
starts_with(QueueUrl, 'https')
ends_with(QueueUrl, 'orders')
QueueUrls[?ends_with(@, 'b')]
QueueUrls[0] || 'none'
QueueUrls && 'some'
QueueUrls[*]
QueueUrls[]
QueueUrls[::0]
Attributes.VisibilityTimeout
Attributes.[VisibilityTimeout, QueueArn]
Attributes
@
abs(`-3`)
abs('x')
ceil(`1.2`)
floor(`1.8`)
length(`5`)
length('x', 'y')
nothing('x')
contains(`[1, 2]`, `2`)
contains('abc', `2`)
sum(Results[].Status)
`1` == `true`
`1.0` == `1`
`{"a": 1, "b": [2]}` == `{"b": [2], "a": 1}`
`0` && 'zero is true'
!`0`
!missing
[[`1`, `2`], [`3`, `4`]]
[`1`, [`2`, `3`], {a: `4`}, [{b: `5`}]]
[[`1`, [`2`]], [`3`]]
[{a: `1`, l: [`1`]}, {a: [`2`], b: `3`}]
'text'
`0`
`1e30`
`0.00001`
""".strip().splitlines()


def document(chance, depth=0):
    """A document of the kind that services answer, or worse."""
    kind = chance.random()
    if depth > 3 or kind < 0.45:
        return chance.choice(["", "x", "a longer text", "ü消", 0, 1, -12345678, True, False, None, 2.5])
    if kind < 0.75:
        names = chance.sample(["Id", "Name", "Value", "Tags", "z", "a", "Message"], chance.randint(0, 5))
        return {name: document(chance, depth + 1) for name in names}
    if chance.random() < 0.6:
        return [document(chance, 4) for _ in range(chance.randint(0, 4))]
    names = chance.sample(["Id", "Name", "Tags", "Value"], chance.randint(1, 4))
    return [
        {name: document(chance, depth + 1) for name in names if chance.random() < 0.8}
        for _ in range(chance.randint(1, 3))
    ]


def printed(title, answer, query, output):
    options = argparse.Namespace(query=jmespath.compile(query) if query else None, color="off")
    stream = io.StringIO()
    get_formatter(output, options)(title, json.loads(json.dumps(answer)), stream)
    return stream.getvalue()


def case(title, answer, query=None):
    made = {"title": title, "answer": answer, "query": query}
    for output in ("json", "text", "table"):
        try:
            made[output] = printed(title, answer, query, output)
        except ValueError as error:
            # A table whose rows differ in length, or a query that fails.
            made[output] = {"error": str(error)}
        except (TypeError, AttributeError, KeyError) as error:
            made[output] = {"error": str(error) if "instances of" in str(error) or "operand" in str(error) else None}
    return made


def cases():
    every = [(title, answer) for title, answers in ANSWERS.items() for answer in answers]
    made = [case(title, answer) for title, answer in every]
    for query in QUERIES:
        # Where it selects something.
        compiled = jmespath.compile(query)
        for title, answer in every:
            try:
                if compiled.search(answer) not in (None, []):
                    break
            except ValueError:
                break
            except TypeError:
                break
        made.append(case(title, answer, query))
    chance = random.Random(1)
    made += [case("Anything", {"Result": document(chance), "Other": document(chance)}) for _ in range(60)]
    return made


def text():
    return "[\n" + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases()) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
