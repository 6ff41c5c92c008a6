//! A bus at the embedded-hal seam that writes everything down and leads to a simulated controller.

use crate::{oled::OledModel, tft::TftModel};
use embedded_hal::{
    delay::DelayNs,
    digital::{self, OutputPin},
    i2c::{self, I2c},
    spi::{self, SpiBus},
};
use firmware::panel::{
    Frame,
    display::{
        CHUNK, Display, DisplayError, I2cParts, OledConfig, OledController, SpiParts, TftConfig,
        TftController,
    },
};
use std::sync::{Arc, Mutex, MutexGuard};

/// One thing that happened on the wires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Wait { us: u64 },
    Reset { high: bool },
    Spi { data: bool, bytes: Vec<u8> },
    I2cWrite { address: u8, bytes: Vec<u8> },
    I2cRead { address: u8, bytes: Vec<u8> },
}

/// The controller at the end of the wires.
pub enum Model {
    Tft(TftModel),
    Oled(OledModel),
}

pub struct State {
    pub events: Vec<Event>,
    pub model: Model,
    /// Nothing answers.
    pub unplugged: bool,
    /// I2C messages that are taken before one is refused half-way; `None`: all.
    pub refuse_after: Option<usize>,
    /// How often the display was opened.
    pub opened: usize,
    data: bool,
}

/// Clones are the same wires.
#[derive(Clone)]
pub struct Wires(Arc<Mutex<State>>);

#[derive(Debug)]
pub struct Refused;

impl Wires {
    fn to(model: Model) -> Self {
        let state =
            State { events: Vec::new(), model, unplugged: false, refuse_after: None, opened: 0, data: false };
        Self(Arc::new(Mutex::new(state)))
    }

    pub fn tft(controller: TftController, config: &TftConfig) -> (Display, Self) {
        let wires = Self::to(Model::Tft(TftModel::new(controller)));
        let (given, reset) = (wires.clone(), config.reset_pin.is_some());
        let parts = move || {
            given.open()?;
            let line = |name| Line { wires: given.clone(), name };
            let reset = reset.then(|| line(LineName::Reset));
            Ok(SpiParts {
                spi: given.clone(),
                data: line(LineName::Data),
                reset,
                delay: Clock(given.clone()),
            })
        };
        (Display::on_spi(controller, config, parts), wires)
    }

    pub fn oled(controller: OledController, config: &OledConfig) -> (Display, Self) {
        let wires = Self::to(Model::Oled(OledModel::new(controller)));
        let (given, reset) = (wires.clone(), config.reset_pin.is_some());
        let parts = move || {
            given.open()?;
            let reset = reset.then(|| Line { wires: given.clone(), name: LineName::Reset });
            Ok(I2cParts { i2c: given.clone(), reset, delay: Clock(given.clone()) })
        };
        (Display::on_i2c(controller, config, parts), wires)
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// The visible picture.
    pub fn seen(&self) -> Frame {
        match &self.state().model {
            Model::Tft(model) => model.seen(),
            Model::Oled(model) => model.seen(),
        }
    }

    /// Everything since the last call.
    pub fn take_events(&self) -> Vec<Event> {
        std::mem::take(&mut self.state().events)
    }

    /// The supply fails for a moment: registers and memory are as after power-up.
    pub fn lose_power(&self) {
        match &mut self.state().model {
            Model::Tft(model) => model.power_up(),
            Model::Oled(model) => model.power_up(),
        }
    }

    fn open(&self) -> Result<(), DisplayError> {
        self.state().opened += 1;
        Ok(())
    }
}

impl State {
    /// Lets a refused message through as far as its first half.
    fn refuses(&mut self) -> bool {
        match &mut self.refuse_after {
            Some(0) => true,
            Some(left) => {
                *left -= 1;
                false
            }
            None => false,
        }
    }

    fn oled(&mut self) -> &mut OledModel {
        match &mut self.model {
            Model::Oled(model) => model,
            Model::Tft(_) => panic!("a TFT is not on I2C"),
        }
    }
}

impl spi::Error for Refused {
    fn kind(&self) -> spi::ErrorKind {
        spi::ErrorKind::Other
    }
}

impl spi::ErrorType for Wires {
    type Error = Refused;
}

impl SpiBus for Wires {
    fn read(&mut self, _words: &mut [u8]) -> Result<(), Refused> {
        panic!("the display's data output is not wired");
    }

    fn write(&mut self, words: &[u8]) -> Result<(), Refused> {
        assert!(!words.is_empty() && words.len() <= CHUNK, "a write of {} bytes", words.len());
        let mut state = self.state();
        if state.unplugged {
            return Err(Refused);
        }
        let data = state.data;
        state.events.push(Event::Spi { data, bytes: words.to_vec() });
        match &mut state.model {
            Model::Tft(model) if data => model.data(words),
            Model::Tft(model) => words.iter().for_each(|command| model.command(*command)),
            Model::Oled(_) => panic!("an OLED is not on SPI"),
        }
        Ok(())
    }

    fn transfer(&mut self, _read: &mut [u8], _write: &[u8]) -> Result<(), Refused> {
        panic!("the display's data output is not wired");
    }

    fn transfer_in_place(&mut self, _words: &mut [u8]) -> Result<(), Refused> {
        panic!("the display's data output is not wired");
    }

    fn flush(&mut self) -> Result<(), Refused> {
        Ok(())
    }
}

impl i2c::Error for Refused {
    fn kind(&self) -> i2c::ErrorKind {
        i2c::ErrorKind::NoAcknowledge(i2c::NoAcknowledgeSource::Unknown)
    }
}

impl i2c::ErrorType for Wires {
    type Error = Refused;
}

impl I2c for Wires {
    fn transaction(&mut self, address: u8, operations: &mut [i2c::Operation<'_>]) -> Result<(), Refused> {
        let mut state = self.state();
        for operation in operations {
            if state.unplugged {
                return Err(Refused);
            }
            match operation {
                i2c::Operation::Read(buffer) => {
                    buffer.fill(state.oled().status());
                    state.events.push(Event::I2cRead { address, bytes: buffer.to_vec() });
                }
                i2c::Operation::Write(bytes) => {
                    if state.refuses() {
                        state.oled().message(bytes.get(..bytes.len() / 2).unwrap_or_default());
                        return Err(Refused);
                    }
                    state.oled().message(bytes);
                    state.events.push(Event::I2cWrite { address, bytes: bytes.to_vec() });
                }
            }
        }
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LineName {
    Data,
    Reset,
}

struct Line {
    wires: Wires,
    name: LineName,
}

impl digital::ErrorType for Line {
    type Error = std::convert::Infallible;
}

impl OutputPin for Line {
    fn set_low(&mut self) -> Result<(), Self::Error> {
        self.set(false);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Self::Error> {
        self.set(true);
        Ok(())
    }
}

impl Line {
    fn set(&self, high: bool) {
        let mut state = self.wires.state();
        if self.name == LineName::Data {
            state.data = high;
            return;
        }
        state.events.push(Event::Reset { high });
        match &mut state.model {
            Model::Tft(model) => model.reset_line(high),
            Model::Oled(model) => model.reset_line(high),
        }
    }
}

/// Time passes at once, and is written down.
struct Clock(Wires);

impl DelayNs for Clock {
    fn delay_ns(&mut self, ns: u32) {
        self.pass(u64::from(ns) / 1000);
    }

    fn delay_us(&mut self, us: u32) {
        self.pass(u64::from(us));
    }
}

impl Clock {
    fn pass(&self, us: u64) {
        let mut state = self.0.state();
        state.events.push(Event::Wait { us });
        if let Model::Tft(model) = &mut state.model {
            model.wait(us);
        }
    }
}
