//! Actions on a running world, and its state, for display.

use super::{World, choices};
use crate::scene::Result;
use card::{Asked, VirtualCard};
use firmware::panel::Format;
use line::Preset;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A part that can be switched off and on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The card service with its reader; off is a crash of the one and an unplugging of the other.
    Reader,
    /// True if the reader has keys of its own: another reader is plugged in.
    PinPad,
    /// Mosquitto.
    Broker,
    /// The stand-in centre.
    Centre,
    /// The station: off is kill −9, as a power cut.
    Power,
    /// True if the station's clock was set.
    Clock,
}

/// How the world stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Situation {
    /// The line; absent when it is none of the named conditions.
    pub line: Option<Preset>,
    /// Key of the persona whose card is on the reader.
    pub card: Option<&'static str>,
    /// True if the reader is there.
    pub reader: bool,
    /// True if it has keys of its own.
    pub pin_pad: bool,
    /// True if it asks for a PIN on them now.
    pub asks_pin: bool,
    /// True if the broker runs.
    pub broker: bool,
    /// True if the centre runs.
    pub centre: bool,
    /// True if the station runs.
    pub power: bool,
    /// True if the station's clock is synchronised.
    pub clock: bool,
    /// The station's display.
    pub format: Format,
}

impl World {
    /// How it stands now.
    pub fn situation(&self) -> Situation {
        let named =
            [Preset::Perfect, Preset::Good, Preset::Weak, Preset::Narrow, Preset::Cut, Preset::BlackHole];
        let now = self.line.condition();
        Situation {
            line: named.into_iter().find(|preset| line::Condition::from(*preset) == now),
            card: self.reader.card().map(|card| card.key()),
            reader: self.pcscd.pid().is_some(),
            pin_pad: self.pcscd.pin_pad().is_some(),
            asks_pin: self.asked.is_some(),
            broker: self.broker.pid().is_some(),
            centre: self.centre.runs(),
            power: self.station.is_some(),
            clock: choices::synchronised(&self.folder).exists(),
            format: self.choices.format,
        }
    }

    /// Publishes the state. Called by everything here that changes something; call it after
    /// changing a part directly, and now and then, because a card or a station can go by itself.
    pub fn notice(&mut self) {
        if self.station.as_mut().is_some_and(|station| station.has_ended()) {
            (self.station, self.board) = (None, None);
        }
        let now = self.situation();
        self.watched.send_if_modified(|last| std::mem::replace(last, now.clone()) != now);
    }

    /// How it stands, kept up to date.
    pub fn watch(&self) -> tokio::sync::watch::Receiver<Situation> {
        self.watched.subscribe()
    }

    /// Puts a card on the reader. Blocks until a card before it is noticed to be gone, at most some seconds.
    ///
    /// # Errors
    /// When a card lies there, or no reader is plugged in.
    pub fn put(&mut self, card: &VirtualCard) -> Result<()> {
        let put = self.reader.insert(card);
        self.notice();
        Ok(put?)
    }

    /// Takes the card off the reader.
    pub fn pull(&mut self) {
        self.reader.pull();
        self.notice();
    }

    /// Changes the line.
    pub fn set_line(&mut self, preset: Preset) {
        self.line.set(preset.into());
        self.notice();
    }

    /// Switches a part off or on; nothing happens when it is so already.
    ///
    /// # Errors
    /// When the part does not start.
    pub async fn switch(&mut self, part: Part, on: bool) -> Result<()> {
        let done = self.switched(part, on).await;
        self.notice();
        done
    }

    async fn switched(&mut self, part: Part, on: bool) -> Result<()> {
        match (part, on) {
            (Part::Reader, false) => {
                self.reader.pull();
                self.pcscd.stop();
            }
            (Part::Reader, true) if self.pcscd.pid().is_none() => self.pcscd.restart()?,
            (Part::PinPad, _) if self.pcscd.pin_pad().is_some() != on => {
                self.reader.pull();
                self.asked = None;
                self.pcscd.set_pin_pad(on)?;
            }
            (Part::Broker, false) => self.broker.stop()?,
            (Part::Broker, true) => self.broker.start_again()?,
            (Part::Centre, false) => self.centre.stop().await,
            (Part::Centre, true) => self.centre.start_again().await?,
            (Part::Power, false) if self.station.is_some() => self.kill_station()?,
            (Part::Power, true) if self.station.is_none() => self.start_station().await?,
            (Part::Clock, true) => std::fs::write(choices::synchronised(&self.folder), "")?,
            (Part::Clock, false) => {
                let gone = std::fs::remove_file(choices::synchronised(&self.folder));
                gone.or_else(|e| if e.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(e) })?;
            }
            (Part::Reader, true) | (Part::PinPad | Part::Power, _) => {}
        }
        Ok(())
    }

    /// Looks whether the reader asks for a PIN on its own keys, or has stopped. For whoever plays the examinee by
    /// [`Self::at_keys`]; a test may be the examinee itself.
    pub fn look_at_keys(&mut self) {
        self.asked.take_if(Asked::is_over);
        if self.asked.is_none() {
            self.asked = self.pcscd.pin_pad().and_then(|keys| keys.asked(Duration::ZERO).ok());
        }
        self.notice();
    }

    /// Types digits on the reader's keys and confirms, or presses its cancel key.
    ///
    /// # Errors
    /// When the reader does not ask, or these are no digits.
    pub fn at_keys(&mut self, digits: Option<&str>) -> Result<()> {
        if digits.is_some_and(|digits| digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit())) {
            return Err("the reader has keys for digits only".into());
        }
        let asked = self.asked.take().ok_or("the reader asks for no PIN")?;
        self.notice();
        let done = match digits {
            Some(digits) => asked.types(digits),
            None => asked.cancels(),
        };
        Ok(done?)
    }

    /// Gives the station another display: it is stopped in order, and started again when it ran.
    ///
    /// # Errors
    /// When it does not stop or start.
    pub async fn set_format(&mut self, format: Format) -> Result<()> {
        let ran = self.station.is_some();
        if ran {
            self.stop_station().await?;
        }
        self.choices.format = format;
        self.write_configuration()?;
        if ran {
            self.start_station().await?;
        }
        self.notice();
        Ok(())
    }
}
