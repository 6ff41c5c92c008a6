//! PIN checks between the PIN and the capture: the challenge, the moment, and the card's signature.
//!
//! A challenge that was taken for a check stays with it when the PIN was wrong: nothing signed over it has left
//! the station, so the next try may use it.
//!
//! A PIN reaches a card, and a reader asks for one on its own keys, only while the desk still wants that signature of
//! that card: a challenge that comes late is dropped, and the PIN with it ([`Wanted`]).

use super::input::{Inbox, Input, tell};
use desk::{Effect, Event, Pin, Question};
use jiff::Timestamp;
use journal::Journal;
use wire::{Bytes, Challenge, CheckId, Evidence, ReaderState, StationId};

/// Where the PIN is typed.
#[derive(Debug)]
pub enum By {
    /// On the station: it waits here.
    Station(Pin),
    /// On the reader, once the challenge is there: it never comes here.
    Reader,
}

/// The answer to drawing a challenge for a check.
#[derive(Debug)]
pub struct Drawn {
    /// For which check.
    pub check: CheckId,
    /// The PIN that waits, or will be typed.
    pub by: By,
    /// The challenge; `None` when the book is empty or cannot be read.
    pub challenge: Option<Challenge>,
}

/// Which check the desk wants signed, by the card that lies there since it was read. A slow disk can hold the
/// challenge back until the desk has given up and another person's card lies there.
#[derive(Debug, Default)]
pub struct Wanted(Option<CheckId>);

impl Wanted {
    /// What the desk told: a wish to sign, or the end of one.
    pub fn told(&mut self, effect: &Effect) {
        match effect {
            Effect::Sign { check, .. } | Effect::SignByPad { check } => self.0 = Some(*check),
            Effect::ReleaseCard
            | Effect::ReadCard { .. }
            | Effect::Ask { question: Question::Badge { .. }, .. }
            | Effect::Capture { .. } => self.0 = None,
            // The rest does not concern the card.
            _ => {}
        }
    }

    /// What happened: what lies on the reader from now on is not the card that was read.
    pub fn heard(&mut self, event: &Event) {
        let another = match event {
            Event::CardPlaced | Event::CardRemoved => true,
            Event::Reader(state) => *state != ReaderState::Ready,
            _ => false,
        };
        if another {
            self.0 = None;
        }
    }

    /// The PIN may go to the card, once for each wish. Otherwise PIN and challenge are dropped here, and it is told
    /// for which check.
    pub fn admit(&mut self, drawn: Drawn) -> Result<Drawn, CheckId> {
        if self.0 == Some(drawn.check) {
            self.0 = None;
            return Ok(drawn);
        }
        Err(drawn.check)
    }
}

/// The one check that is being signed.
#[derive(Debug)]
pub struct Signing {
    check: CheckId,
    challenge: Challenge,
    /// The instant that is signed, and whether the clock was right then.
    pub at: Timestamp,
    /// Whether the clock was synchronised then.
    pub synchronised: bool,
    signature: Option<Bytes>,
}

impl Signing {
    /// A signature over `challenge` for `check`, at this moment.
    pub fn begin(check: CheckId, challenge: Challenge, at: Timestamp, synchronised: bool) -> Self {
        Self { check, challenge, at, synchronised, signature: None }
    }

    /// The challenge again, when it was drawn for this check and nothing was signed over it.
    pub fn unused_challenge(self, check: CheckId) -> Option<Challenge> {
        (self.check == check && self.signature.is_none()).then_some(self.challenge)
    }

    /// What the card signs.
    pub fn digest(&self, station: &StationId) -> [u8; 32] {
        wire::pin_digest(self.challenge.nonce.as_slice(), self.check, station, self.at)
    }

    /// Keeps the card's signature; false when it is for another check.
    pub fn signed(&mut self, check: CheckId, signature: Vec<u8>) -> bool {
        let mine = self.check == check;
        if mine {
            self.signature = Some(signature.into());
        }
        mine
    }

    /// The evidence, once signed.
    pub fn evidence(self, check: CheckId, certificate: Bytes) -> Option<Evidence> {
        let signature = self.signature.filter(|_| self.check == check)?;
        Some(Evidence::Pin { certificate, challenge: self.challenge.id, signature })
    }
}

/// Draws a challenge from the book; the answer comes as [`Input::Challenge`].
pub fn draw(journal: Journal, inbox: Inbox, check: CheckId, by: By, now: Timestamp) {
    tokio::spawn(async move {
        let challenge = journal.take_challenge(now).await.unwrap_or_else(|error| {
            tracing::error!(code = error.code(), %error, "no challenge could be taken");
            None
        });
        tell(&inbox, Input::Challenge(Drawn { check, by, challenge }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::{CardContent, Desk, Key, Now, Settings};
    use std::time::Duration;
    use wire::{ChallengeId, Method};

    /// A desk in PIN mode and what the wiring remembers of it.
    struct Bench {
        desk: Desk,
        now: Now,
        wanted: Wanted,
    }

    impl Bench {
        fn new() -> Self {
            let settings = Settings { method: Method::Pin, ..Settings::new("s-01".parse().unwrap()) };
            let wall = "2026-05-01T00:30:00Z".parse().unwrap();
            let now = Now { mono: Duration::ZERO, wall, synchronised: true };
            Self { desk: Desk::new(settings), now, wanted: Wanted::default() }
        }

        /// As the loop does it.
        fn happen(&mut self, event: Event) -> Vec<Effect> {
            self.wanted.heard(&event);
            let effects = self.desk.handle(self.now, event);
            effects.iter().for_each(|effect| self.wanted.told(effect));
            effects
        }

        fn read(&mut self) -> Vec<Effect> {
            self.read_on(false)
        }

        fn read_on(&mut self, pin_pad: bool) -> Vec<Effect> {
            let effects = self.happen(Event::CardPlaced);
            let read = effects.iter().find_map(|effect| match effect {
                Effect::ReadCard { read, .. } => Some(*read),
                _ => None,
            });
            let (not_before, not_after) = (self.now.wall, self.now.wall + Duration::from_secs(3_600));
            let content = CardContent {
                certificate: vec![0x30].into(),
                not_before,
                not_after,
                tries_left: Some(3),
                pin_pad,
            };
            self.happen(Event::CardRead { read: read.unwrap(), content })
        }

        /// Reads a card and types a PIN; the challenge that is drawn for it has yet to come.
        fn sign(&mut self) -> Drawn {
            self.read();
            (0..4).for_each(|digit| drop(self.happen(Event::Key(Key::Digit(digit)))));
            let mut effects = self.happen(Event::Key(Key::Ok)).into_iter();
            let (check, pin) = effects
                .find_map(|effect| match effect {
                    Effect::Sign { check, pin } => Some((check, pin)),
                    _ => None,
                })
                .unwrap();
            Drawn { check, by: By::Station(pin), challenge: Some(challenge(self.now.wall)) }
        }
    }

    fn challenge(expires_at: Timestamp) -> Challenge {
        Challenge { id: ChallengeId(uuid::Uuid::nil()), nonce: vec![9; 32].into(), expires_at }
    }

    #[test]
    fn invariant_6_a_pin_typed_for_one_card_never_goes_to_the_next() {
        let mut bench = Bench::new();
        let late = bench.sign();
        // The journal stalls; the desk gives up, and the next person's card is read.
        bench.now.mono += Duration::from_secs(60);
        bench.happen(Event::Wake);
        bench.happen(Event::CardRemoved);
        bench.read();
        let check = late.check;
        assert_eq!(bench.wanted.admit(late).unwrap_err(), check);
    }

    #[test]
    fn invariant_6_a_challenge_that_comes_after_the_desk_gave_up_spends_no_try() {
        let mut bench = Bench::new();
        let late = bench.sign();
        bench.now.mono += Duration::from_secs(60);
        bench.happen(Event::Wake);
        assert!(bench.wanted.admit(late).is_err(), "though the same card still lies there");
    }

    #[test]
    fn invariant_6_no_pin_goes_to_a_card_that_was_put_down_after_it_was_typed() {
        for event in [Event::CardRemoved, Event::CardPlaced, Event::Reader(ReaderState::Fault)] {
            let mut bench = Bench::new();
            let late = bench.sign();
            bench.happen(event.clone());
            assert!(bench.wanted.admit(late).is_err(), "{event:?}");
        }
    }

    #[test]
    fn invariant_6_the_next_person_s_pin_opens_no_way_for_the_one_before() {
        let mut bench = Bench::new();
        let late = bench.sign();
        bench.now.mono += Duration::from_secs(60);
        bench.happen(Event::Wake);
        let own = bench.sign();
        assert!(bench.wanted.admit(late).is_err());
        assert!(bench.wanted.admit(own).is_ok(), "the wish of now still stands");
    }

    #[test]
    fn invariant_6_a_wish_to_sign_is_good_for_one_try() {
        let mut bench = Bench::new();
        let drawn = bench.sign();
        let check = drawn.check;
        let drawn = bench.wanted.admit(drawn).unwrap();
        assert!(bench.wanted.admit(drawn).is_err());
        // A wrong PIN: the person types again, and that is another wish.
        bench.happen(Event::PinWrong { check, left: 2 });
        (0..4).for_each(|digit| drop(bench.happen(Event::Key(Key::Digit(digit)))));
        let mut effects = bench.happen(Event::Key(Key::Ok)).into_iter();
        let pin = effects.find_map(|e| if let Effect::Sign { pin, .. } = e { Some(pin) } else { None });
        let by = By::Station(pin.unwrap());
        let again = Drawn { check, by, challenge: Some(challenge(bench.now.wall)) };
        assert!(bench.wanted.admit(again).is_ok());
    }

    #[test]
    fn invariant_6_a_reader_asks_for_a_pin_only_for_the_card_it_was_wanted_for() {
        for event in [None, Some(Event::CardRemoved), Some(Event::CardPlaced), Some(Event::Key(Key::Back))] {
            let mut bench = Bench::new();
            let wish = bench.read_on(true).into_iter().find_map(|effect| match effect {
                Effect::SignByPad { check } => Some(check),
                _ => None,
            });
            let late =
                Drawn { check: wish.unwrap(), by: By::Reader, challenge: Some(challenge(bench.now.wall)) };
            let happened = event.clone();
            event.map(|event| bench.happen(event));
            assert_eq!(bench.wanted.admit(late).is_ok(), happened.is_none(), "{happened:?}");
        }
    }
}
