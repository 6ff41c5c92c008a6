//! Sources of the bytes of a font: memory for the font that nearly everything is written in, the file for fonts that a
//! rare name needs. A font of 46 MB of which a day needs ten glyphs must not cost a Pi 46 MB.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

/// Bytes of a font, at any place in any order.
pub(crate) trait Bytes: Send + Sync {
    /// Fills `into` with the bytes from place `at`.
    ///
    /// # Errors
    /// `UnexpectedEof` behind the end, or the error of the disk. Blocks as long as the disk does.
    fn read(&self, at: u64, into: &mut [u8]) -> io::Result<()>;

    /// The number of bytes.
    ///
    /// # Errors
    /// The error of the disk.
    fn len(&self) -> io::Result<u64>;
}

impl Bytes for File {
    fn read(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        self.read_exact_at(into, at)
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}

impl Bytes for Box<[u8]> {
    fn read(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        let from = usize::try_from(at).ok().and_then(|at| self.get(at..)?.get(..into.len()));
        into.copy_from_slice(from.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.as_ref().len() as u64)
    }
}

/// Big-endian numbers of a table, as OpenType has them.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|b| u16::from_be_bytes(*b))
}

/// As [`u16_at`].
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|b| u32::from_be_bytes(*b))
}
