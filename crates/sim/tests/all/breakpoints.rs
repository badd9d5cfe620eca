//! Stopping before something happens.

use cloud::time::{SimDuration, SimTime};
use sim::random_sketch::random_sketch;
use sim::{
    EventKind, Guarantee, Halt, Hit, Occurrence, PartId, Predicate, Progress, Queue, Run, Selection, Verdict,
    Watched, Workers,
};

use crate::story::{Plan, at, item, millis, producer, queue, seconds, workers};

const SHOP: PartId = PartId(1);
const ORDERS: PartId = PartId(2);

/// Work takes longer than the queue hides what is worked on.
fn too_short() -> Run {
    let guarantees = [
        Guarantee::AtMostOnce,
        Guarantee::OldestUnder(SimDuration::from_secs(12)),
    ];
    let mut plan = Plan::new(&guarantees);
    let shop = plan.producer(producer(2, 40));
    let orders = plan.queue(Queue {
        visibility_timeout: 5,
        ..queue()
    });
    let packers = plan.workers(workers(30, seconds(8)));
    plan.link(shop, orders);
    plan.link(orders, packers);
    Run::new(plan.sketch, plan.seed, plan.log)
}

fn to_hit(run: &mut Run, watched: &mut Watched, until: SimTime, slice: u64) -> Option<Hit> {
    loop {
        match watched.advance(run, until, slice) {
            Halt::Progress(Progress::MoreToDo) => {}
            Halt::Progress(_) => return None,
            Halt::Before(hit) => return Some(hit),
        }
    }
}

fn happens(what: Occurrence) -> Predicate {
    Predicate::Happens { what, to: None }
}

fn is_broken(run: &Run, wanted: Guarantee) -> bool {
    run.verdicts()
        .any(|(guarantee, verdict)| guarantee == wanted && verdict != Verdict::Holds)
}

#[test]
fn a_run_stops_before_a_guarantee_breaks_and_one_step_shows_it() {
    let mut run = too_short();
    let broken = Predicate::Broken(Guarantee::AtMostOnce);
    let mut watched = Watched::new(&run, &[broken]);
    let hit = to_hit(&mut run, &mut watched, at(60), u64::MAX).expect("it breaks");
    assert_eq!((hit.predicate, run.now()), (broken, hit.at));
    assert!(!is_broken(&run, Guarantee::AtMostOnce));
    run.step_forward(None);
    assert!(is_broken(&run, Guarantee::AtMostOnce));
    assert_eq!(run.world().last_events().first(), hit.event.as_ref());
}

#[test]
fn playing_on_passes_what_the_run_stands_before() {
    let mut run = too_short();
    let returned = happens(Occurrence::Returned);
    let mut watched = Watched::new(&run, &[returned]);
    let mut sequences = Vec::new();
    while let Some(hit) = to_hit(&mut run, &mut watched, at(60), 100) {
        sequences.push(hit.event.expect("it is an event").sequence);
    }
    assert!(
        sequences.len() > 3 && sequences.is_sorted_by(|one, next| one < next),
        "{sequences:?}"
    );
    assert_eq!(run.now(), at(60));
}

#[test]
fn a_message_that_only_waits_becomes_too_old_between_two_steps() {
    let oldest = Guarantee::OldestUnder(SimDuration::from_secs(12));
    let mut plan = Plan::new(&[oldest]);
    let shop = plan.producer(producer(1, 1));
    let orders = plan.queue(queue());
    plan.link(shop, orders);
    let mut run = Run::new(plan.sketch, 1, plan.log);
    let mut watched = Watched::new(&run, &[Predicate::Broken(oldest)]);
    let hit = to_hit(&mut run, &mut watched, at(60), 10).expect("it becomes too old");
    assert_eq!((hit.at, hit.event), (at(13) + millis(5), None));
    assert_eq!(run.now() + SimDuration::from_nanos(1), hit.at);
    assert!(!is_broken(&run, oldest));
    assert_eq!(to_hit(&mut run, &mut watched, at(60), 10), None);
    assert!(is_broken(&run, oldest));
}

#[test]
fn a_run_stops_before_a_backlog_reaches_a_figure_each_time() {
    let mut plan = Plan::new(&[]);
    let shop = plan.producer(producer(1, 0));
    let orders = plan.queue(queue());
    let packers = plan.workers(Workers {
        ..workers(1, millis(100))
    });
    plan.link(shop, orders);
    plan.link(orders, packers);
    for second in [5, 20] {
        plan.send(at(second), SHOP, 10);
    }
    let mut run = Run::new(plan.sketch, 1, plan.log);
    let backlog = Predicate::Backlog {
        queue: ORDERS,
        messages: 4,
    };
    for second in [5, 20] {
        let mut watched = Watched::new(&run, &[backlog]);
        let hit = to_hit(&mut run, &mut watched, at(60), 50).expect("ten come at once");
        assert!(at(second) < hit.at && hit.at < at(second + 1), "{hit:?}");
        assert!(!backlog.holds(run.world()));
        run.step_forward(None);
        assert!(backlog.holds(run.world()));
    }
    let mut watched = Watched::new(&run, &[backlog]);
    assert_eq!(to_hit(&mut run, &mut watched, at(60), 50), None);
}

#[test]
fn a_run_stops_at_what_happens_to_one_item_or_at_one_part_only() {
    for selection in [Selection::Item(item(SHOP, 7)), Selection::Part(ORDERS)] {
        let mut run = too_short();
        let predicate = Predicate::Happens {
            what: Occurrence::Returned,
            to: Some(selection),
        };
        let mut watched = Watched::new(&run, &[predicate]);
        let hit = to_hit(&mut run, &mut watched, at(60), 100).expect("it comes back");
        let event = hit.event.expect("it is an event");
        assert!(selection.has(&event) && matches!(event.kind, EventKind::Returned { .. }));
    }
}

#[test]
fn breakpoints_change_no_hash_however_the_way_is_sliced() {
    let every: Vec<Predicate> = Occurrence::ALL[1..].iter().map(|&what| happens(what)).collect();
    let mut hits = 0;
    for seed in 0..30 {
        let (sketch, log) = random_sketch(seed);
        let mut straight = Run::new(sketch.clone(), seed, log.clone());
        straight.seek_now(at(30));
        let mut ends = Vec::new();
        for slice in [7, u64::MAX] {
            let mut run = Run::new(sketch.clone(), seed, log.clone());
            let mut watched = Watched::new(&run, &every);
            let mut found = Vec::new();
            while let Some(hit) = to_hit(&mut run, &mut watched, at(30), slice) {
                assert_eq!(run.now(), hit.at);
                found.push(hit);
            }
            hits += found.len();
            assert_eq!((run.hash(), run.now()), (straight.hash(), at(30)), "seed {seed}");
            ends.push(found);
        }
        assert_eq!(ends[0], ends[1]);
    }
    assert!(hits > 100, "the sketches have something to stop at: {hits}");
}
