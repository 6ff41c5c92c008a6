//! Sound as samples, and WAV files as engines write them and as the panel takes them.

use super::{LONGEST_WAV, SpeechError};
use std::sync::Arc;
use zeroize::Zeroize;

/// Samples a second that the panel is given at most: a third of what Open JTalk makes, enough for speech.
const RATE: u32 = 16_000;
/// Loudest sample below which a sound is called silence; speech has thousands.
const SILENCE: u16 = 256;
/// Length of the header that is written.
const HEADER: usize = 44;

/// One channel of 16-bit samples. Wiped when dropped.
#[derive(Default)]
pub struct Sound {
    /// Samples a second.
    pub rate: u32,
    /// The samples.
    pub samples: Vec<i16>,
}

impl Drop for Sound {
    fn drop(&mut self) {
        self.samples.zeroize();
    }
}

impl Sound {
    /// Reads a WAV (RIFF, PCM, 16 bit, one channel). An engine that does not know the length in advance announces
    /// too much: what is there counts.
    ///
    /// # Errors
    /// [`SpeechError::NoSound`].
    pub fn read(wav: &[u8]) -> Result<Self, SpeechError> {
        let bad = SpeechError::NoSound;
        let mut rest = match wav.split_at_checked(12) {
            Some((head, rest)) if head.starts_with(b"RIFF") && head.ends_with(b"WAVE") => rest,
            _ => return Err(bad("the engine gave no WAV")),
        };
        let mut rate = None;
        while let Some((name, length, after)) = chunk(rest) {
            let body = after.get(..length).unwrap_or(after);
            match name {
                b"fmt " => rate = Some(format(body).ok_or(bad("the engine's WAV is not 16 bit mono PCM"))?),
                b"data" => {
                    let rate = rate.ok_or(bad("the engine's WAV has no format"))?;
                    let samples =
                        body.as_chunks::<2>().0.iter().map(|pair| i16::from_le_bytes(*pair)).collect();
                    return Ok(Self { rate, samples });
                }
                _ => {}
            }
            // Chunks begin at even places.
            rest = after.get(length.saturating_add(length % 2)..).unwrap_or_default();
        }
        Err(bad("the engine's WAV holds no data"))
    }

    /// Adds another sound of the same rate behind this one.
    pub fn append(&mut self, mut other: Self) {
        self.rate = other.rate;
        // Room for everything at once: growing would leave a copy behind.
        let mut both = Vec::with_capacity(self.samples.len() + other.samples.len());
        both.append(&mut self.samples);
        both.append(&mut other.samples);
        self.samples = both;
    }

    /// As a WAV for the panel.
    ///
    /// # Errors
    /// [`SpeechError::NoSound`] for silence, and for more than [`LONGEST_WAV`].
    pub fn wav(self) -> Result<Arc<[u8]>, SpeechError> {
        if self.samples.iter().all(|sample| sample.unsigned_abs() < SILENCE) {
            return Err(SpeechError::NoSound("the engine gave silence"));
        }
        let sound = self.thinned();
        let length = sound.samples.len() * 2;
        if HEADER + length > LONGEST_WAV {
            return Err(SpeechError::NoSound("the sound is too long"));
        }
        let mut out = Vec::with_capacity(HEADER + length);
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
        out.extend([b"RIFF".as_slice(), &number(HEADER - 8 + length), b"WAVEfmt ", &number(16)].concat());
        out.extend([1, 0, 1, 0]); // PCM, one channel
        out.extend(sound.rate.to_le_bytes());
        out.extend((sound.rate * 2).to_le_bytes());
        out.extend([2, 0, 16, 0]); // bytes and bits of a sample
        out.extend([b"data".as_slice(), &number(length)].concat());
        out.extend(sound.samples.iter().flat_map(|sample| sample.to_le_bytes()));
        let wav = Arc::from(out.as_slice());
        out.zeroize();
        Ok(wav)
    }

    /// With a whole part of the samples only, as long as that leaves [`RATE`]; what the lower rate cannot carry is
    /// filtered out before.
    fn thinned(self) -> Self {
        let factor = (self.rate / RATE).max(1);
        if factor == 1 {
            return self;
        }
        let filter = low_pass(factor as usize);
        let middle = filter.len() / 2;
        let at =
            |place: usize| place.checked_sub(middle).and_then(|n| self.samples.get(n)).copied().unwrap_or(0);
        let filtered = |place: usize| {
            let sum: f32 =
                filter.iter().enumerate().map(|(n, weight)| weight * f32::from(at(place + n))).sum();
            sum.round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16
        };
        let samples = (0..self.samples.len()).step_by(factor as usize).map(filtered).collect();
        Self { rate: self.rate / factor, samples }
    }
}

/// Weights of a low-pass filter for keeping each `factor`th sample: a sinc, cut at nine tenths of what the lower rate
/// carries, under Hann's window.
fn low_pass(factor: usize) -> Vec<f32> {
    let half = 8 * factor as i32;
    let cut = 0.9 / factor as f32;
    let weight = |n: i32| {
        let x = n as f32 * cut * std::f32::consts::PI;
        let sinc = if n == 0 { 1.0 } else { x.sin() / x };
        let window = 0.5 + 0.5 * (std::f32::consts::PI * n as f32 / (half + 1) as f32).cos();
        sinc * cut * window
    };
    let weights: Vec<f32> = (-half..=half).map(weight).collect();
    let sum: f32 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// Name and length of the first chunk, and what comes after its header.
fn chunk(bytes: &[u8]) -> Option<(&[u8; 4], usize, &[u8])> {
    let (name, rest) = bytes.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    Some((name, usize::try_from(u32::from_le_bytes(*length)).ok()?, rest))
}

/// The rate, when it is a format that is understood.
fn format(body: &[u8]) -> Option<u32> {
    match body {
        [1, 0, 1, 0, a, b, c, d, _, _, _, _, _, _, 16, 0, ..] => {
            let rate = u32::from_le_bytes([*a, *b, *c, *d]);
            (8_000..=48_000).contains(&rate).then_some(rate)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(rate: u32, hertz: f32, seconds: f32) -> Sound {
        let wave = |n: usize| (n as f32 / rate as f32 * hertz * std::f32::consts::TAU).sin() * 10_000.0;
        let samples = (0..(rate as f32 * seconds) as usize).map(|n| wave(n) as i16).collect();
        Sound { rate, samples }
    }

    fn loudness(sound: &Sound) -> f64 {
        let sum: f64 = sound.samples.iter().map(|s| f64::from(*s).powi(2)).sum();
        (sum / sound.samples.len() as f64).sqrt()
    }

    #[test]
    fn a_sound_keeps_its_length_and_loudness_at_the_panel_s_rate() {
        let wav = tone(48_000, 440.0, 1.0).wav().unwrap();
        assert_eq!(wav.len(), HEADER + 2 * 16_000);
        let back = Sound::read(&wav).unwrap();
        assert_eq!((back.rate, back.samples.len()), (16_000, 16_000));
        assert!((loudness(&back) - 7_071.0).abs() < 150.0, "{}", loudness(&back));
        assert_eq!(
            tone(22_050, 440.0, 1.0).wav().unwrap().len(),
            HEADER + 2 * 22_050,
            "not a whole part: as it is"
        );
    }

    #[test]
    fn what_the_lower_rate_cannot_carry_does_not_come_back_as_another_tone() {
        let high = Sound::read(
            &[tone(48_000, 440.0, 0.1), tone(48_000, 11_000.0, 1.0)]
                .into_iter()
                .fold(Sound::default(), |mut all, part| {
                    all.append(part);
                    all
                })
                .wav()
                .unwrap(),
        )
        .unwrap();
        let tail = Sound { rate: 16_000, samples: high.samples[3_200..].to_vec() };
        assert!(loudness(&tail) < 70.0, "{}", loudness(&tail));
    }

    #[test]
    fn an_announced_length_that_is_too_much_is_not_believed() {
        let mut wav = tone(16_000, 300.0, 0.1).wav().unwrap().to_vec();
        wav[40..44].copy_from_slice(&0x7FFF_F000_u32.to_le_bytes());
        assert_eq!(Sound::read(&wav).unwrap().samples.len(), 1_600);
    }

    #[test]
    fn what_is_no_sound_is_told_apart() {
        let good = tone(16_000, 300.0, 0.1).wav().unwrap().to_vec();
        let changed = |at: usize, byte| {
            let mut wav = good.clone();
            wav[at] = byte;
            Sound::read(&wav).is_err()
        };
        assert!(Sound::read(b"").is_err() && Sound::read(&good[..36]).is_err());
        assert!(changed(0, b'X') && changed(20, 3) && changed(22, 2) && changed(34, 8));
        let silent = Sound { rate: 16_000, samples: vec![3; 16_000] };
        assert_eq!(silent.wav().unwrap_err(), SpeechError::NoSound("the engine gave silence"));
        assert_eq!(
            tone(16_000, 300.0, 70.0).wav().unwrap_err(),
            SpeechError::NoSound("the sound is too long")
        );
    }

    #[test]
    fn no_bytes_make_the_reader_panic() {
        let good = tone(16_000, 300.0, 0.01).wav().unwrap().to_vec();
        for at in 0..good.len().min(60) {
            for byte in [0, 1, 0x7F, 0x80, 0xFF] {
                let mut wav = good.clone();
                wav[at] = byte;
                drop(Sound::read(&wav));
                drop(Sound::read(&wav[..at]));
            }
        }
    }
}
