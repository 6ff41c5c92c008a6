//! The panel's bench: a whole picture from the view to the bus, and what a clock tick costs there.
//!
//! `cargo run --release -p screen --example picture -- --json`
//!
//! Everything is real but the display: the painter with its fonts, the driver, and at the end of it a bus that takes
//! everything at once and counts. So the time is the processor's; the bus's own comes on top (39 ms a frame by SPI at
//! 32 MHz, 25 ms by I2C at 400 kHz). The yardstick for a tick is a whole frame; of a display's two controllers the
//! dearer counts.

#![allow(clippy::unwrap_used, clippy::expect_used)] // a bench says so when something is not as it should be

use desk::{Coverage, Judged, Screen, StatusLine, View};
use embedded_graphics::prelude::Size;
use firmware::panel::{
    Frame,
    display::{BusCount, Display, OledController, TftController},
};
use jiff::{ToSpan, civil::time};
use model::Language;
use screen::{DEFAULT_BITMAPS, DEFAULT_FONTS, Fonts, Format, Painter};
use serde_json::json;
use std::time::{Duration, Instant};
use wire::{CertificateState, LineGrade, Method, Person, Purpose, ReceptionNumber};

/// Pictures measured.
const TIMES: usize = 61;
/// A picture may take this long, milliseconds.
const REACH_PICTURE: f64 = 5.0;
/// A tick may cost this part of a frame's bytes.
const REACH_TICK: f64 = 0.02;

struct Row {
    what: String,
    unit: &'static str,
    measured: f64,
    yardstick: Option<f64>,
    reach: f64,
}

impl Row {
    /// Nothing measured is not met: a clock that is not on the screen costs nothing, and proves nothing.
    fn met(&self) -> bool {
        self.measured > 0.0 && self.measured <= self.reach
    }

    fn json(&self) -> serde_json::Value {
        json!({ "what": self.what, "unit": self.unit, "measured": self.measured, "yardstick": self.yardstick,
            "reach": self.reach, "met": self.met() })
    }
}

fn main() -> std::process::ExitCode {
    let kinds = [("320x240 colour", Format::Colour), ("128x64 mono", Format::Mono)];
    let rows: Vec<Row> = kinds.iter().flat_map(|(name, format)| rows(name, *format)).collect();
    if std::env::args().any(|argument| argument == "--json") {
        println!("{}", serde_json::Value::from(rows.iter().map(Row::json).collect::<Vec<_>>()));
    } else {
        rows.iter().for_each(|row| println!("{}", row.json()));
    }
    u8::from(rows.iter().any(|row| !row.met())).into()
}

fn rows(name: &str, format: Format) -> [Row; 3] {
    let mut bench = Bench::new(format);
    let picture = bench.picture();
    let whole = bench.whole();
    let Ticks { mean, worst } = bench.ticks();
    let tick = |which: &str, measured| Row {
        what: format!("{name}: a clock tick on the bus, {which} of a day (yardstick: a whole frame)"),
        unit: "bytes",
        measured,
        yardstick: Some(whole),
        reach: whole * REACH_TICK,
    };
    [
        Row {
            what: format!("{name}: a whole picture, from the view to the bus, median"),
            unit: "ms",
            measured: picture.as_secs_f64() * 1e3,
            yardstick: None,
            reach: REACH_PICTURE,
        },
        tick("mean", mean),
        tick("worst", worst),
    ]
}

/// Bytes of the ticks of a day.
#[derive(Clone, Copy, Default)]
struct Ticks {
    mean: f64,
    worst: f64,
}

struct Bench {
    format: Format,
    painter: Painter,
    frame: Frame,
}

impl Bench {
    fn new(format: Format) -> Self {
        let fonts = Fonts::load(&DEFAULT_FONTS).expect("the fonts of tests/packages.txt");
        let fonts = match format {
            Format::Colour => fonts,
            Format::Mono => fonts.with_bitmaps(&DEFAULT_BITMAPS),
        };
        let Size { width, height } = format.size();
        Self { format, painter: Painter::new(fonts, format), frame: Frame::new(Size::new(width, height)) }
    }

    fn displays(&self) -> [(Display, BusCount); 2] {
        match self.format {
            Format::Colour => [TftController::Ili9341, TftController::St7789].map(BusCount::tft),
            Format::Mono => [OledController::Ssd1306, OledController::Sh1106].map(BusCount::oled),
        }
    }

    /// The first of them.
    fn display(&self) -> (Display, BusCount) {
        let [first, _] = self.displays();
        first
    }

    fn draw(&mut self, view: &View) {
        self.painter.draw(view, &mut self.frame).expect("drawing in memory cannot fail");
    }

    /// Two screens in turn, each to a display that has shown nothing yet: every frame goes out whole.
    fn picture(&mut self) -> Duration {
        let views = [ready(time(9, 41, 0, 0)), verdict()];
        let mut took: Vec<Duration> = views.iter().cycle().take(TIMES).map(|view| self.once(view)).collect();
        took.sort_unstable();
        took.get(TIMES / 2).copied().unwrap_or_default()
    }

    fn once(&mut self, view: &View) -> Duration {
        let (mut display, _) = self.display();
        #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
        let began = Instant::now();
        self.draw(view);
        display.show(&self.frame).expect("this bus takes everything");
        began.elapsed()
    }

    /// Bytes of a frame of which everything differs from the one before.
    fn whole(&mut self) -> f64 {
        let (mut display, count) = self.display();
        let mut frame = Frame::new(self.format.size());
        display.show(&frame).expect("this bus takes everything");
        count.take_bytes();
        let whole = Frame::from_be_bytes(self.format.size(), &vec![0xFF; frame.to_be_bytes().len()]);
        frame.clone_from(&whole.expect("the same size"));
        display.show(&frame).expect("this bus takes everything");
        count.take_bytes() as f64
    }

    /// Bytes of a tick, each minute of a day; 0 when the screen has no clock that ticks.
    fn ticks(&mut self) -> Ticks {
        let of_each = self.displays().map(|(display, count)| self.day(display, &count));
        let dearer = |a: Ticks, b: Ticks| Ticks { mean: a.mean.max(b.mean), worst: a.worst.max(b.worst) };
        of_each.into_iter().reduce(dearer).unwrap_or_default()
    }

    fn day(&mut self, mut display: Display, count: &BusCount) -> Ticks {
        const MINUTES: u16 = 24 * 60;
        self.draw(&ready(time(0, 0, 0, 0)));
        display.show(&self.frame).expect("this bus takes everything");
        count.take_bytes();
        let mut ticks = Ticks::default();
        for minute in 1..=MINUTES {
            let before = self.frame.clone();
            self.draw(&ready(time(0, 0, 0, 0).wrapping_add(i64::from(minute).minutes())));
            if self.frame == before {
                return Ticks::default();
            }
            display.show(&self.frame).expect("this bus takes everything");
            let bytes = count.take_bytes() as f64;
            ticks = Ticks { mean: ticks.mean + bytes / f64::from(MINUTES), worst: ticks.worst.max(bytes) };
        }
        ticks
    }
}

fn ready(now: jiff::civil::Time) -> View {
    let status = StatusLine {
        line: LineGrade::Good,
        waiting: 3,
        oldest_min: Some(12),
        late: 0,
        synchronised: true,
        bytes_limit: false,
    };
    View {
        screen: Screen::Ready { take_card: false, good: None },
        status,
        method: Method::Visual,
        purpose: Purpose::HealthCheckup,
        trouble: None,
        time: Some(now),
        language: Language::Japanese,
        staff: Some("受付一".into()),
        site: Some("見本町役場".into()),
        ticket: None,
        speech: false,
    }
}

/// A verdict of an invented person: the fullest of the usual screens.
fn verdict() -> View {
    let judged = Judged {
        reception: ReceptionNumber(12),
        purpose: Purpose::HealthCheckup,
        certificate: Some(CertificateState::Current),
        certificate_until: None,
    };
    let person = Person {
        insurer_number: "06139992".into(),
        insured_card_symbol: Some("見本１２".into()),
        insured_identification_number: "５０７１".into(),
        insured_branch_number: Some("01".into()),
        name: "試験 花子".into(),
        name_kana: Some("ｼｹﾝ ﾊﾅｺ".into()),
        birthdate: "19610401".into(),
        insured_partial_contribution_ratio: Some("030".into()),
        insurer_name: "見本工業健康保険組合".into(),
        ..Person::default()
    };
    let screen = Screen::Valid { judged, person: Box::new(person), coverage: Coverage::Covered };
    View { screen, ..ready(time(9, 41, 0, 0)) }
}
