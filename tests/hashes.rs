//! The engine gives the same hashes natively and in wasm.
//!
//! Add a case to [`cases`]; the rest is machinery. `scripts/test hashes` runs the native test, which writes one line
//! for each case to the file named by `DECOUPLE_HASHES_OUT`; it then compiles this file for wasm with those lines in
//! `DECOUPLE_NATIVE_HASHES` and runs it in Node, where every line must come out the same.

#[path = "requests/mod.rs"]
mod requests;

use std::rc::Rc;

use cloud::time::SimTime;
use sim::random_calls::random_calls;
use sim::random_sketch::{EVENTFUL, random_sketch};
use sim::{Input, Sketch};

/// Every run to compare: a name, unique and without a line break, and the hash of the run.
fn cases() -> Vec<(String, u64)> {
    let scenes = studio::scenes::SCENES
        .iter()
        .map(|scene| (scene.id.to_owned(), story(scene)));
    scenes
        .chain(
            (0..RANDOM_SKETCHES)
                .map(|seed| (format!("random sketch {seed}"), random(seed, random_sketch(seed)))),
        )
        .chain(
            (0..RANDOM_CALLS).map(|seed| (format!("random calls {seed}"), random(seed, random_calls(seed)))),
        )
        .chain((0..FULL_WORLDS).map(|seed| (format!("full world {seed}"), full(seed))))
        .chain([("what clients are told".to_owned(), requests::hash())])
        .collect()
}

/// A scene to the end of its story, or to its first second if it is a long one.
fn story(scene: &studio::scenes::Scene) -> u64 {
    let mut run = (scene.project)().run();
    run.seek_now(if scene.is_long {
        SimTime::from_secs(1)
    } else {
        SimTime::ZERO + scene.until
    });
    run.hash().0
}

const RANDOM_SKETCHES: u64 = 200;
const RANDOM_CALLS: u64 = 20;

/// What a made-up sketch with its log comes to, with the way through the formats in between.
fn random(seed: u64, (sketch, log): (Sketch, Vec<Input>)) -> u64 {
    let document = studio::Document {
        sketch,
        seed,
        ..studio::Document::default()
    };
    let project = studio::Project {
        document: Rc::new(document),
        log: Rc::new(log),
        branches: Rc::default(),
    };
    let bytes = studio::format::to_bytes(&project);
    let mut run = studio::format::from_bytes(&bytes)
        .expect("a project comes back from its bytes")
        .run();
    run.seek_now(SimTime::ZERO + EVENTFUL + EVENTFUL);
    run.hash().0
}

const FULL_WORLDS: u64 = 20;

/// Bytes: most of these worlds need more than the first of these, and few more than the last.
const ROOMS: [usize; 5] = [65 << 10, 66 << 10, 68 << 10, 72 << 10, 80 << 10];

/// Where a world has no more room, which has to be at the same step everywhere.
fn full(seed: u64) -> u64 {
    let ends = ROOMS.map(|room| {
        let run = small_world(seed, room);
        run.hash().0 ^ run.world().steps() << 1 ^ u64::from(run.is_full())
    });
    ends.iter().fold(0, |sum, end| sum.rotate_left(7) ^ end)
}

fn small_world(seed: u64, room: usize) -> sim::Run {
    let (sketch, log) = random_sketch(seed);
    let mut run = sim::Run::new(sketch, seed, log).with_room_for(room);
    run.seek_now(SimTime::ZERO + EVENTFUL + EVENTFUL);
    run
}

/// One line for each case, in their order.
fn lines() -> String {
    use std::fmt::Write;
    let mut lines = String::new();
    for (name, hash) in cases() {
        assert!(!name.contains('\n'), "a name is one line: {name:?}");
        writeln!(lines, "{hash:016x} {name}").expect("a String takes everything");
    }
    lines
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn most_small_worlds_become_full() {
    let is_full = |seed: &u64| small_world(*seed, ROOMS[0]).is_full();
    assert!((0..FULL_WORLDS).filter(is_full).count() as u64 > FULL_WORLDS / 2);
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn the_same_case_gives_the_same_hash_twice() {
    let first = lines();
    assert_eq!(first, lines());
    if let Some(path) = std::env::var_os("DECOUPLE_HASHES_OUT") {
        std::fs::write(&path, first).expect("the file for the hashes can be written");
    }
}

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen_test::wasm_bindgen_test]
fn wasm_gives_the_hashes_of_the_native_run() {
    let Some(native) = option_env!("DECOUPLE_NATIVE_HASHES") else {
        panic!("the hashes of a native run are compiled in: start this with `scripts/test hashes`");
    };
    let wasm = lines();
    let pairs: Vec<_> = native
        .lines()
        .zip(wasm.lines())
        .filter(|(native, wasm)| native != wasm)
        .collect();
    assert!(
        pairs.is_empty(),
        "{} differ (native, wasm): {pairs:#?}",
        pairs.len()
    );
    assert_eq!(
        native.lines().count(),
        wasm.lines().count(),
        "both have as many cases"
    );
}
