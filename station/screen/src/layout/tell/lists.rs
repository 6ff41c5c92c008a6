//! Lists to choose from.

use crate::layout::sheet::{Body, CheckRow, Head, Keys, Kind, List, ListRow, Rows, Sheet};
use crate::shape::Shape;
use crate::texts::{Words, card, day, keys, tools};
use desk::{Choice, ChoiceOf, ChoiceRow, Pref, View};
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
        find: choice.find.as_ref().map(day::searched),
        trouble: view.trouble.as_ref(),
    };
    let head = Head::new(Kind::Asking, day::list(choice.of)).sign(sign(choice.of));
    Sheet::new(head, Body::List(list), list_keys(choice))
}

fn sign(of: ChoiceOf) -> Shape {
    if of == ChoiceOf::Staff { Shape::Key } else { Shape::List }
}

fn list_keys(choice: &Choice) -> Keys {
    let take = match choice.of {
        ChoiceOf::Checks | ChoiceOf::Menu => keys::OPEN,
        ChoiceOf::Prefs => keys::CHANGE,
        _ => keys::TAKE,
    };
    let keys = match (choice.rows.len(), choice.selected) {
        (0, _) => Keys::default(),
        (_, None) => Keys::default().both(keys::SELECT),
        (_, Some(_)) => Keys::default().both(keys::SELECT).ok(take),
    };
    match choice.of {
        ChoiceOf::Staff => keys,
        ChoiceOf::Checks => keys.back(keys::ONLY).digits(keys::FIND),
        _ => keys.back(keys::ONLY),
    }
}

fn plain_row(choice: &Choice, at: usize, row: &ChoiceRow) -> ListRow {
    let plain = |main| ListRow { number: choice.number(at), main, side: None, level: None };
    match row {
        ChoiceRow::Staff(label) => plain(Words::same(label.clone())),
        ChoiceRow::Site(name) => plain(Words::same(name.clone())),
        ChoiceRow::Method(method) => plain(card::method(*method)),
        ChoiceRow::Purpose(purpose) => plain(day::purpose(*purpose)),
        ChoiceRow::Menu(item) => plain(day::menu(*item)),
        ChoiceRow::Fallback(kind) => plain(day::fallback(*kind)),
        ChoiceRow::Pref(pref) => ListRow {
            side: Some(tools::pref_value(*pref)),
            level: match pref {
                Pref::Volume(level) | Pref::Brightness(level) => Some(*level),
                Pref::Language(_) => None,
            },
            ..plain(tools::pref(*pref))
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
        state: day::state(*state),
        open: !matches!(state, RowState::Settled(_)),
        ticket: ticket.as_deref(),
        fallback: fallback.map(day::fallback_mark),
    })
}
