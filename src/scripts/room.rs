//! How many more calls the log of a project has room for: it must still go to the worker, into a file and into the browser's
//! store after a script has called all it wanted.

use studio::Project;
use studio::format::file::MAX_INPUTS;
use studio::format::{self, MAX_DECODED};

use crate::bridge::ask::CALL_BYTES;

/// Inputs that are left to people, and to the ends of calls.
const LEFT_INPUTS: usize = 1_000;

/// In bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Room(usize);

impl Room {
    /// A quarter of what a project may have is left to people.
    pub(super) fn in_project(project: &Project) -> Self {
        let bytes = (MAX_DECODED / 4 * 3).saturating_sub(format::to_bytes(project).len());
        let inputs = MAX_INPUTS.saturating_sub(project.log.len() + LEFT_INPUTS);
        Self(bytes.min(inputs * CALL_BYTES))
    }

    /// What is left after a request with this body, if there is room for it.
    pub(super) fn after(self, body: &[u8]) -> Option<Self> {
        self.0.checked_sub(body.len() + CALL_BYTES).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use cloud::time::SimTime;
    use sim::{Input, InputKind, PartId};

    use super::*;

    #[test]
    fn there_is_room_for_calls_until_the_log_is_long_or_large() {
        let mut project = Project::default();
        let room = Room::in_project(&project);
        assert!(
            room.after(&vec![0; MAX_DECODED / 2])
                .is_some_and(|left| left < room)
        );
        assert_eq!(room.after(&vec![0; MAX_DECODED]), None);
        let send = Input {
            at: SimTime::ZERO,
            kind: InputKind::Send {
                producer: PartId(1),
                count: 1,
            },
        };
        project.log = Rc::new(vec![send; MAX_INPUTS - LEFT_INPUTS]);
        assert_eq!(Room::in_project(&project).after(&[]), None);
    }
}
