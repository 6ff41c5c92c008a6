//! A bench for one desk: a clock in the hand, ids that count, and shorthand for what the world says.
#![allow(dead_code)] // each test file uses its part
#![allow(clippy::unwrap_used, clippy::panic)] // a test; clippy sees helpers as production code

pub mod acts;
mod asked;
pub mod world;

use desk::*;
use jiff::Timestamp;
use model::*;
use std::time::Duration;
use wire::{
    CertificateState, CheckId, Code, EligibilityResult, Judgement, MessageBody, MessageHeader, Method,
    Outcome, Purpose, Qualification, Receipt, ReceptionNumber, Refusal, ResultEntry, Settlement,
};

pub const INSURER: &str = "33120015";
pub const OTHER_INSURER: &str = "06132013";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn check(number: u8) -> CheckId {
    CheckId::from_bytes([number; 16])
}

/// Number of a check: the inverse of [`check`]. The journal of these tests gives each check its own number as reception
/// number ([`head`], [`Bench::saved`]), so this is also the reception number that must be on the panel.
pub fn number_of(check: CheckId) -> u8 {
    check.as_bytes()[0]
}

pub fn settings() -> Settings {
    let mut settings = Settings::new("s-01".parse().unwrap());
    let contract = |number: &str| Contract {
        insurer_number: number.into(),
        name: "例の保険者".into(),
        checkup: true,
        guidance: false,
    };
    settings.contracts.add(contract(INSURER)).unwrap();
    settings
}

pub fn pin_settings() -> Settings {
    Settings { method: Method::Pin, ..settings() }
}

pub fn content(tries_left: Option<u8>) -> CardContent {
    CardContent {
        certificate: vec![0x30, 1, 2, 3].into(),
        not_before: at("2022-04-01T00:00:00Z"),
        not_after: at("2027-03-31T14:59:59Z"),
        tries_left,
        pin_pad: false,
    }
}

/// The same on a reader with keys.
pub fn content_on_pad(tries_left: u8) -> CardContent {
    CardContent { pin_pad: true, ..content(Some(tries_left)) }
}

/// Answers of the centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    Valid,
    ValidElsewhere,
    Invalid,
    Newer,
    NoMatch,
    Multiple,
    Nonsense,
    Refused,
    TooOld,
}

pub const ALL_SAYS: [Says; 9] = [
    Says::Valid,
    Says::ValidElsewhere,
    Says::Invalid,
    Says::Newer,
    Says::NoMatch,
    Says::Multiple,
    Says::Nonsense,
    Says::Refused,
    Says::TooOld,
];

pub fn name_of(number: u8) -> String {
    format!("見本 {number}")
}

pub fn settlement(number: u8, says: Says) -> Box<Settlement> {
    let code = if says == Says::TooOld { Code::TooOld } else { Code::CertificateRevoked };
    let judgement = match says {
        Says::Refused => Judgement::Refused(Refusal { code }),
        Says::TooOld => Judgement::TooOld(Refusal { code }),
        _ => Judgement::Accepted { certificate: CertificateState::Current, result: result(number, says) },
    };
    let receipt = Receipt { number: number.into(), at: at("2026-05-01T01:00:00Z") };
    Box::new(Settlement { check: check(number), receipt, judgement })
}

fn result(number: u8, says: Says) -> Box<EligibilityResult> {
    let (validity, entries) = match says {
        Says::Valid | Says::ValidElsewhere => ("1", 1),
        Says::Invalid => ("2", 1),
        Says::Newer => ("3", 1),
        Says::NoMatch => ("4", 0),
        Says::Multiple => ("5", 0),
        _ => ("1", 2),
    };
    let insurer = if says == Says::ValidElsewhere { OTHER_INSURER } else { INSURER };
    let entry = ResultEntry {
        result_of_qualification_confirmation: Qualification {
            insurer_number: insurer.into(),
            name: name_of(number),
            ..Default::default()
        },
    };
    Box::new(EligibilityResult {
        message_header: MessageHeader {
            process_execution_time: "20260501100000".into(),
            qualification_confirmation_date: "20260501".into(),
            medical_institution_code: "1220000001".into(),
            arbitrary_file_identifier: None,
            reference_classification: "1".into(),
            segment_of_result: "1".into(),
            error_code: None,
            error_message: None,
            character_code_identifier: "0".into(),
        },
        message_body: MessageBody {
            processing_result_status: "1".into(),
            processing_result_code: None,
            processing_result_message: None,
            qualification_validity: validity.into(),
            result_list: vec![entry; entries],
        },
    })
}

pub fn head(number: u8) -> CheckHead {
    CheckHead {
        id: check(number),
        reception: ReceptionNumber(number.into()),
        purpose: Purpose::HealthCheckup,
        captured_at: at("2026-05-01T00:30:00Z"),
        clock_synchronised: true,
    }
}

pub fn settled(number: u8, says: Says) -> Event {
    Event::Settled { head: head(number), settlement: settlement(number, says) }
}

pub fn ticket(number: u8) -> Ticket {
    Ticket::new(&format!("2650000{number:04}")).unwrap()
}

pub fn staff(reference: &str, role: Role, badge: bool) -> StaffEntry {
    StaffEntry { staff: reference.parse().unwrap(), label: format!("受付 {reference}"), role, badge }
}

/// A head without a badge, and a colleague with one.
pub fn roster(count: usize) -> Vec<StaffEntry> {
    let all = [staff("s-01", Role::Head, false), staff("s-02", Role::Staff, true)];
    all.into_iter().take(count).collect()
}

pub fn row(number: u8) -> CheckRow {
    CheckRow {
        head: head(number),
        day: jiff::civil::date(2026, 5, 1),
        state: RowState::Settled(Outcome::Valid),
        ticket: None,
        fallback: None,
    }
}

/// A check again; without an answer while it waits.
pub fn recalled(number: u8, says: Option<Says>) -> Recalled {
    Recalled {
        row: CheckRow { ticket: Some("5678".into()), ..row(number) },
        settlement: says.map(|says| *settlement(number, says)),
        source: Source::Centre,
    }
}

pub fn numbers() -> DayNumbers {
    DayNumbers {
        day: jiff::civil::date(2026, 5, 1),
        checks: 3,
        by_outcome: [(Outcome::Valid, 2)].into(),
        waiting: 1,
        oldest: Some(Duration::from_secs(7 * 60)),
        ..DayNumbers::empty(jiff::civil::date(2026, 5, 1))
    }
}

pub fn diagnosis() -> Vec<DiagnosisRow> {
    let line = |item, value: &str| DiagnosisRow { item, value: value.into(), ok: Some(true) };
    (0..7).map(|n| line(DiagnosisItem::Address, &format!("192.0.2.{n}"))).collect()
}

/// The lines of the access log that an effect leads to: those that the desk notes, and those that the journal writes with
/// the change itself.
fn lines(effect: &Effect) -> Vec<String> {
    let line = |action: AccessAction, check: Option<CheckId>| match check {
        Some(check) => format!("{action} {}", check.as_bytes()[0]),
        None => action.to_string(),
    };
    match effect {
        Effect::Note(note) => vec![line(note.action, note.check)],
        Effect::Capture { check, ticket, .. } => {
            let ticket = ticket.as_ref().map(|_| line(AccessAction::TicketAttached, Some(*check)));
            [line(AccessAction::Captured, Some(*check))].into_iter().chain(ticket).collect()
        }
        Effect::Attach { check, .. } => vec![line(AccessAction::TicketAttached, Some(*check))],
        Effect::Acknowledge(check) => vec![line(AccessAction::Acknowledged, Some(*check))],
        Effect::ChooseDay(_) => vec![line(AccessAction::DayChosen, None)],
        Effect::Ask { question, .. } => match question {
            Question::Fallback { check, kind, .. } => {
                vec![format!("{} {kind}", line(AccessAction::FallbackRecorded, *check))]
            }
            Question::Recall { check } => vec![line(AccessAction::Recalled, Some(*check))],
            Question::AddStaff { .. } => vec![line(AccessAction::StaffAdded, None)],
            Question::Badge { purpose: BadgePurpose::Enrol, staff } => {
                vec![format!("{} {}", AccessAction::BadgeEnrolled, staff.as_str())]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// A desk with a clock. Its checks are `check(1)`, `check(2)`, …
pub struct Bench {
    pub desk: Desk,
    pub now: Now,
    pub effects: Vec<Effect>,
    /// The access log.
    pub lines: Vec<String>,
    /// The latest question; in [`Bench::effects`] all have the name [`ASKED`].
    pub asked: AskId,
    /// The book's answers are held back: see [`Bench::drawn`].
    pub book_stalls: bool,
    /// The latest question for a challenge.
    pub draws: Option<AskId>,
}

pub fn challenge() -> wire::Challenge {
    let id = wire::ChallengeId(uuid::Uuid::nil());
    wire::Challenge { id, nonce: vec![9; 32].into(), expires_at: at("2026-05-02T00:00:00Z") }
}

/// A challenge is asked for.
pub fn is_draw(effect: &Effect) -> bool {
    matches!(effect, Effect::Ask { question: Question::Challenge { .. }, .. })
}

/// Stands for the name of any question.
const ASKED: AskId = AskId(0);

/// A question as [`Bench::effects`] has it.
pub fn ask(question: Question) -> Effect {
    Effect::Ask { ask: ASKED, question }
}

impl Bench {
    pub fn new(settings: Settings) -> Self {
        let mut next = 0;
        let ids = move || {
            next += 1;
            check(next)
        };
        let now = Now { mono: Duration::ZERO, wall: at("2026-05-01T00:30:00Z"), synchronised: true };
        let mut bench = Self {
            desk: Desk::with_ids(settings, ids),
            now,
            effects: Vec::new(),
            lines: Vec::new(),
            asked: ASKED,
            book_stalls: false,
            draws: None,
        };
        bench.does(Event::Line(wire::LineGrade::Good));
        bench.does(Event::Book(100));
        bench
    }

    /// Handles an event; gives the effects of it alone, without lamp and timer; the access log's are kept apart.
    pub fn does(&mut self, event: Event) -> &[Effect] {
        let quiet = |e: &Effect| !matches!(e, Effect::Lamp(_) | Effect::WakeAt(_) | Effect::Buzz(_));
        let effects: Vec<_> = self.all(event).into_iter().filter(quiet).collect();
        self.lines.extend(effects.iter().flat_map(lines));
        self.effects = effects.into_iter().filter(|effect| !matches!(effect, Effect::Note(_))).collect();
        self.draw();
        for effect in &mut self.effects {
            if let Effect::Ask { ask, .. } = effect {
                self.asked = std::mem::replace(ask, ASKED);
            }
        }
        &self.effects
    }

    /// The book answers at once, unless it stalls: then the question is remembered and stays among the effects.
    fn draw(&mut self) {
        let Some(at) = self.effects.iter().position(is_draw) else { return };
        if let Some(Effect::Ask { ask, .. }) = self.effects.get(at) {
            self.draws = Some(*ask);
        }
        if !self.book_stalls {
            self.effects.remove(at);
            let earlier = std::mem::take(&mut self.effects);
            self.drawn(Some(challenge()));
            self.effects.splice(0..0, earlier);
        }
    }

    /// The answer to the latest question for a challenge.
    pub fn drawn(&mut self, challenge: Option<wire::Challenge>) -> &[Effect] {
        let ask = self.draws.unwrap();
        self.does(Event::Reply { ask, reply: Reply::Challenge(challenge) })
    }

    /// Today's choice as the journal has it, asked for because the date may be another one.
    pub fn day(&mut self, day: Option<DayChoice>) {
        self.does(Event::NewDate);
        self.replies(Reply::Day(day));
    }

    /// The answer to the latest question.
    pub fn replies(&mut self, reply: Reply) -> &[Effect] {
        self.does(Event::Reply { ask: self.asked, reply })
    }

    pub fn all(&mut self, event: Event) -> Vec<Effect> {
        self.desk.handle(self.now, event)
    }

    pub fn keys(&mut self, keys: &[Key]) {
        for key in keys {
            self.does(Event::Key(*key));
        }
    }

    pub fn pin(&mut self, digits: [u8; 4]) {
        self.keys(&digits.map(Key::Digit));
        self.keys(&[Key::Ok]);
    }

    /// Lets time pass, then wakes the desk.
    pub fn pass(&mut self, time: Duration) -> &[Effect] {
        self.now.mono += time;
        self.now.wall += time;
        self.does(Event::Wake)
    }

    pub fn secs(&mut self, seconds: u64) -> &[Effect] {
        self.pass(Duration::from_secs(seconds))
    }

    pub fn screen(&self) -> Screen {
        self.desk.view(self.now).screen
    }

    pub fn id(&self) -> &'static str {
        self.screen().id()
    }

    /// Puts a card down and reads it; the reading must have been asked for.
    pub fn card(&mut self, content: CardContent) {
        let read = match self.does(Event::CardPlaced) {
            [Effect::ReadCard { read, .. }] => *read,
            other => panic!("a card was placed: {other:?}"),
        };
        self.does(Event::CardRead { read, content });
    }

    /// 目視 up to the waiting screen.
    pub fn waiting(&mut self, number: u8) {
        self.card(content(None));
        assert!(
            matches!(self.does(Event::Key(Key::Ok)), [Effect::Capture { check: c, .. }] if *c == check(number))
        );
        self.saved(number);
        assert_eq!(self.id(), "waiting");
    }

    /// The lines of the access log since the last call.
    pub fn lines(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lines)
    }

    pub fn saved(&mut self, number: u8) {
        self.does(Event::Saved { check: check(number), reception: ReceptionNumber(number.into()) });
    }
}
