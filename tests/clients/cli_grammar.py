"""What the AWS CLI makes of command lines, written down for the tests of `wire::cli`.

    python cli_grammar.py            writes crates/wire/tests/cli/grammar.json anew

The package on PyPI is version 1. What differs in version 2 is not here: prefixes of options, bytes, and what stands around
the text of an error.
"""

import contextlib
import io
import json
import os
import pathlib
import re
import shlex
import subprocess
from unittest import mock

import botocore.session
from awscli import clidriver
from botocore import xform_name

FILE = pathlib.Path(__file__).parents[2] / "crates/wire/tests/cli/grammar.json"
QUEUE = "https://sqs.us-east-1.amazonaws.com/123456789012/orders"

LINES = r"""
aws sqs list-queues
aws sqs list-queues --queue-name-prefix a
aws sqs list-queues --queue-name-prefix=a=b
aws sqs list-queues --queue-name-prefix ''
aws sqs list-queues --max-results 5
aws sqs list-queues --max-results ' 1_0 '
aws sqs list-queues --max-results +5 --next-token x
aws sqs list-queues --max-results -5
aws sqs list-queues --max-results 5.0
aws sqs list-queues --max-results abc
aws sqs list-queues --max-results ''
aws sqs list-queues --max-items x
aws sqs list-queues --max-items 5 --max-results 5
aws sqs list-queues --no-paginate --page-size 5 --starting-token x
aws sqs list-queues --page-size 7 --starting-token abc
aws sqs list-queues --starting-token eyJOZXh0VG9rZW4iOiAiYSIsICJib3RvX3RydW5jYXRlX2Ftb3VudCI6IDJ9
aws sqs list-queues --no-paginate
aws --region eu-west-1 sqs list-queues --output text
aws sqs --region eu-west-1 list-queues
aws sqs list-queues extra
aws sqs list-queues --unknown x --other=y
aws sqs list-queues --output
aws sqs list-queues --query
aws sqs get-queue-url --queue-name a --queue-name b
aws sqs get-queue-url --queue-name a --queue-owner-aws-account-id 123456789012
aws sqs get-queue-url
aws sqs get-queue-url --queue-name
aws sqs get-queue-url --queue-name -x
aws sqs get-queue-url --queue-name "-x y"
aws sqs get-queue-url --queue-name -1
aws sqs get-queue-url --queue-name=--x
aws sqs get-queue-url --queue-name -
aws sqs send-message
aws sqs send-message --queue-url QUEUE
aws sqs send-message --queue-url QUEUE --message-body hello
aws sqs send-message --queue-url QUEUE --message-body 'it'\''s "quoted" \n' --delay-seconds 0
aws sqs send-message --queue-url QUEUE --message-body "a \"b\" \\ \$ \x"
aws sqs send-message --queue-url QUEUE --message-body '{"a": [1, 2]}'
aws sqs send-message --queue-url QUEUE --message-body '[1]'
aws sqs send-message --queue-url QUEUE --message-body "line one
line two"
aws sqs send-message --queue-url QUEUE --message-body grüße\ 🎈 --message-group-id g --message-deduplication-id d
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes team={DataType=String,StringValue=blue}
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes '{"team": {"DataType": "String", "StringValue": "a,b"}}'
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes 'team={DataType=String,StringValue="a,b"},n={DataType=Number,StringValue=5}'
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes "team={DataType=String,StringValue='it\'s'}"
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes 'team={DataType=String,StringListValues=[a,b]}'
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes 'team={DataType=String,StringListValues=a}'
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes 'team={StringValue=a}'
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes 'team={DataType=String,Wrong=a}'
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes team=x
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes x
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes ''
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes '[1]'
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes '{}'
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes 'team={DataType=String'
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes 'team={DataType=String,}'
aws sqs send-message --queue-url QUEUE --message-body a --message-attributes 'team={DataType=String}}'
aws sqs send-message --queue-url QUEUE --message-body a --message-system-attributes AWSTraceHeader={DataType=String,StringValue=Root=1-5759e988-bd862e3fe1be46a994272793}
aws sqs send-message --queue-url QUEUE --message-body a --message-system-attributes 'AWSTraceHeader={DataType=String,StringValue="Root=1-5759e988;Sampled=1"}'
aws sqs send-message-batch --queue-url QUEUE --entries Id=a,MessageBody=one Id=b,MessageBody=two,DelaySeconds=5
aws sqs send-message-batch --queue-url QUEUE --entries 'Id=a,MessageBody=one two, three' 
aws sqs send-message-batch --queue-url QUEUE --entries 'Id=a, MessageBody=one two ' 
aws sqs send-message-batch --queue-url QUEUE --entries 'Id=a,MessageBody=one\,two' 
aws sqs send-message-batch --queue-url QUEUE --entries 'Id=a,MessageBody="one, two"' "Id='b',MessageBody='\"x\"'"
aws sqs send-message-batch --queue-url QUEUE --entries 'Id=a,MessageBody=' 'Id=b,MessageBody=x=y'
aws sqs send-message-batch --queue-url QUEUE --entries 'Id=a,Id=b'
aws sqs send-message-batch --queue-url QUEUE --entries 'Id=a,MessageBody=one,Id=b,MessageBody=two'
aws sqs send-message-batch --queue-url QUEUE --entries Id=a
aws sqs send-message-batch --queue-url QUEUE --entries Id=a,MessageBody=x,DelaySeconds=soon
aws sqs send-message-batch --queue-url QUEUE --entries Id=a,MessageBody=x,DelaySeconds=1,2
aws sqs send-message-batch --queue-url QUEUE --entries 'Id=a,MessageBody=x,MessageAttributes={team={DataType=String,StringValue=blue},n={DataType=Number,StringValue=1}}'
aws sqs send-message-batch --queue-url QUEUE --entries '[{"Id": "a", "MessageBody": "x", "DelaySeconds": 3}]'
aws sqs send-message-batch --queue-url QUEUE --entries ' [{"Id": "a", "MessageBody": "x"}] '
aws sqs send-message-batch --queue-url QUEUE --entries '{"Id": "a", "MessageBody": "x"}' '{"Id": "b", "MessageBody": "y"}'
aws sqs send-message-batch --queue-url QUEUE --entries '{"Id": "a", "MessageBody": "x"}' Id=b,MessageBody=y
aws sqs send-message-batch --queue-url QUEUE --entries '[{"Id": 1, "MessageBody": null, "DelaySeconds": "3"}]'
aws sqs send-message-batch --queue-url QUEUE --entries '[{"Id": [1], "MessageBody": [], "DelaySeconds": 1.5}]'
aws sqs send-message-batch --queue-url QUEUE --entries '["a"]'
aws sqs send-message-batch --queue-url QUEUE --entries
aws sqs send-message-batch --queue-url QUEUE --entries a
aws sqs send-message-batch --queue-url QUEUE --entries 'a=[b,[c,d],{e=f}],g={h=[i]}'
aws sqs send-message-batch --queue-url QUEUE --entries 'a=[b'
aws sqs send-message-batch --queue-url QUEUE --entries 'a=b,c,d,e=f'
aws sqs send-message-batch --queue-url QUEUE --entries "a='b"
aws sqs send-message-batch --queue-url QUEUE --entries "a='b\\'"
aws sqs send-message-batch --queue-url QUEUE --entries 'a=b,"c'
aws sqs send-message-batch --queue-url QUEUE --entries 'a=b,🎈'
aws sqs send-message-batch --queue-url QUEUE --entries 'a==b' 'a =b'
aws sqs send-message-batch --queue-url QUEUE --entries 'Id=a,
MessageBody=x,
Wrong==='
aws sqs send-message-batch --queue-url QUEUE --entries Id=a,MessageBody=x --entries Id=b,MessageBody=y
aws sqs receive-message --queue-url QUEUE --attribute-names All --message-attribute-names a b 'c.*' --max-number-of-messages 10
aws sqs receive-message --queue-url QUEUE --attribute-names
aws sqs receive-message --queue-url QUEUE --attribute-names=All
aws sqs receive-message --queue-url QUEUE --message-system-attribute-names '["SenderId", "All"]' --wait-time-seconds 0
aws sqs receive-message --queue-url QUEUE --message-attribute-names '[]'
aws sqs receive-message --queue-url QUEUE --message-attribute-names '[1, true]'
aws sqs receive-message --message-attribute-names a --queue-url QUEUE
aws sqs delete-message --queue-url QUEUE --receipt-handle AQEB+/x==
aws sqs change-message-visibility --queue-url QUEUE --receipt-handle a --visibility-timeout 30
aws sqs change-message-visibility-batch --queue-url QUEUE --entries Id=a,ReceiptHandle=AQEB+/x==,VisibilityTimeout=3
aws sqs delete-message-batch --queue-url QUEUE --entries Id=a,ReceiptHandle=b Id=c,ReceiptHandle=d
aws sqs create-queue --queue-name q
aws sqs create-queue --queue-name q.fifo --attributes FifoQueue=true,ContentBasedDeduplication=true --tags team=a,stage=b
aws sqs create-queue --queue-name q --attributes '{"RedrivePolicy": "{\"deadLetterTargetArn\": \"arn:aws:sqs:us-east-1:123456789012:d\", \"maxReceiveCount\": \"3\"}"}'
aws sqs create-queue --queue-name q --attributes 'RedrivePolicy="{\"deadLetterTargetArn\": \"arn:aws:sqs:us-east-1:123456789012:d\"}"'
aws sqs create-queue --queue-name q --attributes file.name=x,a:b/c#d-e_f=y
aws sqs create-queue --queue-name q --attributes VisibilityTimeout=1,2
aws sqs create-queue --queue-name q --tags 'a=[1]'
aws sqs create-queue --queue-name q --tags '{"a": 1}'
aws sqs create-queue --queue-name q --tags a=b c=d
aws sqs create-queue --queue-name q --tags a=b, c=d
aws sqs create-queue --queue-name q --tags 'a=b,a=c'
aws sqs create-queue --queue-name q --tags a=
aws sqs create-queue --queue-name q --tags "a=b c,d=e "
aws sqs create-queue --cli-input-json '{"QueueName": "q", "tags": {"a": "b"}}'
aws sqs create-queue --cli-input-json '{"QueueName": "q", "tags": {"a": "b"}}' --tags c=d --queue-name r
aws sqs create-queue --cli-input-json '{"tags": {"a": "b"}}'
aws sqs create-queue --cli-input-json '{"QueueName": "q", "Wrong": 1}'
aws sqs set-queue-attributes --queue-url QUEUE --attributes VisibilityTimeout=30
aws sqs get-queue-attributes --queue-url QUEUE --attribute-names QueueArn ApproximateNumberOfMessages
aws sqs add-permission --queue-url QUEUE --label l --aws-account-ids 111111111111 222222222222 --actions SendMessage ReceiveMessage
aws sqs remove-permission --queue-url QUEUE --label l
aws sqs tag-queue --queue-url QUEUE --tags Key=a,Value=b
aws sqs untag-queue --queue-url QUEUE --tag-keys a b
aws sqs list-queue-tags --queue-url QUEUE
aws sqs purge-queue --queue-url QUEUE
aws sqs delete-queue --queue-url QUEUE
aws sqs list-dead-letter-source-queues --queue-url QUEUE --page-size 3
aws sqs start-message-move-task --source-arn a --max-number-of-messages-per-second 5
aws sqs list-message-move-tasks --source-arn a --max-results 1
aws sqs cancel-message-move-task --task-handle h
aws sts get-caller-identity
aws sqs
aws
aws sqs send-message --queue-url QUEUE \
    --message-body 'over lines'
aws sqs list-queues # with a remark
"""


class Answer:
    """What stands for a response, so that nothing is sent."""

    status_code = 200
    headers = {}


def commands():
    """The lines; one within quotes or after a backslash belongs to the one before."""
    command = ""
    for line in LINES.strip().split("\n"):
        command += line
        try:
            shlex.split(command, comments=True)
        except ValueError:
            command += "\n"
            continue
        yield command.replace("QUEUE", QUEUE)
        command = ""


def split(line):
    """The words that a shell makes of a line."""
    printed = subprocess.run(["sh", "-fc", f"printf '%s\\0' {line}\n"], capture_output=True, check=True).stdout
    return printed.decode().split("\0")[:-1]


def run(words):
    calls = []

    def record(params, model, **_):
        body = params["body"]
        calls.append({"operation": model.name, "input": json.loads(body) if isinstance(body, (str, bytes)) else {}})
        return Answer(), {}

    driver = clidriver.create_clidriver()
    driver.session.register("before-call", record)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            driver.main(words[1:])
        except SystemExit:
            pass
    if calls:
        return calls[0]
    told = err.getvalue()
    # argparse says what is wrong at the end; everything else says only that.
    argparse = re.search(r"^[\w./ -]+: error: (.*)\Z", told, re.MULTILINE | re.DOTALL)
    if argparse:
        return {"usage": argparse[1].strip()}
    unknown = re.search(r"^Unknown options: .*", told, re.MULTILINE)
    return {"error": unknown[0] if unknown else told.strip()}


def operations():
    """The names of operations and options, which of them are demanded, and their types."""
    session = botocore.session.get_session()
    made = {}
    for service in ("sqs", "sts"):
        model = session.get_service_model(service)
        for name in model.operation_names:
            shape = model.operation_model(name).input_shape
            members = shape.members.items() if shape else []
            made[f"{service} {xform_name(name, '-')}"] = {
                "--" + xform_name(member, "-"): [of.type_name, member in shape.required_members]
                for member, of in members
            }
    return made


def text():
    environment = {
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
    cases = []
    with mock.patch.dict(os.environ, environment):
        for line in commands():
            words = split(line)
            cases.append({"line": line, "words": words} | run(words))
        options = operations()
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    options = ",\n".join(f"{json.dumps(name)}: {json.dumps(of)}" for name, of in options.items())
    return f'{{"commands": [\n{lines}\n],\n"operations": {{\n{options}\n}}}}\n'


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
