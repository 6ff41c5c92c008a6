//! The board: all configured parts together, as one [`Panel`].

use super::{
    buttons::Buttons,
    config::{BacklightConfig, BuzzerConfig, BuzzerKind, LampConfig, PiConfig},
    error::{BoardError, PartFault},
    gpio::{Lines, hardware_pwm},
    matrix::Matrix,
    output::{Line, Outputs, Player},
    speaker::Speaker,
    usb,
};
use crate::panel::{
    Buzz, Caption, Format, Frame, Key, KeySender, Keys, Lamp, Panel, PanelError, Sound, display::Display,
    keys,
};
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

type Result<T> = std::result::Result<T, BoardError>;

/// The panel of a Raspberry Pi. Dark, silent and without keys after its drop.
#[derive(Debug)]
pub struct PiBoard {
    display: Display,
    player: Player,
    speaker: Option<Speaker>,
    _inputs: InputThreads,
}

/// The threads that read buttons and keypads.
#[derive(Debug, Default)]
struct InputThreads {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
    usb: Option<usb::Watch>,
}

impl Drop for InputThreads {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl InputThreads {
    fn spawn(&mut self, part: &'static str, work: impl FnOnce(&AtomicBool) + Send + 'static) -> Result<()> {
        let stop = self.stop.clone();
        let spawned = std::thread::Builder::new().name(format!("panel-{part}")).spawn(move || work(&stop));
        self.threads.push(spawned.map_err(|error| BoardError::new(PartFault::Thread, part, error))?);
        Ok(())
    }
}

impl PiBoard {
    /// Opens every part that is configured. Lines are taken at once; a display, a keypad and a scanner may be plugged
    /// in later.
    ///
    /// # Errors
    /// P12x, with the part named as in the configuration: no lines on this machine or not for this user, a line or
    /// PWM channel that cannot be had, no thread.
    pub fn open(config: &PiConfig) -> Result<(Self, Keys)> {
        let lines = Lines::open()?;
        let (sender, keys) = keys();
        let (outputs, inputs) = (outputs(&lines, config)?, inputs(&lines, config, &sender)?);
        Ok((Self::assemble(config, outputs, inputs)?, keys))
    }

    fn assemble(config: &PiConfig, outputs: Outputs, inputs: InputThreads) -> Result<Self> {
        let player = Player::start(outputs);
        Ok(Self {
            display: Display::new(&config.display),
            player: player.map_err(|error| BoardError::new(PartFault::Thread, "lamp", error))?,
            speaker: config.speaker.as_ref().map(Speaker::new),
            _inputs: inputs,
        })
    }
}

fn inputs(lines: &Lines, config: &PiConfig, keys: &KeySender) -> Result<InputThreads> {
    let mut inputs = InputThreads::default();
    if let Some(buttons) = &config.buttons {
        let (contacts, edges) = lines.buttons(buttons)?;
        let keys = keys.clone();
        let legend = vec![Key::Ok, Key::Back, Key::Up, Key::Down];
        inputs.spawn("buttons", move |stop| Buttons::new(legend, edges).run(contacts, &keys, stop))?;
    }
    if let Some(matrix) = &config.matrix {
        let (grid, keys) = (lines.grid(matrix)?, keys.clone());
        let read = Matrix::new(matrix.legend(), matrix.rows.len(), matrix.columns.len());
        inputs.spawn("matrix", move |stop| read.run(grid, &keys, stop))?;
    }
    let usb = usb::watch(config.keypad.clone(), config.scanner.clone(), keys.clone());
    inputs.usb = Some(usb.map_err(|error| BoardError::new(PartFault::Thread, "keypad", error))?);
    Ok(inputs)
}

fn outputs(lines: &Lines, config: &PiConfig) -> Result<Outputs> {
    Ok(Outputs {
        lamp: config.lamp.as_ref().map(|lamp| lights(lines, lamp)).transpose()?.unwrap_or_default(),
        buzzer: config.buzzer.as_ref().map(|buzzer| sounder(lines, buzzer)).transpose()?.flatten(),
        backlight: config.backlight.as_ref().map(|light| backlight(lines, light)).transpose()?.flatten(),
    })
}

fn lights(lines: &Lines, lamp: &LampConfig) -> Result<[Line; 3]> {
    let light = |part, pin| lines.switch(part, pin, lamp.active).map(|l| Some(Box::new(l) as _));
    Ok([light("lamp.red", lamp.red)?, light("lamp.amber", lamp.amber)?, light("lamp.green", lamp.green)?])
}

fn sounder(lines: &Lines, buzzer: &BuzzerConfig) -> Result<Line> {
    let part = "buzzer.pin";
    Ok(match (buzzer.pin, buzzer.pwm, buzzer.kind) {
        (Some(pin), _, BuzzerKind::Active) => {
            Some(Box::new(lines.switch(part, pin, super::config::Active::High)?))
        }
        (Some(pin), _, BuzzerKind::Passive) => {
            Some(Box::new(lines.software_pwm(part, pin, buzzer.tone_hz)?))
        }
        (None, Some(channel), _) => Some(Box::new(hardware_pwm("buzzer.pwm", channel, buzzer.tone_hz)?)),
        (None, None, _) => None,
    })
}

fn backlight(lines: &Lines, light: &BacklightConfig) -> Result<Line> {
    Ok(match (light.pin, light.pwm) {
        (Some(pin), _) => Some(Box::new(lines.software_pwm("backlight.pin", pin, light.hz)?)),
        (None, Some(channel)) => Some(Box::new(hardware_pwm("backlight.pwm", channel, light.hz)?)),
        (None, None) => None,
    })
}

impl Panel for PiBoard {
    fn format(&self) -> Format {
        self.display.format()
    }

    fn show(&mut self, frame: &Frame, _caption: &Caption) -> std::result::Result<(), PanelError> {
        Ok(self.display.show(frame)?)
    }

    fn lamp(&mut self, lamp: Lamp) -> std::result::Result<(), PanelError> {
        self.player.lamp(lamp)
    }

    fn buzz(&mut self, buzz: Buzz) -> std::result::Result<(), PanelError> {
        self.player.buzz(buzz)
    }

    fn backlight(&mut self, percent: u8) -> std::result::Result<(), PanelError> {
        // An OLED has its own light, a TFT is lit by a line; the call reaches both.
        let lit = self.player.backlight(percent);
        self.display.light(percent)?;
        lit
    }

    fn volume(&mut self, percent: u8) -> std::result::Result<(), PanelError> {
        if let Some(speaker) = &mut self.speaker {
            speaker.volume(percent);
        }
        self.player.volume(percent)
    }

    fn say(&mut self, sound: &Arc<Sound>) -> std::result::Result<(), PanelError> {
        let played = match &mut self.speaker {
            Some(speaker) => speaker.say(sound),
            // Without a speaker nothing plays, so silence is no error.
            None if sound.is_empty() => Ok(()),
            None => Err(io::Error::other(BoardError::new(
                PartFault::Player,
                "speaker",
                "none is configured ([board.speaker])",
            ))),
        };
        played.map_err(|source| PanelError { part: "speaker", source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::{Colour, pi::output::Output};
    use std::{
        sync::Mutex,
        time::{Duration, Instant},
    };

    /// Settings of a line.
    #[derive(Clone, Default)]
    struct Recorded(Arc<Mutex<Vec<f64>>>);

    impl Output for Recorded {
        fn set(&mut self, share: f64) -> io::Result<()> {
            self.0.lock().unwrap().push(share);
            Ok(())
        }
    }

    impl Recorded {
        fn line(&self) -> Line {
            Some(Box::new(self.clone()))
        }

        /// Waits until the line was set to this.
        fn comes_to(&self, share: f64) {
            let until = Instant::now() + Duration::from_secs(20);
            while self.0.lock().unwrap().last().is_none_or(|last| (last - share).abs() > 1e-9) {
                assert!(Instant::now() < until, "never {share}: {:?}", self.0.lock().unwrap());
                std::thread::sleep(Duration::from_millis(2));
            }
        }
    }

    fn config(value: serde_json::Value) -> PiConfig {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_part_that_does_not_answer_is_named_and_the_others_go_on() {
        let (red, light) = (Recorded::default(), Recorded::default());
        let lamp = [red.line(), None, None];
        let outputs = Outputs { lamp, backlight: light.line(), ..Outputs::default() };
        // A bus that this machine does not have, and a player that it does not have.
        let config = config(serde_json::json!({
            "display": { "controller": "sh1106", "i2c_bus": 22 },
            "speaker": { "player": ["/nowhere/player"] },
        }));
        let mut board = PiBoard::assemble(&config, outputs, InputThreads::default()).unwrap();
        assert_eq!(board.format(), Format::Mono);
        let caption = Caption::default();
        let error = board.show(&Frame::new(Format::Mono.size()), &caption).unwrap_err();
        assert!(error.to_string().contains("P110"), "{error}");
        let sound = Arc::new(Sound::new(22_050, vec![0]));
        let error = board.say(&sound).unwrap_err();
        assert!(error.to_string().contains("P160"), "{error}");
        board.lamp(Lamp { colour: Colour::Red, blink: false }).unwrap();
        red.comes_to(1.0);
        board.backlight(50).unwrap();
        light.comes_to(0.25);
        board.volume(0).unwrap();
        board.say(&sound).unwrap();
        board.buzz(Buzz::Short).unwrap();
        drop(board);
        assert_eq!(red.0.lock().unwrap().last(), Some(&0.0), "the lamp goes out with the board");
    }

    #[test]
    fn without_a_speaker_saying_something_is_an_error_and_saying_nothing_is_not() {
        let config = config(serde_json::json!({ "display": { "controller": "ssd1306" } }));
        let mut board = PiBoard::assemble(&config, Outputs::default(), InputThreads::default()).unwrap();
        assert!(
            board
                .say(&Arc::new(Sound::new(22_050, vec![0])))
                .unwrap_err()
                .to_string()
                .contains("none is configured")
        );
        board.say(&Arc::default()).unwrap();
        // Nor are parts that are not there an error.
        board.lamp(Lamp::OFF).unwrap();
        board.buzz(Buzz::Alarm).unwrap();
        board.backlight(10).unwrap();
    }

    #[test]
    fn a_machine_without_lines_is_a_clear_error_and_no_panic() {
        let config = config(serde_json::json!({
            "display": { "controller": "ssd1306" },
            "buttons": { "ok": 5, "back": 6, "up": 13, "down": 19 },
            "speaker": {},
        }));
        let error = PiBoard::open(&config).unwrap_err();
        assert_eq!(error.fault, PartFault::Lines);
        assert!(error.to_string().starts_with("P120 ") && error.to_string().contains(": GPIO: "), "{error}");
        assert!(error.to_string().contains("group gpio"), "{error}");
    }
}
