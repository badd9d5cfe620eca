//! Message attributes, `reference/sqs.md` §2 and §8.

use super::scenario::check;

#[test]
fn attributes_come_with_every_receive() {
    check(
        "
        queue q visibility=2
        t=0 send q m attribute=color:String:red attribute=weight:Number.kg:1.50 attribute=dot:Binary.png:0xff trace=Root=1 -> sent
        t=0 receive q -> m{color:String:red,weight:Number.kg:1.50,dot:Binary.png:0xff,trace=Root=1}
        t=2s receive q -> m(2){color:String:red,weight:Number.kg:1.50,dot:Binary.png:0xff,trace=Root=1}
        ",
    );
}

#[test]
fn attributes_are_kept_by_dead_letter_queues() {
    check(
        "
        queue e
        queue d visibility=1 dlq=e:1
        queue q visibility=1 dlq=d:1
        t=0 send q m attribute=color:String:red trace=Root=1 -> sent
        t=0 receive q -> m{color:String:red,trace=Root=1}
        t=1s receive q -> nothing
        t=1s receive d -> m(2)<q{color:String:red,trace=Root=1}
        t=2s receive d -> nothing
        t=2s receive e -> m(3)<d{color:String:red,trace=Root=1}
        ",
    );
}

#[test]
fn a_message_has_ten_attributes_at_most() {
    check(
        "
        queue q
        t=0 send q m attribute=a:String:1 attribute=b:String:1 attribute=c:String:1 attribute=d:String:1 attribute=e:String:1 attribute=f:String:1 attribute=g:String:1 attribute=h:String:1 attribute=i:String:1 attribute=j:String:1 trace=1 -> sent
        t=0 send q m attribute=a:String:1 attribute=b:String:1 attribute=c:String:1 attribute=d:String:1 attribute=e:String:1 attribute=f:String:1 attribute=g:String:1 attribute=h:String:1 attribute=i:String:1 attribute=j:String:1 attribute=k:String:1 -> InvalidParameterValue: Number of message attributes [11] exceeds the allowed maximum [10].
        ",
    );
}

#[test]
fn names_of_attributes_have_letters_digits_and_single_dots_within() {
    check(
        "
        queue q
        t=0 send q m attribute=A-z_0.9:String:1 -> sent
        t=0 send q m attribute=attr.1øßä:String:1 -> sent
        t=0 send q m attribute=:String:1 -> InvalidParameterValue: The request must contain non-empty message (user) attribute names.
        t=0 send q m attribute=a/b:String:1 -> InvalidParameterValue: Message (user) attributes name can only contain upper and lower score alphanumeric characters, periods, hyphens, underscores.
        t=0 send q m attribute=.a:String:1 -> InvalidParameterValue: You can't use message attribute names that begin or end with a '.', or have several in a row.
        t=0 send q m attribute=a.:String:1 -> InvalidParameterValue: You can't use message attribute names that begin or end with a '.', or have several in a row.
        t=0 send q m attribute=a..b:String:1 -> InvalidParameterValue: You can't use message attribute names that begin or end with a '.', or have several in a row.
        t=0 send q m attribute=aws.a:String:1 -> InvalidParameterValue: You can't use message attribute names beginning with 'AWS.' or 'Amazon'. These strings are reserved for internal use.
        t=0 send q m attribute=AMAZON.a:String:1 -> InvalidParameterValue: You can't use message attribute names beginning with 'AWS.' or 'Amazon'. These strings are reserved for internal use.
        t=0 send q m attribute=a:String:1 attribute=a:String:2 -> InvalidParameterValue: Message (user) attribute name 'a' already exists.
        ",
    );
    let (name, suffix) = ("n".repeat(256), "s".repeat(249));
    check(&format!(
        "
        queue q
        t=0 send q m attribute={name}:String.{suffix}:1 -> sent
        t=0 send q m attribute={name}n:String:1 -> InvalidParameterValue: Message (user) attribute name must be shorter than 256 bytes.
        t=0 send q m attribute=a:String.{suffix}s:1 -> InvalidParameterValue: Message (user) attribute type must be shorter than 256 bytes.
        "
    ));
}

#[test]
fn values_of_attributes_are_not_empty_and_of_their_type() {
    check(
        "
        queue q
        t=0 send q m attribute=a:Text:1 -> InvalidParameterValue: The type of message (user) attribute 'a' is invalid. You must use only the following supported type prefixes: Binary, Number, String.
        t=0 send q m attribute=a:Strings:1 -> InvalidParameterValue: The type of message (user) attribute 'a' is invalid. You must use only the following supported type prefixes: Binary, Number, String.
        t=0 send q m attribute=a:: -> InvalidParameterValue: The message (user) attribute 'a' must contain a non-empty message attribute value.
        t=0 send q m attribute=a:String: -> InvalidParameterValue: Message (user) attribute 'a' must contain a non-empty value of type 'String'.
        t=0 send q m attribute=a:String.x:0xff -> InvalidParameterValue: Message (user) attribute 'a' must contain a non-empty value of type 'String'.
        t=0 send q m attribute=a:Binary:0x -> InvalidParameterValue: Message (user) attribute 'a' must contain a non-empty value of type 'Binary'.
        t=0 send q m attribute=a:Binary:text -> InvalidParameterValue: Message (user) attribute 'a' must contain a non-empty value of type 'Binary'.
        t=0 send q m attribute=a:Number: -> InvalidParameterValue: Message (user) attribute 'a' must contain a non-empty value of type 'Number'.
        t=0 send q m attribute=a:Number:one -> InvalidParameterValue: Can't cast the value of message (user) attribute 'a' to a number.
        t=0 send q m attribute=a:String:\\u1 -> InvalidParameterValue: Invalid binary character '#x1' was found in the message (user) attribute 'a', the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].
        ",
    );
}

#[test]
fn user_attributes_count_as_part_of_the_size_and_the_trace_header_does_not() {
    check(
        "
        queue q size=1024
        t=0 send q a size=1000 attribute=color:Number.kg:0123456789 -> sent
        t=0 send q b size=1000 attribute=color:Number.kg:01234567890 -> InvalidParameterValue: One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.
        t=0 send q c size=1024 trace=Root=1 -> sent
        t=0 bytes q -> 2048
        queue r
        t=0 send-batch r a size=1048570 , b attribute=c:String:d -> AWS.SimpleQueueService.BatchRequestTooLong: Batch requests cannot be longer than 1048576 bytes. You have sent 1048579 bytes.
        ",
    );
}

#[test]
fn attributes_are_ignored_by_content_based_deduplication() {
    check(
        "
        queue q fifo content
        t=0 send q a group=g attribute=color:String:red -> sent
        t=0 send q a group=g attribute=color:String:blue -> sent
        t=0 receive q max=10 -> a{color:String:red}
        ",
    );
}
