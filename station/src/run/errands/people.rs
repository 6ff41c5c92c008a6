//! Logins, badges and new staff members.

use super::{Errands, PATIENCE, failure};
use crate::run::card::BadgeJob;
use desk::{AskId, BadgeAnswer, BadgePurpose, Event, Reply};
use firmware::card::BadgeId;
use journal::{Actor, BadgeNumber, Error, StaffDraft};
use model::{Passcode, Role};
use wire::StaffRef;

impl Errands {
    /// Tells the desk who can log in.
    pub fn roster(&self) {
        self.go(|errands| async move { errands.members().await });
    }

    /// Who can log in. Without an answer nobody can, so it is tried until there is one.
    pub(super) async fn members(&self) -> Event {
        let mut pause = PATIENCE.first;
        loop {
            match self.journal().staff().await {
                Ok(staff) => return Event::Roster(staff),
                // The process ends, or its reader did: nobody is told that nobody is registered.
                Err(Error::Closed) => std::future::pending().await,
                Err(error) => tracing::error!(code = error.code().name(), %error, "the staff cannot be read"),
            }
            tokio::time::sleep(pause).await;
            pause = pause.saturating_mul(2).min(PATIENCE.longest);
        }
    }

    /// Compares a passcode.
    pub fn check_passcode(&self, ask: AskId, staff: StaffRef, passcode: Passcode) {
        let by = self.now_by(staff);
        self.reply(ask, |errands| async move {
            let answer = errands.journal().login(by, passcode).await;
            Reply::Login(answer.map_err(|error| failure("login", &error)))
        });
    }

    /// Compares a badge with a staff member's, or gives it to them.
    pub fn badge(&self, BadgeJob { ask, purpose, staff }: BadgeJob, badge: &BadgeId) {
        let (number, by) = (BadgeNumber::new(badge.as_bytes()), self.by());
        let shown = self.now_by(staff.clone());
        self.reply(ask, move |errands| async move {
            let Some(number) = number else { return Reply::Badge(BadgeAnswer::Other) };
            Reply::Badge(match purpose {
                BadgePurpose::Login => errands.matched(shown, number).await,
                BadgePurpose::Enrol => errands.enrolled(staff, number, by).await,
            })
        });
    }

    async fn matched(&self, shown: Actor, number: BadgeNumber) -> BadgeAnswer {
        match self.journal().match_badge(shown, number).await {
            Ok(true) => BadgeAnswer::Matched,
            Ok(false) => BadgeAnswer::Other,
            Err(error) => BadgeAnswer::Failed(failure("badge", &error)),
        }
    }

    async fn enrolled(&self, staff: StaffRef, number: BadgeNumber, by: Actor) -> BadgeAnswer {
        match self.journal().enrol_badge(staff, number, by).await {
            Ok(()) => {
                self.roster();
                BadgeAnswer::Enrolled
            }
            Err(Error::BadgeTaken) => BadgeAnswer::Other,
            Err(error) => BadgeAnswer::Failed(failure("badge", &error)),
        }
    }

    /// Registers a staff member under the next free label; a technician can give another one.
    pub fn add_staff(&self, ask: AskId, role: Role, passcode: Passcode) {
        let by = self.by();
        self.reply(ask, move |errands| async move {
            let added = match errands.next_label().await {
                Ok(label) => errands.journal().add_staff(StaffDraft { label, role, passcode }, by).await,
                Err(error) => Err(error),
            };
            if added.is_ok() {
                errands.roster();
            }
            Reply::StaffAdded(added.map_err(|error| failure("add staff", &error)))
        });
    }

    /// 職員1, 職員2, …: the first that nobody has.
    async fn next_label(&self) -> Result<String, Error> {
        let staff = self.journal().staff().await?;
        let free = |label: &String| staff.iter().all(|entry| entry.label != *label);
        Ok((1..).map(|number: u32| format!("職員{number}")).find(free).unwrap_or_default())
    }
}
