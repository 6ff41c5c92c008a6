//! The bytes on the simulated board's socket.

use crate::panel::{Buzz, Caption, Colour, Device, Frame, Input, Key, Lamp, Scan};
use embedded_graphics::prelude::{OriginDimensions, Size};
use std::{io, sync::Arc};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Longest payload that is read, bytes: a 1024×1024 frame and its caption.
const LONGEST: usize = 2 * 1024 * 1024 + 64 * 1024;

/// The content of the display.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// The pixels.
    pub frame: Frame,
    /// The same in words.
    pub caption: Caption,
}

/// One message on the socket.
///
/// | type | direction | payload |
/// |---|---|---|
/// | `S` shown | to viewers | width and height (2 bytes each, big-endian), the pixels as RGB565 big-endian row by row, then the caption as JSON `{"screen":…,"texts":[…]}` |
/// | `L` lamp | to viewers | colour (`-` off, `w`, `b`, `g`, `a`, `r`), then `1` blinking or `0` steady |
/// | `B` buzzer | to viewers | `s` short, `d` double, `l` long, `a` alarm |
/// | `T` backlight | to viewers | percent, 1 byte |
/// | `V` volume | to viewers | percent, 1 byte |
/// | `A` sound | to viewers | a WAV file, or nothing: silence |
/// | `K` key | to the board | `0`–`9`, `o` OK, `b` back, `u` up, `d` down |
/// | `C` scanned code | to the board | 1 to 64 printable ASCII characters |
/// | `D` device | to the board | `k` keypad, `s` scanner, `b` buttons, `m` matrix, then `1` there or `0` gone |
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// The display changed.
    Shown(Arc<Shown>),
    /// The lamp changed.
    Lamp(Lamp),
    /// The buzzer sounded.
    Buzz(Buzz),
    /// The display's light changed, percent.
    Backlight(u8),
    /// The volume changed, percent.
    Volume(u8),
    /// A sound to play instead of the one before, the bytes of a WAV file; none end it.
    Sound(Arc<[u8]>),
    /// Something was pressed, scanned, plugged or unplugged.
    Input(Input),
}

const COLOURS: [(Colour, u8); 6] = [
    (Colour::Off, b'-'),
    (Colour::White, b'w'),
    (Colour::Blue, b'b'),
    (Colour::Green, b'g'),
    (Colour::Amber, b'a'),
    (Colour::Red, b'r'),
];
const DEVICES: [(Device, u8); 4] =
    [(Device::Keypad, b'k'), (Device::Scanner, b's'), (Device::Buttons, b'b'), (Device::Matrix, b'm')];
const SOUNDS: [(Buzz, u8); 4] =
    [(Buzz::Short, b's'), (Buzz::Double, b'd'), (Buzz::Long, b'l'), (Buzz::Alarm, b'a')];

fn letter<T: PartialEq>(table: &[(T, u8)], value: &T) -> u8 {
    table.iter().find(|(v, _)| v == value).map_or(b'?', |(_, letter)| *letter)
}

fn value<T: Copy>(table: &[(T, u8)], letter: u8) -> io::Result<T> {
    table.iter().find(|(_, l)| *l == letter).map(|(v, _)| *v).ok_or_else(|| bad("unknown letter"))
}

fn bad(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

impl Message {
    /// The whole message as bytes.
    pub(super) fn encode(&self) -> io::Result<Vec<u8>> {
        let (kind, payload) = match self {
            Self::Shown(shown) => (b'S', encode_shown(shown)?),
            Self::Lamp(lamp) => (b'L', vec![letter(&COLOURS, &lamp.colour), b'0' + u8::from(lamp.blink)]),
            Self::Buzz(buzz) => (b'B', vec![letter(&SOUNDS, buzz)]),
            Self::Backlight(percent) => (b'T', vec![*percent]),
            Self::Volume(percent) => (b'V', vec![*percent]),
            Self::Sound(wav) => (b'A', wav.to_vec()),
            Self::Input(Input::Key(key)) => (b'K', vec![key.to_char() as u8]),
            Self::Input(Input::Scan(scan)) => (b'C', scan.as_str().as_bytes().to_vec()),
            Self::Input(Input::Device { device, present }) => {
                (b'D', vec![letter(&DEVICES, device), b'0' + u8::from(*present)])
            }
        };
        let length = u32::try_from(payload.len()).map_err(|_| bad("message too long"))?;
        let mut bytes = vec![kind];
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&payload);
        Ok(bytes)
    }

    fn decode(kind: u8, payload: &[u8]) -> io::Result<Self> {
        match (kind, payload) {
            (b'S', payload) => Ok(Self::Shown(Arc::new(decode_shown(payload)?))),
            (b'L', [colour, blink @ (b'0' | b'1')]) => {
                Ok(Self::Lamp(Lamp { colour: value(&COLOURS, *colour)?, blink: *blink == b'1' }))
            }
            (b'B', [sound]) => Ok(Self::Buzz(value(&SOUNDS, *sound)?)),
            (b'T', [percent]) => Ok(Self::Backlight(*percent)),
            (b'V', [percent]) => Ok(Self::Volume(*percent)),
            (b'A', wav) => Ok(Self::Sound(wav.into())),
            (b'K' | b'C' | b'D', payload) => decode_input(kind, payload).map(Self::Input),
            _ => Err(bad("unknown message")),
        }
    }

    /// Writes the message.
    pub(super) async fn write(&self, to: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
        to.write_all(&self.encode()?).await
    }

    /// Reads one message; `None` at a clean end. `longest` bounds the payload.
    pub(super) async fn read(
        from: &mut (impl AsyncRead + Unpin),
        longest: usize,
    ) -> io::Result<Option<Self>> {
        let mut head = [0; 5];
        if from.read(head.get_mut(..1).unwrap_or_default()).await? == 0 {
            return Ok(None);
        }
        from.read_exact(head.get_mut(1..).unwrap_or_default()).await?;
        let [kind, length @ ..] = head;
        let length = u32::from_be_bytes(length) as usize;
        if length > longest.min(LONGEST) {
            return Err(bad("message too long"));
        }
        let mut payload = vec![0; length];
        from.read_exact(&mut payload).await?;
        Self::decode(kind, &payload).map(Some)
    }
}

fn decode_input(kind: u8, payload: &[u8]) -> io::Result<Input> {
    match (kind, payload) {
        (b'K', [key]) => Key::from_char(char::from(*key)).map(Input::Key).ok_or_else(|| bad("unknown key")),
        (b'C', code) => {
            let scan = std::str::from_utf8(code).ok().and_then(Scan::new);
            scan.map(Input::Scan).ok_or_else(|| bad("no printable code"))
        }
        (b'D', [device, present @ (b'0' | b'1')]) => {
            Ok(Input::Device { device: value(&DEVICES, *device)?, present: *present == b'1' })
        }
        _ => Err(bad("unknown input")),
    }
}

fn encode_shown(shown: &Shown) -> io::Result<Vec<u8>> {
    let Size { width, height } = shown.frame.size();
    let short = |n: u32| u16::try_from(n).map_err(|_| bad("frame too large"));
    let mut out = Vec::with_capacity(shown.frame.pixels().len() * 2 + 1024);
    out.extend_from_slice(&short(width)?.to_be_bytes());
    out.extend_from_slice(&short(height)?.to_be_bytes());
    out.extend_from_slice(&shown.frame.to_be_bytes());
    serde_json::to_writer(&mut out, &shown.caption)?;
    Ok(out)
}

fn decode_shown(payload: &[u8]) -> io::Result<Shown> {
    let [w0, w1, h0, h1, rest @ ..] = payload else { return Err(bad("short frame")) };
    let size = Size::new(u16::from_be_bytes([*w0, *w1]).into(), u16::from_be_bytes([*h0, *h1]).into());
    let count = size.width as usize * size.height as usize * 2;
    let (pixels, caption) = rest.split_at_checked(count).ok_or_else(|| bad("short frame"))?;
    let frame = Frame::from_be_bytes(size, pixels).ok_or_else(|| bad("short frame"))?;
    // The parser's own message could quote the caption.
    let caption = serde_json::from_slice(caption).map_err(|_| bad("caption is not JSON"))?;
    Ok(Shown { frame, caption })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown() -> Shown {
        let caption =
            Caption { screen: "valid".into(), title: "有効".into(), texts: vec!["有効".into()] };
        Shown { frame: Frame::new(Size::new(3, 2)), caption }
    }

    #[tokio::test]
    async fn each_message_comes_back_as_it_was_sent() {
        let lamps = COLOURS.map(|(colour, _)| Message::Lamp(Lamp { colour, blink: true }));
        let sounds = SOUNDS.map(|(buzz, _)| Message::Buzz(buzz));
        let devices = DEVICES.map(|(device, _)| Input::Device { device, present: false });
        let scan = Input::Scan(Scan::new("26-1").unwrap());
        let inputs = [Input::Key(Key::Digit(7)), Input::Key(Key::Down), scan].into_iter().chain(devices);
        let others = [
            Message::Shown(Arc::new(shown())),
            Message::Backlight(20),
            Message::Volume(0),
            Message::Sound(Arc::from(*b"RIFF")),
        ];
        let inputs = inputs.map(Message::Input).chain(others);
        for message in lamps.into_iter().chain(sounds).chain(inputs) {
            let bytes = message.encode().unwrap();
            let read = Message::read(&mut bytes.as_slice(), LONGEST).await.unwrap();
            assert_eq!(read, Some(message));
        }
        assert_eq!(Message::read(&mut [].as_slice(), LONGEST).await.unwrap(), None);
    }

    #[tokio::test]
    async fn invariant_10_nonsense_is_an_error_and_a_huge_length_is_not_allocated() {
        for bytes in [
            &b"K\xff\xff\xff\xff"[..],
            b"X\0\0\0\0",
            b"K\0\0\0\x01z",
            b"L\0\0\0\x01g",
            b"S\0\0\0\x04\xff\xff\xff\xff",
            b"K\0\0",
            b"C\0\0\0\x01\n",
            b"D\0\0\0\x02k2",
        ] {
            assert!(Message::read(&mut &*bytes, LONGEST).await.is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_shown_does_not_print_itself() {
        assert!(!format!("{:?}", shown()).contains("有効"));
    }
}
