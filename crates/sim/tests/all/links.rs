//! Links: latency, loss on the way there and on the way back, and what can be seen on them.

use cloud::time::SimTime;
use sim::{Cargo, Chance, Direction, DurationLaw, EventKind, LinkRate, Part, Queue, Way};

use crate::story::{Plan, SWIFT, at, item, millis, producer, queue, seconds, workers};

fn takes(latency: u64) -> Direction {
    Direction {
        latency: DurationLaw::Constant(millis(latency)),
        loss: Chance::NEVER,
    }
}

#[test]
fn what_is_on_a_link_can_be_seen_where_it_is() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(queue());
    let link = plan.link_with(shop, orders, takes(400), takes(200));
    let there: Vec<_> = plan.run(SimTime::from_millis(1_100)).world.transits().collect();
    assert_eq!(there.len(), 1);
    assert_eq!(
        (there[0].link, there[0].way, there[0].cargo),
        (link, Way::Forward, Cargo::Item(item(shop, 1)))
    );
    assert_eq!(
        (there[0].departed, there[0].arrives),
        (at(1), SimTime::from_millis(1_400))
    );
    let back: Vec<_> = plan.run(SimTime::from_millis(1_500)).world.transits().collect();
    assert_eq!(
        (back[0].way, back[0].arrives),
        (Way::Backward, SimTime::from_millis(1_600))
    );
    assert_eq!(plan.run(at(2)).world.transits().count(), 0);
}

#[test]
fn workers_ask_against_the_arrow_and_messages_come_along_it() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(queue());
    let packers = plan.workers(workers(1, seconds(1)));
    plan.link(shop, orders);
    let link = plan.link_with(orders, packers, takes(500), takes(500));
    let asked: Vec<_> = plan.run(SimTime::from_millis(100)).world.transits().collect();
    assert_eq!((asked[0].way, asked[0].cargo), (Way::Backward, Cargo::Receive));
    let story = plan.run(SimTime::from_millis(1_200));
    let mut transits = story.world.transits().filter(|transit| transit.link == link);
    let came = transits.next().expect("the message is on its way");
    assert_eq!(
        (came.way, came.cargo),
        (
            Way::Forward,
            Cargo::Messages {
                first: item(shop, 1),
                count: 1
            }
        )
    );
}

#[test]
fn what_will_be_lost_is_marked_and_lost_half_way() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(queue());
    let link = plan.link_with(
        shop,
        orders,
        Direction {
            loss: Chance::ALWAYS,
            ..takes(400)
        },
        SWIFT,
    );
    let story = plan.run(SimTime::from_millis(1_100));
    let transit = story.world.transits().next().expect("it has set out");
    assert_eq!(transit.lost_at, Some(SimTime::from_millis(1_200)));
    let story = plan.run(at(30));
    assert_eq!(
        story
            .first(|kind| matches!(kind, EventKind::RequestLost { .. }))
            .at,
        SimTime::from_millis(1_200)
    );
    let figures = story.world.link_figures(link);
    assert_eq!(
        (figures.requests, figures.lost, figures.items_lost, figures.items),
        (3, 3, 3, 0)
    );
}

#[test]
fn a_lost_answer_leaves_its_messages_in_flight_until_their_timeout() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(Queue {
        visibility_timeout: 10,
        ..queue()
    });
    let packers = plan.workers(workers(1, millis(1)));
    plan.link(shop, orders);
    let link = plan.link(orders, packers);
    // Cut while the answer is on its way: sent at 1.000, stored at 1.005, half way at 1.007.
    let cut = SimTime::from_millis(1_007);
    plan.fault(cut, sim::Fault::Cut { link });
    plan.fault(at(2), sim::Fault::Mend { link });
    let story = plan.run(at(60));
    assert_eq!(
        story
            .first(|kind| matches!(kind, EventKind::DeliveryLost { .. }))
            .at,
        cut
    );
    let again = story.first(|kind| matches!(kind, EventKind::Returned { .. }));
    assert_eq!(again.at, SimTime::from_millis(11_005));
    assert_eq!(story.finished(), [1]);
}

#[test]
fn an_answer_that_comes_after_the_time_out_is_nobodys_answer() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(queue());
    // There and back takes 2.4 s; the time-out is 2 s: each answer comes when the next attempt is already under way.
    plan.link_with(shop, orders, takes(1_200), takes(1_200));
    let story = plan.run(at(30));
    assert_eq!(
        (story.producer(shop).accepted, story.producer(shop).gave_up),
        (0, 1)
    );
    assert_eq!(story.queue(orders).counts.sent, 3);
}

#[test]
fn uneven_latency_lets_messages_overtake_each_other() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(100, 100));
    let orders = plan.queue(queue());
    let uneven = DurationLaw::Exponential { mean: millis(100) };
    plan.link_with(
        shop,
        orders,
        Direction {
            latency: uneven,
            ..SWIFT
        },
        SWIFT,
    );
    let story = plan.run(at(30));
    let line: Vec<u64> = story
        .world
        .queue_line(orders)
        .map(|waiting| waiting.item.number())
        .collect();
    assert_eq!(line.len(), 100);
    assert!(!line.is_sorted());
}

#[test]
fn a_rate_is_what_crossed_of_late() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(20, 100));
    let orders = plan.queue(queue());
    let link = plan.link(shop, orders);
    let rate = plan.run(at(4)).world.link_rate(link);
    assert!((19_000..=22_000).contains(&rate.items), "{rate:?}");
    assert_eq!(plan.run(at(30)).world.link_rate(link), LinkRate::default());
    let broken = Direction {
        loss: Chance::ALWAYS,
        ..SWIFT
    };
    let Some(Part::Producer(_)) = plan.sketch.parts.get(&shop) else {
        panic!("it is a producer")
    };
    plan.sketch.links.get_mut(&link).expect("it is there").forward = broken;
    assert!(plan.run(at(5)).world.link_rate(link).failed_percent > 50);
}

#[test]
fn links_that_make_no_sense_do_nothing() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(10, 100));
    let packers = plan.workers(workers(1, millis(10)));
    let orders = plan.queue(queue());
    plan.link(shop, packers);
    plan.link(packers, orders);
    plan.link(orders, shop);
    plan.link(orders, orders);
    plan.link(sim::PartId(99), orders);
    let story = plan.run(at(30));
    assert_eq!(story.events, []);
}
