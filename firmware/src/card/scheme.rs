//! Differences between card generations, as data: application, files, keys, algorithm.
//!
//! The next generation is announced with ECDSA P-384 and merged applications. Its identifiers are not published. When
//! they are, they become one more entry in [`SCHEMES`] and no new code; a test reads such a card.

/// A file or key inside an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId(pub u16);

impl FileId {
    /// Its short id: the low five bits.
    pub const fn short(self) -> u8 {
        (self.0 & 0x1F) as u8
    }

    /// As the reference of VERIFY and SIGN: "local" and the short id.
    pub const fn reference(self) -> u8 {
        0x80 | self.short()
    }
}

/// How the key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Algorithm {
    /// For logs and the wire.
    pub name: &'static str,
    /// Put before the digest.
    pub prefix: &'static [u8],
    /// Fewest bytes of a signature.
    pub shortest: usize,
    /// Most bytes of a signature.
    pub longest: usize,
}

/// RSA 2048 with SHA-256, PKCS #1 v1.5: the card pads, we give DigestInfo (RFC 8017, section 9.2).
pub const RSA_2048_SHA256: Algorithm = Algorithm {
    name: "rsa-pkcs1-sha256",
    prefix: &[
        0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
        0x04, 0x20,
    ],
    shortest: 256,
    longest: 256,
};

/// One way to get user-authentication evidence from a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// For logs.
    pub name: &'static str,
    /// Application identifier.
    pub application: &'static [u8],
    /// Token information; its first 32 bytes are the label.
    pub token: FileId,
    /// The user-authentication certificate.
    pub certificate: FileId,
    /// Its private key.
    pub key: FileId,
    /// The PIN of that key.
    pub pin: FileId,
    /// How the key signs.
    pub algorithm: Algorithm,
}

/// JPKI 公的個人認証 on the present generation, user authentication (identifiers as in OpenSC and jpki/myna).
pub const JPKI: Scheme = Scheme {
    name: "jpki",
    application: &[0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01],
    token: FileId(0x0006),
    certificate: FileId(0x000A),
    key: FileId(0x0017),
    pin: FileId(0x0018),
    algorithm: RSA_2048_SHA256,
};

/// The generations this version knows, tried in this order.
pub const SCHEMES: &[Scheme] = &[JPKI];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_references_are_those_known_from_real_cards() {
        assert_eq!(
            (JPKI.certificate.short(), JPKI.pin.reference(), JPKI.key.reference()),
            (0x0A, 0x98, 0x97)
        );
    }
}
