//! The sealed, crash-safe store of a station; the only owner of truth. It never talks to the net, and no
//! personal datum leaves it but through the calls that ask for one.
//!
//! # What it promises
//! 1. **Acknowledged is kept.** [`Journal::capture`] returns after the check is flushed to the disk; nothing is
//!    batched behind the acknowledgment. No kill, power cut, full disk or failed later write loses it. Only the
//!    centre's receipt ([`Journal::settle`]) ends its wait; neither time nor retention does.
//! 2. **Once.** The same draft again, the same settlement again, the same hand-over again change nothing. Other
//!    content under a used id is refused. A challenge is gone from the disk before it is given out. An order,
//!    a start, an event's number is never given twice, a reception number never twice on one day, not even
//!    when the file was lost to damage (`marks`).
//! 3. **A verdict is seen.** What is settled live stays open until it is handed over; what nobody can be sure
//!    of having seen (late, missed, on the screen at a power cut) calls for staff when it is bad.
//! 4. **Sealed at rest.** Everything about an examinee (check with evidence, settlement, ticket), every staff member
//!    and every line of the access log is sealed field by field with ChaCha20-Poly1305 under a key of the day (of the
//!    month for the access log), which is wrapped by the master key; a field opens only in its own row. Stubs,
//!    counts, challenges and events say nothing about a person. Passcodes are kept as Argon2id only, badges as keyed
//!    fingerprints only.
//! 5. **Destroyed in time, unasked.** Evidence goes with the receipt, a result with its day, a ticket with its day
//!    unless its check still needs somebody, a stub after the end of the following month, a line of the access log
//!    after thirteen months, a key with the last thing it opens. See `retain` for each rule and for what a
//!    wrong clock can do. Freed space is overwritten, and the log is emptied when it was quiet for 250 ms, after
//!    5 s at the latest.
//! 6. **Bounded.** At [`Limits`] captures are refused with a clear error; nothing kept is dropped, and settling
//!    goes on. The outbox, the book and the set-aside files have bounds of their own.
//! 7. **Damage costs what it hits.** A damaged file is set aside, everything of it whose seal still opens goes
//!    on in a new one, and the office is told. A wrong key, a newer file, a full or read-only disk never set
//!    a journal aside.
//! 8. **Order is not time.** Order and start are counted; wall clock is kept with whether it was synchronised.
//! 9. **Who did what is on record.** What the journal does for staff and its line in the access log are one
//!    transaction; a look at a check is noted before anything is given. The log is chained: a line that was changed,
//!    taken out, moved or cut off the end is named by [`verify`], also when the station has gone on meanwhile.
//! 10. **A wrong try stays counted.** It is on the disk before the passcode is compared; the wait that follows
//!     survives power-off and is never shorter without a trustworthy clock. See `people::tries` for the rules.
//!
//! # What it cannot promise
//! - Flash memory keeps old copies of overwritten blocks out of reach of any program. What may be found there
//!   is sealed, under keys that are sealed as well: whoever wants more must change the master key.
//! - A file set aside still has the keys it had. It is deleted after 31 days, by the time of its last write, or
//!   when three newer ones came.
//! - Damage to the last transactions of the log looks like a power cut in mid-write and is taken for one.
//! - Who puts back the journal *and* its mark of one same earlier moment is not noticed by the access log: nothing on
//!   the station itself can. Who has the master key can write another log.
//! - Wrong tries are plain numbers: who can write the file can clear them, but finds no passcode there. They go on
//!   with a damaged journal as far as they can be read.
//! - A power cut between a right passcode and its taking back costs that member one try.
//! - A commit that the disk reported as failed may still turn out to have happened: the check then waits
//!   without having been acknowledged, and is sent.
//! - Only the keys held in memory are wiped by us; the cipher's and SQLite's working copies are theirs.
//!
//! # On disk
//! | file | what |
//! |---|---|
//! | `X` | SQLite, pages of 4 KiB, tables below |
//! | `X-wal`, `X-shm` | SQLite's log, read by hand at start (`wal`), and its shared memory |
//! | `X.lock` | held by the one process that writes |
//! | `X.marks` | ceilings of all numbers ever given, plain text |
//! | `X.access` | a line that the access log reached, authenticated (`access::mark`) |
//! | `X.building`, `X.ready`, `X.salvage` | while a journal is made or replaced (`aside`) |
//! | `X.damaged-N` | damaged files, as they were found |
//!
//! | table | what | ends |
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
//! States: waiting → shown → done, waiting → done, waiting → unacknowledged → done, shown → unacknowledged.
//!
//! # Events
//! The journal itself puts `JournalSetAside`, `JournalFull` (once for as long as it stays full), `LateVerdict` and
//! `Acknowledged` into the outbox, in the same transaction as what they tell; nobody else should.
//!
//! # Threads
//! One writes, one reads, each with its own connection: reading a long queue keeps no capture waiting. A third works
//! on passcodes, one at a time, in 19 MiB that are wiped and given back.

mod access;
mod capture;
mod clock;
mod connect;
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

pub use access::{Access, AccessLine, AccessLog, By, Detail, What};
pub use clock::{Clock, ClockReading};
pub use error::{CaptureError, Error};
pub use handle::{Journal, Thread};
pub use inspect::{access, list, staff, stats, verify};
pub use key::MasterKey;
pub use lookback::{Kept, KeptCheck, KeptDay, Page};
pub use outbox::LIMIT as OUTBOX_LIMIT;
pub use people::{BadgeNumber, LABEL_LIMIT, STAFF_LIMIT, StaffDraft, StaffLine};
pub use types::{
    Arrival, Bytes, Captured, Draft, Late, Limits, Line, OpenReport, Opener, Options, Report, SetAside,
    Settled, State, Stats,
};

/// Challenges the book holds at most.
pub const BOOK_LIMIT: usize = 1_000;
