//! Costs of pictures on the bus.

use embedded_graphics::{
    pixelcolor::{Rgb565, RgbColor},
    prelude::{DrawTarget, Point, Size},
    primitives::Rectangle,
};
use firmware::panel::{
    Frame,
    display::{BusCount, Display, OledController, TftController},
};

/// Bytes of a whole frame, and then of one that differs by a digit's worth of pixels.
fn costs((mut display, count): (Display, BusCount), digit: Rectangle) -> (u64, u64) {
    let mut frame = Frame::new(display.format().size());
    display.show(&frame).unwrap();
    count.take_bytes();
    let _ = frame.clear(Rgb565::BLUE);
    display.show(&frame).unwrap();
    let whole = count.take_bytes();
    let _ = frame.fill_solid(&digit, Rgb565::BLACK);
    display.show(&frame).unwrap();
    (whole, count.take_bytes())
}

#[test]
fn a_clock_tick_on_a_tft_costs_at_most_two_hundredths_of_a_frame() {
    let digit = Rectangle::new(Point::new(290, 5), Size::new(12, 22));
    for controller in [TftController::Ili9341, TftController::St7789] {
        let (whole, tick) = costs(BusCount::tft(controller), digit);
        assert_eq!(whole, 2 * 320 * 240 + 11);
        assert_eq!(tick, 2 * 12 * 22 + 11);
        assert!(tick * 50 <= whole, "{tick} of {whole} bytes");
    }
}

#[test]
fn a_clock_tick_on_an_oled_costs_at_most_two_hundredths_of_a_frame() {
    // Four digits in one of the controller's pages of eight rows, as the layout has them: the full hour.
    let digits = Rectangle::new(Point::new(0, 0), Size::new(17, 7));
    for controller in [OledController::Ssd1306, OledController::Sh1106] {
        let (whole, tick) = costs(BusCount::oled(controller), digits);
        assert_eq!(
            whole,
            8 * (7 + 128) - 1 + 4 + 2,
            "eight pages less what was known, the way back, its status"
        );
        assert_eq!(tick, 2 + (2 + 17), "the status, and the columns, which begin where the pointer is");
        assert!(tick * 50 <= whole, "{tick} of {whole} bytes");
    }
}

#[test]
fn the_same_frame_again_costs_nothing_on_a_tft() {
    let (mut display, count) = BusCount::tft(TftController::St7789);
    display.show(&Frame::default()).unwrap();
    count.take_bytes();
    display.show(&Frame::default()).unwrap();
    assert_eq!((count.take_bytes(), count.take_writes() > 0), (0, true));
    display.show(&Frame::default()).unwrap();
    assert_eq!(count.take_writes(), 0);
}
