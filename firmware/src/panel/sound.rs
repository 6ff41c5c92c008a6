//! Speech as samples, and the WAV file that players take.
//!
//! It exists so that WAV files are written in one place and read in none: boards get samples, and only a player or a
//! viewer of the simulated board gets a file.
//!
//! Promises: a file is complete and has true lengths; samples and files made for playing are wiped on drop, because they
//! may contain a name.

use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// Bytes before the first sample of a file.
const HEAD: usize = 44;
/// Format tag of plain samples (RFC 2361, `WAVE_FORMAT_PCM`).
const PCM: u16 = 1;

/// A sound of one channel and 16-bit samples. `Debug` shows its length only.
#[derive(Default, PartialEq, Eq)]
pub struct Sound {
    rate: u32,
    samples: Vec<i16>,
}

impl Sound {
    /// A sound of `rate` samples a second.
    pub fn new(rate: u32, samples: Vec<i16>) -> Self {
        Self { rate, samples }
    }

    /// True for a sound without samples: it only ends the sound before.
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// The sound as a WAV file at this volume, percent: 100 is unchanged, 0 is silence. Samples follow the square of the
    /// percentage, because hearing is about proportional to it.
    pub fn to_wav(&self, percent: u8) -> Zeroizing<Vec<u8>> {
        let percent = i32::from(percent.min(100));
        let length = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes();
        let data = self.samples.len() * 2;
        // Allocated at full size: a vector that grows leaves unwiped pieces behind.
        let mut out = Zeroizing::new(Vec::with_capacity(HEAD + data));
        out.extend_from_slice(b"RIFF");
        out.extend_from_slice(&length(HEAD - 8 + data));
        out.extend_from_slice(b"WAVEfmt \x10\0\0\0");
        out.extend_from_slice(&PCM.to_le_bytes());
        out.extend_from_slice(&[1, 0]); // one channel
        out.extend_from_slice(&self.rate.to_le_bytes());
        out.extend_from_slice(&self.rate.saturating_mul(2).to_le_bytes());
        out.extend_from_slice(&[2, 0, 16, 0]); // bytes and bits of a sample
        out.extend_from_slice(b"data");
        out.extend_from_slice(&length(data));
        for sample in &self.samples {
            let scaled = i32::from(*sample) * percent * percent / 10_000;
            out.extend_from_slice(&i16::try_from(scaled).unwrap_or_default().to_le_bytes());
        }
        out
    }
}

impl Drop for Sound {
    fn drop(&mut self) {
        self.samples.zeroize();
    }
}

impl fmt::Debug for Sound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sound({} samples)", self.samples.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOUD: [i16; 5] = [0, 100, -100, i16::MAX, i16::MIN];

    fn samples(wav: &[u8]) -> Vec<i16> {
        wav[HEAD..].chunks(2).map(|s| i16::from_le_bytes([s[0], s[1]])).collect()
    }

    #[test]
    fn a_sound_is_as_loud_as_the_volume_says() {
        let sound = Sound::new(22_050, LOUD.to_vec());
        for (percent, expected) in [
            (100, LOUD),
            (255, LOUD),
            (50, [0, 25, -25, 8191, -8192]),
            (10, [0, 1, -1, 327, -327]),
            (0, [0; 5]),
        ] {
            assert_eq!(samples(&sound.to_wav(percent)), expected, "{percent} %");
        }
    }

    #[test]
    fn the_file_is_byte_for_byte_a_wav_with_true_lengths() {
        let mut expected = b"RIFF\x2e\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        expected.extend(b"\x22\x56\0\0\x44\xac\0\0\x02\0\x10\0data\x0a\0\0\0");
        expected.extend(LOUD.iter().flat_map(|s| s.to_le_bytes()));
        let made = Sound::new(22_050, LOUD.to_vec()).to_wav(100);
        assert_eq!(*made, expected);
        assert_eq!(made.capacity(), made.len());
    }

    #[test]
    fn a_sound_is_never_printed() {
        assert_eq!(format!("{:?}", Sound::new(16_000, vec![77; 3])), "Sound(3 samples)");
    }
}
