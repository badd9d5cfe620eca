//! Web servers: so many requests at once, a waiting room, and 503 when that is full too. A server that is linked to others
//! calls them before it answers (`chain.rs`); one may be lost with its process or its zone (`places.rs`).

mod chain;
mod places;

use std::collections::VecDeque;

use crate::agenda::Task;
use crate::calls::{Answer, Attempt, Refusal};
use crate::chance::{Luck, Purpose};
use crate::event::{CallFailure, EventKind};
use crate::item::ItemId;
use crate::sketch::{LinkId, PartId, ZONES};
use crate::slab::{Key, Slab};
use crate::world::World;

/// What a server is doing.
#[derive(Clone, Debug)]
pub(crate) struct ServerState {
    jobs: Slab<Job>,
    /// Places taken in each zone.
    busy: [u32; ZONES as usize],
    waiting_room: VecDeque<Request>,
    /// How often it has crashed, and whether it has not come back since.
    crashes: u32,
    is_down: bool,
    service: Luck,
    pub(crate) backoff: Luck,
}

/// A request that was taken in.
#[derive(Clone, Debug)]
struct Request {
    attempt: Attempt,
}

/// A request in work.
#[derive(Clone, Debug)]
struct Job {
    request: Request,
    zone: u32,
    /// The call to another part that it waits for, and the link of that call.
    call: Option<(Key, LinkId)>,
}

impl ServerState {
    pub(crate) fn busy(&self) -> u32 {
        u32::try_from(self.jobs.len()).expect("a server works on at most ten thousand requests at once")
    }

    /// Requests in work that wait for another part.
    pub(crate) fn calling(&self) -> u32 {
        let calling = self.jobs.iter().filter(|(_, job)| job.call.is_some()).count();
        u32::try_from(calling).expect("a server works on at most ten thousand requests at once")
    }

    /// Whether a request that carries this item is in work or waits.
    pub(crate) fn holds(&self, item: ItemId) -> bool {
        let in_work = self.jobs.iter().map(|(_, job)| &job.request);
        in_work
            .chain(&self.waiting_room)
            .any(|request| request.item() == item)
    }

    pub(crate) fn waiting(&self) -> u32 {
        u32::try_from(self.waiting_room.len()).expect("a waiting room has fewer than 2^32 places")
    }

    pub(crate) fn is_down(&self) -> bool {
        self.is_down
    }

    fn take_out(&mut self, job: Key) -> Option<Job> {
        let job = self.jobs.remove(job)?;
        self.busy[job.zone as usize] -= 1;
        Some(job)
    }
}

impl Request {
    fn item(&self) -> ItemId {
        self.attempt
            .operation
            .item()
            .expect("a request to a server carries an item")
    }
}

impl World {
    pub(crate) fn add_server(&mut self, id: PartId) {
        let state = ServerState {
            jobs: Slab::default(),
            busy: [0; ZONES as usize],
            waiting_room: VecDeque::new(),
            crashes: 0,
            is_down: false,
            service: Luck::new(self.seed, Purpose::Work(id)),
            backoff: Luck::new(self.seed, Purpose::Backoff(id)),
        };
        self.servers.insert(id, state);
    }

    pub(crate) fn remove_server(&mut self, id: PartId) {
        self.drop_all_requests(id);
        self.servers.remove(&id);
    }

    /// A request has come. A server that does not run does not even answer.
    pub(crate) fn serve(&mut self, id: PartId, attempt: Attempt) {
        let settings = self.sketched_server(id).copied();
        let (Some(settings), true) = (settings, self.is_server_up(id)) else {
            return;
        };
        let zone = self.free_zone(id);
        let Some(state) = self.servers.get_mut(&id) else {
            return;
        };
        let request = Request { attempt };
        let item = request.item();
        if let Some(zone) = zone {
            self.start_service(id, zone, request);
        } else if state.waiting() < settings.waiting_room {
            state.waiting_room.push_back(request);
            self.emit(EventKind::Queued { server: id, item });
        } else {
            self.emit(EventKind::TurnedAway { server: id, item });
            self.refuse(&attempt, CallFailure::Unavailable);
        }
    }

    /// An HTTP status upon which a client tries again.
    pub(crate) fn refuse(&mut self, attempt: &Attempt, failure: CallFailure) {
        let again = true;
        self.answer(attempt, Answer::Failed(Refusal { failure, again }));
    }

    fn start_service(&mut self, id: PartId, zone: u32, request: Request) {
        let Some(law) = self.sketched_server(id).map(|server| server.service) else {
            return;
        };
        let Some(state) = self.servers.get_mut(&id) else {
            return;
        };
        let item = request.item();
        let work = state.service.duration(law);
        state.busy[zone as usize] += 1;
        let job = state.jobs.insert(Job {
            request,
            zone,
            call: None,
        });
        let until = self.now + self.paced(id, work);
        self.agenda.put(until, Task::Serve { server: id, job });
        self.emit(EventKind::ServiceStarted { server: id, item });
    }

    /// The server's own work on a request is done. What it passes on comes next.
    pub(crate) fn finish_service(&mut self, id: PartId, job: Key) {
        let item = self.job(id, job).map(|job| job.request.item());
        match item {
            Some(item) if self.chronicle.items.is_poison(item) => {
                self.fail_service(id, job, CallFailure::ServerError);
            }
            Some(_) => self.pass_on(id, job),
            None => {}
        }
    }

    fn job(&mut self, id: PartId, job: Key) -> Option<&mut Job> {
        self.servers.get_mut(&id)?.jobs.get_mut(job)
    }

    /// A request is worked off, whether or not its caller still waits.
    fn complete_service(&mut self, id: PartId, job: Key) {
        let Some(Job { request, .. }) = self.servers.get_mut(&id).and_then(|state| state.take_out(job))
        else {
            return;
        };
        let answered = self.calls.is_awaited(&request.attempt);
        self.emit(EventKind::ServiceFinished {
            server: id,
            item: request.item(),
            answered,
        });
        if answered {
            self.answer(&request.attempt, Answer::Done);
        }
        self.fill_places(id);
    }

    fn fail_service(&mut self, id: PartId, job: Key, failure: CallFailure) {
        let Some(Job { request, .. }) = self.servers.get_mut(&id).and_then(|state| state.take_out(job))
        else {
            return;
        };
        self.emit(EventKind::ServiceFailed {
            server: id,
            item: request.item(),
        });
        if self.calls.is_awaited(&request.attempt) {
            self.refuse(&request.attempt, failure);
        }
        self.fill_places(id);
    }

    /// Whoever waits is let in, as far as there are places.
    pub(crate) fn fill_places(&mut self, id: PartId) {
        while let Some(zone) = self.free_zone(id) {
            let waiting = self
                .servers
                .get_mut(&id)
                .and_then(|state| state.waiting_room.pop_front());
            let Some(request) = waiting else { return };
            self.start_service(id, zone, request);
        }
    }
}
