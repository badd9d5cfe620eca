//! What a worker does with the messages of one batch: which ones at the same time, in which order, deleted when.

use cloud::time::SimTime;
use sim::{Concurrency, EventKind, Fault, Guarantee, ItemId, Producer, Verdict, WorkerState, Workers};

use crate::story::{Plan, Story, at, fifo, producer, seconds, workers};

/// Ten messages in three groups (item n in group n mod 3), received as one batch by one worker at about five seconds.
fn batch(concurrency: Concurrency) -> (Plan, sim::PartId) {
    let mut plan = Plan::new(&[Guarantee::InOrderPerGroup]);
    let shop = plan.producer(Producer {
        group: "g{n%3}".into(),
        ..producer(100, 10)
    });
    let orders = plan.queue(fifo());
    let packers = plan.workers(Workers {
        batch: 10,
        concurrency,
        ..workers(1, seconds(1))
    });
    plan.link(shop, orders);
    plan.link(orders, packers);
    plan.fault(at(0), Fault::Stop { part: packers });
    plan.fault(at(5), Fault::Start { part: packers });
    (plan, packers)
}

/// When work on each item began, by its number.
fn begun(story: &Story) -> Vec<(u64, SimTime)> {
    let begun = story.events.iter().filter_map(|event| match event.kind {
        EventKind::WorkStarted { item, .. } => Some((item.number(), event.at)),
        _ => None,
    });
    begun.collect()
}

#[test]
fn one_by_one_a_message_begins_when_the_one_before_it_is_deleted() {
    let (plan, _) = batch(Concurrency::OneByOne);
    let story = plan.run(at(20));
    assert_eq!(
        story.finished(),
        [1, 4, 7, 10, 2, 5, 8, 3, 6, 9],
        "in the order of the answer"
    );
    let times = begun(&story);
    assert!(times.windows(2).all(|pair| pair[1].1 > pair[0].1 + seconds(1)));
}

#[test]
fn one_per_group_works_on_the_groups_at_the_same_time_and_on_each_in_its_order() {
    let (plan, packers) = batch(Concurrency::OnePerGroup);
    let story = plan.run(at(20));
    let times = begun(&story);
    let first = times[0].1;
    let at_first: Vec<u64> = times
        .iter()
        .filter(|(_, at)| *at == first)
        .map(|(number, _)| *number)
        .collect();
    assert_eq!(at_first, [1, 2, 3]);
    for group in 0..3 {
        let of_group = times.iter().filter(|(number, _)| number % 3 == group);
        let of_group: Vec<_> = of_group.collect();
        assert!(
            of_group
                .windows(2)
                .all(|pair| pair[0].0 < pair[1].0 && pair[1].1 > pair[0].1 + seconds(1))
        );
    }
    assert_eq!(story.verdict(Guarantee::InOrderPerGroup), Verdict::Holds);
    let one_by_one = batch(Concurrency::OneByOne).0.run(at(9)).finished().len();
    let per_group = plan.run(at(9));
    assert!(per_group.finished().len() > 2 * one_by_one);
    assert_eq!(
        per_group.workers(packers).busy,
        1,
        "it is one worker all the same"
    );
}

#[test]
fn up_to_n_works_on_n_at_once_whatever_their_groups() {
    let (plan, _) = batch(Concurrency::UpTo(4));
    let times = begun(&plan.run(at(20)));
    let first = times[0].1;
    let at_first: Vec<u64> = times
        .iter()
        .filter(|(_, at)| *at == first)
        .map(|(number, _)| *number)
        .collect();
    assert_eq!(at_first, [1, 4, 7, 10], "all of one group");
}

#[test]
fn each_message_is_deleted_when_it_is_done_and_the_next_receive_follows_the_last_one() {
    let (plan, packers) = batch(Concurrency::UpTo(10));
    let story = plan.run(SimTime::from_millis(6_017));
    let holds = story.workers(packers);
    assert_eq!(
        (holds.finished, holds.held, holds.settled, holds.deleting),
        (10, 10, 10, 1)
    );
    let view = story.world.workers(packers).next().expect("there is one");
    let first = ItemId::new(sim::PartId(1), 1);
    assert_eq!(view.doing, WorkerState::Deleting { item: first });
    assert!(story.world.is_being_deleted(first));
    let later = plan.run(at(7));
    assert_eq!(later.workers(packers).held, 0);
    assert_eq!(later.workers(packers).polling, 1);
}
