//! The master key: 32 bytes in a file that only the station may read (systemd hands it over as a credential).
//! It seals nothing but the keys of the days, so that destroying a day's key destroys the day.

use crate::Error;
use crate::error::file;
use ring::rand::{SecureRandom, SystemRandom};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

/// Bytes of a key.
pub(crate) const KEY_BYTES: usize = 32;

/// The master key. Zeroized when dropped; `Debug` is redacted.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; KEY_BYTES]>);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(redacted)")
    }
}

impl MasterKey {
    /// Reads a key file: 32 bytes, or 64 hexadecimal digits with or without a line end.
    ///
    /// Others must not be able to read or change it. A group may read it only when that is root's group: a
    /// systemd credential of a service user shows its access-control mask there.
    ///
    /// # Errors
    /// [`Error::Key`]; the message never quotes the content.
    pub fn from_file(path: &Path) -> Result<Self, Error> {
        let wrong = |why: &str| Error::Key { path: path.to_owned(), why: why.to_owned() };
        let mut open = File::open(path).map_err(|error| wrong(&error.to_string()))?;
        let meta = open.metadata().map_err(|error| wrong(&error.to_string()))?;
        if !meta.is_file() {
            return Err(wrong("is not a file"));
        }
        let allowed = if meta.gid() == 0 { 0o740 } else { 0o700 };
        if meta.mode() & 0o777 & !allowed != 0 {
            return Err(wrong("others can read or change it: chmod 0400 it"));
        }
        let mut content = Zeroizing::new(Vec::with_capacity(80));
        let read = (&mut open).take(80).read_to_end(&mut content);
        read.map_err(|error| wrong(&error.to_string()))?;
        Self::parse(&content).ok_or_else(|| wrong("holds neither 32 bytes nor 64 hexadecimal digits"))
    }

    /// Makes a new key file (mode 0400, hexadecimal) with a new random key. Never overwrites.
    ///
    /// # Errors
    /// [`Error::File`] when it exists or cannot be written.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let failed = file("create", path);
        let key = Self::random()?;
        let mut new =
            OpenOptions::new().write(true).create_new(true).mode(0o400).open(path).map_err(&failed)?;
        let mut text = Zeroizing::new(String::with_capacity(2 * KEY_BYTES + 1));
        for byte in key.0.iter() {
            text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        }
        text.push('\n');
        new.write_all(text.as_bytes()).and_then(|()| new.sync_all()).map_err(&failed)?;
        crate::files::sync_directory(path)?;
        Ok(key)
    }

    /// A key from its bytes, for whoever keeps it elsewhere than in a file.
    pub fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A new random key.
    pub(crate) fn random() -> Result<Self, Error> {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        SystemRandom::new().fill(key.as_mut_slice()).map_err(|_| Error::Storage {
            doing: "make a key",
            code: 0,
            message: "the system gave no random bytes".to_owned(),
        })?;
        Ok(Self(key))
    }

    pub(crate) fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    fn parse(content: &[u8]) -> Option<Self> {
        if let Ok(mut raw) = <[u8; KEY_BYTES]>::try_from(content) {
            let key = Self::from_bytes(raw);
            raw.zeroize();
            return Some(key);
        }
        let line = content.strip_suffix(b"\n").unwrap_or(content);
        let text = line.strip_suffix(b"\r").unwrap_or(line);
        if text.len() != 2 * KEY_BYTES {
            return None;
        }
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        for (byte, pair) in key.iter_mut().zip(text.chunks_exact(2)) {
            let [high, low] = <[u8; 2]>::try_from(pair).ok()?;
            let digit = |c: u8| char::from(c).to_digit(16).and_then(|d| u8::try_from(d).ok());
            *byte = digit(high)? << 4 | digit(low)?;
        }
        Some(Self(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn written(content: &[u8], mode: u32) -> (tempfile::TempDir, Result<MasterKey, Error>) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let key = MasterKey::from_file(&path);
        (dir, key)
    }

    #[test]
    fn a_key_file_may_be_raw_or_hexadecimal() {
        let raw = written(&[0xab; 32], 0o400).1.unwrap();
        let hex = written("aB".repeat(32).as_bytes(), 0o600).1.unwrap();
        let line = written(format!("{}\n", "ab".repeat(32)).as_bytes(), 0o440).1.unwrap();
        assert_eq!((raw.bytes(), hex.bytes()), (hex.bytes(), line.bytes()));
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        for mode in [0o604, 0o644, 0o420, 0o402, 0o444] {
            let error = written(&[1; 32], mode).1.unwrap_err();
            assert_eq!(error.code(), codes::J101, "{mode:o}");
        }
    }

    #[test]
    fn a_key_file_of_another_form_is_refused_without_being_quoted() {
        for content in ["", "secret", &"zz".repeat(32), &"ab".repeat(33), &"a".repeat(1000)] {
            let error = written(content.as_bytes(), 0o400).1.unwrap_err().to_string();
            assert!(error.contains("J101") && !error.contains("secret") && !error.contains("zz"), "{error}");
        }
    }

    #[test]
    fn a_created_key_is_read_back_and_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        let made = MasterKey::create(&path).unwrap();
        assert_eq!(MasterKey::from_file(&path).unwrap().bytes(), made.bytes());
        assert_eq!(MasterKey::create(&path).unwrap_err().code(), codes::J104);
        assert_eq!(format!("{made:?}"), "MasterKey(redacted)");
    }
}
