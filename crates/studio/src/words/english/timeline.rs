//! English: the transport, the chart and the marks.

use crate::words::Timeline;

pub(super) const fn text(text: Timeline) -> &'static str {
    match text {
        Timeline::Play => "Play",
        Timeline::Pause => "Pause",
        Timeline::StepForward => "Next event",
        Timeline::StepBack => "Previous event",
        Timeline::ToStart => "To the start",
        Timeline::ToEnd => "To the latest moment",
        Timeline::Slower => "Slower",
        Timeline::Faster => "Faster",
        Timeline::Speed => "Speed",
        Timeline::HundredthSpeed => "1/100",
        Timeline::TenthSpeed => "1/10",
        Timeline::Speed1 => "1×",
        Timeline::Speed10 => "10×",
        Timeline::Speed60 => "60×",
        Timeline::SpeedHour => "1 h/s",
        Timeline::SpeedDay => "1 d/s",
        Timeline::SpeedMax => "Max",
        Timeline::Simulated => "simulated",
        Timeline::Seed => "seed",
        Timeline::PlayHead => "Play head",
        Timeline::NextMark => "Next mark",
        Timeline::PreviousMark => "Previous mark",
        Timeline::Marks => "What mattered",
        Timeline::Feed => "What happened",
        Timeline::FeedEmpty => "Press play and see what happens",
        Timeline::Computing => "Computing",
        Timeline::NoQueue => "Add a queue to see its backlog",
    }
}
