//! Synchronous chains: before a server answers, it calls each part that it is linked to, one after the other, and keeps its
//! place until the last one has answered. What fails there after all attempts fails here: that is how an outage cascades. A
//! queue has answered as soon as it has stored the message.

use super::Job;
use crate::calls::{Caller, Load, Plain};
use crate::event::CallFailure;
use crate::sketch::PartId;
use crate::slab::Key;
use crate::world::World;

impl World {
    /// The next call for a request, or the answer after the last one.
    pub(crate) fn pass_on(&mut self, id: PartId, job: Key) {
        let Some(Job { request, call, .. }) = self.job(id, job) else {
            return;
        };
        let item = request.item();
        let last = call.map(|(_, link)| link);
        let links = self.circuit.targets(id).iter();
        let mut links = links.filter(|link| last.is_none_or(|last| **link > last));
        let next = links.next().copied();
        let next = next.and_then(|link| Some((link, self.operation_on(link, item)?)));
        let Some((link, operation)) = next else {
            return self.complete_service(id, job);
        };
        let caller = Caller::Server { server: id, job };
        let call = self.call(caller, link, operation, Load::Plain(Plain::Item));
        if let Some(job) = self.job(id, job) {
            job.call = Some((call, link));
        }
    }

    /// A part that was called has not answered, or refused, after all attempts.
    pub(crate) fn could_not_pass_on(&mut self, id: PartId, job: Key) {
        self.fail_service(id, job, CallFailure::BadGateway);
    }
}
