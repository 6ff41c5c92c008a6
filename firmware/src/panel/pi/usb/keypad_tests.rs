use super::*;
use crate::panel::{Key, Scan};

const MS: Duration = Duration::from_millis(1);
const ENTER: u16 = 96;
/// Codes of the keypad's 0 to 9.
const DIGITS: [u16; 10] = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73];

/// Plays presses and releases at their milliseconds, looking in between when something is due, and for a second after.
fn play(keypad: &mut Keypad, events: &[(u64, Event)]) -> (Vec<(u64, Input)>, u32) {
    let start = Instant::now();
    let at = |ms: u64| start + MS * u32::try_from(ms).unwrap();
    let (mut all, mut dropped) = (Vec::new(), 0);
    let mut note = |ms: u64, typed: Typed| {
        all.extend(typed.inputs.into_iter().map(|input| (ms, input)));
        dropped += typed.dropped;
    };
    let mut events = events.iter().peekable();
    for ms in 0..events.clone().last().unwrap().0 + 1000 {
        while let Some((_, event)) = events.next_if(|(when, _)| *when == ms) {
            let mut typed = Typed::default();
            keypad.event(*event, at(ms), &mut typed);
            note(ms, typed);
        }
        if keypad.due().is_some_and(|due| due <= at(ms)) {
            let mut typed = Typed::default();
            keypad.tick(at(ms), &mut typed);
            note(ms, typed);
        }
    }
    (all, dropped)
}

/// Codes pressed one after the other, each held for half the time to the next.
fn typed(codes: &[u16], every: u64) -> Vec<(u64, Event)> {
    let press = |(n, code): (u64, &u16)| {
        [(n * every, Event::Down(*code)), (n * every + (every / 2).max(1), Event::Up(*code))]
    };
    (0..).zip(codes).flat_map(press).collect()
}

fn inputs(events: &[(u64, Event)]) -> (Vec<Input>, u32) {
    let (all, dropped) = play(&mut Keypad::new(Layout::Us), events);
    (all.into_iter().map(|(_, input)| input).collect(), dropped)
}

fn keys(text: &str) -> Vec<Input> {
    text.chars().map(|c| Input::Key(Key::from_char(c).unwrap())).collect()
}

#[test]
fn keys_come_in_order_and_within_the_time_a_hand_notices() {
    let (all, _) =
        play(&mut Keypad::new(Layout::Us), &typed(&[DIGITS[1], DIGITS[2], 78, 74, 83, ENTER], 120));
    let expected: Vec<_> = (0..).map(|n| n * 120 + 30).zip(keys("12udbo")).collect();
    assert_eq!(all, expected);
}

#[test]
fn two_or_three_keys_at_once_come_from_a_hand() {
    for count in 1..=3 {
        let codes = [DIGITS[7], DIGITS[8], DIGITS[9]];
        assert_eq!(inputs(&typed(&codes[..count], 3)), (keys(&"789"[..count]), 0), "{count}");
    }
    // The 00 key of cash registers is two keys.
    assert_eq!(inputs(&typed(&[DIGITS[0], DIGITS[0]], 8)), (keys("00"), 0));
}

#[test]
fn fast_typing_is_typing() {
    let codes: Vec<_> = [4, 9, 1, 6, 2, 2, 0, 7].map(|n| DIGITS[n]).into_iter().chain([ENTER]).collect();
    assert_eq!(inputs(&typed(&codes, 40)), (keys("49162207o"), 0));
}

#[test]
fn a_scanner_taken_for_a_keypad_types_no_key_and_gives_its_code() {
    for every in [1, 4, 8, 16, 25] {
        let codes: Vec<_> = [2, 6, 1, 3, 4, 5, 6, 7].map(|n| DIGITS[n]).into_iter().chain([ENTER]).collect();
        let scan = Input::Scan(Scan::new("26134567").unwrap());
        assert_eq!(inputs(&typed(&codes, every)), (vec![scan], 0), "every {every} ms");
        let codes = vec![DIGITS[5]; 70].into_iter().chain([ENTER]).collect::<Vec<_>>();
        assert_eq!(inputs(&typed(&codes, every)), (vec![], 1), "too long, every {every} ms");
    }
}

#[test]
fn a_burst_without_an_end_is_dropped_and_typing_goes_on_after_it() {
    let mut events = typed(&[DIGITS[1]; 8], 5);
    events.extend(typed(&[DIGITS[2], ENTER], 100).into_iter().map(|(ms, event)| (ms + 800, event)));
    assert_eq!(inputs(&events), (keys("2o"), 1));
}

#[test]
fn a_fourth_enter_within_a_moment_is_no_ok() {
    let (all, dropped) = inputs(&typed(&[ENTER; 6], 5));
    assert!(all.len() <= 2 && dropped == 0, "{all:?}");
}

#[test]
fn num_lock_around_a_digit_is_no_burst() {
    let events = typed(&[69, DIGITS[1], 69, 69, DIGITS[2], 69], 4);
    assert_eq!(inputs(&events), (keys("12"), 0));
}

#[test]
fn a_held_arrow_repeats_also_when_it_was_pressed_with_another() {
    let events = [
        (0, Event::Down(103)),
        (10, Event::Down(DIGITS[1])),
        (15, Event::Up(DIGITS[1])),
        (900, Event::Up(103)),
    ];
    // The digit came last, so nothing repeats.
    assert_eq!(inputs(&events), (keys("u1"), 0));
    // At 30, then from 530 ms on every 150 ms.
    assert_eq!(inputs(&[(0, Event::Down(103)), (900, Event::Up(103))]), (keys("uuuu"), 0));
    assert_eq!(inputs(&[(0, Event::Down(103)), (20, Event::Up(103)), (3000, Event::Up(1))]), (keys("u"), 0));
}

#[test]
fn lost_events_leave_no_key_held() {
    let events = [(0, Event::Down(103)), (600, Event::Lost), (5000, Event::Down(28)), (5050, Event::Up(28))];
    // Pressed, repeated once at 530 ms, forgotten.
    assert_eq!(inputs(&events), (keys("uuo"), 0));
}

#[test]
fn a_stuck_keypad_key_is_reported_and_does_not_flood() {
    let events = [(0, Event::Down(ENTER)), (60_000, Event::Up(ENTER))];
    let gone = |present| Input::Device { device: Device::Keypad, present };
    assert_eq!(inputs(&events).0, [Input::Key(Key::Ok), gone(false), gone(true)]);
}
