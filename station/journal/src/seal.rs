//! Sealing: ChaCha20-Poly1305 (fast without AES instructions, which a Raspberry Pi 4 lacks), a random nonce a
//! field, and associated data that ties the field to its kind, its owner and this version, so that a field
//! moved to another row does not open.
//!
//! A sealed field is: version (1 byte), nonce (12), ciphertext and tag (16).

use crate::Error;
use crate::key::{KEY_BYTES, MasterKey};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use zeroize::Zeroizing;

const VERSION: u8 = 1;

/// The kind of a sealed field. The numbers are on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// No content; opens with the right master key only.
    KeyCheck = 0,
    /// The key of a day.
    DayKey = 1,
    /// A check with its evidence.
    Evidence = 2,
    /// A settlement.
    Result = 3,
    /// A staff member.
    Staff = 4,
    /// A line of the access log.
    Access = 5,
    /// A ticket scanned with a check.
    Ticket = 6,
}

impl Kind {
    /// Those that have keys of their own.
    pub(crate) const KEYED: [Self; 5] =
        [Self::Evidence, Self::Result, Self::Staff, Self::Access, Self::Ticket];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::KeyCheck => "key check",
            Self::DayKey => "day key",
            Self::Evidence => "evidence",
            Self::Result => "result",
            Self::Staff => "staff member",
            Self::Access => "line of the access log",
            Self::Ticket => "ticket",
        }
    }
}

/// The owner of a field: a check's id, or a key's number.
pub(crate) type Owner = [u8; 16];

/// The owner of a key's wrapped bytes.
pub(crate) fn key_owner(key: i64, kind: i64) -> Owner {
    let mut owner = [0; 16];
    let (number, rest) = owner.split_at_mut(8);
    number.copy_from_slice(&key.to_be_bytes());
    rest.copy_from_slice(&kind.to_be_bytes());
    owner
}

/// The owner of a field that is known by a number: a staff member, a line.
pub(crate) fn number_owner(number: i64) -> Owner {
    key_owner(0, number)
}

fn associated(kind: Kind, owner: &Owner) -> Aad<[u8; 32]> {
    let mut data = *b"junkai-journal.................."; // 16 bytes of label, then the owner
    let (label, tail) = data.split_at_mut(16);
    if let [.., version, which] = label {
        (*version, *which) = (VERSION, kind as u8);
    }
    tail.copy_from_slice(owner);
    Aad::from(data)
}

fn cipher(key: &[u8; KEY_BYTES]) -> Result<LessSafeKey, Error> {
    let unbound = UnboundKey::new(&CHACHA20_POLY1305, key).map_err(|_| broken("take a key"))?;
    Ok(LessSafeKey::new(unbound))
}

fn broken(doing: &'static str) -> Error {
    Error::Storage { doing, code: 0, message: "the cryptographic library refused".to_owned() }
}

/// Fills with random bytes of the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| broken("take random bytes"))?;
    Ok(bytes)
}

/// Seals `plain`.
pub(crate) fn seal(key: &[u8; KEY_BYTES], kind: Kind, owner: &Owner, plain: &[u8]) -> Result<Vec<u8>, Error> {
    let nonce: [u8; NONCE_LEN] = random()?;
    let head = 1 + NONCE_LEN;
    let mut out = Vec::with_capacity(head + plain.len() + CHACHA20_POLY1305.tag_len());
    out.push(VERSION);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(plain);
    let (_, body) = out.split_at_mut(head);
    let nonce = Nonce::assume_unique_for_key(nonce);
    let tag = cipher(key)?.seal_in_place_separate_tag(nonce, associated(kind, owner), body);
    out.extend_from_slice(tag.map_err(|_| broken("seal"))?.as_ref());
    Ok(out)
}

/// Opens what [`seal`] made; `None` when it was changed, or belongs to another key, kind, owner or version.
pub(crate) fn open(
    key: &[u8; KEY_BYTES],
    kind: Kind,
    owner: &Owner,
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (version, rest) = sealed.split_first()?;
    let (nonce, body) = rest.split_at_checked(NONCE_LEN)?;
    if *version != VERSION {
        return None;
    }
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut plain = Zeroizing::new(body.to_vec());
    let length = cipher(key).ok()?.open_in_place(nonce, associated(kind, owner), &mut plain).ok()?.len();
    plain.truncate(length);
    Some(plain)
}

/// Makes keyed fingerprints: equal content, equal fingerprint; without the master key contents cannot be tried.
pub(crate) struct Fingerprinter(hmac::Key);

impl Fingerprinter {
    /// One for `purpose`; prints of two purposes have nothing in common.
    pub(crate) fn new(master: &MasterKey, purpose: &str) -> Result<Self, Error> {
        let secret = Salt::new(HKDF_SHA256, b"junkai-journal").extract(master.bytes());
        let info = [purpose.as_bytes()];
        let okm = secret.expand(&info, hmac::HMAC_SHA256).map_err(|_| broken("derive a key"))?;
        Ok(Self(hmac::Key::from(okm)))
    }

    /// The fingerprint of bytes.
    pub(crate) fn of(&self, content: &[u8]) -> Vec<u8> {
        hmac::sign(&self.0, content).as_ref().to_vec()
    }

    /// True when `print` is the fingerprint of `content`.
    pub(crate) fn fits(&self, content: &[u8], print: &[u8]) -> bool {
        hmac::verify(&self.0, content, print).is_ok()
    }
}

/// `content` as JSON in memory that is wiped. serde_json's own message could quote a value, so it is not used.
pub(crate) fn json(content: &impl serde::Serialize) -> Result<Zeroizing<Vec<u8>>, Error> {
    // Large enough for a check or a settlement, so that growing does not leave copies behind.
    let mut out = Zeroizing::new(Vec::with_capacity(16 * 1024));
    let written = serde_json::to_writer(&mut *out, content);
    written.map_err(|_| Error::Storage {
        doing: "write JSON",
        code: 0,
        message: "the content cannot be written".to_owned(),
    })?;
    Ok(out)
}

/// A value with a disk form; `stored` has the forms.
pub(crate) trait Stored: Sized {
    /// The bytes as they are sealed, in memory that is wiped.
    fn to_disk(&self) -> Result<Zeroizing<Vec<u8>>, Error>;
    /// `None` when the bytes are damaged or of an unknown form.
    fn from_disk(bytes: &[u8]) -> Option<Self>;
}

/// The seal of a field that does not open.
pub(crate) fn does_not_open(kind: Kind, order: i64) -> Error {
    Error::Seal { kind: kind.word(), order: u64::try_from(order).unwrap_or(0) }
}

/// The key check of a master key.
pub(crate) fn key_check(master: &MasterKey) -> Result<Vec<u8>, Error> {
    seal(master.bytes(), Kind::KeyCheck, &[0; 16], b"junkai")
}

/// True when `check` was made with `master`.
pub(crate) fn key_fits(master: &MasterKey, check: &[u8]) -> bool {
    open(master.bytes(), Kind::KeyCheck, &[0; 16], check).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_opens_only_with_its_key_kind_and_owner() {
        let (key, owner) = ([1; 32], [7; 16]);
        let sealed = seal(&key, Kind::Evidence, &owner, b"text").unwrap();
        assert_eq!(open(&key, Kind::Evidence, &owner, &sealed).unwrap().as_slice(), b"text");
        assert!(open(&[2; 32], Kind::Evidence, &owner, &sealed).is_none());
        assert!(open(&key, Kind::Result, &owner, &sealed).is_none());
        assert!(open(&key, Kind::Evidence, &[8; 16], &sealed).is_none());
    }

    #[test]
    fn every_changed_or_missing_byte_is_noticed() {
        let (key, owner) = ([1; 32], [7; 16]);
        let sealed = seal(&key, Kind::Result, &owner, b"some text").unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open(&key, Kind::Result, &owner, &changed).is_none(), "byte {at}");
            assert!(open(&key, Kind::Result, &owner, &sealed[..at]).is_none(), "cut at {at}");
        }
    }

    #[test]
    fn the_same_text_is_never_sealed_to_the_same_bytes() {
        let seal = || seal(&[1; 32], Kind::Result, &[7; 16], b"text").unwrap();
        assert_ne!(seal(), seal());
    }
}
