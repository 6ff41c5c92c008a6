//! SQLite's write-ahead log, read by hand, because SQLite itself ends at the first frame that does not add up
//! and calls that the end of the log: after damage in the middle it would silently forget acknowledged checks.
//!
//! Each frame's checksum continues that of the frame before, whose value is stored; so every frame can be
//! checked by itself. A transaction is on disk before the next one begins, and the log is emptied at every
//! start before anything is written (where the disk is full or a reader is in the way, it is not), so only the last
//! transaction can be torn by a power cut. A bad frame that a later transaction follows is therefore damage. (Damage in the last transactions looks like a torn end.)
//!
//! Format: <https://www.sqlite.org/fileformat2.html#the_write_ahead_log>

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

const PAGE: usize = crate::connect::PAGE_BYTES as usize;
const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// One frame of the log.
struct Frame<'a> {
    page_number: u32,
    commits: bool,
    sound: bool,
    page: &'a [u8],
}

/// True when the log at `path` is damaged, as opposed to whole or torn at its end.
pub(crate) fn is_damaged(path: &Path) -> io::Result<bool> {
    let log = read(path)?;
    if log.len() < HEADER + FRAME_HEADER + PAGE {
        return Ok(false);
    }
    if !header_is_sound(&log) {
        // The header is on disk before the first frame: without a sound frame there never was one.
        return Ok(frames(&log).any(|frame| frame.sound));
    }
    let (mut bad, mut committed_after) = (false, false);
    for frame in frames(&log) {
        if committed_after && frame.sound {
            return Ok(true);
        }
        bad |= !frame.sound;
        committed_after |= bad && frame.sound && frame.commits;
    }
    Ok(false)
}

/// Writes the pages of all sound frames of the log at `path` over those of `database`, in order.
pub(crate) fn apply_sound_pages(path: &Path, database: &mut File) -> io::Result<()> {
    let log = read(path)?;
    let frames: Vec<_> = frames(&log).collect();
    // Frames after the last commit were never acknowledged.
    let end = frames.iter().rposition(|frame| frame.sound && frame.commits).map_or(0, |last| last + 1);
    for frame in frames.iter().take(end).filter(|frame| frame.sound && frame.page_number > 0) {
        let offset = u64::from(frame.page_number - 1) * crate::connect::PAGE_BYTES;
        database.seek(SeekFrom::Start(offset))?;
        database.write_all(frame.page)?;
    }
    Ok(())
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut log = Vec::new();
    match File::open(path) {
        Ok(mut file) => file.read_to_end(&mut log).map(|_| log),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(log),
        Err(error) => Err(error),
    }
}

/// The frames of the log's present life. Frames of another salt are of an earlier one and end it, unless they
/// are single ones with damaged salt.
fn frames(log: &[u8]) -> impl Iterator<Item = Frame<'_>> {
    let big = number(log, 0) == 0x377f_0683;
    let body = log.get(HEADER..).unwrap_or_default();
    let sound_header = header_is_sound(log);
    // With a damaged header the first frame has the salt.
    let salt = if sound_header { log.get(16..24) } else { body.get(8..16) }.map(<[u8]>::to_vec);
    let mut seed = (number(log, 24), number(log, 28));
    body.chunks_exact(FRAME_HEADER + PAGE)
        .map_while(move |frame| {
            let (head, page) = frame.split_at_checked(FRAME_HEADER)?;
            let ours = salt.as_deref() == head.get(8..16);
            let stored = (number(head, 16), number(head, 20));
            let sum = checksum(checksum(seed, head.get(..8)?, big), page, big);
            seed = stored;
            let (page_number, commits) = (number(head, 0), number(head, 4) != 0);
            Some((ours, Frame { page_number, commits, sound: ours && sum == stored, page }))
        })
        // An earlier life has two frames in a row with another salt; one alone is damage.
        .scan(false, |foreign, (ours, frame)| {
            let ended = *foreign && !ours;
            *foreign = !ours;
            (!ended).then_some(frame)
        })
}

fn header_is_sound(log: &[u8]) -> bool {
    let big = number(log, 0) == 0x377f_0683;
    let known = big || number(log, 0) == 0x377f_0682;
    let sum = log.get(..24).map(|head| checksum((0, 0), head, big));
    known && number(log, 8) as usize == PAGE && sum == Some((number(log, 24), number(log, 28)))
}

fn number(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|four| <[u8; 4]>::try_from(four).ok());
    four.map_or(0, u32::from_be_bytes)
}

fn checksum(seed: (u32, u32), bytes: &[u8], big: bool) -> (u32, u32) {
    let word = |four: &[u8]| {
        let four = <[u8; 4]>::try_from(four).unwrap_or_default();
        if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
    };
    bytes.chunks_exact(8).fold(seed, |(one, two), pair| {
        let (first, second) = pair.split_at(4);
        let one = one.wrapping_add(word(first)).wrapping_add(two);
        (one, two.wrapping_add(word(second)).wrapping_add(one))
    })
}
