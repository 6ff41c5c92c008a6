//! Cost of a clock tick on the bus, each minute of a day on each controller.

#![allow(clippy::unwrap_used)] // helpers of tests

use desk::{Screen, StatusLine, View};
use firmware::panel::{
    Frame,
    display::{BusCount, Display, OledController, TftController},
};
use jiff::{ToSpan, civil::Time};
use model::Language;
use screen::{DEFAULT_BITMAPS, DEFAULT_FONTS, Fonts, Format, Painter};
use wire::{LineGrade, Method, Purpose, ReaderState, ReceptionNumber};

const MINUTES: i64 = 24 * 60;

/// The controllers of a layout.
fn controllers(format: Format) -> [(&'static str, (Display, BusCount)); 2] {
    match format {
        Format::Colour => [
            ("ILI9341", BusCount::tft(TftController::Ili9341)),
            ("ST7789", BusCount::tft(TftController::St7789)),
        ],
        Format::Mono => [
            ("SSD1306", BusCount::oled(OledController::Ssd1306)),
            ("SH1106", BusCount::oled(OledController::Sh1106)),
        ],
    }
}

fn view(screen: Screen, minute: i64, language: Language, synchronised: bool) -> View {
    View {
        screen,
        status: StatusLine {
            line: LineGrade::Good,
            waiting: 3,
            oldest_min: Some(12),
            late: 1,
            synchronised,
            bytes_limit: false,
        },
        method: Method::Visual,
        purpose: Purpose::HealthCheckup,
        trouble: None,
        time: Some(Time::midnight().wrapping_add(minute.minutes())),
        language,
        staff: Some("受付一".into()),
        site: Some("見本町役場".into()),
        ticket: None,
        speech: false,
    }
}

const READY: Screen = Screen::Ready { take_card: false, good: None };

/// Screens between two ticks: none, or other screens and back.
const BETWEEN: [&[Screen]; 2] = [
    &[],
    &[
        Screen::Pending { reception: ReceptionNumber(12), problem: None },
        Screen::ReaderTrouble(ReaderState::Absent),
        READY,
    ],
];

/// Bytes of a frame of which every pixel differs from the one before.
fn whole(display: &mut Display, count: &BusCount) -> u64 {
    let mut frame = Frame::new(display.format().size());
    display.show(&frame).unwrap();
    let lit = vec![0xFF; frame.to_be_bytes().len()];
    frame.clone_from(&Frame::from_be_bytes(display.format().size(), &lit).unwrap());
    count.take_bytes();
    display.show(&frame).unwrap();
    count.take_bytes()
}

/// A day as it is seen in one way: of the less usual ways the full hours alone, at which the most changes.
struct Day {
    language: Language,
    synchronised: bool,
    between: &'static [Screen],
    every: i64,
}

fn days() -> [Day; 4] {
    let day = Day { language: Language::Japanese, synchronised: true, between: BETWEEN[0], every: 1 };
    let hours = || Day { every: 60, ..day };
    [
        Day { between: BETWEEN[1], ..hours() },
        Day { language: Language::English, ..hours() },
        Day { synchronised: false, ..hours() },
        day,
    ]
}

fn every_tick_is_cheap(format: Format) {
    let fonts = Fonts::load(&DEFAULT_FONTS).unwrap().with_bitmaps(&DEFAULT_BITMAPS);
    let (mut painter, mut frame) = (Painter::new(fonts, format), Frame::new(format.size()));
    let mut displays = controllers(format);
    let names = displays.each_ref().map(|(name, _)| *name);
    let wholes: Vec<u64> = displays.iter_mut().map(|(_, (display, count))| whole(display, count)).collect();
    for day in days() {
        let mut draw = |screen: &Screen, minute: i64| -> Vec<u64> {
            painter.draw(&view(screen.clone(), minute, day.language, day.synchronised), &mut frame).unwrap();
            let shown = displays.iter_mut().map(|(_, (display, count))| {
                count.take_bytes();
                display.show(&frame).unwrap();
                count.take_bytes()
            });
            shown.collect()
        };
        for minute in (1..=MINUTES).filter(|minute| minute % day.every == 0) {
            if day.every > 1 || minute == 1 {
                draw(&READY, minute - 2);
                draw(&READY, minute - 1);
            }
            day.between.iter().for_each(|screen| drop(draw(screen, minute - 1)));
            for ((tick, whole), name) in draw(&READY, minute).into_iter().zip(&wholes).zip(&names) {
                let when = format!("{name} at {:02}:{:02}", minute / 60 % 24, minute % 60);
                assert!(tick > 2, "{when}: no clock that ticks");
                assert!(tick * 50 <= *whole, "{when}: {tick} of {whole} bytes");
            }
        }
    }
}

#[test]
fn every_tick_of_a_day_costs_at_most_two_hundredths_of_a_frame_on_ssd1306_and_sh1106() {
    every_tick_is_cheap(Format::Mono);
}

#[test]
fn every_tick_of_a_day_costs_at_most_two_hundredths_of_a_frame_on_ili9341_and_st7789() {
    every_tick_is_cheap(Format::Colour);
}
