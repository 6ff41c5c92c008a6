//! The display's light: as bright as staff want it while somebody is there, dimmed when nothing happened for a
//! while. It saves the bus's battery and the display; what is shown stays readable in the dark.

use std::time::Duration;

/// Without a key, a card, a code or a new screen for so long the display dims.
const DIM_AFTER: Duration = Duration::from_secs(60);

/// The dimmed light, percent.
const DIM: u8 = 10;

/// The light as it should be.
#[derive(Debug)]
pub struct Light {
    full: u8,
    touched: Duration,
    told: Option<u8>,
}

impl Default for Light {
    fn default() -> Self {
        Self { full: 100, touched: Duration::ZERO, told: None }
    }
}

impl Light {
    /// Something happened at `mono`.
    pub fn touch(&mut self, mono: Duration) {
        self.touched = mono;
    }

    /// How bright staff want it, percent.
    pub fn set(&mut self, percent: u8) {
        self.full = percent;
    }

    /// The light at `mono`, percent, when it is another than before.
    pub fn change(&mut self, mono: Duration) -> Option<u8> {
        let dimmed = mono.saturating_sub(self.touched) >= DIM_AFTER;
        let percent = if dimmed { DIM.min(self.full) } else { self.full };
        (self.told.replace(percent) != Some(percent)).then_some(percent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_display_dims_when_nothing_happens_and_lights_up_with_the_first_touch() {
        let second = Duration::from_secs;
        let mut light = Light::default();
        assert_eq!(light.change(second(0)), Some(100));
        light.set(60);
        assert_eq!((light.change(second(1)), light.change(second(59))), (Some(60), None));
        assert_eq!((light.change(second(60)), light.change(second(600))), (Some(DIM), None));
        light.touch(second(601));
        assert_eq!(light.change(second(601)), Some(60));
    }

    #[test]
    fn the_dimmed_light_is_never_brighter_than_staff_want_it() {
        let mut light = Light::default();
        light.set(0);
        assert_eq!((light.change(Duration::ZERO), light.change(DIM_AFTER)), (Some(0), None));
    }
}
