//! The rhythms of lamp and buzzer, as pure functions of the time since the order.
//!
//! Promises: green alone and steady is shown for a good answer and for nothing else. Every two orders of the lamp
//! look different, and every order that is not steady has a rhythm of its own, so that it is recognised without
//! seeing colours. Every two sounds differ.

use crate::panel::{Buzz, Colour, Lamp};
use std::time::Duration;

/// State of the three lights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lights {
    /// The red light.
    pub red: bool,
    /// The amber light.
    pub amber: bool,
    /// The green light.
    pub green: bool,
}

impl Lights {
    /// None.
    pub const DARK: Self = Self { red: false, amber: false, green: false };
    const RED: Self = Self { red: true, ..Self::DARK };
    const AMBER: Self = Self { amber: true, ..Self::DARK };
    const GREEN: Self = Self { green: true, ..Self::DARK };
    /// At work; no answer looks like this.
    const BOTH: Self = Self { amber: true, green: true, ..Self::DARK };
}

/// Milliseconds on, off, on, off …; an empty one is steady.
type Beats = &'static [u16];

const STEADY: Beats = &[];
/// A sign of life: ready, nothing to do.
const HEARTBEAT: Beats = &[100, 2900];
/// The same with something to say.
const TWO_HEARTBEATS: Beats = &[100, 200, 100, 1600];
/// At work.
const SLOW: Beats = &[500, 500];
/// A bad answer.
const QUICK: Beats = &[250, 250];
/// Staff are called.
const DOUBLE_FLASH: Beats = &[150, 150, 150, 550];
/// A good answer that asks to be looked at.
const MOSTLY_ON: Beats = &[800, 200];

fn shine(lamp: Lamp) -> (Lights, Beats) {
    match (lamp.colour, lamp.blink) {
        (Colour::Off, _) => (Lights::DARK, STEADY),
        (Colour::White, false) => (Lights::GREEN, HEARTBEAT),
        (Colour::White, true) => (Lights::GREEN, TWO_HEARTBEATS),
        (Colour::Blue, false) => (Lights::BOTH, STEADY),
        (Colour::Blue, true) => (Lights::BOTH, SLOW),
        (Colour::Green, false) => (Lights::GREEN, STEADY),
        (Colour::Green, true) => (Lights::GREEN, MOSTLY_ON),
        (Colour::Amber, false) => (Lights::AMBER, STEADY),
        (Colour::Amber, true) => (Lights::AMBER, DOUBLE_FLASH),
        (Colour::Red, false) => (Lights::RED, STEADY),
        (Colour::Red, true) => (Lights::RED, QUICK),
    }
}

fn beats_of(buzz: Buzz) -> Beats {
    match buzz {
        Buzz::Short => &[80],
        Buzz::Double => &[90, 90, 90],
        Buzz::Long => &[700],
        Buzz::Alarm => &[500, 200, 500, 200, 500],
    }
}

/// Lights at the time `since` after the order, and the time of their next change, counted from the order; `None` for
/// never.
pub fn lamp_at(lamp: Lamp, since: Duration) -> (Lights, Option<Duration>) {
    let (lights, beats) = shine(lamp);
    let round: u32 = beats.iter().copied().map(u32::from).sum();
    if round == 0 {
        return (lights, None);
    }
    let round = Duration::from_millis(round.into());
    let rounds = u32::try_from(since.as_millis() / round.as_millis()).unwrap_or(u32::MAX);
    let started = round.saturating_mul(rounds);
    match beat(beats, since.saturating_sub(started)) {
        Some((on, until)) => (if on { lights } else { Lights::DARK }, Some(started + until)),
        None => (lights, Some(started + round)),
    }
}

/// State of the buzzer at the time `since` after the order, and the time of its next change; `None` when the sound is
/// over.
pub fn buzz_at(buzz: Buzz, since: Duration) -> Option<(bool, Duration)> {
    beat(beats_of(buzz), since)
}

/// On or off, and the end of that beat; `None` after the last beat.
fn beat(beats: Beats, since: Duration) -> Option<(bool, Duration)> {
    let mut end = Duration::ZERO;
    for (n, millis) in beats.iter().enumerate() {
        end += Duration::from_millis((*millis).into());
        if since < end {
            return Some((n % 2 == 0, end));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLOURS: [Colour; 6] =
        [Colour::Off, Colour::White, Colour::Blue, Colour::Green, Colour::Amber, Colour::Red];
    const SOUNDS: [Buzz; 4] = [Buzz::Short, Buzz::Double, Buzz::Long, Buzz::Alarm];

    /// All orders of the lamp; a blinking dark lamp is a dark lamp.
    fn lamps() -> Vec<Lamp> {
        let all = COLOURS.iter().flat_map(|&colour| [false, true].map(|blink| Lamp { colour, blink }));
        all.filter(|lamp| *lamp != Lamp { colour: Colour::Off, blink: true }).collect()
    }

    /// Visible lights over six seconds, every 10 ms.
    fn seen(lamp: Lamp) -> Vec<Lights> {
        (0..600).map(|n| lamp_at(lamp, Duration::from_millis(n * 10)).0).collect()
    }

    fn heard(buzz: Buzz) -> Vec<bool> {
        let at = |n: u64| buzz_at(buzz, Duration::from_millis(n * 10)).is_some_and(|(on, _)| on);
        (0..300).map(at).collect()
    }

    #[test]
    fn every_two_orders_of_the_lamp_look_different() {
        let all = lamps();
        for (n, a) in all.iter().enumerate() {
            for b in &all[n + 1..] {
                let differing = seen(*a).iter().zip(seen(*b)).filter(|(a, b)| **a != *b).count();
                assert!(differing >= 20, "{a:?} and {b:?} differ for {differing} of 600 moments");
            }
        }
    }

    #[test]
    fn every_two_rhythms_differ_also_for_who_sees_no_colours() {
        let rhythm = |lamp| seen(lamp).iter().map(|lights| *lights != Lights::DARK).collect::<Vec<_>>();
        let unsteady: Vec<_> =
            lamps().into_iter().filter(|lamp| lamp_at(*lamp, Duration::ZERO).1.is_some()).collect();
        assert_eq!(unsteady.len(), 6);
        for (n, a) in unsteady.iter().enumerate() {
            for b in &unsteady[n + 1..] {
                let differing = rhythm(*a).iter().zip(rhythm(*b)).filter(|(a, b)| **a != *b).count();
                assert!(differing >= 20, "{a:?} and {b:?} differ for {differing} of 600 moments");
            }
        }
    }

    #[test]
    fn only_a_good_answer_shines_green_alone_for_longer_than_a_flash() {
        for lamp in lamps().into_iter().filter(|lamp| lamp.colour != Colour::Green) {
            let longest = seen(lamp).split(|l| *l != Lights::GREEN).map(<[_]>::len).max().unwrap_or(0);
            assert!(longest <= 10, "{lamp:?} is green alone for {longest}0 ms");
        }
        let good = Lamp { colour: Colour::Green, blink: false };
        assert_eq!(lamp_at(good, Duration::from_secs(3600)), (Lights::GREEN, None));
    }

    #[test]
    fn every_two_sounds_differ_and_each_ends() {
        for (n, a) in SOUNDS.iter().enumerate() {
            assert_eq!(buzz_at(*a, Duration::from_secs(3)), None, "{a:?} ends");
            assert!(heard(*a)[0], "{a:?} begins at once");
            for b in &SOUNDS[n + 1..] {
                let differing = heard(*a).iter().zip(heard(*b)).filter(|(a, b)| **a != *b).count();
                assert!(differing >= 9, "{a:?} and {b:?} differ for {differing}0 ms");
            }
        }
    }

    #[test]
    fn the_next_change_is_told_to_the_moment() {
        for lamp in lamps() {
            let mut now = Duration::ZERO;
            for _ in 0..50 {
                let (lights, Some(change)) = lamp_at(lamp, now) else { break };
                assert!(change > now, "{lamp:?} at {now:?}");
                let last = change - Duration::from_millis(1);
                assert_eq!(lamp_at(lamp, last).0, lights, "{lamp:?} just before {change:?}");
                assert_ne!(lamp_at(lamp, change).0, lights, "{lamp:?} at {change:?}");
                now = change;
            }
        }
    }
}
