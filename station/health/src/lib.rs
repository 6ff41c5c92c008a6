//! How the machine under the station is: free disk space, heat, power supply, certificates, addresses.
//!
//! A crate of its own because several surfaces judge the same facts (the technician's screen, the troubles on the
//! panel, the status for the office): one place defines each limit ([`limits`]), so that they agree.
//!
//! Everything is read from the kernel's files; no program is started and no packet is sent. [`Machine::read`] touches
//! disks and may hang with them: call it where nobody waits. [`Watch`] is pure: facts and time in, changes out.
//!
//! The files of a Raspberry Pi are read as its kernel's drivers document them; none was tried on a real board. The
//! modem's signal is absent: it needs ModemManager, which not every station has.

mod address;
mod certificate;
mod conditions;
pub mod limits;
mod machine;

pub use address::own as own_addresses;
pub use certificate::{days_left, last_second};
pub use conditions::{Change, Watch};
pub use machine::{Machine, Places, Power, Space};
