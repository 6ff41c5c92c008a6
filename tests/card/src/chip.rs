//! Executes commands over the files: selection, reading, PINs, signatures, and the rules of state.
//!
//! - A verified PIN ends with power-down or with the selection of another application; a warm reset keeps it.
//! - A file found by short id becomes the current one.
//! - Tries are asked for without spending one.

use crate::apdu::{Command, Status};
use crate::files::{Application, Content, File, Pin, Try};
use rsa::Pkcs1v15Sign;
use rsa::rand_core::{OsRng, RngCore};

/// Data and status word.
type Answer = Result<Vec<u8>, Status>;

const SELECT: u8 = 0xa4;
const READ_BINARY: u8 = 0xb0;
const VERIFY: u8 = 0x20;
const SIGN: u8 = 0x2a;
const GET_CHALLENGE: u8 = 0x84;
/// Longest that RSA-2048 pads: 256 bytes less 11 of padding.
const LONGEST_SIGNED: usize = 245;

/// The chip: what is stored and what is selected.
pub(crate) struct Chip {
    pub(crate) applications: Vec<Application>,
    /// Index of the selected application.
    selected: Option<usize>,
    /// Id of the current file in it.
    current: Option<u16>,
    /// The application that was selected last: its PINs may be verified, also after a warm reset.
    last: Option<usize>,
    /// Status word of a blocked PIN; real cards were seen with either.
    pub(crate) blocked: Status,
}

impl Chip {
    pub(crate) fn new(applications: Vec<Application>) -> Self {
        Self { applications, selected: None, current: None, last: None, blocked: Status::BLOCKED }
    }

    /// Power-down: nothing is selected, no PIN is verified.
    pub(crate) fn power_down(&mut self) {
        self.leave();
    }

    /// Warm reset: nothing is selected, a verified PIN stays (reported of real cards).
    pub(crate) fn warm_reset(&mut self) {
        (self.selected, self.current) = (None, None);
    }

    pub(crate) fn execute(&mut self, command: &Command<'_>) -> Answer {
        match (command.class, command.instruction) {
            (0x00, SELECT) => self.select(command),
            (0x00, READ_BINARY) => self.read(command),
            (0x00, VERIFY) => self.verify(command),
            (0x00, GET_CHALLENGE) => challenge(command),
            (0x80, SIGN) => self.sign(command),
            (0x00 | 0x80, _) => Err(Status::UNKNOWN_INSTRUCTION),
            _ => Err(Status::UNKNOWN_CLASS),
        }
    }

    fn select(&mut self, command: &Command<'_>) -> Answer {
        match (command.p1, command.p2, command.data) {
            // Back to the card itself; also what readers send as a throw-away after power-up.
            (0x00, 0x00 | 0x0c, [] | [0x3f, 0x00]) => {
                self.leave();
                Ok(Vec::new())
            }
            (0x04, 0x00 | 0x0c, aid) => self.select_application(aid),
            (0x02, 0x0c, [high, low]) => self.select_file(u16::from_be_bytes([*high, *low])),
            (0x02, 0x0c, _) => Err(Status::WRONG_LENGTH),
            _ => Err(Status::WRONG_P1P2),
        }
    }

    fn select_application(&mut self, aid: &[u8]) -> Answer {
        let found = self.applications.iter().position(|a| a.aid == aid).ok_or(Status::NOT_FOUND)?;
        if self.last != Some(found) {
            self.leave();
        }
        (self.selected, self.last, self.current) = (Some(found), Some(found), None);
        Ok(Vec::new())
    }

    fn select_file(&mut self, id: u16) -> Answer {
        let found = self.files().iter().any(|file| file.id == id);
        self.current = if found { Some(id) } else { self.current };
        if found { Ok(Vec::new()) } else { Err(Status::NOT_FOUND) }
    }

    fn read(&mut self, command: &Command<'_>) -> Answer {
        let expected = command.expected.ok_or(Status::WRONG_LENGTH)?;
        let offset = if command.p1 & 0x80 != 0 {
            self.make_current(command.p1 & 0x1f)?;
            usize::from(command.p2)
        } else {
            usize::from(u16::from_be_bytes([command.p1, command.p2]))
        };
        let Content::Data { bytes, pins } = &self.current_file()?.content else {
            return Err(Status::NOT_ALLOWED);
        };
        if !pins.is_empty() && !pins.iter().any(|id| self.is_verified(*id)) {
            return Err(Status::NOT_VERIFIED);
        }
        let rest = bytes.get(offset..).filter(|rest| !rest.is_empty()).ok_or(Status::OFFSET_OUTSIDE)?;
        Ok(rest.get(..expected).unwrap_or(rest).to_vec())
    }

    fn verify(&mut self, command: &Command<'_>) -> Answer {
        let (blocked, given) = (self.blocked, command.data);
        let pin = self.current_pin(command)?;
        if given.is_empty() {
            return Err(Status::tries(pin.tries()));
        }
        match pin.present(given) {
            Try::Right => Ok(Vec::new()),
            Try::Wrong { left } => Err(Status::tries(left)),
            Try::Blocked => Err(blocked),
            Try::NoPin => Err(Status::WRONG_LENGTH),
        }
    }

    /// P2 80 means the current file, otherwise the short id in its low five bits.
    fn current_pin(&mut self, command: &Command<'_>) -> Result<&mut Pin, Status> {
        self.point_to(command)?;
        let (selected, current) = (self.selected, self.current);
        let application = selected.and_then(|index| self.applications.get_mut(index));
        let file = application.and_then(|a| a.files.iter_mut().find(|file| Some(file.id) == current));
        match file.map(|file| &mut file.content) {
            Some(Content::Pin(pin)) => Ok(pin),
            _ => Err(Status::CONDITIONS),
        }
    }

    fn sign(&mut self, command: &Command<'_>) -> Answer {
        self.point_to(command)?;
        let Content::Key { key, pin } = &self.current_file()?.content else { return Err(Status::CONDITIONS) };
        if command.expected.is_none() || command.data.is_empty() || command.data.len() > LONGEST_SIGNED {
            return Err(Status::WRONG_LENGTH);
        }
        if !self.is_verified(*pin) {
            return Err(Status::NOT_VERIFIED);
        }
        key.sign(Pkcs1v15Sign::new_unprefixed(), command.data).map_err(|_| Status::INTERNAL)
    }

    fn point_to(&mut self, command: &Command<'_>) -> Result<(), Status> {
        if command.p1 != 0 || command.p2 & 0xe0 != 0x80 {
            return Err(Status::WRONG_P1P2);
        }
        match command.p2 & 0x1f {
            0 => Ok(()),
            short => self.make_current(short),
        }
    }

    fn make_current(&mut self, short: u8) -> Result<(), Status> {
        let found = self.files().iter().find(|file| file.id & 0x1f == u16::from(short)).map(|file| file.id);
        self.current = found.or(self.current);
        found.map(|_| ()).ok_or(Status::NOT_FOUND)
    }

    fn current_file(&self) -> Result<&File, Status> {
        self.files().iter().find(|file| Some(file.id) == self.current).ok_or(Status::NOT_ALLOWED)
    }

    fn files(&self) -> &[File] {
        self.selected.and_then(|index| self.applications.get(index)).map_or(&[], |a| &a.files)
    }

    fn is_verified(&self, pin: u16) -> bool {
        let found = self.files().iter().find(|file| file.id == pin).map(|file| &file.content);
        matches!(found, Some(Content::Pin(pin)) if pin.verified)
    }

    /// Nothing is selected any more, and every verified PIN is forgotten.
    fn leave(&mut self) {
        (self.selected, self.last, self.current) = (None, None, None);
        for file in self.applications.iter_mut().flat_map(|a| &mut a.files) {
            if let Content::Pin(pin) = &mut file.content {
                pin.verified = false;
            }
        }
    }
}

/// Random bytes, as many as are asked for (up to 256; assumed).
fn challenge(command: &Command<'_>) -> Answer {
    let length = command.expected.filter(|length| *length <= 256).ok_or(Status::WRONG_LENGTH)?;
    let mut random = vec![0; length];
    OsRng.fill_bytes(&mut random);
    Ok(random)
}
