//! Oracle of the random world: one check per invariant, computed from events, effects and views alone.
//!
//! The oracle needs no table of reception numbers. The bench numbers its checks 1, 2, 3, …; the id of check `n` is the
//! byte `n` sixteen times, its reception number is `n`, and the name of its person is `name_of(n)`. So [`number_of`] an
//! id says which reception number and which person must be on the panel with it.

use super::*;

/// Screens that may be seen while the station is locked.
pub const LOCKED: [&str; 7] =
    ["locked", "no_staff", "passcode", "login_wait", "badge", "looking", "not_done"];

impl World {
    /// Counts what a person did, from the events alone.
    pub(super) fn watch_before(&mut self, event: &Event) {
        let moved = match event {
            Event::CardPlaced | Event::CardRemoved => true,
            Event::Reader(state) => *state != wire::ReaderState::Ready,
            _ => false,
        };
        if moved {
            // The card on the reader from now on is not the one that was read.
            self.wish = None;
        }
        match event {
            Event::Key(key) => self.watch_key(*key),
            Event::CardRead { read, content } if read.0 == self.reads && self.reading => {
                self.reading = false;
                (self.typed, self.wheel, self.oks, self.left) = (0, false, 0, content.tries_left);
            }
            Event::PadEnded { check, .. } if Some(*check) == self.signs_asked => {
                self.signs_asked = None;
                (self.typed, self.wheel, self.oks) = (0, false, 0);
            }
            Event::PinWrong { check, left } if Some(*check) == self.signs_asked => {
                self.signs_asked = None;
                (self.typed, self.wheel, self.oks, self.left) = (0, false, 0, Some(*left));
            }
            Event::Settled { head, settlement } if settlement.check == head.id => {
                if let Some(Ok(wire::Verdict::Valid { .. })) = settlement.verdict() {
                    self.valid.push(head.id);
                }
            }
            Event::Reply { reply: Reply::Recalled(Ok(found)), .. } => {
                if let Some(Some(Ok(wire::Verdict::Valid { .. }))) =
                    found.settlement.as_ref().map(|s| s.verdict())
                {
                    self.recalled_valid.push(found.row.head.id);
                }
            }
            _ => {}
        }
    }

    /// Digits by keypad or wheel, and what they are confirmed with.
    pub(super) fn watch_key(&mut self, key: Key) {
        if self.bench.id().starts_with("pin_pad") {
            // Typed on the station while the reader asks, or may ask: it means nothing to the card.
            (self.typed, self.wheel, self.oks) = (0, false, 0);
            return;
        }
        let wheel = std::mem::take(&mut self.wheel);
        match key {
            Key::Digit(digit) => self.typed = (self.typed + u8::from(digit <= 9)).min(4),
            Key::Up | Key::Down => self.wheel = self.typed < 4,
            Key::Ok if wheel => self.typed = (self.typed + 1).min(4),
            Key::Ok if self.typed == 4 => self.oks += 1,
            Key::Back if !wheel => (self.typed, self.oks) = (self.typed.saturating_sub(1), 0),
            Key::Ok | Key::Back => {}
        }
    }

    pub(super) fn watch_effects(
        &mut self,
        event: &Event,
        effects: &[Effect],
        before: &Screen,
    ) -> Result<(), TestCaseError> {
        for effect in effects {
            match effect {
                Effect::ReadCard { read, .. } => {
                    (self.reads, self.reading) = (read.0, true);
                    self.signs_asked = None;
                }
                Effect::Ask { question: Question::Challenge { check }, .. } => {
                    self.wish = Some(self.wish(event, *check, before));
                    self.last_check = number_of(*check);
                }
                Effect::Sign { check, .. } => {
                    let wish = self.granted(event, *check, before)?;
                    self.watch_sign(&wish)?;
                }
                Effect::SignByPad { check, .. } => {
                    let wish = self.granted(event, *check, before)?;
                    self.watch_pad(&wish)?;
                }
                Effect::ReleaseCard => self.wish = None,
                Effect::Capture { check, method, .. } => {
                    prop_assert_ne!(self.captured, Some(*check), "captured twice");
                    let signed = matches!(event, Event::Signed { check: c } if c == check);
                    prop_assert_eq!(*method == Method::Pin, signed, "a signature exactly for PIN");
                    self.captured = Some(*check);
                    self.last_check = number_of(*check);
                }
                Effect::Speak => prop_assert_eq!(event, &Event::Key(Key::Up), "never by itself"),
                Effect::WakeAt(at) => self.wake = Some(*at),
                Effect::PowerOff => prop_assert_eq!(event, &Event::Key(Key::Ok), "only a key"),
                _ => {}
            }
            if let Some((ask, asked)) = asked(effect) {
                match asked {
                    Asked::Challenge(_) => drop(self.others.insert("challenge", ask)),
                    Asked::Day => drop(self.others.insert("day", ask)),
                    Asked::Prefs => drop(self.others.insert("prefs", ask)),
                    _ if ask != NO_ASK => self.latest = ask,
                    _ => {}
                }
                self.asked.push_back((ask, asked));
            }
        }
        Ok(())
    }

    fn wish(&self, event: &Event, check: CheckId, before: &Screen) -> Wish {
        let (typed, oks) = (self.typed, self.oks);
        Wish { check, event: event.clone(), before: before.clone(), typed, oks }
    }

    /// The decision behind a try. A try that waited for its challenge needs one that still stands: for this check, by
    /// the card that lies there since, and used once.
    fn granted(&mut self, event: &Event, check: CheckId, before: &Screen) -> Result<Wish, TestCaseError> {
        if !matches!(event, Event::Reply { .. }) {
            return Ok(self.wish(event, check, before));
        }
        let wish = self.wish.take().filter(|wish| wish.check == check);
        wish.ok_or_else(|| TestCaseError::fail("a try that is not wanted any more"))
    }

    /// Invariant 6: a person typed four digits and said OK; before the last try, OK twice.
    pub(super) fn watch_sign(&mut self, wish: &Wish) -> Result<(), TestCaseError> {
        prop_assert_eq!(&wish.event, &Event::Key(Key::Ok), "only a key spends a try");
        let left = self.left.unwrap_or(0);
        prop_assert!(left >= 1, "no try is left, or the number is unknown");
        prop_assert_eq!(wish.typed, 4);
        prop_assert!(wish.oks >= if left == 1 { 2 } else { 1 }, "{} OKs with {} left", wish.oks, left);
        self.spent(wish.check)?;
        self.signs += 1;
        Ok(())
    }

    /// The same on the reader's keys: it asks by itself for a card that was just read, else only by OK; before the last
    /// try only by OK where that is said; and never while an answer is owed.
    pub(super) fn watch_pad(&mut self, wish: &Wish) -> Result<(), TestCaseError> {
        let left = self.left.unwrap_or(0);
        prop_assert!(left >= 1, "no try is left, or the number is unknown");
        match &wish.event {
            Event::CardRead { .. } => prop_assert!(left >= 2, "the last try without a person"),
            event => {
                prop_assert_eq!(event, &Event::Key(Key::Ok), "only a key");
                let asks = if left == 1 { "pin_pad_last_try" } else { "pin_pad_ask" };
                prop_assert_eq!(wish.before.id(), asks);
            }
        }
        self.spent(wish.check)?;
        self.pads += 1;
        Ok(())
    }

    fn spent(&mut self, check: CheckId) -> Result<(), TestCaseError> {
        prop_assert_eq!(self.signs_asked, None, "the last one was not answered");
        self.signs_asked = Some(check);
        self.last_check = number_of(check);
        (self.typed, self.wheel, self.oks) = (0, false, 0);
        Ok(())
    }

    /// Each action that only the desk knows of has exactly one line in the access log, at the moment of the action; what
    /// the journal records by itself is never noted.
    pub(super) fn watch_lines(
        &mut self,
        event: &Event,
        effects: &[Effect],
        before: &Screen,
    ) -> Result<(), TestCaseError> {
        let done = |is: fn(&Effect) -> bool| effects.iter().filter(|e| is(e)).count();
        let notes: Vec<_> = effects
            .iter()
            .filter_map(|e| if let Effect::Note(note) = e { Some(note) } else { None })
            .collect();
        let noted = |action| notes.iter().filter(|note| note.action == action).count();
        prop_assert_eq!(done(|e| *e == Effect::Speak), noted(AccessAction::Spoken));
        let off = done(|e| *e == Effect::PowerOff);
        prop_assert_eq!((off, off), (noted(AccessAction::DayEnded), noted(AccessAction::PowerOff)));
        let menu = matches!(before, Screen::Choice(choice) if choice.of == ChoiceOf::Menu);
        let opened = menu && matches!(self.bench.screen(), Screen::Diagnosis { .. });
        prop_assert_eq!(usize::from(opened), noted(AccessAction::Diagnosed));
        let recalled = |screen: &Screen| matches!(screen, Screen::Recalled { .. });
        let opened =
            !recalled(before) && recalled(&self.bench.screen()) && matches!(event, Event::Reply { .. });
        self.looks += done(|e| matches!(e, Effect::Ask { question: Question::Recall { .. }, .. }));
        if opened {
            prop_assert!(self.looks > 0, "shown again without a line");
            self.looks = 0;
        }
        for note in notes {
            match note.action {
                AccessAction::Shown => {
                    let check = note.check.ok_or_else(|| TestCaseError::fail("no check was shown"))?;
                    prop_assert!(!self.shown.contains(&check), "one look, one line");
                    self.shown.push(check);
                }
                AccessAction::LoggedIn
                | AccessAction::LoggedOut
                | AccessAction::Locked
                | AccessAction::Spoken
                | AccessAction::Diagnosed
                | AccessAction::DayEnded
                | AccessAction::PowerOff => {}
                action => prop_assert!(false, "the journal records {} by itself", action),
            }
        }
        if let (true, Some(check)) = (is_verdict(&self.bench.screen()), self.captured) {
            prop_assert!(self.shown.contains(&check), "shown without a line");
        }
        Ok(())
    }

    /// Invariant 3: valid is shown only for the check at the desk, when exactly that one was accepted as valid; and
    /// again only when it was found so.
    pub(super) fn watch_screen(&mut self) -> Result<(), TestCaseError> {
        let (judged, person, accepted) = match bare(self.bench.screen()) {
            Screen::Ready { good: Some(good), .. } => {
                let known = self.valid.iter().any(|check| u32::from(number_of(*check)) == good.reception.0);
                prop_assert!(known, "confirmed without being accepted");
                return Ok(());
            }
            Screen::Valid { judged, person, .. } => {
                (judged, person, self.captured.filter(|c| self.valid.contains(c)))
            }
            Screen::Recalled { inner, .. } => match *inner {
                Screen::Valid { judged, person, .. } => {
                    let found = self.recalled_valid.last().copied();
                    (judged, person, found)
                }
                Screen::Recalled { .. } => return Err(TestCaseError::fail("looked at twice over")),
                _ => return Ok(()),
            },
            _ => return Ok(()),
        };
        let at_desk = accepted.ok_or_else(|| TestCaseError::fail("not accepted as valid"))?;
        let number = number_of(at_desk);
        prop_assert_eq!(&person.name, &name_of(number), "another person");
        prop_assert_eq!(judged.reception.0, u32::from(number), "another reception");
        Ok(())
    }

    /// Nothing personal is on the panel longer than the display time, or while the station is locked.
    pub(super) fn watch_personal(&mut self) -> Result<(), TestCaseError> {
        let screen = self.bench.screen();
        prop_assert!(screen.id() != "locked" || self.locked(), "somebody is logged in behind the lock");
        if self.locked() {
            prop_assert!(LOCKED.contains(&screen.id()), "{} while locked", screen.id());
            prop_assert_eq!(self.bench.desk.view(self.bench.now).ticket, None);
        }
        let screen = bare(screen);
        if !is_personal(&screen) {
            // Hidden by a question it is still the same look.
            if !screen.id().starts_with("fallback") {
                self.personal = None;
            }
            return Ok(());
        }
        let now = self.bench.now.mono;
        let since = match &self.personal {
            Some((same, since)) if *same == screen => *since,
            _ => now,
        };
        prop_assert!(now - since < Duration::from_secs(60), "{} for {:?}", screen.id(), now - since);
        self.personal = Some((screen, since));
        Ok(())
    }
}

/// While the station is locked, keys, cards and scans do nothing but log in.
pub(super) fn watch_locked(event: &Event, effects: &[Effect]) -> Result<(), TestCaseError> {
    if !matches!(event, Event::Key(_) | Event::CardPlaced | Event::CardRemoved | Event::Scan(_)) {
        return Ok(());
    }
    for effect in effects {
        let own = matches!(
            effect,
            Effect::Ask {
                question: Question::Passcode { .. } | Question::Badge { purpose: BadgePurpose::Login, .. },
                ..
            } | Effect::Lamp(_)
                | Effect::Buzz(_)
                | Effect::WakeAt(_)
        );
        prop_assert!(own, "{:?} made {:?}", event, effect);
    }
    Ok(())
}

fn is_verdict(screen: &Screen) -> bool {
    let earlier = matches!(bare(screen.clone()), Screen::Recalled { .. });
    is_personal(screen) && !earlier
        || matches!(
            screen,
            Screen::NoMatch { .. }
                | Screen::Multiple { .. }
                | Screen::Refused { .. }
                | Screen::Inconsistent { .. }
        )
}

/// Without what only shows more of it.
fn bare(screen: Screen) -> Screen {
    if let Screen::Details(inner) = screen { *inner } else { screen }
}

/// Screens with a person on them.
fn is_personal(screen: &Screen) -> bool {
    match screen {
        Screen::Valid { .. } | Screen::Invalid { .. } => true,
        Screen::Recalled { inner, .. } => is_personal(inner),
        Screen::Details(inner) => is_personal(inner),
        _ => false,
    }
}
