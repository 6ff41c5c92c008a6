//! Lamp, buzzer and backlight: a thread that plays their rhythms.
//!
//! It exists so that an order never waits for a rhythm or a line.
//!
//! Promises: a part that fails is reported with the next order to it and tried again then, and the other parts go on;
//! sounds are played one after the other, so that two sounds are not taken for a third.

use super::{
    error::PartFault,
    rhythm::{Lights, buzz_at, lamp_at},
};
use crate::panel::{Buzz, Lamp, PanelError};
use std::{
    collections::{BTreeMap, VecDeque},
    io,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread::JoinHandle,
    time::{Duration, Instant},
};

/// Waiting sounds at most. More are dropped, because they would come too late to mean anything.
const WAITING: usize = 3;
/// Silence between two sounds, longer than any silence within one.
const PAUSE: Duration = Duration::from_millis(400);

/// A line that can be on for a share of the time.
pub trait Output: Send {
    /// Sets the share, 0 (off) to 1 (on).
    ///
    /// # Errors
    /// When the driver fails.
    fn set(&mut self, share: f64) -> io::Result<()>;
}

/// A line that can be on for a share of the time, or not there.
pub type Line = Option<Box<dyn Output>>;

/// The lines of the parts.
#[derive(Default)]
pub struct Outputs {
    /// Red, amber, green.
    pub lamp: [Line; 3],
    /// The buzzer.
    pub buzzer: Line,
    /// The display's light.
    pub backlight: Line,
}

#[derive(Debug, Clone, Copy)]
enum Order {
    Lamp(Lamp),
    Buzz(Buzz),
    Volume(u8),
    Backlight(u8),
}

type Failures = Arc<Mutex<BTreeMap<&'static str, io::Error>>>;

/// The sending end of the thread. Everything is dark and silent when it is dropped.
#[derive(Debug)]
pub struct Player {
    orders: Option<mpsc::Sender<Order>>,
    failures: Failures,
    thread: Option<JoinHandle<()>>,
}

impl Player {
    /// Starts the thread: lamp dark, backlight full.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(outputs: Outputs) -> io::Result<Self> {
        let (orders, inbox) = mpsc::channel();
        let failures = Failures::default();
        let mut rhythms = Rhythms::new(outputs, failures.clone(), Instant::now());
        let thread =
            std::thread::Builder::new().name("panel-rhythm".into()).spawn(move || rhythms.run(&inbox))?;
        Ok(Self { orders: Some(orders), failures, thread: Some(thread) })
    }

    /// Sets the lamp.
    pub fn lamp(&self, lamp: Lamp) -> Result<(), PanelError> {
        self.order("lamp", Order::Lamp(lamp))
    }

    /// Sounds the buzzer.
    pub fn buzz(&self, buzz: Buzz) -> Result<(), PanelError> {
        self.order("buzzer", Order::Buzz(buzz))
    }

    /// Sets the buzzer's volume, percent.
    pub fn volume(&self, percent: u8) -> Result<(), PanelError> {
        self.order("buzzer", Order::Volume(percent))
    }

    /// Sets the display's light, percent.
    pub fn backlight(&self, percent: u8) -> Result<(), PanelError> {
        self.order("backlight", Order::Backlight(percent))
    }

    fn order(&self, part: &'static str, order: Order) -> Result<(), PanelError> {
        let sent = self.orders.as_ref().is_some_and(|orders| orders.send(order).is_ok());
        let failure = self.failures.lock().unwrap_or_else(PoisonError::into_inner).remove(part);
        match failure {
            Some(source) => Err(PanelError { part, source }),
            None if !sent => Err(PanelError { part, source: io::ErrorKind::BrokenPipe.into() }),
            None => Ok(()),
        }
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        // The thread ends when its channel closes, and leaves everything dark.
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// State of the rhythms; the caller supplies the time.
struct Rhythms {
    outputs: Outputs,
    failures: Failures,
    lamp: (Lamp, Instant),
    shining: Option<Lights>,
    sound: Option<(Buzz, Instant)>,
    waiting: VecDeque<Buzz>,
    quiet_until: Instant,
    sounding: Option<bool>,
    volume: u8,
    light: u8,
    lit: Option<u8>,
}

impl Rhythms {
    fn new(outputs: Outputs, failures: Failures, now: Instant) -> Self {
        Self {
            outputs,
            failures,
            lamp: (Lamp::OFF, now),
            shining: None,
            sound: None,
            waiting: VecDeque::new(),
            quiet_until: now,
            sounding: None,
            volume: 100,
            light: 100,
            lit: None,
        }
    }

    fn run(&mut self, inbox: &mpsc::Receiver<Order>) {
        loop {
            let next = self.play(Instant::now());
            let order = match next {
                Some(at) => inbox.recv_timeout(at.saturating_duration_since(Instant::now())),
                None => inbox.recv().map_err(Into::into),
            };
            match order {
                Ok(order) => self.take(order, Instant::now()),
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => return self.end(),
            }
        }
    }

    fn take(&mut self, order: Order, now: Instant) {
        match order {
            // The same lamp again does not restart its rhythm.
            Order::Lamp(lamp) if lamp == self.lamp.0 && self.shining.is_some() => {}
            Order::Lamp(lamp) => self.lamp = (lamp, now),
            Order::Buzz(buzz) if self.waiting.len() < WAITING => self.waiting.push_back(buzz),
            Order::Buzz(_) => {}
            Order::Volume(percent) => self.volume = percent.min(100),
            Order::Backlight(percent) => self.light = percent.min(100),
        }
    }

    /// Sets the lines for this moment and returns the time of the next change.
    fn play(&mut self, now: Instant) -> Option<Instant> {
        let lamp = self.play_lamp(now);
        let buzz = self.play_buzz(now);
        if self.lit != Some(self.light) {
            self.lit = Some(self.light);
            self.set("backlight", brightness(self.light), |outputs| outputs.backlight.as_mut());
        }
        [lamp, buzz].into_iter().flatten().min()
    }

    fn play_lamp(&mut self, now: Instant) -> Option<Instant> {
        let (lamp, since) = self.lamp;
        let (lights, change) = lamp_at(lamp, now.saturating_duration_since(since));
        if self.shining != Some(lights) {
            self.shining = Some(lights);
            for (n, on) in [lights.red, lights.amber, lights.green].into_iter().enumerate() {
                self.set("lamp", f64::from(u8::from(on)), |o| o.lamp.get_mut(n).and_then(Option::as_mut));
            }
        }
        change.map(|change| since + change)
    }

    fn play_buzz(&mut self, now: Instant) -> Option<Instant> {
        if self.sound.is_none() && now >= self.quiet_until {
            self.sound = self.waiting.pop_front().map(|buzz| (buzz, now));
        }
        let Some((buzz, since)) = self.sound else {
            self.sound_on(false);
            return Some(self.quiet_until).filter(|_| !self.waiting.is_empty());
        };
        match buzz_at(buzz, now.saturating_duration_since(since)) {
            Some((on, change)) => {
                self.sound_on(on);
                Some(since + change)
            }
            None => {
                self.sound_on(false);
                (self.sound, self.quiet_until) = (None, now + PAUSE);
                Some(self.quiet_until).filter(|_| !self.waiting.is_empty())
            }
        }
    }

    fn sound_on(&mut self, on: bool) {
        if self.sounding != Some(on) {
            self.sounding = Some(on);
            let share = if on { loudness(self.volume) } else { 0.0 };
            self.set("buzzer", share, |outputs| outputs.buzzer.as_mut());
        }
    }

    fn set(
        &mut self,
        part: &'static str,
        share: f64,
        line: impl FnOnce(&mut Outputs) -> Option<&mut Box<dyn Output>>,
    ) {
        let Some(line) = line(&mut self.outputs) else { return };
        if let Err(error) = line.set(share) {
            let code = PartFault::Output.code().name();
            let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
            if failures.insert(part, error).is_none() {
                tracing::warn!(code, part, "a part of the board does not take an order");
            }
        }
    }

    fn end(&mut self) {
        for n in 0..3 {
            self.set("lamp", 0.0, |o| o.lamp.get_mut(n).and_then(Option::as_mut));
        }
        self.set("buzzer", 0.0, |outputs| outputs.buzzer.as_mut());
    }
}

/// The share of time for a loudness in percent. A piezo disc is loudest at one half, and hearing is, like sight,
/// about logarithmic.
fn loudness(percent: u8) -> f64 {
    0.5 * brightness(percent)
}

/// The share of time for a brightness in percent; never quite dark unless 0 is wanted.
fn brightness(percent: u8) -> f64 {
    let share = f64::from(percent.min(100)) / 100.0;
    if percent == 0 { 0.0 } else { (share * share).max(0.01) }
}

#[cfg(test)]
#[path = "output_tests.rs"]
mod tests;
