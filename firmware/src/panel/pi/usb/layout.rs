//! The meaning of the kernel's key codes: a character of a keyboard, or a key of the panel.
//!
//! Codes are those of linux/input-event-codes.h. A code names a position on the keyboard; the layout gives the
//! character printed there. The Japanese layout is that of JIS X 6002, as on the OADG 109A keyboard.

use crate::panel::{Key, pi::config::Layout};

/// Enter, and the keypad's own.
pub const ENTERS: [u16; 2] = [28, 96];
/// Tab: some scanners end with it.
pub const TAB: u16 = 15;
/// The shift keys.
pub const SHIFTS: [u16; 2] = [42, 54];
/// Keys that change the meaning of others to something that is no character: Ctrl, Alt, the logo key; left and right.
pub const OTHER_MODIFIERS: [u16; 6] = [29, 97, 56, 100, 125, 126];
/// Keys that only switch lights.
pub const LOCKS: [u16; 3] = [58, NUM_LOCK, 70];
/// NumLock.
pub const NUM_LOCK: u16 = 69;

/// First code of each row of keys, and the characters on it without shift.
const ROWS: [(u16, &str); 5] =
    [(2, "1234567890"), (16, "qwertyuiop"), (30, "asdfghjkl"), (44, "zxcvbnm,./"), (57, " ")];
/// The keypad; independent of NumLock, because the kernel reports the same codes either way.
const KEYPAD: [(u16, &str); 4] = [(55, "*"), (71, "789-456+1230."), (98, "/"), (117, "=")];
/// With shift, the row of digits has these.
const US_DIGITS: &str = "!@#$%^&*()";
const JP_DIGITS: &str = "!\"#$%&'()";
/// Codes with other signs in each layout: without and with shift.
const US_SIGNS: [(u16, &str, &str); 4] =
    [(12, "-=", "_+"), (26, "[]", "{}"), (39, ";'`", ":\"~"), (43, "\\", "|")];
const JP_SIGNS: [(u16, &str, &str); 6] =
    [(12, "-^", "=~"), (26, "@[", "`{"), (39, ";:", "+*"), (43, "]", "}"), (89, "\\", "_"), (124, "\\", "|")];
/// The marks under them are the same in both.
const MARKS: (u16, &str) = (51, "<>?");

/// The character of a key; `None` for one that gives none, or none in ASCII.
pub fn character(layout: Layout, code: u16, shift: bool) -> Option<char> {
    let signs: &[(u16, &str, &str)] = match layout {
        Layout::Us => &US_SIGNS,
        Layout::Jp => &JP_SIGNS,
    };
    let sign = signs
        .iter()
        .find_map(|(first, plain, shifted)| at(*first, if shift { shifted } else { plain }, code));
    let keypad = || KEYPAD.iter().find_map(|(first, row)| at(*first, row, code));
    sign.or_else(keypad).or_else(|| {
        let plain = ROWS.iter().find_map(|(first, row)| at(*first, row, code))?;
        match (shift, plain, layout) {
            (false, plain, _) => Some(plain),
            (true, '0'..='9', Layout::Us) => at(2, US_DIGITS, code),
            // 0 has nothing above it.
            (true, '0'..='9', Layout::Jp) => at(2, JP_DIGITS, code),
            (true, ',' | '.' | '/', _) => at(MARKS.0, MARKS.1, code),
            (true, plain, _) => Some(plain.to_ascii_uppercase()),
        }
    })
}

fn at(first: u16, row: &str, code: u16) -> Option<char> {
    row.chars().nth(code.checked_sub(first)?.into())
}

/// The panel's key of a keypad's key: digits (from a whole keyboard too), Enter, ⌫ `.` Del Esc for 戻る, `+` and ▲,
/// `-` and ▼. Keypads that switch NumLock off by themselves send Home, End, … for their digits; only ▲ and ▼ are
/// ambiguous then, and stay arrows.
pub fn key(code: u16) -> Option<Key> {
    Some(match code {
        28 | 96 => Key::Ok,
        // Backspace, keypad's point and comma, Delete, Escape.
        14 | 83 | 121 | 111 | 1 => Key::Back,
        // Keypad's +, arrow up.
        78 | 103 => Key::Up,
        // Keypad's -, arrow down; and the - of a keyboard.
        74 | 108 | 12 => Key::Down,
        2..=10 => Key::Digit(u8::try_from(code - 1).ok()?),
        11 => Key::Digit(0),
        71..=73 => Key::Digit(u8::try_from(code - 71 + 7).ok()?),
        75..=77 => Key::Digit(u8::try_from(code - 75 + 4).ok()?),
        79..=81 => Key::Digit(u8::try_from(code - 79 + 1).ok()?),
        82 => Key::Digit(0),
        // Insert, End, Page Down, Left, Right, Home, Page Up.
        110 => Key::Digit(0),
        107 => Key::Digit(1),
        109 => Key::Digit(3),
        105 => Key::Digit(4),
        106 => Key::Digit(6),
        102 => Key::Digit(7),
        104 => Key::Digit(9),
        _ => return None,
    })
}

/// True if a device with these keys can be a keypad or a scanner: it has all digits and an Enter. A USB device often
/// is several devices to the kernel, and those for volume or power have none.
pub fn types(has: impl Fn(u16) -> bool) -> bool {
    let means = |wanted: Key| (1..128).any(|code| has(code) && key(code) == Some(wanted));
    means(Key::Ok) && (0..=9).all(|digit| means(Key::Digit(digit)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use evdev::KeyCode;

    fn typed(layout: Layout, codes: &[KeyCode], shift: bool) -> String {
        codes.iter().map(|key| character(layout, key.code(), shift).unwrap_or('?')).collect()
    }

    #[test]
    fn codes_are_those_of_the_kernel() {
        assert_eq!(ENTERS, [KeyCode::KEY_ENTER, KeyCode::KEY_KPENTER].map(|k| k.code()));
        assert_eq!(SHIFTS, [KeyCode::KEY_LEFTSHIFT, KeyCode::KEY_RIGHTSHIFT].map(|k| k.code()));
        assert_eq!((TAB, NUM_LOCK), (KeyCode::KEY_TAB.code(), KeyCode::KEY_NUMLOCK.code()));
        let others = [
            KeyCode::KEY_LEFTCTRL,
            KeyCode::KEY_RIGHTCTRL,
            KeyCode::KEY_LEFTALT,
            KeyCode::KEY_RIGHTALT,
            KeyCode::KEY_LEFTMETA,
            KeyCode::KEY_RIGHTMETA,
        ];
        assert_eq!(OTHER_MODIFIERS, others.map(|k| k.code()));
        let locks = [KeyCode::KEY_CAPSLOCK, KeyCode::KEY_NUMLOCK, KeyCode::KEY_SCROLLLOCK];
        assert_eq!(LOCKS, locks.map(|k| k.code()));
    }

    #[test]
    fn a_keypad_gives_digits_with_and_without_num_lock() {
        let with = [
            KeyCode::KEY_KP0,
            KeyCode::KEY_KP1,
            KeyCode::KEY_KP2,
            KeyCode::KEY_KP3,
            KeyCode::KEY_KP4,
            KeyCode::KEY_KP5,
            KeyCode::KEY_KP6,
            KeyCode::KEY_KP7,
            KeyCode::KEY_KP8,
            KeyCode::KEY_KP9,
        ];
        for (digit, code) in (0..).zip(with) {
            assert_eq!(key(code.code()), Some(Key::Digit(digit)), "{code:?}");
        }
        let without = [
            (KeyCode::KEY_INSERT, 0),
            (KeyCode::KEY_END, 1),
            (KeyCode::KEY_PAGEDOWN, 3),
            (KeyCode::KEY_LEFT, 4),
            (KeyCode::KEY_RIGHT, 6),
            (KeyCode::KEY_HOME, 7),
            (KeyCode::KEY_PAGEUP, 9),
        ];
        for (code, digit) in without {
            assert_eq!(key(code.code()), Some(Key::Digit(digit)), "{code:?}");
        }
    }

    #[test]
    fn keys_mean_what_is_agreed() {
        let meant = [
            (KeyCode::KEY_ENTER, Key::Ok),
            (KeyCode::KEY_KPENTER, Key::Ok),
            (KeyCode::KEY_BACKSPACE, Key::Back),
            (KeyCode::KEY_KPDOT, Key::Back),
            (KeyCode::KEY_DELETE, Key::Back),
            (KeyCode::KEY_ESC, Key::Back),
            (KeyCode::KEY_KPPLUS, Key::Up),
            (KeyCode::KEY_UP, Key::Up),
            (KeyCode::KEY_KPMINUS, Key::Down),
            (KeyCode::KEY_DOWN, Key::Down),
            (KeyCode::KEY_1, Key::Digit(1)),
            (KeyCode::KEY_9, Key::Digit(9)),
            (KeyCode::KEY_0, Key::Digit(0)),
        ];
        for (code, meaning) in meant {
            assert_eq!(key(code.code()), Some(meaning), "{code:?}");
        }
        for code in [KeyCode::KEY_A, KeyCode::KEY_NUMLOCK, KeyCode::KEY_POWER, KeyCode::KEY_TAB] {
            assert_eq!(key(code.code()), None, "{code:?}");
        }
    }

    #[test]
    fn a_device_with_all_digits_and_enter_can_be_typed_on() {
        assert!(types(|code| (71..=83).contains(&code) || code == 96), "a keypad");
        assert!(types(|code| code < 100), "a keyboard");
        assert!(!types(|code| (71..=83).contains(&code)), "no Enter");
        assert!(!types(|code| (113..=116).contains(&code)), "volume and power");
        assert!(!types(|code| [28, 103, 105, 106, 108].contains(&code)), "a remote control");
    }

    #[test]
    fn both_layouts_give_what_is_printed_on_their_keys() {
        let digits: Vec<_> = (2..=11).map(KeyCode::new).collect();
        let letters: Vec<_> = (16..=25).chain(30..=38).chain(44..=53).map(KeyCode::new).collect();
        for layout in [Layout::Us, Layout::Jp] {
            assert_eq!(typed(layout, &digits, false), "1234567890");
            assert_eq!(typed(layout, &letters, false), "qwertyuiopasdfghjklzxcvbnm,./");
            assert_eq!(typed(layout, &letters, true), "QWERTYUIOPASDFGHJKLZXCVBNM<>?");
            let keypad: Vec<_> = (71..=83).map(KeyCode::new).collect();
            assert_eq!(typed(layout, &keypad, false), "789-456+1230.");
            assert_eq!(character(layout, KeyCode::KEY_KPASTERISK.code(), false), Some('*'));
            assert_eq!(character(layout, KeyCode::KEY_KPSLASH.code(), false), Some('/'));
            assert_eq!(character(layout, KeyCode::KEY_SPACE.code(), true), Some(' '));
            assert_eq!(character(layout, KeyCode::KEY_F1.code(), false), None);
        }
        assert_eq!(typed(Layout::Us, &digits, true), "!@#$%^&*()");
        assert_eq!(typed(Layout::Jp, &digits, true), "!\"#$%&'()?");
        let signs = [
            KeyCode::KEY_MINUS,
            KeyCode::KEY_EQUAL,
            KeyCode::KEY_LEFTBRACE,
            KeyCode::KEY_RIGHTBRACE,
            KeyCode::KEY_SEMICOLON,
            KeyCode::KEY_APOSTROPHE,
            KeyCode::KEY_BACKSLASH,
        ];
        assert_eq!(typed(Layout::Us, &signs, false), "-=[];'\\");
        assert_eq!(typed(Layout::Us, &signs, true), "_+{}:\"|");
        assert_eq!(typed(Layout::Jp, &signs, false), "-^@[;:]");
        assert_eq!(typed(Layout::Jp, &signs, true), "=~`{+*}");
        assert_eq!(typed(Layout::Us, &[KeyCode::KEY_GRAVE], true), "~");
        assert_eq!(typed(Layout::Jp, &[KeyCode::KEY_RO, KeyCode::KEY_YEN], false), "\\\\");
        assert_eq!(typed(Layout::Jp, &[KeyCode::KEY_RO, KeyCode::KEY_YEN], true), "_|");
    }
}
