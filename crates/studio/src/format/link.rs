//! The fragment of a link: `#p<version>.<flag><base64url>`, where the flag tells whether the bytes are deflated (`d`) or as
//! they are (`r`), whichever is shorter. The bytes are a [`Moment`] as postcard.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::version::Version;
use super::{DecodeProblem, MAX_DECODED, decode, encode, v1, v2};
use crate::project::Moment;

/// The most characters of a link's fragment.
pub const MAX_ENCODED: usize = 512 * 1_024;
/// From here on some programs cut links.
pub const WARN_OVER: usize = 2_000;

/// How hard to look for repetitions when deflating: links are short, so as hard as can be.
const EFFORT: u8 = 10;

/// `moment` as the fragment of a link, without the `#`.
///
/// # Errors
/// [`DecodeProblem::TooLarge`] if no link can hold it; a file can.
pub fn to_fragment(moment: &Moment) -> Result<String, DecodeProblem> {
    fragment(moment)
        .filter(|fragment| fragment.len() <= MAX_ENCODED)
        .ok_or(DecodeProblem::TooLarge)
}

/// The same however long it is; none if what it says is too much to be read.
pub(super) fn fragment(moment: &Moment) -> Option<String> {
    let raw = encode::postcard(&encode::moment(moment));
    let deflated = miniz_oxide::deflate::compress_to_vec(&raw, EFFORT);
    let (flag, bytes) = if deflated.len() < raw.len() {
        ('d', &deflated)
    } else {
        ('r', &raw)
    };
    let written = || format!("p{}.{flag}{}", Version::WRITTEN, URL_SAFE_NO_PAD.encode(bytes));
    (raw.len() <= MAX_DECODED).then(written)
}

/// Whether `text` claims to be a link or fragment of ours, of whatever version.
pub fn is_ours(text: &str) -> bool {
    version(fragment_of(text)).is_some()
}

/// Reads a fragment, with or without `#`, or a whole link.
///
/// # Errors
/// Why this is no link of ours.
pub fn from_fragment(text: &str) -> Result<Moment, DecodeProblem> {
    if fragment_of(text).len() > MAX_ENCODED {
        return Err(DecodeProblem::TooLarge);
    }
    decode::moment(read(text)?)
}

/// What a fragment of any length says, unchecked.
pub(super) fn read(text: &str) -> Result<v2::Moment, DecodeProblem> {
    let (version, content) = version(fragment_of(text)).ok_or(DecodeProblem::NotOurs)?;
    let version = Version::of(version)?;
    let mut letters = content.chars();
    let flag = letters.next();
    let bytes = URL_SAFE_NO_PAD
        .decode(letters.as_str())
        .map_err(|_| DecodeProblem::Damaged)?;
    let raw = match flag {
        Some('r') => bytes,
        Some('d') => inflate(&bytes)?,
        _ => return Err(DecodeProblem::Damaged),
    };
    decode::of_version::<v1::Moment, _>(version, &raw)
}

/// Inflates, and stops as soon as it is more than anything of ours can be.
fn inflate(bytes: &[u8]) -> Result<Vec<u8>, DecodeProblem> {
    use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
    decompress_to_vec_with_limit(bytes, MAX_DECODED).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => DecodeProblem::TooLarge,
        _ => DecodeProblem::Damaged,
    })
}

fn fragment_of(text: &str) -> &str {
    let text = text.trim();
    text.split_once('#').map_or(text, |(_, fragment)| fragment)
}

/// The version (1 or more) and what follows it.
fn version(fragment: &str) -> Option<(u64, &str)> {
    let (version, content) = fragment.strip_prefix('p')?.split_once('.')?;
    let digits = (1..=6).contains(&version.len()) && version.bytes().all(|digit| digit.is_ascii_digit());
    let version = version.parse().ok().filter(|version| *version > 0 && digits)?;
    Some((version, content))
}
