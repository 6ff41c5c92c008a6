//! A member of the roster, the choice of the day, picture and sound.

use super::{Method, Purpose, words};
use crate::ClockReading;
use crate::people::Record;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use zeroize::Zeroizing;

words! {
    /// Rights of a staff member.
    Role = model::Role { Staff = "staff", Head = "head", Technician = "technician" }
}

words! {
    /// Language of the screen.
    Language = model::Language { Japanese = "japanese", English = "english" }
}

/// A staff member, removed ones among them.
#[derive(Serialize, Deserialize)]
pub(crate) struct StaffMember {
    label: String,
    role: Role,
    passcode: Option<Zeroizing<String>>,
    badge: Option<Vec<u8>>,
    removed: bool,
}

impl From<&Record> for StaffMember {
    fn from(Record { label, role, passcode, badge, removed }: &Record) -> Self {
        let (label, passcode, badge) = (label.clone(), passcode.clone(), badge.clone());
        Self { label, role: (*role).into(), passcode, badge, removed: *removed }
    }
}

impl StaffMember {
    /// The member as the roster uses it. Never `None`.
    #[allow(clippy::unnecessary_wraps, reason = "one signature for all stored values")]
    pub(crate) fn live(self) -> Option<Record> {
        let Self { label, role, passcode, badge, removed } = self;
        Some(Record { label, role: role.into(), passcode, badge, removed })
    }
}

/// The choice of a day.
#[derive(Serialize, Deserialize)]
pub(crate) struct DayChoice {
    /// Its day, as far as was known then.
    pub day: String,
    pub boot: u64,
    /// Its moment, to find its day when the clock is set later in the same start. Absent in the earliest files.
    #[serde(default)]
    moment: Option<Moment>,
    site: Option<String>,
    method: Method,
    purpose: Purpose,
}

#[derive(Serialize, Deserialize)]
struct Moment {
    at: Timestamp,
    monotonic_ms: u64,
    synchronised: bool,
}

impl DayChoice {
    pub(crate) fn new(day: String, boot: u64, at: ClockReading, choice: model::DayChoice) -> Self {
        let monotonic_ms = u64::try_from(at.monotonic.as_millis()).unwrap_or(u64::MAX);
        let moment = Moment { at: at.at, monotonic_ms, synchronised: at.synchronised };
        let model::DayChoice { site, method, purpose } = choice;
        Self { day, boot, moment: Some(moment), site, method: method.into(), purpose: purpose.into() }
    }

    /// The moment of the choice by the clocks of its start.
    pub(crate) fn moment(&self) -> Option<ClockReading> {
        let Moment { at, monotonic_ms, synchronised } = self.moment.as_ref()?;
        let monotonic = Duration::from_millis(*monotonic_ms);
        Some(ClockReading { at: *at, monotonic, synchronised: *synchronised })
    }

    pub(crate) fn live(self) -> model::DayChoice {
        let Self { site, method, purpose, .. } = self;
        model::DayChoice { site, method: method.into(), purpose: purpose.into() }
    }
}

/// Picture and sound.
#[derive(Serialize, Deserialize)]
pub(crate) struct Prefs {
    volume: u8,
    brightness: u8,
    language: Language,
}

impl From<model::Prefs> for Prefs {
    fn from(model::Prefs { volume, brightness, language }: model::Prefs) -> Self {
        Self { volume, brightness, language: language.into() }
    }
}

impl From<Prefs> for model::Prefs {
    fn from(Prefs { volume, brightness, language }: Prefs) -> Self {
        Self { volume, brightness, language: language.into() }
    }
}
