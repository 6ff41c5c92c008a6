//! The line against real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests; clippy.toml exempts only the tests

use line::{Condition, Config, Forward, Line, Preset, Request, Way};
use std::{io::ErrorKind, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{Instant, timeout},
};

const LONG: Duration = Duration::from_secs(20);

/// A target that sends every byte back.
async fn echo() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut read, mut write) = stream.split();
                tokio::io::copy(&mut read, &mut write).await
            });
        }
    });
    address
}

async fn through(condition: Condition) -> (Line, SocketAddr) {
    let forward =
        Forward { name: "echo".into(), listen: "127.0.0.1:0".parse().unwrap(), target: echo().await };
    let line = Line::start(Config { forwards: vec![forward], condition, seed: 1 }).unwrap();
    let address = line.address("echo").unwrap();
    (line, address)
}

async fn say(stream: &mut TcpStream, text: &[u8]) -> std::io::Result<Vec<u8>> {
    stream.write_all(text).await?;
    let mut answer = vec![0; text.len()];
    stream.read_exact(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn bytes_pass_unchanged_and_are_counted() {
    let (line, address) = through(Preset::Perfect.into()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let text: Vec<u8> = (0..100_000_u32).map(|n| n as u8).collect();
    let (mut read, mut write) = stream.split();
    let mut back = vec![0; text.len()];
    let (sent, got) = tokio::join!(write.write_all(&text), read.read_exact(&mut back));
    sent.and(got.map(drop)).unwrap();
    assert_eq!(back, text);
    let counters = line.counters("echo").unwrap();
    assert_eq!((counters.up, counters.down, counters.connections), (100_000, 100_000, 1));
    drop(stream);
    let ended = async {
        while line.counters("echo").unwrap().open > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(LONG, ended).await.expect("a closed connection is counted as closed");
}

#[tokio::test]
async fn a_round_trip_takes_the_line_s_time_and_a_new_connection_one_more() {
    let (_line, address) = through(Condition { round_trip_ms: 200, ..Condition::default() }).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let began = Instant::now();
    say(&mut stream, b"a").await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(395), "set-up and one round trip");
    let began = Instant::now();
    say(&mut stream, b"b").await.unwrap();
    let took = began.elapsed();
    assert!((Duration::from_millis(199)..Duration::from_millis(390)).contains(&took), "{took:?}");
}

#[tokio::test]
async fn the_rate_holds_and_reaches_the_sender_as_back_pressure() {
    let (line, address) = through(Condition { up: Some(400_000), ..Condition::default() }).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let began = Instant::now();
    assert_eq!(say(&mut stream, &[7; 50_000]).await.unwrap(), [7; 50_000]);
    let took = began.elapsed().as_secs_f64();
    assert!((0.95..1.6).contains(&took), "50 kB at 50 kB/s took {took} s");
    assert!(line.counters("echo").unwrap().up == 50_000);

    // A sender that does not wait fills its own buffer, not the line's.
    let (line, address) = through(Condition { up: Some(8_000), ..Condition::default() }).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    timeout(Duration::from_millis(300), stream.write_all(&[7; 16_000_000])).await.unwrap_err();
    assert!(line.counters("echo").unwrap().up < 10_000, "{:?}", line.counters("echo"));
}

#[tokio::test]
async fn two_connections_share_the_rate() {
    let (_line, address) = through(Condition { up: Some(400_000), ..Condition::default() }).await;
    let began = Instant::now();
    let one = async {
        say(&mut TcpStream::connect(address).await.unwrap(), &[1; 20_000]).await.unwrap();
    };
    let other = async {
        say(&mut TcpStream::connect(address).await.unwrap(), &[2; 20_000]).await.unwrap();
    };
    tokio::join!(one, other);
    assert!(began.elapsed() >= Duration::from_millis(750), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_cut_resets_what_is_open_refuses_what_comes_and_ends() {
    let (line, address) = through(Preset::Perfect.into()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    say(&mut stream, b"a").await.unwrap();
    line.set(Preset::Cut.into());
    let error = timeout(LONG, stream.read_u8()).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    let refused = async {
        while TcpStream::connect(address).await.map(drop).map_err(|e| e.kind())
            != Err(ErrorKind::ConnectionRefused)
        {}
    };
    timeout(LONG, refused).await.expect("refused once the listener is closed");
    line.set(Preset::Perfect.into());
    let again = async {
        loop {
            if let Ok(mut stream) = TcpStream::connect(address).await {
                return say(&mut stream, b"b").await.unwrap();
            }
        }
    };
    assert_eq!(timeout(LONG, again).await.unwrap(), b"b");
}

#[tokio::test]
async fn a_black_hole_is_silent_and_forgets_the_connections_that_spoke_into_it() {
    let (line, address) = through(Preset::Perfect.into()).await;
    let (mut spoke, mut idle) =
        (TcpStream::connect(address).await.unwrap(), TcpStream::connect(address).await.unwrap());
    say(&mut spoke, b"a").await.unwrap();
    say(&mut idle, b"a").await.unwrap();
    line.set(Preset::BlackHole.into());
    let silence = Duration::from_millis(150);
    timeout(silence, say(&mut spoke, b"lost")).await.expect_err("no answer, no error");
    let mut late = TcpStream::connect(address).await.unwrap();
    timeout(silence, say(&mut late, b"lost")).await.expect_err("a new one hangs");

    line.set(Preset::Perfect.into());
    assert_eq!(timeout(LONG, say(&mut idle, b"b")).await.unwrap().unwrap(), b"b");
    timeout(silence, say(&mut spoke, b"still")).await.expect_err("deaf for good");
    timeout(silence, say(&mut late, b"still")).await.expect_err("deaf for good");
}

#[tokio::test]
async fn sever_resets_once() {
    let (line, address) = through(Preset::Perfect.into()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    say(&mut stream, b"a").await.unwrap();
    line.sever();
    timeout(LONG, stream.read_u8()).await.unwrap().unwrap_err();
    let mut next = TcpStream::connect(address).await.unwrap();
    assert_eq!(say(&mut next, b"b").await.unwrap(), b"b");
}

#[tokio::test]
async fn the_end_of_one_direction_leaves_the_other_open() {
    let (_line, address) = through(Condition { round_trip_ms: 20, ..Condition::default() }).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"all").await.unwrap();
    stream.shutdown().await.unwrap();
    let mut back = Vec::new();
    timeout(LONG, stream.read_to_end(&mut back)).await.unwrap().unwrap();
    assert_eq!(back, b"all");
}

#[tokio::test]
async fn the_control_socket_sets_shows_and_says_what_it_does_not_understand() {
    let (line, _) = through(Preset::Perfect.into()).await;
    let line = Arc::new(line);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("control");
    let serving = tokio::spawn({
        let (line, path) = (line.clone(), path.clone());
        async move { line::serve(line, &path).await }
    });
    let ready = async {
        loop {
            if let Ok(reply) = line::tell(&path, &Request::Show).await {
                return reply;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert_eq!(timeout(LONG, ready).await.unwrap().condition, Condition::default());
    let set = Request::Set { preset: Some(Preset::BlackHole), condition: None };
    assert_eq!(line::tell(&path, &set).await.unwrap().condition.way, Way::BlackHole);
    assert_eq!(line.condition().way, Way::BlackHole);

    let mut raw = tokio::net::UnixStream::connect(&path).await.unwrap();
    raw.write_all(b"{\"do\":\"set\",\"condition\":{\"upp\":1}}\n").await.unwrap();
    let mut reply = vec![0; 4_096];
    let length = raw.read(&mut reply).await.unwrap();
    let reply: line::Reply = serde_json::from_slice(&reply[..length]).unwrap();
    assert!(reply.error.unwrap().contains("upp"));
    assert_eq!(reply.condition.way, Way::BlackHole, "a request that is not understood changes nothing");
    serving.abort();
}

#[test]
fn a_forward_is_read_from_a_command_line() {
    let forward: Forward = "centre=127.0.0.1:0,127.0.0.1:8443".parse().unwrap();
    assert_eq!((forward.name.as_str(), forward.target.port()), ("centre", 8443));
    assert!("centre=127.0.0.1:0".parse::<Forward>().is_err());
    assert!("centre=x,127.0.0.1:1".parse::<Forward>().unwrap_err().contains("LISTEN"));
}
