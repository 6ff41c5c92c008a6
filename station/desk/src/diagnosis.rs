//! The technician's screens: what was found, devices that come and go, the self-test.

use crate::Key;
use wire::ReaderState;

/// An input device of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Device {
    /// The USB numeric keypad.
    Keypad,
    /// The USB barcode scanner.
    Scanner,
    /// The four buttons.
    Buttons,
    /// The matrix keypad.
    Matrix,
}

/// Subject of a line of the diagnosis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DiagnosisItem {
    /// The reader's model.
    Reader,
    /// Support of extended APDUs by the reader.
    ExtendedApdu,
    /// Keys of the reader itself, on which a PIN can be typed.
    PinPad,
    /// The station's version.
    Software,
    /// An address of the station.
    Address,
    /// The line to the centre.
    Line,
    /// Free disk space.
    Disk,
    /// The processor's temperature.
    Temperature,
    /// Undervoltage.
    Power,
    /// The clock's source and whether it is synchronised.
    Clock,
    /// Last day of the certificate for the centre.
    CentreCertificate,
    /// Last day of the certificate for the fleet's broker.
    FleetCertificate,
    /// The connection to the fleet's broker.
    Broker,
    /// Challenges left.
    Book,
    /// Checks kept and waiting.
    Journal,
    /// The keypad.
    Keypad,
    /// The scanner.
    Scanner,
    /// The display.
    Display,
    /// The buttons.
    Buttons,
    /// Reading aloud.
    Speech,
}

/// One line of the diagnosis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagnosisRow {
    /// Its subject.
    pub item: DiagnosisItem,
    /// The finding, short (about 24 half-width characters fit); the same in every language.
    pub value: String,
    /// The finding is as it should be; `None` where nothing is expected.
    pub ok: Option<bool>,
}

/// The lamp's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LampColour {
    /// Red
    Red,
    /// Amber
    Amber,
    /// Green
    Green,
}

/// Actions of the self-test on the board, each once, when its page appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SelfTestStep {
    /// A test picture is up: the whole of it should go over the bus, at full light.
    Panel,
    /// Keys are tried; nothing to do.
    Keys,
    /// Light the lamp in this colour, steadily.
    Lamp(LampColour),
    /// Sound the buzzer.
    Buzzer,
    /// The reader is tried; nothing to do.
    Reader,
    /// It is over; the lamp's own meaning is set again right after.
    Done,
}

/// The page of the self-test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SelfTestScreen {
    /// A picture with all colours and its border. OK goes on, Back ends.
    Panel,
    /// Every key that is pressed is shown; OK twice in a row goes on, Back twice in a row ends.
    Keys {
        /// The last keys, the newest last, at most [`SelfTestScreen::KEYS_SHOWN`].
        pressed: Vec<Key>,
        /// Codes scanned.
        scans: u32,
    },
    /// The lamp shines. OK goes on, Back ends.
    Lamp(LampColour),
    /// The buzzer sounds; Up or Down sounds it again. OK goes on, Back ends.
    Buzzer,
    /// A card is put down and taken. OK and Back end.
    Reader {
        /// How the reader is.
        state: ReaderState,
        /// A card lies there now.
        card: bool,
    },
}

impl SelfTestScreen {
    /// How many keys the keys page remembers.
    pub const KEYS_SHOWN: usize = 10;

    /// The name of its screen, as [`crate::Screen::id`] gives it.
    pub(crate) fn id(&self) -> &'static str {
        match self {
            Self::Panel => "self_test_panel",
            Self::Keys { .. } => "self_test_keys",
            Self::Lamp(_) => "self_test_lamp",
            Self::Buzzer => "self_test_buzzer",
            Self::Reader { .. } => "self_test_reader",
        }
    }
}
