//! What `decouple serve` is told on the command line.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use cloud::account::{AccountId, Region};
use sim::Home;

use super::clock::Speed;
use crate::Failure;

/// The port that local endpoints of AWS have by custom.
const PORT: u16 = 4566;
/// Where scripts/serve builds the page.
const PAGE: &str = "dist";
/// The fastest speed, in thousandths.
const FASTEST: u64 = 1_000_000;
/// The longest constant, in bytes.
const LONGEST: usize = 1 << 20;

/// An option that has a value: its name, what its value should be, and what sets it if that is what it is.
type Valued = (&'static str, &'static str, fn(&mut Options, &str) -> Option<()>);

const VALUED: [Valued; 8] = [
    ("--host", "IP address, such as 127.0.0.1", |options, typed| {
        typed.parse().ok().map(|host| options.host = host)
    }),
    (
        "--port",
        "port: it is a number from 0 to 65535",
        |options, typed| typed.parse().ok().map(|port| options.port = port),
    ),
    (
        "--speed",
        "speed: it is a number from 0.001 to 1000",
        |options, typed| speed(typed).map(|speed| options.speed = speed),
    ),
    ("--account", "account: it has twelve digits", |options, typed| {
        typed.parse().ok().map(|account| options.account = account)
    }),
    ("--region", "region, such as us-east-1", |options, typed| {
        typed.parse().ok().map(|region| options.region = region)
    }),
    ("--record", "file", |options, typed| {
        options.record = Some(typed.into());
        Some(())
    }),
    ("--page", "folder", |options, typed| {
        options.page = typed.into();
        Some(())
    }),
    ("--constant", "number of bytes up to 1048576", |options, typed| {
        let bytes = typed.parse().ok().filter(|bytes| *bytes <= LONGEST)?;
        options.constant = Some(bytes);
        Some(())
    }),
];

/// What is to be served, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Serving {
    pub(crate) source: Option<String>,
    pub(crate) options: Options,
}

/// See [`Serving`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) host: IpAddr,
    pub(crate) port: u16,
    pub(crate) speed: Speed,
    pub(crate) account: AccountId,
    pub(crate) region: Region,
    pub(crate) record: Option<PathBuf>,
    /// Whether the page is served, too, and shows what happens.
    pub(crate) watch: bool,
    /// The folder with the built page.
    pub(crate) page: PathBuf,
    /// Instead of everything: every request is answered with so many bytes.
    pub(crate) constant: Option<usize>,
}

impl Default for Options {
    fn default() -> Self {
        let Home { account, region } = Home::default();
        Self {
            host: Ipv4Addr::LOCALHOST.into(),
            port: PORT,
            speed: Speed::REAL,
            account,
            region,
            record: None,
            watch: false,
            page: PAGE.into(),
            constant: None,
        }
    }
}

impl Options {
    pub(crate) fn with(self, source: Option<String>) -> Serving {
        Serving {
            source,
            options: self,
        }
    }

    /// Sets the option of this name, if there is one, to what `value` gives; says whether there is one.
    pub(crate) fn set(
        &mut self,
        name: &str,
        value: impl FnOnce() -> Result<String, Failure>,
    ) -> Result<bool, Failure> {
        let Some((_, wants, set)) = VALUED.iter().find(|(known, ..)| *known == name) else {
            return Ok(false);
        };
        let typed = value()?;
        match set(self, &typed) {
            Some(()) => Ok(true),
            None => Err(Failure::Usage(format!("“{typed}” is no {wants}."))),
        }
    }

    /// The names of all options that have a value.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        VALUED.iter().map(|(name, ..)| *name)
    }
}

/// A number with up to three places after its point.
fn speed(typed: &str) -> Option<Speed> {
    let (whole, fraction) = typed.split_once('.').unwrap_or((typed, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || fraction.len() > 3 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let thousandths: u64 = format!("{fraction:0<3}").parse().ok()?;
    let speed = whole.parse::<u64>().ok()?.checked_mul(1_000)? + thousandths;
    (1..=FASTEST).contains(&speed).then_some(Speed(speed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_a_number_with_a_point() {
        for (typed, thousandths) in [("1", 1_000), ("0.5", 500), ("12.25", 12_250), ("1000", 1_000_000)] {
            assert_eq!(speed(typed), Some(Speed(thousandths)), "{typed}");
        }
        for typed in [
            "",
            "0",
            "-1",
            "1e3",
            "1000.1",
            "0.0001",
            ".5",
            "x",
            "99999999999999999999",
        ] {
            assert_eq!(speed(typed), None, "{typed}");
        }
    }
}
