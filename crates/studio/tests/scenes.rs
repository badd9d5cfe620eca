//! Every scene shows the facts that it says it shows.

use std::collections::BTreeSet;

use cloud::time::SimTime;
use sim::wiring::kind_between;
use studio::catalog::PartKind;
use studio::scenes::{FactId, SCENES, by_id};
use studio::words::{Language, fact_text, measured_text, say};

/// Those that take long are run by the test of `decouple facts`.
#[test]
fn every_scene_shows_its_facts() {
    for scene in SCENES.iter().filter(|scene| !scene.is_long) {
        let mut run = scene.run();
        let hash = run.hash();
        let claims = scene.check(&mut run);
        for claim in &claims {
            let measured = measured_text(Language::English, claim.measured);
            println!("{} {:?}: {measured}", scene.id, claim.fact);
            assert!(claim.holds, "{} {:?}: {measured}", scene.id, claim.fact);
        }
        let shown: Vec<FactId> = claims.iter().filter_map(|claim| claim.fact).collect();
        assert_eq!(shown, scene.facts, "{}", scene.id);
        assert!(!claims.is_empty(), "{} has something to show", scene.id);
        assert_eq!(run.hash(), hash, "{}: checking changes nothing", scene.id);
    }
}

#[test]
fn every_fact_has_a_scene_and_words() {
    for fact in FactId::ALL {
        assert!(SCENES.iter().any(|scene| scene.facts.contains(&fact)), "{fact:?}");
        assert!(fact_text(Language::English, fact).ends_with('.'), "{fact:?}");
    }
}

#[test]
fn something_moves_from_the_first_second_on() {
    for scene in SCENES {
        for seconds in 1..=5 {
            let mut run = (scene.project)().run();
            run.seek_now(SimTime::from_secs(seconds));
            let moving = run.world().transits().count();
            assert!(
                moving > 0 || run.world().steps() > 3,
                "{} at {seconds} s: nothing is on the way",
                scene.id
            );
        }
    }
    let mut run = (SCENES[0].project)().run();
    run.seek_now(SimTime::from_millis(600));
    assert!(
        run.world().transits().count() >= 2,
        "a newcomer sees both halves of the first scene alive at once"
    );
}

#[test]
fn scenes_are_well_drawn() {
    let ids: BTreeSet<&str> = SCENES.iter().map(|scene| scene.id).collect();
    assert_eq!(ids.len(), SCENES.len());
    for scene in SCENES {
        let project = (scene.project)();
        let document = &project.document;
        let sketch = &document.sketch;
        for link in sketch.links.values() {
            assert!(
                kind_between(&sketch.parts[&link.from], &sketch.parts[&link.to]).is_ok(),
                "{}",
                scene.id
            );
        }
        let names: BTreeSet<&String> = document.names.values().collect();
        assert_eq!(
            names.len(),
            sketch.parts.len(),
            "{}: names tell parts apart",
            scene.id
        );
        assert!(
            document
                .places
                .values()
                .all(|place| place.x % 4 == 0 && place.y % 2 == 0),
            "{}",
            scene.id
        );
        let spans = document.places.iter().map(|(id, place)| {
            let width = PartKind::of(&sketch.parts[id]).size().width;
            (place.x, place.x + width)
        });
        let notes = document.notes.iter().map(|note| (note.place.x, note.place.x));
        let (left, right) = spans
            .chain(notes)
            .reduce(|(left, right), (start, end)| (left.min(start), right.max(end)))
            .unwrap();
        assert!(right - left <= 1_000, "{}: too wide for 1,280 pixels", scene.id);
        assert_eq!(document.title, say(Language::English, scene.title));
        assert_eq!(by_id(scene.id).map(|found| found.id), Some(scene.id));
    }
}

#[test]
fn another_seed_tells_the_same_story() {
    for scene in SCENES.iter().filter(|scene| !scene.is_long) {
        for seed in [1, 2, 3] {
            let project = studio::edit::set_seed(&(scene.project)(), seed);
            let mut run = project.run();
            run.seek_now(SimTime::ZERO + scene.until);
            for claim in scene.check(&mut run) {
                let measured = measured_text(Language::English, claim.measured);
                assert!(
                    claim.holds,
                    "{} with seed {seed}, {:?}: {measured}",
                    scene.id, claim.fact
                );
            }
        }
    }
}
