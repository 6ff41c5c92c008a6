//! Screens of a check that has no verdict, and of late verdicts.

use super::{CONTENT, Look, Page, QUESTION, WIDTH, sentences};
use crate::colour::{AMBER, BLUE, FAINT, INK, RED, WHITE};
use crate::scene::{Area, Style};
use crate::shape::Shape;
use crate::texts::{self, Words};
use desk::{Failure, LateKind, LateNotice};
use wire::{Code, ReceptionNumber, jst_text};

const WORKING: Look = Look { sign: Shape::Work, ink: WHITE, ground: QUESTION };
const UNCONFIRMED: Look = Look { sign: Shape::DashedClock, ink: INK, ground: AMBER };
const FAILED: Look = Look { sign: Shape::BoxedMark, ink: WHITE, ground: BLUE };
const CALLING: Look = Look { sign: Shape::Triangle, ink: AMBER, ground: INK };

pub(super) fn failure(page: &mut Page, title: Words, failure: &Failure) {
    page.banner(FAILED, title, None);
    page.failure(CONTENT, failure);
    page.hints(None, Some((texts::KEY_OK, texts::DO_CLOSE)));
}

/// Like a failure, and no key helps.
pub(super) fn out_of_order(page: &mut Page, failure: &Failure) {
    page.banner(FAILED, texts::OUT_OF_ORDER, None);
    page.failure(CONTENT, failure);
}

pub(super) fn saving(page: &mut Page) {
    page.banner(WORKING, texts::SAVING, None);
    page.say(CONTENT, texts::SAVING_SAY);
}

pub(super) fn waiting(page: &mut Page, reception: ReceptionNumber, left_s: u64) {
    page.banner(WORKING, texts::WAITING, Some(reception));
    page.scene.sign(Area::new(8, 84, 56, 44), Shape::Card, INK, WHITE);
    let take = texts::TAKE_CARD;
    page.text(Area::new(70, 80, 244, 32), take.ja, Style::new(INK, WHITE, 22, 18).bold());
    page.text(Area::new(70, 112, 244, 18), take.en, Style::new(FAINT, WHITE, 14, 12));
    let not_yet = texts::NOT_YET_CONFIRMED;
    page.text(Area::new(8, 142, 304, 24), not_yet.ja, Style::new(INK, WHITE, 20, 16).bold());
    page.text(Area::new(8, 166, 304, 16), not_yet.en, Style::new(FAINT, WHITE, 14, 12));
    let left = format!("{}{left_s}{}", texts::LEFT, texts::SECONDS);
    page.text(Area::new(8, 188, 304, 26), &left, Style::new(INK, WHITE, 22, 16).right());
}

/// Unlike any verdict: amber, a dashed clock and a dashed frame, and the number as the largest thing.
pub(super) fn pending(page: &mut Page, reception: ReceptionNumber, problem: Option<Code>) {
    page.banner(UNCONFIRMED, texts::PENDING, None);
    page.scene.dashed(Area::new(2, 74, WIDTH - 4, 142), 4, AMBER);
    let label = texts::RECEPTION;
    page.text(Area::new(14, 88, 78, 22), label.ja, Style::new(INK, WHITE, 18, 16).bold());
    page.text(Area::new(14, 112, 90, 16), label.en, Style::new(FAINT, WHITE, 12, 11));
    let number = Area::new(106, 80, 200, 66);
    page.text(number, &reception.to_string(), Style::new(INK, WHITE, 60, 30).bold());
    if let Some(code) = problem {
        let text = code.text();
        let say = format!("{}\n{}", sentences(text.staff), text.code);
        page.text(Area::new(14, 148, 292, 60), &say, Style::new(INK, WHITE, 18, 12).lines(4));
        return page.hints(None, Some((texts::KEY_OK, texts::DO_CLOSE)));
    }
    let say = texts::PENDING_SAY;
    page.text(Area::new(14, 150, 292, 28), say.ja, Style::new(INK, WHITE, 22, 16).bold());
    page.text(Area::new(14, 182, 292, 18), say.en, Style::new(FAINT, WHITE, 12, 11));
    page.hints(None, Some((texts::KEY_OK, texts::DO_CLOSE)));
}

pub(super) fn late(page: &mut Page, notice: &LateNotice, more: u32, armed: bool) {
    page.banner(CALLING, texts::LATE, None);
    let words = texts::late(notice.kind);
    let label = Area::new(8, 78, 76, 40);
    page.text(label, texts::RECEPTION.ja, Style::new(INK, WHITE, 18, 16).bold());
    let number = Area::new(86, 74, 100, 46);
    page.text(number, &notice.reception.to_string(), Style::new(INK, WHITE, 42, 20).bold());
    let doubt = if notice.clock_synchronised { "" } else { texts::CLOCK_DOUBTFUL };
    let time = format!("{}\n{}\n{doubt}", texts::CAPTURED, jst_text(notice.captured_at));
    page.text(Area::new(190, 76, 124, 42), time.trim_end(), Style::new(INK, WHITE, 17, 12).lines(3).right());
    page.scene.fill(Area::new(0, 122, WIDTH, 46), RED);
    page.scene.sign(Area::new(6, 126, 38, 38), Shape::Cross, WHITE, RED);
    page.text(Area::new(52, 123, 262, 30), words.ja, Style::new(WHITE, RED, 26, 16).bold());
    page.text(Area::new(52, 153, 262, 14), &english(notice.kind, words), Style::new(WHITE, RED, 12, 10));
    page.text(Area::new(8, 170, 304, 24), texts::LATE_SAY.ja, Style::new(INK, WHITE, 16, 12).bold());
    let rest = if more > 0 { 90 } else { 0 };
    page.text(Area::new(8, 196, 304 - rest, 18), texts::LATE_SAY.en, Style::new(FAINT, WHITE, 12, 10));
    if more > 0 {
        let text = format!("{}{more}{}", texts::MORE, texts::ITEMS);
        page.text(Area::new(222, 196, 90, 20), &text, Style::new(INK, WHITE, 16, 12).right().bold());
    }
    if armed {
        page.hints(None, Some((texts::KEY_OK, texts::DO_ACKNOWLEDGE)));
    }
}

fn english(kind: LateKind, words: Words) -> String {
    match kind {
        LateKind::Refused(code) | LateKind::TooOld(code) => {
            format!("{}  {}", code.text().code, words.en)
        }
        _ => words.en.to_owned(),
    }
}
