//! Checks that a server implements the API: every operation and every documented answer is produced by a real
//! request and held against the description.
//!
//! Answers that only a faulty or a restricted centre gives (403 for everything, 410, 429, 5xx) need a server that
//! can be directed: at the stand-in all are produced; at another server those are listed as not provoked.

mod client;
mod description;
mod exercise;

pub use client::{ClientError, client};
pub use description::{Description, DescriptionError, Documented, OPENAPI};

use crate::{
    Control,
    testkit::{Forge, ForgeError},
};
use std::collections::BTreeSet;

/// The server under test.
pub struct Subject {
    /// `https://host:port`, without a slash at the end.
    pub base: String,
    /// A client with the certificate of the forge's station.
    pub client: reqwest::Client,
    /// Makes the checks.
    pub forge: Forge,
    /// Directs the server, when it is the stand-in.
    pub control: Option<Control>,
}

/// Result of the exercise.
#[derive(Debug, Default)]
pub struct Report {
    /// Documented answers that were produced.
    pub exercised: BTreeSet<Documented>,
    /// Documented answers that were not.
    pub not_provoked: BTreeSet<Documented>,
    /// Mismatches, one line each. No personal data.
    pub failures: Vec<String>,
}

/// The run could not be done. Says nothing about the server.
#[derive(Debug, thiserror::Error)]
pub enum ConformanceError {
    /// The description.
    #[error(transparent)]
    Description(#[from] DescriptionError),
    /// The checks to send.
    #[error(transparent)]
    Forge(#[from] ForgeError),
    /// The stand-in could not be directed.
    #[error(transparent)]
    Control(#[from] crate::ControlError),
    /// A date that no calendar holds.
    #[error("the check's date is outside the calendar")]
    Calendar,
    /// No answer.
    #[error("no answer: {0}")]
    Http(#[from] reqwest::Error),
}

/// Runs all exercises. `strict` as in [`Description::load`].
pub async fn run(subject: &Subject, strict: bool) -> Result<Report, ConformanceError> {
    let description = Description::load(strict)?;
    let mut run = exercise::Run { subject, description: &description, report: Report::default() };
    run.plain().await?;
    if let Some(control) = &subject.control {
        run.directed(control).await?;
    }
    let mut report = run.report;
    report.not_provoked = description.documented().difference(&report.exercised).cloned().collect();
    Ok(report)
}
