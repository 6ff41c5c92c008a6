//! A late bad verdict is shown when nothing else is.

use crate::common::Common;
use crate::state::{About, CardUse, Concern, DeskState, Menu, Opening, Ready, State};
use crate::{Event, Key, Lamp, LateNotice, MenuItem, Now, Screen};
use model::CheckHead;
use std::time::Duration;

/// OK acknowledges only this long after the notice appeared, so that a key meant for the screen before, or pressed once
/// more in a hurry, does not: it cannot be taken back.
const ARMED_AFTER: Duration = Duration::from_secs(2);

/// A late verdict is on the panel: the first of those that wait.
#[derive(Debug)]
pub(crate) struct Late {
    notice: LateNotice,
    /// When it appeared.
    since: Duration,
}

impl Late {
    /// The first that waits, if one does.
    pub(crate) fn enter(common: &Common, now: Now) -> Option<Self> {
        common.late.first().map(|notice| Self { notice: *notice, since: now.mono })
    }

    fn armed_at(&self) -> Option<Duration> {
        self.since.checked_add(ARMED_AFTER)
    }

    fn armed(&self, now: Now) -> bool {
        self.armed_at().is_some_and(|at| at <= now.mono)
    }
}

impl DeskState for Late {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        if !self.armed(now) {
            return self.into();
        }
        match event {
            // The ready screen gives way to the next one, which must be read before a key counts again.
            Event::Key(Key::Ok) => common.acknowledge(self.notice.head.id),
            // Shows whose check it is. Up asks for another proof, as on every screen that is not good.
            Event::Key(Key::Down) => return Opening::at_once(common, now, self.notice.head.id),
            Event::Key(Key::Back) => return Menu::enter(common, now, MenuItem::LookBack),
            _ => return self.into(),
        }
        Ready.into()
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        None
    }

    fn expire(self, _: &mut Common, _: Now) -> State {
        self.into()
    }

    fn wake(&self, _: &Common, now: Now) -> Option<Duration> {
        self.armed_at().filter(|at| *at > now.mono)
    }

    fn screen(&self, common: &Common, now: Now) -> Screen {
        let more = common.late.count().saturating_sub(1);
        Screen::Late { notice: self.notice, more, armed: self.armed(now) }
    }

    fn lamp(&self, _: &Common) -> Lamp {
        Lamp::CallStaff
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

    /// Another proof can be recorded at once.
    fn offers(&self, common: &Common, now: Now) -> Option<About> {
        let CheckHead { id: check, reception, .. } = self.notice.head;
        let kept = || About { speaks: None, called: true, ..About::kept(common, check, reception) };
        self.armed(now).then(kept)
    }

    /// Down shows whose check it is.
    fn own_key(&self, key: Key) -> bool {
        key == Key::Down
    }
}
