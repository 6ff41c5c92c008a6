//! The sealed, crash-safe store of a station; the only owner of truth. It never talks to the net, and personal data leave
//! it only through the calls that ask for them.
//!
//! # Promises
//! Numbers are the house's invariants, as `ARCHITECTURE.md` lists them; tests bear the same numbers.
//!
//! - **Acknowledged is kept** (1). [`Journal::capture`] returns after the check is flushed to the disk; nothing is batched
//!   behind the acknowledgment. Kill, power cut, full disk and failed later writes lose nothing. Only the centre's receipt
//!   ([`Journal::settle`]) ends the wait of a check; time and retention do not.
//! - **Once** (2). Repeating a draft, a settlement or a hand-over changes nothing. Other content under a used id is refused.
//!   A challenge is deleted on disk before it is handed out. Orders, starts and event numbers never repeat, reception
//!   numbers never repeat on one day, even when the file is lost to damage (`recovery::high_water`).
//! - **A verdict is seen** (3). An answer stays open until the desk says that it was shown. One that came late, and one
//!   that was still open at a power cut, calls for staff when it is bad.
//! - **Sealed at rest** (5). Everything about an examinee (check with evidence, settlement, ticket), every staff member and
//!   every line of the access log is sealed field by field with ChaCha20-Poly1305 under a key of the day (of the month for
//!   the access log), which is wrapped by the master key; a field opens only in its own row. Stubs, counts, challenges and
//!   events hold nothing personal. Passcodes are kept as Argon2id only, badges as keyed fingerprints only.
//! - **Destroyed in time, unasked** (5). Evidence goes with the receipt, a result with its day, a ticket with its day unless
//!   its check still needs staff, a stub after the end of the following month, a line of the access log after thirteen
//!   months, a key with the last field it opens. `retain` has each rule and the effect of a wrong clock. Freed space is
//!   overwritten; the log is emptied after 250 ms without a write, after 5 s at the latest.
//! - **Order is not time** (8). Order and start are counted; the wall clock is kept with its synchronisation state.
//! - **Bounded** (10). At [`Limits`] captures are refused with a clear error; nothing kept is dropped, and settling goes on.
//!   The outbox, the book and the set-aside files have bounds of their own.
//! - **Damage costs what it hits** (1, 10). A damaged file is set aside, every field of it whose seal still opens goes on in
//!   a new one, and the office gets an event. A wrong key, a newer file, a full or read-only disk never sets a journal aside.
//! - **The release before can open it** (11). The disk form is versioned and frozen (`stored`, `sql/migrations`).
//! - **Accounted for.** An act of staff and its line in the access log are one transaction; a look at a check is recorded
//!   before the check is given. The log is chained: [`verify`] names a line that was changed, removed, moved or cut off the
//!   end, also when the station has gone on meanwhile.
//! - **A wrong try stays counted.** It is on the disk before the passcode is compared; the wait that follows survives
//!   power-off and is never shorter without a trustworthy clock. `people::tries` has the rules.
//!
//! # Limits of the promises
//! - Flash memory keeps old copies of overwritten blocks out of reach of any program. They hold sealed fields under sealed
//!   keys; changing the master key is the only remedy.
//! - A file set aside still has its keys. It is deleted after 31 days, by the time of its last write, or when three newer
//!   ones came.
//! - Damage to the last transactions of the log looks like a power cut in mid-write and is taken for one.
//! - Restoring the journal file and its anchor together from one backup cannot be detected on the station. The owner of the
//!   master key can write another log.
//! - Wrong tries are plain numbers: a writer of the file can clear them, but finds no passcode there. They go on with a
//!   damaged journal as far as they can be read.
//! - A power cut between a right passcode and taking back its count costs that member one try.
//! - A commit that the disk reported as failed may still have happened: the check then waits without having been
//!   acknowledged, and is sent.
//! - Only the keys held in memory are wiped by us; the cipher's and SQLite's working copies are theirs.
//!
//! # On disk
//! | file | content |
//! |---|---|
//! | `X` | SQLite, pages of 4 KiB, tables below |
//! | `X-wal`, `X-shm` | SQLite's log, checked frame by frame at the start (`recovery::wal`), and its shared memory |
//! | `X.lock` | held by the one process that writes |
//! | `X.marks` | ceilings of all numbers ever given, plain text (`recovery::high_water`) |
//! | `X.access` | a line that the access log reached, authenticated (`access::anchor`) |
//! | `X.building`, `X.ready`, `X.salvage` | while a journal is made or replaced (`recovery::replace`) |
//! | `X.damaged-N` | damaged files, as they were found |
//!
//! | table | content | ends |
//! |---|---|---|
//! | `staff`, `tries` | sealed members; wrong passcodes in a row | never (a removed one keeps its number), with a right one |
//! | `access`, `access_parts` | sealed lines of the access log; their keys and authenticated ends | after thirteen months, or beyond a quarter of the bytes |
//! | `tickets` | sealed tickets with keyed fingerprints | with the day; while the check waits or calls, with that |
//! | `fallbacks` | other proofs without a card: day and kind | end of the following month; a fingerprint with the day |
//! | `choices` | of the day, of the screen; not personal | replaced |
//! | `station` | one row: start, floors of the numbers, key check | never |
//! | `keys`, `spare_keys` | wrapped keys, one a day and kind, twice | with what they open |
//! | `checks` | stubs: numbers, times, state, outcome word, keyed fingerprints | end of the following month |
//! | `evidence` | sealed checks that wait | with the receipt |
//! | `results` | sealed settlements | with the day; when unacknowledged, with the stub |
//! | `challenges`, `outbox`, `meter` | the book, the events, bytes a day | taken or expired, confirmed, 62 days |
//!
//! States: waiting → answered → done; answered → unacknowledged → done. An answer stays *answered* until the desk, which
//! owns the panel, says that it was shown ([`Journal::handed_over`]) or that it came late ([`Journal::late`]); what is
//! still answered at the next start counts as late.
//!
//! # Events
//! The journal itself puts `JournalSetAside`, `JournalFull` (once for as long as it stays full), `LateVerdict` and
//! `Acknowledged` into the outbox, in the same transaction as the change they report. Other crates must not.
//!
//! # Threads
//! One writes, one reads, each with its own connection: reading a long queue keeps no capture waiting. A third hashes
//! passcodes, one at a time, in 19 MiB that are wiped and given back. [`deferred`] retries writes in their order.

mod access;
mod capture;
mod clock;
mod connect;
pub mod deferred;
mod error;
mod files;
mod handle;
mod inspect;
mod key;
mod keys;
mod lookback;
mod open;
mod outbox;
mod people;
mod reader;
mod reception;
mod recovery;
mod retain;
mod schema;
mod seal;
mod settle;
mod stored;
mod stub;
mod types;
mod words;
mod worker;
mod writer;

pub use access::{Access, AccessLine, AccessLog, Actor, Detail};
pub use clock::{Clock, ClockReading};
pub use error::{CaptureError, Error};
pub use handle::{Journal, Thread};
pub use inspect::{access, list, staff, stats, verify};
pub use key::MasterKey;
pub use lookback::{Kept, KeptCheck, KeptDay, Page};
pub use outbox::LIMIT as OUTBOX_LIMIT;
pub use people::{BadgeNumber, LABEL_LIMIT, STAFF_LIMIT, StaffDraft, StaffLine};
pub use types::{
    Bytes, Captured, Draft, Late, Limits, Line, OpenReport, Opener, Options, Report, SetAside, State, Stats,
};

/// Challenges the book holds at most.
pub const BOOK_LIMIT: usize = 1_000;
