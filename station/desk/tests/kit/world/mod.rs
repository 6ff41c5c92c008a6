//! A random world with a desk in it, watched from outside: what is checked is computed from events, effects and
//! views alone, never from the desk's own state.

mod invariants_oracle;

pub use super::acts::{Act, act};
use super::asked::{Asked, NO_ASK, asked, wrong_passcode};
use super::*;
use invariants_oracle::watch_locked;
use proptest::prelude::*;
use std::collections::VecDeque;

/// The world with the desk in it, and the memory of its oracle.
pub struct World {
    pub bench: Bench,
    login: Login,
    asked: VecDeque<(AskId, Asked)>,
    /// The latest question of staff.
    latest: AskId,
    /// The latest questions of other topics.
    others: std::collections::BTreeMap<&'static str, AskId>,
    /// The book answers only by [`Act::Answer`].
    book_stalls: bool,
    /// A person decided to spend a try: it waits for the challenge, and for which card.
    wish: Option<Wish>,
    last_answer: Option<Event>,
    reads: u64,
    /// The latest reading was not answered yet: only its first answer counts.
    reading: bool,
    /// The check that was captured last, as seen from outside.
    captured: Option<CheckId>,
    last_check: u8,
    /// Checks that the centre accepted as valid, and the desk received that answer.
    valid: Vec<CheckId>,
    /// Checks that were looked up and found valid.
    recalled_valid: Vec<CheckId>,
    /// Checks looked up since the last one that was shown again.
    looks: usize,
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

/// A decision to spend a try, as an outside observer sees it.
#[derive(Debug, Clone)]
pub struct Wish {
    pub check: CheckId,
    pub event: Event,
    pub before: Screen,
    pub typed: u8,
    pub oks: u8,
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
            others: std::collections::BTreeMap::new(),
            book_stalls: false,
            wish: None,
            last_answer: None,
            reads: 0,
            reading: false,
            captured: None,
            last_check: 0,
            valid: Vec::new(),
            recalled_valid: Vec::new(),
            looks: 0,
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

    /// The station is locked.
    pub fn locked(&self) -> bool {
        self.login == Login::Required && self.bench.desk.view(self.bench.now).staff.is_none()
    }

    /// The check that answers speak of: ids count up, the highest one seen in an effect or made by a read.
    fn recent(&self, ago: u8) -> u8 {
        self.last_check.saturating_sub(ago).max(1)
    }

    fn event(&mut self, act: &Act) -> Option<Event> {
        let failure = Failure::new(codes::K103);
        Some(match act {
            Act::Key(key) => Event::Key(*key),
            Act::Placed => Event::CardPlaced,
            Act::Removed => Event::CardRemoved,
            Act::Read { ago, tries, expired, pad } => {
                let mut content = CardContent { pin_pad: *pad, ..content(*tries) };
                if *expired {
                    content.not_after = at("2025-01-01T00:00:00Z");
                }
                Event::CardRead { read: AskId(self.reads.saturating_sub(*ago)), content }
            }
            Act::ReadFailed { ago } => {
                Event::CardFailed { job: CardJob::Read(AskId(self.reads.saturating_sub(*ago))), failure }
            }
            Act::Signed { ago } => Event::Signed { check: check(self.recent(*ago)) },
            Act::Wrong { ago, left } => Event::PinWrong { check: check(self.recent(*ago)), left: *left },
            Act::Locked { ago } => Event::PinLocked { check: check(self.recent(*ago)) },
            Act::PinRight { ago } => Event::PinRight { check: check(self.recent(*ago)) },
            Act::PadEnded { ago, why } => Event::PadEnded { check: check(self.recent(*ago)), why: *why },
            Act::BookStalls(stalls) => {
                self.book_stalls = *stalls;
                return None;
            }
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
            Act::NewDay => Event::NewDate,
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
            | Act::OnReader { .. }
            | Act::AddStaff => {
                return None;
            }
        })
    }

    fn answer(&mut self, good: bool) -> Option<Event> {
        let failure = Failure::new(codes::K103);
        let (ask, asked) = self.asked.pop_front()?;
        let reply = match asked {
            Asked::Diagnosis => return Some(Event::Diagnosis(diagnosis())),
            Asked::Passcode(staff) if good => {
                let needs_badge = staff.as_str() == "s-02";
                Reply::Login(Ok(LoginAnswer::Accepted { staff, needs_badge }))
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
                let number = number_of(id);
                let says = ALL_SAYS.get(usize::from(number) % 10).copied();
                Reply::Recalled(Ok(Box::new(recalled(number, says))))
            }
            Asked::Numbers => Reply::Numbers(numbers()),
            Asked::Challenge(_) => Reply::Challenge(good.then(challenge)),
            Asked::Day => Reply::Day(None),
            Asked::Prefs => Reply::Prefs(Prefs::default()),
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
            Act::OnReader { why } => {
                if self.bench.id() == "ready" {
                    self.act(&Act::Placed)?;
                    self.act(&Act::Read { ago: 0, tries: Some(3), expired: false, pad: true })?;
                }
                let ended = Act::PadEnded { ago: 0, why: *why };
                return if self.bench.id() == "pin_pad" { self.act(&ended) } else { Ok(()) };
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
        if matches!(event, Event::Reply { ask, .. } if ask != self.latest && !self.others.values().any(|o| *o == ask))
        {
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
        self.watch_lines(&event, &effects, &before)?;
        self.watch_screen()?;
        self.watch_personal()?;
        self.draw()
    }

    /// The book answers at once, unless it stalls.
    fn draw(&mut self) -> Result<(), TestCaseError> {
        if self.book_stalls {
            return Ok(());
        }
        let at = self.asked.iter().position(|(_, asked)| matches!(asked, Asked::Challenge(_)));
        let Some((ask, _)) = at.and_then(|at| self.asked.remove(at)) else { return Ok(()) };
        self.happen(Event::Reply { ask, reply: Reply::Challenge(Some(challenge())) })
    }

    /// An answer to anything but the latest question changes nothing.
    fn comes_too_late(&mut self, event: Event) -> Result<(), TestCaseError> {
        self.happen(Event::Wake)?;
        let before = self.bench.screen();
        let effects = self.bench.all(event);
        prop_assert_eq!((self.bench.screen(), effects), (before, Vec::new()));
        Ok(())
    }
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
