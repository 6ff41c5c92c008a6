//! Badges over scripted answers.

use super::*;

const NUMBER: [u8; 7] = [0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6];
const CHIP: &[u8] = &[0x3B, 0x80, 0x80, 0x01, 0x01];

/// A card that answers by number and application, and records the commands.
struct Card {
    atr: Vec<u8>,
    /// At each power-up the next one.
    numbers: Vec<Vec<u8>>,
    my_number: bool,
    asked: Vec<String>,
    power_ups: usize,
}

impl Card {
    fn new(numbers: &[&[u8]]) -> Self {
        let numbers = numbers.iter().map(|number| number.to_vec()).collect();
        Self { atr: CHIP.to_vec(), numbers, my_number: false, asked: vec![], power_ups: 0 }
    }
}

impl Transmit for Card {
    fn transmit(&mut self, step: Step, command: &[u8]) -> Result<Vec<u8>, Broken> {
        assert_eq!(step, Step::Badge);
        self.asked.push(command.iter().take(4).map(|b| format!("{b:02X}")).collect());
        Ok(match command {
            [0xFF, 0xCA, 0, 0, 0] => match self.numbers.get(self.power_ups.min(self.numbers.len() - 1)) {
                Some(number) if !number.is_empty() => [number, [0x90, 0x00].as_slice()].concat(),
                _ => vec![0x6A, 0x81],
            },
            [0x00, 0xA4, 0x04, ..] if self.my_number => vec![0x90, 0x00],
            _ => vec![0x6A, 0x82],
        })
    }
}

impl Tapped for Card {
    fn atr(&mut self) -> Result<Vec<u8>, Broken> {
        Ok(self.atr.clone())
    }

    fn power_cycle(&mut self) -> Result<(), Broken> {
        self.power_ups += 1;
        Ok(())
    }
}

fn fault(card: &mut Card) -> Fault {
    read_badge(card).unwrap_err().fault
}

#[test]
fn a_number_that_stays_is_the_badge() {
    for number in [&NUMBER[..4], &NUMBER, &[0x01, 0x2E, 3, 4, 5, 6, 7, 8]] {
        assert_eq!(read_badge(&mut Card::new(&[number])).unwrap().as_bytes(), number);
    }
}

#[test]
fn a_number_that_changes_is_refused_whether_it_says_so_or_not() {
    assert_eq!(fault(&mut Card::new(&[&[0x08, 1, 2, 3]])), Fault::BadgeChanges, "marked as random");
    let seven = [0x08, 1, 2, 3, 4, 5, 6];
    assert!(read_badge(&mut Card::new(&[&seven])).is_ok(), "the mark is one of four bytes only");
    assert_eq!(fault(&mut Card::new(&[&[0x55, 1, 2, 3], &[0x55, 1, 2, 4]])), Fault::BadgeChanges);
}

#[test]
fn a_my_number_card_is_refused_and_its_number_not_even_asked_for() {
    let mut card = Card { my_number: true, ..Card::new(&[&NUMBER]) };
    assert_eq!(fault(&mut card), Fault::BadgeIsMyNumber);
    assert!(!card.asked.contains(&"FFCA0000".to_owned()), "{:?}", card.asked);
}

#[test]
fn a_card_without_a_processor_is_asked_for_its_number_only() {
    let mut card = Card::new(&[&NUMBER]);
    card.atr = [&[0x3B, 0x8F, 0x80, 0x01], STORAGE, &[0x03, 0, 0x01, 0, 0, 0, 0, 0x6A]].concat();
    read_badge(&mut card).unwrap();
    assert_eq!(card.asked, ["FFCA0000", "FFCA0000"]);
}

#[test]
fn no_number_and_impossible_ones_are_no_badge() {
    for bad in [&[][..], &[0x04, 1, 2], &[0; 7], &[0x04; 11]] {
        assert_eq!(fault(&mut Card::new(&[bad])), Fault::NoBadgeNumber, "{bad:?}");
    }
}

#[test]
fn a_badge_number_is_never_printed() {
    let number = BadgeId::new(NUMBER.to_vec()).unwrap();
    let event = crate::card::CardAnswer::Badge(Ok(number.clone()));
    let text = format!("{number:?} {number:#?} {event:?}");
    assert!(!text.contains(|c: char| c.is_ascii_digit()), "{text}");
}
