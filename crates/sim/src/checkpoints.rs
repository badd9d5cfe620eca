//! Clones of a world at points of its past, from which any other point is a short replay away. Bounded: what they cost in
//! time grows with the run only, what they cost in memory does not grow, and the older, the sparser.

use cloud::time::SimTime;

use crate::world::World;

/// All clones together weigh no more than this, roughly. A world that weighs more by itself is not kept.
const MOST_BYTES: usize = 256 << 20;
/// And there are no more than this.
const MOST: usize = 128;
/// Between two checkpoints there are so many steps, which take a few milliseconds,
const FEWEST_STEPS: u64 = 16_384;
/// and one more for every so many bytes of a clone: cloning takes less than a tenth of the time of the steps in between.
const BYTES_PER_STEP: usize = 36;

#[derive(Clone, Debug)]
struct Checkpoint {
    world: World,
    weight: usize,
}

/// See the module's text. The first one is the beginning, and is always kept.
#[derive(Clone, Debug)]
pub(crate) struct Checkpoints {
    kept: Vec<Checkpoint>,
    weight: usize,
    most: usize,
    most_bytes: usize,
    /// Before this step there is no need to weigh the world: weighing costs as much as there are queues.
    due: u64,
}

impl Checkpoints {
    pub(crate) fn new(beginning: World) -> Self {
        let weight = beginning.weight();
        Self {
            kept: vec![Checkpoint {
                world: beginning,
                weight,
            }],
            weight,
            most: MOST,
            most_bytes: MOST_BYTES,
            due: FEWEST_STEPS,
        }
    }

    /// After how many more steps of `world` it is to be considered.
    pub(crate) fn steps_left(&self, world: &World) -> u64 {
        self.due.saturating_sub(world.steps()).max(1)
    }

    /// Keeps a clone of `world` if it has come far enough since the last one.
    #[inline]
    pub(crate) fn consider(&mut self, world: &World) {
        if world.steps() >= self.due {
            self.weigh(world);
        }
    }

    #[inline(never)]
    fn weigh(&mut self, world: &World) {
        let weight = world.weight();
        self.due = self.newest().steps() + FEWEST_STEPS + (weight / BYTES_PER_STEP) as u64;
        if world.steps() < self.due {
            return;
        }
        self.due = world.steps() + FEWEST_STEPS;
        if self.kept[0].weight + weight > self.most_bytes {
            return;
        }
        self.kept.push(Checkpoint {
            world: world.clone(),
            weight,
        });
        self.weight += weight;
        while self.kept.len() > 2 && (self.weight > self.most_bytes || self.kept.len() > self.most) {
            let gone = self.kept.remove(self.most_dispensable());
            self.weight -= gone.weight;
        }
    }

    /// The one whose going leaves the smallest gap for its age. Neither the first nor the last.
    fn most_dispensable(&self) -> usize {
        let steps = |index: usize| u128::from(self.kept[index].world.steps());
        let newest = steps(self.kept.len() - 1);
        let gap = |index: usize| steps(index + 1) - steps(index - 1);
        let age = |index: usize| newest - steps(index);
        // gap / age, compared without dividing
        let fewer = |&one: &usize, &other: &usize| (gap(one) * age(other)).cmp(&(gap(other) * age(one)));
        (1..self.kept.len() - 1)
            .min_by(fewer)
            .expect("there is one between the first and the last")
    }

    /// Changes something in all of them that has no say in what happens.
    pub(crate) fn for_each(&mut self, mut change: impl FnMut(&mut World)) {
        for checkpoint in &mut self.kept {
            change(&mut checkpoint.world);
        }
    }

    pub(crate) fn newest(&self) -> &World {
        &self.kept[self.kept.len() - 1].world
    }

    /// The last one that satisfies a condition which holds up to some point and not after it; the beginning if there is none.
    pub(crate) fn last_where(&self, holds: impl Fn(&World) -> bool) -> &World {
        let index = self.kept.partition_point(|checkpoint| holds(&checkpoint.world));
        &self.kept[index.saturating_sub(1)].world
    }

    /// Throws away those that have come to `time`, but for the beginning.
    pub(crate) fn forget_from(&mut self, time: SimTime) {
        let kept = self
            .kept
            .partition_point(|checkpoint| checkpoint.world.now() < time)
            .max(1);
        self.kept.truncate(kept);
        self.weight = self.kept.iter().map(|checkpoint| checkpoint.weight).sum();
        self.due = self.newest().steps() + FEWEST_STEPS;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::{CallPolicy, DurationLaw, Part, PartId, Pattern, Producer, Rate, Server, Sketch};
    use crate::sketch::{Chance, Direction, Link, LinkId};
    use cloud::time::SimDuration;

    /// A world that never ends.
    fn busy_world() -> World {
        let calls = CallPolicy {
            timeout: SimDuration::from_secs(1),
            attempts: 1,
            backoff: SimDuration::ZERO,
        };
        let pattern = Pattern::Constant {
            rate: Rate::per_second(100),
        };
        let producer = Producer::new(pattern, "x", calls);
        let service = DurationLaw::Constant(SimDuration::from_millis(5));
        let server = Server::new(10, 0, service, calls);
        let way = Direction {
            latency: service,
            loss: Chance::NEVER,
        };
        let link = Link {
            from: PartId(1),
            to: PartId(2),
            forward: way,
            backward: way,
        };
        let mut sketch = Sketch::default();
        sketch.parts.insert(PartId(1), Part::Producer(producer));
        sketch.parts.insert(PartId(2), Part::Server(server));
        sketch.links.insert(LinkId(1), link);
        World::new(&sketch, 1)
    }

    #[test]
    fn the_older_the_sparser_and_never_too_many() {
        let mut world = busy_world();
        let mut checkpoints = Checkpoints::new(world.clone());
        checkpoints.most = 12;
        for _ in 0..100 * FEWEST_STEPS {
            world.step();
            checkpoints.consider(&world);
        }
        assert!(checkpoints.kept.len() <= 12);
        let steps: Vec<u64> = checkpoints.kept.iter().map(|kept| kept.world.steps()).collect();
        assert_eq!(steps[0], 0);
        let gaps: Vec<u64> = steps.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let (early, late) = gaps.split_at(gaps.len() / 2);
        assert!(early.iter().max() > late.iter().max(), "gaps: {gaps:?}");
        let (&newest, end) = (steps.last().expect("there are some"), world.steps());
        for (&step, gap) in steps.iter().zip(&gaps) {
            assert!(
                *gap <= (end - step).max(4 * FEWEST_STEPS),
                "{gap} steps after {step} of {end}, newest {newest}"
            );
        }
    }

    #[test]
    fn all_together_weigh_no_more_than_they_may_and_a_world_that_does_by_itself_is_not_kept() {
        let mut world = busy_world();
        let beginning = world.weight();
        let mut checkpoints = Checkpoints::new(world.clone());
        let (mut largest, mut most_kept) = (0, 0);
        checkpoints.most_bytes = 3 * beginning;
        for _ in 0..50 * FEWEST_STEPS {
            world.step();
            checkpoints.consider(&world);
            largest = largest.max(checkpoints.weight);
            most_kept = most_kept.max(checkpoints.kept.len());
        }
        assert!(largest <= 3 * beginning, "{largest} bytes");
        assert_eq!(
            (most_kept, checkpoints.kept.len()),
            (2, 2),
            "one is heavier than at first"
        );
        let newest = checkpoints.newest().steps();
        checkpoints.most_bytes = 2 * beginning;
        for _ in 0..10 * FEWEST_STEPS {
            world.step();
            checkpoints.consider(&world);
        }
        assert_eq!(checkpoints.newest().steps(), newest);
    }

    #[test]
    fn what_is_forgotten_is_what_came_to_the_time() {
        let mut world = busy_world();
        let mut checkpoints = Checkpoints::new(world.clone());
        while world.steps() < 5 * FEWEST_STEPS {
            world.step();
            checkpoints.consider(&world);
        }
        let middle = checkpoints.kept[2].world.now();
        checkpoints.forget_from(middle);
        assert_eq!(checkpoints.kept.len(), 2);
        assert!(checkpoints.newest().now() < middle);
        checkpoints.forget_from(SimTime::ZERO);
        assert_eq!(checkpoints.kept.len(), 1);
    }
}
