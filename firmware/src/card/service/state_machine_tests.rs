//! Every order of events: by hand where it matters, at random for the rest.

use super::*;
use crate::card::TokenKind;
use proptest::prelude::*;

const TAG: RequestTag = RequestTag(7);
const READER: &str = "Reader 00";

fn seen(name: &str, present: bool, count: u32) -> ReaderStatus {
    ReaderStatus { name: name.into(), present, count }
}

fn empty() -> Vec<ReaderStatus> {
    vec![seen(READER, false, 0)]
}

fn present(count: u32) -> Vec<ReaderStatus> {
    vec![seen(READER, true, count)]
}

fn pin() -> Pin {
    Pin::take(&mut b"1234".to_vec()).unwrap()
}

fn badge() -> BadgeId {
    BadgeId::new(vec![4, 1, 2, 3]).unwrap()
}

fn sign() -> CardRequest {
    CardRequest::Sign { tag: TAG, pin: pin(), digest: [0; 32] }
}

fn content() -> CardContent {
    CardContent {
        token: TokenKind::Card,
        certificate: vec![],
        not_before: 0,
        not_after: 1,
        tries_left: Some(3),
        pin_pad: false,
    }
}

fn read_ok(extended: Option<bool>) -> JobResult {
    JobResult::Read { result: Ok(content()), known: Known { extended, ..Known::default() } }
}

fn read_on_keys() -> JobResult {
    let known = Known { extended: Some(true), pin_pad: PinPad::Present(1) };
    JobResult::Read { result: Ok(content()), known }
}

fn words(machine: &mut StateMachine) -> Vec<String> {
    let first = |text: String| text.split(['(', ' ']).next().unwrap_or_default().to_owned();
    let word = |out| match out {
        Action::Publish(CardEvent::Answer(_, answer)) => first(format!("{answer:?}")),
        Action::Publish(event) => first(format!("{event:?}")),
        Action::Run(Job::Read { known, .. }) => format!("do read {:?}", known.extended),
        Action::Run(Job::Sign { .. }) => "do sign".into(),
        Action::Run(Job::SignByPad { .. }) => "do sign by pad".into(),
        Action::Run(Job::Badge { .. }) => "do badge".into(),
        Action::Run(Job::Release) => "do release".into(),
    };
    machine.take().into_iter().map(word).collect()
}

/// A machine that has published its reader.
fn machine() -> StateMachine {
    let mut machine = StateMachine::new(None, true);
    machine.on_readers(empty());
    assert_eq!(words(&mut machine), ["Reader"]);
    machine
}

#[test]
fn a_check_runs_from_placed_to_removed() {
    let mut machine = machine();
    machine.on_readers(present(1));
    assert_eq!(words(&mut machine), ["Placed"]);
    machine.on_request(CardRequest::Read { tag: TAG, tries: true });
    assert_eq!(words(&mut machine), ["do read None"]);
    machine.on_result(read_ok(Some(true)));
    assert_eq!(
        words(&mut machine),
        ["Read", "Reader"],
        "the reader is published again with its capabilities"
    );
    machine.on_request(sign());
    machine.on_result(JobResult::Sign(Ok(PinOutcome::Wrong(2))));
    machine.on_request(sign());
    machine.on_result(JobResult::Sign(Ok(PinOutcome::Signed(vec![1]))));
    assert_eq!(words(&mut machine), ["do sign", "PinWrong", "do sign", "Signed"]);
    machine.on_request(CardRequest::Release);
    machine.on_readers(present(1));
    assert_eq!(words(&mut machine), ["do release"], "the card that was let go is not placed again");
    machine.on_readers(vec![seen(READER, false, 2)]);
    machine.on_readers(present(3));
    assert_eq!(words(&mut machine), ["Removed", "Placed"]);
    machine.on_request(CardRequest::Read { tag: TAG, tries: false });
    assert_eq!(words(&mut machine), ["do read Some(true)"], "what the reader carries is remembered");
}

#[test]
fn a_badge_is_read_for_itself_and_leaves_no_session() {
    let mut machine = machine();
    machine.on_request(CardRequest::Badge { tag: TAG });
    assert!(
        matches!(machine.take().as_slice(), [Action::Publish(CardEvent::Answer(_, CardAnswer::Badge(Err(e))))] if e.fault == Fault::NoCard)
    );
    machine.on_readers(present(1));
    machine.on_request(CardRequest::Badge { tag: TAG });
    assert_eq!(
        words(&mut machine),
        ["Placed", "do badge"],
        "a card is placed, whatever it will be asked for"
    );
    machine.on_request(CardRequest::Read { tag: TAG, tries: true });
    assert_eq!(words(&mut machine), [""; 0], "one request at a time");
    machine.on_result(JobResult::Badge(Ok(badge())));
    assert_eq!(words(&mut machine), ["Badge"]);
    machine.on_request(sign());
    assert!(
        matches!(machine.take().as_slice(), [Action::Publish(CardEvent::Answer(_, CardAnswer::Failed(e)))] if e.fault == Fault::NotRead)
    );
}

#[test]
fn a_badge_whose_reading_is_lost_is_answered_as_a_badge() {
    let mut machine = machine();
    machine.on_readers(present(1));
    machine.on_request(CardRequest::Badge { tag: TAG });
    machine.on_lost(Step::Connect, Fault::Mute);
    assert_eq!(words(&mut machine), ["Placed", "do badge", "Badge"]);
    machine.on_readers(empty());
    assert_eq!(words(&mut machine), ["Removed"]);
}

#[test]
fn the_reader_is_known_with_what_it_carries() {
    let mut machine = machine();
    let info = |extended, pin_pad| Some(ReaderInfo { name: READER.into(), extended, pin_pad });
    assert_eq!(machine.reader(), info(None, PinPad::Unknown));
    machine.on_readers(present(1));
    machine.on_request(CardRequest::Read { tag: TAG, tries: false });
    machine.on_result(read_on_keys());
    assert_eq!(machine.reader(), info(Some(true), PinPad::Present(1)));
    machine.on_readers(vec![]);
    assert_eq!(machine.reader(), None);
}

#[test]
fn the_removal_of_a_card_during_its_reading_follows_the_answer() {
    let mut machine = machine();
    machine.on_readers(present(1));
    machine.on_request(CardRequest::Read { tag: TAG, tries: true });
    machine.on_readers(present(3));
    assert_eq!(words(&mut machine), ["Placed", "do read None"]);
    machine.on_result(JobResult::Read {
        result: Err(CardError::new(Fault::Pulled, Step::Token)),
        known: Known::default(),
    });
    assert_eq!(words(&mut machine), ["Failed", "Removed", "Placed"], "and the next one lies there already");
}

#[test]
fn a_release_while_reading_is_done_afterwards() {
    let mut machine = machine();
    machine.on_readers(present(1));
    machine.on_request(CardRequest::Read { tag: TAG, tries: true });
    machine.on_request(CardRequest::Release);
    machine.on_result(read_ok(None));
    assert_eq!(words(&mut machine), ["Placed", "do read None", "Read", "do release"]);
    machine.on_request(sign());
    let out = machine.take();
    assert!(
        matches!(out.as_slice(), [Action::Publish(CardEvent::Answer(_, CardAnswer::Failed(e)))] if e.fault == Fault::NotRead),
        "{out:?}"
    );
}

/// The tags of the answers published since the last call.
fn tags(machine: &mut StateMachine) -> Vec<u64> {
    let tag = |action| match action {
        Action::Publish(CardEvent::Answer(tag, _)) => Some(tag.0),
        _ => None,
    };
    machine.take().into_iter().filter_map(tag).collect()
}

#[test]
fn the_answer_to_an_overtaken_request_carries_the_old_tag() {
    let mut machine = machine();
    machine.on_readers(present(1));
    let read = |tag| CardRequest::Read { tag: RequestTag(tag), tries: true };
    machine.on_request(read(1));
    machine.on_request(read(2));
    machine.on_request(CardRequest::Badge { tag: RequestTag(3) });
    machine.on_result(read_ok(None));
    assert_eq!(tags(&mut machine), [1], "the later requests were dropped and have no answer");
    machine.on_request(read(4));
    machine.on_request(read(5));
    machine.on_lost(Step::Token, Fault::Mute);
    assert_eq!(tags(&mut machine), [4]);
}

#[test]
fn each_kind_of_answer_carries_the_tag_of_its_request() {
    let mut machine = at_keys();
    let mut next = 10..;
    let mut ask = |machine: &mut StateMachine, request: fn(RequestTag) -> CardRequest| {
        let tag = next.next().unwrap();
        machine.on_request(request(RequestTag(tag)));
        tag
    };
    let sign = |tag| CardRequest::Sign { tag, pin: pin(), digest: [0; 32] };
    let by_pad = |tag| CardRequest::SignByPad { tag, digest: [0; 32] };
    for outcome in [PinOutcome::Wrong(2), PinOutcome::Locked, PinOutcome::Signed(vec![1])] {
        let tag = ask(&mut machine, sign);
        machine.on_result(JobResult::Sign(Ok(outcome.clone())));
        assert_eq!(tags(&mut machine), [tag], "{outcome:?}");
    }
    let tag = ask(&mut machine, by_pad);
    machine.on_pin_right();
    machine.on_result(JobResult::SignByPad { result: Ok(ByPad::Ended(PadEnd::TimedOut)), works: true });
    assert_eq!(tags(&mut machine), [tag, tag], "the right PIN and the end");
    let tag = ask(&mut machine, |tag| CardRequest::Badge { tag });
    machine.on_result(JobResult::Badge(Ok(badge())));
    assert_eq!(tags(&mut machine), [tag]);
    machine.on_readers(empty());
    for request in
        [sign, by_pad, |tag| CardRequest::Read { tag, tries: true }, |tag| CardRequest::Badge { tag }]
    {
        let tag = ask(&mut machine, request);
        assert_eq!(tags(&mut machine), [tag], "without a card");
    }
}

#[test]
fn invariant_6_a_request_while_one_runs_is_dropped() {
    let mut machine = machine();
    machine.on_readers(present(1));
    machine.on_request(CardRequest::Read { tag: TAG, tries: true });
    machine.on_request(sign());
    machine.on_result(read_ok(None));
    machine.on_request(sign());
    machine.on_request(sign());
    machine.on_request(CardRequest::Read { tag: TAG, tries: true });
    assert_eq!(words(&mut machine), ["Placed", "do read None", "Read", "do sign"]);
}

#[test]
fn invariant_6_a_hand_lost_in_verify_leaves_the_try_uncertain() {
    for (step, fault) in [(Step::Verify, Fault::PinUncertain), (Step::Sign, Fault::Mute)] {
        let mut machine = machine();
        machine.on_readers(present(1));
        machine.on_request(CardRequest::Read { tag: TAG, tries: true });
        machine.on_result(read_ok(None));
        machine.on_request(sign());
        machine.take();
        machine.on_lost(step, Fault::Mute);
        let out = machine.take();
        assert!(
            matches!(out.as_slice(), [Action::Publish(CardEvent::Answer(_, CardAnswer::Failed(e)))] if e.fault == fault),
            "{out:?}"
        );
    }
}

#[test]
fn a_reader_that_hangs_on_its_first_extended_command_gets_short_ones() {
    for (known, then) in [(None, Some(false)), (Some(true), Some(true))] {
        let mut machine = machine();
        machine.on_readers(present(1));
        machine.on_request(CardRequest::Read { tag: TAG, tries: false });
        machine.on_result(read_ok(known));
        machine.on_request(CardRequest::Read { tag: TAG, tries: false });
        machine.on_lost(Step::Certificate, Fault::Mute);
        machine.take();
        machine.on_request(CardRequest::Read { tag: TAG, tries: false });
        assert_eq!(words(&mut machine), [format!("do read {then:?}")]);
    }
}

#[test]
fn the_reader_of_the_configured_name_is_used_or_the_first_with_a_card() {
    let two = |first, second| vec![seen("A 00", first, 0), seen("Contactless B 01", second, 0)];
    let mut any = StateMachine::new(None, true);
    any.on_readers(two(false, true));
    any.on_request(CardRequest::Read { tag: TAG, tries: false });
    let out = any.take();
    assert!(
        matches!(out.last(), Some(Action::Run(Job::Read { reader, .. })) if reader == "Contactless B 01"),
        "{out:?}"
    );
    let mut named = StateMachine::new(Some("contactless b"), true);
    named.on_readers(two(true, false));
    assert_eq!(words(&mut named), ["Reader"]);
    named.on_readers(two(true, true));
    assert_eq!(words(&mut named), ["Placed"]);
    let mut absent = StateMachine::new(Some("C"), true);
    absent.on_readers(vec![]);
    let out = absent.take();
    assert!(
        matches!(out.as_slice(), [Action::Publish(CardEvent::Reader(ReaderCondition::Absent))]),
        "{out:?}"
    );
}

#[test]
fn a_service_that_hangs_or_goes_is_published_once_each_time() {
    let mut machine = machine();
    machine.on_readers(present(1));
    machine.on_hang(true);
    machine.on_hang(true);
    machine.on_hang(false);
    machine.on_service_down();
    machine.on_service_down();
    machine.on_readers(present(1));
    assert_eq!(words(&mut machine), ["Placed", "Reader", "Reader", "Removed", "Reader", "Reader", "Placed"]);
}

/// A machine with a card that was read on a reader with keys.
fn at_keys() -> StateMachine {
    let mut machine = machine();
    machine.on_readers(present(1));
    machine.on_request(CardRequest::Read { tag: TAG, tries: true });
    machine.on_result(read_on_keys());
    machine.take();
    machine
}

fn by_pad() -> CardRequest {
    CardRequest::SignByPad { tag: TAG, digest: [0; 32] }
}

#[test]
fn a_pin_is_requested_on_the_reader_and_the_result_is_published() {
    let mut machine = at_keys();
    machine.on_request(by_pad());
    machine.on_request(by_pad());
    machine.on_request(sign());
    assert_eq!(words(&mut machine), ["do sign by pad"], "one request at a time");
    machine.on_result(JobResult::SignByPad { result: Ok(ByPad::Ended(PadEnd::Cancelled)), works: true });
    machine.on_request(by_pad());
    machine.on_result(JobResult::SignByPad { result: Ok(ByPad::Typed(PinOutcome::Wrong(2))), works: true });
    machine.on_request(by_pad());
    machine.on_pin_right();
    machine.on_result(JobResult::SignByPad {
        result: Ok(ByPad::Typed(PinOutcome::Signed(vec![1]))),
        works: true,
    });
    let told = words(&mut machine);
    let expected = ["PadEnded", "do sign by pad", "PinWrong", "do sign by pad", "PinRight", "Signed"];
    assert_eq!(told, expected);
    machine.on_pin_right();
    assert_eq!(words(&mut machine), [""; 0], "no PIN is being typed");
}

#[test]
fn the_content_of_a_card_says_whether_its_reader_has_keys_that_are_wanted() {
    for (wanted, told) in [(true, true), (false, false)] {
        let mut machine = StateMachine::new(None, wanted);
        machine.on_readers(present(1));
        machine.on_request(CardRequest::Read { tag: TAG, tries: true });
        machine.on_result(read_on_keys());
        let says = |out: &Action| matches!(out, Action::Publish(CardEvent::Answer(_, CardAnswer::Read(content))) if content.pin_pad == told);
        assert!(machine.take().iter().any(says), "wanted: {wanted}");
    }
}

#[test]
fn a_reader_without_keys_refuses_and_the_card_can_be_signed_with_all_the_same() {
    let mut machine = machine();
    machine.on_readers(present(1));
    machine.on_request(CardRequest::Read { tag: TAG, tries: true });
    machine.on_result(read_ok(None));
    machine.take();
    machine.on_request(by_pad());
    let out = machine.take();
    assert!(
        matches!(
            out.as_slice(),
            [Action::Publish(CardEvent::Answer(_, CardAnswer::PadEnded(PadEnd::Refused)))]
        ),
        "{out:?}"
    );
    machine.on_request(sign());
    assert_eq!(words(&mut machine), ["do sign"]);
}

#[test]
fn invariant_6_keys_that_do_not_come_back_leave_the_try_uncertain_and_rest_until_plugged_in_anew() {
    let mut machine = at_keys();
    machine.on_request(by_pad());
    machine.on_lost(Step::Pad, Fault::Mute);
    let out = machine.take();
    let uncertain = |out: &Action| matches!(out, Action::Publish(CardEvent::Answer(_, CardAnswer::Failed(e))) if e.fault == Fault::PinUncertain);
    assert!(out.iter().any(uncertain), "{out:?}");
    let known = |machine: &StateMachine| machine.reader().map(|reader| reader.pin_pad);
    assert_eq!(known(&machine), Some(PinPad::Failed));
    machine.on_readers(empty());
    assert_eq!(known(&machine), Some(PinPad::Failed), "another card changes nothing");
    machine.on_readers(vec![]);
    machine.on_readers(empty());
    assert_eq!(known(&machine), Some(PinPad::Unknown));
}

#[test]
fn a_reader_that_comes_back_is_asked_anew_whether_it_has_keys() {
    let mut machine = at_keys();
    machine.on_service_down();
    machine.on_readers(present(1));
    machine.take();
    machine.on_request(CardRequest::Read { tag: TAG, tries: true });
    let known = Known { extended: Some(true), pin_pad: PinPad::Unknown };
    let out = machine.take();
    assert!(
        matches!(out.as_slice(), [Action::Run(Job::Read { known: told, .. })] if *told == known),
        "{out:?}"
    );
}

#[test]
fn a_reader_that_hangs_when_asked_what_it_can_do_is_not_asked_again() {
    let mut machine = machine();
    machine.on_readers(present(1));
    machine.on_request(CardRequest::Read { tag: TAG, tries: false });
    machine.on_lost(Step::Features, Fault::Mute);
    assert_eq!(machine.reader().map(|reader| reader.pin_pad), Some(PinPad::Absent));
}

/// Anything that can happen.
#[derive(Debug, Clone)]
enum Happens {
    Readers(Vec<(u8, bool, u32)>),
    Down,
    Hung(bool),
    Read,
    Sign,
    SignByPad,
    PinRight,
    Badge,
    Release,
    Finish(bool),
    Lose,
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        4 => prop::collection::vec((0_u8..2, any::<bool>(), 0_u32..3), 0..3).prop_map(Happens::Readers),
        1 => Just(Happens::Down),
        1 => any::<bool>().prop_map(Happens::Hung),
        3 => Just(Happens::Read),
        3 => Just(Happens::Sign),
        3 => Just(Happens::SignByPad),
        1 => Just(Happens::PinRight),
        2 => Just(Happens::Badge),
        2 => Just(Happens::Release),
        5 => any::<bool>().prop_map(Happens::Finish),
        1 => Just(Happens::Lose),
    ]
}

/// The knowledge of an observer of the service; checks each action of the machine.
#[derive(Default)]
struct Observer {
    card: bool,
    session: bool,
    /// The reader has reported its keys.
    keys: bool,
    running: Option<&'static str>,
    /// Requests that must still be answered.
    owed: usize,
}

impl Observer {
    fn sees(&mut self, out: &Action) -> Result<(), TestCaseError> {
        match out {
            Action::Publish(CardEvent::Reader(_)) => {}
            Action::Publish(CardEvent::Placed) => prop_assert!(!std::mem::replace(&mut self.card, true)),
            Action::Publish(CardEvent::Removed) => {
                prop_assert!(std::mem::replace(&mut self.card, false));
                prop_assert!(self.running.is_none(), "an answer is owed");
            }
            Action::Publish(CardEvent::Answer(_, CardAnswer::PinRight)) => {
                prop_assert_eq!(self.running, Some("pad"), "of the keys alone");
            }
            Action::Publish(event) => {
                prop_assert!(self.owed > 0, "no request for {:?}", event);
                self.owed -= 1;
            }
            Action::Run(Job::Read { .. }) => self.begins("read")?,
            Action::Run(Job::Sign { .. }) => {
                prop_assert!(self.session, "no session to sign in");
                self.begins("sign")?;
            }
            Action::Run(Job::SignByPad { .. }) => {
                prop_assert!(self.session && self.keys, "no session to sign in, or no keys");
                self.begins("pad")?;
            }
            Action::Run(Job::Badge { .. }) => self.begins("badge")?,
            Action::Run(Job::Release) => self.session = false,
        }
        Ok(())
    }

    fn begins(&mut self, job: &'static str) -> Result<(), TestCaseError> {
        prop_assert!(self.card, "no card for {}", job);
        prop_assert_eq!(self.running.replace(job), None);
        Ok(())
    }
}

proptest! {
    #[test]
    fn in_any_order_of_events_each_request_is_answered_once_and_cards_come_and_go_in_turn(
        story in prop::collection::vec(happens(), 0..80)
    ) {
        let mut machine = StateMachine::new(None, true);
        let mut observer = Observer::default();
        for event in story {
            match (event, observer.running) {
                (Happens::Readers(list), _) => {
                    let mut list: Vec<ReaderStatus> =
                        list.into_iter().map(|(n, present, count)| seen(&format!("R{n}"), present, count)).collect();
                    list.dedup_by(|a, b| a.name == b.name);
                    machine.on_readers(list);
                }
                (Happens::Down, _) => machine.on_service_down(),
                (Happens::Hung(hung), _) => machine.on_hang(hung),
                (Happens::Release, _) => machine.on_request(CardRequest::Release),
                (Happens::Read, running) => {
                    observer.owed += usize::from(running.is_none());
                    machine.on_request(CardRequest::Read { tag: TAG, tries: true });
                }
                (Happens::Sign, running) => {
                    observer.owed += usize::from(running.is_none());
                    machine.on_request(sign());
                }
                (Happens::SignByPad, running) => {
                    observer.owed += usize::from(running.is_none());
                    machine.on_request(CardRequest::SignByPad { tag: TAG, digest: [0; 32] });
                }
                (Happens::PinRight, _) => machine.on_pin_right(),
                (Happens::Badge, running) => {
                    observer.owed += usize::from(running.is_none());
                    machine.on_request(CardRequest::Badge { tag: TAG });
                }
                (Happens::Finish(well), Some(job)) => {
                    (observer.running, observer.session) = (None, well && job != "badge");
                    let error = CardError::new(Fault::Pulled, Step::Sign);
                    machine.on_result(match job {
                        "read" if well => {
                            observer.keys = true;
                            read_on_keys()
                        }
                        "read" => JobResult::Read { result: Err(error), known: Known::default() },
                        "badge" if well => JobResult::Badge(Ok(badge())),
                        "badge" => JobResult::Badge(Err(error)),
                        "pad" if well => JobResult::SignByPad { result: Ok(ByPad::Ended(PadEnd::TimedOut)), works: true },
                        "pad" => JobResult::SignByPad { result: Err(error), works: false },
                        _ if well => JobResult::Sign(Ok(PinOutcome::Locked)),
                        _ => JobResult::Sign(Err(error)),
                    });
                }
                (Happens::Lose, _) => {
                    (observer.running, observer.session) = (None, false);
                    machine.on_lost(Step::Verify, Fault::Mute);
                }
                (Happens::Finish(_), None) => {}
            }
            for out in machine.take() {
                observer.sees(&out)?;
            }
            prop_assert_eq!(observer.owed, usize::from(observer.running.is_some()), "each request is answered");
        }
    }
}
