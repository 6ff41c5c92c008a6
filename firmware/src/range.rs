//! Ranges for the values of a configuration.
//!
//! It exists so that a value out of range is refused while it is read, when the error can still name line and field, and
//! so that all such errors read alike. Sections of other crates use it too.

use serde::{Deserialize, Deserializer, de::Error};
use std::fmt::Display;

/// Refuses a value outside `least..=most`.
///
/// # Errors
/// A text with the value and the range.
pub fn within<T: PartialOrd + Display>(value: T, least: T, most: T) -> Result<T, String> {
    if (&least..=&most).contains(&&value) {
        Ok(value)
    } else {
        Err(format!("{value} is out of range, {least} to {most} is possible"))
    }
}

/// Reads a whole number from `MIN` to `MAX`; for `deserialize_with`.
///
/// # Errors
/// A number outside the range or outside `T`, and anything that is no whole number.
pub fn whole<'de, D, T, const MIN: u64, const MAX: u64>(d: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<u64>,
{
    let value =
        within(i64::deserialize(d)?.into(), i128::from(MIN), i128::from(MAX)).map_err(D::Error::custom)?;
    let fits = u64::try_from(value).ok().and_then(|value| T::try_from(value).ok());
    fits.ok_or_else(|| D::Error::custom(format!("{value} is too large")))
}

/// Reads a whole number from `MIN` to `MAX` where the field may be absent; for `deserialize_with` beside `default`.
///
/// # Errors
/// As [`whole`].
pub fn optional_whole<'de, D, T, const MIN: u64, const MAX: u64>(d: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<u64>,
{
    whole::<D, T, MIN, MAX>(d).map(Some)
}

/// Reads a section and puts the field's path in front of an error, for places where the format around hides it.
///
/// # Errors
/// Those of `read`, with the path.
pub(crate) fn named<'de, D, T>(
    d: D,
    read: impl FnOnce(serde_path_to_error::Deserializer<'_, '_, D>) -> Result<T, D::Error>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    let mut track = serde_path_to_error::Track::new();
    let result = read(serde_path_to_error::Deserializer::new(d, &mut track));
    result.map_err(|error| D::Error::custom(format_args!("{}: {error}", track.path())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read<T: TryFrom<u64>>(value: Value) -> Result<T, String> {
        whole::<_, T, 1, 300>(value).map_err(|error| error.to_string())
    }

    #[test]
    fn both_ends_are_in_the_range_and_an_error_names_value_and_range() {
        assert_eq!((read(json!(1)), read(json!(300))), (Ok(1_u64), Ok(300)));
        for bad in [json!(0), json!(301), json!(-1)] {
            let expected = format!("{bad} is out of range, 1 to 300 is possible");
            assert_eq!(read::<u64>(bad), Err(expected));
        }
        assert_eq!(within(2.5, 0.5, 2.0), Err("2.5 is out of range, 0.5 to 2 is possible".into()));
        assert!(within(f64::NAN, 0.5, 2.0).is_err());
    }

    #[test]
    fn a_number_too_large_for_its_type_or_no_number_is_an_error() {
        assert_eq!(read::<u8>(json!(300)), Err("300 is too large".into()));
        for bad in [json!("5"), json!(1.5), json!(null), json!([1]), json!(u64::MAX)] {
            assert!(read::<u64>(bad.clone()).is_err(), "{bad}");
        }
    }
}
