//! Web servers: so many requests at once, a waiting room, and 503 when that is full too.

use std::collections::VecDeque;

use crate::agenda::Task;
use crate::calls::{Answer, Attempt};
use crate::chance::{Luck, Purpose};
use crate::event::{CallFailure, EventKind};
use crate::item::ItemId;
use crate::sketch::PartId;
use crate::slab::{Key, Slab};
use crate::world::World;

/// What a server is doing.
#[derive(Clone, Debug)]
pub(crate) struct ServerState {
    /// Requests in work.
    jobs: Slab<Attempt>,
    waiting_room: VecDeque<Attempt>,
    service: Luck,
}

impl ServerState {
    pub(crate) fn busy(&self) -> u32 {
        u32::try_from(self.jobs.len()).expect("a server works on at most ten thousand requests at once")
    }

    /// Whether a request that carries this item is in work or waits.
    pub(crate) fn holds(&self, item: ItemId) -> bool {
        let in_work = self.jobs.iter().map(|(_, request)| request);
        in_work
            .chain(&self.waiting_room)
            .any(|request| item_of(request) == item)
    }

    pub(crate) fn waiting(&self) -> u32 {
        u32::try_from(self.waiting_room.len()).expect("a waiting room has fewer than 2^32 places")
    }
}

fn item_of(request: &Attempt) -> ItemId {
    request
        .operation
        .item()
        .expect("a request to a server carries an item")
}

impl World {
    pub(crate) fn add_server(&mut self, id: PartId) {
        let service = Luck::new(self.seed, Purpose::Work(id));
        self.servers.insert(
            id,
            ServerState {
                jobs: Slab::default(),
                waiting_room: VecDeque::new(),
                service,
            },
        );
    }

    pub(crate) fn remove_server(&mut self, id: PartId) {
        self.drop_all_requests(id);
        self.servers.remove(&id);
    }

    /// A request has come. A server that is stopped does not even answer.
    pub(crate) fn serve(&mut self, id: PartId, request: Attempt) {
        let Some(&settings) = self.sketched_server(id).filter(|_| !self.is_stopped(id)) else {
            return;
        };
        let Some(state) = self.servers.get_mut(&id) else {
            return;
        };
        let item = item_of(&request);
        if state.busy() < settings.capacity {
            self.start_service(id, request);
        } else if state.waiting() < settings.waiting_room {
            state.waiting_room.push_back(request);
            self.emit(EventKind::Queued { server: id, item });
        } else {
            self.emit(EventKind::TurnedAway { server: id, item });
            self.answer(
                request,
                Answer::Failed {
                    failure: CallFailure::Unavailable,
                    again: true,
                },
            );
        }
    }

    fn start_service(&mut self, id: PartId, request: Attempt) {
        let Some(law) = self.sketched_server(id).map(|server| server.service) else {
            return;
        };
        let Some(state) = self.servers.get_mut(&id) else {
            return;
        };
        let work = state.service.duration(law);
        let job = state.jobs.insert(request);
        let until = self.now + self.paced(id, work);
        self.agenda.put(until, Task::Serve { server: id, job });
        self.emit(EventKind::ServiceStarted {
            server: id,
            item: item_of(&request),
        });
    }

    /// A request is worked off, whether or not its caller still waits.
    pub(crate) fn finish_service(&mut self, id: PartId, job: Key) {
        let Some(request) = self.servers.get_mut(&id).and_then(|state| state.jobs.remove(job)) else {
            return;
        };
        let answered = self.calls.is_awaited(&request);
        self.emit(EventKind::ServiceFinished {
            server: id,
            item: item_of(&request),
            answered,
        });
        if answered {
            self.answer(request, Answer::Done);
        }
        self.fill_places(id);
    }

    /// Whoever waits is let in, as far as there are places.
    pub(crate) fn fill_places(&mut self, id: PartId) {
        let capacity = self.sketched_server(id).map_or(0, |server| server.capacity);
        while let Some(state) = self.servers.get_mut(&id).filter(|state| state.busy() < capacity) {
            let Some(request) = state.waiting_room.pop_front() else {
                return;
            };
            self.start_service(id, request);
        }
    }

    /// A stop: everything that was in work or waited is gone, and nobody is told.
    pub(crate) fn drop_all_requests(&mut self, id: PartId) {
        let Some(state) = self.servers.get_mut(&id) else {
            return;
        };
        for job in state.jobs.keys_where(|_| true) {
            let request = state.jobs.remove(job);
            state.waiting_room.extend(request);
        }
        let dropped = std::mem::take(&mut state.waiting_room);
        for request in dropped {
            self.emit(EventKind::ServiceDropped {
                server: id,
                item: item_of(&request),
            });
        }
    }
}
