//! Lists of times that a producer follows. In order by construction, and shared: a clone costs nothing.

use std::rc::Rc;

use cloud::order::by_number;
use cloud::time::SimDuration;

use crate::sketch::Rate;

/// Rates one after the other, in the order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule(Rc<[Step]>);

/// A rate from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Since when, counted from where the schedule begins.
    pub from: SimDuration,
    /// Until the next step.
    pub rate: Rate,
}

impl Schedule {
    /// The schedule of these steps, in whatever order they come.
    pub fn new(steps: Vec<Step>) -> Self {
        Self(by_number(steps, |step| step.from.as_nanos()).into())
    }

    /// The steps in the order of time.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}

/// When items came once, counted from where the trace begins, in the order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace(Rc<[SimDuration]>);

impl Trace {
    /// The trace of these arrivals, in whatever order they come.
    pub fn new(arrivals: Vec<SimDuration>) -> Self {
        Self(by_number(arrivals, |arrival| arrival.as_nanos()).into())
    }

    /// The arrivals in the order of time.
    pub fn arrivals(&self) -> &[SimDuration] {
        &self.0
    }
}
