//! Lists to choose from. One form for all of them: some rows of a longer list, one of them selected.
//!
//! Up and Down move (over the ends of a page to the next one), OK chooses, Back leaves. A digit chooses the row that
//! shows it ([`Choice::number`]); in the list of checks digits are a reception number instead.

use crate::PurposeChoice;
use model::{CheckRow, FallbackKind, Language};
use wire::Method;

/// Subject of the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChoiceOf {
    /// The staff member who logs in: the station is locked.
    Staff,
    /// The site of the day.
    Site,
    /// The method of the day.
    Method,
    /// The purpose of the day.
    Purpose,
    /// The next task.
    Menu,
    /// A check to look at again.
    Checks,
    /// A setting of picture and sound.
    Prefs,
    /// The proof of somebody without a card.
    WithoutCard,
}

impl ChoiceOf {
    /// The name of its screen, as [`crate::Screen::id`] gives it.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Staff => "locked",
            Self::Site => "choose_site",
            Self::Method => "choose_method",
            Self::Purpose => "choose_purpose",
            Self::Menu => "menu",
            Self::Checks => "checks",
            Self::Prefs => "settings",
            Self::WithoutCard => "without_card",
        }
    }
}

/// A line of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MenuItem {
    /// 受付をさがす
    LookBack,
    /// カードなしの受付
    WithoutCard,
    /// 会場・方法・目的
    Day,
    /// 画面と音
    Prefs,
    /// 機器の点検
    Diagnosis,
    /// 一日の終わり
    EndOfDay,
    /// 職員の追加; only for who may.
    AddStaff,
    /// 交代・ロック; only with logins.
    Lock,
}

impl MenuItem {
    /// All, in their order.
    pub const ALL: [Self; 8] = [
        Self::LookBack,
        Self::WithoutCard,
        Self::Day,
        Self::Prefs,
        Self::Diagnosis,
        Self::EndOfDay,
        Self::AddStaff,
        Self::Lock,
    ];

    /// Its digit, 1 to 8: the same for everybody, also where an item before it is missing.
    pub fn number(self) -> u8 {
        Self::ALL.iter().zip(1..).find_map(|(item, number)| (*item == self).then_some(number)).unwrap_or(0)
    }
}

/// A setting and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pref {
    /// 0 silent to 5.
    Volume(u8),
    /// 1 to 5.
    Brightness(u8),
    /// The panel's language.
    Language(Language),
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceRow {
    /// A staff member's label.
    Staff(String),
    /// A site.
    Site(String),
    /// A method.
    Method(Method),
    /// A purpose.
    Purpose(PurposeChoice),
    /// Something to do.
    Menu(MenuItem),
    /// A check.
    Check(CheckRow),
    /// A setting.
    Pref(Pref),
    /// Another proof.
    Fallback(FallbackKind),
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Subject of the choice.
    pub of: ChoiceOf,
    /// The rows of this page, at most [`crate::Settings::page`]; none when the list is empty.
    pub rows: Vec<ChoiceRow>,
    /// Index of the selected row within `rows`; `None` where nothing is selected before Up or Down, so that one OK
    /// does nothing.
    pub selected: Option<usize>,
    /// How many rows of the list come before this page.
    pub offset: u32,
    /// Length of the whole list.
    pub total: u32,
    /// The search in the list of checks: a reception number as typed, or 券 and the end of a ticket.
    pub find: Option<Searched>,
}

/// A search in the list of checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Searched {
    /// The digits of a reception number, as typed.
    Number(String),
    /// The end of a ticket.
    Ticket(String),
}

impl Choice {
    /// The digit that chooses the row at this index of `rows`: counted through the list; the item's own in the menu;
    /// none after the ninth, and none in the list of checks and the settings.
    pub fn number(&self, index: usize) -> Option<u8> {
        match (self.of, self.rows.get(index)?) {
            (ChoiceOf::Checks | ChoiceOf::Prefs, _) => None,
            (_, ChoiceRow::Menu(item)) => Some(item.number()),
            _ => {
                let place = usize::try_from(self.offset).ok()?.checked_add(index)?.checked_add(1)?;
                u8::try_from(place).ok().filter(|number| *number <= 9)
            }
        }
    }
}
