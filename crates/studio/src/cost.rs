//! What requests to SQS cost: the list prices of us-east-1 in US dollars, without tax or discounts, as checked in November
//! 2026. Prices change; everything made of them is an estimate, and says so.
//!
//! Money is whole nano-dollars: a request for $0.40 a million costs 400 of them.

use cloud::sqs::QueueKind;
use cloud::time::SimDuration;
use sim::Bill;

/// When the prices were last compared with what AWS publishes.
pub const CHECKED: &str = "Nov 2026";
/// The region whose prices these are.
pub const REGION: &str = "us-east-1";
/// A month as AWS counts one: 730 hours.
pub const MONTH: SimDuration = SimDuration::from_secs(730 * 3_600);
/// So many requests a month are free, of all queues together.
pub const FREE_REQUESTS: Price<u64> = Price {
    value: 1_000_000,
    certainty: Certainty::Articles,
};
/// What a request of a fair queue costs on top.
pub const FAIR_REQUEST: Price<NanoDollars> = Price {
    value: NanoDollars(100),
    certainty: Certainty::Articles,
};

/// A price, and how far it can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price<T> {
    /// The price.
    pub value: T,
    /// Where it is from.
    pub certainty: Certainty,
}

/// Where a price is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// From memory, not verified.
    Memory,
    /// Seen in dated articles of others.
    Articles,
    /// Seen in AWS's own price data or on a page of AWS.
    Aws,
}

/// Money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NanoDollars(pub u128);

/// The requests of a month up to `up_to` cost `each`.
#[derive(Clone, Copy, Debug)]
struct Tier {
    up_to: u64,
    each: Price<NanoDollars>,
}

const BILLION: u64 = 1_000_000_000;

const fn tier(up_to: u64, nanos: u128, certainty: Certainty) -> Tier {
    let value = NanoDollars(nanos);
    Tier {
        up_to,
        each: Price { value, certainty },
    }
}

const STANDARD: [Tier; 3] = [
    tier(100 * BILLION, 400, Certainty::Aws),
    tier(200 * BILLION, 300, Certainty::Aws),
    tier(u64::MAX, 240, Certainty::Aws),
];

const FIFO: [Tier; 3] = [
    tier(100 * BILLION, 500, Certainty::Aws),
    tier(200 * BILLION, 400, Certainty::Memory),
    tier(u64::MAX, 350, Certainty::Memory),
];

/// Requests of some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Requests {
    /// To standard queues.
    pub standard: u64,
    /// To FIFO queues.
    pub fifo: u64,
    /// Of those to standard queues, the ones of fair queues.
    pub fair: u64,
}

/// What requests cost if they are all of one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// At list prices, nothing free.
    pub list: NanoDollars,
    /// What of that the free requests of the month take off.
    pub free: NanoDollars,
    /// The least certain of the prices in it.
    pub certainty: Certainty,
}

impl Requests {
    /// Those of a queue of this kind, or of several.
    pub fn of(kind: QueueKind, bill: &Bill) -> Self {
        match kind {
            QueueKind::Standard => Self {
                standard: bill.requests(),
                fair: bill.fair,
                fifo: 0,
            },
            QueueKind::Fifo => Self {
                fifo: bill.requests(),
                ..Self::default()
            },
        }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, more: Self) -> Self {
        Self {
            standard: self.standard + more.standard,
            fifo: self.fifo + more.fifo,
            fair: self.fair + more.fair,
        }
    }

    /// All of them.
    pub const fn total(self) -> u64 {
        self.standard + self.fifo
    }

    /// As many as in a month at the rate at which these came within `time`; nothing if no time has passed.
    pub fn a_month(self, time: SimDuration) -> Option<Self> {
        let scaled = |count: u64| {
            let scaled = u128::from(count) * u128::from(MONTH.as_nanos());
            let scaled = scaled.checked_div(u128::from(time.as_nanos()))?;
            Some(u64::try_from(scaled).unwrap_or(u64::MAX / 4))
        };
        Some(Self {
            standard: scaled(self.standard)?,
            fifo: scaled(self.fifo)?,
            fair: scaled(self.fair)?,
        })
    }

    /// What they cost if they are all that is asked in a month. The free ones are taken from those to standard queues first:
    /// AWS does not say which.
    pub fn cost(self) -> Cost {
        let free = FREE_REQUESTS.value;
        let free_standard = self.standard.min(free);
        let free_fifo = self.fifo.min(free - free_standard);
        let kinds = [(self.standard, &STANDARD), (self.fifo, &FIFO)];
        let list: u128 = kinds.iter().map(|(count, tiers)| price(*count, *tiers).0).sum();
        let certainty = kinds
            .iter()
            .filter_map(|(count, tiers)| certainty(*count, *tiers))
            .chain((self.fair > 0).then_some(FAIR_REQUEST.certainty))
            .min();
        Cost {
            list: NanoDollars(list + u128::from(self.fair) * FAIR_REQUEST.value.0),
            free: NanoDollars(price(free_standard, &STANDARD).0 + price(free_fifo, &FIFO).0),
            certainty: certainty.unwrap_or(Certainty::Aws),
        }
    }
}

impl Cost {
    /// What is left to pay after the free requests.
    pub const fn to_pay(self) -> NanoDollars {
        NanoDollars(self.list.0 - self.free.0)
    }
}

fn price(count: u64, tiers: &[Tier]) -> NanoDollars {
    let (mut sum, mut priced) = (0, 0);
    for tier in tiers {
        let within = count.min(tier.up_to) - priced;
        sum += u128::from(within) * tier.each.value.0;
        priced += within;
    }
    NanoDollars(sum)
}

/// The least certain of the prices that so many requests are charged.
fn certainty(count: u64, tiers: &[Tier]) -> Option<Certainty> {
    let reached = 1 + tiers.iter().filter(|tier| count > tier.up_to).count();
    let prices = tiers[..reached.min(tiers.len())].iter();
    let least = prices.map(|tier| tier.each.certainty).min();
    least.filter(|_| count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLION: u64 = 1_000_000;

    fn dollars(hundredths: u128) -> NanoDollars {
        NanoDollars(hundredths * 10_000_000)
    }

    fn standard(requests: u64) -> Requests {
        Requests {
            standard: requests,
            ..Requests::default()
        }
    }

    /// `reference/pricing.md`, "Worked checks".
    #[test]
    fn a_million_messages_unbatched_cost_eighty_cents_beyond_the_free_million() {
        let cost = standard(3 * MILLION).cost();
        assert_eq!(
            (cost.list, cost.free, cost.to_pay()),
            (dollars(120), dollars(40), dollars(80))
        );
        assert_eq!(cost.certainty, Certainty::Aws);
    }

    #[test]
    fn less_than_the_free_million_costs_nothing() {
        let cost = standard(999_999).cost();
        assert_eq!((cost.list.0, cost.to_pay().0), (399_999_600, 0));
    }

    #[test]
    fn fifo_costs_more_and_fair_queues_cost_extra() {
        let requests = Requests {
            standard: MILLION,
            fifo: 2 * MILLION,
            fair: MILLION / 2,
        };
        let cost = requests.cost();
        assert_eq!(cost.list, dollars(40 + 100 + 5));
        assert_eq!(
            cost.free,
            dollars(40),
            "the free million goes to the standard queues"
        );
        assert_eq!(
            cost.certainty,
            Certainty::Articles,
            "the price of fair queues is from one article"
        );
    }

    #[test]
    fn the_price_falls_with_the_number() {
        let billion = |count| standard(count * BILLION).cost().list;
        assert_eq!(billion(100), dollars(40_000 * 100));
        assert_eq!(billion(200), dollars(70_000 * 100));
        assert_eq!(billion(300), dollars(94_000 * 100));
        let fifo = Requests {
            fifo: 300 * BILLION,
            ..Requests::default()
        };
        assert_eq!(fifo.cost().list, dollars(125_000 * 100));
        assert_eq!(fifo.cost().certainty, Certainty::Memory);
    }

    #[test]
    fn what_comes_in_a_minute_is_scaled_to_a_month() {
        let a_month = standard(60).a_month(SimDuration::from_secs(60));
        assert_eq!(a_month, Some(standard(730 * 3_600)));
        assert_eq!(standard(60).a_month(SimDuration::ZERO), None);
        assert!(
            standard(u64::MAX / 4)
                .a_month(SimDuration::from_nanos(1))
                .is_some()
        );
    }

    #[test]
    fn a_bill_is_of_its_queue() {
        let mut bill = Bill::default();
        bill.send.requests = 7;
        bill.delete.requests = 5;
        bill.fair = 7;
        let of = |kind| Requests::of(kind, &bill);
        assert_eq!(
            (of(QueueKind::Standard).standard, of(QueueKind::Standard).fair),
            (12, 7)
        );
        assert_eq!((of(QueueKind::Fifo).fifo, of(QueueKind::Fifo).total()), (12, 12));
    }
}
