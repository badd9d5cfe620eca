//! Shipping goes down: in a chain of calls everybody fails with it, behind a queue nobody does.

use cloud::sqs::QueueKind;
use cloud::time::{SimDuration, SimTime};
use sim::{
    CallPolicy, DurationLaw, Fault, Guarantee, Input, InputKind, Part, PartId, Pattern, Producer, Rate, Run,
    Server, Workers,
};

use super::claim::{Claim, Measured, broken_by, producer, workers};
use super::draft::{Draft, seconds};
use super::{FactId, Scene};
use crate::catalog::{default_producer, default_queue, default_server, default_workers};
use crate::project::Project;
use crate::words::SceneText;

pub(super) const SCENE: Scene = Scene {
    id: "chain-of-calls",
    facts: &[FactId::C6],
    title: SceneText::ChainTitle,
    sentence: SceneText::ChainSentence,
    try_this: SceneText::ChainTry,
    project,
    until: seconds(150),
    speed: 1,
    is_long: false,
};

/// The ids that the parts get in [`project`], in its order.
const SHOP: PartId = PartId(1);
const SHIPPING: PartId = PartId(3);
const SAME_SHOP: PartId = PartId(4);
const SAME_SHIPPING: PartId = PartId(7);
const ORDERS: u64 = 90;
const DOWN_FROM: SimTime = SimTime::from_secs(20);
const DOWN_UNTIL: SimTime = SimTime::from_secs(50);

pub(super) fn check(run: &mut Run) -> Vec<Claim> {
    let [chained, decoupled] = [SHOP, SAME_SHOP].map(|id| producer(run, id).gave_up);
    let all_shipped = workers(run, SAME_SHIPPING).finished >= ORDERS;
    let lost = broken_by(run, Guarantee::NothingLost, SAME_SHOP);
    vec![Claim {
        fact: Some(FactId::C6),
        measured: Measured::Outage {
            chained,
            decoupled,
            of: ORDERS,
        },
        holds: chained * 5 > ORDERS && decoupled == 0 && all_shipped && !lost,
    }]
}

fn project() -> Project {
    let mut draft = Draft::new(SceneText::ChainTitle, 16);
    draft.note(40, 40, SceneText::ChainHeading, SceneText::ChainNote);
    let shop = draft.part("Shop", 40, 112, Part::Producer(shop()));
    let payment = draft.part("Payment", 360, 104, Part::Server(server()));
    let shipping = draft.part("Shipping", 760, 104, Part::Server(server()));
    draft.link(shop, payment);
    draft.link(payment, shipping);

    draft.note(40, 264, SceneText::ChainQueueHeading, SceneText::ChainQueueNote);
    let same_shop = draft.part("Same shop", 40, 332, Part::Producer(self::shop()));
    let same_payment = draft.part("Same payment", 280, 332, Part::Server(server()));
    let orders = Part::Queue(default_queue(QueueKind::Standard));
    let orders = draft.part("to-be-shipped", 520, 332, orders);
    let packers = Workers {
        count: 4,
        processing: WORK,
        ..default_workers()
    };
    let packers = draft.part("Same shipping", 852, 332, Part::Workers(packers));
    draft.link(same_shop, same_payment);
    draft.link(same_payment, orders);
    draft.link(orders, packers);

    for part in [SHIPPING, SAME_SHIPPING] {
        draft.input(fault(DOWN_FROM, Fault::Stop { part }));
    }
    for part in [SHIPPING, SAME_SHIPPING] {
        draft.input(fault(DOWN_UNTIL, Fault::Start { part }));
    }
    draft.watch(&[Guarantee::NothingLost, Guarantee::AtLeastOnce]);
    draft.done()
}

const WORK: DurationLaw = DurationLaw::Constant(SimDuration::from_millis(800));

fn fault(at: SimTime, fault: Fault) -> Input {
    Input {
        at,
        kind: InputKind::Fault(fault),
    }
}

/// Customers do not wait long.
fn shop() -> Producer {
    Producer {
        pattern: Pattern::Constant {
            rate: Rate::per_second(1),
        },
        limit: Some(ORDERS),
        body: "order {n}".into(),
        calls: CallPolicy {
            timeout: seconds(8),
            attempts: 1,
            backoff: seconds(1),
        },
        ..default_producer()
    }
}

fn server() -> Server {
    Server {
        capacity: 4,
        waiting_room: 8,
        service: WORK,
        calls: CallPolicy {
            timeout: seconds(3),
            attempts: 2,
            backoff: SimDuration::from_millis(500),
        },
        ..default_server()
    }
}
