//! The roster: adding, removing, passcodes, badges, and the two halves of a login around the comparison.

use super::tries::{self, Before, Now};
use super::{BadgeNumber, LABEL_LIMIT, STAFF_LIMIT, StaffDraft};
use crate::Error;
use crate::access::{Access, Actor};
use crate::clock::ClockReading;
use crate::connect::run;
use crate::error::storage;
use crate::keys::{KeyRing, SealedRow};
use crate::seal::{Kind, number_owner};
use crate::writer::Writer;
use model::AccessAction;
use model::{LoginAnswer, Role, StaffEntry};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::time::Duration;
use wire::{StaffRef, jst_date};
use zeroize::Zeroizing;

/// The sealed content of a staff member. Without a passcode it allows no login.
pub(crate) struct Record {
    pub label: String,
    pub role: Role,
    pub passcode: Option<Zeroizing<String>>,
    pub badge: Option<Vec<u8>>,
    pub removed: bool,
}

impl Record {
    /// Keeps a number taken whose member was lost.
    pub(crate) fn lost() -> Self {
        Self { label: "-".to_owned(), role: Role::Staff, passcode: None, badge: None, removed: true }
    }

    pub(crate) fn entry(&self, number: i64) -> StaffEntry {
        let (label, role, badge) = (self.label.clone(), self.role, self.badge.is_some());
        StaffEntry { staff: reference(number), label, role, badge }
    }
}

/// The reference of the member with this number.
pub(crate) fn reference(number: i64) -> StaffRef {
    let text = format!("s-{:02}", number.unsigned_abs());
    // At most "s-" and 19 digits would be too long; a roster of a million million members is not met.
    text.parse().unwrap_or_else(|_| reference(number % 1_000_000))
}

/// The number in a reference that the journal gave.
pub(crate) fn number(staff: &StaffRef) -> Option<i64> {
    let number: i64 = staff.as_str().strip_prefix("s-")?.parse().ok()?;
    (number > 0 && reference(number) == *staff).then_some(number)
}

/// The result of the first half of a login, before the comparison.
pub(crate) enum Begun {
    Unknown,
    MustWait(Duration),
    /// The try is counted; compare it with this.
    Compare {
        member: i64,
        phc: Zeroizing<String>,
        before: Before,
    },
}

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<SealedRow> {
    let seq = row.get(0)?;
    Ok(SealedRow { seq, owner: number_owner(seq), key: row.get(1)?, sealed: row.get(2)? })
}

/// A member by number, or why the row does not open.
type Listed = (i64, Result<Record, Error>);

/// All members by number, removed ones among them; those whose row does not open as an error.
pub(crate) fn list_all(db: &Connection, ring: &KeyRing) -> Result<Vec<Listed>, Error> {
    let failed = storage("read the roster");
    let mut read = db.prepare_cached(include_str!("../sql/staff_list.sql")).map_err(&failed)?;
    let rows = read.query_map([], row).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(&failed)?;
    Ok(rows.iter().map(|row| (row.seq, ring.read(db, Kind::Staff, row))).collect())
}

/// Those who can log in.
pub(crate) fn present(db: &Connection, ring: &KeyRing) -> Result<Vec<(i64, Record)>, Error> {
    let all = list_all(db, ring)?.into_iter();
    Ok(all.filter_map(|(number, record)| Some((number, record.ok()?))).filter(|(_, r)| !r.removed).collect())
}

fn check_label(label: &str) -> Result<(), Error> {
    let fits = (1..=LABEL_LIMIT).contains(&label.chars().count()) && label.trim() == label;
    if fits && !label.chars().any(char::is_control) {
        return Ok(());
    }
    Err(Error::Label { kind: "label", limit: LABEL_LIMIT, unit: "characters" })
}

impl Writer {
    fn now(&self) -> Now {
        Now { boot: self.boot, began: self.began, reading: ClockReading::of(&*self.options.clock) }
    }

    /// Before the work on a passcode: whether the draft can be taken at all.
    pub(crate) fn check_draft(&self, draft: &StaffDraft) -> Result<(), Error> {
        check_label(&draft.label)?;
        if present(&self.db, &self.ring)?.len() >= STAFF_LIMIT {
            return Err(Error::TooManyStaff { limit: STAFF_LIMIT });
        }
        Ok(())
    }

    pub(crate) fn add_staff(
        &mut self,
        draft: &StaffDraft,
        phc: &Zeroizing<String>,
        by: &Actor,
    ) -> Result<StaffEntry, Error> {
        self.check_draft(draft)?;
        let failed = storage("add a staff member");
        let step = self.begin("add a staff member")?;
        let last = "SELECT ifnull(max(seq), 0) FROM staff";
        let number: i64 = step.query_row(last, [], |row| row.get::<_, i64>(0)).map_err(&failed)? + 1;
        let record = Record {
            label: draft.label.clone(),
            role: draft.role,
            passcode: Some(phc.clone()),
            badge: None,
            removed: false,
        };
        self.keep(&step, number, &record)?;
        self.note_staff(&step, by, AccessAction::StaffAdded, number)?;
        step.commit().map_err(&failed)?;
        Ok(record.entry(number))
    }

    pub(crate) fn remove_staff(&mut self, staff: &StaffRef, by: &Actor) -> Result<(), Error> {
        self.change(staff, by, AccessAction::StaffRemoved, |record| {
            (record.passcode, record.badge, record.removed) = (None, None, true);
            Ok(())
        })
    }

    pub(crate) fn change_passcode(
        &mut self,
        staff: &StaffRef,
        phc: &Zeroizing<String>,
        by: &Actor,
    ) -> Result<(), Error> {
        self.change(staff, by, AccessAction::PasscodeChanged, |record| {
            record.passcode = Some(phc.clone());
            Ok(())
        })
    }

    pub(crate) fn enrol_badge(
        &mut self,
        staff: &StaffRef,
        badge: &BadgeNumber,
        by: &Actor,
    ) -> Result<(), Error> {
        let print = self.ring.badge.of(badge.bytes());
        let own = number(staff);
        let taken =
            |(number, record): &(i64, Record)| Some(*number) != own && record.badge.as_ref() == Some(&print);
        if present(&self.db, &self.ring)?.iter().any(taken) {
            return Err(Error::BadgeTaken);
        }
        self.change(staff, by, AccessAction::BadgeEnrolled, |record| {
            record.badge = Some(print.clone());
            Ok(())
        })
    }

    pub(crate) fn forget_badge(&mut self, staff: &StaffRef, by: &Actor) -> Result<(), Error> {
        if self.member(staff)?.1.badge.is_none() {
            return Ok(());
        }
        self.change(staff, by, AccessAction::BadgeForgotten, |record| {
            record.badge = None;
            Ok(())
        })
    }

    pub(crate) fn match_badge(&mut self, by: &Actor, badge: &BadgeNumber) -> Result<bool, Error> {
        let (_, record) = self.member(&by.staff)?;
        let same = record.badge.is_some_and(|own| self.ring.badge.fits(badge.bytes(), &own));
        if !same {
            self.note(&Access::by(by.clone(), AccessAction::BadgeRefused))?;
        }
        Ok(same)
    }

    /// Counts the try, unless a wait is running.
    pub(crate) fn begin_login(&mut self, staff: &StaffRef) -> Result<Begun, Error> {
        let (member, record) = match self.member(staff) {
            Ok(found) => found,
            Err(Error::NoSuchStaff) => return Ok(Begun::Unknown),
            Err(error) => return Err(error),
        };
        let Some(phc) = record.passcode else { return Ok(Begun::Unknown) };
        let now = self.now();
        let wait = tries::wait(&self.db, member, now)?;
        if !wait.is_zero() {
            return Ok(Begun::MustWait(wait));
        }
        let before = tries::before(&self.db)?;
        let step = self.begin("count a try")?;
        tries::count(&step, member, now)?;
        step.commit().map_err(storage("count a try"))?;
        Ok(Begun::Compare { member, phc, before })
    }

    pub(crate) fn end_login(
        &mut self,
        by: &Actor,
        member: i64,
        before: Before,
        right: bool,
    ) -> Result<LoginAnswer, Error> {
        if right {
            let (_, record) = self.member(&by.staff)?;
            let step = self.begin("take back a try")?;
            tries::take_back(&step, member, before)?;
            step.commit().map_err(storage("take back a try"))?;
            return Ok(LoginAnswer::Accepted {
                staff: by.staff.clone(),
                needs_badge: record.badge.is_some(),
            });
        }
        self.note(&Access::by(by.clone(), AccessAction::LoginRefused))?;
        let now = self.now();
        let wait = tries::wait(&self.db, member, now)?;
        Ok(LoginAnswer::Wrong { wait, next_waits: tries::next_waits(&self.db, member, now)? })
    }

    /// A member who is there.
    fn member(&self, staff: &StaffRef) -> Result<(i64, Record), Error> {
        let failed = storage("find a staff member");
        let number = number(staff).ok_or(Error::NoSuchStaff)?;
        let mut find = self.db.prepare_cached(include_str!("../sql/staff_by_number.sql")).map_err(&failed)?;
        let row = find.query_row([number], row).optional().map_err(&failed)?.ok_or(Error::NoSuchStaff)?;
        let record: Record = self.ring.read(&self.db, Kind::Staff, &row)?;
        if record.removed { Err(Error::NoSuchStaff) } else { Ok((number, record)) }
    }

    /// Changes a member's record and says so in the access log, in one step. Wrong tries are forgotten with a passcode.
    fn change(
        &mut self,
        staff: &StaffRef,
        by: &Actor,
        what: AccessAction,
        edit: impl Fn(&mut Record) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let (number, mut record) = self.member(staff)?;
        edit(&mut record)?;
        let step = self.begin("change a staff member")?;
        self.keep(&step, number, &record)?;
        if matches!(what, AccessAction::PasscodeChanged | AccessAction::StaffRemoved) {
            tries::clear(&step, number)?;
        }
        self.note_staff(&step, by, what, number)?;
        step.commit().map_err(storage("change a staff member"))
    }

    fn keep(&self, step: &Transaction<'_>, number: i64, record: &Record) -> Result<(), Error> {
        let day = jst_date(self.options.clock.now());
        let (key, sealed) = self.ring.seal(step, Kind::Staff, day, &number_owner(number), record)?;
        run(step, include_str!("../sql/staff_write.sql"), params![number, key, sealed])
    }

    fn note_staff(
        &self,
        step: &Transaction<'_>,
        by: &Actor,
        what: AccessAction,
        number: i64,
    ) -> Result<(), Error> {
        let line = Access::by(by.clone(), what).with(reference(number).as_str());
        self.write_line(step, &line).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_references_that_the_journal_gives_are_numbers() {
        for (text, found) in [("s-01", Some(1)), ("s-99", Some(99)), ("s-100", Some(100))] {
            assert_eq!(number(&text.parse().unwrap()), found);
            assert_eq!(reference(found.unwrap()).as_str(), text);
        }
        for text in ["s-1", "s-00", "s-001", "desk-1", "technician"] {
            assert_eq!(number(&text.parse().unwrap()), None, "{text}");
        }
    }

    #[test]
    fn a_label_is_short_and_of_one_line() {
        for bad in ["", " a", "a\n", "名前が長すぎて画面の一覧に入りきらない職員の人"]
        {
            assert!(check_label(bad).is_err(), "{bad:?}");
        }
        assert!(check_label("受付一番　架空").is_ok());
    }
}
