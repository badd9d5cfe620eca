//! `decouple scenes`

use std::fmt::Write;

use serde_json::{Value, json};
use studio::scenes::{SCENES, Scene};
use studio::words::{Language, say};

/// Every scene with its title.
pub(crate) fn list(json: bool) -> String {
    if json {
        return format!("{:#}\n", SCENES.iter().map(described).collect::<Value>());
    }
    let width = SCENES
        .iter()
        .map(|scene| scene.id.len())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    for scene in SCENES {
        writeln!(
            text,
            "{:width$}  {}",
            scene.id,
            say(Language::English, scene.title)
        )
        .expect("a text takes everything");
    }
    text
}

fn described(scene: &Scene) -> Value {
    json!({
        "id": scene.id,
        "title": say(Language::English, scene.title),
        "sentence": say(Language::English, scene.sentence),
        "tryThis": say(Language::English, scene.try_this),
        "facts": scene.facts.iter().map(|fact| fact.id()).collect::<Vec<_>>(),
        "until": scene.until.to_string(),
    })
}
