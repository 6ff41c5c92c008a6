//! A random world with a desk in it, watched from outside: what is checked is computed from events, effects and
//! views alone, never from the desk's own state.

pub use super::acts::{Act, act};
use super::asked::{Asked, NOBODY_ASKS, asked, wrong_passcode};
use super::*;
use proptest::prelude::*;
use std::collections::VecDeque;

/// The world with the desk in it, and what an onlooker remembers.
pub struct World {
    pub bench: Bench,
    login: Login,
    asked: VecDeque<(AskId, Asked)>,
    /// The latest question.
    latest: AskId,
    last_answer: Option<Event>,
    reads: u64,
    /// The latest reading was not answered yet: only its first answer counts.
    reading: bool,
    /// The check that was captured last, as an onlooker sees it.
    captured: Option<CheckId>,
    last_check: u8,
    /// Checks that the centre accepted as valid, and the desk was told so.
    valid: Vec<CheckId>,
    /// Checks that were looked up and found valid.
    recalled_valid: Vec<CheckId>,
    /// Digits typed since the card was read or the last answer to a PIN, and the one that is being turned; OKs
    /// since the fourth.
    typed: u8,
    wheel: bool,
    oks: u8,
    left: Option<u8>,
    pub signs: u32,
    /// Times that a reader was let ask on its own keys.
    pub pads: u32,
    signs_asked: Option<CheckId>,
    /// The personal screen that is up, and since when.
    personal: Option<(Screen, Duration)>,
    /// Verdicts noted as shown.
    shown: Vec<CheckId>,
    /// The timer, as it was set last.
    pub wake: Option<Duration>,
    /// Every screen that was up.
    pub seen: std::collections::BTreeSet<&'static str>,
}

/// Where the random mornings happen.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub method: Method,
    pub login: Login,
}

pub fn place() -> impl Strategy<Value = Place> {
    let method = prop_oneof![Just(Method::Visual), Just(Method::Pin)];
    let login = prop_oneof![Just(Login::Off), Just(Login::Required)];
    (method, login).prop_map(|(method, login)| Place { method, login })
}

/// Screens with a person on them.
/// Without what only shows more of it.
fn bare(screen: Screen) -> Screen {
    if let Screen::Details(inner) = screen { *inner } else { screen }
}

fn is_personal(screen: &Screen) -> bool {
    match screen {
        Screen::Valid { .. } | Screen::Invalid { .. } => true,
        Screen::Recalled { inner, .. } => is_personal(inner),
        Screen::Details(inner) => is_personal(inner),
        _ => false,
    }
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

/// What may be seen while nobody is logged in.
pub const LOCKED: [&str; 7] =
    ["locked", "no_staff", "passcode", "login_wait", "badge", "looking", "not_done"];

impl World {
    pub fn new(place: Place) -> Self {
        let sites = vec!["見本町役場".to_owned(), "試験公民館".to_owned()];
        let settings = Settings {
            method: place.method,
            login: place.login,
            sites,
            speech: true,
            details: true,
            ..settings()
        };
        let mut bench = Bench::new(settings);
        bench.does(Event::Roster(roster(2)));
        Self {
            bench,
            login: place.login,
            asked: VecDeque::new(),
            latest: AskId(0),
            last_answer: None,
            reads: 0,
            reading: false,
            captured: None,
            last_check: 0,
            valid: Vec::new(),
            recalled_valid: Vec::new(),
            typed: 0,
            wheel: false,
            oks: 0,
            left: None,
            signs: 0,
            pads: 0,
            signs_asked: None,
            personal: None,
            shown: Vec::new(),
            wake: None,
            seen: std::collections::BTreeSet::new(),
        }
    }

    /// Nobody is logged in where somebody must be.
    pub fn locked(&self) -> bool {
        self.login == Login::Required && self.bench.desk.view(self.bench.now).staff.is_none()
    }

    /// The check that answers speak of: ids count up, the highest one seen in an effect or made by a read.
    fn recent(&self, ago: u8) -> u8 {
        self.last_check.saturating_sub(ago).max(1)
    }

    fn event(&mut self, act: &Act) -> Option<Event> {
        let failure = Failure::fixed("T1", "例", "test");
        Some(match act {
            Act::Key(key) => Event::Key(*key),
            Act::Placed => Event::CardPlaced,
            Act::Removed => Event::CardRemoved,
            Act::Read { ago, tries, expired, pad } => {
                let mut content = CardContent { pin_pad: *pad, ..content(*tries) };
                if *expired {
                    content.not_after = at("2025-01-01T00:00:00Z");
                }
                Event::CardRead { read: ReadId(self.reads.saturating_sub(*ago)), content }
            }
            Act::ReadFailed { ago } => {
                Event::CardFailed { job: CardJob::Read(ReadId(self.reads.saturating_sub(*ago))), failure }
            }
            Act::Signed { ago } => Event::Signed { check: check(self.recent(*ago)) },
            Act::Wrong { ago, left } => Event::PinWrong { check: check(self.recent(*ago)), left: *left },
            Act::Locked { ago } => Event::PinLocked { check: check(self.recent(*ago)) },
            Act::PinRight { ago } => Event::PinRight { check: check(self.recent(*ago)) },
            Act::PadEnded { ago, why } => Event::PadEnded { check: check(self.recent(*ago)), why: *why },
            Act::NoChallenge { ago } => Event::NoChallenge { check: check(self.recent(*ago)) },
            Act::SignFailed { ago } => {
                Event::CardFailed { job: CardJob::Sign(check(self.recent(*ago))), failure }
            }
            Act::Saved { ago } => {
                let number = self.recent(*ago);
                Event::Saved { check: check(number), reception: ReceptionNumber(number.into()) }
            }
            Act::NotSaved { ago, full } => {
                let why = if *full { SaveFailure::Full(failure) } else { SaveFailure::Failed(failure) };
                Event::NotSaved { check: check(self.recent(*ago)), why }
            }
            Act::Settled { ago, says, wrong_check } => {
                let number = self.recent(*ago);
                let about = if *wrong_check { number.wrapping_add(100) } else { number };
                Event::Settled { head: head(number), settlement: settlement(about, *says) }
            }
            Act::NotSettled { ago, code } => {
                Event::NotSettled { check: check(self.recent(*ago)), code: *code }
            }
            Act::Late { ago } => {
                let number = self.recent(*ago);
                let notice =
                    LateNotice::of(&head(number), &settlement(number, Says::Invalid), &Contracts::default());
                Event::Late(notice.into_iter().collect())
            }
            Act::Scan(number) => Event::Scan(ticket(*number)),
            Act::Reader(state) => Event::Reader(*state),
            Act::Line(grade) => Event::Line(*grade),
            Act::Book(left) => Event::Book(*left),
            Act::Device(present) => Event::Device { device: Device::Scanner, present: *present },
            Act::NewDay => Event::Day(None),
            Act::Roster(count) => Event::Roster(roster(*count)),
            Act::Answer { good } => {
                let answer = self.answer(*good)?;
                self.last_answer = Some(answer.clone());
                answer
            }
            Act::AnswerAgain => self.last_answer.clone()?,
            Act::Clock(right) => {
                self.bench.now.synchronised = *right;
                return None;
            }
            Act::Pass(millis) => {
                self.bench.now.mono += Duration::from_millis(*millis);
                Event::Wake
            }
            Act::Long => {
                self.bench.now.mono += Duration::from_secs(901);
                Event::Wake
            }
            Act::Pin
            | Act::WheelPin
            | Act::Stare
            | Act::More
            | Act::LogIn
            | Act::Refuse { .. }
            | Act::Menu(_)
            | Act::EndDay
            | Act::AddStaff => {
                return None;
            }
        })
    }

    fn answer(&mut self, good: bool) -> Option<Event> {
        let failure = Failure::fixed("T2", "例", "test");
        let (ask, asked) = self.asked.pop_front()?;
        let reply = match asked {
            Asked::Diagnosis => return Some(Event::Diagnosis(diagnosis())),
            Asked::Passcode(staff) if good => {
                let needs_badge = staff.as_str() == "s-02";
                Reply::Login(LoginAnswer::Accepted { staff, needs_badge })
            }
            Asked::Passcode(_) => wrong_passcode(0),
            Asked::Badge(_) if !good => Reply::Badge(BadgeAnswer::Other),
            Asked::Badge(BadgePurpose::Login) => Reply::Badge(BadgeAnswer::Matched),
            Asked::Badge(BadgePurpose::Enrol) => Reply::Badge(BadgeAnswer::Enrolled),
            Asked::Staff if good => Reply::StaffAdded(Ok(staff("s-03", Role::Staff, false))),
            Asked::Staff => Reply::StaffAdded(Err(failure)),
            Asked::List | Asked::Numbers if !good => Reply::NotListed(failure),
            Asked::List => Reply::Listed { rows: (0..3).map(|n| row(self.recent(n))).collect(), total: 8 },
            Asked::Recall(_) if !good => Reply::Recalled(Err(failure)),
            Asked::Recall(id) => {
                let number = id.as_bytes()[0];
                let says = ALL_SAYS.get(usize::from(number) % 10).copied();
                Reply::Recalled(Ok(Box::new(recalled(number, says))))
            }
            Asked::Numbers => Reply::Numbers(numbers()),
            Asked::Fallback if good => Reply::FallbackKept(Ok(())),
            Asked::Fallback => Reply::FallbackKept(Err(failure)),
        };
        Some(Event::Reply { ask, reply })
    }

    pub fn act(&mut self, act: &Act) -> Result<(), TestCaseError> {
        let key = |world: &mut Self, key| world.act(&Act::Key(key));
        match act {
            Act::Pin => {
                for digit in [1, 2, 3, 4] {
                    key(self, Key::Digit(digit))?;
                }
                return key(self, Key::Ok);
            }
            Act::WheelPin => {
                for turned in [Key::Up, Key::Down, Key::Up, Key::Down] {
                    key(self, turned)?;
                    key(self, Key::Ok)?;
                }
                return key(self, Key::Ok);
            }
            Act::Stare => return (0..8).try_for_each(|_| self.act(&Act::Pass(9_000))),
            Act::More => {
                self.act(&Act::Pass(600))?;
                return (0..2).try_for_each(|_| key(self, Key::Down));
            }
            Act::LogIn => return self.log_in(),
            Act::Refuse { wait } => {
                if self.bench.id() == "locked" {
                    key(self, Key::Digit(1))?;
                }
                if self.bench.id() == "passcode" {
                    self.act(&Act::Pin)?;
                }
                return self.happen(Event::Reply { ask: self.latest, reply: wrong_passcode(*wait) });
            }
            Act::Menu(item) => {
                if self.bench.id() == "ready" {
                    key(self, Key::Ok)?;
                }
                return if self.bench.id() == "menu" { key(self, Key::Digit(*item)) } else { Ok(()) };
            }
            Act::EndDay => {
                self.act(&Act::Menu(6))?;
                self.act(&Act::Answer { good: true })?;
                return (0..2).try_for_each(|_| key(self, Key::Ok));
            }
            Act::AddStaff => {
                self.act(&Act::Menu(7))?;
                (0..2).try_for_each(|_| self.act(&Act::Pin))?;
                self.act(&Act::Answer { good: true })?;
                return key(self, Key::Ok);
            }
            _ => {}
        }
        let Some(event) = self.event(act) else { return Ok(()) };
        self.happen(event)
    }

    fn log_in(&mut self) -> Result<(), TestCaseError> {
        for _ in 0..8 {
            match self.bench.id() {
                "locked" => self.act(&Act::Key(Key::Digit(1 + u8::from(self.reads.is_multiple_of(3)))))?,
                "passcode" => {
                    // Only the answer to this one.
                    self.asked.clear();
                    self.act(&Act::Pin)?;
                    self.act(&Act::Answer { good: true })?;
                }
                "badge" => {
                    self.asked.clear();
                    self.act(&Act::Placed)?;
                    self.act(&Act::Answer { good: true })?;
                }
                "login_wait" => self.act(&Act::Pass(40_000))?,
                "choose_site" | "choose_method" | "choose_purpose" => self.act(&Act::Key(Key::Ok))?,
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    fn happen(&mut self, event: Event) -> Result<(), TestCaseError> {
        if matches!(event, Event::Reply { ask, .. } if ask != self.latest) {
            return self.comes_too_late(event);
        }
        self.watch_before(&event);
        let (was_locked, before) = (self.locked(), self.bench.screen());
        let effects = self.bench.all(event.clone());
        self.seen.insert(self.bench.id());
        self.watch_effects(&event, &effects, &before)?;
        if was_locked {
            watch_locked(&event, &effects)?;
        }
        self.watch_deeds(&event, &effects, &before)?;
        self.watch_screen()?;
        self.watch_personal()
    }

    /// An answer to anything but the latest question changes nothing.
    fn comes_too_late(&mut self, event: Event) -> Result<(), TestCaseError> {
        self.happen(Event::Wake)?;
        let before = self.bench.screen();
        let effects = self.bench.all(event);
        prop_assert_eq!((self.bench.screen(), effects), (before, Vec::new()));
        Ok(())
    }

    /// Counts what a person did, from the events alone.
    fn watch_before(&mut self, event: &Event) {
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
                    self.recalled_valid.push(found.head.id);
                }
            }
            _ => {}
        }
    }

    /// Digits by keypad or wheel, and what they are confirmed with.
    fn watch_key(&mut self, key: Key) {
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

    fn watch_effects(
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
                Effect::Sign { check, .. } => self.watch_sign(event, *check)?,
                Effect::SignByPad { check } => self.watch_pad(event, *check, before)?,
                Effect::Capture { check, method, .. } => {
                    prop_assert_ne!(self.captured, Some(*check), "captured twice");
                    let signed = matches!(event, Event::Signed { check: c } if c == check);
                    prop_assert_eq!(*method == Method::Pin, signed, "a signature exactly for PIN");
                    self.captured = Some(*check);
                    self.last_check = check.as_bytes()[0];
                }
                Effect::Speak => prop_assert_eq!(event, &Event::Key(Key::Up), "never by itself"),
                Effect::WakeAt(at) => self.wake = Some(*at),
                Effect::PowerOff => prop_assert_eq!(event, &Event::Key(Key::Ok), "only a key"),
                _ => {}
            }
            if let Some((ask, asked)) = asked(effect) {
                if ask != NOBODY_ASKS {
                    self.latest = ask;
                }
                self.asked.push_back((ask, asked));
            }
        }
        Ok(())
    }

    /// Invariant 6: a person typed four digits and said OK; before the last try, OK twice.
    fn watch_sign(&mut self, event: &Event, check: CheckId) -> Result<(), TestCaseError> {
        prop_assert_eq!(event, &Event::Key(Key::Ok), "only a key spends a try");
        let left = self.left.unwrap_or(0);
        prop_assert!(left >= 1, "no try is left, or nobody knows");
        prop_assert_eq!(self.typed, 4);
        prop_assert!(self.oks >= if left == 1 { 2 } else { 1 }, "{} OKs with {} left", self.oks, left);
        prop_assert_ne!(self.signs_asked, Some(check), "again before the last one was answered");
        self.signs += 1;
        self.signs_asked = Some(check);
        self.last_check = check.as_bytes()[0];
        (self.typed, self.wheel, self.oks) = (0, false, 0);
        Ok(())
    }

    /// The same on the reader's keys: it asks by itself for a card that was just read, else only by OK; before the last
    /// try only by OK where that is said; and never while an answer is owed.
    fn watch_pad(&mut self, event: &Event, check: CheckId, before: &Screen) -> Result<(), TestCaseError> {
        let left = self.left.unwrap_or(0);
        prop_assert!(left >= 1, "no try is left, or nobody knows");
        match event {
            Event::CardRead { .. } => prop_assert!(left >= 2, "the last try without a person"),
            event => {
                prop_assert_eq!(event, &Event::Key(Key::Ok), "only a key");
                let asks = if left == 1 { "pin_pad_last_try" } else { "pin_pad_ask" };
                prop_assert_eq!(before.id(), asks);
            }
        }
        prop_assert_eq!(self.signs_asked, None, "the last one was not answered");
        self.pads += 1;
        self.signs_asked = Some(check);
        self.last_check = check.as_bytes()[0];
        (self.typed, self.wheel, self.oks) = (0, false, 0);
        Ok(())
    }

    /// Each deed has exactly one line in the access log, at the moment it is done.
    fn watch_deeds(
        &mut self,
        event: &Event,
        effects: &[Effect],
        before: &Screen,
    ) -> Result<(), TestCaseError> {
        let done = |is: fn(&Effect) -> bool| effects.iter().filter(|e| is(e)).count();
        let noted = |is: fn(&Deed) -> bool| {
            let deeds =
                effects.iter().filter_map(|e| if let Effect::Note(a) = e { Some(&a.deed) } else { None });
            deeds.filter(|deed| is(deed)).count()
        };
        let pairs = [
            (
                done(|e| matches!(e, Effect::Attach { .. } | Effect::Capture { ticket: Some(_), .. })),
                noted(|d| matches!(d, Deed::TicketAttached(_))),
            ),
            (done(|e| matches!(e, Effect::Capture { .. })), noted(|d| matches!(d, Deed::Captured(_)))),
            (
                done(|e| matches!(e, Effect::Ask { question: Question::Fallback { .. }, .. })),
                noted(|d| matches!(d, Deed::FallbackRecorded { .. })),
            ),
            (done(|e| matches!(e, Effect::Acknowledge(_))), noted(|d| matches!(d, Deed::Acknowledged(_)))),
            (done(|e| *e == Effect::Speak), noted(|d| matches!(d, Deed::Spoken(_)))),
            (done(|e| *e == Effect::PowerOff), noted(|d| *d == Deed::DayEnded)),
            (done(|e| matches!(e, Effect::ChooseDay(_))), noted(|d| *d == Deed::DayChosen)),
        ];
        for (n, (done, noted)) in pairs.into_iter().enumerate() {
            prop_assert_eq!(done, noted, "{} {:?}", n, effects);
        }
        let recalled = |screen: &Screen| matches!(screen, Screen::Recalled { .. });
        let opened =
            !recalled(before) && recalled(&self.bench.screen()) && matches!(event, Event::Reply { .. });
        prop_assert_eq!(usize::from(opened), noted(|d| matches!(d, Deed::Recalled(_))));
        for effect in effects {
            if let Effect::Note(Access { deed: Deed::Shown(check), .. }) = effect {
                prop_assert!(!self.shown.contains(check), "one look, one line");
                self.shown.push(*check);
            }
        }
        if let (true, Some(check)) = (is_verdict(&self.bench.screen()), self.captured) {
            prop_assert!(self.shown.contains(&check), "shown without a line");
        }
        Ok(())
    }

    /// Invariant 3: valid is shown only for the check at the desk, when exactly that one was accepted as valid; and
    /// again only when it was found so.
    fn watch_screen(&mut self) -> Result<(), TestCaseError> {
        let (judged, person, accepted) = match bare(self.bench.screen()) {
            Screen::Ready { good: Some(good), .. } => {
                let known = self.valid.iter().any(|check| u32::from(check.as_bytes()[0]) == good.reception.0);
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
        let number = at_desk.as_bytes()[0];
        prop_assert_eq!(&person.name, &name_of(number), "another person");
        prop_assert_eq!(judged.reception.0, u32::from(number), "another reception");
        Ok(())
    }

    /// Nothing personal is on the panel longer than the display time, or while nobody is logged in.
    fn watch_personal(&mut self) -> Result<(), TestCaseError> {
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

/// While nobody is logged in, keys, cards and scans do nothing but log in.
fn watch_locked(event: &Event, effects: &[Effect]) -> Result<(), TestCaseError> {
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
                | Effect::Note(Access { deed: Deed::LoginRefused, .. })
        );
        prop_assert!(own, "{:?} made {:?}", event, effect);
    }
    Ok(())
}

/// A random morning.
pub fn morning() -> impl Strategy<Value = (Place, Vec<Act>)> {
    (place(), prop::collection::vec(act(), 1..120))
}

pub fn run(place: Place, acts: &[Act]) -> Result<World, TestCaseError> {
    let mut world = World::new(place);
    world.act(&Act::LogIn)?;
    for act in acts {
        world.act(act)?;
    }
    Ok(world)
}
