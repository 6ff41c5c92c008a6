//! Screens that have no picture of their own: a title, lines, and what the keys do.

use super::{CONTENT, Look, Page, QUESTION};
use crate::colour::{INK, WHITE};
use crate::scene::Style;
use crate::shape::Shape;
use crate::texts::{self, Words};
use desk::{Choice, ChoiceRow, FallbackKind, Pref, Screen};

const PLAIN: Look = Look { sign: Shape::Work, ink: WHITE, ground: QUESTION };

const fn words(ja: &'static str, en: &'static str) -> Words {
    Words { ja, en }
}

/// Any of the screens around the check itself.
pub(super) fn draw(page: &mut Page, screen: &Screen) {
    match screen {
        Screen::Choice(choice) => list(page, choice),
        Screen::RecallFailed(failure) | Screen::NotDone(failure) => {
            page.banner(PLAIN, texts::CARD_PROBLEM, None);
            page.failure(CONTENT, failure);
        }
        Screen::Passcode { typed, wheel, .. } => {
            let wheel = wheel.map(|digit| digit.to_string()).unwrap_or_default();
            say(
                page,
                words("パスコード", screen.id()),
                &format!("{}{wheel}", "*".repeat(usize::from(*typed))),
            );
        }
        Screen::LoginWait { left_s, .. } => say(page, words("お待ちください", "Wait"), &left_s.to_string()),
        Screen::FallbackKept { kind, .. } => say(page, words("記録しました", "Recorded"), fallback(*kind)),
        Screen::Recalled { inner, day, .. } => {
            say(page, words("控えの表示", "Looked at again"), &format!("{day} {}", inner.id()));
        }
        Screen::Diagnosis { rows, .. } => {
            let rows: Vec<_> = rows.iter().map(|row| row.value.as_str()).collect();
            say(page, words("機器の点検", "Diagnosis"), &rows.join("\n"));
        }
        Screen::DayNumbers(numbers) => {
            say(page, words("一日の終わり", "End of the day"), &numbers.checks.to_string());
        }
        Screen::PowerOffAsk { waiting } => {
            say(page, words("電源を切りますか", "Switch off?"), &waiting.to_string());
        }
        Screen::StaffAdded { label, .. } => say(page, words("職員を追加しました", "Staff added"), label),
        other => say(page, words("受付", other.id()), other.id()),
    }
    page.hints(Some((texts::KEY_BACK, texts::DO_STOP)), Some((texts::KEY_OK, texts::DO_CLOSE)));
}

fn say(page: &mut Page, title: Words, text: &str) {
    page.banner(PLAIN, title, None);
    page.text(CONTENT, text, Style::new(INK, WHITE, 22, 10).lines(6));
}

fn list(page: &mut Page, choice: &Choice) {
    let rows = choice.rows.iter().enumerate().map(|(index, row)| {
        let mark = if index == choice.selected { "→" } else { "　" };
        format!("{mark}{}", label(row))
    });
    say(page, words("選んでください", choice_id(choice)), &rows.collect::<Vec<_>>().join("\n"));
}

fn choice_id(choice: &Choice) -> &'static str {
    Screen::Choice(choice.clone()).id()
}

fn label(row: &ChoiceRow) -> String {
    match row {
        ChoiceRow::Staff(text) | ChoiceRow::Site(text) => text.clone(),
        ChoiceRow::Method(method) => texts::method(*method).ja.to_owned(),
        ChoiceRow::Purpose(choice) => {
            choice.purpose().map_or("本人確認のみ", |p| texts::purpose(p).ja).to_owned()
        }
        ChoiceRow::Menu(item) => format!("{} {item:?}", item.number()),
        ChoiceRow::Check(row) => row.reception.to_string(),
        ChoiceRow::Pref(Pref::Volume(value) | Pref::Brightness(value)) => value.to_string(),
        ChoiceRow::Pref(Pref::Language(language)) => format!("{language:?}"),
        ChoiceRow::Fallback(kind) => fallback(*kind).to_owned(),
    }
}

fn fallback(kind: FallbackKind) -> &'static str {
    match kind {
        FallbackKind::MynaPortal => "マイナポータル画面",
        FallbackKind::Notice => "資格情報のお知らせ",
        FallbackKind::Certificate => "資格確認書",
        FallbackKind::Later => "後日確認",
    }
}
