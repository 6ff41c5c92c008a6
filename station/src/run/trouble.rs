//! A start that did not go well, for staff: a trouble on the ready screen when the station runs all the same, a screen
//! of its own when it cannot. The panel is never black without a reason.

use crate::panel::PanelThread;
use codes::Failure;
use desk::{Lamp, Screen, StatusLine, View};
use journal::OpenReport;
use model::Language;
use std::{fmt::Display, time::Duration};
use wire::{LineGrade, Method, Purpose};

/// How long the reason stays on the panel before the process ends; the service manager starts it anew.
const SHOWN: Duration = Duration::from_secs(5);

/// A start failed by an error that has no code of its own.
pub fn start(error: impl Display) -> Failure {
    Failure::new(codes::S100).with(error.to_string())
}

/// Troubles of the journal as it was found, for staff.
pub fn of_journal(found: &OpenReport) -> Vec<Failure> {
    let set_aside = found.set_aside.as_ref().map(|_| Failure::new(codes::S110));
    let unreadable = (found.unreadable > 0).then(|| Failure::new(codes::S111).number(found.unreadable));
    set_aside.into_iter().chain(unreadable).collect()
}

/// Shows that the station cannot be used and why, until staff could read it. A start by hand shows the error in the
/// terminal and does not wait.
pub async fn out_of_order(panel: &PanelThread, error: &Failure, method: Method, purpose: Purpose) {
    panel.show(View {
        screen: Screen::OutOfOrder(error.clone()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use journal::SetAside;

    fn found() -> OpenReport {
        OpenReport { boot: 2, clean: true, set_aside: None, waiting: 0, unreadable: 0, unacknowledged: 0 }
    }

    #[test]
    fn a_damaged_journal_and_unreadable_checks_are_reported_to_staff_and_a_good_one_is_not() {
        assert!(of_journal(&found()).is_empty());
        let aside = SetAside { path: "x".into(), reason: "its header is damaged".into(), rescued: 1 };
        let troubles = of_journal(&OpenReport { set_aside: Some(aside), unreadable: 3, ..found() });
        let codes: Vec<_> = troubles.iter().map(|failure| failure.code).collect();
        assert_eq!(codes, [codes::S110, codes::S111]);
        assert!(troubles[1].staff(Language::Japanese).contains("3件"));
    }

    #[test]
    fn an_error_of_a_start_keeps_its_code_and_one_without_is_the_stations() {
        let error = journal::Error::WrongKey { path: "journal.db".into() };
        assert_eq!(Failure::from(error).code, codes::J102);
        let error = start(std::io::Error::other("no runtime"));
        assert_eq!((error.code, error.detail.as_ref()), (codes::S100, "no runtime"));
    }
}
