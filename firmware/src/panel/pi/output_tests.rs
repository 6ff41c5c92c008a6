use super::*;
use crate::panel::Colour;

const MS: Duration = Duration::from_millis(1);

/// Settings of a line, in order.
#[derive(Clone, Default)]
struct Recorded(Arc<Mutex<Vec<f64>>>, Arc<std::sync::atomic::AtomicBool>);

impl Recorded {
    fn line(&self) -> Line {
        Some(Box::new(self.clone()))
    }

    fn take(&self) -> Vec<f64> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    fn break_down(&self, broken: bool) {
        self.1.store(broken, std::sync::atomic::Ordering::Relaxed);
    }
}

impl Output for Recorded {
    fn set(&mut self, share: f64) -> io::Result<()> {
        if self.1.load(std::sync::atomic::Ordering::Relaxed) {
            return Err(io::Error::other("no answer"));
        }
        self.0.lock().unwrap().push(share);
        Ok(())
    }
}

struct Stage {
    rhythms: Rhythms,
    lamp: [Recorded; 3],
    buzzer: Recorded,
    backlight: Recorded,
    start: Instant,
    now: Instant,
}

fn stage() -> Stage {
    let (lamp, buzzer, backlight) = <([Recorded; 3], Recorded, Recorded)>::default();
    let outputs = Outputs {
        lamp: [lamp[0].line(), lamp[1].line(), lamp[2].line()],
        buzzer: buzzer.line(),
        backlight: backlight.line(),
    };
    let now = Instant::now();
    let mut stage = Stage {
        rhythms: Rhythms::new(outputs, Failures::default(), now),
        lamp,
        buzzer,
        backlight,
        start: now,
        now,
    };
    assert_eq!(stage.rhythms.play(now), None, "nothing to do at first");
    for line in stage.lamp.iter().chain([&stage.buzzer]) {
        assert_eq!(line.take(), [0.0], "dark and silent at first");
    }
    assert_eq!(stage.backlight.take(), [1.0], "the display can be read at first");
    stage
}

impl Stage {
    fn order(&mut self, order: Order) {
        self.rhythms.take(order, self.now);
        self.rhythms.play(self.now);
    }

    /// Plays for some time, from change to change as the thread does; when the buzzer was set, in milliseconds.
    fn play(&mut self, time: Duration) -> Vec<(u128, f64)> {
        let (end, mut heard) = (self.now + time, Vec::new());
        let mut note = |now: Instant, buzzer: &Recorded, start: Instant| {
            heard.extend(
                buzzer.take().into_iter().map(|share| (now.duration_since(start).as_millis(), share)),
            );
        };
        note(self.now, &self.buzzer, self.start);
        loop {
            let next = self.rhythms.play(self.now);
            note(self.now, &self.buzzer, self.start);
            match next.filter(|next| *next <= end) {
                Some(next) => self.now = next,
                None => break,
            }
        }
        self.now = end;
        self.rhythms.play(end);
        note(end, &self.buzzer, self.start);
        heard
    }

    fn complaint(&self, part: &str) -> bool {
        self.rhythms.failures.lock().unwrap().remove(part).is_some()
    }
}

#[test]
fn a_lamp_plays_its_rhythm_on_its_own_lights_only() {
    let mut stage = stage();
    stage.order(Order::Lamp(Lamp { colour: Colour::Red, blink: true }));
    stage.play(MS * 1100);
    assert_eq!(stage.lamp[0].take(), [1.0, 0.0, 1.0, 0.0, 1.0]);
    stage.order(Order::Lamp(Lamp { colour: Colour::Green, blink: false }));
    stage.play(Duration::from_secs(60));
    assert_eq!((stage.lamp[0].take().last(), stage.lamp[2].take().last()), (Some(&0.0), Some(&1.0)));
}

#[test]
fn the_same_lamp_again_goes_on_in_its_rhythm() {
    let mut stage = stage();
    let bad = Lamp { colour: Colour::Red, blink: true };
    stage.order(Order::Lamp(bad));
    for _ in 0..10 {
        stage.play(MS * 100);
        stage.order(Order::Lamp(bad));
    }
    assert_eq!(stage.lamp[0].take(), [1.0, 0.0, 1.0, 0.0, 1.0]);
}

#[test]
fn sounds_follow_each_other_with_a_silence_that_is_in_none_of_them() {
    let mut stage = stage();
    stage.order(Order::Buzz(Buzz::Short));
    stage.order(Order::Buzz(Buzz::Short));
    let heard = stage.play(Duration::from_secs(3));
    assert_eq!(heard, [(0, 0.5), (80, 0.0), (480, 0.5), (560, 0.0)]);
}

#[test]
fn too_many_sounds_are_dropped_not_queued_for_ever() {
    let mut stage = stage();
    for _ in 0..100 {
        stage.order(Order::Buzz(Buzz::Long));
    }
    let heard = stage.play(Duration::from_secs(60));
    assert_eq!(heard.iter().filter(|(_, share)| *share > 0.0).count(), 1 + WAITING);
}

#[test]
fn volume_and_light_follow_their_percentage_and_zero_is_nothing() {
    let mut stage = stage();
    let mut loud = Vec::new();
    for percent in [0, 20, 60, 100, 255] {
        stage.order(Order::Volume(percent));
        stage.order(Order::Buzz(Buzz::Short));
        loud.push(stage.play(Duration::from_secs(2))[0].1);
        stage.order(Order::Backlight(percent));
    }
    let near = |(is, wanted): (&f64, f64)| (is - wanted).abs() < 1e-9;
    assert!(loud.iter().zip([0.0, 0.02, 0.18, 0.5, 0.5]).all(near), "{loud:?}");
    let light = stage.backlight.take();
    assert_eq!(light.len(), 4, "255 is no more than 100: {light:?}");
    assert!(light.is_sorted() && light[0] == 0.0 && light[3] == 1.0, "{light:?}");
}

#[test]
fn a_part_that_fails_is_told_and_the_others_go_on() {
    let mut stage = stage();
    stage.buzzer.break_down(true);
    stage.order(Order::Buzz(Buzz::Double));
    stage.order(Order::Lamp(Lamp { colour: Colour::Amber, blink: true }));
    stage.play(Duration::from_secs(1));
    assert_eq!(stage.lamp[1].take(), [1.0, 0.0, 1.0, 0.0, 1.0]);
    assert!(stage.complaint("buzzer") && !stage.complaint("lamp"));
    stage.buzzer.break_down(false);
    stage.order(Order::Buzz(Buzz::Short));
    let heard = stage.play(Duration::from_secs(3));
    assert_eq!(heard.iter().map(|(_, share)| *share).collect::<Vec<_>>(), [0.5, 0.0], "it is tried again");
    assert!(!stage.complaint("buzzer"));
}

#[test]
fn orders_reach_the_thread_and_everything_is_dark_when_the_board_goes() {
    let (lamp, buzzer) = (Recorded::default(), Recorded::default());
    let outputs = Outputs { lamp: [lamp.line(), None, None], buzzer: buzzer.line(), ..Outputs::default() };
    let player = Player::start(outputs).unwrap();
    player.lamp(Lamp { colour: Colour::Red, blink: false }).unwrap();
    player.buzz(Buzz::Alarm).unwrap();
    player.backlight(50).unwrap();
    drop(player);
    assert_eq!(lamp.take(), [0.0, 1.0, 0.0]);
    assert_eq!(buzzer.take().last(), Some(&0.0));
}

#[test]
fn a_failure_in_the_thread_is_told_with_the_next_order_to_that_part() {
    let lamp = Recorded::default();
    lamp.break_down(true);
    let player = Player::start(Outputs { lamp: [lamp.line(), None, None], ..Outputs::default() }).unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    let error = loop {
        match player.lamp(Lamp::OFF) {
            Err(error) => break error,
            Ok(()) => assert!(Instant::now() < deadline, "never told"),
        }
    };
    assert_eq!((error.part, error.source.to_string().as_str()), ("lamp", "no answer"));
    player.buzz(Buzz::Short).unwrap();
}
