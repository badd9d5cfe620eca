//! Availability Zones: who is in which, what goes out with one, and what does not.

use cloud::time::SimTime;
use sim::{EventKind, Fault, Pattern, Rate, Server, WorkerState, Workers};

use crate::story::{Plan, at, millis, producer, queue, seconds, server, workers};

fn spread(zones: u32) -> Workers {
    Workers {
        zones,
        ..workers(7, seconds(20))
    }
}

/// Seven workers, each with a message, when a zone goes out at ten seconds and comes back at fifty.
fn with_a_zone_out(zones: u32) -> (Plan, sim::PartId, sim::PartId) {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(100, 100));
    let orders = plan.queue(queue());
    let packers = plan.workers(spread(zones));
    plan.link(shop, orders);
    plan.link(orders, packers);
    plan.fault(at(10), Fault::ZoneOut { zone: 1 });
    plan.fault(at(50), Fault::ZoneBack { zone: 1 });
    (plan, orders, packers)
}

#[test]
fn member_i_lies_in_zone_i_mod_the_number_of_zones() {
    for (zones, out) in [(1, vec![]), (2, vec![1, 3, 5]), (3, vec![1, 4])] {
        let (plan, _, packers) = with_a_zone_out(zones);
        let story = plan.run(at(11));
        assert!(story.world.is_zone_out(1));
        let views = story.world.workers(packers).zip(0..);
        let resting = views.filter(|(view, _)| view.doing == WorkerState::Resting);
        assert_eq!(
            resting.map(|(_, worker)| worker).collect::<Vec<i32>>(),
            out,
            "{zones} zones"
        );
        assert_eq!(story.workers(packers).dropped, out.len() as u64);
    }
}

#[test]
fn queues_survive_and_what_was_dropped_comes_back() {
    let (plan, orders, packers) = with_a_zone_out(3);
    let story = plan.run(at(400));
    assert_eq!(story.workers(packers).finished, 100);
    assert_eq!(story.queue(orders).counts.deleted, 100);
    assert_eq!(story.queue(orders).counts.expired, 0);
}

#[test]
fn a_zone_that_is_back_works_again() {
    let (plan, _, packers) = with_a_zone_out(3);
    assert_eq!(plan.run(SimTime::from_millis(49_999)).workers(packers).busy, 5);
    assert_eq!(plan.run(SimTime::from_millis(50_100)).workers(packers).busy, 7);
}

#[test]
fn all_zones_of_a_group_can_be_out() {
    let (mut plan, _, packers) = with_a_zone_out(2);
    plan.fault(at(50), Fault::ZoneOut { zone: 0 });
    plan.fault(at(50), Fault::ZoneOut { zone: 1 });
    let story = plan.run(at(60));
    assert_eq!(story.workers(packers).busy, 0);
    assert!(story.world.is_without_zone(packers));
}

/// A server with six places over three zones, all taken, and two requests that wait.
fn full_server() -> (Plan, sim::PartId) {
    let mut plan = Plan::new(&[]);
    let site = plan.producer(sim::Producer {
        pattern: Pattern::Burst {
            base: Rate(0),
            count: 8,
            over: seconds(0),
            first: seconds(1),
            every: seconds(0),
        },
        calls: sim::CallPolicy {
            timeout: seconds(60),
            attempts: 1,
            backoff: millis(0),
        },
        ..producer(1, 1_000)
    });
    let shop = plan.server(Server {
        zones: 3,
        ..server(6, 10, seconds(10))
    });
    plan.link(site, shop);
    (plan, shop)
}

#[test]
fn a_servers_places_in_a_zone_that_is_out_are_lost_and_the_others_go_on() {
    let (mut plan, shop) = full_server();
    plan.fault(at(5), Fault::ZoneOut { zone: 2 });
    let figures = plan.run(at(6)).server(shop);
    assert_eq!((figures.busy, figures.waiting, figures.dropped), (4, 2, 2));
    let figures = plan.run(at(30)).server(shop);
    assert_eq!((figures.served, figures.dropped), (6, 2));
}

#[test]
fn a_zone_that_is_back_lets_in_who_waits() {
    let (mut plan, shop) = full_server();
    plan.fault(at(5), Fault::ZoneOut { zone: 2 });
    plan.fault(at(6), Fault::ZoneBack { zone: 2 });
    let figures = plan.run(at(7)).server(shop);
    assert_eq!((figures.busy, figures.waiting), (6, 0));
}

#[test]
fn a_server_without_any_zone_answers_nobody() {
    let (mut plan, shop) = full_server();
    for zone in 0..3 {
        plan.fault(at(0), Fault::ZoneOut { zone });
    }
    let story = plan.run(at(120));
    assert_eq!(
        story.count(|kind| matches!(
            kind,
            EventKind::ServiceStarted { .. } | EventKind::TurnedAway { .. }
        )),
        0
    );
    assert_eq!(story.server(shop).taken, 0);
}
