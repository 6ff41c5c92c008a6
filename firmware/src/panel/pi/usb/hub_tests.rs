use super::*;

#[test]
fn a_clock_that_was_set_moves_no_event() {
    let (now, wall) = (Instant::now(), SystemTime::now());
    let since = wall.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let second = Duration::from_secs(1);
    assert_eq!(happened(since - second, (now, wall)), now - second, "an event that waited");
    assert_eq!(happened(since + second, (now, wall)), now, "from the future");
    assert_eq!(happened(since - second * 3600, (now, wall)), now, "from long ago");
}
