//! Reading of the kind of token and the certificate: at once where the reader supports it, in pieces where not.
//!
//! Promise: the number of commands and the size of a certificate are bounded; every kind of token but the card is an
//! error.

use super::{Dialogue, Transmit, once, select};
use crate::card::apdu::{Answer, Command, SHORT_READ, Status};
use crate::card::certificate::{MAX_CERTIFICATE, validity};
use crate::card::tlv::{TlvError, certificate_len};
use crate::card::{CardContent, CardError, Fault, LABEL_LEN, Step, TokenKind};

/// Commands for the rest of a certificate at most, so that a card that answers in tiny pieces ends with an error.
const MAX_READS: usize = 256;

impl<T: Transmit> Dialogue<T> {
    /// Reads kind and certificate; with `tries`, also the PIN tries left.
    ///
    /// # Errors
    /// Another kind of token, a broken certificate, the card's error status, or the cause of a missing answer.
    pub fn read(&mut self, tries: bool) -> Result<CardContent, CardError> {
        let token = self.token()?;
        let certificate = self.certificate()?;
        let dates = validity(&certificate).map_err(|fault| CardError::new(fault, Step::Certificate))?;
        let tries_left = if tries { self.tries_left()? } else { None };
        Ok(CardContent {
            token,
            certificate,
            not_before: dates.not_before,
            not_after: dates.not_after,
            tries_left,
            pin_pad: false,
        })
    }

    /// The kind of token; every kind but the card is a fault of its own.
    fn token(&mut self) -> Result<TokenKind, CardError> {
        let answer =
            self.read_short(Step::Token, Command::read_short_id(self.scheme.token.short(), LABEL_LEN))?;
        if !answer.status.is_read() {
            return Err(answer.status.error(Step::Token));
        }
        let fault = match TokenKind::of(&answer.data) {
            TokenKind::Card => return Ok(TokenKind::Card),
            TokenKind::OldJuki => Fault::OldJuki,
            TokenKind::Android | TokenKind::Iphone => Fault::Phone,
            TokenKind::Unknown if answer.data.is_empty() => Fault::BadAnswer,
            TokenKind::Unknown => Fault::UnknownToken,
        };
        Err(CardError::new(fault, Step::Token))
    }

    /// The certificate, without the padding of its file.
    fn certificate(&mut self) -> Result<Vec<u8>, CardError> {
        let mut bytes = match self.at_once()? {
            Some(bytes) => bytes,
            None => self.first_piece()?,
        };
        let fail = |fault| Err(CardError::new(fault, Step::Certificate));
        // A file without a certificate is empty, or filled with one byte.
        if bytes.iter().all(|b| matches!(b, 0x00 | 0xFF)) {
            return fail(Fault::NoCertificate);
        }
        let total = match certificate_len(&bytes) {
            Ok(total) if total > MAX_CERTIFICATE => return fail(Fault::TooLarge),
            Ok(total) => total,
            Err(TlvError::CutOff) => return fail(Fault::Truncated),
            Err(_) => return fail(Fault::BadCertificate),
        };
        if bytes.len() < total {
            self.rest(&mut bytes, total)?;
        }
        bytes.truncate(total);
        Ok(bytes)
    }

    /// Reads the whole file by one extended command; `None` when it must be read in pieces. Support by the reader is
    /// remembered; an internal error of the card (6Fxx) says nothing about it.
    fn at_once(&mut self) -> Result<Option<Vec<u8>>, CardError> {
        if self.extended == Some(false) {
            return Ok(None);
        }
        let command = Command::read_short_id_extended(self.scheme.certificate.short());
        match once(&mut self.link, Step::Certificate, &command) {
            Ok(answer) if answer.status.is_read() && !answer.data.is_empty() => {
                self.extended = Some(answer.data.len() > SHORT_READ);
                Ok(Some(answer.data))
            }
            Ok(Answer { status, .. }) => match status.0 {
                0x6A82 => Err(CardError::with_status(Fault::NoCertificate, Step::Certificate, status.0)),
                0x6982 | 0x6985 => Err(status.error(Step::Certificate)),
                _ => {
                    if status.fault() != Fault::CardInternal {
                        self.extended = Some(false);
                    }
                    Ok(None)
                }
            },
            // A reader that stumbles over the length may have reset the card on the way: select again. A card
            // that was pulled does not survive that.
            Err(error) if matches!(error.fault, Fault::ReaderFailed | Fault::Pulled | Fault::BadAnswer) => {
                match select(&mut self.link, self.scheme) {
                    Ok(Status::OK) => {
                        self.extended = Some(false);
                        Ok(None)
                    }
                    Ok(_) | Err(CardError { fault: Fault::ReaderFailed, .. }) => {
                        // The session is lost, but the next card is not to meet the same end.
                        self.extended = self.extended.or(Some(false));
                        Err(error)
                    }
                    Err(worse) => Err(worse),
                }
            }
            Err(error) => Err(error),
        }
    }

    fn first_piece(&mut self) -> Result<Vec<u8>, CardError> {
        let command = Command::read_short_id(self.scheme.certificate.short(), SHORT_READ);
        let answer = self.read_short(Step::Certificate, command)?;
        match answer.status {
            status if status.is_read() => Ok(answer.data),
            Status(0x6A82) => Err(CardError::with_status(Fault::NoCertificate, Step::Certificate, 0x6A82)),
            status => Err(status.error(Step::Certificate)),
        }
    }

    /// Reads on until `total` bytes are there.
    fn rest(&mut self, bytes: &mut Vec<u8>, total: usize) -> Result<(), CardError> {
        let mut selected = false;
        for _ in 0..MAX_READS {
            if bytes.len() >= total {
                return Ok(());
            }
            let wanted = (total - bytes.len()).min(SHORT_READ);
            let answer = self.read_short(Step::Certificate, Command::read(bytes.len(), wanted))?;
            match answer.status {
                status if status.is_read() && !answer.data.is_empty() => {
                    bytes.extend_from_slice(&answer.data)
                }
                // Reading by short id did not make the file the current one.
                Status(0x6986 | 0x6A82 | 0x6985) if !selected => {
                    selected = true;
                    self.select_file(Step::Certificate, self.scheme.certificate)?;
                }
                Status(0x9000 | 0x6282 | 0x6B00) => break,
                status => return Err(status.error(Step::Certificate)),
            }
        }
        if bytes.len() >= total { Ok(()) } else { Err(CardError::new(Fault::Truncated, Step::Certificate)) }
    }

    /// A short READ; `6Cxx` names the length the card wants to be asked for.
    fn read_short(&mut self, step: Step, command: Command) -> Result<Answer, CardError> {
        let answer = self.send(step, command.clone())?;
        match answer.status.0.to_be_bytes() {
            [0x6C, len] => self.send(step, command.with_le(len)),
            _ => Ok(answer),
        }
    }
}
