//! Servers called synchronously: places, the waiting room, 503, and callers who have gone.

use cloud::time::SimTime;
use sim::{CallPolicy, Edit, EventKind, Fault, Part, Pattern, Producer, Rate};

use crate::story::{Plan, at, millis, producer, seconds, server};

fn impatient() -> CallPolicy {
    CallPolicy {
        timeout: millis(500),
        attempts: 1,
        backoff: millis(0),
    }
}

/// Everybody at once, at one second.
fn crowd(count: u32, calls: CallPolicy) -> Producer {
    let pattern = Pattern::Burst {
        base: Rate(0),
        count,
        over: seconds(0),
        first: seconds(1),
        every: seconds(0),
    };
    Producer {
        pattern,
        calls,
        ..producer(1, 1_000)
    }
}

#[test]
fn who_finds_no_place_and_no_chair_is_turned_away() {
    let mut plan = Plan::new(&[]);
    let site = plan.producer(crowd(
        10,
        CallPolicy {
            timeout: seconds(60),
            ..impatient()
        },
    ));
    let shop = plan.server(server(2, 3, seconds(1)));
    plan.link(site, shop);
    let story = plan.run(at(30));
    let served = story.server(shop);
    assert_eq!((served.served, served.turned_away, served.late), (5, 5, 0));
    let site = story.producer(site);
    assert_eq!((site.accepted, site.gave_up), (5, 5));
}

#[test]
fn a_server_works_on_for_a_caller_who_has_gone() {
    let mut plan = Plan::new(&[]);
    let site = plan.producer(crowd(3, impatient()));
    let shop = plan.server(server(1, 10, millis(400)));
    plan.link(site, shop);
    let story = plan.run(at(30));
    let served = story.server(shop);
    assert_eq!((served.served, served.late), (1, 2), "only the first was in time");
    assert_eq!(story.producer(site).gave_up, 2);
    // The second is done at 1.805; its caller has hung up at 1.5.
    let just_after = SimTime::from_millis(1_807);
    assert_eq!(
        plan.run(just_after).world.transits().count(),
        0,
        "no answer sets out for nobody"
    );
}

#[test]
fn a_spike_that_drowns_a_server_is_only_late_through_a_queue() {
    let mut plan = Plan::new(&[]);
    let site = plan.producer(crowd(100, impatient()));
    let shop = plan.server(server(2, 5, millis(200)));
    plan.link(site, shop);
    assert!(plan.run(at(60)).producer(site).gave_up > 80);

    let mut plan = Plan::new(&[]);
    let site = plan.producer(crowd(100, impatient()));
    let orders = plan.queue(crate::story::queue());
    let packers = plan.workers(crate::story::workers(2, millis(200)));
    plan.link(site, orders);
    plan.link(orders, packers);
    let story = plan.run(at(60));
    assert_eq!(
        (story.producer(site).gave_up, story.workers(packers).finished),
        (0, 100)
    );
}

#[test]
fn a_stopped_server_drops_everything_and_answers_nobody() {
    let mut plan = Plan::new(&[]);
    let site = plan.producer(crowd(
        4,
        CallPolicy {
            timeout: seconds(5),
            ..impatient()
        },
    ));
    let shop = plan.server(server(2, 10, seconds(3)));
    plan.link(site, shop);
    plan.fault(at(2), Fault::Stop { part: shop });
    let story = plan.run(at(30));
    let served = story.server(shop);
    assert_eq!(
        (served.dropped, served.busy, served.waiting, served.served),
        (4, 0, 0, 0)
    );
    assert_eq!(story.producer(site).gave_up, 4);
    assert!(story.world.is_stopped(shop));
}

#[test]
fn more_places_let_in_who_waits() {
    let mut plan = Plan::new(&[]);
    let site = plan.producer(crowd(
        6,
        CallPolicy {
            timeout: seconds(60),
            ..impatient()
        },
    ));
    let shop = plan.server(server(1, 10, seconds(10)));
    plan.link(site, shop);
    plan.edit(
        at(2),
        Edit::PutPart {
            id: shop,
            part: Part::Server(server(4, 10, seconds(10))),
        },
    );
    let story = plan.run(at(3));
    assert_eq!((story.server(shop).busy, story.server(shop).waiting), (4, 2));
}

#[test]
fn a_slow_server_takes_longer_for_what_it_begins_from_now_on() {
    let mut plan = Plan::new(&[]);
    let site = plan.producer(crowd(
        1,
        CallPolicy {
            timeout: seconds(60),
            ..impatient()
        },
    ));
    let shop = plan.server(server(1, 0, seconds(1)));
    plan.link(site, shop);
    plan.fault(
        at(0),
        Fault::Pace {
            part: shop,
            percent: 700,
        },
    );
    let story = plan.run(at(30));
    let started = story
        .first(|kind| matches!(kind, EventKind::ServiceStarted { .. }))
        .at;
    let finished = story
        .first(|kind| matches!(kind, EventKind::ServiceFinished { answered: true, .. }))
        .at;
    assert_eq!(finished, started + seconds(7));
    assert_eq!(story.world.pace(shop), 700);
}
