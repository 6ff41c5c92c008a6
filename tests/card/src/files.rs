//! Content of a card: applications with files that hold data, PINs or keys.

use rsa::RsaPrivateKey;
use zeroize::Zeroizing;

/// One application, selected by its AID.
pub(crate) struct Application {
    pub(crate) aid: &'static [u8],
    pub(crate) files: Vec<File>,
}

/// An elementary file; the low five bits of `id` are its short id.
pub(crate) struct File {
    pub(crate) id: u16,
    pub(crate) content: Content,
}

/// Content of a file.
pub(crate) enum Content {
    /// Readable bytes; `pins` empty: by anybody, otherwise by who verified one of them.
    Data { bytes: Vec<u8>, pins: &'static [u16] },
    /// A PIN.
    Pin(Pin),
    /// A private key that signs when the PIN with this file id is verified.
    Key { key: Box<RsaPrivateKey>, pin: u16 },
}

impl File {
    pub(crate) fn data(id: u16, bytes: Vec<u8>, pins: &'static [u16]) -> Self {
        Self { id, content: Content::Data { bytes, pins } }
    }

    pub(crate) fn pin(id: u16, value: &str, tries: u8, most: u8) -> Self {
        Self { id, content: Content::Pin(Pin::new(value, tries, most)) }
    }

    pub(crate) fn key(id: u16, key: RsaPrivateKey, pin: u16) -> Self {
        Self { id, content: Content::Key { key: Box::new(key), pin } }
    }
}

/// A PIN with its counter. The counter stays when the card is pulled; `verified` does not.
pub(crate) struct Pin {
    value: Zeroizing<Vec<u8>>,
    tries: u8,
    most: u8,
    pub(crate) verified: bool,
}

/// Result of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Try {
    Right,
    Wrong {
        left: u8,
    },
    /// It was blocked before.
    Blocked,
    /// Of a length that this PIN cannot have: not counted as a try (assumed).
    NoPin,
}

impl Pin {
    fn new(value: &str, tries: u8, most: u8) -> Self {
        Self { value: Zeroizing::new(value.as_bytes().to_vec()), tries, most, verified: false }
    }

    pub(crate) fn tries(&self) -> u8 {
        self.tries
    }

    pub(crate) fn present(&mut self, given: &[u8]) -> Try {
        if self.tries == 0 {
            return Try::Blocked;
        }
        if given.len() != self.value.len() {
            return Try::NoPin;
        }
        self.verified = given == self.value.as_slice();
        if self.verified {
            self.tries = self.most;
            return Try::Right;
        }
        self.tries -= 1;
        Try::Wrong { left: self.tries }
    }
}
