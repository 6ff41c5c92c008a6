//! What staff are told of a start that did not go well: by a trouble on the ready screen when the station runs all
//! the same, by a screen of its own when it cannot. Nobody should sit before a black panel.

use super::panel::PanelThread;
use desk::{Failure, Lamp, Screen, StatusLine, View};
use journal::OpenReport;
use model::Language;
use std::{borrow::Cow, time::Duration};
use wire::{LineGrade, Method, Purpose};

/// How long the reason stays on the panel before the process ends; the service manager starts it anew.
const SHOWN: Duration = Duration::from_secs(5);
/// Longest technician's text on the panel, characters; the whole is in the log.
const LONGEST: usize = 160;

/// A new journal was begun.
pub const SET_ASIDE: Failure = Failure::fixed(
    "S110",
    "記録が壊れていたため新しくしました。技術担当に連絡してください。",
    "the journal was damaged and set aside",
);

/// What staff must hear of the journal as it was found.
pub fn of_journal(found: &OpenReport) -> Vec<Failure> {
    let unreadable = (found.unreadable > 0).then(|| Failure {
        code: "S111".into(),
        staff: format!("読めない受付が{}件あります。技術担当に連絡してください。", found.unreadable).into(),
        technician: "checks whose seal does not open; they are kept".into(),
    });
    found.set_aside.as_ref().map(|_| SET_ASIDE).into_iter().chain(unreadable).collect()
}

/// Shows that the station cannot be used and why, until staff could read it. Who starts it by hand reads the error
/// in the terminal and is not kept waiting.
pub async fn out_of_order(panel: &PanelThread, error: &str, method: Method, purpose: Purpose) {
    panel.show(View {
        screen: Screen::OutOfOrder(why(error)),
        status: StatusLine {
            line: LineGrade::Down,
            waiting: 0,
            oldest_min: None,
            late: 0,
            synchronised: true,
            bytes_limit: false,
        },
        method,
        purpose,
        trouble: None,
        time: None,
        language: Language::Japanese,
        staff: None,
        site: None,
        ticket: None,
        speech: false,
    });
    panel.lamp(Lamp::CallStaff);
    if std::env::var_os("NOTIFY_SOCKET").is_some() {
        tokio::time::sleep(SHOWN).await;
    }
}

/// Errors of a start begin with their code.
fn why(error: &str) -> Failure {
    let first = error.split([' ', ':']).next().unwrap_or_default();
    let code = if is_code(first) { first } else { "S100" };
    let short: String = error.chars().take(LONGEST).collect();
    Failure {
        code: Cow::Owned(code.to_owned()),
        staff: crate::codes::OUT_OF_ORDER.into(),
        technician: short.into(),
    }
}

fn is_code(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(|c| c.is_ascii_uppercase())
        && word.len() == 4
        && characters.all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::SetAside;

    fn found() -> OpenReport {
        OpenReport { boot: 2, clean: true, set_aside: None, waiting: 0, unreadable: 0, unacknowledged: 0 }
    }

    #[test]
    fn a_damaged_journal_and_unreadable_checks_are_told_to_staff_and_a_good_one_is_not() {
        assert!(of_journal(&found()).is_empty());
        let aside = SetAside { path: "x".into(), reason: "its header is damaged".into(), rescued: 1 };
        let told = of_journal(&OpenReport { set_aside: Some(aside), unreadable: 3, ..found() });
        let codes: Vec<_> = told.iter().map(|failure| failure.code.as_ref()).collect();
        assert_eq!(codes, ["S110", "S111"]);
        assert!(told[1].staff.contains("3件"));
    }

    #[test]
    fn the_screen_names_the_code_that_the_error_begins_with() {
        assert_eq!(why("J102 journal.db was sealed with another master key").code, "J102");
        assert_eq!(why("R002: ca: cannot read").code, "R002");
        assert_eq!(why("something without a code").code, "S100");
        assert!(why(&"記".repeat(999)).technician.chars().count() <= LONGEST);
    }
}
