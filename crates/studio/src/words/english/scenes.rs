//! English: the scenes: their titles, their sentence, what to try, and the headings on their canvas.

use crate::words::SceneText;

pub(super) const fn text(text: SceneText) -> &'static str {
    match text {
        SceneText::VideoTitle => "Encode 1,000 videos",
        SceneText::VideoSentence => {
            "The same 1,000 uploads hit the same encoder twice: directly, and through a queue."
        }
        SceneText::VideoTry => "Select Encoders and press Stop. The queue fills, and nothing is lost.",
        SceneText::VideoDirectHeading => "Synchronous",
        SceneText::VideoDirectNote => "The spike reaches the encoder directly",
        SceneText::VideoQueueHeading => "Through a queue",
        SceneText::VideoQueueNote => "The same uploads, the same encoder, nothing lost",
        SceneText::DownTitle => "The back end goes down",
        SceneText::DownSentence => {
            "The workers stop for forty seconds. Bookings keep being accepted, and all are worked off afterwards."
        }
        SceneText::DownTry => {
            "Drag the play head to 65 seconds, stop the workers once more, and watch the age of the oldest message."
        }
        SceneText::DownHeading => "Hotel bookings",
        SceneText::DownNote => "The back end is down from 20 s to 60 s; the front end does not notice",
        SceneText::VisibilityTitle => "A visibility timeout that is too short",
        SceneText::VisibilitySentence => {
            "Work takes eight seconds, the queue hides a message for five: another worker gets it a second time."
        }
        SceneText::VisibilityTry => {
            "Set VisibilityTimeout to 30 s at any moment and watch the second deliveries end."
        }
        SceneText::VisibilityHeading => "Hidden for 5 s, worked on for 8 s",
        SceneText::VisibilityNote => "Every message comes back before its worker is done",
        SceneText::FifoTitle => "FIFO beside standard",
        SceneText::FifoSentence => {
            "The same orders of four customers go through a standard queue and a FIFO queue; some answers are lost on the way."
        }
        SceneText::FifoTry => {
            "Raise the loss on a wire, or use one worker only: what still goes wrong with the standard queue?"
        }
        SceneText::FifoStandardHeading => "Standard",
        SceneText::FifoStandardNote => "At least once, in about the order sent",
        SceneText::FifoFifoHeading => "FIFO",
        SceneText::ChainTitle => "One is down: who else fails?",
        SceneText::ChainSentence => {
            "Shipping is down for half a minute. In a chain of calls the shop fails with it; behind a queue nobody notices."
        }
        SceneText::ChainTry => {
            "Stop Payment instead of Shipping, or make Shipping three times slower, and watch the shop."
        }
        SceneText::ChainHeading => "A chain of calls",
        SceneText::ChainNote => "The shop waits for payment, payment waits for shipping",
        SceneText::ChainQueueHeading => "A queue in between",
        SceneText::ChainQueueNote => "Payment answers as soon as the order is in the queue",
        SceneText::ScalingTitle => "Workers share and scale",
        SceneText::ScalingSentence => {
            "Two senders write to one queue. When they send ten times as much, workers are added; then they leave again."
        }
        SceneText::ScalingTry => {
            "Halve the backlog per worker, or allow no more than 5 workers. What becomes of the age?"
        }
        SceneText::ScalingHeading => "Two senders, one queue, as many workers as it takes",
        SceneText::ScalingNote => "The rush lasts from 30 s to 90 s",
        SceneText::BurstTitle => "Every hour on the hour",
        SceneText::BurstSentence => {
            "Every hour on the hour 3,000 tills report at once. The queue takes all in; four workers need the hour for them."
        }
        SceneText::BurstTry => {
            "Take away a worker: is the queue empty when the next hour strikes? Watch the age of the oldest message."
        }
        SceneText::BurstHeading => "3,000 reports at the stroke of each hour",
        SceneText::BurstNote => "Taken in within seconds, worked off within the hour",
        SceneText::RampTitle => "From one to twenty thousand a second",
        SceneText::RampSentence => {
            "The sender begins with a message a second and ends with twenty thousand. Nobody changes anything."
        }
        SceneText::RampTry => {
            "Put a FIFO queue in place of the queue: it takes 300 calls a second, and the sender hears of it."
        }
        SceneText::RampHeading => "1/s to 20,000/s within 20 seconds",
        SceneText::RampNote => "The same queue, with nothing to size and nothing to set",
        SceneText::MillionsTitle => "Ten million wait",
        SceneText::MillionsSentence => {
            "A hundred thousand readings come every second, and nobody works them off. The queue keeps them all, and is as quick as at first."
        }
        SceneText::MillionsTry => {
            "Let the meters send one message per call and compare the cost: a batch of ten is one request."
        }
        SceneText::MillionsHeading => "100,000 readings a second",
        SceneText::MillionsNote => "Nobody says how many messages may wait",
        SceneText::PoisonTitle => "A message that always fails",
        SceneText::PoisonSentence => {
            "Every tenth invoice makes its worker fail. Without a dead-letter queue it comes back again and again."
        }
        SceneText::PoisonTry => {
            "Link the first queue to a dead-letter queue of its own, or set maxReceiveCount to 1, and compare."
        }
        SceneText::PoisonWithoutHeading => "Without a dead-letter queue",
        SceneText::PoisonWithoutNote => "What fails comes back until it expires",
        SceneText::PoisonWithHeading => "With a dead-letter queue",
        SceneText::PoisonWithNote => "After three receives it is set aside for somebody to look at",
        SceneText::PollingTitle => "Short and long polling",
        SceneText::PollingSentence => {
            "An order comes every five seconds. Two workers ask again and again, two wait with their question open."
        }
        SceneText::PollingTry => {
            "Set WaitTimeSeconds of the patient workers to 1 s and watch the empty receives: each is a request that costs."
        }
        SceneText::PollingShortHeading => "Short polling",
        SceneText::PollingShortNote => "Ask, get nothing, wait a second, ask again",
        SceneText::PollingLongHeading => "Long polling",
        SceneText::PollingLongNote => "Ask once; the answer comes when there is something, or after 20 s",
        SceneText::RetentionTitle => "Kept for days, then gone",
        SceneText::RetentionSentence => {
            "Nobody fetches these reports. One queue keeps them for four days, the other for fourteen; then they are gone."
        }
        SceneText::RetentionTry => {
            "Go back to day 3, set MessageRetentionPeriod of the first queue to 14 days, and play on."
        }
        SceneText::RetentionDefaultHeading => "As AWS sets it",
        SceneText::RetentionDefaultNote => "MessageRetentionPeriod: four days",
        SceneText::RetentionLongestHeading => "As long as AWS can",
        SceneText::RetentionLongestNote => "MessageRetentionPeriod: fourteen days",
        SceneText::LatencyTitle => "From sender to worker in milliseconds",
        SceneText::LatencySentence => {
            "Everything is in one region: requests and answers take one to four milliseconds each way."
        }
        SceneText::LatencyTry => {
            "Set the speed to 1/100 and follow one message from the sender to its worker."
        }
        SceneText::LatencyHeading => "Twenty clicks a second",
        SceneText::LatencyNote => "A worker always waits with its question open",
        SceneText::FifoFifoNote => "Exactly once, in exact order within each group",
    }
}
