//! The facts as rows of the technician's screen: short, and the same in every language.

use desk::{DiagnosisItem as Item, DiagnosisRow};
use firmware::card::{PinPad, ReaderInfo};
use health::{
    Machine, Power, days_left,
    limits::{CERTIFICATE_DAYS, DISK_LOW, HOT},
};
use jiff::Timestamp;
use std::net::IpAddr;
use uplink::Quality;
use wire::{LineGrade, jst_date};

/// Value of a source that does not answer.
const UNKNOWN: &str = "?";
/// Value of a thing that is absent, or that this machine cannot know.
const NONE: &str = "-";
/// Half-width characters of a value that fit the screen.
const LONGEST: usize = 24;
/// Addresses that are shown at most.
const ADDRESSES: usize = 4;

/// The connection to the broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broker {
    /// None is configured.
    None,
    /// Not connected.
    Away,
    /// Connected.
    Connected,
}

/// The book of challenges.
#[derive(Debug, Clone, Copy)]
pub struct Book {
    /// Challenges in it.
    pub level: u64,
    /// Configured size.
    pub size: u64,
}

/// Numbers of the journal.
#[derive(Debug, Clone, Copy)]
pub struct Store {
    /// Checks, finished ones with a stub included.
    pub checks: u64,
    /// Checks that wait for the centre.
    pub waiting: u64,
    /// Events in the outbox.
    pub events: u64,
    /// The book of challenges.
    pub book: Book,
}

/// Everything that the rows say.
#[derive(Debug)]
pub struct Facts {
    /// The reader in use.
    pub reader: Option<ReaderInfo>,
    /// The station's version.
    pub software: &'static str,
    /// Number of this start.
    pub boot: u64,
    /// Interfaces with their addresses.
    pub addresses: Vec<(String, IpAddr)>,
    /// The line to the centre.
    pub line: Quality,
    /// Bytes today; unknown while the journal does not answer.
    pub bytes_today: Option<u64>,
    /// The wall clock.
    pub now: Timestamp,
    /// The wall clock can be trusted.
    pub synchronised: bool,
    /// The connection to the broker.
    pub broker: Broker,
    /// The machine; unknown while the disk does not answer.
    pub machine: Option<Machine>,
    /// The journal; unknown while it does not answer.
    pub store: Option<Store>,
    /// Reading aloud, or the code of the obstacle; `None` when it is not configured.
    pub speech: Option<Result<(), codes::Code>>,
}

/// The rows, the most frequent faults first.
pub fn rows(facts: &Facts) -> Vec<DiagnosisRow> {
    let mut rows = reader(facts.reader.as_ref());
    rows.push(line(facts));
    rows.extend(machine(facts));
    rows.push(match facts.broker {
        Broker::None => row(Item::Broker, NONE, None),
        Broker::Away => row(Item::Broker, "offline", Some(false)),
        Broker::Connected => row(Item::Broker, "online", Some(true)),
    });
    rows.extend(store(facts.store.as_ref()));
    rows.extend(addresses(&facts.addresses));
    rows.push(row(Item::Software, format!("{} #{}", facts.software, facts.boot), None));
    rows.extend(facts.speech.map(|speech| match speech {
        Ok(()) => row(Item::Speech, "OK", Some(true)),
        Err(code) => row(Item::Speech, code.name(), Some(false)),
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
        // Known after the first card.
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

/// The name that pcscd gives, without the numbers of reader and slot and without a serial number in brackets.
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

fn line(facts: &Facts) -> DiagnosisRow {
    let Quality { grade, round_trip } = facts.line;
    let word = match grade {
        LineGrade::Good => "good",
        LineGrade::Weak => "weak",
        LineGrade::Down => "down",
    };
    let mut value = word.to_owned();
    if let Some(time) = round_trip {
        value.push_str(&format!(" {} ms", time.as_millis()));
    }
    value.push_str(&format!(" {}", facts.bytes_today.map_or(UNKNOWN.into(), bytes)));
    row(Item::Line, value, Some(grade != LineGrade::Down))
}

fn machine(facts: &Facts) -> Vec<DiagnosisRow> {
    let Some(machine) = &facts.machine else {
        let items = [Item::Disk, Item::Temperature, Item::Power];
        let unknown = items.map(|item| row(item, UNKNOWN, Some(false)));
        return unknown.into_iter().chain([clock(facts, false)]).collect();
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
        clock(facts, machine.clock_with_battery),
        certificate(Item::CentreCertificate, machine.centre_until, facts),
    ];
    if facts.broker != Broker::None {
        rows.push(certificate(Item::FleetCertificate, machine.fleet_until, facts));
    }
    rows
}

fn clock(facts: &Facts, battery: bool) -> DiagnosisRow {
    let value = match (facts.synchronised, battery) {
        (true, true) => "NTP, RTC",
        (true, false) => "NTP",
        (false, true) => "RTC",
        (false, false) => "not set",
    };
    row(Item::Clock, value, Some(facts.synchronised))
}

/// The last day in Japan and the days left; without a verdict while the clock cannot be trusted.
fn certificate(item: Item, until: Option<Timestamp>, facts: &Facts) -> DiagnosisRow {
    let Some(until) = until else { return row(item, UNKNOWN, Some(false)) };
    let day = jst_date(until);
    if !facts.synchronised {
        return row(item, day.to_string(), None);
    }
    let left = days_left(until, facts.now);
    row(item, format!("{day} ({left} d)"), Some(left > CERTIFICATE_DAYS))
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

/// In decimal units, as disks and tariffs count.
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
    use super::*;
    use health::Space;
    use std::time::Duration;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn good() -> Facts {
        Facts {
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

    fn values(facts: &Facts) -> Vec<(Item, String, Option<bool>)> {
        rows(facts).into_iter().map(|row| (row.item, row.value, row.ok)).collect()
    }

    fn of(facts: &Facts, item: Item) -> (String, Option<bool>) {
        let row = values(facts).into_iter().find(|(of, ..)| *of == item);
        row.map(|(_, value, ok)| (value, ok)).unwrap()
    }

    #[test]
    fn a_station_that_is_well_says_so_in_every_row() {
        let all = values(&good());
        assert!(
            all.iter().all(|(_, value, ok)| *ok != Some(false) && value.chars().count() <= LONGEST),
            "{all:?}"
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
        let values: Vec<_> = all.iter().map(|(item, value, _)| (*item, value.as_str())).collect();
        assert_eq!(values, expected);
    }

    #[test]
    fn a_source_that_does_not_answer_is_a_question_mark_and_wrong() {
        let facts = Facts { machine: None, store: None, bytes_today: None, ..good() };
        for item in [Item::Disk, Item::Temperature, Item::Power, Item::Book, Item::Journal] {
            assert_eq!(of(&facts, item), ("?".into(), Some(false)));
        }
        assert_eq!(of(&facts, Item::Line).0, "good 84 ms ?");
        assert_eq!(of(&facts, Item::Clock), ("NTP".into(), Some(true)));
    }

    #[test]
    fn an_absent_part_is_listed_and_judged_only_where_it_should_be_present() {
        let machine = Some(Machine { space: good().machine.unwrap().space, ..Machine::default() });
        let facts =
            Facts { reader: None, addresses: vec![], machine, broker: Broker::None, speech: None, ..good() };
        assert_eq!(of(&facts, Item::Reader), ("-".into(), Some(false)));
        assert_eq!(of(&facts, Item::Address), ("-".into(), Some(false)));
        assert_eq!(of(&facts, Item::Power), ("-".into(), None));
        assert_eq!(of(&facts, Item::Broker), ("-".into(), None));
        assert_eq!(of(&facts, Item::CentreCertificate), ("?".into(), Some(false)));
        let items: Vec<_> = rows(&facts).iter().map(|row| row.item).collect();
        assert!(!items.contains(&Item::FleetCertificate) && !items.contains(&Item::Speech), "{items:?}");
    }

    #[test]
    fn wrong_values_are_marked() {
        let wrong = |change: fn(&mut Machine)| {
            let mut facts = good();
            facts.machine.as_mut().map(change);
            rows(&facts)
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
        let codeless = Facts { speech: Some(Err(codes::S501)), ..good() };
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
            let (value, ok) = of(&Facts { reader, ..good() }, Item::PinPad);
            assert_eq!((value.as_str(), ok), expected);
        }
    }

    #[test]
    fn a_clock_that_is_not_set_judges_no_certificate() {
        let facts = Facts { synchronised: false, ..good() };
        assert_eq!(of(&facts, Item::CentreCertificate), ("2027-12-31".into(), None));
        assert_eq!(of(&facts, Item::Clock), ("not set".into(), Some(false)));
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
