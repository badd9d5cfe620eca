//! English: the inspector, but for the fields, which have their own file.

use crate::words::Inspector;

pub(super) const fn text(text: Inspector) -> &'static str {
    match text {
        Inspector::NothingHint => "Select a part or a wire to see its settings",
        Inspector::Configure => "Configure",
        Inspector::Messages => "Messages",
        Inspector::Metrics => "Metrics",
        Inspector::Guarantees => "Guarantees",
        Inspector::AddGuarantee => "Watch a guarantee",
        Inspector::Name => "Name",
        Inspector::Seed => "Seed",
        Inspector::Starts => "Starts at",
        Inspector::Stop => "Stop",
        Inspector::Start => "Start",
        Inspector::Slow => "Slow down",
        Inspector::Break => "Break…",
        Inspector::CrashOne => "Crash one",
        Inspector::CrashAll => "Crash all",
        Inspector::Crash => "Crash",
        Inspector::PoisonNext => "Make the next one poison",
        Inspector::Throttle => "Throttle to 1/s",
        Inspector::DelayForward => "Delay with the arrow",
        Inspector::LoseForward => "Lose with the arrow",
        Inspector::DelayBackward => "Delay against the arrow",
        Inspector::LoseBackward => "Lose against the arrow",
        Inspector::Cut => "Cut the wire",
        Inspector::Mend => "Mend the wire",
        Inspector::Send => "Send",
        Inspector::SendOne => "Send one",
        Inspector::SendTen => "Send 10",
        Inspector::Conservation => "Where they are",
        Inspector::SendWire => "Sends to the queue",
        Inspector::PollWire => "Polled by the workers",
        Inspector::CallWire => "Calls the server",
        Inspector::DeadLetterWire => "Dead-letter queue",
        Inspector::DeniedWire => {
            "Dead-letter queue that does not allow it: a wire drawn before that goes on, one drawn since does nothing"
        }
        Inspector::IdleWire => "This wire carries nothing",
        Inspector::NoMessages => "No messages here",
        Inspector::Follow => "Follow",
        Inspector::Unfollow => "Stop following",
        Inspector::Biography => "Biography",
        Inspector::Cost => "Cost",
        Inspector::EmptyReceives => "Of these, empty",
        Inspector::FairRequests => "With MessageGroupId",
        Inspector::OtherCalls => "Other calls",
        Inspector::SoFar => "So far",
        Inspector::AMonth => "A month at this rate",
        Inspector::FreeRequests => "First million free",
        Inspector::ToPay => "Left to pay",
    }
}
