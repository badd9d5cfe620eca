//! Faults: stop, start, pace, cut, mend.

use cloud::time::SimTime;
use sim::{EventKind, Fault, Queue};

use crate::story::{Plan, at, millis, producer, queue, seconds, workers};

#[test]
fn a_producer_goes_on_while_the_workers_are_down_and_nothing_is_lost() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(5, 200));
    let orders = plan.queue(queue());
    let packers = plan.workers(workers(4, millis(100)));
    plan.link(shop, orders);
    plan.link(orders, packers);
    plan.fault(at(5), Fault::Stop { part: packers });
    plan.fault(at(30), Fault::Start { part: packers });
    let down = plan.run(at(30).saturating_sub(millis(1)));
    assert!(down.queue(orders).counts.present() > 100);
    assert_eq!(down.producer(shop).gave_up, 0);
    assert_eq!(plan.run(at(120)).queue(orders).counts.deleted, 200);
}

#[test]
fn stopped_workers_drop_what_they_hold_and_it_comes_back() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(10, 3));
    let orders = plan.queue(Queue {
        visibility_timeout: 20,
        ..queue()
    });
    let packers = plan.workers(workers(3, seconds(5)));
    plan.link(shop, orders);
    plan.link(orders, packers);
    plan.fault(at(2), Fault::Stop { part: packers });
    plan.fault(at(3), Fault::Start { part: packers });
    let story = plan.run(at(60));
    assert_eq!(
        story.count(|kind| matches!(kind, EventKind::WorkDropped { .. })),
        3
    );
    let mut finished = story.finished();
    finished.sort_unstable();
    assert_eq!(finished, [1, 2, 3]);
    assert_eq!(story.workers(packers).dropped, 3);
}

#[test]
fn workers_that_stop_hang_up_and_get_no_messages() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 5));
    let orders = plan.queue(queue());
    let packers = plan.workers(workers(3, millis(10)));
    plan.link(shop, orders);
    plan.link(orders, packers);
    plan.fault(SimTime::from_millis(500), Fault::Stop { part: packers });
    let counts = plan.run(at(10)).queue(orders).counts;
    assert_eq!((counts.visible, counts.in_flight, counts.received), (5, 0, 0));
}

#[test]
fn a_stopped_producer_makes_nothing_and_keeps_its_pattern() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 1_000));
    let orders = plan.queue(queue());
    plan.link(shop, orders);
    plan.fault(SimTime::from_millis(5_500), Fault::Stop { part: shop });
    plan.send(at(7), shop, 3);
    plan.fault(SimTime::from_millis(9_500), Fault::Start { part: shop });
    let story = plan.run(at(12));
    assert_eq!(story.producer(shop).produced, 5 + 3);
    let next = story
        .events
        .iter()
        .find(|event| event.at > at(9) && matches!(event.kind, EventKind::Produced { .. }));
    assert_eq!(next.map(|event| event.at), Some(at(10)));
}

#[test]
fn nothing_crosses_a_cut_link_until_it_is_mended() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(10, 100));
    let orders = plan.queue(queue());
    let link = plan.link(shop, orders);
    plan.fault(at(0), Fault::Cut { link });
    plan.fault(SimTime::from_millis(4_050), Fault::Mend { link });
    let cut = plan.run(at(4));
    assert!(cut.world.is_cut(link));
    assert_eq!(cut.queue(orders).counts.sent, 0);
    let story = plan.run(at(30));
    assert!(!story.world.is_cut(link));
    assert_eq!(story.queue(orders).counts.sent, story.producer(shop).accepted);
    assert!(
        story.producer(shop).accepted >= 80,
        "retries bring the later ones through"
    );
}

#[test]
fn slow_workers_take_their_time() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(10, 1_000));
    let orders = plan.queue(queue());
    let packers = plan.workers(workers(1, millis(100)));
    plan.link(shop, orders);
    plan.link(orders, packers);
    let brisk = plan.run(at(60)).workers(packers).finished;
    plan.fault(
        at(0),
        Fault::Pace {
            part: packers,
            percent: 1_000,
        },
    );
    let slow = plan.run(at(60)).workers(packers).finished;
    assert!(brisk > 480 && (55..60).contains(&slow), "{brisk} against {slow}");
}

#[test]
fn faults_on_what_does_not_know_them_have_no_effect() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(10, 50));
    let orders = plan.queue(queue());
    plan.link(shop, orders);
    let before = plan.run(at(30)).queue(orders).counts;
    plan.fault(at(1), Fault::Stop { part: orders });
    plan.fault(
        at(1),
        Fault::Pace {
            part: shop,
            percent: 500,
        },
    );
    plan.fault(
        at(1),
        Fault::Cut {
            link: sim::LinkId(77),
        },
    );
    plan.fault(
        at(1),
        Fault::Start {
            part: sim::PartId(77),
        },
    );
    let story = plan.run(at(30));
    assert_eq!(story.queue(orders).counts, before);
    assert!(!story.world.is_stopped(orders));
    assert_eq!(story.world.pace(shop), 100);
}
