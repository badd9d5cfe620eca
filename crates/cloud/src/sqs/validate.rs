//! The checks of a request, in the order in which AWS answers them (`reference/sqs.md` §1.2, §2, §8).
//! Where the order is not documented it is: absent, size, characters, message attributes, delay, group, deduplication.

use super::attributes::{
    Attribute, DeduplicationScope, FifoThroughputLimit, MAX_REDRIVE_SOURCES, MAXIMUM_VISIBILITY_TIMEOUT,
    QueueAttributes, QueueKind, RedriveAllowPolicy,
};
use super::error::{Number, Parameter, SqsError};
use super::message::Body;
use super::polls::Terms;
use super::request::{ReceiveMessage, SendMessage};
use super::servers::Servers;
use crate::time::SimDuration;

const MAXIMUM_DELAY: u32 = 900;
const MAXIMUM_WAIT: u32 = 20;
const MAXIMUM_MESSAGES: u32 = 10;
const IDENTIFIER_LENGTH: usize = 128;

/// Everything about a set of attributes but the existence of the dead-letter queue.
pub(super) fn attributes(kind: QueueKind, attributes: &QueueAttributes) -> Result<(), SqsError> {
    for (attribute, value, range) in [
        (
            Attribute::DelaySeconds,
            attributes.delay_seconds,
            0..=MAXIMUM_DELAY,
        ),
        (
            Attribute::MaximumMessageSize,
            attributes.maximum_message_size,
            1_024..=1_048_576,
        ),
        (
            Attribute::MessageRetentionPeriod,
            attributes.message_retention_period,
            60..=1_209_600,
        ),
        (
            Attribute::ReceiveMessageWaitTimeSeconds,
            attributes.receive_message_wait_time_seconds,
            0..=MAXIMUM_WAIT,
        ),
        (
            Attribute::VisibilityTimeout,
            attributes.visibility_timeout,
            0..=MAXIMUM_VISIBILITY_TIMEOUT,
        ),
    ] {
        if !range.contains(&value) {
            return Err(SqsError::InvalidAttributeValue { attribute });
        }
    }
    match kind {
        QueueKind::Standard => no_fifo_attributes(attributes)?,
        QueueKind::Fifo => throughput_limit(attributes)?,
    }
    if let RedriveAllowPolicy::ByQueue(sources) = &attributes.redrive_allow
        && !(1..=MAX_REDRIVE_SOURCES).contains(&sources.len())
    {
        return Err(SqsError::InvalidRedriveSources {
            sources: sources.len(),
        });
    }
    match attributes.redrive {
        Some(redrive) if !(1..=1_000).contains(&redrive.max_receive_count) => {
            Err(SqsError::InvalidMaxReceiveCount { redrive })
        }
        _ => Ok(()),
    }
}

fn no_fifo_attributes(attributes: &QueueAttributes) -> Result<(), SqsError> {
    if attributes.content_based_deduplication {
        return Err(SqsError::UnknownAttribute {
            attribute: Attribute::ContentBasedDeduplication,
        });
    }
    if attributes.deduplication_scope != DeduplicationScope::default() {
        return Err(SqsError::AttributeOnlyOnFifo {
            attribute: Attribute::DeduplicationScope,
        });
    }
    if attributes.fifo_throughput_limit != FifoThroughputLimit::default() {
        return Err(SqsError::AttributeOnlyOnFifo {
            attribute: Attribute::FifoThroughputLimit,
        });
    }
    Ok(())
}

fn throughput_limit(attributes: &QueueAttributes) -> Result<(), SqsError> {
    let per_group = attributes.fifo_throughput_limit == FifoThroughputLimit::PerMessageGroupId;
    if per_group && attributes.deduplication_scope != DeduplicationScope::MessageGroup {
        return Err(SqsError::InvalidAttributeValue {
            attribute: Attribute::FifoThroughputLimit,
        });
    }
    Ok(())
}

/// Whether a message is nothing but a body, to be visible at once in a standard queue, and [`send`] has nothing against it.
/// Nearly all are like that.
#[cfg_attr(not(small), inline(always))]
pub(super) fn is_only_a_body(attributes: &QueueAttributes, message: &SendMessage) -> bool {
    let SendMessage {
        body,
        mark: _,
        delay_seconds: None,
        group: None,
        deduplication: None,
        attributes: None,
    } = message
    else {
        return false;
    };
    attributes.delay_seconds == 0 && is_plain_body(attributes, body)
}

/// Whether a message has a body, a group, a deduplication id and nothing else, and [`send`] has nothing against it in a FIFO
/// queue. Nearly all there are like that.
#[cfg_attr(not(small), inline(always))]
pub(super) fn is_only_a_body_in_order(attributes: &QueueAttributes, message: &SendMessage) -> bool {
    let SendMessage {
        body,
        mark: _,
        delay_seconds: None,
        group: Some(group),
        deduplication: Some(id),
        attributes: None,
    } = message
    else {
        return false;
    };
    is_plain_body(attributes, body) && is_identifier(group) && is_identifier(id)
}

#[cfg_attr(not(small), inline(always))]
fn is_plain_body(attributes: &QueueAttributes, body: &Body) -> bool {
    body.len().wrapping_sub(1) < attributes.maximum_message_size as usize && is_plain_text(body.text())
}

/// A message to be sent, alone or in a batch.
pub(super) fn send(
    kind: QueueKind,
    attributes: &QueueAttributes,
    message: &SendMessage,
    in_batch: bool,
) -> Result<(), SqsError> {
    let SendMessage {
        body,
        attributes: message_attributes,
        delay_seconds,
        group,
        deduplication,
        ..
    } = message;
    if body.is_empty() {
        return Err(SqsError::MissingParameter {
            parameter: Parameter::MessageBody,
        });
    }
    let maximum = attributes.maximum_message_size;
    if message.size() > u64::from(maximum) {
        return Err(SqsError::MessageTooLong { maximum, in_batch });
    }
    if let Some(character) = invalid_character(body.text()) {
        return Err(SqsError::InvalidMessageContents { character });
    }
    if let Some(attributes) = message_attributes {
        attributes.check()?;
    }
    if let Some(value) = *delay_seconds {
        in_range(Number::DelaySeconds, value, 0, MAXIMUM_DELAY)?;
        if kind == QueueKind::Fifo && value > 0 {
            return Err(SqsError::DelayOnFifo { value });
        }
    }
    match group {
        Some(group) => identifier(Parameter::MessageGroupId, group)?,
        None if kind == QueueKind::Fifo => {
            return Err(SqsError::MissingParameter {
                parameter: Parameter::MessageGroupId,
            });
        }
        None => {}
    }
    match deduplication {
        Some(value) if kind == QueueKind::Standard => {
            let value = value.clone();
            Err(SqsError::DeduplicationOnStandard { value, in_batch })
        }
        Some(id) => identifier(Parameter::MessageDeduplicationId, id),
        None if kind == QueueKind::Fifo && !attributes.content_based_deduplication => {
            Err(SqsError::NoDeduplicationId)
        }
        None => Ok(()),
    }
}

/// FIFO queues require a group and a deduplication id. Where one is missing, a batch fails as a whole, and AWS calls a missing
/// group by another name than it does for a message alone.
pub(super) fn batch_entry(
    kind: QueueKind,
    attributes: &QueueAttributes,
    message: &SendMessage,
) -> Result<(), SqsError> {
    if kind == QueueKind::Standard {
        return Ok(());
    }
    if message.group.is_none() {
        return Err(SqsError::NoGroupInBatch);
    }
    if message.deduplication.is_none() && !attributes.content_based_deduplication {
        return Err(SqsError::NoDeduplicationId);
    }
    Ok(())
}

/// How many messages are wanted at most, and for how long they are to be hidden if not as long as the queue says, by a
/// receive that asks nothing else of a standard queue, and [`receive`] has nothing against it. Nearly all are like that.
#[cfg_attr(not(small), inline(always))]
pub(super) fn is_only_a_receive(request: &ReceiveMessage) -> Option<usize> {
    let &ReceiveMessage {
        poll: _,
        max_number_of_messages,
        wait_time_seconds,
        visibility_timeout: None,
        servers: Servers::ALL,
        attempt: None,
    } = request
    else {
        return None;
    };
    let limit = max_number_of_messages.unwrap_or(1);
    let is_right = (1..=MAXIMUM_MESSAGES.into()).contains(&limit)
        && (0..=MAXIMUM_WAIT.into()).contains(&wait_time_seconds.unwrap_or(0));
    is_right.then_some(limit as usize)
}

/// The terms of a receive, and how long it may wait.
pub(super) fn receive(
    kind: QueueKind,
    attributes: &QueueAttributes,
    request: ReceiveMessage,
) -> Result<(Terms, SimDuration), SqsError> {
    let limit = request.max_number_of_messages.unwrap_or(1);
    let limit = in_range(Number::MaxNumberOfMessages, limit, 1, MAXIMUM_MESSAGES)?;
    let wait = request
        .wait_time_seconds
        .unwrap_or(attributes.receive_message_wait_time_seconds.into());
    let wait = in_range(Number::WaitTimeSeconds, wait, 0, MAXIMUM_WAIT)?;
    let visibility_timeout = request
        .visibility_timeout
        .map(self::visibility_timeout)
        .transpose()?;
    match &request.attempt {
        Some(value) if kind == QueueKind::Standard => {
            return Err(SqsError::AttemptOnStandard { value: value.clone() });
        }
        Some(id) => identifier(Parameter::ReceiveRequestAttemptId, id)?,
        None => {}
    }
    Ok((
        Terms {
            limit: limit as usize,
            visibility_timeout,
            servers: if wait == 0 && kind == QueueKind::Standard {
                request.servers
            } else {
                Servers::ALL
            },
            attempt: request.attempt,
        },
        SimDuration::from_secs(wait),
    ))
}

/// The visibility timeout that a receive asks for, as a length of time.
fn visibility_timeout(value: i64) -> Result<SimDuration, SqsError> {
    in_range(Number::VisibilityTimeout, value, 0, MAXIMUM_VISIBILITY_TIMEOUT).map(SimDuration::from_secs)
}

/// The visibility timeout that a message in flight is to have from now on.
pub(super) fn changed_visibility_timeout(value: i64, in_batch: bool) -> Result<SimDuration, SqsError> {
    visibility_timeout(value).map_err(|_| SqsError::ChangeOutOfRange { value, in_batch })
}

fn in_range(parameter: Number, value: i64, least: u32, most: u32) -> Result<u64, SqsError> {
    match u64::try_from(value) {
        Ok(number) if (least.into()..=most.into()).contains(&number) => Ok(number),
        _ => Err(SqsError::OutOfRange { parameter, value }),
    }
}

/// The first character that is none of `#x9 #xA #xD #x20–#xD7FF #xE000–#xFFFD #x10000–#x10FFFF`. Most bodies are plain ASCII, which is quick to see.
#[inline]
pub(super) fn invalid_character(text: &str) -> Option<char> {
    if is_plain_text(text) {
        return None;
    }
    let is_invalid =
        |c: &char| matches!(c, '\0'..'\t' | '\x0b' | '\x0c' | '\x0e'..' ' | '\u{fffe}' | '\u{ffff}');
    text.chars().find(is_invalid)
}

/// Whether there is nothing but ASCII from the space on.
///
/// Not inlined: where the length is known, the compiler makes many single steps of it, and else few wide ones.
#[inline(never)]
fn is_plain_text(text: &str) -> bool {
    is_ascii_from(b' ', 0x7f, text.as_bytes())
}

/// Whether every byte is one of `low..=high`, eight at a time: bodies are long, and each is looked at.
#[inline]
fn is_ascii_from(low: u8, high: u8, bytes: &[u8]) -> bool {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) else {
        return bytes.iter().all(|byte| (low..=high).contains(byte));
    };
    // Of the bytes of a word that are outside, the lowest is neither borrowed from nor carried into. So it has its highest bit
    // set in the difference if it is below `low` or far above `high`, and in the sum if it is above `high`, but not too far.
    let (below, above) = (u64::from(low) * EACH, u64::from(0x7f - high) * EACH);
    let outside = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        word.wrapping_sub(below) | word.wrapping_add(above)
    };
    // The last eight overlap those before where the length is no multiple of eight.
    let mut any = outside(first) | outside(last);
    if bytes.len() > 16 {
        let words = bytes.as_chunks::<8>().0.iter();
        any = words.fold(any, |any, word| any | outside(word));
    }
    any & (0x80 * EACH) == 0
}

#[inline]
fn is_identifier(value: &str) -> bool {
    (1..=IDENTIFIER_LENGTH).contains(&value.len()) && is_ascii_from(b'!', b'~', value.as_bytes())
}

#[inline]
fn identifier(parameter: Parameter, value: &std::rc::Rc<str>) -> Result<(), SqsError> {
    if is_identifier(value) {
        Ok(())
    } else {
        Err(SqsError::InvalidIdentifier {
            parameter,
            value: value.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_have_the_characters_of_xml() {
        for valid in [
            "plain",
            "\t\n\r",
            "é",
            "\u{d7ff}\u{e000}\u{fffd}\u{10000}\u{10ffff}",
            "\u{7f}\u{85}",
            "a plain body that is longer than eight bytes ~\u{7f}",
        ] {
            assert_eq!(invalid_character(valid), None, "{valid:?}");
        }
        for invalid in [
            "\0", "a\u{8}", "\u{b}", "\u{c}", "\u{e}", "\u{1f}", "é\u{1f}", "\u{fffe}", "\u{ffff}",
        ] {
            assert!(invalid_character(invalid).is_some(), "{invalid:?}");
        }
    }

    #[test]
    fn bytes_are_seen_wherever_they_stand() {
        for length in 1..20 {
            for place in 0..length {
                for byte in 0..=u8::MAX {
                    let mut bytes = vec![b'a'; length];
                    bytes[place] = byte;
                    let graphic = is_ascii_from(b'!', b'~', &bytes);
                    assert_eq!(graphic, byte.is_ascii_graphic(), "{byte} at {place} of {length}");
                    let plain = is_ascii_from(b' ', 0x7f, &bytes);
                    assert_eq!(
                        plain,
                        (0x20..0x80).contains(&byte),
                        "{byte} at {place} of {length}"
                    );
                }
            }
        }
    }
}
