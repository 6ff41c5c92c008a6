//! A list whose rows are all known: which row is selected, what a key does to it, and the page it shows.

use crate::{Choice, ChoiceOf, ChoiceRow, Event, Key, MenuItem, Screen};

/// Effect of a key on a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Picked {
    /// The row with this index was chosen.
    Row(usize),
    /// Back.
    Leave,
    /// Another row is selected.
    Moved,
    /// Nothing.
    Nothing,
}

#[derive(Debug)]
pub(crate) struct List {
    of: ChoiceOf,
    rows: Vec<ChoiceRow>,
    at: Option<usize>,
}

impl List {
    pub(crate) fn new(of: ChoiceOf, rows: Vec<ChoiceRow>, at: usize) -> Self {
        let at = Some(at.min(rows.len().saturating_sub(1)));
        Self { of, rows, at }
    }

    /// A list of which nothing is selected before Up or Down: what it chooses is recorded at once.
    pub(crate) fn open(of: ChoiceOf, rows: Vec<ChoiceRow>) -> Self {
        Self { of, rows, at: None }
    }

    /// The menu, with the rows that this station and this staff member have.
    pub(crate) fn menu(items: impl Iterator<Item = MenuItem>, at: MenuItem) -> Self {
        let rows: Vec<_> = items.map(ChoiceRow::Menu).collect();
        let at = rows.iter().position(|row| *row == ChoiceRow::Menu(at)).unwrap_or(0);
        Self::new(ChoiceOf::Menu, rows, at)
    }

    /// The row with this index.
    pub(crate) fn row(&self, index: usize) -> Option<&ChoiceRow> {
        self.rows.get(index)
    }

    /// Up and Down go round; a digit chooses the row that shows it.
    pub(crate) fn take(&mut self, event: &Event) -> Picked {
        let Event::Key(key) = event else { return Picked::Nothing };
        let last = self.rows.len().saturating_sub(1);
        match key {
            Key::Up => self.at = Some(self.at.and_then(|at| at.checked_sub(1)).unwrap_or(last)),
            Key::Down => self.at = Some(self.at.map_or(0, |at| if at >= last { 0 } else { at + 1 })),
            Key::Ok => {
                let at = self.at.filter(|at| *at < self.rows.len());
                return at.map_or(Picked::Nothing, Picked::Row);
            }
            Key::Back => return Picked::Leave,
            Key::Digit(digit) => {
                let all = self.choice(self.rows.len().max(1));
                let found = (0..self.rows.len()).find(|index| all.number(*index) == Some(*digit));
                return found.map_or(Picked::Nothing, Picked::Row);
            }
        }
        Picked::Moved
    }

    pub(crate) fn screen(&self, page: usize) -> Screen {
        Screen::Choice(self.choice(page))
    }

    fn choice(&self, page: usize) -> Choice {
        let at = self.at.unwrap_or(0);
        let offset = at - at % page.max(1);
        let rows: Vec<_> = self.rows.iter().skip(offset).take(page).cloned().collect();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Choice {
            of: self.of,
            rows,
            selected: self.at.map(|at| at - offset),
            offset: count(offset),
            total: count(self.rows.len()),
            find: None,
        }
    }
}
