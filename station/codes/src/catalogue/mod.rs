//! The entries, one file for each letter.

mod card;
mod centre;
mod desk;
mod journal;
mod panel;
mod report;
mod station;
mod uplink;

pub use {card::*, centre::*, desk::*, journal::*, panel::*, report::*, station::*, uplink::*};

use crate::code::{Code, Staff, Texts};

/// The parts, in the order of their letters.
const ALL: [&[Code]; 8] = [
    centre::ENTRIES,
    desk::ENTRIES,
    journal::ENTRIES,
    card::ENTRIES,
    panel::ENTRIES,
    report::ENTRIES,
    station::ENTRIES,
    uplink::ENTRIES,
];

impl Code {
    /// Every code of this version, in order of letter and number.
    pub fn all() -> impl Iterator<Item = Self> {
        ALL.iter().flat_map(|part| part.iter().copied())
    }
}

/// For codes of a start that failed: the station shows the reason and ends.
const OUT_OF_ORDER: Staff = Staff {
    ja: Texts {
        staff: "この端末は今使えません。別の方法で確認し、技術担当に連絡してください。",
        short: ["端末を今使えません", "別の方法、技術担当"],
    },
    en: Texts {
        staff: "This device cannot be used now. Use another proof of insurance and contact technical support.",
        short: ["Device is out of order", "Other proof, tech"],
    },
};

/// Declares a constant for each entry: the code, the technician's text, and in braces the texts for staff in both
/// languages (sentences; short clauses), `log_only`, or a constant of texts that several codes share.
macro_rules! catalogue {
    ($($name:ident $technician:literal { $($staff:tt)* })*) => {
        use crate::code::{Code, Entry};

        $(
            #[allow(rustdoc::broken_intra_doc_links, reason = "texts name sections of the configuration, as [broker]")]
            #[doc = concat!("`", stringify!($name), "`: ", $technician, ".")]
            pub const $name: Code = Code(&Entry {
                name: stringify!($name),
                technician: $technician,
                staff: crate::catalogue::texts!($($staff)*),
            });
        )*

        pub(super) const ENTRIES: &[Code] = &[$($name),*];
    };
}

macro_rules! texts {
    (log_only) => {
        None
    };
    (
        ja: $ja:literal, [$ja_matter:literal, $ja_action:literal];
        en: $en:literal, [$en_matter:literal, $en_action:literal];
    ) => {
        Some(crate::code::Staff {
            ja: crate::code::Texts { staff: $ja, short: [$ja_matter, $ja_action] },
            en: crate::code::Texts { staff: $en, short: [$en_matter, $en_action] },
        })
    };
    ($shared:ident) => {
        Some(super::$shared)
    };
}

use {catalogue, texts};
