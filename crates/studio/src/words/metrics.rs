//! The names and values of metrics.

use std::borrow::Cow;

use sim::Metric;

use crate::words::{Language, english};

/// What a metric is called: CloudWatch's name where CloudWatch has it, in every language.
pub fn metric_name(language: Language, metric: Metric) -> Cow<'static, str> {
    match language {
        Language::English => english::metrics::name(metric).into(),
    }
}

/// A value of a metric with its unit.
pub fn metric_value(language: Language, metric: Metric, value: u64) -> String {
    match language {
        Language::English => english::metrics::value(metric, value),
    }
}
