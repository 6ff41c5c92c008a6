//! What was found, as the rows of the technician's screen: short, and the same in every language.

use super::machine::{Machine, Power};
use super::watch::{CERTIFICATE_DAYS, DISK_LOW, HOT};
use desk::{DiagnosisItem as Item, DiagnosisRow};
use firmware::card::{PinPad, ReaderInfo};
use jiff::Timestamp;
use std::net::IpAddr;
use uplink::Quality;
use wire::{LineGrade, jst_date};

/// What a source that does not answer says.
const UNKNOWN: &str = "?";
/// What is not there, or cannot be known on this machine.
const NONE: &str = "-";
/// Half-width characters of a value that fit the screen.
const LONGEST: usize = 24;
/// Addresses that are shown at most.
const ADDRESSES: usize = 4;

/// The broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broker {
    /// None is configured.
    None,
    /// There is no connection.
    Away,
    /// There is one.
    Connected,
}

/// The book of challenges.
#[derive(Debug, Clone, Copy)]
pub struct Book {
    /// How many it holds.
    pub level: u64,
    /// How many it should.
    pub size: u64,
}

/// What the journal holds.
#[derive(Debug, Clone, Copy)]
pub struct Store {
    /// Checks of which anything is kept.
    pub checks: u64,
    /// Checks that wait for the centre.
    pub waiting: u64,
    /// Events for the office.
    pub events: u64,
    /// Challenges.
    pub book: Book,
}

/// Everything that was found.
#[derive(Debug)]
pub struct Found {
    /// The reader that is used.
    pub reader: Option<ReaderInfo>,
    /// The station's version.
    pub software: &'static str,
    /// Starts so far.
    pub boot: u64,
    /// Interfaces with their addresses.
    pub addresses: Vec<(String, IpAddr)>,
    /// The line to the centre.
    pub line: Quality,
    /// Bytes today; unknown while the journal does not answer.
    pub bytes_today: Option<u64>,
    /// Now.
    pub now: Timestamp,
    /// Whether that can be believed.
    pub synchronised: bool,
    /// The broker.
    pub broker: Broker,
    /// The machine; unknown while the disk does not answer.
    pub machine: Option<Machine>,
    /// The journal; unknown while it does not answer.
    pub store: Option<Store>,
    /// Reading aloud, or the code of what keeps it from being possible; absent when it is not wanted.
    pub speech: Option<Result<(), &'static str>>,
}

/// As rows, what fails most first.
pub fn rows(found: &Found) -> Vec<DiagnosisRow> {
    let mut rows = reader(found.reader.as_ref());
    rows.push(line(found));
    rows.extend(machine(found));
    rows.push(match found.broker {
        Broker::None => row(Item::Broker, NONE, None),
        Broker::Away => row(Item::Broker, "offline", Some(false)),
        Broker::Connected => row(Item::Broker, "online", Some(true)),
    });
    rows.extend(store(found.store.as_ref()));
    rows.extend(addresses(&found.addresses));
    rows.push(row(Item::Software, format!("{} #{}", found.software, found.boot), None));
    rows.extend(found.speech.map(|speech| match speech {
        Ok(()) => row(Item::Speech, "OK", Some(true)),
        Err(code) => row(Item::Speech, code, Some(false)),
    }));
    rows
}

fn row(item: Item, value: impl Into<String>, ok: Option<bool>) -> DiagnosisRow {
    DiagnosisRow { item, value: value.into(), ok }
}

fn reader(reader: Option<&ReaderInfo>) -> Vec<DiagnosisRow> {
    let Some(ReaderInfo { name, extended, pin_pad }) = reader else {
        return vec![row(Item::Reader, NONE, Some(false))];
    };
    let word = match extended {
        Some(true) => "yes",
        Some(false) => "no (256 B)",
        // The first card tells.
        None => UNKNOWN,
    };
    let keys = match pin_pad {
        PinPad::Present(_) => row(Item::PinPad, "yes", Some(true)),
        PinPad::Absent => row(Item::PinPad, "no", None),
        PinPad::Failed => row(Item::PinPad, "failed", Some(false)),
        PinPad::Off => row(Item::PinPad, "off", None),
        PinPad::Unknown => row(Item::PinPad, UNKNOWN, None),
    };
    vec![row(Item::Reader, model(name), Some(true)), row(Item::ExtendedApdu, word, None), keys]
}

/// The service's name without the numbers of reader and slot, and without a serial number in brackets.
fn model(name: &str) -> String {
    let words = name.split_whitespace().collect::<Vec<_>>();
    let number = |word: &&str| word.len() == 2 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let end = words.iter().rposition(|word| !number(word)).map_or(words.len(), |last| last + 1);
    let model = words.get(..end).unwrap_or_default().join(" ");
    let model = model.split_once(" (").map_or(model.as_str(), |(model, _)| model);
    if model.chars().count() <= LONGEST {
        return model.to_owned();
    }
    model.chars().take(LONGEST - 1).chain(['…']).collect()
}

fn line(found: &Found) -> DiagnosisRow {
    let Quality { grade, round_trip } = found.line;
    let word = match grade {
        LineGrade::Good => "good",
        LineGrade::Weak => "weak",
        LineGrade::Down => "down",
    };
    let mut value = word.to_owned();
    if let Some(time) = round_trip {
        value.push_str(&format!(" {} ms", time.as_millis()));
    }
    value.push_str(&format!(" {}", found.bytes_today.map_or(UNKNOWN.into(), bytes)));
    row(Item::Line, value, Some(grade != LineGrade::Down))
}

fn machine(found: &Found) -> Vec<DiagnosisRow> {
    let Some(machine) = &found.machine else {
        let items = [Item::Disk, Item::Temperature, Item::Power];
        let unknown = items.map(|item| row(item, UNKNOWN, Some(false)));
        return unknown.into_iter().chain([clock(found, false)]).collect();
    };
    let disk = machine.space.map(|space| match space.read_only {
        true => row(Item::Disk, "read-only", Some(false)),
        false => row(Item::Disk, bytes(space.free), Some(space.free >= DISK_LOW)),
    });
    let heat = machine.celsius.map(|c| row(Item::Temperature, format!("{c:.0} °C"), Some(c < HOT)));
    let power = machine.power.map(|power| match power {
        Power::Good => row(Item::Power, "OK", Some(true)),
        Power::LowBefore => row(Item::Power, "OK (low before)", Some(false)),
        Power::Low => row(Item::Power, "low", Some(false)),
    });
    let mut rows = vec![
        disk.unwrap_or_else(|| row(Item::Disk, UNKNOWN, Some(false))),
        heat.unwrap_or_else(|| row(Item::Temperature, NONE, None)),
        power.unwrap_or_else(|| row(Item::Power, NONE, None)),
        clock(found, machine.clock_with_battery),
        certificate(Item::CentreCertificate, machine.centre_until, found),
    ];
    if found.broker != Broker::None {
        rows.push(certificate(Item::FleetCertificate, machine.fleet_until, found));
    }
    rows
}

fn clock(found: &Found, battery: bool) -> DiagnosisRow {
    let value = match (found.synchronised, battery) {
        (true, true) => "NTP, RTC",
        (true, false) => "NTP",
        (false, true) => "RTC",
        (false, false) => "not set",
    };
    row(Item::Clock, value, Some(found.synchronised))
}

/// The last day in Japan, and how many are left. Days are not judged by a clock that is not.
fn certificate(item: Item, until: Option<Timestamp>, found: &Found) -> DiagnosisRow {
    let Some(until) = until else { return row(item, UNKNOWN, Some(false)) };
    let day = jst_date(until);
    if !found.synchronised {
        return row(item, day.to_string(), None);
    }
    let left = days_left(until, found.now);
    row(item, format!("{day} ({left} d)"), Some(left > CERTIFICATE_DAYS))
}

/// Whole days until then; below zero afterwards.
pub fn days_left(until: Timestamp, now: Timestamp) -> i64 {
    until.duration_since(now).as_secs().div_euclid(24 * 60 * 60)
}

fn store(store: Option<&Store>) -> Vec<DiagnosisRow> {
    let Some(Store { checks, waiting, events, book }) = store else {
        return [Item::Book, Item::Journal].map(|item| row(item, UNKNOWN, Some(false))).into();
    };
    vec![
        row(Item::Book, format!("{}/{}", book.level, book.size), Some(book.level > 0)),
        row(Item::Journal, format!("{checks}, {waiting} + {events} to send"), None),
    ]
}

fn addresses(addresses: &[(String, IpAddr)]) -> Vec<DiagnosisRow> {
    if addresses.is_empty() {
        return vec![row(Item::Address, NONE, Some(false))];
    }
    let shown = addresses.iter().take(ADDRESSES);
    shown.map(|(name, address)| row(Item::Address, format!("{name} {address}"), None)).collect()
}

/// As disks and tariffs count: thousands.
fn bytes(bytes: u64) -> String {
    let of = |unit: u64| bytes as f64 / unit as f64;
    match bytes {
        1_000_000_000.. => format!("{:.1} GB", of(1_000_000_000)),
        1_000_000.. => format!("{:.1} MB", of(1_000_000)),
        _ => format!("{:.1} kB", of(1_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::machine::Space;
    use super::*;
    use std::time::Duration;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn good() -> Found {
        Found {
            reader: Some(ReaderInfo {
                name: "SONY RC-S300/P (1234567) 00 00".into(),
                extended: Some(true),
                pin_pad: PinPad::Absent,
            }),
            software: "1.2.3",
            boot: 7,
            addresses: vec![("wlan0".into(), "192.168.1.20".parse().unwrap())],
            line: Quality { grade: LineGrade::Good, round_trip: Some(Duration::from_millis(84)) },
            bytes_today: Some(1_234_567),
            now: at("2027-01-01T00:00:00Z"),
            synchronised: true,
            broker: Broker::Connected,
            machine: Some(Machine {
                space: Some(Space { free: 12_300_000_000, read_only: false }),
                celsius: Some(54.4),
                power: Some(Power::Good),
                clock_with_battery: false,
                centre_until: Some(at("2027-12-31T14:59:59Z")),
                fleet_until: Some(at("2027-03-01T00:00:00Z")),
            }),
            store: Some(Store { checks: 120, waiting: 3, events: 1, book: Book { level: 300, size: 300 } }),
            speech: Some(Ok(())),
        }
    }

    fn told(found: &Found) -> Vec<(Item, String, Option<bool>)> {
        rows(found).into_iter().map(|row| (row.item, row.value, row.ok)).collect()
    }

    fn of(found: &Found, item: Item) -> (String, Option<bool>) {
        let found = told(found).into_iter().find(|(of, ..)| *of == item);
        found.map(|(_, value, ok)| (value, ok)).unwrap()
    }

    #[test]
    fn a_station_that_is_well_says_so_in_every_row() {
        let told = told(&good());
        assert!(
            told.iter().all(|(_, value, ok)| *ok != Some(false) && value.chars().count() <= LONGEST),
            "{told:?}"
        );
        let expected = [
            (Item::Reader, "SONY RC-S300/P"),
            (Item::ExtendedApdu, "yes"),
            (Item::PinPad, "no"),
            (Item::Line, "good 84 ms 1.2 MB"),
            (Item::Disk, "12.3 GB"),
            (Item::Temperature, "54 °C"),
            (Item::Power, "OK"),
            (Item::Clock, "NTP"),
            (Item::CentreCertificate, "2027-12-31 (364 d)"),
            (Item::FleetCertificate, "2027-03-01 (59 d)"),
            (Item::Broker, "online"),
            (Item::Book, "300/300"),
            (Item::Journal, "120, 3 + 1 to send"),
            (Item::Address, "wlan0 192.168.1.20"),
            (Item::Software, "1.2.3 #7"),
            (Item::Speech, "OK"),
        ];
        let values: Vec<_> = told.iter().map(|(item, value, _)| (*item, value.as_str())).collect();
        assert_eq!(values, expected);
    }

    #[test]
    fn what_does_not_answer_is_a_question_mark_and_not_well() {
        let found = Found { machine: None, store: None, bytes_today: None, ..good() };
        for item in [Item::Disk, Item::Temperature, Item::Power, Item::Book, Item::Journal] {
            assert_eq!(of(&found, item), ("?".into(), Some(false)));
        }
        assert_eq!(of(&found, Item::Line).0, "good 84 ms ?");
        assert_eq!(of(&found, Item::Clock), ("NTP".into(), Some(true)));
    }

    #[test]
    fn what_is_not_there_is_told_and_only_judged_where_it_should_be() {
        let machine = Some(Machine { space: good().machine.unwrap().space, ..Machine::default() });
        let found =
            Found { reader: None, addresses: vec![], machine, broker: Broker::None, speech: None, ..good() };
        assert_eq!(of(&found, Item::Reader), ("-".into(), Some(false)));
        assert_eq!(of(&found, Item::Address), ("-".into(), Some(false)));
        assert_eq!(of(&found, Item::Power), ("-".into(), None));
        assert_eq!(of(&found, Item::Broker), ("-".into(), None));
        assert_eq!(of(&found, Item::CentreCertificate), ("?".into(), Some(false)));
        let items: Vec<_> = rows(&found).iter().map(|row| row.item).collect();
        assert!(!items.contains(&Item::FleetCertificate) && !items.contains(&Item::Speech), "{items:?}");
    }

    #[test]
    fn what_is_wrong_is_marked() {
        let wrong = |change: fn(&mut Machine)| {
            let mut found = good();
            found.machine.as_mut().map(change);
            rows(&found)
                .into_iter()
                .filter(|row| row.ok == Some(false))
                .map(|r| (r.item, r.value))
                .collect::<Vec<_>>()
        };
        assert_eq!(wrong(|m| m.celsius = Some(81.0)), [(Item::Temperature, "81 °C".into())]);
        assert_eq!(wrong(|m| m.power = Some(Power::LowBefore)), [(Item::Power, "OK (low before)".into())]);
        let full = |m: &mut Machine| m.space = Some(Space { free: 99_000, read_only: false });
        assert_eq!(wrong(full), [(Item::Disk, "99.0 kB".into())]);
        let worn = |m: &mut Machine| m.space = Some(Space { free: 9_000_000_000, read_only: true });
        assert_eq!(wrong(worn), [(Item::Disk, "read-only".into())]);
        assert_eq!(
            wrong(|m| m.centre_until = Some(at("2026-12-31T23:59:59Z"))),
            [(Item::CentreCertificate, "2027-01-01 (-1 d)".into())]
        );
        let codeless = Found { speech: Some(Err("S501")), ..good() };
        assert_eq!(of(&codeless, Item::Speech), ("S501".into(), Some(false)));
    }

    #[test]
    fn the_reader_s_own_keys_are_judged_only_where_it_has_some() {
        for (pin_pad, expected) in [
            (PinPad::Unknown, ("?", None)),
            (PinPad::Absent, ("no", None)),
            (PinPad::Present(1), ("yes", Some(true))),
            (PinPad::Failed, ("failed", Some(false))),
            (PinPad::Off, ("off", None)),
        ] {
            let reader = Some(ReaderInfo { pin_pad, ..good().reader.unwrap() });
            let (value, ok) = of(&Found { reader, ..good() }, Item::PinPad);
            assert_eq!((value.as_str(), ok), expected);
        }
    }

    #[test]
    fn a_clock_that_is_not_set_judges_no_certificate() {
        let found = Found { synchronised: false, ..good() };
        assert_eq!(of(&found, Item::CentreCertificate), ("2027-12-31".into(), None));
        assert_eq!(of(&found, Item::Clock), ("not set".into(), Some(false)));
    }

    #[test]
    fn a_reader_is_called_by_its_model() {
        for (name, expected) in [
            ("ACS ACR122U PICC Interface 00 00", "ACS ACR122U PICC Interf…"),
            ("ACS ACR122U 00 00", "ACS ACR122U"),
            ("Identive uTrust 3700 F (53692014201372) 01 00", "Identive uTrust 3700 F"),
            ("Virtual PCD 00 00", "Virtual PCD"),
            ("00 01", "00 01"),
        ] {
            assert_eq!(model(name), expected);
        }
    }
}
