//! HTTP to a WebDriver on this machine: one request a connection, JSON both ways.

use rehearse::Result;
use serde_json::Value;
use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A browser may be slow to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Asks with a body (POST) or without (DELETE, GET), and gives `value` of the answer.
///
/// # Errors
/// The driver's error, or the lack of an answer.
pub async fn ask(port: u16, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let (status, text) = exchange(port, method, path, &[("content-type", "application/json")], &body).await?;
    let mut answer: Value = serde_json::from_str(&text).map_err(|_| format!("{method} {path}: {status}"))?;
    let value = answer.get_mut("value").map(Value::take).unwrap_or_default();
    if status == 200 {
        return Ok(value);
    }
    let said = |field| value.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let message = said("message").lines().next().unwrap_or_default().to_owned();
    Err(format!("{method} {path}: {}: {message}", said("error")).into())
}

/// One request to a server on loopback; gives status and body. The host is 127.0.0.1 unless a header says otherwise.
///
/// # Errors
/// When nobody listens there, or no HTTP comes back.
pub async fn exchange(
    port: u16,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<(u16, String)> {
    let mut stream = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    let mut head =
        format!("{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    if !headers.iter().any(|(name, _)| *name == "host") {
        head += &format!("host: 127.0.0.1:{port}\r\n");
    }
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    stream.write_all(format!("{head}\r\n{body}").as_bytes()).await?;
    let answer =
        tokio::time::timeout(PATIENCE, whole(stream)).await.map_err(|_| "no whole HTTP answer")??;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("no HTTP answer")?;
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or("no HTTP status")?;
    Ok((status, body.to_owned()))
}

/// Reads until the answer is as long as it says, or the server hangs up. (ChromeDriver keeps the connection open,
/// whatever it was asked.)
async fn whole(mut stream: TcpStream) -> Result<Vec<u8>> {
    let mut answer = Vec::new();
    while !is_whole(&answer) {
        if stream.read_buf(&mut answer).await? == 0 {
            break;
        }
    }
    Ok(answer)
}

fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let (head, body) = answer.split_at(end + 4);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    length.is_some_and(|length| body.len() >= length)
}
