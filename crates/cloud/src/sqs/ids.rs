//! Ids as clients see them: texts made from the engine's numbers, of the form that AWS gives them
//! (`reference/wire-protocols.md` §5).
//!
//! They are hashes of a seed and a number, so the same run has the same ids, and two runs have not. What has to be read
//! back carries its number and a check, so that garbage is told from a text that was handed out.

use std::hash::Hasher;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use siphasher::sip::SipHasher13;
use siphasher::sip128::{Hasher128, SipHasher13 as SipHasher13Of128};

use super::message::{MessageId, QueueId, ReceiptHandle, SequenceNumber};
use crate::account::{Caller, Principal};

/// What is hashed, so that equal numbers of different things have different ids.
#[derive(Clone, Copy, Debug)]
enum Purpose {
    Message = 1,
    Receipt = 2,
    Principal = 3,
    Task = 4,
    Request = 5,
}

/// Real receipt handles begin with `AQEB`: a version, perhaps.
const RECEIPT_BEGINS: [u8; 3] = [1, 1, 1];
const RECEIPT_BYTES: usize = 3 + 4 + 8 + 8 + 4 + 8;

/// AWS counts on from about here, and not by ones.
const FIRST_SEQUENCE: u128 = 18_849_496_460_467_696_128;
const SEQUENCE_STEP: u128 = 256;

/// Makes ids of a run from its seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ids {
    seed: u64,
}

impl Ids {
    /// The ids of the run with this seed.
    pub const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// `MessageId`: a UUID.
    pub fn message(self, message: MessageId) -> String {
        self.uuid(Purpose::Message, message.0)
    }

    /// `ReceiptHandle`
    pub fn receipt(self, receipt: ReceiptHandle) -> String {
        let ReceiptHandle {
            queue,
            message,
            number,
            receive,
        } = receipt;
        let mut bytes = Vec::with_capacity(RECEIPT_BYTES);
        bytes.extend(RECEIPT_BEGINS);
        bytes.extend(queue.0.to_le_bytes());
        bytes.extend(message.0.to_le_bytes());
        bytes.extend(number.to_le_bytes());
        bytes.extend(receive.to_le_bytes());
        bytes.extend(self.check(&bytes).to_le_bytes());
        STANDARD.encode(bytes)
    }

    /// The receipt of a handle; none, if it was not handed out in this run.
    pub fn read_receipt(self, text: &str) -> Option<ReceiptHandle> {
        let mut bytes = [0; RECEIPT_BYTES + 3];
        let length = STANDARD.decode_slice(text, &mut bytes).ok()?;
        let (said, check) = bytes.get(..length)?.split_last_chunk()?;
        if said.len() != RECEIPT_BYTES - check.len() || self.check(said) != u64::from_le_bytes(*check) {
            return None;
        }
        let rest = said.strip_prefix(&RECEIPT_BEGINS)?;
        let (queue, rest) = rest.split_first_chunk()?;
        let (message, rest) = rest.split_first_chunk()?;
        let (number, rest) = rest.split_first_chunk()?;
        let (receive, _) = rest.split_first_chunk()?;
        Some(ReceiptHandle {
            queue: QueueId(u32::from_le_bytes(*queue)),
            message: MessageId(u64::from_le_bytes(*message)),
            number: u64::from_le_bytes(*number),
            receive: u32::from_le_bytes(*receive),
        })
    }

    /// `SequenceNumber`: 20 digits.
    pub fn sequence(self, sequence: SequenceNumber) -> String {
        (FIRST_SEQUENCE + SEQUENCE_STEP * u128::from(sequence.0)).to_string()
    }

    /// The id of the request that a host counts so: a UUID.
    pub fn request(self, number: u64) -> String {
        self.uuid(Purpose::Request, number)
    }

    /// `SenderId`, and the `UserId` of `GetCallerIdentity`: the account's number, or the unique id of a user.
    pub fn principal(self, caller: &Caller) -> String {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        const LENGTH: u32 = 17;
        let Principal::User(name) = &caller.principal else {
            return caller.account.to_string();
        };
        let mut hasher = SipHasher13Of128::new_with_keys(self.seed, Purpose::Principal as u64);
        hasher.write(format!("{}/{name}", caller.account).as_bytes());
        let hash = hasher.finish128().as_u128();
        let letters =
            (0..LENGTH).map(|place| char::from(LETTERS[(hash >> (5 * place)) as usize % LETTERS.len()]));
        "AIDA".chars().chain(letters).collect()
    }

    /// The `taskId` in the handle of a move task: a UUID.
    pub(super) fn task(self, number: u64) -> String {
        self.uuid(Purpose::Task, number)
    }

    fn check(self, bytes: &[u8]) -> u64 {
        let mut hasher = SipHasher13::new_with_keys(self.seed, Purpose::Receipt as u64);
        hasher.write(bytes);
        hasher.finish()
    }

    /// Of version 4, which is that of random ones.
    fn uuid(self, purpose: Purpose, number: u64) -> String {
        const VERSION: u128 = 0xf << 76;
        const VARIANT: u128 = 0b11 << 62;
        let mut hasher = SipHasher13Of128::new_with_keys(self.seed, purpose as u64);
        hasher.write(&number.to_le_bytes());
        let hash = hasher.finish128().as_u128();
        let bits = hash & !(VERSION | VARIANT) | 4 << 76 | 0b10 << 62;
        let text = format!("{bits:032x}");
        let (a, b, c, d, e) = (
            &text[..8],
            &text[8..12],
            &text[12..16],
            &text[16..20],
            &text[20..],
        );
        format!("{a}-{b}-{c}-{d}-{e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECEIPT: ReceiptHandle = ReceiptHandle {
        queue: QueueId(3),
        message: MessageId(0x0123_4567_89ab_cdef),
        number: 77,
        receive: 2,
    };

    #[test]
    fn a_message_has_a_uuid_of_version_4_which_depends_on_the_seed() {
        let id = Ids::new(1).message(MessageId(0));
        let parts: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12], "{id}");
        assert_eq!(&id[14..15], "4", "{id}");
        assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"), "{id}");
        assert_ne!(id, Ids::new(2).message(MessageId(0)));
        assert_ne!(id, Ids::new(1).message(MessageId(1)));
    }

    #[test]
    fn a_receipt_handle_is_read_back_in_the_run_that_gave_it_out_and_nothing_else_is() {
        let ids = Ids::new(1);
        let text = ids.receipt(RECEIPT);
        assert!(text.starts_with("AQEB") && text.len() <= 1_024, "{text}");
        assert_eq!(ids.read_receipt(&text), Some(RECEIPT));
        assert_eq!(Ids::new(2).read_receipt(&text), None);
        let longer = format!("{text}{text}");
        for wrong in [
            "",
            "garbage",
            "AQEB",
            "AQEBAQEB====",
            &text[4..],
            &longer,
            &text.to_lowercase(),
        ] {
            assert_eq!(ids.read_receipt(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_account_is_known_by_its_number_and_a_user_by_a_unique_id() {
        let ids = Ids::new(1);
        let account = "111111111111".parse().expect("twelve digits");
        let principal = Principal::Root;
        let id = |principal| ids.principal(&Caller { account, principal });
        assert_eq!(id(principal), "111111111111");
        let alice = id(Principal::user("alice").expect("a name"));
        assert!(alice.starts_with("AIDA") && alice.len() == 21, "{alice}");
        assert_ne!(alice, id(Principal::user("bob").expect("a name")));
    }

    #[test]
    fn sequence_numbers_have_20_digits_and_grow() {
        let ids = Ids::new(1);
        assert_eq!(ids.sequence(SequenceNumber(0)), "18849496460467696128");
        assert_eq!(ids.sequence(SequenceNumber(1)), "18849496460467696384");
        assert_eq!(ids.sequence(SequenceNumber(1 << 50)).len(), 20);
    }
}
