//! Texts in English, in everyday words: foreign examinees read them on the panel.

use super::keys::{Action, Card, Check, Day, Label, Login, LossReason, Status, Tool, Verdict};
use super::language::{Manner, OutcomeWords, Table, Text, brief, text};
use crate::names;
use desk::{
    ChoiceOf, Coverage, DiagnosisItem, LampColour, LateGood, MenuItem, PadPause, Pref, PurposeChoice,
};
use model::{FallbackKind, Source};
use wire::Outcome;
use wire::{LineGrade, Method, Purpose, ReaderState};

/// The second language.
pub(super) struct English;

impl Table for English {
    fn manner(&self) -> Manner {
        Manner { name: "English", line_break: " ", smallest_sentence: 10 }
    }

    fn card(&self, key: &Card) -> Text {
        match key {
            Card::PlaceCard => brief("Place the card\non the reader", "Place card"),
            Card::TakeLastCard => brief("Take the last card\naway", "Take last\ncard away"),
            Card::MethodLabel => text("Method"),
            Card::PurposeLabel => text("Purpose"),
            Card::Reader => brief("Card reader problem", "Reader"),
            Card::ReaderAbsent => {
                brief("No card reader.\nCheck the USB plug.", "Not connected:\ncheck the USB plug")
            }
            Card::ReaderFault => brief(
                "The card reader does not answer.\nUnplug it and plug it in again.",
                "No answer: unplug,\nplug in again",
            ),
            Card::Reading => brief("Reading the card", "Reading"),
            Card::HoldStill => brief("Do not move the card", "Do not move\nthe card"),
            Card::Compare => brief("Compare the face", "Face"),
            Card::CompareAsk => brief("Is this the person\non the card?", "Same person\nas the photo?"),
            Card::CompareCard => text("You may take the card to look at it"),
            Card::Pin => text("PIN"),
            Card::PinAsk => brief("Enter your 4 digits", "Enter 4 digits"),
            Card::PinWheel => brief("▲▼ turn the digit, OK takes it", "Turn with ▲▼"),
            Card::PinSend => text("Press OK"),
            Card::PinWrong => text("Wrong PIN"),
            Card::LastTry => text("Last try"),
            Card::LastTryAsk => brief(
                "A wrong PIN locks the card.\nOnly the municipality can unlock it.\nReally try?",
                "Wrong PIN locks it.\nReally try?",
            ),
            Card::PadAsk => brief(
                "Enter your 4 digits on the\ncard reader's keys,\nthen its confirm key",
                "Type on the reader",
            ),
            Card::PadLeave => brief(
                "Press the cancel key\non the card reader.\nThen enter the PIN here.",
                "Cancel on the reader",
            ),
            Card::LastTryPad => brief(
                "A wrong PIN locks the card.\nOnly the municipality can unlock it.\nReally try?",
                "Wrong PIN locks it.\nReally try?",
            ),
            Card::Signing => brief("The card checks the PIN", "Checking"),
            Card::PinLocked => text("PIN locked"),
            Card::PinLockedSay => brief(
                "Only the municipality can unlock it.\nVisual check is possible.",
                "Visual check is\npossible",
            ),
            Card::NoChallenge => brief("PIN not possible now", "No PIN now"),
            Card::NoChallengeSay => brief(
                "No challenges left until the line is back.\nVisual check is possible.",
                "Until the line is\nback: visual check",
            ),
            Card::CardProblem => brief("No check was made", "No check made"),
            Card::Expired => brief("Certificate expired", "Expired"),
            Card::ExpiredSay => {
                brief("More than 3 months ago.\nUse another proof.", "3 months are over:\nuse another proof")
            }
            Card::NotYet => brief("Certificate not valid yet", "Not yet valid"),
            Card::NotYetSay => brief("It is not valid yet.\nUse another proof.", "Use another proof"),
            Card::LastDay => brief("Certificate ended", "Ended"),
            Card::FirstDay => brief("Certificate begins", "Begins"),
            Card::Method(Method::Visual) => text("Visual"),
            Card::Method(Method::Pin) => text("PIN"),
            Card::Purpose(Purpose::HealthCheckup) => text("Checkup"),
            Card::Purpose(Purpose::HealthGuidance) => text("Guidance"),
            Card::TicketKept(tail) => {
                brief(format!("Ticket …{tail} goes with the next card"), format!("T{tail}"))
            }
            Card::Ticket(tail) => brief(format!("Ticket …{tail}"), format!("T{tail}")),
            Card::CertificateEndsSoon => brief("Certificate ends", "Renew cert."),
            Card::CertificateGrace => brief("Certificate ended", "Cert. in grace"),
            Card::PadRests(PadPause::Wrong | PadPause::LastTry) => {
                brief("Wrong PIN.\nOK lets the reader ask again.", "Wrong PIN")
            }
            Card::PadRests(PadPause::TimedOut) => {
                brief("Time is up: no try was used.\nOK lets the reader ask again.", "Time is up")
            }
            Card::PadRests(PadPause::Cancelled) => {
                brief("Cancelled: no try was used.\nOK lets the reader ask again.", "Cancelled")
            }
            Card::PadRests(PadPause::WrongLength) => {
                brief("Not 4 digits: no try was used.\nOK lets the reader ask again.", "Not 4 digits")
            }
            Card::PadTimedOut => text("Time is up"),
            Card::PadCancelled => text("Cancelled"),
            Card::PadWrongLength => text("Not 4 digits"),
            Card::TriesLeft(left) => text(format!("{left} left")),
        }
    }

    fn check(&self, key: &Check) -> Text {
        match key {
            Check::Saving => text("Saving"),
            Check::SavingSay => text("Please wait"),
            Check::Waiting => brief("Asking the centre", "Asking"),
            Check::TakeCard => text("Take the card"),
            Check::NotYetConfirmed => brief("Not confirmed yet", "Unconfirmed"),
            Check::Pending => brief("Not confirmed", "UNCONFIRMED"),
            Check::PendingUnder => brief("waiting to send", "waiting"),
            Check::PendingSay => brief("Write the number down. The answer comes later.", "Write it\ndown"),
            Check::Reception => brief("Reception no.", "No."),
            Check::ReceptionNarrow => text("No."),
            Check::OutOfOrder => text("Out of order"),
            Check::NotSaved => text("Not kept"),
            Check::Full => text("Journal full"),
            Check::FullUnder => text("no room"),
            Check::NotSavedUnder => text("the check was not kept"),
            Check::Late => brief("Staff needed", "LATE"),
            Check::LateUnder => text("a late result"),
            Check::LateSay => brief("Tell the person; use another proof", "Tell them; other proof"),
            Check::Captured => text("Captured"),
            Check::ClockDoubtful => text("(clock not set)"),
            Check::LeftSeconds(seconds) => text(format!("{seconds} s left")),
            Check::More(count) => brief(format!("{count} more"), format!("+{count}")),
            Check::LateGood(LateGood { reception, more: 0 }) => {
                brief(format!("No. {reception}, which waited, is valid"), format!("#{reception} valid"))
            }
            Check::LateGood(LateGood { reception, more }) => brief(
                format!("No. {reception} and {more} more, which waited, are valid"),
                format!("#{reception} +{more} valid"),
            ),
        }
    }

    fn day(&self, key: &Day) -> Text {
        match key {
            Day::PurposeRefused => brief("Identity only: no", "Identity only"),
            Day::PurposeRefusedSay => brief(
                "Checking identity only is not allowed:\nthis is for insurers under contract.",
                "Not allowed: only\nfor contracts",
            ),
            Day::Papers => brief("Another proof", "Other proof"),
            Day::PapersUnder => text("what was shown"),
            Day::Other => text("More"),
            Day::Kept => text("Recorded"),
            Day::Details => brief("Show the details", "Details"),
            Day::Speak => brief("Read the result aloud", "Read aloud"),
            Day::Looking => brief("Looking it up", "Looking up"),
            Day::LookingSay => text("Please wait"),
            Day::RecallFailed => brief("Cannot be shown", "Not shown"),
            Day::NotDone => brief("It did not work", "Not done"),
            Day::Checks => text("Checks"),
            Day::Waiting => brief("Waiting", "Wait"),
            Day::StillWaiting => brief("Waiting", "Wait"),
            Day::ToAcknowledge => text("Call"),
            Day::WithoutCard => brief("No card", "NoCard"),
            Day::OtherProofs => brief("Other proofs", "Proof"),
            Day::NothingWaits => brief("Nothing waits", "None waits"),
            Day::PowerOff => text("Power off?"),
            Day::PoweringOff => text("Powering off"),
            Day::PoweringOffSay => {
                brief("Do not unplug before the screen is dark", "Do not unplug\nuntil it is dark")
            }
            Day::List(of) => list(*of),
            Day::Empty(ChoiceOf::Checks) => brief("No checks here", "None"),
            Day::Empty(_) => text("Nothing here"),
            Day::Menu(item) => menu(*item),
            Day::Purpose(PurposeChoice::Checkup) => text("Health checkup"),
            Day::Purpose(PurposeChoice::Guidance) => text("Health guidance"),
            Day::Purpose(PurposeChoice::IdentityOnly) => text("Identity only"),
            Day::Fallback(kind) => fallback(*kind).0,
            Day::FallbackMark(kind) => text(fallback(*kind).1),
            Day::Recalled(day, source) => {
                let from = match source {
                    Source::Centre => "centre",
                    Source::Sealed => "this station",
                };
                brief(
                    format!("LOOKED BACK, of {} ({from})", day.strftime("%Y-%m-%d")),
                    format!("OLD {}/{}", day.month(), day.day()),
                )
            }
            Day::Number(digits) => brief(format!("No. {digits}"), format!("#{digits}")),
            Day::Numbers(day) => brief(
                format!("Numbers of {}", day.strftime("%m-%d")),
                format!("{}/{}", day.month(), day.day()),
            ),
            Day::Sum { checks, without_card } => {
                let all = checks.saturating_add(*without_card);
                brief(
                    format!("{all} in all ({checks} checks, {without_card} without a card)"),
                    format!("{all} in all"),
                )
            }
            Day::StillWaitingSince(minutes) => brief(format!("Waiting {}", age(*minutes)), "Wait"),
            Day::OtherProofsWithoutCard(count) => {
                text(format!("Other proofs ({count} of them without a card)"))
            }
            Day::PowerOffSay(0) => brief("Nothing waits to be sent.", "Nothing waits"),
            Day::PowerOffSay(waiting) => brief(
                format!("{waiting} checks still wait.\nThey are kept and sent next time."),
                format!("{waiting} waiting: kept"),
            ),
            Day::StillCalls(late) => {
                brief(format!("{late} late verdicts are not dealt with"), format!("{late} not dealt with"))
            }
        }
    }

    fn login(&self, key: &Login) -> Text {
        match key {
            Login::NoStaff => brief("Nobody registered", "No staff"),
            Login::NoStaffSay => brief(
                "No staff member is registered.\nTechnician: station staff add",
                "Technician:\nstation staff add",
            ),
            Login::Passcode => text("Passcode"),
            Login::NewPasscode => text("New passcode"),
            Login::NewStaff => brief("New staff member", "staff"),
            Login::PasscodeAsk => brief("Type the digits, then OK", "Digits, then OK"),
            Login::PasscodeLength => text("4 to 12 digits"),
            Login::PasscodeAgain => brief("The same digits again", "Once more"),
            Login::Wrong => brief("Wrong passcode", "Wrong"),
            Login::WrongBeforeWait => brief("Wrong passcode", "Wrong; one left"),
            Login::NextWaits => text("One more wrong one means a wait"),
            Login::Mismatch => brief("The two were not the same", "Not the same"),
            Login::Unknown => brief("Not registered any more", "Not registered"),
            Login::Wait => brief("Please wait", "Wait"),
            Login::WaitSay => brief("Too many wrong passcodes", "Too many wrong"),
            Login::Badge => brief("Staff badge", "Badge"),
            Login::BadgeSay => brief("Put your badge on the reader", "Put it on\nthe reader"),
            Login::NewBadge => brief("Badge of the new member", "New badge"),
            Login::NewBadgeSay => {
                brief("Put the badge on the reader, or finish without one", "On reader,\nor OK: none")
            }
            Login::BadgeOther => text("Not this badge"),
            Login::NewBadgeOther => brief("The badge of somebody else", "Somebody else's"),
            Login::Added => text("Added"),
            Login::WithBadge => text("With a badge"),
            Login::WithoutBadge => text("Without a badge"),
            Login::AddedAs(label) => {
                brief(format!("{label}\nmay log in now"), format!("{label}\nmay log in"))
            }
            Login::WaitFor(seconds @ 0..60) => text(format!("{seconds} s")),
            Login::WaitFor(seconds) => text(format!("{} min {:02} s", seconds / 60, seconds % 60)),
        }
    }

    fn action(&self, key: &Action) -> Text {
        match key {
            Action::Back => text("Back"),
            Action::Only => text(""),
            Action::Stop => text("Stop"),
            Action::Same => text("Same"),
            Action::Delete => brief("Delete", "Del"),
            Action::Send => brief("Check it", "Check"),
            Action::Here => brief("Enter it here", "Here"),
            Action::OnReader => brief("On the reader", "Reader"),
            Action::Visual => brief("Visual check", "Face"),
            Action::Close => text("Close"),
            Action::Acknowledge => text("Done"),
            Action::Show => brief("Show it", "See"),
            Action::Seen => text("Seen"),
            Action::Select => brief("Select", ""),
            Action::Take => brief("Choose", "Take"),
            Action::Open => text("Open"),
            Action::Find => brief("Find a number", "Find"),
            Action::Menu => text("Menu"),
            Action::DropTicket => brief("Drop ticket", "Drop"),
            Action::Method => text("Method"),
            Action::Purpose => text("Purpose"),
            Action::OtherProof => brief("Other proof", "Proof"),
            Action::Other => brief("More", "Etc"),
            Action::Speak => brief("Read aloud", "Voice"),
            Action::Details => brief("Details", "More"),
            Action::Digit => brief("Digit", ""),
            Action::Next => text("Next"),
            Action::TurnPage => text("Page"),
            Action::PowerOff => brief("Power off", "Off"),
            Action::Skip => brief("Without", "None"),
            Action::AddBadge => brief("Add a badge", "Badge"),
            Action::Finish => brief("Finish", "End"),
            Action::Change => brief("Change", ""),
            Action::Enter => text("Enter"),
        }
    }

    fn label(&self, key: &Label) -> Text {
        match key {
            Label::InsurerNumber => brief("Insurer no.", "Ins."),
            Label::Symbol => text("Symbol"),
            Label::Number => text("No."),
            Label::Branch => text("Branch"),
            Label::Share => text("Share"),
            Label::Until => text("Ended"),
            Label::Reason => brief("Reason", "Why:"),
            Label::LossReason(LossReason::Death) => text("death"),
            Label::LossReason(LossReason::PublicAssistance) => text("public assistance"),
            Label::LossReason(LossReason::InsuredElsewhere) => text("insured elsewhere"),
            Label::LossReason(LossReason::Other) => text("other"),
            // With the era: it is compared with the card, which is in Japanese.
            Label::Born(date) => {
                let plain = names::plain_date(date);
                brief(format!("Born {plain}  {}", names::date(date)), plain)
            }
            Label::Date(date) => text(names::plain_date(date)),
        }
    }

    fn status(&self, key: &Status) -> Text {
        match key {
            Status::SeeCode => text("See card of codes:"),
            Status::BytesMark => brief("Limit", "Lim"),
            Status::Line(LineGrade::Good) => text("Good"),
            Status::Line(LineGrade::Weak) => text("Weak"),
            Status::Line(LineGrade::Down) => text("None"),
            Status::Late(count) => brief(format!("Call {count}"), format!("!{count}")),
            Status::Queue { waiting, oldest_min: None } => {
                brief(format!("Queue {waiting}"), format!("Q{waiting}"))
            }
            Status::Queue { waiting, oldest_min: Some(minutes) } => {
                let age = age(*minutes);
                brief(format!("Queue {waiting} {age}"), format!("Q{waiting} {age}"))
            }
        }
    }

    fn tool(&self, key: &Tool) -> Text {
        match key {
            Tool::Diagnosis => text("Diagnosis"),
            Tool::Collecting => brief("Being collected", "Collecting"),
            Tool::SelfTest => brief("Self-test", "Test"),
            Tool::Pattern => brief("All colours and the border?", "Whole border?"),
            Tool::Keys => text("Keys"),
            Tool::KeysSay => brief("Press keys: each is shown", "Press keys"),
            Tool::KeysLeave => brief("OK twice: next, Back twice: end", "OK twice: next"),
            Tool::Lamp => text("Lamp"),
            Tool::Buzzer => text("Buzzer"),
            Tool::BuzzerSay => text("Do you hear it?"),
            Tool::Again => text("Again"),
            Tool::Reader => brief("Card reader", "Reader"),
            Tool::End => text("End"),
            Tool::Pref(Pref::Volume(_)) => text("Volume"),
            Tool::Pref(Pref::Brightness(_)) => brief("Brightness", "Light"),
            Tool::Pref(Pref::Language(_)) => text("Language"),
            Tool::VolumeOff => text("Off"),
            Tool::Item(item) => self::item(*item),
            Tool::LampIs(LampColour::Red) => brief("Is the lamp red?", "Red?"),
            Tool::LampIs(LampColour::Amber) => brief("Is the lamp amber?", "Amber?"),
            Tool::LampIs(LampColour::Green) => brief("Is the lamp green?", "Green?"),
            Tool::ReaderState { state: ReaderState::Absent, .. } => text("No reader"),
            Tool::ReaderState { state: ReaderState::Fault, .. } => {
                brief("The reader does not answer", "No answer")
            }
            Tool::ReaderState { state: ReaderState::Ready, card: true } => {
                brief("A card is there.\nTake it away.", "Card is there")
            }
            Tool::ReaderState { state: ReaderState::Ready, card: false } => {
                brief("Put any card\non the reader", "Put a card on")
            }
            Tool::Scans(count) => brief(format!("{count} scanned"), format!("Sc{count}")),
        }
    }

    fn verdict(&self, key: &Verdict) -> Text {
        match key {
            Verdict::NotCoveredUnder => text("eligibility valid"),
            Verdict::NewerUnder => brief("a newer one exists", "newer one"),
            Verdict::InvalidSay => text("Use another proof"),
            Verdict::NewerSay => brief("Ask for proof of the newer eligibility", "Ask for the new one"),
            Verdict::NoMatchSay => brief("Nothing was found.\nUse another proof.", "Use another proof"),
            Verdict::MultipleSay => {
                brief("The answer is not unique.\nUse another proof.", "Not unique:\nuse another proof")
            }
            Verdict::TooOldUnder => text("too old"),
            Verdict::Details => brief("Eligibility in detail", "Details"),
            Verdict::NoName => brief("(no name in the answer)", "(no name)"),
            Verdict::Substituted => brief("● not displayable: see kana", "●unknown"),
            Verdict::Variant => brief("variant shown in plain form", "plain"),
            Verdict::InvalidMark => text("use ▲"),
            Verdict::NewerMark => text("newer"),
            Verdict::Coverage(Coverage::Covered) => brief("under contract", "covered"),
            Verdict::Coverage(Coverage::OtherPurpose) => brief("not for this purpose", "not this purpose"),
            Verdict::Coverage(Coverage::NotListed) => brief("insurer not listed", "not listed"),
            Verdict::Coverage(Coverage::NoList) => brief("no contract list", "no list"),
            Verdict::CoverageMark(Coverage::Covered) => text("covered"),
            Verdict::CoverageMark(Coverage::OtherPurpose) => text("purpose"),
            Verdict::CoverageMark(Coverage::NotListed) => text("unlist."),
            Verdict::CoverageMark(Coverage::NoList) => text("no list"),
        }
    }

    fn outcome(&self, outcome: Outcome) -> OutcomeWords {
        match outcome {
            Outcome::Valid => OutcomeWords {
                title: brief("Valid", "VALID"),
                late: text("Valid"),
                list: text("Valid"),
                tally: "Valid",
            },
            Outcome::NotCovered => OutcomeWords {
                title: brief("Not under contract", "NO COVER"),
                late: brief("Valid, not under contract", "No contract"),
                list: brief("No contract", "NoCont"),
                tally: "NoCont",
            },
            Outcome::Invalid => OutcomeWords {
                title: brief("Invalid", "INVALID"),
                late: text("Invalid"),
                list: brief("Invalid", "Inval."),
                tally: "Inval.",
            },
            Outcome::InvalidNewer => OutcomeWords {
                title: brief("Invalid", "INVALID"),
                late: brief("Invalid, a newer one exists", "Invalid, newer"),
                list: brief("Newer one", "Newer"),
                tally: "Newer",
            },
            Outcome::NoMatch => OutcomeWords {
                title: brief("No eligibility found", "NONE FOUND"),
                late: brief("No eligibility found", "None found"),
                list: brief("None found", "None"),
                tally: "None",
            },
            Outcome::Multiple => OutcomeWords {
                title: brief("Several eligibilities", "SEVERAL"),
                late: brief("Several eligibilities", "Several"),
                list: brief("Several", "Sev."),
                tally: "Sev.",
            },
            Outcome::Refused => OutcomeWords {
                title: brief("Not accepted", "REFUSED"),
                late: text("Not accepted"),
                list: brief("Refused", "Ref."),
                tally: "Ref.",
            },
            Outcome::TooOld => OutcomeWords {
                title: brief("Not accepted", "REFUSED"),
                late: text("Too old"),
                list: brief("Too old", "Old"),
                tally: "Old",
            },
            Outcome::Inconsistent => OutcomeWords {
                title: brief("No result", "NO RESULT"),
                late: text("No result"),
                list: brief("No result", "Fail"),
                tally: "Fail",
            },
        }
    }
}

fn list(of: ChoiceOf) -> Text {
    match of {
        ChoiceOf::Staff => brief("Who is at the desk?", "Who?"),
        ChoiceOf::Site => brief("Site of the day", "Site"),
        ChoiceOf::Method => brief("Method of the day", "Method"),
        ChoiceOf::Purpose => brief("Purpose of the day", "Purpose"),
        ChoiceOf::Menu => text("Menu"),
        ChoiceOf::Checks => brief("Look back", "Checks"),
        ChoiceOf::Prefs => brief("Picture and sound", "Settings"),
        ChoiceOf::WithoutCard => brief("Without a card", "No card"),
    }
}

fn menu(item: MenuItem) -> Text {
    match item {
        MenuItem::LookBack => text("Look back"),
        MenuItem::WithoutCard => brief("Without a card", "Without card"),
        MenuItem::Day => brief("Site, method, purpose", "Site, purpose"),
        MenuItem::Prefs => brief("Picture and sound", "Picture, sound"),
        MenuItem::Diagnosis => text("Diagnosis"),
        MenuItem::EndOfDay => brief("End of the day", "End of day"),
        MenuItem::AddStaff => text("Add staff"),
        MenuItem::Lock => brief("Lock, hand over", "Lock"),
    }
}

fn item(item: DiagnosisItem) -> Text {
    match item {
        DiagnosisItem::Reader => text("Reader"),
        DiagnosisItem::ExtendedApdu => brief("Ext. APDU", "Ext.APDU"),
        DiagnosisItem::PinPad => brief("Reader keys", "Rdr keys"),
        DiagnosisItem::Software => text("Version"),
        DiagnosisItem::Address => text("Address"),
        DiagnosisItem::Line => text("Line"),
        DiagnosisItem::Disk => text("Disk"),
        DiagnosisItem::Temperature => text("Temp."),
        DiagnosisItem::Power => text("Power"),
        DiagnosisItem::Clock => text("Clock"),
        DiagnosisItem::CentreCertificate => brief("Centre cert.", "Cert."),
        DiagnosisItem::FleetCertificate => brief("Fleet cert.", "FleetCrt"),
        DiagnosisItem::Broker => text("Broker"),
        DiagnosisItem::Book => brief("Challenges", "Book"),
        DiagnosisItem::Journal => text("Journal"),
        DiagnosisItem::Keypad => text("Keypad"),
        DiagnosisItem::Scanner => text("Scanner"),
        DiagnosisItem::Display => text("Display"),
        DiagnosisItem::Buttons => text("Buttons"),
        DiagnosisItem::Speech => text("Speech"),
    }
}

/// Another proof, and its mark in lists.
fn fallback(kind: FallbackKind) -> (Text, &'static str) {
    match kind {
        FallbackKind::MynaPortal => (brief("Myna Portal screen", "Myna Portal"), "Portal"),
        FallbackKind::Notice => (brief("Eligibility notice", "Notice"), "Notice"),
        FallbackKind::Certificate => (brief("Eligibility certificate", "Certificate"), "Cert."),
        FallbackKind::Later => (brief("To be confirmed later", "Later"), "Later"),
    }
}

/// An age in minutes, in the largest unit that is precise enough.
fn age(minutes: u64) -> String {
    match minutes {
        0..60 => format!("{minutes}m"),
        60..2880 => format!("{}h", minutes / 60),
        _ => format!("{}d", minutes / 1440),
    }
}
