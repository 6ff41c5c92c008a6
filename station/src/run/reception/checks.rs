//! A check from the signature to the disk: the card's or the station's own, then the journal.

use super::Reception;
use crate::run::{card::Job, input::tell, rooms::Handles, signing::Signing};
use codes::Failure;
use desk::{CardJob, Event, Pin, SaveFailure};
use firmware::card::{CardRequest, RequestTag};
use journal::{CaptureError, Draft};
use model::Ticket;
use wire::{Bytes, Challenge, CheckId, Evidence, Method, Purpose, StaffRef};

/// What the desk wants to be captured.
pub(super) struct Capture {
    pub(super) check: CheckId,
    pub(super) method: Method,
    pub(super) purpose: Purpose,
    pub(super) site: Option<String>,
    pub(super) staff: StaffRef,
    pub(super) certificate: Bytes,
    pub(super) ticket: Option<Ticket>,
}

impl Reception {
    /// Has the card sign this check, by a PIN typed on the station or, without one, on the reader's own keys.
    pub(super) fn sign(&mut self, check: CheckId, pin: Option<&Pin>, challenge: Challenge) {
        let signing =
            Signing::begin(check, challenge, self.rooms.clock.wall(), self.rooms.clock.synchronised());
        let digest = signing.digest(&self.rooms.station);
        self.signing = Some(signing);
        let tag = self.requests.add(Job::Card(CardJob::Sign(check)));
        let Some(request) = request(tag, pin, digest) else { return };
        self.card.request(request);
    }

    pub(super) fn capture(&mut self, capture: Capture) {
        let check = capture.check;
        let Some(draft) = self.draft(capture) else {
            return self.happen(Event::NotSaved { check, why: SaveFailure::Failed(NO_EVIDENCE) });
        };
        let (rooms, inbox) = (self.rooms.clone(), self.inbox.clone());
        tokio::spawn(async move {
            match rooms.journal.capture(draft).await {
                Ok(saved) => {
                    tracing::info!(%check, reception = %saved.reception, order = saved.order, "captured");
                    tell(&inbox, Event::Saved { check, reception: saved.reception });
                    rooms.uplink.live(check);
                }
                Err(error) => {
                    tracing::error!(code = error.code().name(), %error, "a check was not saved");
                    note_full(&rooms, &error);
                    tell(&inbox, Event::NotSaved { check, why: not_saved(&error) });
                }
            }
        });
    }

    fn draft(
        &mut self,
        Capture { check: id, method, purpose, site, staff, certificate, ticket }: Capture,
    ) -> Option<Draft> {
        let station = self.rooms.station.clone();
        let (at, clock_synchronised, evidence) = match method {
            Method::Pin => {
                let signing = self.signing.take()?;
                (signing.at, signing.synchronised, signing.evidence(id, certificate)?)
            }
            Method::Visual => {
                let at = self.rooms.clock.wall();
                let statement =
                    wire::visual_statement(certificate.as_slice(), id, &station, purpose, &staff, at);
                let statement_signature = self.rooms.key.sign(&statement)?;
                (at, self.rooms.clock.synchronised(), Evidence::Visual { certificate, statement_signature })
            }
        };
        let institution = self.rooms.institution.clone();
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

/// Neither signature.
const NO_EVIDENCE: Failure = Failure::new(codes::S210);

fn note_full(rooms: &Handles, error: &CaptureError) {
    let CaptureError::Full { .. } = error else { return };
    // The journal has put the event into the outbox itself, once for as long as it stays full.
    if let Some(report) = &rooms.report {
        report.wake();
    }
}

fn not_saved(error: &CaptureError) -> SaveFailure {
    let failure = Failure::from(error);
    match error {
        CaptureError::Full { .. } | CaptureError::DiskFull => SaveFailure::Full(failure),
        CaptureError::Conflict | CaptureError::Failed(_) => SaveFailure::Failed(failure),
    }
}
