//! The promises of the simulated board, with real sockets.

use super::*;
use crate::panel::{Buzz, Caption, Colour, Device, Format, Frame, Input, Key, Lamp, Panel, Scan, Sound};
use embedded_graphics::{pixelcolor::Rgb565, pixelcolor::raw::RawU16, prelude::DrawTarget};
use std::{
    io::{ErrorKind, Write},
    os::unix::{fs::PermissionsExt, net::UnixStream},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};
use tempfile::TempDir;

const SOON: Duration = Duration::from_secs(10);

fn place() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("panel.sock");
    (dir, path)
}

fn picture(number: u16) -> (Frame, Caption) {
    let mut frame = Frame::default();
    frame.clear(Rgb565::from(RawU16::new(number))).unwrap();
    (frame, Caption { screen: format!("screen-{number}"), title: "文".into(), texts: vec!["文字".into()] })
}

fn show(board: &mut SimulatedBoard, number: u16) {
    let (frame, caption) = picture(number);
    board.show(&frame, &caption).unwrap();
}

#[tokio::test]
async fn a_new_viewer_gets_what_is_shown_at_once_and_many_may_look() {
    let (_dir, path) = place();
    let (mut board, _keys) = SimulatedBoard::listen(&path, Format::Colour).unwrap();
    let lamp = Lamp { colour: Colour::Green, blink: false };
    show(&mut board, 1);
    board.lamp(lamp).unwrap();
    for _ in 0..3 {
        let mut viewer = Client::connect(&path, SOON).await.unwrap();
        let shown = viewer.wait_for("screen-1", SOON).await.unwrap();
        assert_eq!((shown.frame.clone(), shown.caption.clone()), picture(1));
        assert_eq!(viewer.lamp(), lamp, "the lamp comes before the frame");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_viewer_that_never_reads_never_blocks_the_station_and_later_gets_the_latest() {
    let (_dir, path) = place();
    let (mut board, _keys) = SimulatedBoard::listen(&path, Format::Colour).unwrap();
    let _deaf = UnixStream::connect(&path).unwrap();
    let mut slow = Client::connect(&path, SOON).await.unwrap();
    let started = std::time::Instant::now();
    for number in 1..=1000 {
        show(&mut board, number);
        board.buzz(Buzz::Short).unwrap();
    }
    assert!(started.elapsed() < SOON, "1000 frames are 154 MB: nobody waited for a viewer");
    slow.wait_for("screen-1000", SOON).await.unwrap();
}

#[tokio::test]
async fn keys_arrive_in_order_and_a_gone_board_ends_them() {
    let (_dir, path) = place();
    let (board, mut keys) = SimulatedBoard::listen(&path, Format::Colour).unwrap();
    let mut viewer = Client::connect(&path, SOON).await.unwrap();
    viewer.press_all("1 9obud").await.unwrap();
    for key in [Key::Digit(1), Key::Digit(9), Key::Ok, Key::Back, Key::Up, Key::Down] {
        assert_eq!(keys.next().await, Some(Input::Key(key)));
    }
    drop(board);
    assert_eq!(keys.next().await, None);
    let gone = viewer.wait_for("never", SOON).await;
    assert!(matches!(gone, Err(ClientError::Gone)), "{gone:?}");
    assert!(!path.exists());
}

#[tokio::test]
async fn a_frame_that_did_not_change_is_not_sent_again() {
    let (_dir, path) = place();
    let (mut board, _keys) = SimulatedBoard::listen(&path, Format::Colour).unwrap();
    let mut viewer = Client::connect(&path, SOON).await.unwrap();
    show(&mut board, 1);
    viewer.wait_for("screen-1", SOON).await.unwrap();
    show(&mut board, 1);
    board.lamp(Lamp::OFF).unwrap();
    board.buzz(Buzz::Alarm).unwrap();
    assert_eq!(viewer.next(SOON).await.unwrap(), Message::Buzz(Buzz::Alarm));
}

#[tokio::test]
async fn a_deadline_names_the_screen_that_was_there_and_loses_no_message() {
    let (_dir, path) = place();
    let (mut board, _keys) = SimulatedBoard::listen(&path, Format::Colour).unwrap();
    show(&mut board, 1);
    let mut viewer = Client::connect(&path, SOON).await.unwrap();
    viewer.wait_for("screen-1", SOON).await.unwrap();
    let error = viewer.wait_for("screen-2", Duration::from_millis(20)).await.unwrap_err().to_string();
    assert!(error.contains("screen-1") && error.contains("screen-2"), "{error}");
    show(&mut board, 2);
    viewer.wait_for("screen-2", SOON).await.unwrap();
}

#[tokio::test]
async fn a_viewer_that_talks_nonsense_is_dropped_alone() {
    let (_dir, path) = place();
    let (mut board, mut keys) = SimulatedBoard::listen(&path, Format::Colour).unwrap();
    let mut good = Client::connect(&path, SOON).await.unwrap();
    let mut bad = UnixStream::connect(&path).unwrap();
    bad.write_all(b"K\xff\xff\xff\xff").unwrap();
    good.press(Key::Ok).await.unwrap();
    assert_eq!(keys.next().await, Some(Input::Key(Key::Ok)));
    show(&mut board, 1);
    good.wait_for("screen-1", SOON).await.unwrap();
}

#[tokio::test]
async fn the_socket_is_private_and_takes_nobodys_place() {
    let (dir, path) = place();
    let (board, _keys) = SimulatedBoard::listen(&path, Format::Colour).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing else is left behind");
    let second = SimulatedBoard::listen(&path, Format::Colour).err().unwrap();
    assert_eq!(second.kind(), ErrorKind::AddrInUse);
    drop(board);
    // A socket that a killed station left is replaced.
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let (board, _keys) = SimulatedBoard::listen(&path, Format::Colour).unwrap();
    drop(board);
    std::fs::write(&path, b"precious").unwrap();
    let third = SimulatedBoard::listen(&path, Format::Colour).err().unwrap();
    assert_eq!(third.kind(), ErrorKind::AlreadyExists);
    assert_eq!(std::fs::read(&path).unwrap(), b"precious");
}

#[tokio::test]
async fn light_volume_and_sounds_reach_viewers_and_codes_and_plugs_reach_the_station() {
    let (_dir, path) = place();
    let (mut board, mut keys) = SimulatedBoard::listen(&path, Format::Mono).unwrap();
    board.backlight(20).unwrap();
    let mut viewer = Client::connect(&path, SOON).await.unwrap();
    let dark = viewer.wait_until("a dark panel", SOON, |_| true).await.unwrap();
    assert_eq!(dark.frame, Frame::new(Format::Mono.size()));
    assert_eq!((viewer.backlight(), viewer.volume()), (20, 100), "a new viewer is told before the frame");
    let sound = Arc::new(Sound::new(8_000, vec![1, -1]));
    board.say(&sound).unwrap();
    let wav = sound.to_wav(100);
    assert_eq!(viewer.next(SOON).await.unwrap(), Message::Sound(Arc::from(wav.as_slice())));
    board.say(&Arc::default()).unwrap();
    assert_eq!(viewer.next(SOON).await.unwrap(), Message::Sound(Arc::default()), "silence is no bytes");
    let scan = Scan::new("26123456789").unwrap();
    viewer.scan(scan.clone()).await.unwrap();
    viewer.plug(Device::Scanner, false).await.unwrap();
    assert_eq!(keys.next().await, Some(Input::Scan(scan)));
    assert_eq!(keys.next().await, Some(Input::Device { device: Device::Scanner, present: false }));
}
