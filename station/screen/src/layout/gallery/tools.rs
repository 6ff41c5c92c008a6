//! The diagnosis and the self-test.

use super::*;

pub(super) fn tools(format: Format) -> Vec<Picture> {
    // Fewer characters fit on the small display.
    let model = if format == Format::Colour { "SCM SCR3310 v2.0 [CCID]!" } else { "SCM SCR3310 [CCID]20" };
    let items = [
        (DiagnosisItem::Reader, model, Some(true)),
        (DiagnosisItem::ExtendedApdu, "no, chained", Some(false)),
        (DiagnosisItem::PinPad, "failed", Some(false)),
        (DiagnosisItem::Software, "0.1.0 (a1b2c3d)", None),
        (DiagnosisItem::Address, "192.0.2.123", None),
        (DiagnosisItem::Line, "412 ms  -97 dBm", Some(true)),
        (DiagnosisItem::Disk, "12.3 GiB free", Some(true)),
        (DiagnosisItem::Temperature, "81.2 C", Some(false)),
        (DiagnosisItem::Power, "undervoltage", Some(false)),
        (DiagnosisItem::Clock, "NTP, synchronised", Some(true)),
        (DiagnosisItem::CentreCertificate, "2026-12-31", Some(true)),
        (DiagnosisItem::FleetCertificate, "2026-05-31", Some(false)),
        (DiagnosisItem::Broker, "connected", Some(true)),
        (DiagnosisItem::Book, "128 of 200", Some(true)),
        (DiagnosisItem::Journal, "2000 kept 12 wait", None),
        (DiagnosisItem::Keypad, "ok", Some(true)),
        (DiagnosisItem::Scanner, "unplugged", Some(false)),
        (DiagnosisItem::Display, "128x64 SH1106", None),
        (DiagnosisItem::Buttons, "ok", Some(true)),
        (DiagnosisItem::Speech, "open_jtalk", None),
    ];
    let rows = items.map(|(item, value, ok)| DiagnosisRow { item, value: value.into(), ok });
    let total = u32::try_from(rows.len()).unwrap();
    let diagnosis = rows.chunks(format.rows_a_page()).enumerate().map(|(n, rows)| {
        let offset = u32::try_from(n * format.rows_a_page()).unwrap();
        (format!("diagnosis-{n}"), view(Screen::Diagnosis { rows: rows.to_vec(), offset, total }))
    });
    let mut pictures: Vec<Picture> = diagnosis.collect();
    let test = |page| view(Screen::SelfTest(page));
    let many = [
        Key::Digit(1),
        Key::Back,
        Key::Back,
        Key::Up,
        Key::Down,
        Key::Ok,
        Key::Back,
        Key::Digit(0),
        Key::Ok,
        Key::Back,
    ];
    let reader = |state, card| test(SelfTestScreen::Reader { state, card });
    let tests = [
        ("diagnosis-collecting", view(Screen::Diagnosis { rows: vec![], offset: 0, total: 0 })),
        ("self-test-panel", test(SelfTestScreen::Panel)),
        ("self-test-keys", test(SelfTestScreen::Keys { pressed: vec![], scans: 0 })),
        ("self-test-keys-many", test(SelfTestScreen::Keys { pressed: many.into(), scans: 12 })),
        ("self-test-red", test(SelfTestScreen::Lamp(LampColour::Red))),
        ("self-test-amber", test(SelfTestScreen::Lamp(LampColour::Amber))),
        ("self-test-green", test(SelfTestScreen::Lamp(LampColour::Green))),
        ("self-test-buzzer", test(SelfTestScreen::Buzzer)),
        ("self-test-reader", reader(ReaderState::Ready, false)),
        ("self-test-reader-card", reader(ReaderState::Ready, true)),
        ("self-test-reader-absent", reader(ReaderState::Absent, false)),
        ("self-test-reader-fault", reader(ReaderState::Fault, false)),
    ];
    pictures.extend(tests.map(|(name, view)| (name.to_owned(), view)));
    pictures
}
