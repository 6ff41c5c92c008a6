//! Dates as Japan counts them. JST has had no daylight saving since 1951, so a fixed offset is exact.

use jiff::{Timestamp, civil::Date, tz::Offset};

const JST: Offset = Offset::constant(9);

/// The calendar day in Japan at `at`.
pub fn jst_date(at: Timestamp) -> Date {
    JST.to_datetime(at).date()
}

/// `HH:MM` in Japan, for screens.
pub fn jst_text(at: Timestamp) -> String {
    JST.to_datetime(at).strftime("%H:%M").to_string()
}

/// The last day on which anything about a check of `day` may be kept: the end of the following month.
pub fn retention_end(day: Date) -> Date {
    let next = jiff::Span::new().months(1);
    day.first_of_month().checked_add(next).map_or(Date::MAX, |d| d.last_of_month())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn retention_ends_with_the_following_month() {
        assert_eq!(retention_end(date(2026, 1, 31)), date(2026, 2, 28));
        assert_eq!(retention_end(date(2026, 12, 1)), date(2027, 1, 31));
    }

    #[test]
    fn the_day_changes_at_midnight_in_japan() {
        let before: Timestamp = "2026-04-30T14:59:59Z".parse().unwrap();
        let after: Timestamp = "2026-04-30T15:00:00Z".parse().unwrap();
        assert_eq!((jst_date(before), jst_date(after)), (date(2026, 4, 30), date(2026, 5, 1)));
        assert_eq!(jst_text(after), "00:00");
    }
}
