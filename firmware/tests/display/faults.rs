//! Displays that are missing, refuse in the middle, or lose their supply: an error each time, and all repaired when
//! they are back.

use crate::bus::{Event, Model, Wires};
use embedded_graphics::{
    pixelcolor::{Rgb565, RgbColor},
    prelude::{DrawTarget, Point, Size},
    primitives::Rectangle,
};
use firmware::panel::{
    Frame, PanelError,
    display::{Display, DisplayConfig, DisplayError, OledConfig, OledController, TftConfig, TftController},
};

fn white(size: Size, x: i32, y: i32, side: u32) -> Frame {
    let mut frame = Frame::new(size);
    let _ = frame.fill_solid(&Rectangle::new(Point::new(x, y), Size::new(side, side)), Rgb565::WHITE);
    frame
}

const OLED: Size = Size::new(128, 64);

fn oled() -> (Display, Wires) {
    Wires::oled(OledController::Sh1106, &OledConfig::default())
}

#[test]
fn a_missing_display_is_an_error_each_time_and_works_when_it_comes() {
    let tft = Wires::tft(TftController::Ili9341, &TftConfig::default());
    for (mut display, wires) in [oled(), tft] {
        let frame = white(display.format().size(), 3, 3, 20);
        wires.state().unplugged = true;
        for _ in 0..3 {
            let error = display.show(&frame).unwrap_err();
            assert_eq!(error.code(), codes::P112, "{error}");
        }
        wires.state().unplugged = false;
        display.show(&frame).unwrap();
        assert!(wires.seen() == frame);
        assert_eq!(wires.state().opened, 4);
    }
}

#[test]
fn a_display_unplugged_and_plugged_again_shows_the_next_frame_whole() {
    let (mut display, wires) = oled();
    display.show(&white(OLED, 0, 0, 30)).unwrap();
    wires.state().unplugged = true;
    assert!(display.show(&white(OLED, 40, 20, 10)).is_err());
    wires.lose_power();
    wires.state().unplugged = false;
    let last = white(OLED, 41, 20, 10);
    display.show(&last).unwrap();
    assert!(wires.seen() == last);
}

#[test]
fn a_message_refused_in_the_middle_of_a_frame_is_repaired_by_the_next() {
    // Messages of a frame: a window is two. Every place where it can break off.
    for place in 0..16 {
        let (mut display, wires) = oled();
        display.show(&white(OLED, 0, 0, 64)).unwrap();
        wires.state().refuse_after = Some(place);
        let next = white(OLED, 60, 0, 64);
        let error = display.show(&next).unwrap_err();
        assert_eq!(error.code(), codes::P112);
        wires.state().refuse_after = None;
        display.show(&next).unwrap();
        assert!(wires.seen() == next, "broken off after {place} messages");
    }
}

#[test]
fn one_refusal_is_repaired_in_the_same_call() {
    let (mut display, wires) = oled();
    display.show(&white(OLED, 0, 0, 64)).unwrap();
    let next = white(OLED, 10, 10, 9);
    wires.state().unplugged = false;
    wires.lose_power();
    display.show(&next).unwrap();
    assert!(wires.seen() == next, "a display that lost its supply for a moment stays dark");
    assert_eq!(wires.state().opened, 2);
}

#[test]
fn a_copy_whose_status_means_nothing_is_not_opened_again_and_again() {
    let (mut display, wires) = oled();
    match &mut wires.state().model {
        Model::Oled(model) => model.mute = true,
        Model::Tft(_) => panic!("not an OLED"),
    }
    for x in 0..5 {
        let frame = white(OLED, x, 0, 8);
        display.show(&frame).unwrap();
        assert!(wires.seen() == frame);
    }
    assert_eq!(wires.state().opened, 1);
}

#[test]
fn the_light_of_an_oled_holds_even_when_it_is_opened_anew() {
    let (mut display, wires) = oled();
    let contrast = |wires: &Wires| match &wires.state().model {
        Model::Oled(model) => (model.is_on(), model.contrast),
        Model::Tft(_) => panic!("not an OLED"),
    };
    display.light(20).unwrap();
    display.show(&white(OLED, 0, 0, 5)).unwrap();
    assert_eq!(contrast(&wires), (true, 51));
    display.light(100).unwrap();
    assert_eq!(contrast(&wires), (true, 255));
    display.light(0).unwrap();
    assert!(!contrast(&wires).0);
    let hidden = white(OLED, 7, 7, 5);
    display.show(&hidden).unwrap();
    assert_eq!(wires.state().opened, 1, "dark on purpose is not without supply");
    display.light(40).unwrap();
    assert!(wires.seen() == hidden);
    wires.lose_power();
    display.show(&white(OLED, 0, 0, 6)).unwrap();
    assert_eq!(contrast(&wires), (true, 102));
}

#[test]
fn a_frame_for_another_display_is_refused_and_nothing_is_sent() {
    let (mut display, wires) = oled();
    let error = display.show(&Frame::default()).unwrap_err();
    assert_eq!((error.code(), error), (codes::P113, DisplayError::Size { width: 320, height: 240 }));
    assert!(wires.take_events().iter().all(|e| matches!(e, Event::Wait { .. })));
}

#[test]
fn where_there_is_no_bus_the_error_names_it() {
    // No machine that builds this has a 22nd I2C bus; on a Pi without one it is the same.
    let config = DisplayConfig::Ssd1306(OledConfig { i2c_bus: 22, ..OledConfig::default() });
    let mut display = Display::new(&config);
    let error = display.show(&Frame::new(OLED)).unwrap_err();
    assert_eq!(error.code(), codes::P110);
    assert!(error.to_string().contains("I2C22"), "{error}");
    let error = PanelError::from(error).to_string();
    assert!(error.contains("display") && error.contains("P110"), "{error}");
}
