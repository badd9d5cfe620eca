//! Says in a sentence what became of a world that broke, or that goes no further.

use studio::words::{Keeping, Sentence};
use yew::prelude::*;

use crate::bridge::protocol::Refusal;
use crate::engine::{News, use_engine};
use crate::state::use_desk;

/// Shows nothing of its own: the sentence goes where all notices go.
#[component]
pub(crate) fn CrashNotices() -> Html {
    let (engine, desk) = (use_engine(), use_desk());
    use_effect_with(engine, move |engine| {
        let subscription = engine.on_news(move |news| match news {
            News::Recovered { .. } => desk.notify(Keeping::WorldLost, true),
            News::GaveUp { report } => {
                web_sys::console::error_1(&report.into());
                desk.notify(Keeping::WorldGivenUp, true);
            }
            News::Refused(Refusal::Project) => {
                desk.notify(Keeping::WorldGivenUp, true);
            }
            News::Refused(Refusal::NeedsClients) => desk.notify(Keeping::NotLoaded, true),
            News::Ended(ending) => desk.notify(Sentence::Ended((*ending).into()), true),
            News::Stopped(why) => desk.notify_as(why.clone()),
            News::Refused(Refusal::NothingLoaded)
            | News::Playback(_)
            | News::Biography(_)
            | News::Stops(_)
            | News::Called(_)
            | News::DoneByHand(_)
            | News::Told(..)
            | News::Report(_) => {}
        });
        move || drop(subscription)
    });
    Html::default()
}
