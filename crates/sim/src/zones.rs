//! Availability Zones. Workers and servers are spread evenly over one to three of them: member i of a part lies in zone i mod
//! the number of its zones. A zone that is out takes its members with it. Queues are not in a zone: SQS keeps each message in
//! several.

use crate::sketch::{PartId, ZONES};
use crate::world::World;

/// Which zones are out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ZonesOut([bool; ZONES as usize]);

impl ZonesOut {
    pub(crate) fn has(self, zone: u32) -> bool {
        self.0.get(zone as usize).is_some_and(|out| *out)
    }

    pub(crate) fn any(self) -> bool {
        self.0.contains(&true)
    }

    /// Whether that was new.
    fn set(&mut self, zone: u32, out: bool) -> bool {
        let place = self.0.get_mut(zone as usize);
        place.is_some_and(|place| std::mem::replace(place, out) != out)
    }
}

impl World {
    pub(crate) fn set_zone(&mut self, zone: u32, out: bool) {
        if !self.zones_out.set(zone, out) {
            return;
        }
        for workers in self.pools.keys().collect::<Vec<_>>() {
            self.adjust_pool(workers);
        }
        for server in self.servers.keys().collect::<Vec<_>>() {
            self.adjust_places(server);
        }
    }

    /// Whether an Availability Zone is out.
    pub fn is_zone_out(&self, zone: u32) -> bool {
        self.zones_out.has(zone)
    }

    /// Whether all the zones of a part are out.
    pub fn is_without_zone(&self, part: PartId) -> bool {
        let zones = match self.sketch.parts.get(&part) {
            Some(crate::sketch::Part::Workers(workers)) => workers.zones,
            Some(crate::sketch::Part::Server(server)) => server.zones,
            _ => return false,
        };
        (0..zones.clamp(1, ZONES)).all(|zone| self.zones_out.has(zone))
    }
}
