//! Faults: stop, start, pace, cut, mend, throttle, impair.

use cloud::time::SimTime;
use sim::{CallFailure, Chance, EventKind, Fault, Queue, Rate, Way};

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

fn throttled(story: &crate::story::Story) -> usize {
    story.count(|kind| {
        matches!(
            kind,
            EventKind::CallFailed {
                failure: CallFailure::Throttled,
                ..
            }
        )
    })
}

#[test]
fn a_throttled_queue_takes_so_many_requests_a_second_and_the_sdk_tries_again() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(8, 80));
    let orders = plan.queue(queue());
    plan.link(shop, orders);
    plan.fault(
        at(2),
        Fault::Throttle {
            part: orders,
            rate: Some(Rate::per_second(5)),
        },
    );
    plan.fault(
        at(60),
        Fault::Throttle {
            part: orders,
            rate: None,
        },
    );
    let story = plan.run(at(120));
    assert!(throttled(&story) > 0);
    assert_eq!(story.world.throttle(orders), None);
    let taken = story
        .events
        .iter()
        .filter(|event| matches!(event.kind, EventKind::Sent { .. }) && (at(4)..at(9)).contains(&event.at));
    assert!(taken.count() <= 5 * 5 + 1);
    let site = story.producer(shop);
    assert!(site.retries > 0 && site.accepted > 50, "{site:?}");
}

#[test]
fn a_throttled_server_answers_429_before_it_looks_for_a_place() {
    let mut plan = Plan::new(&[]);
    let site = plan.producer(producer(10, 100));
    let shop = plan.server(crate::story::server(100, 0, millis(10)));
    plan.link(site, shop);
    plan.fault(
        at(0),
        Fault::Throttle {
            part: shop,
            rate: Some(Rate(500)),
        },
    );
    let story = plan.run(at(10));
    assert!(throttled(&story) > 50);
    assert!(story.server(shop).taken <= 6, "one in two seconds");
    assert_eq!(story.server(shop).turned_away, 0);
}

#[test]
fn a_delay_added_to_one_way_of_a_link_holds_until_it_is_taken_away() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 10));
    let orders = plan.queue(queue());
    let link = plan.link(shop, orders);
    let impair = |delay, loss| Fault::Impair {
        link,
        way: Way::Forward,
        delay,
        loss,
    };
    plan.fault(SimTime::from_millis(2_500), impair(millis(300), Chance::NEVER));
    plan.fault(SimTime::from_millis(4_500), impair(millis(0), Chance::NEVER));
    let story = plan.run(at(12));
    let sent = story.events.iter().filter_map(|event| match event.kind {
        EventKind::Sent { .. } => Some(event.at.as_millis()),
        _ => None,
    });
    assert_eq!(
        sent.take(6).collect::<Vec<_>>(),
        [1_005, 2_005, 3_305, 4_305, 5_005, 6_005]
    );
    let answered = story.events.iter().filter_map(|event| match event.kind {
        EventKind::Accepted { .. } => Some(event.at.as_millis()),
        _ => None,
    });
    assert_eq!(
        answered.take(3).collect::<Vec<_>>(),
        [1_010, 2_010, 3_310],
        "the way back is as it was"
    );
}

#[test]
fn a_loss_added_to_one_way_of_a_link_strikes_that_way_alone() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(10, 400));
    let orders = plan.queue(queue());
    let link = plan.link(shop, orders);
    plan.fault(
        at(0),
        Fault::Impair {
            link,
            way: Way::Backward,
            delay: millis(0),
            loss: Chance::percent(40),
        },
    );
    let story = plan.run(at(60));
    assert_eq!(
        story.count(|kind| matches!(kind, EventKind::RequestLost { .. })),
        0
    );
    let answers = story.count(|kind| matches!(kind, EventKind::ResponseLost { .. }));
    let sent = story.queue(orders).counts.sent as usize;
    assert!(
        (sent * 3 / 10..sent / 2).contains(&answers),
        "{answers} of {sent}"
    );
    assert_eq!(story.world.loss(link, Way::Backward), Chance::percent(40));
}
