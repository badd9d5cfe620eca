//! `decouple facts`

use std::fmt::Write;

use serde_json::{Value, json};
use studio::scenes::{Claim, FactId, SCENES, Scene};
use studio::words::{Language, fact_text, measured_text};

use crate::Outcome;

/// Runs every scene and tells what it shows of its facts.
pub(crate) fn check(json: bool) -> Outcome {
    let claims: Vec<(&Scene, Claim)> = SCENES
        .iter()
        .flat_map(|scene| {
            scene
                .check(&mut scene.run())
                .into_iter()
                .map(move |claim| (scene, claim))
        })
        .collect();
    let good = claims.iter().all(|(_, claim)| claim.holds);
    let text = if json {
        format!(
            "{:#}\n",
            claims
                .iter()
                .map(|(scene, claim)| described(scene, claim))
                .collect::<Value>()
        )
    } else {
        table(&claims)
    };
    Outcome { text, good }
}

fn table(claims: &[(&Scene, Claim)]) -> String {
    let width = claims
        .iter()
        .map(|(scene, _)| scene.id.len())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    for (scene, claim) in claims {
        let (fact, measured) = (
            claim.fact.map_or("-", FactId::id),
            measured_text(Language::English, claim.measured),
        );
        writeln!(
            text,
            "{fact:4}{:width$}  {:9}  {measured}",
            scene.id,
            verdict(claim)
        )
        .expect("a text takes everything");
    }
    text
}

fn described(scene: &Scene, claim: &Claim) -> Value {
    json!({
        "fact": claim.fact.map(FactId::id),
        "text": claim.fact.map(|fact| fact_text(Language::English, fact)),
        "scene": scene.id,
        "measured": measured_text(Language::English, claim.measured),
        "holds": claim.holds,
    })
}

const fn verdict(claim: &Claim) -> &'static str {
    if claim.holds { "shown" } else { "not shown" }
}

#[cfg(test)]
mod tests {
    use studio::scenes::Measured;

    use super::*;

    #[test]
    fn a_line_tells_the_fact_the_scene_the_verdict_and_the_figures() {
        let claim = |fact, holds| Claim {
            fact,
            measured: Measured::GaveUp { gave_up: 2, of: 10 },
            holds,
        };
        let scene = &SCENES[0];
        let claims = [
            (scene, claim(Some(FactId::C2), true)),
            (scene, claim(None, false)),
        ];
        assert_eq!(
            table(&claims),
            "C2  video-encoding  shown      2 of 10 failed\n-   video-encoding  not shown  2 of 10 failed\n"
        );
    }
}
