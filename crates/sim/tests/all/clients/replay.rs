//! A run with calls is a function of sketch, seed and log like any other.

use cloud::time::SimTime;
use sim::{Guarantee, Input, InputKind, Run};

use super::messages::orders;
use super::program::Program;
use crate::story::{at, millis, producer, queue, seconds, workers};

/// Some hundred calls among drawn traffic, long polls and a hang-up among them.
fn busy() -> Program {
    let (mut plan, queue) = orders(queue(), &[Guarantee::NothingLost, Guarantee::AtMostOnce]);
    let shop = plan.producer(producer(20, 2_000));
    let group = plan.workers(workers(2, millis(150)));
    plan.link(shop, queue);
    plan.link(queue, group);
    let mut program = Program::new(&plan);
    program.create("other", &[]).expect("it is created");
    for round in 0..200 {
        program.send("orders", "from outside");
        if round % 3 == 0 {
            for message in program.receive("orders") {
                program.delete("orders", &message);
            }
        }
        let poll = program.poll("other", 1, 5);
        program.wait(millis(300));
        match round % 4 {
            0 => program.hang_up(poll),
            1 => program.send("other", "to who waits"),
            _ => {}
        }
    }
    program.wait(seconds(30));
    program
}

#[test]
fn a_replay_has_the_same_hash() {
    let program = busy();
    let now = program.world.now();
    let mut run = program.run();
    run.seek_now(now);
    assert_eq!(run.hash(), program.world.hash());
    assert_eq!(run.world().steps(), program.world.steps());
}

#[test]
fn any_instant_can_be_gone_to_and_back() {
    let program = busy();
    let now = program.world.now();
    let mut run = program.run();
    run.seek_now(now);
    let end = run.world().state_digest();
    for to in [at(40), at(3), at(61), SimTime::ZERO, at(10)] {
        run.seek_now(to);
        let mut straight = program.run();
        straight.seek_now(to);
        assert_eq!(
            run.world().state_digest(),
            straight.world().state_digest(),
            "at {to}"
        );
    }
    run.seek_now(now);
    assert_eq!(run.world().state_digest(), end);
}

#[test]
fn slices_lead_to_the_same_world() {
    let program = busy();
    let now = program.world.now();
    let (mut sliced, mut straight) = (program.run(), program.run());
    while sliced.advance(now, 7) == sim::Progress::MoreToDo {}
    straight.seek_now(now);
    assert_eq!(sliced.world().state_digest(), straight.world().state_digest());
}

#[test]
fn a_change_of_the_log_changes_what_comes_after_it() {
    let program = busy();
    let now = program.world.now();
    let mut run = program.run();
    run.seek_now(now);
    let (whole, middle) = (run.hash(), at(30));
    let log: Vec<Input> = program
        .log
        .iter()
        .filter(|input| input.at < middle)
        .cloned()
        .collect();
    let mut shorter = program.run();
    shorter.seek_now(now);
    let case = program.case();
    shorter.replace(case.0.clone(), case.1, log.clone());
    shorter.seek_now(now);
    let mut afresh = Run::new(case.0, case.1, log);
    afresh.seek_now(now);
    assert_eq!(shorter.hash(), afresh.hash());
    assert_ne!(shorter.hash(), whole);
}

#[test]
fn the_hash_covers_what_calls_say() {
    let hash = |body: &str| {
        let (plan, _) = orders(queue(), &[]);
        let mut program = Program::new(&plan);
        program.send("orders", body);
        program.world.hash()
    };
    assert_eq!(hash("order"), hash("order"));
    assert_ne!(hash("order"), hash("odrer"));
}

#[test]
fn a_number_that_comes_twice_does_no_harm() {
    let (plan, queue) = orders(queue(), &[]);
    let mut program = Program::new(&plan);
    let poll = program.poll("orders", 1, 20);
    let Some(InputKind::Call { call, .. }) = program.log.last().map(|input| input.kind.clone()) else {
        panic!("it is a call")
    };
    program.input(InputKind::Call { number: poll, call });
    program.hang_up(poll);
    program.send("orders", "order");
    program.until(at(60));
    assert_eq!(program.world.queue_line(queue).count(), 1, "it came back");
}
