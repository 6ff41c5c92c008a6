//! Lists to choose from.

use crate::layout::sheet::{Body, CheckRow, Head, Keys, Kind, List, ListRow, Rows, Sheet};
use crate::shape::Shape;
use crate::texts::{Action, Card, Day, Form, Tool, Translate, Words};
use desk::{Choice, ChoiceOf, ChoiceRow, Pref, Searched, View};
use model::RowState;

pub(super) fn choice<'a>(view: &'a View, choice: &'a Choice) -> Sheet<'a> {
    let checks: Vec<_> = choice.rows.iter().filter_map(check_row).collect();
    let rows = if choice.of == ChoiceOf::Checks {
        Rows::Checks(checks)
    } else {
        Rows::Plain(choice.rows.iter().enumerate().map(|(at, row)| plain_row(choice, at, row)).collect())
    };
    let selected = choice.selected.filter(|_| !choice.rows.is_empty());
    let place = selected.and_then(|at| u32::try_from(at).ok());
    let place = place.map_or(0, |at| choice.offset.saturating_add(at).saturating_add(1));
    let shown = choice.offset.saturating_add(u32::try_from(choice.rows.len()).unwrap_or(u32::MAX));
    let after = choice.total.saturating_sub(shown);
    let list = List {
        of: choice.of,
        rows,
        selected: choice.selected,
        place: (place, choice.total),
        more: (choice.offset > 0, after > 0),
        find: choice.find.as_ref().map(searched),
        trouble: view.trouble.as_ref(),
    };
    let head = Head::new(Kind::Asking, Day::List(choice.of)).sign(sign(choice.of));
    Sheet::new(head, Body::List(list), list_keys(choice))
}

fn sign(of: ChoiceOf) -> Shape {
    if of == ChoiceOf::Staff { Shape::Key } else { Shape::List }
}

fn list_keys(choice: &Choice) -> Keys {
    let take = match choice.of {
        ChoiceOf::Checks | ChoiceOf::Menu => Action::Open,
        ChoiceOf::Prefs => Action::Change,
        _ => Action::Take,
    };
    let keys = match (choice.rows.len(), choice.selected) {
        (0, _) => Keys::default(),
        (_, None) => Keys::default().both(Action::Select),
        (_, Some(_)) => Keys::default().both(Action::Select).ok(take),
    };
    match choice.of {
        ChoiceOf::Staff => keys,
        ChoiceOf::Checks => keys.back(Action::Only).digits(Action::Find),
        _ => keys.back(Action::Only),
    }
}

fn plain_row(choice: &Choice, at: usize, row: &ChoiceRow) -> ListRow {
    let plain = |main: Words| ListRow { number: choice.number(at), main, side: None, level: None };
    match row {
        ChoiceRow::Staff(label) => plain(Words::same(label.clone())),
        ChoiceRow::Site(name) => plain(Words::same(name.clone())),
        ChoiceRow::Method(method) => plain(Card::Method(*method).into()),
        ChoiceRow::Purpose(purpose) => plain(Day::Purpose(*purpose).into()),
        ChoiceRow::Menu(item) => plain(Day::Menu(*item).into()),
        ChoiceRow::Fallback(kind) => plain(Day::Fallback(*kind).into()),
        ChoiceRow::Pref(pref) => ListRow {
            side: Some(pref_value(*pref)),
            level: match pref {
                Pref::Volume(level) | Pref::Brightness(level) => Some(*level),
                Pref::Language(_) => None,
            },
            ..plain(Tool::Pref(*pref).into())
        },
        // Checks have a form of their own; one in another list is shown by its number.
        ChoiceRow::Check(row) => plain(Words::same(row.head.reception.to_string())),
    }
}

fn check_row(row: &ChoiceRow) -> Option<CheckRow<'_>> {
    let ChoiceRow::Check(row) = row else { return None };
    let model::CheckRow { head, day: of, state, ticket, fallback } = row;
    Some(CheckRow {
        reception: head.reception,
        day: *of,
        at: head.captured_at,
        doubtful: !head.clock_synchronised,
        state: self::state(*state),
        open: !matches!(state, RowState::Settled(_)),
        ticket: ticket.as_deref(),
        fallback: fallback.map(|kind| Day::FallbackMark(kind).into()),
    })
}

/// The value of a setting; a level is drawn as bars too.
fn pref_value(pref: Pref) -> Words {
    match pref {
        Pref::Volume(0) => Tool::VolumeOff.into(),
        Pref::Volume(level) | Pref::Brightness(level) => Words::same(format!("{level}/5")),
        Pref::Language(language) => Words::LanguageName(language),
    }
}

fn state(state: RowState) -> Words {
    match state {
        RowState::Waiting => Day::Waiting.into(),
        RowState::Unacknowledged(outcome) => Words::same("!").then("", Words::Outcome(outcome, Form::List)),
        RowState::Settled(outcome) => Words::Outcome(outcome, Form::List),
    }
}

/// The search that narrows the list of checks.
fn searched(find: &Searched) -> Words {
    match find {
        Searched::Number(digits) => Day::Number(digits.clone()).into(),
        Searched::Ticket(tail) => Card::Ticket(tail.clone()).into(),
    }
}
