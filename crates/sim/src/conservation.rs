//! The books of a world balance. Tests look at them after every step.

use cloud::sqs::Counts;

use crate::calls::Caller;
use crate::figures::Figures;
use crate::sketch::{Part, PartId};
use crate::world::World;

impl World {
    /// Asserts that nothing has come from nowhere and nothing has gone without trace. Looks at everything.
    ///
    /// # Panics
    /// If the world is at odds with itself: that is a bug of this crate or of `cloud`, never of a sketch.
    pub fn check_conservation(&self) {
        self.queues.service.check_invariants();
        for &part in self.sketch().parts.keys() {
            match self.figures(part) {
                Some(Figures::Queue(figures)) => self.check_queue(part, &figures.counts),
                Some(Figures::Producer(figures)) => {
                    assert_eq!(
                        figures.waiting,
                        self.items_held_by_producer(part),
                        "items of producer {part:?} that wait"
                    );
                    assert_eq!(
                        figures.produced,
                        self.items_made(part),
                        "items of producer {part:?}"
                    );
                }
                Some(Figures::Workers(figures)) => {
                    let settled = figures.finished + figures.skipped + figures.failed + figures.dropped;
                    let held = figures.held - figures.settled;
                    assert_eq!(
                        figures.taken,
                        settled + held,
                        "messages taken by workers {part:?}"
                    );
                }
                Some(Figures::Server(figures)) => {
                    assert!(
                        figures.busy <= figures.capacity || self.was_edited(),
                        "places of server {part:?}"
                    );
                    assert!(
                        figures.waiting == 0 || self.free_zone(part).is_none(),
                        "idle places at {part:?}"
                    );
                }
                None => panic!("part {part:?} of the sketch has no figures"),
            }
        }
    }

    /// In open calls, and to be sent in batches.
    fn items_held_by_producer(&self, part: PartId) -> u64 {
        let calls = self.calls.iter();
        let calls = calls.filter(|call| call.caller == Caller::Producer(part));
        let in_calls: usize = calls.map(|call| call.items().count()).sum();
        let gathered = self.producers.get(&part).map_or(&[][..], |state| &state.gathered);
        let gathered: usize = gathered.iter().map(|gathering| gathering.items().len()).sum();
        (in_calls + gathered) as u64
    }

    fn check_queue(&self, part: PartId, counts: &Counts) {
        assert!(counts.is_conserved(), "books of queue {part:?}: {counts:?}");
        assert_eq!(
            self.queue_line(part).count() as u64,
            counts.visible,
            "line of queue {part:?}"
        );
        assert_eq!(
            self.in_flight(part).count() as u64,
            counts.in_flight,
            "in flight of queue {part:?}"
        );
        assert_eq!(
            self.delayed(part).count() as u64,
            counts.delayed,
            "delayed of queue {part:?}"
        );
        assert!(
            matches!(self.parts.get(&part), Some(Part::Queue(_))),
            "queue {part:?} is drawn as one"
        );
    }

    /// A server whose capacity was reduced finishes what it has begun.
    fn was_edited(&self) -> bool {
        self.inputs_applied() > 0
    }
}
