//! The content of a screen independent of the size of the display: its headline, its body by kind, and the effects of
//! the keys. Both layouts draw the same sheets, so neither can forget a screen or a decision.

use crate::shape::Shape;
use crate::texts::{Action, Words};
use desk::{ChoiceOf, Coverage, Failure, Judged, LateNotice};
use jiff::Timestamp;
use jiff::civil::Date;
use model::Language;
use std::borrow::Cow;
use wire::{Code, Person, ReceptionNumber};

/// The kind of a screen, which decides the look of its headline. The first four are outcomes of a check and differ in
/// colour, in form and in sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// 有効, under contract as far as is known.
    Good,
    /// A clear no.
    Bad,
    /// 未確認
    Unconfirmed,
    /// 取得失敗 and trouble.
    Failed,
    /// Staff are called.
    Calling,
    /// Something cannot be undone.
    Careful,
    /// Work goes on: wait.
    Working,
    /// A question.
    Asking,
    /// Something is done.
    Done,
}

impl Kind {
    /// The sign that goes with it, unless a screen has one of its own.
    pub(crate) fn sign(self) -> Shape {
        match self {
            Self::Good => Shape::Ring,
            Self::Bad => Shape::Cross,
            Self::Unconfirmed => Shape::DashedClock,
            Self::Failed => Shape::BoxedMark,
            Self::Calling | Self::Careful => Shape::Triangle,
            Self::Working => Shape::Work,
            Self::Asking => Shape::Face,
            Self::Done => Shape::Check,
        }
    }
}

/// The headline.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub(crate) kind: Kind,
    pub(crate) sign: Shape,
    pub(crate) title: Words,
    /// More words, smaller.
    pub(crate) under: Option<Words>,
    pub(crate) reception: Option<ReceptionNumber>,
}

impl Head {
    pub(crate) fn new(kind: Kind, title: impl Into<Words>) -> Self {
        Self { kind, sign: kind.sign(), title: title.into(), under: None, reception: None }
    }

    pub(crate) fn sign(self, sign: Shape) -> Self {
        Self { sign, ..self }
    }

    pub(crate) fn under(self, under: Option<impl Into<Words>>) -> Self {
        Self { under: under.map(Into::into), ..self }
    }

    pub(crate) fn reception(self, reception: Option<ReceptionNumber>) -> Self {
        Self { reception, ..self }
    }
}

/// Effects of the keys on a screen; a key without one is not shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keys {
    pub(crate) up: Option<Words>,
    pub(crate) down: Option<Words>,
    pub(crate) ok: Option<Words>,
    pub(crate) back: Option<Words>,
    /// Effect of the digits, where nothing else on the screen shows it.
    pub(crate) digits: Option<Words>,
}

impl Keys {
    pub(crate) fn ok(self, does: impl Into<Words>) -> Self {
        Self { ok: Some(does.into()), ..self }
    }

    pub(crate) fn back(self, does: impl Into<Words>) -> Self {
        Self { back: Some(does.into()), ..self }
    }

    pub(crate) fn up(self, does: impl Into<Words>) -> Self {
        Self { up: Some(does.into()), ..self }
    }

    pub(crate) fn down(self, does: impl Into<Words>) -> Self {
        Self { down: Some(does.into()), ..self }
    }

    pub(crate) fn digits(self, does: impl Into<Words>) -> Self {
        Self { digits: Some(does.into()), ..self }
    }

    /// Up and Down do the same.
    pub(crate) fn both(self, does: impl Into<Words>) -> Self {
        let does = does.into();
        Self { up: Some(does.clone()), down: Some(does), ..self }
    }
}

impl Keys {
    /// Each key with its effect, 戻る first and OK last; Up and Down together when they do the same.
    pub(crate) fn hints(
        &self,
        language: Language,
        say: impl Fn(&Words, Language) -> Cow<'static, str>,
    ) -> Vec<(String, String)> {
        let say = |words: &Words| say(words, language).into_owned();
        let hint = |cap: &str, does: &Option<Words>| does.as_ref().map(|does| (cap.to_owned(), say(does)));
        let mut hints: Vec<_> = hint(&say(&Action::Back.into()), &self.back).into_iter().collect();
        if self.up.is_some() && self.up == self.down {
            hints.extend(hint("▲▼", &self.up));
        } else {
            hints.extend(hint("▲", &self.up));
            hints.extend(hint("▼", &self.down));
        }
        hints.extend(hint("0-9", &self.digits));
        hints.extend(hint("OK", &self.ok));
        hints
    }
}

/// A screen's content.
#[derive(Debug, Clone)]
pub(crate) struct Sheet<'a> {
    pub(crate) head: Head,
    pub(crate) body: Body<'a>,
    pub(crate) keys: Keys,
    /// Not a fresh check: this is said in a band over everything else.
    pub(crate) past: Option<Words>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(head: Head, body: Body<'a>, keys: Keys) -> Self {
        Self { head, body, keys, past: None }
    }
}

/// Sentences.
#[derive(Debug, Clone)]
pub(crate) struct Say {
    pub(crate) words: Words,
    /// Drawn beside them.
    pub(crate) sign: Option<Shape>,
    /// Below, smaller; the small display leaves it out.
    pub(crate) note: Option<Words>,
    /// A warning in a strip of its own.
    pub(crate) strip: Option<Words>,
}

impl Say {
    pub(crate) fn new(words: impl Into<Words>) -> Self {
        Self { words: words.into(), sign: None, note: None, strip: None }
    }
}

/// The ready screen.
#[derive(Debug, Clone)]
pub(crate) struct Ready<'a> {
    pub(crate) ask: Words,
    pub(crate) method: Words,
    pub(crate) purpose: Words,
    pub(crate) site: Option<&'a str>,
    pub(crate) staff: Option<&'a str>,
    pub(crate) ticket: Option<&'a str>,
    /// Checks that waited and turned out well.
    pub(crate) good: Option<Words>,
    pub(crate) trouble: Option<&'a Failure>,
}

/// Digits that are typed unseen.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) ask: Words,
    /// The request is a complaint: the last one was wrong.
    pub(crate) wrong: bool,
    pub(crate) typed: u8,
    /// Number of digits; `None` when it must not be shown.
    pub(crate) of: Option<u8>,
    /// The digit that is being turned.
    pub(crate) wheel: Option<u8>,
    /// Below the digits.
    pub(crate) note: Option<Words>,
    /// The note is a warning.
    pub(crate) alarm: bool,
    /// Instead of the request: the failure of the last one.
    pub(crate) failure: Option<&'a Failure>,
}

impl Entry<'_> {
    /// Places to draw: all there will be, or those typed and one more, at least four.
    pub(crate) fn places(&self) -> u8 {
        const MOST: u8 = 12;
        self.of.unwrap_or_else(|| self.typed.saturating_add(1).clamp(4, MOST))
    }
}

/// A person and what to say about them.
#[derive(Debug, Clone)]
pub(crate) struct PersonPage<'a> {
    pub(crate) person: &'a Person,
    pub(crate) judged: &'a Judged,
    /// The sentence that counts, and whether it is good (`None`: neither).
    pub(crate) band: (Words, Option<bool>),
    /// The same in a few characters, for the small display's headline.
    pub(crate) mark: Words,
    /// Of a valid answer, else nothing.
    pub(crate) coverage: Option<Coverage>,
    /// The ticket that was scanned for it.
    pub(crate) ticket: Option<Words>,
}

/// A row of a list.
#[derive(Debug, Clone)]
pub(crate) struct ListRow {
    /// The digit that chooses it.
    pub(crate) number: Option<u8>,
    pub(crate) main: Words,
    /// At the right: a value, or the text in the other language when there is none.
    pub(crate) side: Option<Words>,
    /// Of a level 0 to 5, which is drawn as bars.
    pub(crate) level: Option<u8>,
}

/// A row of the list of checks.
#[derive(Debug, Clone)]
pub(crate) struct CheckRow<'a> {
    pub(crate) reception: ReceptionNumber,
    pub(crate) day: Date,
    pub(crate) at: Timestamp,
    pub(crate) doubtful: bool,
    pub(crate) state: Words,
    /// It needs attention: it waits, or its late verdict is not acknowledged.
    pub(crate) open: bool,
    pub(crate) ticket: Option<&'a str>,
    pub(crate) fallback: Option<Words>,
}

/// The rows of a list.
#[derive(Debug, Clone)]
pub(crate) enum Rows<'a> {
    Plain(Vec<ListRow>),
    Checks(Vec<CheckRow<'a>>),
}

/// A page of a list.
#[derive(Debug, Clone)]
pub(crate) struct List<'a> {
    pub(crate) of: ChoiceOf,
    pub(crate) rows: Rows<'a>,
    pub(crate) selected: Option<usize>,
    /// Place of the selected row in the whole list, from 1, and the list's length.
    pub(crate) place: (u32, u32),
    /// Rows exist before this page, and after it.
    pub(crate) more: (bool, bool),
    pub(crate) find: Option<Words>,
    pub(crate) trouble: Option<&'a Failure>,
}

impl List<'_> {
    /// The place in words, between arrows to where there is more.
    pub(crate) fn place(&self) -> String {
        let arrow = |more, arrow| if more { arrow } else { "" };
        let ((place, of), (before, after)) = (self.place, self.more);
        // Nothing is selected, or there is nothing.
        let place = if place == 0 { String::new() } else { format!("{place}/") };
        format!("{}{place}{of}{}", arrow(before, "▲"), arrow(after, "▼"))
    }
}

/// One of few ways to go on, with the key that takes it.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    pub(crate) key: &'static str,
    /// The digit that takes it too.
    pub(crate) number: Option<u8>,
    pub(crate) words: Words,
}

/// A label, a value, and whether that is as it should be.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub(crate) label: Words,
    pub(crate) value: String,
    pub(crate) ok: Option<bool>,
}

/// A count; those that are not 0 and should be are marked.
#[derive(Debug, Clone)]
pub(crate) struct Count {
    pub(crate) label: Words,
    pub(crate) count: u32,
    pub(crate) open: bool,
}

/// The numbers of a day.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    pub(crate) checks: Count,
    pub(crate) verdicts: Vec<Count>,
    /// The same in fewer numbers, for the small display: what was refused with what came too late.
    pub(crate) few_verdicts: Vec<Count>,
    /// In even fewer: what leads to the same in one sum.
    pub(crate) fewest_verdicts: Vec<Count>,
    pub(crate) proofs: Vec<Count>,
    pub(crate) waiting: Count,
    pub(crate) late: Count,
    pub(crate) without_card: Count,
}

/// The content, by kind.
#[derive(Debug, Clone)]
pub(crate) enum Body<'a> {
    Ready(Ready<'a>),
    Say(Say),
    Failure(&'a Failure),
    /// The same from a table of codes.
    Told(Failure),
    Entry(Entry<'a>),
    /// The card may go; so many seconds are left.
    Waiting(u64),
    /// The number is what counts.
    Number(ReceptionNumber, Option<Code>),
    Person(PersonPage<'a>),
    /// The same person: data that the small display cannot show on the first screen.
    Details(PersonPage<'a>),
    Late(&'a LateNotice, u32),
    List(List<'a>),
    Ways(Vec<Way>),
    /// So long to wait, as text, and why.
    Wait(Words, Words),
    /// Rows of a page; none while they are collected.
    Facts(Vec<Fact>),
    Counts(Box<Counts>),
    /// A test picture.
    Pattern,
    /// Keys as pressed, the newest last; and codes scanned.
    Keys(Vec<String>, u32),
}
