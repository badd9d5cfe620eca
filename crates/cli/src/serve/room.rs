//! What requests and answers on their way take of memory: all together no more than there is room for, on however many
//! connections and streams they come.

use std::sync::Arc;

use hyper::body::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// See the module's text. A permit is a byte.
pub(crate) struct Room(Arc<Semaphore>);

/// Some of the room, which is given back when this is dropped.
pub(crate) struct Held(OwnedSemaphorePermit);

/// There is no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Full;

/// Bytes, which take room for as long as anybody has them.
struct Filling {
    bytes: Vec<u8>,
    _held: Held,
}

impl Room {
    /// Room for so many bytes.
    pub(crate) fn new(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes)))
    }

    pub(crate) fn take(&self, bytes: usize) -> Result<Held, Full> {
        let bytes = u32::try_from(bytes).map_err(|_| Full)?;
        let permit = self.0.clone().try_acquire_many_owned(bytes);
        permit.map(Held).map_err(|_| Full)
    }

    /// Takes room for bytes that go to a client, until they are with him.
    pub(crate) fn fill(&self, bytes: Vec<u8>) -> Result<Bytes, Full> {
        let held = self.take(bytes.len())?;
        Ok(Bytes::from_owner(Filling { bytes, _held: held }))
    }
}

impl Held {
    /// Takes more of the same room.
    pub(crate) fn extend(&mut self, room: &Room, bytes: usize) -> Result<(), Full> {
        self.0.merge(room.take(bytes)?.0);
        Ok(())
    }
}

impl AsRef<[u8]> for Filling {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_room_gives_it_back() {
        let room = Room::new(100);
        let mut held = room.take(60).expect("there is room");
        assert!(room.take(41).is_err());
        assert_eq!(held.extend(&room, 41), Err(Full));
        assert_eq!(held.extend(&room, 40), Ok(()));
        assert!(room.fill(vec![0]).is_err());
        drop(held);
        let answer = room.fill(vec![0; 100]).expect("there is room");
        let part = answer.slice(..1);
        drop(answer);
        assert!(room.take(1).is_err(), "somebody has some of it");
        drop(part);
        assert!(room.take(100).is_ok());
    }
}
