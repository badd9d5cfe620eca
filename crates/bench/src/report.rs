//! A row as a line of text.

use std::fmt;

use crate::compare::{Figure, Row};

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, figure } = self;
        write!(f, "{name:70}  {figure}")
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::PerSecond { per_second, of_floor } => {
                write!(
                    f,
                    "{:7.3} million/s  {of_floor:5.2} of the floor",
                    per_second / 1e6
                )
            }
            Self::Times { times } => write!(f, "{times:7.2} times"),
            Self::Agree { agree, of } => write!(f, "{agree:7} of {of} seeds"),
            Self::Millis { mean, worst } if mean == worst => write!(f, "{mean:7.1} ms"),
            Self::Millis { mean, worst } => write!(f, "{mean:7.1} ms on average, {worst:.1} ms at worst"),
        }
    }
}
