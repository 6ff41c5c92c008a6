//! A check from the signature to the disk: the card's signature or the station's own, then the journal.

use crate::{
    clock::SystemClock,
    run::{
        evidence::StationKey,
        input::{Inbox, send},
        office::Office,
        signing::Signing,
    },
};
use codes::Failure;
use desk::{Event, Pin, SaveFailure};
use firmware::card::{CardRequest, CardService, RequestTag};
use journal::{CaptureError, Draft, Journal};
use model::Ticket;
use std::sync::Arc;
use uplink::Uplink;
use wire::{Bytes, Challenge, CheckId, Evidence, InstitutionCode, Method, Purpose, StaffRef, StationId};

/// A check to be captured, as [`desk::Effect::Capture`] describes it.
pub(super) struct Capture {
    pub(super) check: CheckId,
    pub(super) method: Method,
    pub(super) purpose: Purpose,
    pub(super) site: Option<String>,
    pub(super) staff: StaffRef,
    pub(super) certificate: Bytes,
    pub(super) ticket: Option<Ticket>,
}

/// Makes the evidence of checks and puts them into the journal.
pub struct Checks {
    /// This station.
    pub station: StationId,
    /// The institution that checks are made for.
    pub institution: InstitutionCode,
    /// Signs the statement of a visual check.
    pub key: Arc<StationKey>,
    /// The time of a check.
    pub clock: SystemClock,
    /// The store.
    pub journal: Journal,
    /// Sends a captured check at once.
    pub uplink: Arc<Uplink>,
    /// Learns of a full journal.
    pub office: Office,
    /// The desk's loop.
    pub inbox: Inbox,
    /// The PIN check that is being signed.
    pub signing: Option<Signing>,
}

impl Checks {
    /// Has the card sign this check, by a PIN typed on the station or, without one, on the reader's own keys.
    pub(super) fn sign(
        &mut self,
        card: &CardService,
        tag: RequestTag,
        check: CheckId,
        pin: Option<&Pin>,
        challenge: Challenge,
    ) {
        let signing = Signing::begin(check, challenge, self.clock.wall(), self.clock.synchronised());
        let digest = signing.digest(&self.station);
        self.signing = Some(signing);
        if let Some(request) = request(tag, pin, digest) {
            card.request(request);
        }
    }

    /// Keeps the card's signature; false when it is for another check.
    pub(super) fn signed(&mut self, check: CheckId, signature: Vec<u8>) -> bool {
        self.signing.as_mut().is_some_and(|signing| signing.signed(check, signature))
    }

    /// Captures a check; the answer comes as an event. Returns that event at once when there is no evidence.
    pub(super) fn capture(&mut self, capture: Capture) -> Option<Event> {
        let check = capture.check;
        let Some(draft) = self.draft(capture) else {
            let why = SaveFailure::Failed(Failure::new(codes::S210));
            return Some(Event::NotSaved { check, why });
        };
        let (journal, uplink) = (self.journal.clone(), self.uplink.clone());
        let (office, inbox) = (self.office.clone(), self.inbox.clone());
        tokio::spawn(async move {
            match journal.capture(draft).await {
                Ok(saved) => {
                    tracing::info!(%check, reception = %saved.reception, order = saved.order, "captured");
                    send(&inbox, Event::Saved { check, reception: saved.reception });
                    uplink.live(check);
                }
                Err(error) => {
                    tracing::error!(code = error.code().name(), %error, "a check was not saved");
                    // The journal put the event of a full journal into the outbox itself, once for as long as it stays so.
                    if matches!(error, CaptureError::Full { .. }) {
                        office.wake();
                    }
                    send(&inbox, Event::NotSaved { check, why: not_saved(&error) });
                }
            }
        });
        None
    }

    fn draft(&mut self, capture: Capture) -> Option<Draft> {
        let Capture { check: id, method, purpose, site, staff, certificate, ticket } = capture;
        let (at, clock_synchronised, evidence) = match method {
            Method::Pin => {
                let signing = self.signing.take()?;
                (signing.at, signing.synchronised, signing.evidence(id, certificate)?)
            }
            Method::Visual => {
                let at = self.clock.wall();
                let statement =
                    wire::visual_statement(certificate.as_slice(), id, &self.station, purpose, &staff, at);
                let statement_signature = self.key.sign(&statement)?;
                (at, self.clock.synchronised(), Evidence::Visual { certificate, statement_signature })
            }
        };
        let (station, institution) = (self.station.clone(), self.institution.clone());
        Some(Draft {
            id,
            station,
            institution,
            purpose,
            staff,
            at,
            clock_synchronised,
            evidence,
            ticket,
            site,
        })
    }
}

/// The request for a signature. The digest is fixed before the PIN is typed, so that the PIN signs nothing else.
fn request(tag: RequestTag, pin: Option<&Pin>, digest: [u8; 32]) -> Option<CardRequest> {
    let Some(pin) = pin else { return Some(CardRequest::SignByPad { tag, digest }) };
    let mut digits = *pin.as_bytes();
    // Always four digits by the desk's own type, so firmware's type never refuses them.
    let pin = firmware::card::Pin::take(&mut digits).ok()?;
    Some(CardRequest::Sign { tag, pin, digest })
}

fn not_saved(error: &CaptureError) -> SaveFailure {
    let failure = Failure::from(error);
    match error {
        CaptureError::Full { .. } | CaptureError::DiskFull => SaveFailure::Full(failure),
        CaptureError::Conflict | CaptureError::Failed(_) => SaveFailure::Failed(failure),
    }
}
