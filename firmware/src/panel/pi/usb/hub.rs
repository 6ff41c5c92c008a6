//! The thread that finds keypads and scanners and reads them.
//!
//! It exists because devices come and go, and because a device that misbehaves must not end the others.

use super::{
    Node, Port, Ports,
    keypad::{Keypad, Typed},
    kind::Rule,
    layout::NUM_LOCK,
    record::{Event, RECORD, Stamped, events},
    scanner::{Read, Scanner},
};
use crate::panel::{Device, Input, KeySender, pi::error::PartFault};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    os::unix::net::UnixStream,
    time::{Duration, Instant, SystemTime},
};
use zeroize::Zeroizing;

/// Interval of the search for new devices.
const ROUND: Duration = Duration::from_secs(1);
/// Time for a configured device to appear after the start.
const PATIENCE: Duration = Duration::from_secs(5);
/// Records read at once.
const AT_ONCE: usize = 64;
/// Age limit of an event when it is read; a higher age means that the clock was set meanwhile.
const OLDEST: Duration = Duration::from_secs(5);

/// The decoder of a device's keys.
enum Reader {
    Keypad(Box<Keypad>),
    Scanner(Box<Scanner>),
}

/// A device in use.
struct Attached<N> {
    node: N,
    reader: Reader,
    /// Time of its last event; events never go back in time, whatever the clock does.
    last: Instant,
}

/// All devices.
pub struct Hub<P: Ports> {
    ports: P,
    rule: Rule,
    keys: KeySender,
    attached: BTreeMap<String, Attached<P::Node>>,
    /// Devices to be ignored, so that they are not opened each second.
    others: BTreeSet<Port>,
    /// Devices that could not be opened, with the number of tries.
    refused: BTreeMap<Port, u32>,
    /// Last reported state of each kind.
    reported: BTreeMap<Device, bool>,
    started: Instant,
    dropped: u64,
}

impl<P: Ports> Hub<P> {
    /// A hub without devices.
    pub fn new(ports: P, rule: Rule, keys: KeySender, now: Instant) -> Self {
        Self {
            ports,
            rule,
            keys,
            attached: BTreeMap::new(),
            others: BTreeSet::new(),
            refused: BTreeMap::new(),
            reported: BTreeMap::new(),
            started: now,
            dropped: 0,
        }
    }

    /// Finds and reads until `end` is closed at its other side.
    pub fn run(&mut self, end: &UnixStream) {
        let mut round = Instant::now();
        loop {
            let now = Instant::now();
            if now >= round {
                self.find(now);
                round = now + ROUND;
            }
            let due = self.due().map_or(round, |due| due.min(round));
            match self.wait(end, due.saturating_duration_since(now)) {
                Ok(Ready { ended: true, .. }) => return,
                Ok(Ready { devices, .. }) => devices.iter().for_each(|name| self.read(name)),
                Err(error) => {
                    complain("devices cannot be waited for", &error);
                    std::thread::sleep(ROUND);
                }
            }
            self.tick(Instant::now());
        }
    }

    fn wait(&self, end: &UnixStream, within: Duration) -> io::Result<Ready> {
        let mut polled = vec![PollFd::new(end, PollFlags::IN)];
        polled.extend(self.attached.values().map(|device| PollFd::new(&device.node, PollFlags::IN)));
        let within = Timespec::try_from(within).map_err(io::Error::other)?;
        match poll(&mut polled, Some(&within)) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let ready = |polled: &PollFd<'_>| !polled.revents().is_empty();
        let names = self.attached.keys().zip(polled.iter().skip(1));
        let devices = names.filter(|(_, polled)| ready(polled)).map(|(name, _)| name.clone()).collect();
        Ok(Ready { ended: polled.first().is_some_and(ready), devices })
    }

    /// Looks for devices that came or went.
    fn find(&mut self, now: Instant) {
        let listed: BTreeSet<Port> = self.ports.list().into_iter().collect();
        self.others.retain(|port| listed.contains(port));
        self.refused.retain(|port, _| listed.contains(port));
        // An attached device that is no longer listed reports its end when it is read.
        for port in &listed {
            if !self.attached.contains_key(&port.name) && !self.others.contains(port) {
                self.open(port, now);
            }
        }
        self.report(now);
    }

    fn open(&mut self, port: &Port, now: Instant) {
        let mut node = match self.ports.open(&port.name) {
            Ok(node) => node,
            // Gone again, or its permissions are not set yet: tried again each round.
            Err(error) => return self.refuse(port, &error),
        };
        let identity = node.identity();
        let Some(kind) = self.rule.kind(&identity) else {
            self.others.insert(port.clone());
            return;
        };
        if let Err(error) = node.grab() {
            return self.refuse(port, &error);
        }
        node.light_num_lock();
        self.refused.remove(port);
        let reader = match kind {
            Device::Scanner => Reader::Scanner(Box::new(Scanner::new(self.rule.layout()))),
            _ => Reader::Keypad(Box::new(Keypad::new(self.rule.layout()))),
        };
        tracing::info!(?kind, device = port.name, name = ?identity.name, "an input device is there");
        self.attached.insert(port.name.clone(), Attached { node, reader, last: now });
    }

    fn refuse(&mut self, port: &Port, error: &io::Error) {
        let times = self.refused.entry(port.clone()).or_default();
        *times = times.saturating_add(1);
        // Right after plugging in, no user may open it for a moment; a failure one round later is reported, once.
        if *times == 2 {
            let code = PartFault::Usb.code().name();
            tracing::warn!(code, device = port.name, %error, "an input device cannot be used");
        }
    }

    /// Reads the events of a device.
    fn read(&mut self, name: &str) {
        let Some(device) = self.attached.get_mut(name) else { return };
        let mut buffer = Zeroizing::new([0; AT_ONCE * RECORD]);
        match rustix::io::read(&device.node, &mut *buffer) {
            Ok(length) if length > 0 => {
                let mut typed = Typed::default();
                let now = (Instant::now(), SystemTime::now());
                for stamped in events(buffer.get(..length).unwrap_or_default()) {
                    device.take(stamped, now, &mut typed);
                }
                self.pass_on(typed);
            }
            Err(Errno::INTR | Errno::AGAIN) => {}
            // The end of the file, or ENODEV: unplugged.
            Ok(_) | Err(_) => {
                tracing::info!(device = name, "an input device is gone");
                self.attached.remove(name);
                self.report(Instant::now());
            }
        }
    }

    fn tick(&mut self, now: Instant) {
        let mut typed = Typed::default();
        for device in self.attached.values_mut() {
            match &mut device.reader {
                Reader::Keypad(keypad) => keypad.tick(now, &mut typed),
                Reader::Scanner(scanner) => typed.note(scanner.overdue(now)),
            }
        }
        self.pass_on(typed);
    }

    fn due(&self) -> Option<Instant> {
        let due = |device: &Attached<P::Node>| match &device.reader {
            Reader::Keypad(keypad) => keypad.due(),
            Reader::Scanner(scanner) => scanner.due(),
        };
        self.attached.values().filter_map(due).min()
    }

    fn pass_on(&mut self, typed: Typed) {
        for input in typed.inputs {
            self.keys.put(input);
        }
        if typed.dropped > 0 {
            self.dropped += u64::from(typed.dropped);
            let (code, dropped) = (PartFault::Scans.code().name(), self.dropped);
            tracing::warn!(code, dropped, "codes were too long, broken off or not printable");
        }
    }

    /// Reports devices that came or went since the last report.
    fn report(&mut self, now: Instant) {
        for kind in [Device::Keypad, Device::Scanner] {
            let present = self.attached.values().any(|device| device.reader.kind() == kind);
            let told = self.reported.get(&kind).copied();
            let missed = self.rule.expects(kind) && now.saturating_duration_since(self.started) >= PATIENCE;
            if told != Some(present) && (present || told.is_some() || missed) {
                self.reported.insert(kind, present);
                self.keys.put(Input::Device { device: kind, present });
            }
        }
    }
}

/// State of the devices' files.
struct Ready {
    ended: bool,
    devices: Vec<String>,
}

impl Reader {
    fn kind(&self) -> Device {
        match self {
            Self::Keypad(_) => Device::Keypad,
            Self::Scanner(_) => Device::Scanner,
        }
    }
}

impl<N: Node> Attached<N> {
    fn take(&mut self, stamped: Stamped, now: (Instant, SystemTime), typed: &mut Typed) {
        self.last = happened(stamped.at, now).max(self.last);
        match &mut self.reader {
            Reader::Keypad(keypad) => {
                if stamped.event == Event::Down(NUM_LOCK) {
                    self.node.light_num_lock();
                }
                keypad.event(stamped.event, self.last, typed);
            }
            Reader::Scanner(scanner) => typed.note(scanner.event(stamped.event, self.last)),
        }
    }
}

impl Typed {
    fn note(&mut self, read: Option<Read>) {
        match read {
            Some(Read::Code(scan)) => self.inputs.push(Input::Scan(scan)),
            Some(Read::Dropped) => self.dropped += 1,
            None => {}
        }
    }
}

/// When an event happened, on the clock that is never set. Events that waited to be read keep their distances, so
/// that keys are not taken for a scanner's because the machine was busy.
fn happened(at: Duration, (now, wall): (Instant, SystemTime)) -> Instant {
    let wall = wall.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let age = wall.checked_sub(at).filter(|age| *age <= OLDEST).unwrap_or_default();
    now.checked_sub(age).unwrap_or(now)
}

fn complain(what: &str, error: &io::Error) {
    let code = PartFault::Usb.code().name();
    tracing::warn!(code, %error, "{what}");
}

#[cfg(test)]
#[path = "hub_tests.rs"]
mod tests;
