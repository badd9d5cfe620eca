//! What holds whatever is connected and whatever is done to it.

use cloud::time::{SimDuration, SimTime};
use proptest::prelude::*;
use sim::random_sketch::random_sketch;
use sim::{Biographer, Event, Input, ItemId, Progress, Run, Sketch, Stepped, Stepping};

use crate::story::{Plan, Story, at};

const END: SimTime = SimTime::from_secs(150);

fn run_of(number: u64) -> Run {
    let (sketch, log) = random_sketch(number);
    Run::new(sketch, number, log)
}

/// A run that has come to `until` in one go.
fn straight(number: u64, until: SimTime) -> Run {
    let mut run = run_of(number);
    assert_eq!(run.advance(until, u64::MAX), Progress::Reached);
    run
}

fn plan_of(number: u64) -> Plan {
    let (sketch, log) = random_sketch(number);
    Plan {
        sketch,
        log,
        seed: number,
    }
}

/// Hash and state: what tells two worlds apart.
fn identity(run: &Run) -> (sim::RunHash, sim::RunHash, SimTime) {
    (run.hash(), run.world().state_digest(), run.now())
}

fn told(run: &Run, item: ItemId) -> Vec<Event> {
    let life = run.biography(item, usize::MAX);
    life.into_iter().map(|episode| episode.event).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_books_balance_after_every_step(number in any::<u64>()) {
        plan_of(number).run(at(60));
    }

    #[test]
    fn the_same_seed_makes_the_same_run(number in any::<u64>()) {
        prop_assert_eq!(identity(&straight(number, END)), identity(&straight(number, END)));
    }

    #[test]
    fn a_run_in_slices_is_the_same_run(number in any::<u64>(), slice in 1..500_u64, stop in 0..150_000_u64) {
        let mut run = run_of(number);
        let stop = SimTime::from_millis(stop);
        while run.advance(stop, slice) == Progress::MoreToDo {}
        prop_assert_eq!(run.now(), stop);
        while run.advance(END, slice) == Progress::MoreToDo {}
        prop_assert_eq!(identity(&run), identity(&straight(number, END)));
    }

    #[test]
    fn seeking_leads_to_the_same_world_as_the_straight_way(
        number in any::<u64>(),
        times in prop::collection::vec(0..150_000_u64, 8),
    ) {
        let mut run = straight(number, END);
        let series = run.clone();
        for time in times {
            let time = SimTime::from_millis(time);
            run.seek_now(time);
            let other = straight(number, time);
            prop_assert_eq!(identity(&run), identity(&other));
            prop_assert!(run.feed().eq(other.feed()), "the feed at {}", time);
        }
        prop_assert!(run.marks().eq(series.marks()), "seeking changes no marks");
        assert_same_charts(&run, &series);
    }

    #[test]
    fn an_input_taken_back_was_never_there(number in any::<u64>(), which in any::<prop::sample::Index>()) {
        let (sketch, log) = random_sketch(number);
        prop_assume!(!log.is_empty());
        let mut without = log.clone();
        without.remove(which.index(log.len()));
        let mut run = Run::new(sketch.clone(), number, log);
        run.advance(END, u64::MAX);
        run.replace(sketch.clone(), number, without.clone());
        run.advance(END, u64::MAX);
        let mut never = Run::new(sketch, number, without);
        never.advance(END, u64::MAX);
        prop_assert_eq!(identity(&run), identity(&never));
        prop_assert!(run.marks().eq(never.marks()), "the same marks");
        assert_same_charts(&run, &never);
    }

    #[test]
    fn a_step_back_undoes_a_step_forward(number in any::<u64>(), start in 0..100_000_u64) {
        let mut run = straight(number, SimTime::from_millis(start));
        let mut way = Vec::new();
        for _ in 0..6 {
            if run.step_forward(None).is_none() {
                break;
            }
            way.push(identity(&run));
        }
        while way.len() > 1 {
            way.pop();
            run.step_back(None);
            prop_assert_eq!(Some(&identity(&run)), way.last());
        }
    }

    #[test]
    fn steps_and_lives_in_slices_are_the_same(number in any::<u64>(), start in 0..100_000_u64, slice in 1..50_u64) {
        let mut whole = straight(number, SimTime::from_millis(start));
        let mut run = whole.clone();
        for back in [false, true, true, false] {
            let (event, mut stepping) = if back {
                (whole.step_back(None), Stepping::back(&run, None))
            } else {
                (whole.step_forward(None), Stepping::forward(None, SimTime::MAX))
            };
            while stepping.go_on(&mut run, slice) == Stepped::MoreToDo {}
            prop_assert_eq!(identity(&run), identity(&whole));
            prop_assert!(run.marks().eq(whole.marks()));
            let Some(item) = event.and_then(|event| event.kind.item()) else { continue };
            let mut biographer = Biographer::new(&run, item, 100);
            let life = loop {
                if let Some(life) = biographer.go_on(&run, slice) {
                    break life;
                }
            };
            prop_assert_eq!(life, whole.biography(item, 100));
        }
    }

    #[test]
    fn a_biography_is_all_that_happened_to_an_item(number in any::<u64>(), which in any::<prop::sample::Index>()) {
        let events = plan_of(number).run(END).events;
        let items: Vec<_> = events.iter().filter_map(|event| event.kind.item()).collect();
        prop_assume!(!items.is_empty());
        let item = items[which.index(items.len())];
        let all: Vec<Event> = events.into_iter().filter(|event| event.kind.item() == Some(item)).collect();
        prop_assert_eq!(told(&straight(number, END), item), all);
    }

    #[test]
    fn looking_changes_nothing(number in any::<u64>(), time in 0..100_000_u64) {
        let mut run = straight(number, SimTime::from_millis(time));
        let before = identity(&run);
        let items: Vec<_> = run.feed().filter_map(|event| event.kind.item()).collect();
        for item in items {
            run.biography(item, 1_000);
        }
        let _ = (run.marks().count(), run.verdicts().count(), run.world().transits().count());
        prop_assert_eq!(before, identity(&run));
        run.advance(END, u64::MAX);
        prop_assert_eq!(identity(&run), identity(&straight(number, END)));
    }

    #[test]
    fn a_biography_is_what_the_whole_run_tells_of_the_item(number in any::<u64>(), which in any::<prop::sample::Index>()) {
        let story = plan_of(number).run(at(60));
        let items: Vec<_> = story.events.iter().filter_map(|event| event.kind.item()).collect();
        prop_assume!(!items.is_empty());
        let item = items[which.index(items.len())];
        let expected: Vec<Event> =
            story.events.iter().filter(|event| event.kind.item() == Some(item)).copied().collect();
        prop_assert_eq!(told(&straight(number, at(60)), item), expected);
    }

    #[test]
    fn a_new_part_changes_nobody_elses_luck(number in any::<u64>(), other in any::<u64>()) {
        let plan = plan_of(number);
        let mut larger = plan.clone();
        add_all_of(&mut larger.sketch, random_sketch(other).0);
        let (alone, together) = (plan.run(at(40)), larger.run(at(40)));
        let of_the_first = |story: &Story| -> Vec<_> {
            let times = story.events.iter().filter(|event| is_below(event, FIRST_NEW)).map(without_numbers);
            times.collect()
        };
        let (alone, together) = (of_the_first(&alone), of_the_first(&together));
        let same = alone.iter().zip(&together).take_while(|(one, other)| one == other).count();
        prop_assert!(alone == together, "from {:?} against {:?}", alone.get(same), together.get(same));
    }
}

/// Ids from here on are those of the parts that are added.
const FIRST_NEW: u32 = 10_000;

fn add_all_of(sketch: &mut Sketch, other: Sketch) {
    for (id, part) in other.parts {
        sketch.parts.insert(sim::PartId(id.0 + FIRST_NEW), part);
    }
    for (id, mut link) in other.links {
        (link.from.0, link.to.0) = (link.from.0 + FIRST_NEW, link.to.0 + FIRST_NEW);
        sketch.links.insert(sim::LinkId(id.0 + FIRST_NEW), link);
    }
}

fn is_below(event: &Event, first_new: u32) -> bool {
    let part = event.kind.part().is_none_or(|part| part.0 < first_new);
    part && event.kind.link().is_none_or(|link| link.0 < first_new)
}

/// When what happened to which item: sequence, call and message numbers count everything in a run.
fn without_numbers(
    event: &Event,
) -> (
    SimTime,
    std::mem::Discriminant<sim::EventKind>,
    Option<sim::ItemId>,
) {
    (event.at, std::mem::discriminant(&event.kind), event.kind.item())
}

fn assert_same_charts(one: &Run, other: &Run) {
    for (&id, part) in &one.world().sketch().parts {
        for &metric in sim::Metric::of(part) {
            assert_eq!(
                one.series(id, metric),
                other.series(id, metric),
                "{metric:?} of {id:?}"
            );
        }
    }
}

#[test]
fn an_input_put_in_after_now_keeps_everything_up_to_now() {
    let (sketch, log) = random_sketch(3);
    let mut run = straight(3, at(50));
    let before = identity(&run);
    let kind = sim::InputKind::Fault(sim::Fault::Stop { part: sim::PartId(1) });
    let just_after = at(50) + SimDuration::from_nanos(1);
    let keep = log.iter().take_while(|input| input.at <= at(50)).cloned();
    let longer: Vec<Input> = keep.chain([Input { at: just_after, kind }]).collect();
    run.replace(sketch, 3, longer);
    assert_eq!(identity(&run), before);
}
