//! Why things happened: the reason that a biography gives for each event of a life.

use cloud::time::{SimDuration, SimTime};
use sim::{
    AfterWork, CallPolicy, Cause, Chance, Direction, Edit, EventKind, Fault, Holder, Loss, PartId, Queue,
    Run, Setback, WorkerName, Workers,
};

use crate::story::{Plan, SWIFT, at, fifo, item, millis, patient, producer, queue, seconds, server, workers};

const SHOP: PartId = PartId(1);
const ORDERS: PartId = PartId(2);
const PACKERS: PartId = PartId(3);

fn shop(items: u64, orders: Queue, packers: Workers) -> Plan {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, items));
    let orders = plan.queue(orders);
    let packers = plan.workers(packers);
    plan.link(shop, orders);
    plan.link(orders, packers);
    plan
}

/// The reasons for what happened to an item by then, for the events of a kind.
fn reasons(
    plan: &Plan,
    number: u64,
    until: SimTime,
    wanted: impl Fn(&EventKind) -> bool,
) -> Vec<Option<Cause>> {
    let mut run = Run::new(plan.sketch.clone(), plan.seed, plan.log.clone());
    run.seek_now(until);
    let life = run.biography(item(SHOP, number), 1_000);
    life.into_iter()
        .filter(|episode| wanted(&episode.event.kind))
        .map(|episode| episode.cause)
        .collect()
}

fn returned(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Returned { .. })
}

fn packer(worker: u32) -> WorkerName {
    WorkerName {
        workers: PACKERS,
        worker,
    }
}

#[test]
fn a_message_comes_back_while_its_worker_is_still_at_work() {
    let short = Queue {
        visibility_timeout: 5,
        ..queue()
    };
    let plan = shop(1, short, workers(1, seconds(8)));
    let causes = reasons(&plan, 1, at(20), returned);
    let Some(Some(Cause::VisibilityRanOut { timeout, holder })) = causes.first() else {
        panic!("{causes:?}");
    };
    assert_eq!(*timeout, seconds(5));
    let Holder::AtWork { by, left } = holder else {
        panic!("{holder:?}");
    };
    // The answer was on its way for 5 ms when the work began.
    assert_eq!((*by, *left), (packer(0), Some(seconds(3) + millis(5))));
}

#[test]
fn a_message_comes_back_after_what_its_worker_did_or_did_not_do() {
    let forgetful = Workers {
        after: AfterWork::Forget,
        ..workers(1, seconds(1))
    };
    let failing = Workers {
        failure: Chance::ALWAYS,
        ..workers(1, seconds(1))
    };
    for (packers, expected) in [
        (forgetful, Holder::Forgot { by: packer(0) }),
        (failing, Holder::Failed { by: packer(0) }),
    ] {
        let plan = shop(1, queue(), packers);
        let causes = reasons(&plan, 1, at(40), returned);
        assert!(
            matches!(causes[..], [Some(Cause::VisibilityRanOut { holder, .. })] if holder == expected),
            "{causes:?}"
        );
    }
}

#[test]
fn a_message_comes_back_when_the_answer_that_brought_it_was_lost_or_its_worker_stopped() {
    let mut lossy = Plan::new(&[]);
    let (shop_id, orders) = (lossy.producer(producer(1, 1)), lossy.queue(queue()));
    let packers = lossy.workers(workers(1, seconds(1)));
    lossy.link(shop_id, orders);
    let never = Direction {
        loss: Chance::ALWAYS,
        ..SWIFT
    };
    lossy.link_with(orders, packers, never, SWIFT);
    let lost = reasons(&lossy, 1, at(40), returned);
    assert!(
        matches!(
            lost[..],
            [Some(Cause::VisibilityRanOut {
                holder: Holder::AnswerLost,
                ..
            })]
        ),
        "{lost:?}"
    );
    let chance = Chance::ALWAYS;
    let why = reasons(&lossy, 1, at(40), |kind| {
        matches!(kind, EventKind::DeliveryLost { .. })
    });
    assert_eq!(why[0], Some(Cause::Lost(Loss::Chance { chance })));

    let mut stopped = shop(1, queue(), workers(1, seconds(10)));
    stopped.fault(at(5), Fault::Stop { part: PACKERS });
    let dropped = reasons(&stopped, 1, at(40), returned);
    assert!(
        matches!(
            dropped[..],
            [Some(Cause::VisibilityRanOut {
                holder: Holder::Dropped { .. },
                ..
            })]
        ),
        "{dropped:?}"
    );
    let why = reasons(&stopped, 1, at(40), |kind| {
        matches!(kind, EventKind::WorkDropped { .. })
    });
    assert_eq!(why, [Some(Cause::Stopped)]);
}

#[test]
fn the_rest_of_a_batch_comes_back_before_anybody_has_begun_with_it() {
    let short = Queue {
        visibility_timeout: 5,
        ..queue()
    };
    let batch = Workers {
        batch: 10,
        ..workers(1, seconds(9))
    };
    let mut plan = shop(0, short, batch);
    plan.send(at(1), SHOP, 2);
    plan.fault(SimTime::ZERO, Fault::Stop { part: PACKERS });
    plan.log.sort_by_key(|input| input.at);
    plan.fault(at(2), Fault::Start { part: PACKERS });
    let causes = reasons(&plan, 2, at(8), returned);
    assert!(
        matches!(
            causes[..],
            [Some(Cause::VisibilityRanOut {
                holder: Holder::NotBegun,
                ..
            })]
        ),
        "{causes:?}"
    );
    let made = reasons(&plan, 2, at(8), |kind| matches!(kind, EventKind::Produced { .. }));
    assert_eq!(made, [Some(Cause::SentByHand)]);
}

#[test]
fn a_receive_says_who_got_the_message_and_how_long_it_had_waited() {
    let plan = shop(3, queue(), workers(1, seconds(4)));
    let received = |kind: &EventKind| matches!(kind, EventKind::Received { .. });
    let causes = reasons(&plan, 2, at(20), received);
    let Some(Some(Cause::FirstInLine { by, waited })) = causes.first() else {
        panic!("{causes:?}");
    };
    assert_eq!(*by, Some(packer(0)));
    assert!(seconds(2) < *waited && *waited < seconds(4), "{waited}");

    let causes = reasons(&shop(3, fifo(), workers(1, seconds(4))), 2, at(20), received);
    assert!(
        matches!(causes[0], Some(Cause::FirstOfGroup { .. })),
        "{causes:?}"
    );
}

#[test]
fn a_message_moves_to_its_dead_letter_queue_for_having_been_received_too_often() {
    let short = Queue {
        visibility_timeout: 2,
        max_receive_count: 3,
        ..queue()
    };
    let failing = Workers {
        failure: Chance::ALWAYS,
        ..workers(1, seconds(1))
    };
    let mut plan = shop(1, short, failing);
    let aside = plan.queue(queue());
    plan.link(ORDERS, aside);
    let causes = reasons(&plan, 1, at(60), |kind| {
        matches!(kind, EventKind::DeadLettered { .. })
    });
    let expected = Cause::ReceivedTooOften {
        receives: 3,
        limit: 3,
    };
    assert_eq!(causes, [Some(expected)]);
    let failed = reasons(&plan, 1, at(60), |kind| {
        matches!(kind, EventKind::WorkFailed { .. })
    });
    let chance = Chance::ALWAYS;
    assert_eq!(failed[0], Some(Cause::FailureChance { chance }));
}

#[test]
fn what_is_sent_again_says_what_became_of_the_attempt_before() {
    let mut plan = Plan::new(&[]);
    let (shop_id, orders) = (plan.producer(producer(1, 1)), plan.queue(queue()));
    let never = Direction {
        loss: Chance::ALWAYS,
        ..SWIFT
    };
    plan.link_with(shop_id, orders, SWIFT, never);
    let sent = reasons(&plan, 1, at(40), |kind| {
        matches!(kind, EventKind::CallSent { .. })
    });
    assert_eq!(sent[0], Some(Cause::FirstAttempt));
    assert!(
        matches!(
            sent[1],
            Some(Cause::Again {
                after: Setback::AnswerLost,
                ..
            })
        ),
        "{sent:?}"
    );
    let stored = reasons(&plan, 1, at(40), |kind| matches!(kind, EventKind::Sent { .. }));
    let after = Setback::AnswerLost;
    assert_eq!(
        stored,
        [
            None,
            Some(Cause::AnotherCopy { after }),
            Some(Cause::AnotherCopy { after })
        ]
    );
    let gave_up = reasons(&plan, 1, at(40), |kind| matches!(kind, EventKind::GaveUp { .. }));
    let attempts = patient().attempts;
    let last = Setback::AnswerLost;
    assert_eq!(gave_up, [Some(Cause::AttemptsUsedUp { attempts, last })]);
}

#[test]
fn a_cut_is_told_from_chance() {
    let mut plan = shop(3, queue(), workers(1, seconds(1)));
    plan.fault(at(0), Fault::Cut { link: sim::LinkId(1) });
    let lost = reasons(&plan, 1, at(3), |kind| {
        matches!(kind, EventKind::RequestLost { .. })
    });
    assert_eq!(lost[0], Some(Cause::Lost(Loss::Cut)));
}

#[test]
fn delays_and_retention_say_how_long_they_were() {
    let slow = Queue {
        delay_seconds: 7,
        message_retention_period: 60,
        ..queue()
    };
    let mut plan = Plan::new(&[]);
    let (shop_id, orders) = (plan.producer(producer(1, 1)), plan.queue(slow));
    plan.link(shop_id, orders);
    let arrived = reasons(&plan, 1, at(100), |kind| {
        matches!(kind, EventKind::Arrived { .. })
    });
    assert_eq!(arrived, [Some(Cause::DelayOver { delay: seconds(7) })]);
    let expired = reasons(&plan, 1, at(100), |kind| {
        matches!(kind, EventKind::Expired { .. })
    });
    assert_eq!(expired, [Some(Cause::RetentionOver { age: seconds(60) })]);
    plan.edit(at(10), Edit::RemovePart { id: ORDERS });
    let gone = reasons(&plan, 1, at(100), |kind| matches!(kind, EventKind::Purged { .. }));
    assert_eq!(gone, [Some(Cause::TakenAway)]);
}

#[test]
fn a_server_says_why_it_let_a_request_wait_and_turned_one_away() {
    let mut plan = Plan::new(&[]);
    let mut shop = producer(1, 0);
    shop.calls = CallPolicy {
        timeout: seconds(3),
        attempts: 1,
        backoff: SimDuration::ZERO,
    };
    let shop = plan.producer(shop);
    let site = plan.server(server(1, 1, seconds(2)));
    plan.link(shop, site);
    plan.send(at(1), shop, 3);
    let queued = reasons(&plan, 2, at(10), |kind| matches!(kind, EventKind::Queued { .. }));
    assert_eq!(queued, [Some(Cause::AllPlacesTaken { capacity: 1 })]);
    let begun = reasons(&plan, 2, at(10), |kind| {
        matches!(kind, EventKind::ServiceStarted { .. })
    });
    assert_eq!(begun, [Some(Cause::PlaceFree { waited: seconds(2) })]);
    let late = reasons(&plan, 2, at(10), |kind| {
        matches!(kind, EventKind::ServiceFinished { .. })
    });
    assert_eq!(late, [Some(Cause::CallerGone { time: seconds(2) })]);
    let turned = reasons(&plan, 3, at(10), |kind| {
        matches!(kind, EventKind::TurnedAway { .. })
    });
    assert_eq!(turned, [Some(Cause::WaitingRoomFull { places: 1 })]);
}
