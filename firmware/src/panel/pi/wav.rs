//! Just enough of WAV for speech: find the samples of a 16-bit PCM file and make them quieter.
//!
//! Promise: what is returned is a complete file with true lengths (speech programs that write to a pipe leave wrong
//! ones, which some players take at their word), wiped from memory when dropped: it may say a name.

use zeroize::Zeroizing;

/// Bytes before the first sample of the files made here.
const HEAD: usize = 44;
/// The format tag of plain samples (RFC 2361, `WAVE_FORMAT_PCM`) and of the long form that names it again.
const PCM: u16 = 1;
const EXTENSIBLE: u16 = 0xFFFE;

/// Why a sound cannot be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSound {
    /// Not a WAV file, or one that breaks off before its samples.
    #[error("not a WAV file, or it breaks off")]
    Broken,
    /// Not 16-bit PCM.
    #[error("a WAV file with other samples than 16-bit PCM")]
    Unsupported,
}

/// The same sound at a volume of so many percent: 100 is as loud as it was, 0 is silence. Ears hear shares, so the
/// samples follow the square.
///
/// # Errors
/// [`BadSound`].
pub fn at_volume(wav: &[u8], percent: u8) -> Result<Zeroizing<Vec<u8>>, BadSound> {
    let (format, samples) = parts(wav)?;
    let percent = i32::from(percent.min(100));
    // Made at its full size: a vector that grows leaves unwiped pieces behind.
    let mut out = Zeroizing::new(Vec::with_capacity(HEAD + samples.len()));
    let length = |bytes: usize| u32::try_from(bytes).map_err(|_| BadSound::Unsupported);
    out.extend_from_slice(b"RIFF");
    out.extend_from_slice(&length(HEAD - 8 + samples.len())?.to_le_bytes());
    out.extend_from_slice(b"WAVEfmt \x10\0\0\0");
    out.extend_from_slice(&PCM.to_le_bytes());
    out.extend_from_slice(format);
    out.extend_from_slice(b"data");
    out.extend_from_slice(&length(samples.len())?.to_le_bytes());
    for sample in samples.as_chunks::<2>().0 {
        let quieter = i32::from(i16::from_le_bytes(*sample)) * percent * percent / 10_000;
        out.extend_from_slice(&i16::try_from(quieter).unwrap_or_default().to_le_bytes());
    }
    Ok(out)
}

/// The format after its tag (channels, rates, block, bits: 14 bytes) and the samples.
fn parts(wav: &[u8]) -> Result<(&[u8; 14], &[u8]), BadSound> {
    let rest = wav.strip_prefix(b"RIFF").and_then(|r| r.get(4..)).and_then(|r| r.strip_prefix(b"WAVE"));
    let mut rest = rest.ok_or(BadSound::Broken)?;
    let mut format = None;
    loop {
        let (head, body) = rest.split_first_chunk::<8>().ok_or(BadSound::Broken)?;
        let [i, d, x, y, length @ ..] = *head;
        let length = usize::try_from(u32::from_le_bytes(length)).map_err(|_| BadSound::Broken)?;
        match &[i, d, x, y] {
            b"fmt " => format = Some(pcm16(body.get(..length).ok_or(BadSound::Broken)?)?),
            b"data" => {
                // A length that was not known when it was written: to the end. Half a sample is none.
                let length = length.min(body.len()) & !1;
                let samples = body.get(..length).ok_or(BadSound::Broken)?;
                return Ok((format.ok_or(BadSound::Broken)?, samples));
            }
            _ => {}
        }
        // Pieces begin at even places.
        rest = body.get(length.saturating_add(length & 1)..).ok_or(BadSound::Broken)?;
    }
}

fn pcm16(format: &[u8]) -> Result<&[u8; 14], BadSound> {
    let (tag, rest) = format.split_first_chunk::<2>().ok_or(BadSound::Broken)?;
    let (known, more) = rest.split_first_chunk::<14>().ok_or(BadSound::Broken)?;
    let tag = match u16::from_le_bytes(*tag) {
        // Size of the rest, valid bits, speakers, then the tag as the beginning of a GUID.
        EXTENSIBLE => more.get(8..10).and_then(|t| t.try_into().ok()).map(u16::from_le_bytes),
        tag => Some(tag),
    };
    let [.., low, high] = *known;
    if tag == Some(PCM) && u16::from_le_bytes([low, high]) == 16 {
        Ok(known)
    } else {
        Err(BadSound::Unsupported)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A file of one channel at 22050 Hz with these pieces around its samples.
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

    fn samples(wav: &[u8]) -> Vec<i16> {
        wav[HEAD..].chunks(2).map(|s| i16::from_le_bytes([s[0], s[1]])).collect()
    }

    const LOUD: [i16; 5] = [0, 100, -100, i16::MAX, i16::MIN];

    #[test]
    fn a_sound_is_as_loud_as_the_volume_says() {
        let wav = file(1, 16, b"", None, &LOUD);
        for (percent, expected) in [
            (100, LOUD),
            (255, LOUD),
            (50, [0, 25, -25, 8191, -8192]),
            (10, [0, 1, -1, 327, -327]),
            (0, [0; 5]),
        ] {
            assert_eq!(samples(&at_volume(&wav, percent).unwrap()), expected, "{percent} %");
        }
    }

    #[test]
    fn the_file_has_true_lengths_whatever_a_pipe_wrote() {
        let expected = file(1, 16, b"", None, &LOUD);
        // Odd pieces have a byte of padding.
        for before in [&b""[..], b"LIST\x04\0\0\0abcd", b"junk\x03\0\0\0abc\0"] {
            for length in [None, Some(0x7fff_ff24), Some(u32::MAX)] {
                let made = at_volume(&file(1, 16, before, length, &LOUD), 100).unwrap();
                assert_eq!(made[4..8], 46u32.to_le_bytes());
                assert_eq!(made[8..], expected[8..]);
                assert_eq!(made.capacity(), made.len());
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
        assert_eq!(samples(&at_volume(&wav, 100).unwrap()), [100]);
    }

    #[test]
    fn other_samples_are_refused_and_not_played_as_noise() {
        for (tag, bits) in [(1, 8), (1, 24), (3, 32), (6, 8)] {
            assert_eq!(at_volume(&file(tag, bits, b"", None, &LOUD), 100), Err(BadSound::Unsupported));
        }
    }

    #[test]
    fn a_file_that_breaks_off_before_its_samples_is_refused_at_every_length() {
        let wav = file(1, 16, b"LIST\x04\0\0\0abcd", None, &LOUD);
        let head = wav.len() - LOUD.len() * 2;
        for length in 0..head {
            assert_eq!(at_volume(&wav[..length], 100), Err(BadSound::Broken), "{length}");
        }
        for length in head..wav.len() {
            assert_eq!(samples(&at_volume(&wav[..length], 100).unwrap()).len(), (length - head) / 2);
        }
    }

    proptest! {
        #[test]
        fn nonsense_is_refused_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut wav = b"RIFF\0\0\0\0WAVE".to_vec();
            wav.extend(bytes);
            let _ = at_volume(&wav, 50);
        }
    }
}
