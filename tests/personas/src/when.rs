//! Dates relative to the day things are made, so that "expired two months ago" stays true.

use jiff::{Span, Timestamp, ToSpan, Zoned, civil::Date, tz};
use serde::Deserialize;

/// A signed distance in days, months or years: `"-2 months"`, `"+30 days"`.
#[derive(Debug, Clone, Copy)]
pub struct Offset(Span);

impl Offset {
    /// The day this far from `today`.
    pub fn from_day(self, today: Date) -> Date {
        today.saturating_add(self.0)
    }
}

impl std::str::FromStr for Offset {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let rule = || "expected \"<signed number> days|months|years\", such as \"-2 months\"".to_owned();
        let (number, unit) = text.split_once(' ').ok_or_else(rule)?;
        let number: i32 = number.parse().map_err(|_| rule())?;
        if number.abs() > 40_000 {
            return Err("a distance of at most 40000 is expected".into());
        }
        match unit {
            "day" | "days" => Ok(Self(number.days())),
            "month" | "months" => Ok(Self(number.months())),
            "year" | "years" if number.abs() <= 100 => Ok(Self(number.years())),
            _ => Err(rule()),
        }
    }
}

impl<'de> Deserialize<'de> for Offset {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Japan Standard Time: a fixed offset, no daylight saving since 1951.
fn jst() -> tz::TimeZone {
    tz::TimeZone::fixed(tz::offset(9))
}

/// The day it is in Japan.
pub(crate) fn day_of(at: Timestamp) -> Date {
    Zoned::new(at, jst()).date()
}

/// The first second of a day in Japan.
pub(crate) fn first_second(day: Date) -> Timestamp {
    day.to_zoned(jst()).map(|z| z.timestamp()).unwrap_or(Timestamp::MIN)
}

/// The last second of a day in Japan, when certificates end.
pub(crate) fn last_second(day: Date) -> Timestamp {
    day.at(23, 59, 59, 0).to_zoned(jst()).map(|z| z.timestamp()).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_counts_by_the_calendar() {
        let day: Date = "2026-05-31".parse().unwrap();
        let shifted = |text: &str| text.parse::<Offset>().unwrap().from_day(day).to_string();
        assert_eq!(shifted("-3 months"), "2026-02-28");
        assert_eq!(shifted("+1 day"), "2026-06-01");
        assert_eq!(shifted("-5 years"), "2021-05-31");
    }

    #[test]
    fn an_offset_that_is_none_is_refused_with_the_rule() {
        for bad in ["", "2months", "x months", "2 fortnights", "99999999999 days", "90000 days", "101 years"]
        {
            assert!(bad.parse::<Offset>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_certificate_ends_with_the_day_in_japan() {
        let day: Date = "2026-05-31".parse().unwrap();
        assert_eq!(first_second(day).to_string(), "2026-05-30T15:00:00Z");
        assert_eq!(last_second(day).to_string(), "2026-05-31T14:59:59Z");
        assert_eq!(day_of("2026-05-31T15:00:00Z".parse().unwrap()).to_string(), "2026-06-01");
    }
}
