//! Ready-made projects that show facts as they happen. A scene is a drawing, a log and a check over the run; nothing
//! anywhere treats it as anything else.

mod burst_every_hour;
mod chain;
mod claim;
mod consumer_down;
mod draft;
mod facts;
mod fifo_beside_standard;
mod latency;
mod poison;
mod polling;
mod ramp;
mod retention;
mod scaling;
mod ten_million;
mod video_encoding;
mod visibility_too_short;

use cloud::time::{SimDuration, SimTime};
use sim::Run;

pub use claim::{Claim, Measured};
pub use facts::FactId;

use crate::project::Project;
use crate::words::SceneText;

/// A project with what it shows.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// Stable: part of links and of the command line.
    pub id: &'static str,
    /// What it shows.
    pub facts: &'static [FactId],
    /// Its title.
    pub title: SceneText,
    /// What happens in it, in a sentence.
    pub sentence: SceneText,
    /// What to change then.
    pub try_this: SceneText,
    /// What there is to run.
    pub project: fn() -> Project,
    /// When its story is told.
    pub until: SimDuration,
    /// How many times as fast as the clock to play it at first.
    pub speed: u32,
    /// Whether a run of it takes seconds: what is done with every scene again and again is done with the others, or stops early.
    pub is_long: bool,
}

impl Scene {
    /// Runs it to the end of its story.
    pub fn run(&self) -> Run {
        let mut run = (self.project)().run();
        run.seek_now(SimTime::ZERO + self.until);
        run
    }

    /// What a run of it, at `until`, has to show for its facts. Looks at the past of the run, too, and brings it back.
    pub fn check(&self, run: &mut Run) -> Vec<Claim> {
        let place = SCENES.iter().position(|scene| scene.id == self.id);
        place.map_or_else(Vec::new, |place| CHECKS[place](run))
    }
}

/// Every scene, in the order shown. The first is what a newcomer sees.
pub const SCENES: [Scene; 13] = [
    video_encoding::SCENE,
    consumer_down::SCENE,
    visibility_too_short::SCENE,
    fifo_beside_standard::SCENE,
    chain::SCENE,
    scaling::SCENE,
    burst_every_hour::SCENE,
    ramp::SCENE,
    ten_million::SCENE,
    poison::SCENE,
    polling::SCENE,
    retention::SCENE,
    latency::SCENE,
];

/// What each has to show. Not in the scenes themselves, so that the page, which checks nothing, need not load it.
const CHECKS: [fn(&mut Run) -> Vec<Claim>; SCENES.len()] = [
    video_encoding::check,
    consumer_down::check,
    visibility_too_short::check,
    fifo_beside_standard::check,
    chain::check,
    scaling::check,
    burst_every_hour::check,
    ramp::check,
    ten_million::check,
    poison::check,
    polling::check,
    retention::check,
    latency::check,
];

/// The scene with this id.
pub fn by_id(id: &str) -> Option<&'static Scene> {
    SCENES.iter().find(|scene| scene.id == id)
}
