//! The diagnosis for the technician, refreshed while it is shown.
use model::AccessAction;

use crate::common::Common;
use crate::state::{CardUse, Concern, DeskState, Menu, Ready, SelfTest, State};
use crate::{DiagnosisRow, Effect, Event, Key, MenuItem, Now, Screen};
use std::time::Duration;

/// The diagnosis looks again this often, so that an antenna can be turned while one watches.
const REFRESH: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(crate) struct Diagnosis {
    rows: Vec<DiagnosisRow>,
    offset: usize,
    refresh_at: Duration,
    until: Duration,
}

impl Diagnosis {
    /// Opened from the menu: one line of the access log, however often the self-test returns here.
    pub(crate) fn open(common: &mut Common, now: Now) -> State {
        common.record(AccessAction::Diagnosed, None);
        Self::enter(common, now)
    }

    pub(crate) fn enter(common: &mut Common, now: Now) -> State {
        common.push_effect(Effect::Diagnose);
        let (refresh_at, until) = (now.mono + REFRESH, now.mono + common.settings.entry_time);
        Self { rows: Vec::new(), offset: 0, refresh_at, until }.into()
    }
}

impl DeskState for Diagnosis {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        let page = common.page();
        match event {
            Event::Diagnosis(rows) => {
                self.rows.clone_from(rows);
                if self.offset >= self.rows.len() {
                    self.offset = 0;
                }
            }
            Event::Key(key) => {
                self.until = now.mono + common.settings.entry_time;
                match key {
                    Key::Up => self.offset = self.offset.saturating_sub(page),
                    Key::Down if self.offset + page < self.rows.len() => self.offset += page,
                    Key::Ok => return SelfTest::enter(common, now),
                    Key::Back => return Menu::enter(common, now, MenuItem::Diagnosis),
                    Key::Down | Key::Digit(_) => {}
                }
            }
            _ => {}
        }
        self.into()
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.refresh_at.min(self.until))
    }

    fn expire(mut self, common: &mut Common, now: Now) -> State {
        if self.until <= now.mono {
            return Ready.into();
        }
        common.push_effect(Effect::Diagnose);
        self.refresh_at = now.mono + REFRESH;
        self.into()
    }

    fn screen(&self, common: &Common, _: Now) -> Screen {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Screen::Diagnosis {
            rows: self.rows.iter().skip(self.offset).take(common.page()).cloned().collect(),
            offset: count(self.offset),
            total: count(self.rows.len()),
        }
    }

    fn idle(&self) -> bool {
        true
    }

    fn card_use(&self) -> CardUse {
        CardUse::NextCheck
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Nothing
    }

    fn gives_way(&self) -> bool {
        true
    }
}
