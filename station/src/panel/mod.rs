//! The panel's thread: draws the newest view and passes lamp and sounds on.
//!
//! Drawing takes milliseconds and a display bus may take longer, so neither happens on the desk's loop. Views
//! that were overtaken while one was drawn are skipped; the latest never is.

mod light;

pub use light::Light;

use crate::convert;
use desk::{Buzz, Lamp, View};
use firmware::panel::{self, Caption, Colour, Frame, Panel, PanelError, Sound};
use screen::{Drawn, Fonts, Painter};
use std::sync::{
    Arc,
    mpsc::{self, RecvTimeoutError},
};
use std::time::Duration;
use tokio::sync::oneshot;

/// When a picture is drawn again that lacks characters which the disk has not given yet.
const AGAIN: Duration = Duration::from_millis(300);
/// When a picture is shown again that the display did not take: its plug may be in again.
const RETRY: Duration = Duration::from_secs(1);

enum Order {
    Show(Box<View>),
    Lamp(Lamp),
    Buzz(Buzz),
    /// Shine or sound whatever it means, for the self-test.
    TestLamp(Colour),
    TestBuzzer,
    Backlight(u8),
    Volume(u8),
    Say(Arc<Sound>),
    /// Answered when everything before it was drawn.
    Pulse(oneshot::Sender<()>),
    /// Nothing on the display, no light.
    Off,
}

/// Orders to the panel; none of them waits.
#[derive(Debug, Clone)]
pub struct PanelThread {
    orders: mpsc::Sender<Order>,
}

impl PanelThread {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(board: Box<dyn Panel>, fonts: Fonts) -> std::io::Result<Self> {
        let (orders, inbox) = mpsc::channel();
        std::thread::Builder::new().name("panel".into()).spawn(move || {
            let painter = Painter::new(fonts, convert::layout(board.format()));
            draw_all(board, painter, &inbox);
        })?;
        Ok(Self { orders })
    }

    /// Shows a view.
    pub fn show(&self, view: View) {
        self.order(Order::Show(Box::new(view)));
    }

    /// Sets the lamp.
    pub fn lamp(&self, lamp: Lamp) {
        self.order(Order::Lamp(lamp));
    }

    /// Sounds the buzzer.
    pub fn buzz(&self, buzz: Buzz) {
        self.order(Order::Buzz(buzz));
    }

    /// Lets the lamp shine in this colour, for the self-test.
    pub fn test_lamp(&self, colour: Colour) {
        self.order(Order::TestLamp(colour));
    }

    /// Sounds the buzzer, for the self-test.
    pub fn test_buzzer(&self) {
        self.order(Order::TestBuzzer);
    }

    /// Sets the display's light, percent.
    pub fn backlight(&self, percent: u8) {
        self.order(Order::Backlight(percent));
    }

    /// Sets the volume of buzzer and speech, percent.
    pub fn volume(&self, percent: u8) {
        self.order(Order::Volume(percent));
    }

    /// Plays a sound instead of the one before; an empty sound only ends that.
    pub fn say(&self, sound: Arc<Sound>) {
        self.order(Order::Say(sound));
    }

    /// Ready when all orders so far were carried out; an error when the thread has ended.
    pub fn pulse(&self) -> oneshot::Receiver<()> {
        let (answer, answered) = oneshot::channel();
        self.order(Order::Pulse(answer));
        answered
    }

    /// Clears display and lamp: what is on it may be personal, and the station that would clear it is ending.
    pub fn off(&self) {
        self.order(Order::Off);
    }

    fn order(&self, order: Order) {
        // Without its thread there is no panel: the pulse says so.
        let _ = self.orders.send(order);
    }
}

fn draw_all(mut board: Box<dyn Panel>, mut painter: Painter, inbox: &mpsc::Receiver<Order>) {
    let mut frame = Frame::new(board.format().size());
    let mut unfinished: Option<Unfinished> = None;
    let mut failing = false;
    loop {
        let first = match &unfinished {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(unfinished) => inbox.recv_timeout(unfinished.pause),
        };
        if matches!(first, Err(RecvTimeoutError::Disconnected)) {
            return;
        }
        let (mut newest, mut pulses) = (unfinished.take().map(|u| u.view), Vec::new());
        for order in first.into_iter().chain(inbox.try_iter()) {
            let done = match order {
                Order::Show(view) => {
                    newest = Some(view);
                    Ok(())
                }
                Order::Lamp(lamp) => board.lamp(convert::light(lamp)),
                Order::Buzz(buzz) => board.buzz(convert::sound(buzz)),
                Order::TestLamp(colour) => board.lamp(panel::Lamp { colour, blink: false }),
                Order::TestBuzzer => board.buzz(panel::Buzz::Alarm),
                Order::Backlight(percent) => board.backlight(percent),
                Order::Volume(percent) => board.volume(percent),
                Order::Say(sound) => board.say(&sound),
                Order::Pulse(answer) => {
                    pulses.push(answer);
                    Ok(())
                }
                Order::Off => {
                    newest = None;
                    off(&mut *board, &mut frame)
                }
            };
            complain(done);
        }
        if let Some(view) = newest {
            let Ok(Drawn { title, texts, late }) = painter.draw(&view, &mut frame);
            let caption = Caption { screen: view.screen.id().to_owned(), title, texts };
            let taken = told_once(board.show(&frame, &caption), &mut failing);
            let pause = if taken { late.then_some(AGAIN) } else { Some(RETRY) };
            unfinished = pause.map(|pause| Unfinished { view, pause });
        }
        for pulse in pulses {
            // The receiver may have timed out.
            let _ = pulse.send(());
        }
    }
}

/// A view whose picture is not, or not wholly, on the display.
struct Unfinished {
    view: Box<View>,
    /// Until it is tried again.
    pause: Duration,
}

/// True when the display took the picture. An absent one fails every time: the log has only its loss and return.
fn told_once(shown: Result<(), PanelError>, failing: &mut bool) -> bool {
    let taken = shown.is_ok();
    match shown {
        Err(error) if !*failing => complain(Err(error)),
        Ok(()) if *failing => tracing::info!("the display takes pictures again"),
        _ => {}
    }
    *failing = !taken;
    taken
}

fn off(board: &mut dyn Panel, frame: &mut Frame) -> Result<(), PanelError> {
    *frame = Frame::new(board.format().size());
    // Each for itself: one that fails must not leave the others on.
    let silent = board.say(&Arc::default());
    let unlit = board.lamp(panel::Lamp::OFF);
    let blank = board.show(frame, &Caption { screen: "off".into(), ..Caption::default() });
    silent.and(unlit).and(blank)
}

fn complain(done: Result<(), PanelError>) {
    if let Err(error) = done {
        tracing::warn!(code = codes::S401.name(), %error, "{}", codes::S401.technician());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::{Screen, StatusLine};
    use model::Language;
    use wire::{LineGrade, Method, Purpose};

    /// A board whose display is absent for the first pictures, and which reports each picture that it takes.
    struct Loose {
        away: u8,
        taken: mpsc::Sender<String>,
    }

    impl Panel for Loose {
        fn format(&self) -> panel::Format {
            panel::Format::Colour
        }

        fn show(&mut self, _frame: &Frame, caption: &Caption) -> Result<(), PanelError> {
            if self.away > 0 {
                self.away -= 1;
                return Err(PanelError { part: "display", source: std::io::Error::other("no answer") });
            }
            self.taken
                .send(caption.screen.clone())
                .map_err(|e| PanelError { part: "display", source: std::io::Error::other(e.to_string()) })
        }

        fn lamp(&mut self, _lamp: panel::Lamp) -> Result<(), PanelError> {
            Ok(())
        }

        fn buzz(&mut self, _buzz: panel::Buzz) -> Result<(), PanelError> {
            Ok(())
        }

        fn backlight(&mut self, _percent: u8) -> Result<(), PanelError> {
            Ok(())
        }

        fn volume(&mut self, _percent: u8) -> Result<(), PanelError> {
            Ok(())
        }

        fn say(&mut self, _sound: &Arc<Sound>) -> Result<(), PanelError> {
            Ok(())
        }
    }

    #[test]
    fn a_display_that_comes_back_shows_the_picture_though_nothing_has_changed() {
        let (taken, takes) = mpsc::channel();
        let fonts = Fonts::load(&[screen::DEFAULT_FONT]).unwrap();
        let thread = PanelThread::start(Box::new(Loose { away: 2, taken }), fonts).unwrap();
        let status = StatusLine {
            line: LineGrade::Good,
            waiting: 0,
            oldest_min: None,
            late: 0,
            synchronised: true,
            bytes_limit: false,
        };
        thread.show(View {
            screen: Screen::Ready { take_card: false, good: None },
            status,
            method: Method::Visual,
            purpose: Purpose::HealthCheckup,
            trouble: None,
            time: None,
            language: Language::Japanese,
            staff: None,
            site: None,
            ticket: None,
            speech: false,
        });
        assert_eq!(takes.recv_timeout(Duration::from_secs(30)).unwrap(), "ready");
    }
}
