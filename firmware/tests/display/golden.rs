//! The traffic to each controller, word for word: initialisation, a frame, and a small change.

use crate::{bus::Wires, transcript};
use embedded_graphics::{
    pixelcolor::{Rgb565, RgbColor},
    prelude::{DrawTarget, Point, Size},
    primitives::Rectangle,
};
use firmware::panel::{
    Frame,
    display::{Display, OledConfig, OledController, TftConfig, TftController},
};

fn fill(frame: &mut Frame, x: i32, y: i32, width: u32, height: u32, colour: Rgb565) {
    let _ = frame.fill_solid(&Rectangle::new(Point::new(x, y), Size::new(width, height)), colour);
}

/// Upper half one colour, lower half another, and corners that show the orientation.
fn first(size: Size) -> Frame {
    let mut frame = Frame::new(size);
    let (width, height) = (size.width, size.height);
    fill(&mut frame, 0, 0, width, height / 2, Rgb565::RED);
    fill(&mut frame, 0, 0, 3, 1, Rgb565::WHITE);
    fill(&mut frame, width as i32 - 1, height as i32 - 1, 1, 1, Rgb565::GREEN);
    frame
}

/// The first with a little change in two far places.
fn second(size: Size) -> Frame {
    let mut frame = first(size);
    fill(&mut frame, size.width as i32 - 10, 2, 3, 2, Rgb565::BLACK);
    fill(&mut frame, 20, size.height as i32 - 7, 2, 3, Rgb565::BLUE);
    frame
}

/// The second with the clock changed as at the full hour, and then as a minute later.
fn ticks(size: Size) -> [Frame; 2] {
    let mut hour = second(size);
    fill(&mut hour, 0, 0, 16, 7, Rgb565::BLACK);
    let mut minute = hour.clone();
    fill(&mut minute, 14, 0, 2, 7, Rgb565::RED);
    [hour, minute]
}

fn check(name: &str, (mut display, wires): (Display, Wires)) {
    let size = display.format().size();
    let mut actual = String::from("== opened, and the first frame\n");
    display.show(&first(size)).unwrap();
    actual += &transcript::text(&wires.take_events());
    actual += "\n== the next frame\n";
    display.show(&second(size)).unwrap();
    actual += &transcript::text(&wires.take_events());
    for (what, frame) in ["the full hour", "a minute later", "the same frame again"]
        .iter()
        .zip(ticks(size).iter().chain(&ticks(size)[1..]))
    {
        actual += &format!("\n== {what}\n");
        display.show(frame).unwrap();
        actual += &transcript::text(&wires.take_events());
    }
    let path = format!("{}/tests/display/transcripts/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    let golden: Vec<&str> =
        golden.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).collect();
    let lines: Vec<&str> = actual.lines().filter(|line| !line.trim().is_empty()).collect();
    let differs = lines.iter().zip(&golden).position(|(a, b)| a != b);
    assert!(lines == golden, "{name}: differs at line {differs:?}; actual traffic:\n{actual}");
}

#[test]
fn what_is_said_to_an_ili9341() {
    check("ili9341", Wires::tft(TftController::Ili9341, &TftConfig::default()));
}

#[test]
fn what_is_said_to_an_st7789_with_a_reset_line() {
    let config = TftConfig { reset_pin: Some(24), ..TftConfig::default() };
    check("st7789", Wires::tft(TftController::St7789, &config));
}

#[test]
fn what_is_said_to_an_ssd1306() {
    check("ssd1306", Wires::oled(OledController::Ssd1306, &OledConfig::default()));
}

#[test]
fn what_is_said_to_an_sh1106_with_a_reset_line() {
    let config = OledConfig { address: 0x3D, reset_pin: Some(4), ..OledConfig::default() };
    check("sh1106", Wires::oled(OledController::Sh1106, &config));
}
