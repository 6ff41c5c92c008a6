//! Every list with every row.

use super::*;

/// All pages of a list, the selected row on each another one.
fn pages(format: Format, of: ChoiceOf, rows: Vec<ChoiceRow>) -> Vec<Picture> {
    let total = u32::try_from(rows.len()).unwrap();
    let name = |n: usize| format!("{}-{n}", Screen::Choice(choice(of, vec![], 0, 0)).id());
    let pages = rows.chunks(format.rows_a_page()).enumerate();
    pages
        .map(|(n, rows)| {
            let offset = u32::try_from(n * format.rows_a_page()).unwrap();
            let mut choice = choice(of, rows.to_vec(), offset, total);
            choice.selected = (of != ChoiceOf::WithoutCard).then_some(n % rows.len());
            (name(n), view(Screen::Choice(choice)))
        })
        .collect()
}

fn choice(of: ChoiceOf, rows: Vec<ChoiceRow>, offset: u32, total: u32) -> Choice {
    Choice { of, rows, selected: Some(0), offset, total, find: None }
}

pub(super) fn lists(format: Format) -> Vec<Picture> {
    let staff =
        ["受付1", "受付2", "主任", "予備の受付担当その１", "技術"].map(|s| ChoiceRow::Staff(s.into()));
    let sites = ["見本町役場", "架空村保健センター", "例示市立総合福祉会館 大会議室", "試験公民館"];
    let sites = sites.map(|site| ChoiceRow::Site(site.into()));
    let prefs = [
        Pref::Volume(0),
        Pref::Brightness(5),
        Pref::Language(Language::Japanese),
        Pref::Volume(3),
        Pref::Brightness(1),
        Pref::Language(Language::English),
    ];
    let mut pictures = Vec::new();
    for (of, rows) in [
        (ChoiceOf::Staff, staff.to_vec()),
        (ChoiceOf::Site, sites.to_vec()),
        (ChoiceOf::Method, [Method::Visual, Method::Pin].map(ChoiceRow::Method).to_vec()),
        (ChoiceOf::Purpose, PurposeChoice::ALL.map(ChoiceRow::Purpose).to_vec()),
        (ChoiceOf::Menu, MenuItem::ALL.map(ChoiceRow::Menu).to_vec()),
        (ChoiceOf::Prefs, prefs.map(ChoiceRow::Pref).to_vec()),
        (ChoiceOf::WithoutCard, FallbackKind::ALL.iter().copied().map(ChoiceRow::Fallback).collect()),
        (ChoiceOf::Checks, checks()),
    ] {
        pictures.extend(pages(format, of, rows));
    }
    let empty = choice(ChoiceOf::Checks, vec![], 0, 0);
    let number = Choice { find: Some(Searched::Number("12345".into())), ..empty.clone() };
    let ticket = Choice {
        find: Some(Searched::Ticket("5678".into())),
        rows: checks()[..1].to_vec(),
        total: 1,
        ..empty.clone()
    };
    let menu = choice(
        ChoiceOf::Menu,
        MenuItem::ALL[..format.rows_a_page()].iter().copied().map(ChoiceRow::Menu).collect(),
        0,
        8,
    );
    pictures.extend([
        ("checks-empty".to_owned(), view(Screen::Choice(empty))),
        ("checks-number".to_owned(), view(Screen::Choice(number))),
        ("checks-ticket".to_owned(), view(Screen::Choice(ticket))),
        ("menu-trouble".to_owned(), View { trouble: Some(trouble()), ..view(Screen::Choice(menu)) }),
    ]);
    pictures
}

/// A check in every state there is.
fn checks() -> Vec<ChoiceRow> {
    let row = CheckRow {
        head: head(),
        day: date(2026, 5, 1),
        state: RowState::Waiting,
        ticket: Some("5678".into()),
        fallback: None,
    };
    let fallbacks = FallbackKind::ALL.iter().copied().map(Some).chain([None]).cycle();
    let states = [RowState::Waiting].into_iter();
    let states = states.chain(
        Outcome::ALL.iter().flat_map(|word| [RowState::Unacknowledged(*word), RowState::Settled(*word)]),
    );
    let rows = states.zip(fallbacks).map(|(state, fallback)| CheckRow { state, fallback, ..row.clone() });
    let longest = CheckRow {
        head: CheckHead {
            reception: ReceptionNumber(12_345),
            captured_at: "2026-12-31T13:31:00Z".parse().unwrap(),
            clock_synchronised: false,
            ..head()
        },
        day: date(2026, 12, 31),
        state: RowState::Unacknowledged(Outcome::InvalidNewer),
        fallback: Some(FallbackKind::MynaPortal),
        ..row.clone()
    };
    [longest].into_iter().chain(rows).map(ChoiceRow::Check).collect()
}
