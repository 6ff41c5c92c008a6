//! One check under way.

use crate::common::Common;
use crate::state::{Saving, State};
use crate::{CardContent, Effect, Now};
use model::Ticket;
use wire::{CertificateState, Challenge, CheckId, Method, Purpose, jst_date};

/// One check under way: made when a card was read.
#[derive(Debug)]
pub(crate) struct CheckInProgress {
    pub(crate) check: CheckId,
    pub(crate) method: Method,
    pub(crate) purpose: Purpose,
    /// Where it began: the day may end, or the clock be set, before it is captured.
    pub(crate) site: Option<String>,
    pub(crate) content: CardContent,
    /// By the station's clock; `None` when the clock cannot be trusted.
    pub(crate) certificate: Option<CertificateState>,
    /// The ticket it was captured with, or that was put to it since.
    pub(crate) ticket: Option<Ticket>,
    /// Taken for this check. Nothing signed over it has left the station after a wrong PIN, so the next try uses it
    /// too.
    pub(crate) challenge: Option<Challenge>,
}

impl CheckInProgress {
    pub(crate) fn certificate_until(&self) -> jiff::civil::Date {
        jst_date(self.content.not_after)
    }

    /// The evidence is complete: into the journal with it, and with the ticket that was scanned before. The card may
    /// be taken.
    pub(crate) fn capture(mut self, common: &mut Common, now: Now) -> State {
        self.ticket = common.take_ticket();
        common.push_effect(Effect::Capture {
            check: self.check,
            method: self.method,
            purpose: self.purpose,
            site: self.site.clone(),
            staff: common.session.staff_ref(&common.settings),
            certificate: self.content.certificate.clone(),
            ticket: self.ticket.clone(),
        });
        Saving::enter(common, now, self)
    }

    /// A ticket that was scanned after the capture; the one before is replaced.
    pub(crate) fn attach(&mut self, common: &mut Common, ticket: Ticket) {
        self.ticket = Some(ticket.clone());
        common.attach(self.check, ticket);
    }
}
