//! Whatever programs call, at whatever moment, the world keeps its books and its promise to be a function of its log.

use cloud::time::SimTime;
use proptest::prelude::*;
use sim::random_calls::random_calls;
use sim::{ClientEvent, ClientOutcome, EventKind, Input, Run};

use crate::story::{Plan, at};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn books_balance_whatever_programs_call(seed in any::<u64>()) {
        let (sketch, log) = random_calls(seed);
        let plan = Plan { sketch, log, seed };
        // Conservation is checked after every step.
        plan.run(at(200));
    }

    #[test]
    fn a_run_with_calls_can_be_sought_and_cut_into_slices(seed in any::<u64>()) {
        let (sketch, log) = random_calls(seed);
        let end = at(150);
        let mut straight = Run::new(sketch.clone(), seed, log.clone());
        straight.seek_now(end);
        let mut run = Run::new(sketch, seed, log);
        while run.advance(end, 5) == sim::Progress::MoreToDo {}
        prop_assert_eq!(run.world().state_digest(), straight.world().state_digest());
        for to in [at(70), SimTime::ZERO, at(110), end] {
            run.seek_now(to);
        }
        prop_assert_eq!(run.world().state_digest(), straight.world().state_digest());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Calls that come while the run is under way make the same run as the log that they leave, wherever it was before.
    #[test]
    fn what_is_put_in_under_way_is_as_if_it_had_been_in_the_log(seed in any::<u64>()) {
        let (sketch, log) = random_calls(seed);
        let (calls, log): (Vec<_>, Vec<_>) = log.into_iter().partition(|input| input.call().is_some());
        let mut run = Run::new(sketch.clone(), seed, log);
        run.keep_answers();
        let mut answered = 0;
        for (turn, call) in calls.into_iter().enumerate() {
            run.seek_now(call.at);
            if turn % 16 == 3 {
                // From somewhere else, where the time has not come so far: late.
                let at = at(call.at.as_secs() * 9 / 10);
                run.add(Input { at, ..call });
                continue;
            }
            if turn % 8 == 7 {
                run.seek_now(at(call.at.as_secs() / 2));
            }
            let number = call.call();
            let put = run.put(call.kind);
            run.advance(put.at, u64::MAX);
            answered += run.take_answers().filter(|(told, _)| Some(*told) == number).count();
        }
        run.seek_now(at(150));
        let mut straight = Run::new(sketch, seed, run.log().to_vec());
        straight.seek_now(at(150));
        prop_assert_eq!(run.world().state_digest(), straight.world().state_digest());
        prop_assert!(answered > 20, "{} were answered at once", answered);
    }
}

/// The calls that are made up do what they are made up for.
#[test]
fn made_up_calls_are_answered_and_refused() {
    let (mut done, mut refused, mut taken) = (0, 0, 0);
    for seed in 0..8 {
        let (sketch, log) = random_calls(seed);
        let plan = Plan { sketch, log, seed };
        for event in plan.run(at(130)).events {
            let EventKind::Client(event) = event.kind else {
                continue;
            };
            match event {
                ClientEvent::Answered {
                    outcome: ClientOutcome::Refused { .. },
                    ..
                } => refused += 1,
                ClientEvent::Answered { .. } => done += 1,
                ClientEvent::Taken { .. } => taken += 1,
                _ => {}
            }
        }
    }
    assert!(
        done > 50 && refused > 20 && taken > 5,
        "{done}, {refused}, {taken}"
    );
}
