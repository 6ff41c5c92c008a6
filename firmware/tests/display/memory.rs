//! The display's memory always equals the last frame, whatever was shown before and however it is mounted.

use crate::bus::{Model, Wires};
use embedded_graphics::{
    Pixel,
    pixelcolor::{Rgb565, raw::RawU16},
    prelude::{DrawTarget, OriginDimensions, Point, Size},
    primitives::Rectangle,
};
use firmware::panel::{
    Frame,
    display::{ColourOrder, Display, OledConfig, OledController, Rotation, TftConfig, TftController},
};
use proptest::{collection::vec, prelude::*};

/// A change: a rectangle in thousandths of the display, and its colour.
type Change = ((u32, u32), (u32, u32), u16);

fn change() -> impl Strategy<Value = Change> {
    // Mostly small, as text is, sometimes a whole area, sometimes a single dot.
    let side = || prop_oneof![4 => 1u32..60, 2 => Just(1u32), 1 => 1u32..1100];
    ((0u32..1000, 0u32..1000), (side(), side()), prop_oneof![Just(0u16), Just(0xFFFF), any::<u16>()])
}

fn frames() -> impl Strategy<Value = Vec<Vec<Change>>> {
    vec(vec(change(), 0..12), 1..7)
}

fn apply(frame: &mut Frame, changes: &[Change]) {
    let size = frame.size();
    let part = |thousandths: u32, whole: u32| thousandths * whole / 1000;
    for ((x, y), (width, height), colour) in changes {
        let place = Point::new(part(*x, size.width) as i32, part(*y, size.height) as i32);
        let size = Size::new(part(*width, size.width).max(1), part(*height, size.height).max(1));
        let _ = frame.fill_solid(&Rectangle::new(place, size), Rgb565::from(RawU16::new(*colour)));
    }
}

/// The visible part of a frame on a display of one bit.
fn lit(frame: &Frame, inverted: bool) -> Frame {
    mapped(frame, |x, y| (x, y), |pixel| if (pixel != 0) != inverted { 0xFFFF } else { 0 })
}

fn mapped(frame: &Frame, from: impl Fn(i32, i32) -> (i32, i32), colour: impl Fn(u16) -> u16) -> Frame {
    let size = frame.size();
    let mut out = Frame::new(size);
    for (x, y) in (0..size.height as i32).flat_map(|y| (0..size.width as i32).map(move |x| (x, y))) {
        let (left, top) = from(x, y);
        let pixel = frame.pixels()[top as usize * size.width as usize + left as usize];
        let _ = out.draw_iter([Pixel(Point::new(x, y), Rgb565::from(RawU16::new(colour(pixel))))]);
    }
    out
}

fn turned(frame: &Frame) -> Frame {
    let size = frame.size();
    let (right, bottom) = (size.width as i32 - 1, size.height as i32 - 1);
    mapped(frame, |x, y| (right - x, bottom - y), |p| p)
}

fn play(
    (mut display, wires): (Display, Wires),
    steps: &[Vec<Change>],
    seen: impl Fn(&Frame) -> Frame,
) -> Result<(), TestCaseError> {
    let mut frame = Frame::new(display.format().size());
    for (number, changes) in steps.iter().enumerate() {
        apply(&mut frame, changes);
        display.show(&frame).unwrap();
        // Not `assert_eq`, whose message would print all pixels.
        prop_assert!(wires.seen() == seen(&frame), "after frame {number}");
    }
    prop_assert_eq!(wires.state().opened, 1);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { fork: false, timeout: 0, cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_tft_shows_the_last_frame(steps in frames(), ili: bool) {
        let controller = if ili { TftController::Ili9341 } else { TftController::St7789 };
        play(Wires::tft(controller, &TftConfig::default()), &steps, Frame::clone)?;
    }

    #[test]
    fn an_oled_shows_the_last_frame(steps in frames(), ssd: bool, upside_down: bool, inverted: bool) {
        let controller = if ssd { OledController::Ssd1306 } else { OledController::Sh1106 };
        let rotation = if upside_down { Rotation::UpsideDown } else { Rotation::Upright };
        let config = OledConfig { rotation, inverted, ..OledConfig::default() };
        play(Wires::oled(controller, &config), &steps, |frame| {
            let lit = lit(frame, inverted);
            if upside_down { turned(&lit) } else { lit }
        })?;
    }
}

fn corners() -> Frame {
    let mut frame = Frame::default();
    apply(
        &mut frame,
        &[((0, 0), (100, 50), 0xF800), ((0, 900), (300, 100), 0x07E0), ((700, 300), (5, 9), 0x1234)],
    );
    frame
}

fn shown_by(controller: TftController, config: &TftConfig) -> (Frame, bool, bool) {
    let (mut display, wires) = Wires::tft(controller, config);
    display.show(&corners()).unwrap();
    let seen = wires.seen();
    let state = wires.state();
    let Model::Tft(model) = &state.model else { panic!("not a TFT") };
    (seen, model.inverted, model.bgr)
}

#[test]
fn a_tft_may_be_mounted_upside_down_or_be_of_another_make() {
    for controller in [TftController::Ili9341, TftController::St7789] {
        let usual = TftConfig::default();
        let (seen, inverted, bgr) = shown_by(controller, &usual);
        assert!(seen == corners());
        assert_eq!(
            (inverted, bgr),
            (controller == TftController::St7789, controller == TftController::Ili9341)
        );

        let turned_round = TftConfig { rotation: Rotation::UpsideDown, ..usual.clone() };
        assert!(shown_by(controller, &turned_round).0 == turned(&corners()));

        let mirrored = TftConfig { mirrored: true, ..usual.clone() };
        assert!(shown_by(controller, &mirrored).0 == mapped(&corners(), |x, y| (319 - x, y), |p| p));

        let order = if bgr { ColourOrder::Rgb } else { ColourOrder::Bgr };
        let glass = TftConfig { inverted: Some(!inverted), colour_order: Some(order), ..usual };
        assert_eq!(shown_by(controller, &glass).1, !inverted);
        assert_eq!(shown_by(controller, &glass).2, !bgr);
    }
}

#[test]
fn every_colour_that_is_not_black_is_lit_on_an_oled() {
    let (mut display, wires) = Wires::oled(OledController::Ssd1306, &OledConfig::default());
    let mut frame = Frame::new(Size::new(128, 64));
    apply(&mut frame, &[((500, 500), (1, 1), 0x0001), ((0, 0), (1, 1), 0x8000)]);
    display.show(&frame).unwrap();
    let lit = wires.seen().pixels().iter().filter(|p| **p == 0xFFFF).count();
    assert_eq!(lit, 2);
}
