//! The places of a server: in which zones they are, and what becomes of the requests when they are lost.

use super::{Job, Request};
use crate::agenda::Task;
use crate::event::EventKind;
use crate::sketch::{PartId, ZONES};
use crate::slab::Key;
use crate::world::World;

impl World {
    pub(crate) fn is_server_up(&self, id: PartId) -> bool {
        let is_down = self.servers.get(&id).is_none_or(|state| state.is_down);
        !is_down && !self.is_stopped(id) && !self.is_without_zone(id)
    }

    /// The zone for the next request, if there is a free place: of those that are not out, the one with the fewest requests.
    pub(crate) fn free_zone(&self, id: PartId) -> Option<u32> {
        let (settings, state) = (self.sketched_server(id)?, self.servers.get(&id)?);
        if !self.is_server_up(id) || state.busy() >= settings.capacity {
            return None;
        }
        let zones = settings.zones.clamp(1, ZONES);
        let places = |zone: u32| (settings.capacity + zones - 1 - zone) / zones;
        let busy = |zone: u32| state.busy[zone as usize];
        (0..zones)
            .filter(|&zone| !self.zones_out.has(zone) && busy(zone) < places(zone))
            .min_by_key(|&zone| busy(zone))
    }

    /// Zones have gone out or come back, or are others: what is in work where nothing runs is lost, who waits may be let in.
    pub(crate) fn adjust_places(&mut self, id: PartId) {
        if self.is_without_zone(id) {
            self.drop_all_requests(id);
        } else if self.zones_out.any() {
            let out = self.zones_out;
            self.drop_jobs(id, |job| out.has(job.zone));
        }
        self.fill_places(id);
    }

    /// The process dies with all that was in work or waited, and runs again after its restart time.
    pub(crate) fn crash_server(&mut self, id: PartId) {
        let restart = self.sketched_server(id).map(|server| server.restart);
        let (Some(restart), true) = (restart, self.is_server_up(id)) else {
            return;
        };
        self.emit(EventKind::ServerCrashed { server: id });
        self.drop_all_requests(id);
        let Some(state) = self.servers.get_mut(&id) else {
            return;
        };
        state.is_down = true;
        state.crashes += 1;
        let crash = state.crashes;
        self.agenda
            .put(self.now + restart, Task::Restart { server: id, crash });
    }

    pub(crate) fn server_is_up(&mut self, id: PartId, crash: u32) {
        let state = self.servers.get_mut(&id);
        if let Some(state) = state.filter(|state| state.is_down && state.crashes == crash) {
            state.is_down = false;
            self.emit(EventKind::ServerStarted { server: id });
        }
    }

    /// Everything that was in work or waited is gone, and nobody is told.
    pub(crate) fn drop_all_requests(&mut self, id: PartId) {
        let waiting = self
            .servers
            .get_mut(&id)
            .map(|state| std::mem::take(&mut state.waiting_room));
        for request in waiting.into_iter().flatten() {
            self.drop_request(id, &request);
        }
        self.drop_jobs(id, |_| true);
    }

    fn drop_jobs(&mut self, id: PartId, lost: impl Fn(&Job) -> bool) {
        let keys: Vec<Key> = self
            .servers
            .get(&id)
            .map_or_else(Vec::new, |state| state.jobs.keys_where(lost));
        for key in keys {
            let job = self.servers.get_mut(&id).and_then(|state| state.take_out(key));
            let Some(job) = job else { continue };
            if let Some((call, _)) = job.call {
                self.abandon(call);
            }
            self.drop_request(id, &job.request);
        }
    }

    fn drop_request(&mut self, id: PartId, request: &Request) {
        self.emit(EventKind::ServiceDropped {
            server: id,
            item: request.item(),
        });
    }
}
