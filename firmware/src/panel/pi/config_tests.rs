use super::*;
use serde_json::{Value, json};

/// A configuration with every part.
fn full() -> Value {
    json!({
        "display": { "controller": "ili9341", "data_pin": 25, "reset_pin": 24 },
        "buttons": { "ok": 5, "back": 6, "up": 13, "down": 19, "active": "high" },
        "matrix": { "rows": [14, 15, 16], "columns": [20, 21, 26], "keys": ["123", "456", "b0o"] },
        "keypad": { "name": "Keypad" },
        "scanner": { "usb": "05e0:1200", "layout": "jp" },
        "lamp": { "red": 17, "amber": 27, "green": 22 },
        "buzzer": { "pin": 12, "tone_hz": 2000 },
        "backlight": { "pwm": 1, "hz": 1000 },
        "speaker": { "player": ["aplay", "-q", "-D", "plughw:1", "-"] },
    })
}

fn read(value: Value) -> Result<PiConfig, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// The error of the full configuration with one place changed.
fn refused(place: &str, value: Value) -> String {
    let mut config = full();
    *config.pointer_mut(place).unwrap_or_else(|| panic!("no {place}")) = value;
    match read(config) {
        Ok(_) => panic!("{place} was taken"),
        Err(error) => error,
    }
}

#[test]
fn the_display_is_enough() {
    let config = read(json!({ "display": { "controller": "sh1106" } })).unwrap();
    assert!(config.buttons.is_none() && config.lamp.is_none() && config.speaker.is_none());
    assert!(config.keypad.is_none() && config.scanner.is_none(), "devices are found, and none is missed");
    assert!(read(json!({})).unwrap_err().contains("display"));
}

#[test]
fn every_part_is_taken_and_usual_values_need_not_be_told() {
    let config = read(full()).unwrap();
    let scanner = config.scanner.unwrap();
    assert_eq!((scanner.usb.unwrap().vendor, scanner.usb.unwrap().product), (0x05e0, 0x1200));
    assert_eq!((scanner.layout, config.buttons.unwrap().active), (Layout::Jp, Active::High));
    let legend = config.matrix.unwrap().legend();
    assert_eq!(legend[6..], [Some(Key::Back), Some(Key::Digit(0)), Some(Key::Ok)]);
    let usual = read(json!({
        "display": { "controller": "sh1106" },
        "buttons": { "ok": 5, "back": 6, "up": 13, "down": 19 },
        "lamp": { "red": 17, "amber": 27, "green": 22 },
        "buzzer": { "pin": 12 },
        "backlight": { "pin": 18 },
        "speaker": {}, "keypad": {}, "scanner": {},
    }))
    .unwrap();
    assert_eq!((usual.buttons.unwrap().active, usual.lamp.unwrap().active), (Active::Low, Active::High));
    assert_eq!(usual.buzzer.unwrap().tone_hz, 2700);
    assert_eq!(usual.speaker.unwrap().player, ["aplay", "-q", "-"]);
    assert_eq!(usual.scanner.unwrap().layout, Layout::Us);
}

#[test]
fn a_line_with_two_jobs_is_refused_with_both_their_names() {
    for (place, pin, names) in [
        ("/buttons/ok", 6, ["buttons.ok", "buttons.back"]),
        ("/lamp/red", 13, ["lamp.red", "buttons.up"]),
        ("/buzzer/pin", 22, ["buzzer.pin", "lamp.green"]),
        ("/matrix/columns/1", 12, ["matrix.columns[1]", "buzzer.pin"]),
        ("/matrix/rows/0", 15, ["matrix.rows[0]", "matrix.rows[1]"]),
        ("/lamp/amber", 25, ["lamp.amber", "display"]),
        ("/lamp/green", 10, ["lamp.green", "display"]),
    ] {
        let error = refused(place, json!(pin));
        assert!(error.contains(&format!("GPIO{pin} is used twice")), "{error}");
        assert!(names.iter().all(|name| error.contains(name)), "{error}");
    }
    let mut config = full();
    config["buzzer"] = json!({ "pwm": 1 });
    let error = read(config).unwrap_err();
    assert!(error.contains("PWM channel 1 is used twice: buzzer.pwm and backlight.pwm"), "{error}");
}

#[test]
fn what_cannot_be_is_refused_and_named() {
    for (place, value, named) in [
        ("/buttons/ok", json!(28), "buttons.ok: 28 is no BCM number"),
        ("/buttons/ok", json!(-1), "buttons.ok: "),
        ("/matrix/rows/2", json!("GPIO4"), "matrix.rows[2]: "),
        ("/buttons/active", json!("down"), "buttons.active: "),
        ("/matrix/keys", json!(["123", "456"]), "matrix.keys has 2 texts for 3 rows"),
        ("/matrix/keys/1", json!("45"), "matrix.keys[1] must have 3 characters"),
        ("/matrix/keys/2", json!("*0#"), "matrix.keys[2]: '*' is no key"),
        ("/matrix/rows", json!([]), "matrix.rows must be 1 to 8"),
        ("/scanner/usb", json!("5e0:1200"), "scanner.usb: \"5e0:1200\" is no vendor:product"),
        ("/scanner/usb", json!("+5e0:1200"), "no vendor:product"),
        ("/scanner/layout", json!("de"), "scanner.layout: "),
        ("/display/data_pin", json!(40), "display: data_pin: 40"),
        ("/buzzer/tone_hz", json!(20), "buzzer.tone_hz: 20 is out of range, 200 to 5000 is possible"),
        ("/buzzer", json!({}), "buzzer needs either pin or pwm"),
        ("/buzzer", json!({ "pin": 12, "pwm": 0 }), "buzzer needs either pin or pwm"),
        ("/buzzer", json!({ "pwm": 0, "kind": "active" }), "needs pin, not pwm"),
        ("/backlight", json!({ "pwm": 4 }), "backlight.pwm: 4 is out of range, 0 to 3 is possible"),
        (
            "/backlight",
            json!({ "pin": 18, "hz": 1000 }),
            "backlight.hz: 1000 is out of range, 60 to 500 is possible",
        ),
        ("/speaker/player", json!([]), "speaker.player names no command"),
    ] {
        let error = refused(place, value);
        assert!(error.contains(named), "{error}");
    }
}

#[test]
fn an_unknown_key_is_an_error_in_every_part() {
    for part in
        ["", "/buttons", "/matrix", "/keypad", "/scanner", "/lamp", "/buzzer", "/backlight", "/speaker"]
    {
        let mut config = full();
        config.pointer_mut(part).unwrap()["colour"] = json!("red");
        let error = read(config).unwrap_err();
        assert!(error.contains("unknown field `colour`"), "{part}: {error}");
    }
}
