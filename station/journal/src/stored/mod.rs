//! Disk form of everything that is sealed or waits in the outbox. The types here belong to the journal: a change of the
//! wire or of the shared vocabulary never changes what is on disk, and stops compiling in the conversions until the
//! disk form is decided.
//!
//! A body is JSON. The first form bears no number, because release 0.1 wrote none; every later one begins with
//! `"form": N`. A body of an unknown form is kept and counts as one that does not open.
//!
//! To add a form: freeze the present one, write `v2`, read both, and write `v2` only when the release that is rolled
//! back to can read it (invariant 11).

mod v1;

use crate::Error;
use crate::seal::{self, Stored};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub(crate) use v1::{DayChoice, Draft, Prefs};

/// Number of the form that a body was written in.
#[derive(Deserialize)]
struct Form {
    #[serde(default = "first")]
    form: u32,
}

fn first() -> u32 {
    1
}

/// Reads a body of the only form there is so far.
fn read<V1: DeserializeOwned>(bytes: &[u8]) -> Option<V1> {
    let Form { form } = serde_json::from_slice(bytes).ok()?;
    if form == first() { serde_json::from_slice(bytes).ok() } else { None }
}

/// Values whose first form is a type of [`v1`].
macro_rules! stored {
    ($($live:ty => $form:ty;)*) => {$(
        impl Stored for $live {
            fn to_disk(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
                seal::json(&<$form>::from(self))
            }

            fn from_disk(bytes: &[u8]) -> Option<Self> {
                read::<$form>(bytes)?.live()
            }
        }
    )*};
}

stored! {
    wire::Check => v1::Check;
    wire::Settlement => v1::Settlement;
    wire::Event => v1::Event;
    crate::people::Record => v1::StaffMember;
}

/// A ticket's text is its own disk form: one JSON string.
impl Stored for Zeroizing<String> {
    fn to_disk(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        seal::json(&self.as_str())
    }

    fn from_disk(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

/// A choice of staff: not personal, plain text in a table of its own.
pub(crate) fn choice<T: Serialize>(choice: &T) -> Result<String, Error> {
    let text = seal::json(choice)?;
    Ok(String::from_utf8(text.to_vec()).unwrap_or_default())
}

/// Reads a choice; `None` when it does not parse.
pub(crate) fn read_choice<T: DeserializeOwned>(text: &str) -> Option<T> {
    read(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_of_a_later_form_counts_as_one_that_does_not_open() {
        let event = r#"{"form":2,"station":"bus-01","boot":1,"order":9,"clock":{"at":"2026-05-12T00:30:00Z",
            "synchronised":true},"event":"started","software":"t","clean":true}"#;
        assert!(wire::Event::from_disk(event.as_bytes()).is_none());
        assert!(wire::Event::from_disk(event.replace("\"form\":2,", "").as_bytes()).is_some());
    }

    #[test]
    fn bytes_that_are_no_body_are_none() {
        for bytes in [&b""[..], b"{}", b"\x00", b"{\"form\":1}", b"\"text\""] {
            assert!(wire::Check::from_disk(bytes).is_none());
        }
    }
}
