use super::*;
use firmware::panel::display::{ColourOrder, DisplayConfig, OledConfig, TftConfig};
use std::time::Duration;

fn error(text: &str) -> String {
    parse(Path::new("station.toml"), text).unwrap_err().to_string()
}

#[test]
fn the_example_is_a_valid_configuration_with_the_defaults() {
    let config = parse(Path::new("station.example.toml"), EXAMPLE).unwrap();
    assert_eq!(config.desk.answer_budget_s, Desk::default().answer_budget_s);
    assert_eq!(config.desk.display_s, Desk::default().display_s);
    assert_eq!(config.reader.pin_pad, Reader::default().pin_pad);
    assert_eq!(config.journal.checks, Journal::default().checks);
    assert_eq!(config.screen.fonts, Screen::default().fonts);
    assert_eq!(config.screen.bitmaps, Screen::default().bitmaps);
    assert_eq!(config.broker.unwrap().status_every_s, Duration::from_secs(300));
}

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    let text = EXAMPLE.replace("[desk]", "[desk]\nanswer_bugdet_s = 3");
    let line = text.lines().position(|l| l.starts_with("answer_bugdet")).unwrap() + 1;
    let message = error(&text);
    assert!(
        message.starts_with("S101 ") && message.contains(&format!(": station.toml:{line}: ")),
        "{message}"
    );
    assert!(message.contains("answer_bugdet_s"), "{message}");
}

#[test]
fn a_value_out_of_range_is_refused_with_line_field_and_range() {
    let text = EXAMPLE.replace("answer_budget_s = 10", "answer_budget_s = 0");
    let line = text.lines().position(|l| l.starts_with("answer_budget_s")).unwrap() + 1;
    let message = error(&text);
    assert!(message.contains(&format!("station.toml:{line}")), "{message}");
    assert!(message.contains("[desk] answer_budget_s") && message.contains("2 to 60"), "{message}");
}

#[test]
fn a_station_id_unfit_for_topics_is_refused() {
    let message = error(&EXAMPLE.replace("\"bus-01\"", "\"Bus/1\""));
    assert!(message.contains("[station] id") && message.contains("a-z"), "{message}");
}

#[test]
fn the_centre_is_reached_over_https_only() {
    let message = error(&EXAMPLE.replace("https://", "http://"));
    assert!(message.contains("[centre] url") && message.contains("https://host"), "{message}");
}

#[test]
fn a_missing_section_is_named() {
    let message = error("[station]\nid = \"bus-01\"\ninstitution = \"1321234567\"\n");
    assert!(message.contains("board") || message.contains("centre"), "{message}");
}

#[test]
fn broken_toml_has_a_line() {
    assert!(error("[station\nid = 1").contains("station.toml:1"));
}

#[test]
fn a_missing_file_is_named() {
    let error = load(Path::new("/nonexistent/station.toml")).unwrap_err().to_string();
    assert!(error.contains("/nonexistent/station.toml") && error.contains("cannot be read"));
}

/// The example with its commented board of a Raspberry Pi instead of the simulated one.
fn on_a_pi() -> String {
    let (before, rest) = EXAMPLE.split_once("[board]\n").unwrap();
    let (board, after) = rest.split_once("[reader]").unwrap();
    let (_, pi) = board.split_once("# [board]\n").unwrap();
    let uncommented = pi.lines().map(|line| line.strip_prefix("# ").unwrap_or_default());
    let pi = uncommented.filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    format!("{before}[board]\n{pi}\n[reader]{after}")
}

#[test]
fn the_example_names_the_keys_of_either_kind_of_display_with_their_defaults() {
    let display = |text: &str| match parse(Path::new("station.toml"), text).unwrap().board {
        Board::Pi(board) => board.display,
        Board::Simulated { .. } => panic!("another board"),
    };
    let text = on_a_pi();
    let tft = TftConfig { reset_pin: Some(24), inverted: Some(false), ..TftConfig::default() };
    let tft = TftConfig { colour_order: Some(ColourOrder::Bgr), ..tft };
    assert_eq!(display(&text), DisplayConfig::Ili9341(tft));
    let (before, rest) = text.split_once("[board.display]").unwrap();
    let (_, after) = rest.split_once("[board.buttons]").unwrap();
    let keys =
        EXAMPLE.lines().filter_map(|line| line.strip_prefix("# # ")).filter(|line| line.contains(" = "));
    let oled = ["controller = \"sh1106\""].into_iter().chain(keys).collect::<Vec<_>>().join("\n");
    let text = format!("{before}[board.display]\n{oled}\n[board.buttons]{after}");
    // An OLED's bus has lines that the example gives to its keypad.
    let text = text.replace("[12, 16, 2, 3]", "[12, 16, 8, 9]");
    assert_eq!(display(&text), DisplayConfig::Sh1106(OledConfig::default()));
}

#[test]
fn the_examples_board_of_a_raspberry_pi_is_valid_with_every_part() {
    let Board::Pi(board) = parse(Path::new("station.toml"), &on_a_pi()).unwrap().board else {
        panic!("another board");
    };
    assert!(board.buttons.is_some() && board.matrix.is_some() && board.lamp.is_some());
    assert!(board.keypad.is_some() && board.scanner.is_some() && board.speaker.is_some());
    assert!(board.buzzer.is_some() && board.backlight.is_some());
}

#[test]
fn a_line_with_two_jobs_and_a_misspelt_part_are_refused_by_name() {
    let twice = error(&on_a_pi().replace("amber = 27", "amber = 17"));
    assert!(twice.contains("GPIO17 is used twice: lamp.red and lamp.amber"), "{twice}");
    let misspelt = error(&on_a_pi().replace("tone_hz", "tone_herz"));
    assert!(misspelt.contains("[board]") && misspelt.contains("tone_herz"), "{misspelt}");
    let nowhere = error(&on_a_pi().replace("amber = 27", "amber = 72"));
    assert!(nowhere.contains("[board]: lamp.amber: 72 is no BCM number"), "{nowhere}");
}
