//! Sound of an engine: read from its WAV, joined, checked, and reduced to the panel's sample rate.
//!
//! It exists because an engine's output is outside data, and larger than the panel takes: Open JTalk makes 48,000
//! samples a second, three times the rate that speech needs. A third of the samples may only be left out after a
//! low-pass filter, because higher tones would come back as wrong ones; hence the filter here.
//!
//! This is the only WAV reader of the station. It is written by hand because an engine that writes to a pipe announces
//! a wrong length, and because copies in memory must be wiped.
//!
//! Promises: no length in a file is trusted; only 16-bit samples of one channel at 8 to 48 kHz are taken; silence and
//! endless sound are errors; samples are wiped on drop.

use super::SpeechError;
use zeroize::Zeroize;

/// Highest sample rate for the panel, hertz: enough for speech.
const RATE: u32 = 16_000;
/// Loudest sample up to which a sound counts as silence; speech has thousands.
const SILENCE: u16 = 256;
/// Samples of one sound at most: with its header 2 MiB as a WAV, the limit of the panel.
const LONGEST: usize = 1_024 * 1_024 - 22;
/// Format tag of plain samples (RFC 2361, `WAVE_FORMAT_PCM`).
const PCM: u16 = 1;
/// Format tag of the long form, which holds the tag of its samples.
const EXTENSIBLE: u16 = 0xFFFE;

/// One channel of 16-bit samples. Wiped on drop; `Debug` shows the number of samples only.
#[derive(Default, PartialEq, Eq)]
pub struct Sound {
    /// Sample rate, hertz.
    pub rate: u32,
    /// The samples in order.
    pub samples: Vec<i16>,
}

impl Drop for Sound {
    fn drop(&mut self) {
        self.samples.zeroize();
    }
}

impl std::fmt::Debug for Sound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sound({} samples)", self.samples.len())
    }
}

impl Sound {
    /// Reads a WAV (RIFF, PCM, 16 bit, one channel). The data end where the file ends, whatever length it announces.
    ///
    /// # Errors
    /// [`SpeechError::NoSound`].
    pub(crate) fn read(wav: &[u8]) -> Result<Self, SpeechError> {
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
            // Chunks begin at even offsets.
            rest = after.get(length.saturating_add(length % 2)..).unwrap_or_default();
        }
        Err(bad("the engine's WAV holds no data"))
    }

    /// Appends a sound of the same rate.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.rate = other.rate;
        // Allocated at full size: growing would leave a copy behind.
        let mut both = Vec::with_capacity(self.samples.len() + other.samples.len());
        both.append(&mut self.samples);
        both.append(&mut other.samples);
        self.samples = both;
    }

    /// The sound for the panel, at its sample rate.
    ///
    /// # Errors
    /// [`SpeechError::NoSound`] for silence, and for more than the panel takes.
    pub(crate) fn for_panel(self) -> Result<Self, SpeechError> {
        if self.samples.iter().all(|sample| sample.unsigned_abs() < SILENCE) {
            return Err(SpeechError::NoSound("the engine gave silence"));
        }
        let sound = self.reduced();
        if sound.samples.len() > LONGEST {
            return Err(SpeechError::NoSound("the sound is too long"));
        }
        Ok(sound)
    }

    /// Keeps each second, third, … sample while at least [`RATE`] remains, after a low-pass filter.
    fn reduced(self) -> Self {
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

/// Weights of a low-pass filter for keeping each `factor`th sample: a sinc under a Hann window, cut at nine tenths of
/// the lower rate's highest frequency.
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

/// Name and announced length of the first chunk, and the bytes after its header.
fn chunk(bytes: &[u8]) -> Option<(&[u8; 4], usize, &[u8])> {
    let (name, rest) = bytes.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    Some((name, usize::try_from(u32::from_le_bytes(*length)).ok()?, rest))
}

/// The sample rate of a supported format.
fn format(body: &[u8]) -> Option<u32> {
    let (known, more) = body.split_first_chunk::<16>()?;
    let [tag_low, tag_high, 1, 0, a, b, c, d, _, _, _, _, _, _, 16, 0] = *known else { return None };
    let tag = match u16::from_le_bytes([tag_low, tag_high]) {
        // Size of the rest, valid bits, speakers, then the tag as the beginning of a GUID.
        EXTENSIBLE => u16::from_le_bytes(*more.get(8..)?.first_chunk()?),
        tag => tag,
    };
    let rate = u32::from_le_bytes([a, b, c, d]);
    (tag == PCM && (8_000..=48_000).contains(&rate)).then_some(rate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tone(rate: u32, hertz: f32, seconds: f32) -> Sound {
        let wave = |n: usize| (n as f32 / rate as f32 * hertz * std::f32::consts::TAU).sin() * 10_000.0;
        let samples = (0..(rate as f32 * seconds) as usize).map(|n| wave(n) as i16).collect();
        Sound { rate, samples }
    }

    fn loudness(sound: &Sound) -> f64 {
        let sum: f64 = sound.samples.iter().map(|s| f64::from(*s).powi(2)).sum();
        (sum / sound.samples.len() as f64).sqrt()
    }

    /// A file of one channel at 22,050 Hz with these chunks before its samples.
    fn file(tag: u16, bits: u16, before: &[u8], length: Option<u32>, samples: &[i16]) -> Vec<u8> {
        let mut out = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0".to_vec();
        out.extend(tag.to_le_bytes());
        out.extend([1, 0, 0x22, 0x56, 0, 0, 0x44, 0xac, 0, 0, 2, 0]);
        out.extend(bits.to_le_bytes());
        out.extend(before);
        out.extend(b"data");
        out.extend(length.unwrap_or(u32::try_from(samples.len() * 2).unwrap()).to_le_bytes());
        out.extend(samples.iter().flat_map(|s| s.to_le_bytes()));
        out
    }

    const LOUD: [i16; 5] = [0, 100, -100, i16::MAX, i16::MIN];

    fn samples(wav: &[u8]) -> Vec<i16> {
        Sound::read(wav).unwrap().samples.clone()
    }

    #[test]
    fn a_sound_keeps_its_length_and_loudness_at_the_panel_s_rate() {
        let back = tone(48_000, 440.0, 1.0).for_panel().unwrap();
        assert_eq!((back.rate, back.samples.len()), (16_000, 16_000));
        assert!((loudness(&back) - 7_071.0).abs() < 150.0, "{}", loudness(&back));
        let odd = tone(22_050, 440.0, 1.0).for_panel().unwrap();
        assert_eq!((odd.rate, odd.samples.len()), (22_050, 22_050), "unchanged: no whole fraction is left");
    }

    #[test]
    fn tones_above_the_lower_rate_do_not_come_back_as_other_tones() {
        let mut both = tone(48_000, 440.0, 0.1);
        both.append(tone(48_000, 11_000.0, 1.0));
        let high = both.for_panel().unwrap();
        let tail = Sound { rate: 16_000, samples: high.samples[3_200..].to_vec() };
        assert!(loudness(&tail) < 70.0, "{}", loudness(&tail));
    }

    #[test]
    fn the_data_end_with_the_file_whatever_length_a_pipe_announced() {
        // Odd chunks have a byte of padding.
        for before in [&b""[..], b"LIST\x04\0\0\0abcd", b"junk\x03\0\0\0abc\0"] {
            for length in [None, Some(0x7fff_ff24), Some(u32::MAX)] {
                assert_eq!(samples(&file(1, 16, before, length, &LOUD)), LOUD);
            }
        }
    }

    #[test]
    fn the_long_form_of_the_format_is_understood() {
        let mut wav =
            b"RIFF\0\0\0\0WAVEfmt \x28\0\0\0\xfe\xff\x01\0\x22\x56\0\0\x44\xac\0\0\x02\0\x10\0".to_vec();
        wav.extend(
            b"\x16\0\x10\0\x04\0\0\0\x01\0\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71data\x02\0\0\0\x64\0",
        );
        assert_eq!(samples(&wav), [100]);
        let tag = wav.windows(4).position(|four| four == b"\x01\0\0\0").unwrap();
        wav[tag] = 3;
        assert!(Sound::read(&wav).is_err(), "samples of another kind in the long form");
    }

    #[test]
    fn other_samples_channels_and_rates_are_refused_and_not_played_as_noise() {
        for (tag, bits) in [(1, 8), (1, 24), (3, 32), (6, 8), (3, 16)] {
            let error = Sound::read(&file(tag, bits, b"", None, &LOUD)).unwrap_err();
            assert_eq!(error, SpeechError::NoSound("the engine's WAV is not 16 bit mono PCM"));
        }
        for (at, byte) in [(0, b'X'), (22, 2), (26, 0xFF)] {
            let mut wav = file(1, 16, b"", None, &LOUD);
            wav[at] = byte;
            assert!(Sound::read(&wav).is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_file_that_breaks_off_before_its_samples_is_refused_at_every_length() {
        let wav = file(1, 16, b"LIST\x04\0\0\0abcd", None, &LOUD);
        let head = wav.len() - LOUD.len() * 2;
        for length in 0..head {
            assert!(Sound::read(&wav[..length]).is_err(), "{length}");
        }
        for length in head..=wav.len() {
            assert_eq!(samples(&wav[..length]).len(), (length - head) / 2, "half a sample is none");
        }
    }

    #[test]
    fn silence_and_endless_sound_are_errors() {
        let silent = Sound { rate: 16_000, samples: vec![3; 16_000] };
        assert_eq!(silent.for_panel().unwrap_err(), SpeechError::NoSound("the engine gave silence"));
        let long = tone(16_000, 300.0, 70.0);
        assert_eq!(long.for_panel().unwrap_err(), SpeechError::NoSound("the sound is too long"));
    }

    #[test]
    fn a_sound_is_never_printed() {
        assert_eq!(format!("{:?}", Sound { rate: 8_000, samples: vec![77; 3] }), "Sound(3 samples)");
    }

    #[test]
    fn no_changed_byte_makes_the_reader_panic() {
        let good = file(1, 16, b"junk\x03\0\0\0abc\0", None, &LOUD);
        for at in 0..good.len() {
            for byte in [0, 1, 0x7F, 0x80, 0xFF] {
                let mut wav = good.clone();
                wav[at] = byte;
                drop(Sound::read(&wav));
                drop(Sound::read(&wav[..at]));
            }
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut wav = b"RIFF\0\0\0\0WAVE".to_vec();
            wav.extend(bytes);
            drop(Sound::read(&wav));
        }
    }
}
