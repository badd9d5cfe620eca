//! Queues that come to be in another way than by a call: they are adopted, renamed and released.

use cloud::sqs::api::{Operation, QueueAddress, QueueOperation};
use cloud::sqs::{NameRefused, QueueAttributes, QueueId, QueueKind, Redrive, RedriveAllowPolicy};
use cloud::time::SimTime;

use super::client::{OWNER, Service};

fn address(name: &str) -> QueueAddress {
    QueueAddress {
        account: OWNER.parse().expect("an account"),
        region: "us-east-1".parse().expect("a region"),
        name: name.into(),
    }
}

fn draw(service: &mut Service, kind: QueueKind, attributes: QueueAttributes) -> QueueId {
    let drawn = service.sqs.create_queue(SimTime::ZERO, kind, attributes);
    drawn.expect("a queue")
}

fn adopt(service: &mut Service, queue: QueueId, name: &str) -> Result<(), NameRefused> {
    service
        .registry
        .adopt(SimTime::ZERO, &service.sqs, queue, address(name))
}

fn read(service: &mut Service, queue: &str, name: &str) -> String {
    let attribute_names = vec![name.into()];
    let told = service.on(queue, QueueOperation::GetQueueAttributes { attribute_names });
    format!("{told:?}")
}

#[test]
fn a_drawn_queue_is_called_by_the_name_it_gets() {
    let mut service = Service::default();
    let drawn = draw(&mut service, QueueKind::Standard, QueueAttributes::default());
    assert!(service.send("q", "a").is_err());
    assert_eq!(adopt(&mut service, drawn, "q.fifo"), Err(NameRefused::NotAName));
    assert_eq!(adopt(&mut service, QueueId(7), "q"), Err(NameRefused::NoQueue));
    assert_eq!(adopt(&mut service, drawn, "q"), Ok(()));
    assert_eq!(adopt(&mut service, drawn, "r"), Err(NameRefused::Taken));
    service.send("q", "a").expect("sent");
    assert_eq!(service.registry.queue(&address("q")), Some(drawn));
}

#[test]
fn a_renamed_queue_keeps_what_it_has_and_its_old_name_is_free_at_once() {
    let mut service = Service::default();
    service.create("q", &[("DelaySeconds", "7")]).expect("a queue");
    let queue = service.registry.queue(&address("q")).expect("a queue");
    let rename = |service: &mut Service, name: &str| {
        let now = service.now;
        service.registry.rename(now, queue, address(name))
    };
    assert_eq!(rename(&mut service, "q.fifo"), Err(NameRefused::NotAName));
    assert_eq!(rename(&mut service, "r"), Ok(()));
    assert!(read(&mut service, "r", "DelaySeconds").contains("\"7\""));
    assert!(read(&mut service, "r", "QueueArn").contains(":r\""));
    assert!(service.send("q", "a").is_err());
    service.create("q", &[]).expect("a free name");
    assert!(read(&mut service, "q", "DelaySeconds").contains("\"0\""));
    assert_eq!(rename(&mut service, "q"), Err(NameRefused::Taken));
}

#[test]
fn what_others_set_in_the_data_plane_is_read_back_as_texts() {
    let mut service = Service::default();
    let dead = draw(&mut service, QueueKind::Standard, QueueAttributes::default());
    let redrive = Some(Redrive {
        dead_letter_target: dead,
        max_receive_count: 3,
    });
    let attributes = QueueAttributes {
        redrive,
        ..QueueAttributes::default()
    };
    let source = draw(&mut service, QueueKind::Standard, attributes);
    adopt(&mut service, dead, "dead").expect("a name");
    adopt(&mut service, source, "q").expect("a name");
    assert!(read(&mut service, "q", "RedrivePolicy").contains(":dead\\\",\\\"maxReceiveCount\\\":3}"));
    assert!(read(&mut service, "dead", "RedriveAllowPolicy").contains("([])"));
    let redrive_allow = RedriveAllowPolicy::ByQueue([source].into());
    let attributes = QueueAttributes {
        redrive_allow,
        ..QueueAttributes::default()
    };
    service
        .sqs
        .set_attributes(SimTime::ZERO, dead, attributes)
        .expect("set");
    assert!(read(&mut service, "dead", "RedriveAllowPolicy").contains("byQueue"));
    assert!(read(&mut service, "dead", "RedriveAllowPolicy").contains(":q\\\"]}"));
}

#[test]
fn a_released_queue_is_as_one_that_was_deleted() {
    let mut service = Service::default();
    let drawn = draw(&mut service, QueueKind::Standard, QueueAttributes::default());
    adopt(&mut service, drawn, "q").expect("a name");
    service.sqs.delete_queue(SimTime::ZERO, drawn).expect("deleted");
    service.registry.release(SimTime::ZERO, drawn);
    let told = service.call(Operation::GetQueueUrl {
        queue_name: Some("q".into()),
        queue_owner_aws_account_id: None,
    });
    assert_eq!(told.expect_err("none").code, "QueueDoesNotExist");
    assert_eq!(
        service.create("q", &[]).expect_err("too soon").code,
        "QueueDeletedRecently"
    );
    assert_eq!(service.registry.address(drawn), Some(&address("q")));
}
