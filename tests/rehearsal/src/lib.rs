//! The whole system on one machine: the real station on its simulated board, and around it Mosquitto, pcscd with a
//! virtual reader and card, the stand-in centre, and a bad line. `rehearse demo` plays a morning with it; the
//! end-to-end tests play other things with the same world.

mod bench;
pub mod broker;
mod bus;
mod demo;
mod guide;
pub mod morning;
mod picture;
mod process;
mod scene;
mod table;
mod watcher;
mod world;

pub use bench::run as bench;
pub use bus::{Bus, Member, crew};
pub use demo::{Show, run as demo};
pub use guide::run as guide;
pub use process::{Start, StationProcess, resident, sibling};
pub use scene::{PATIENCE, Record, Result, Scene, reception_number};
pub use world::{CentreHouse, Choices, KnownCheck, Part, STATION, Situation, Technician, World};
