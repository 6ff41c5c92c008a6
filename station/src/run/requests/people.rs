//! Logins, badges and new staff members.

use super::{Requests, failure};
use crate::run::card::BadgeJob;
use desk::{AskId, BadgeAnswer, BadgePurpose, Event, Reply};
use firmware::card::BadgeId;
use journal::{Actor, BadgeNumber, Error, StaffDraft, deferred::PATIENCE};
use model::{Passcode, Role};
use wire::StaffRef;

impl Requests {
    /// Passes the staff list to the desk.
    pub fn roster(&self) {
        self.spawn(|requests| async move { requests.members().await });
    }

    /// The staff list. No login works without it, so it is read until there is an answer.
    pub(super) async fn members(&self) -> Event {
        let mut pause = PATIENCE.first;
        loop {
            match self.journal.staff().await {
                Ok(staff) => return Event::Roster(staff),
                // The journal is closed. Never report an empty list here: the panel would say that no staff is
                // registered.
                Err(Error::Closed) => std::future::pending().await,
                Err(error) => tracing::error!(code = error.code().name(), %error, "the staff cannot be read"),
            }
            tokio::time::sleep(pause).await;
            pause = pause.saturating_mul(2).min(PATIENCE.longest);
        }
    }

    /// Compares a passcode.
    pub fn check_passcode(&self, ask: AskId, staff: StaffRef, passcode: Passcode) {
        let by = self.actor_now(staff);
        self.reply(ask, |requests| async move {
            let answer = requests.journal.login(by, passcode).await;
            Reply::Login(answer.map_err(|error| failure("login", &error)))
        });
    }

    /// Compares a badge with a staff member's, or gives it to them.
    pub fn badge(&self, BadgeJob { ask, purpose, staff }: BadgeJob, badge: &BadgeId) {
        let (number, by) = (BadgeNumber::new(badge.as_bytes()), self.actor());
        let shown = self.actor_now(staff.clone());
        self.reply(ask, move |requests| async move {
            let Some(number) = number else { return Reply::Badge(BadgeAnswer::Other) };
            Reply::Badge(match purpose {
                BadgePurpose::Login => requests.matched(shown, number).await,
                BadgePurpose::Enrol => requests.enrolled(staff, number, by).await,
            })
        });
    }

    async fn matched(&self, shown: Actor, number: BadgeNumber) -> BadgeAnswer {
        match self.journal.match_badge(shown, number).await {
            Ok(true) => BadgeAnswer::Matched,
            Ok(false) => BadgeAnswer::Other,
            Err(error) => BadgeAnswer::Failed(failure("badge", &error)),
        }
    }

    async fn enrolled(&self, staff: StaffRef, number: BadgeNumber, by: Actor) -> BadgeAnswer {
        match self.journal.enrol_badge(staff, number, by).await {
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
        let by = self.actor();
        self.reply(ask, move |requests| async move {
            let added = match requests.next_label().await {
                Ok(label) => requests.journal.add_staff(StaffDraft { label, role, passcode }, by).await,
                Err(error) => Err(error),
            };
            if added.is_ok() {
                requests.roster();
            }
            Reply::StaffAdded(added.map_err(|error| failure("add staff", &error)))
        });
    }

    /// The first free label of 職員1, 職員2, ….
    async fn next_label(&self) -> Result<String, Error> {
        let staff = self.journal.staff().await?;
        let free = |label: &String| staff.iter().all(|entry| entry.label != *label);
        Ok((1..).map(|number: u32| format!("職員{number}")).find(free).unwrap_or_default())
    }
}
