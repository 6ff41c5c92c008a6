use super::*;

const MS: Duration = Duration::from_millis(1);
const SHIFT: u16 = 42;
const ENTER: u16 = 28;

/// The keys of a text on the US layout, as scanners press them: shift around each character that needs it.
pub fn keys_of(text: &str) -> Vec<Event> {
    let mut all = Vec::new();
    for wanted in text.chars() {
        let find = |shift| (1..128).find(|code| character(Layout::Us, *code, shift) == Some(wanted));
        match find(false) {
            Some(code) => all.extend([Event::Down(code), Event::Up(code)]),
            None => {
                let code = find(true).unwrap();
                all.extend([Event::Down(SHIFT), Event::Down(code), Event::Up(code), Event::Up(SHIFT)]);
            }
        }
    }
    all
}

fn enter() -> Vec<Event> {
    vec![Event::Down(ENTER), Event::Up(ENTER)]
}

/// Plays events with a pause after each and returns the codes.
fn play(scanner: &mut Scanner, events: &[Event], pause: Duration, from: Instant) -> (Vec<Read>, Instant) {
    let (mut now, mut read) = (from, Vec::new());
    for event in events {
        read.extend(scanner.event(*event, now));
        now += pause;
    }
    (read, now)
}

fn read(events: &[Event]) -> Vec<Read> {
    play(&mut Scanner::new(Layout::Us), events, MS * 2, Instant::now()).0
}

fn code(text: &str) -> Read {
    Read::Code(Scan::new(text).unwrap())
}

#[test]
fn codes_of_every_printable_character_are_read_as_they_are() {
    let all: String = (b' '..=b'~').map(char::from).collect();
    for text in ["26123456789", "HC-2026/0001", "a", "==~~", &all[..64], &all[32..]] {
        assert_eq!(read(&[keys_of(text), enter()].concat()), [code(text)], "{text:?}");
    }
}

#[test]
fn two_codes_in_a_row_are_two_codes() {
    let events = [keys_of("4912345"), enter(), keys_of("78-AB"), enter(), enter()].concat();
    assert_eq!(read(&events), [code("4912345"), code("78-AB")]);
}

#[test]
fn a_code_ends_with_tab_too() {
    assert_eq!(read(&[keys_of("1234"), vec![Event::Down(TAB), Event::Up(TAB)]].concat()), [code("1234")]);
}

#[test]
fn invariant_10_a_code_that_is_too_long_is_dropped_whole_and_the_next_one_is_read() {
    let long = "1".repeat(65);
    let events =
        [keys_of(&long), enter(), keys_of(&"2".repeat(500)), enter(), keys_of("33"), enter()].concat();
    assert_eq!(read(&events), [Read::Dropped, Read::Dropped, code("33")]);
    assert_eq!(read(&[keys_of(&"1".repeat(64)), enter()].concat()), [code(&"1".repeat(64))]);
}

#[test]
fn control_characters_and_unknown_keys_make_a_code_unusable() {
    let group_separator = vec![Event::Down(29), Event::Down(27), Event::Up(27), Event::Up(29)];
    let function_key = vec![Event::Down(59), Event::Up(59)];
    for strange in [group_separator, function_key, vec![Event::Lost]] {
        let events = [keys_of("01"), strange, keys_of("02"), enter(), keys_of("5"), enter()].concat();
        assert_eq!(read(&events), [Read::Dropped, code("5")], "{events:?}");
    }
}

#[test]
fn locks_are_no_part_of_a_code() {
    let num_lock = vec![Event::Down(69), Event::Up(69)];
    assert_eq!(read(&[num_lock.clone(), keys_of("12"), num_lock, enter()].concat()), [code("12")]);
}

#[test]
fn a_code_that_breaks_off_is_dropped_and_is_no_part_of_the_next() {
    let (mut scanner, start) = (Scanner::new(Layout::Us), Instant::now());
    let (read, now) = play(&mut scanner, &keys_of("123"), MS * 2, start);
    assert_eq!(read, []);
    let due = scanner.due().unwrap();
    assert!(due <= now + GAP);
    assert_eq!(scanner.overdue(due - MS), None);
    assert_eq!(scanner.overdue(due), Some(Read::Dropped));
    assert_eq!((scanner.due(), scanner.overdue(due)), (None, None), "dropped once");
    let later = [keys_of("456"), enter()].concat();
    assert_eq!(play(&mut scanner, &later, MS * 2, due + MS).0, [code("456")]);
    // Also without a look in between.
    let (_, now) = play(&mut scanner, &keys_of("78"), MS * 2, due + GAP);
    assert_eq!(play(&mut scanner, &later, MS * 2, now + GAP * 3).0, [Read::Dropped, code("456")]);
}

#[test]
fn a_slow_scanner_is_understood() {
    let events = [keys_of("26-x"), enter()].concat();
    assert_eq!(play(&mut Scanner::new(Layout::Us), &events, MS * 60, Instant::now()).0, [code("26-x")]);
}
