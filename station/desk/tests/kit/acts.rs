//! Happenings of a random world, and how often they come.

use super::*;
use proptest::prelude::*;
use wire::{LineGrade, ReaderState};

/// Something a random world does. References to checks and reads are relative to the latest, so that answers hit,
/// come late, come twice and come for others.
#[derive(Debug, Clone)]
pub enum Act {
    Key(Key),
    /// Four digits and OK.
    Pin,
    /// The same with four buttons: the wheel is turned and its digit taken.
    WheelPin,
    /// A card is read on a reader with keys, which soon asks no more.
    OnReader {
        why: PadEnd,
    },
    /// Somebody looks at the panel for longer than a person may be on it.
    Stare,
    /// Logs in and chooses the day, as an attentive person would, as far as it goes.
    LogIn,
    /// A line of the menu, from wherever that is possible.
    Menu(u8),
    /// Reads what is shown, and wants to see more of it.
    More,
    /// Switches the station off, from wherever that is possible.
    EndDay,
    /// Adds a colleague, likewise.
    AddStaff,
    /// Answers the oldest question of the desk to another component.
    Answer {
        good: bool,
    },
    /// The last answer once more.
    AnswerAgain,
    /// A wrong passcode, and a wait.
    Refuse {
        wait: u64,
    },
    Scan(u8),
    Placed,
    Removed,
    Read {
        ago: u64,
        tries: Option<u8>,
        expired: bool,
        pad: bool,
    },
    ReadFailed {
        ago: u64,
    },
    Signed {
        ago: u8,
    },
    Wrong {
        ago: u8,
        left: u8,
    },
    Locked {
        ago: u8,
    },
    /// Something is typed on the reader, or not: the PIN is right.
    PinRight {
        ago: u8,
    },
    PadEnded {
        ago: u8,
        why: PadEnd,
    },
    /// The book does not answer before the next [`Act::Answer`], or answers at once again.
    BookStalls(bool),
    SignFailed {
        ago: u8,
    },
    Saved {
        ago: u8,
    },
    NotSaved {
        ago: u8,
        full: bool,
    },
    Settled {
        ago: u8,
        says: Says,
        wrong_check: bool,
    },
    NotSettled {
        ago: u8,
        code: Code,
    },
    Late {
        ago: u8,
    },
    Reader(ReaderState),
    Line(LineGrade),
    Book(u32),
    Clock(bool),
    Device(bool),
    NewDay,
    Roster(usize),
    Pass(u64),
    Long,
}

const PAD_ENDS: [PadEnd; 4] = [PadEnd::TimedOut, PadEnd::Cancelled, PadEnd::WrongLength, PadEnd::Refused];

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        6 => (0u8..=11).prop_map(Key::Digit),
        6 => Just(Key::Ok),
        2 => Just(Key::Back),
        2 => Just(Key::Up),
        2 => Just(Key::Down),
    ]
}

pub fn act() -> impl Strategy<Value = Act> {
    let ago = || prop_oneof![6 => Just(0u8), 1 => 1u8..4];
    let card = prop_oneof![
        3 => Just(Act::Placed),
        1 => Just(Act::Removed),
        4 => (prop_oneof![5 => Just(0u64), 1 => 1u64..3], prop::option::weighted(0.9, 0u8..4), prop::bool::weighted(0.1), prop::bool::weighted(0.4))
            .prop_map(|(ago, tries, expired, pad)| Act::Read { ago, tries, expired, pad }),
        1 => (0u64..2).prop_map(|ago| Act::ReadFailed { ago }),
        3 => ago().prop_map(|ago| Act::Signed { ago }),
        2 => (ago(), 0u8..3).prop_map(|(ago, left)| Act::Wrong { ago, left }),
        1 => ago().prop_map(|ago| Act::Locked { ago }),
        1 => ago().prop_map(|ago| Act::PinRight { ago }),
        2 => (ago(), prop::sample::select(&PAD_ENDS[..])).prop_map(|(ago, why)| Act::PadEnded { ago, why }),
        1 => prop::bool::weighted(0.3).prop_map(Act::BookStalls),
        1 => ago().prop_map(|ago| Act::SignFailed { ago }),
    ];
    let codes = prop::sample::select(Code::ALL);
    let answers = prop_oneof![
        4 => ago().prop_map(|ago| Act::Saved { ago }),
        1 => (ago(), any::<bool>()).prop_map(|(ago, full)| Act::NotSaved { ago, full }),
        4 => (ago(), prop::sample::select(&ALL_SAYS[..]), prop::bool::weighted(0.1))
            .prop_map(|(ago, says, wrong_check)| Act::Settled { ago, says, wrong_check }),
        1 => (ago(), codes).prop_map(|(ago, code)| Act::NotSettled { ago, code }),
        1 => (0u8..6).prop_map(|ago| Act::Late { ago }),
    ];
    let world = prop_oneof![
        prop::sample::select(&[ReaderState::Ready, ReaderState::Absent, ReaderState::Fault][..])
            .prop_map(Act::Reader),
        prop::sample::select(&[LineGrade::Good, LineGrade::Weak, LineGrade::Down][..]).prop_map(Act::Line),
        (0u32..3).prop_map(Act::Book),
        any::<bool>().prop_map(Act::Clock),
        any::<bool>().prop_map(Act::Device),
        Just(Act::NewDay),
        (0usize..=2).prop_map(Act::Roster),
        Just(Act::Long),
    ];
    let desk = prop_oneof![
        4 => Just(Act::LogIn),
        3 => (1u8..9).prop_map(Act::Menu),
        1 => Just(Act::EndDay),
        1 => prop::sample::select(&PAD_ENDS[..]).prop_map(|why| Act::OnReader { why }),
        1 => Just(Act::AddStaff),
        6 => prop::bool::weighted(0.8).prop_map(|good| Act::Answer { good }),
        1 => Just(Act::AnswerAgain),
        1 => (0u64..40).prop_map(|wait| Act::Refuse { wait }),
        2 => (0u8..3).prop_map(Act::Scan),
    ];
    prop_oneof![
        8 => key().prop_map(Act::Key),
        2 => Just(Act::Pin),
        1 => Just(Act::WheelPin),
        1 => Just(Act::Stare),
        1 => Just(Act::More),
        8 => card,
        6 => answers,
        1 => world,
        8 => desk,
        3 => (0u64..15_000).prop_map(Act::Pass),
    ]
}
