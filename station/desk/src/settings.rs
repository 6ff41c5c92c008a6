//! Settings of the desk, fixed at start.

use crate::{Contracts, Login};
use std::time::Duration;
use wire::{Method, Purpose, StaffRef};

/// The desk's settings. [`Settings::new`] has the defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Method after start; staff toggle it with Up. Default 目視.
    pub method: Method,
    /// Purpose after start; staff toggle it with Down. Default 特定健診.
    pub purpose: Purpose,
    /// The staff reference where logins are off.
    pub staff: StaffRef,
    /// From the capture to the screen 未確認 while the line answers. Default 10 s.
    pub answer_budget: Duration,
    /// The same while the line is known to be down. Default 2 s.
    pub answer_budget_down: Duration,
    /// Time on the panel of a verdict that no key closes. Default 60 s.
    pub display_time: Duration,
    /// How long a question (compare the face, enter the PIN) waits for a key. Default 120 s.
    pub entry_time: Duration,
    /// How long a message without personal data (card pulled, …) stays. Default 10 s.
    pub message_time: Duration,
    /// Time for the card service to answer one request before the desk gives it up. Default 8 s; the card service's own
    /// watchdog is shorter, a mute reader never gets this far.
    pub card_time: Duration,
    /// How long the reader may ask for a PIN on its own keys before the desk gives it up, from the moment in which the
    /// challenge is asked for. Default 90 s; the reader's own time and the card service's watchdog are 50 s, so that a
    /// disk may stall for half a minute before.
    pub pad_time: Duration,
    /// How long the journal may take for a capture before the desk gives up waiting. Default 15 s.
    pub save_time: Duration,
    /// Insurers under contract.
    pub contracts: Contracts,
    /// Logins of staff. Default off.
    pub login: Login,
    /// Without key, card or scan for so long the station locks, where staff log in. Default 15 min.
    pub idle_lock: Duration,
    /// How long a ticket that was scanned waits for its card. Default 5 min.
    pub ticket_time: Duration,
    /// Sites to choose from at the beginning of the day; none: it is not asked.
    pub sites: Vec<String>,
    /// There is a voice that can read results aloud.
    pub speech: bool,
    /// The display shows of a person only what decides; Down shows the rest. Default off: the large one shows all.
    pub details: bool,
    /// Rows on a page of a list, at least 1. Default 5, as the large display has; 3 on the small one.
    pub page: usize,
}

impl Settings {
    /// The defaults, for this staff member.
    pub fn new(staff: StaffRef) -> Self {
        Self {
            method: Method::Visual,
            purpose: Purpose::HealthCheckup,
            staff,
            answer_budget: Duration::from_secs(10),
            answer_budget_down: Duration::from_secs(2),
            display_time: Duration::from_secs(60),
            entry_time: Duration::from_secs(120),
            message_time: Duration::from_secs(10),
            card_time: Duration::from_secs(8),
            pad_time: Duration::from_secs(90),
            save_time: Duration::from_secs(15),
            contracts: Contracts::default(),
            login: Login::Off,
            idle_lock: Duration::from_secs(15 * 60),
            ticket_time: Duration::from_secs(5 * 60),
            sites: Vec::new(),
            speech: false,
            details: false,
            page: 5,
        }
    }
}
