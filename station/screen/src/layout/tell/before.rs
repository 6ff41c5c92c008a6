//! Before there is a check: ready, the reader, reading, the face, the PIN.

use super::hold_still;
use crate::layout::sheet::{Body, Entry, Head, Keys, Kind, Ready, Say, Sheet};
use crate::shape::Shape;
use crate::texts::{Words, card, check, keys, labels};
use desk::{LateGood, PadPause, View};
use jiff::civil::Date;
use wire::{CertificateState, ReaderState};

pub(super) fn ready(view: &View, take_card: bool, good: Option<LateGood>) -> Sheet<'_> {
    let ask = if take_card { card::TAKE_LAST_CARD } else { card::PLACE_CARD };
    let body = Ready {
        ask: ask.clone(),
        method: card::method(view.method),
        purpose: card::purpose(view.purpose),
        site: view.site.as_deref(),
        staff: view.staff.as_deref(),
        ticket: view.ticket.as_deref(),
        good: good.map(check::late_good),
        trouble: view.trouble.as_ref(),
    };
    let keys = Keys::default().up(keys::METHOD).down(keys::PURPOSE).ok(keys::MENU);
    let keys = match (good, &view.ticket) {
        (Some(_), _) => keys.back(keys::SEEN),
        (None, Some(_)) => keys.back(keys::DROP_TICKET),
        (None, None) => keys,
    };
    Sheet::new(Head::new(Kind::Asking, ask).sign(Shape::Card), Body::Ready(body), keys)
}

pub(super) fn reader(state: ReaderState) -> Sheet<'static> {
    let words = match state {
        ReaderState::Absent => card::READER_ABSENT,
        ReaderState::Fault | ReaderState::Ready => card::READER_FAULT,
    };
    let keys = Keys::default().up(keys::OTHER_PROOF).down(keys::OTHER).ok(keys::MENU);
    Sheet::new(Head::new(Kind::Failed, card::READER), Body::Say(Say::new(words)), keys)
}

/// Something goes on; no key does anything.
pub(super) fn working(title: Words, say: Say) -> Sheet<'static> {
    Sheet::new(Head::new(Kind::Working, title), Body::Say(say), Keys::default())
}

pub(super) fn reading(view: &View) -> Sheet<'static> {
    let under = card::method(view.method).then("  ", &card::purpose(view.purpose));
    let ticket = view.ticket.as_deref().map(card::ticket);
    let say = Say { strip: ticket, ..hold_still() };
    Sheet::new(Head::new(Kind::Working, card::READING).under(Some(under)), Body::Say(say), Keys::default())
}

pub(super) fn compare(view: &View, certificate: Option<CertificateState>, until: Date) -> Sheet<'static> {
    let say = Say {
        note: Some(card::COMPARE_CARD),
        strip: certificate_warning(certificate, Some(until)),
        ..Say::new(card::COMPARE_ASK)
    };
    let keys = Keys::default().back(keys::STOP).ok(keys::SAME);
    let ticket = view.ticket.as_deref().map(card::ticket);
    Sheet::new(Head::new(Kind::Asking, card::COMPARE).under(ticket), Body::Say(say), keys)
}

/// The warning about a certificate's dates, with the day where it is known; `None` when there is nothing to warn of.
pub(in crate::layout) fn certificate_warning(
    state: Option<CertificateState>,
    until: Option<Date>,
) -> Option<Words> {
    let words = state.and_then(card::certificate)?;
    let day = until.map(|day| day.strftime("%Y/%-m/%-d").to_string());
    Some(day.map_or(words.clone(), |day| words.then(" ", &Words::same(day))))
}

pub(super) fn pin(typed: u8, left: u8, wrong: bool, wheel: Option<u8>) -> Sheet<'static> {
    let complains = typed == 0 && wrong;
    let ask = match (typed, complains, wheel) {
        (4.., ..) => card::PIN_SEND,
        (_, true, None) => card::PIN_WRONG,
        (_, _, Some(_)) => card::PIN_WHEEL,
        _ => card::PIN_ASK,
    };
    let entry = Entry {
        ask,
        wrong: complains && wheel.is_none(),
        typed,
        of: Some(4),
        wheel,
        note: Some(card::tries_left(left)),
        alarm: left <= 1,
        failure: None,
    };
    Sheet::new(pin_head(), Body::Entry(entry), entry_keys(typed, 4, wheel, keys::SEND))
}

/// What the keys do while digits are typed: from `enough` digits on OK sends them.
pub(super) fn entry_keys(typed: u8, enough: u8, wheel: Option<u8>, send: Words) -> Keys {
    let back = if typed == 0 { keys::STOP } else { keys::DELETE };
    let keys = Keys::default().back(back);
    match (wheel, typed >= enough) {
        (Some(_), _) => keys.both(keys::DIGIT).ok(keys::TAKE),
        (None, true) if enough == 4 && typed == 4 && send == keys::SEND => keys.ok(send),
        (None, true) => keys.both(keys::DIGIT).ok(send),
        (None, false) => keys.both(keys::DIGIT),
    }
}

pub(super) fn last_try() -> Sheet<'static> {
    let keys = Keys::default().back(keys::STOP).ok(keys::SEND);
    Sheet::new(Head::new(Kind::Careful, card::LAST_TRY), Body::Say(Say::new(card::LAST_TRY_ASK)), keys)
}

/// Typed on the reader: no places to fill here.
pub(super) fn pin_pad(left: u8, instead: bool) -> Sheet<'static> {
    let (words, ok) = if instead { (card::PAD_LEAVE, keys::ON_READER) } else { (card::PAD_ASK, keys::HERE) };
    let say = Say { strip: Some(card::tries_left(left)), ..Say::new(words) };
    Sheet::new(pin_head(), Body::Say(say), Keys::default().back(keys::STOP).ok(ok))
}

pub(super) fn pin_pad_ask(left: u8, why: PadPause) -> Sheet<'static> {
    let keys = Keys::default().back(keys::STOP).both(keys::HERE).ok(keys::ON_READER);
    if left <= 1 {
        let say = Say { strip: card::pad_rested(why), ..Say::new(card::LAST_TRY_PAD) };
        return Sheet::new(Head::new(Kind::Careful, card::LAST_TRY), Body::Say(say), keys);
    }
    let say = Say { strip: Some(card::tries_left(left)), ..Say::new(card::pad_rests(why)) };
    Sheet::new(pin_head(), Body::Say(say), keys)
}

fn pin_head() -> Head {
    Head::new(Kind::Asking, card::PIN).sign(Shape::Dots(4))
}

pub(super) fn offer(title: Words, say: Words) -> Sheet<'static> {
    let keys = Keys::default().back(keys::STOP).ok(keys::VISUAL).up(keys::OTHER_PROOF).down(keys::OTHER);
    Sheet::new(Head::new(Kind::Failed, title), Body::Say(Say::new(say)), keys)
}

pub(super) fn unusable(state: CertificateState, day: Date) -> Sheet<'static> {
    let (title, say, label) = if state == CertificateState::NotYet {
        (card::NOT_YET, card::NOT_YET_SAY, card::FIRST_DAY)
    } else {
        (card::EXPIRED, card::EXPIRED_SAY, card::LAST_DAY)
    };
    let strip = label.then(" ", &labels::date(&day.strftime("%Y%m%d").to_string()));
    let say = Say { strip: Some(strip), ..Say::new(say) };
    Sheet::new(Head::new(Kind::Bad, title), Body::Say(say), super::other_proof())
}
