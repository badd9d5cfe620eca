//! What is said where a served world goes no further. A run of what was recorded ends at the same step.

use cloud::sqs::api::ApiError;
use cloud::time::SimTime;
use studio::words::{Language, duration_short, number};
use studio::{Ending, LAST_INSTANT};

/// What happened, the limit, and the way out.
pub(super) fn said(ending: Ending) -> String {
    match ending {
        Ending::Full { messages } => format!(
            "This world goes no further, and every request is refused: with {} messages in its queues it takes more than the \
             {} MB of memory that one may. Start decouple serve again, and have messages worked off, purged or expire before \
             there are so many.",
            number(Language::English, messages),
            sim::MOST_BYTES >> 20
        ),
        Ending::LastInstant => format!(
            "This world goes no further, and every request is refused: it has come to its last moment, {} after its start. \
             Start decouple serve again; at a lower --speed it takes longer to get there.",
            duration_short(Language::English, LAST_INSTANT.since(SimTime::ZERO))
        ),
    }
}

/// The same as an error of the service.
pub(super) fn refusal(ending: Ending) -> ApiError {
    ApiError {
        code: "ServiceUnavailable",
        query_code: "ServiceUnavailable",
        status: 503,
        message: said(ending),
    }
}
