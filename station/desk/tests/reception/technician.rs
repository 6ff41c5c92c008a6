//! The diagnosis, the self-test, devices that come and go.

use crate::kit::*;
use desk::*;
use wire::ReaderState;

fn diagnosing() -> Bench {
    let mut b = Bench::new(settings());
    b.keys(&[Key::Ok, Key::Digit(5)]);
    assert_eq!(b.effects, [Effect::Diagnose]);
    assert_eq!(b.lines(), ["diagnosed"], "one line of the access log");
    b.does(Event::Diagnosis(diagnosis()));
    b
}

#[test]
fn the_diagnosis_is_paged_and_keeps_looking_while_it_is_shown() {
    let mut b = diagnosing();
    let page = |b: &Bench| {
        let Screen::Diagnosis { rows, offset, total } = b.screen() else { panic!() };
        (rows.len(), offset, total)
    };
    assert_eq!(page(&b), (5, 0, 7));
    b.keys(&[Key::Down, Key::Down]);
    assert_eq!(page(&b), (2, 5, 7));
    assert_eq!(b.secs(5), [Effect::Diagnose]);
    b.does(Event::Diagnosis(diagnosis()));
    assert_eq!(page(&b), (2, 5, 7), "the page stays");
    b.keys(&[Key::Up]);
    assert_eq!(page(&b), (5, 0, 7));
    b.secs(120);
    assert_eq!((b.id(), b.secs(60)), ("ready", &[][..]), "not for ever");
}

#[test]
fn the_self_test_goes_through_panel_keys_lamp_buzzer_and_reader() {
    let mut b = diagnosing();
    let step = |b: &mut Bench, keys: &[Key]| {
        b.keys(keys);
        let Effect::SelfTest(step) = b.effects[0] else { panic!("{:?}", b.effects) };
        step
    };
    assert_eq!(step(&mut b, &[Key::Ok]), SelfTestStep::Panel);
    assert_eq!(step(&mut b, &[Key::Ok]), SelfTestStep::Keys);
    b.keys(&[Key::Up, Key::Digit(7), Key::Ok, Key::Back]);
    b.does(Event::Scan(ticket(1)));
    let Screen::SelfTest(SelfTestScreen::Keys { pressed, scans }) = b.screen() else { panic!() };
    assert_eq!((pressed, scans), (vec![Key::Up, Key::Digit(7), Key::Ok, Key::Back], 1));
    assert_eq!(step(&mut b, &[Key::Ok, Key::Ok]), SelfTestStep::Lamp(LampColour::Red));
    assert_eq!(step(&mut b, &[Key::Ok]), SelfTestStep::Lamp(LampColour::Amber));
    assert_eq!(step(&mut b, &[Key::Ok]), SelfTestStep::Lamp(LampColour::Green));
    assert_eq!(step(&mut b, &[Key::Ok]), SelfTestStep::Buzzer);
    assert_eq!(step(&mut b, &[Key::Up]), SelfTestStep::Buzzer, "once more");
    assert_eq!(step(&mut b, &[Key::Ok]), SelfTestStep::Reader);
    assert_eq!(b.does(Event::CardPlaced), [], "seen, not read");
    let seen = SelfTestScreen::Reader { state: ReaderState::Ready, card: true };
    assert_eq!(b.screen(), Screen::SelfTest(seen));
    let effects = b.all(Event::Key(Key::Ok));
    assert!(effects.contains(&Effect::SelfTest(SelfTestStep::Done)));
    assert!(effects.contains(&Effect::Lamp(Lamp::Idle)), "the lamp means something again: {effects:?}");
    assert_eq!(b.id(), "diagnosis");
    assert_eq!(b.desk.view(b.now).ticket, None, "a scan that was a trial is nobody's ticket");
}

#[test]
fn the_self_test_ends_by_time_too_and_gives_the_lamp_back() {
    let mut b = diagnosing();
    b.keys(&[Key::Ok, Key::Ok]);
    b.keys(&[Key::Digit(1); 12]);
    let Screen::SelfTest(SelfTestScreen::Keys { pressed, .. }) = b.screen() else { panic!() };
    assert_eq!(pressed.len(), SelfTestScreen::KEYS_SHOWN);
    assert_eq!(b.secs(120), [Effect::SelfTest(SelfTestStep::Done)]);
    assert_eq!(b.id(), "ready");
}

#[test]
fn a_device_that_is_away_is_one_line_until_it_is_back() {
    let mut b = Bench::new(settings());
    b.does(Event::Device { device: Device::Scanner, present: false });
    let trouble = b.desk.view(b.now).trouble.unwrap();
    assert_eq!(trouble.code, codes::D312);
    b.does(Event::Device { device: Device::Scanner, present: true });
    assert_eq!(b.desk.view(b.now).trouble, None);
}
