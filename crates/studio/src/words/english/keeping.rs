//! English: what is said about the work that is kept, opened and shared, and about a world that was lost.

use crate::words::Keeping;

pub(super) const fn text(text: Keeping) -> &'static str {
    match text {
        Keeping::PutAside => {
            "Some of what this browser kept could not be read. It was put aside, not deleted."
        }
        Keeping::NoRoom => "This browser has no room to keep your work. Work goes on; save it as a file.",
        Keeping::FileUnread => {
            "This file could not be read. It is larger than a sketch can be, or not a text."
        }
        Keeping::FromLink => {
            "Opened from a link, paused at its moment. Your own work is kept until you change something."
        }
        Keeping::WorldLost => {
            "The simulation stopped because of an error in Decouple and was started again at the same moment."
        }
        Keeping::WorldGivenUp => {
            "This sketch stops the simulation again and again, because of an error in Decouple. \
             It is kept: undo the last change, or save it as a file."
        }
        Keeping::NotLoaded => {
            "What can do this could not be loaded. Is the network there? Everything else goes on; try again later."
        }
        Keeping::MirrorLeft => {
            "You changed something: from here on this is a run of your own. Reload the page to watch the endpoint again."
        }
        Keeping::MirrorEnded => "The endpoint does not answer any more. What has happened up to here stays.",
        Keeping::MirrorUnread => {
            "What the endpoint tells cannot be read here: the page and the endpoint may be of different versions. \
             What has happened up to here stays; load the page again to watch from the start."
        }
        Keeping::CopyByHand => {
            "This browser does not let pages copy. The link is in the address bar now: copy it from there."
        }
    }
}
