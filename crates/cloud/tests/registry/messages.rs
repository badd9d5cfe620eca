//! The life of a message, by names, URLs and handles.

use super::client::{OWNER, Service, code_and_text};
use cloud::sqs::api::Answer;

#[test]
fn a_message_is_sent_received_and_deleted_by_url_and_handle() {
    let mut service = Service::default();
    service.create("q", &[]).expect("a queue");
    service.create("other", &[]).expect("a queue");
    service.send("q", "hello").expect("sent");
    let received = service.receive("q");
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].delivery.body.text(), "hello");
    assert_eq!(&*received[0].sender_id, OWNER);
    let handle = service.registry.ids().receipt(received[0].delivery.receipt);
    let invalid = |handle: &str| {
        format!(
            "404 ReceiptHandleIsInvalid: The input receipt handle \"{handle}\" is not a valid receipt handle."
        )
    };
    assert_eq!(code_and_text(service.delete("q", "garbage")), invalid("garbage"));
    assert_eq!(code_and_text(service.delete("other", &handle)), invalid(&handle));
    assert_eq!(service.delete("q", &handle), Ok(Answer::Done));
    assert_eq!(service.delete("q", &handle), Ok(Answer::Done), "once more");
}

#[test]
fn a_queue_that_is_not_there_does_not_exist() {
    let mut service = Service::default();
    let refused = "400 QueueDoesNotExist: The specified queue does not exist.";
    assert_eq!(code_and_text(service.send("q", "hello")), refused);
}
