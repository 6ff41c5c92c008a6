//! The handle's second half: what the reception desk asks for beside captures. The rules are in `people`, `access`
//! and `look`.

use crate::people::{Begun, Hasher};
use crate::reader::Reader;
use crate::{Access, Actor, BadgeNumber, Error, Journal, KeptCheck, KeptDay, Page, StaffDraft};
use jiff::civil::Date;
use model::{DayChoice, DayNumbers, FallbackKind, Find, LoginAnswer, Passcode, Prefs, StaffEntry, Ticket};
use wire::{CheckId, StaffRef};

impl Journal {
    /// The members who can log in, in the order of their references.
    ///
    /// # Errors
    /// When the file cannot be read. A member whose row does not open is left out.
    pub async fn staff(&self) -> Result<Vec<StaffEntry>, Error> {
        self.read(Reader::staff).await
    }

    /// Adds a staff member; `by` is who does it and when, for the access log, as everywhere here.
    ///
    /// # Errors
    /// [`Error::Label`], [`Error::TooManyStaff`]; when the file cannot be written.
    pub async fn add_staff(&self, draft: StaffDraft, by: Actor) -> Result<StaffEntry, Error> {
        let checked = draft.clone();
        self.write(move |writer| writer.check_draft(&checked)).await?;
        let passcode = draft.passcode.clone();
        let phc = self.passcode(move || Hasher::hash(&passcode)).await?;
        self.write(move |writer| writer.add_staff(&draft, &phc, &by)).await
    }

    /// Removes a staff member: passcode and badge are destroyed, reference and label stay for the access log.
    ///
    /// # Errors
    /// [`Error::NoSuchStaff`]; when the file cannot be written.
    pub async fn remove_staff(&self, staff: StaffRef, by: Actor) -> Result<(), Error> {
        self.write(move |writer| writer.remove_staff(&staff, &by)).await
    }

    /// Gives a staff member another passcode and forgets their wrong tries.
    ///
    /// # Errors
    /// [`Error::NoSuchStaff`]; when the file cannot be written.
    pub async fn change_passcode(&self, staff: StaffRef, passcode: Passcode, by: Actor) -> Result<(), Error> {
        let _one = self.one_login().await;
        let phc = self.passcode(move || Hasher::hash(&passcode)).await?;
        self.write(move |writer| writer.change_passcode(&staff, &phc, &by)).await
    }

    /// Tries a passcode; `by` is whose, and when it was typed. The try is counted on the disk before it is compared, so that a power cut never gives a
    /// wrong one back; a right one takes the count back. One at a time; the work is done off the writer's thread.
    ///
    /// Being accepted is not yet a line in the access log: note [`model::AccessAction::LoggedIn`] when the badge, too, was
    /// right.
    ///
    /// # Errors
    /// When the file cannot be read or written; nothing was compared then.
    pub async fn login(&self, by: Actor, passcode: Passcode) -> Result<LoginAnswer, Error> {
        let _one = self.one_login().await;
        let tried = by.staff.clone();
        let (member, phc, before) = match self.write(move |writer| writer.begin_login(&tried)).await? {
            Begun::Unknown => return Ok(LoginAnswer::Unknown),
            Begun::MustWait(wait) => return Ok(LoginAnswer::MustWait { wait }),
            Begun::Compare { member, phc, before } => (member, phc, before),
        };
        let right = self.passcode(move || Hasher::matches(&passcode, &phc)).await?;
        self.write(move |writer| writer.end_login(&by, member, before, right)).await
    }

    /// Gives a staff member a badge, in place of the one they had.
    ///
    /// # Errors
    /// [`Error::NoSuchStaff`]; [`Error::BadgeTaken`] when it is another member's.
    pub async fn enrol_badge(&self, staff: StaffRef, badge: BadgeNumber, by: Actor) -> Result<(), Error> {
        self.write(move |writer| writer.enrol_badge(&staff, &badge, &by)).await
    }

    /// Takes a staff member's badge away. Doing it twice changes nothing.
    ///
    /// # Errors
    /// [`Error::NoSuchStaff`]; when the file cannot be written.
    pub async fn forget_badge(&self, staff: StaffRef, by: Actor) -> Result<(), Error> {
        self.write(move |writer| writer.forget_badge(&staff, &by)).await
    }

    /// True when this is the staff member's badge; `by` is the member and the moment. A wrong one is in the access log
    /// before the answer.
    ///
    /// # Errors
    /// [`Error::NoSuchStaff`]; when the file cannot be read or written.
    pub async fn match_badge(&self, by: Actor, badge: BadgeNumber) -> Result<bool, Error> {
        self.write(move |writer| writer.match_badge(&by, &badge)).await
    }

    /// The calendar day in Japan that reception numbers count in now: while the clock is not synchronised no new
    /// day begins.
    ///
    /// # Errors
    /// When the journal was closed.
    pub async fn today(&self) -> Result<Date, Error> {
        self.write(|writer| Ok(writer.today())).await
    }

    /// The choice of today; `None` when there is none. A choice of this start that was made before the clock was
    /// known to be right has its day from the clock as it is now and the time since; as long as nobody knows the
    /// time it counts for a day's length.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn day(&self) -> Result<Option<KeptDay>, Error> {
        self.write(|writer| writer.day()).await
    }

    /// Keeps what was chosen for the day of the choice, over power cuts, until the next day begins.
    ///
    /// # Errors
    /// [`Error::Label`] for a site that is too long; when the file cannot be written.
    pub async fn choose_day(&self, choice: DayChoice, by: Actor) -> Result<(), Error> {
        self.write(move |writer| writer.choose_day(&choice, &by)).await
    }

    /// Picture and sound as staff set them; `None` when never set.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn prefs(&self) -> Result<Option<Prefs>, Error> {
        self.read(Reader::prefs).await
    }

    /// Keeps it. Values out of range are brought into it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn keep_prefs(&self, prefs: Prefs) -> Result<(), Error> {
        self.write(move |writer| writer.keep_prefs(prefs)).await
    }

    /// Puts a ticket to a check, in place of the one it had. It is kept while the check waits or calls for staff,
    /// otherwise to the end of the day.
    ///
    /// # Errors
    /// [`Error::Unknown`]; when the file cannot be written.
    pub async fn attach_ticket(&self, check: CheckId, ticket: Ticket, by: Actor) -> Result<(), Error> {
        self.write(move |writer| writer.attach_ticket(check, &ticket, &by)).await
    }

    /// Records which other proof was shown; with a check the last one counts. Without a check it is a line of its
    /// own among the day's numbers, in which the same ticket counts once.
    ///
    /// # Errors
    /// [`Error::Unknown`]; when the file cannot be written.
    pub async fn keep_fallback(
        &self,
        check: Option<CheckId>,
        ticket: Option<Ticket>,
        kind: FallbackKind,
        by: Actor,
    ) -> Result<(), Error> {
        self.write(move |writer| writer.keep_fallback(check, ticket.as_ref(), kind, &by)).await
    }

    /// Checks to look back at: waiting ones first, then those that call for staff, then the others, each newest
    /// first; from `offset` on, at most `count`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn page(&self, offset: u32, count: u32, find: Find) -> Result<Page, Error> {
        self.read(move |reader| reader.page(offset, count, &find)).await
    }

    /// A single check again. That it was looked at is in the access log, on disk, before anything is given.
    ///
    /// # Errors
    /// [`Error::Unknown`]; when the file cannot be read or written, or the seal does not open.
    pub async fn recall(&self, check: CheckId, by: Actor) -> Result<KeptCheck, Error> {
        self.write(move |writer| writer.note_recall(check, &by)).await?;
        self.read(move |reader| reader.recall(check)).await
    }

    /// The numbers of a day: the day that reception numbers count in.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn numbers(&self, day: Date) -> Result<DayNumbers, Error> {
        self.read(move |reader| reader.numbers(day)).await
    }

    /// Writes one line of the access log and returns its number after it is on disk. Lines that the journal
    /// writes itself (see [`model::AccessAction`]) must not come from other crates.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn note(&self, access: Access) -> Result<u64, Error> {
        self.write(move |writer| writer.note(&access)).await
    }
}
