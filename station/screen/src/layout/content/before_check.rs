//! Before there is a check: ready, the reader, reading, the face, the PIN.

use super::hold_still;
use crate::layout::sheet::{Body, Entry, Head, Keys, Kind, Ready, Say, Sheet};
use crate::shape::Shape;
use crate::texts::{Action, Card, Check, Label, Translate, Words};
use desk::{LateGood, PadPause, View};
use jiff::civil::Date;
use wire::{CertificateState, ReaderState};

pub(super) fn ready(view: &View, take_card: bool, good: Option<LateGood>) -> Sheet<'_> {
    let ask = if take_card { Card::TakeLastCard } else { Card::PlaceCard };
    let body = Ready {
        ask: ask.clone().into(),
        method: Card::Method(view.method).into(),
        purpose: Card::Purpose(view.purpose).into(),
        site: view.site.as_deref(),
        staff: view.staff.as_deref(),
        ticket: view.ticket.as_deref(),
        good: good.map(|good| Check::LateGood(good).into()),
        trouble: view.trouble.as_ref(),
    };
    let keys = Keys::default().up(Action::Method).down(Action::Purpose).ok(Action::Menu);
    let keys = match (good, &view.ticket) {
        (Some(_), _) => keys.back(Action::Seen),
        (None, Some(_)) => keys.back(Action::DropTicket),
        (None, None) => keys,
    };
    Sheet::new(Head::new(Kind::Asking, ask).sign(Shape::Card), Body::Ready(body), keys)
}

pub(super) fn reader(state: ReaderState) -> Sheet<'static> {
    let words = match state {
        ReaderState::Absent => Card::ReaderAbsent,
        ReaderState::Fault | ReaderState::Ready => Card::ReaderFault,
    };
    let keys = Keys::default().up(Action::OtherProof).down(Action::Other).ok(Action::Menu);
    Sheet::new(Head::new(Kind::Failed, Card::Reader), Body::Say(Say::new(words)), keys)
}

/// Work in progress; no key has an effect.
pub(super) fn working(title: impl Into<Words>, say: Say) -> Sheet<'static> {
    Sheet::new(Head::new(Kind::Working, title), Body::Say(say), Keys::default())
}

pub(super) fn reading(view: &View) -> Sheet<'static> {
    let under = Card::Method(view.method).then("  ", Card::Purpose(view.purpose));
    let ticket = view.ticket.clone().map(|tail| Card::Ticket(tail).into());
    let say = Say { strip: ticket, ..hold_still() };
    Sheet::new(Head::new(Kind::Working, Card::Reading).under(Some(under)), Body::Say(say), Keys::default())
}

pub(super) fn compare(view: &View, certificate: Option<CertificateState>, until: Date) -> Sheet<'static> {
    let say = Say {
        note: Some(Card::CompareCard.into()),
        strip: certificate_warning(certificate, Some(until)),
        ..Say::new(Card::CompareAsk)
    };
    let keys = Keys::default().back(Action::Stop).ok(Action::Same);
    let ticket = view.ticket.clone().map(Card::Ticket);
    Sheet::new(Head::new(Kind::Asking, Card::Compare).under(ticket), Body::Say(say), keys)
}

/// The warning about a certificate's dates, with the day where it is known; `None` when there is nothing to warn of.
pub(in crate::layout) fn certificate_warning(
    state: Option<CertificateState>,
    until: Option<Date>,
) -> Option<Words> {
    let words = certificate(state?)?;
    Some(match until {
        Some(day) => words.then(" ", Words::same(day.strftime("%Y/%-m/%-d").to_string())),
        None => words.into(),
    })
}

/// The warning of a certificate's state; `None` when there is nothing to warn of.
pub(in crate::layout) fn certificate(state: CertificateState) -> Option<Card> {
    match state {
        CertificateState::EndsSoon => Some(Card::CertificateEndsSoon),
        CertificateState::Grace => Some(Card::CertificateGrace),
        CertificateState::Current | CertificateState::Expired | CertificateState::NotYet => None,
    }
}

pub(super) fn pin(typed: u8, left: u8, wrong: bool, wheel: Option<u8>) -> Sheet<'static> {
    let complains = typed == 0 && wrong;
    let ask = match (typed, complains, wheel) {
        (4.., ..) => Card::PinSend,
        (_, true, None) => Card::PinWrong,
        (_, _, Some(_)) => Card::PinWheel,
        _ => Card::PinAsk,
    };
    let entry = Entry {
        ask: ask.into(),
        wrong: complains && wheel.is_none(),
        typed,
        of: Some(4),
        wheel,
        note: Some(Card::TriesLeft(left).into()),
        alarm: left <= 1,
        failure: None,
    };
    Sheet::new(pin_head(), Body::Entry(entry), entry_keys(typed, 4, wheel, Action::Send))
}

/// Effects of the keys while digits are typed: from `enough` digits on OK sends them.
pub(super) fn entry_keys(typed: u8, enough: u8, wheel: Option<u8>, send: Action) -> Keys {
    let back = if typed == 0 { Action::Stop } else { Action::Delete };
    let keys = Keys::default().back(back);
    match (wheel, typed >= enough) {
        (Some(_), _) => keys.both(Action::Digit).ok(Action::Take),
        (None, true) if enough == 4 && typed == 4 && send == Action::Send => keys.ok(send),
        (None, true) => keys.both(Action::Digit).ok(send),
        (None, false) => keys.both(Action::Digit),
    }
}

pub(super) fn last_try() -> Sheet<'static> {
    let keys = Keys::default().back(Action::Stop).ok(Action::Send);
    Sheet::new(Head::new(Kind::Careful, Card::LastTry), Body::Say(Say::new(Card::LastTryAsk)), keys)
}

/// Typed on the reader: no places to fill here.
pub(super) fn pin_pad(left: u8, instead: bool) -> Sheet<'static> {
    let (words, ok) = if instead { (Card::PadLeave, Action::OnReader) } else { (Card::PadAsk, Action::Here) };
    let say = Say { strip: Some(Card::TriesLeft(left).into()), ..Say::new(words) };
    Sheet::new(pin_head(), Body::Say(say), Keys::default().back(Action::Stop).ok(ok))
}

pub(super) fn pin_pad_ask(left: u8, why: PadPause) -> Sheet<'static> {
    let keys = Keys::default().back(Action::Stop).both(Action::Here).ok(Action::OnReader);
    if left <= 1 {
        let say = Say { strip: pad_rested(why).map(Words::from), ..Say::new(Card::LastTryPad) };
        return Sheet::new(Head::new(Kind::Careful, Card::LastTry), Body::Say(say), keys);
    }
    let say = Say { strip: Some(Card::TriesLeft(left).into()), ..Say::new(Card::PadRests(why)) };
    Sheet::new(pin_head(), Body::Say(say), keys)
}

/// The reason of the pause in one line, where the last try is the first thing to say; `None` when it is clear from that.
fn pad_rested(why: PadPause) -> Option<Card> {
    match why {
        PadPause::LastTry => None,
        PadPause::Wrong => Some(Card::PinWrong),
        PadPause::TimedOut => Some(Card::PadTimedOut),
        PadPause::Cancelled => Some(Card::PadCancelled),
        PadPause::WrongLength => Some(Card::PadWrongLength),
    }
}

fn pin_head() -> Head {
    Head::new(Kind::Asking, Card::Pin).sign(Shape::Dots(4))
}

pub(super) fn offer(title: Card, say: Card) -> Sheet<'static> {
    let keys =
        Keys::default().back(Action::Stop).ok(Action::Visual).up(Action::OtherProof).down(Action::Other);
    Sheet::new(Head::new(Kind::Failed, title), Body::Say(Say::new(say)), keys)
}

pub(super) fn unusable(state: CertificateState, day: Date) -> Sheet<'static> {
    let (title, say, label) = if state == CertificateState::NotYet {
        (Card::NotYet, Card::NotYetSay, Card::FirstDay)
    } else {
        (Card::Expired, Card::ExpiredSay, Card::LastDay)
    };
    let strip = label.then(" ", Label::Date(day.strftime("%Y%m%d").to_string()));
    let say = Say { strip: Some(strip), ..Say::new(say) };
    Sheet::new(Head::new(Kind::Bad, title), Body::Say(say), super::other_proof())
}
