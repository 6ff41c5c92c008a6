//! The control socket: one JSON request a line, one JSON reply a line, on a Unix socket.

use crate::{Condition, Counters, Line, Preset};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, io, net::SocketAddr, path::Path, sync::Arc};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{UnixListener, UnixStream},
    task::JoinSet,
};

/// A request, e.g. `{"do":"set","preset":"weak"}` or `{"do":"set","condition":{"up":64000,"round_trip_ms":600}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Change the condition; a full condition wins over a preset.
    Set {
        /// By name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        preset: Option<Preset>,
        /// In full; fields left out are perfect.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        condition: Option<Condition>,
    },
    /// Reset every connection once.
    Sever,
    /// Only report.
    Show,
}

/// Reply: the state of the line after the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Reason why the request was not understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The present condition.
    pub condition: Condition,
    /// Each forward with its address and counters.
    pub forwards: BTreeMap<String, (SocketAddr, Counters)>,
}

impl Line {
    /// Executes a request.
    fn obey(&self, text: &str) -> Reply {
        let error = match serde_json::from_str(text) {
            Ok(Request::Set { preset, condition }) => match condition.or(preset.map(Condition::from)) {
                Some(condition) => {
                    self.set(condition);
                    None
                }
                None => Some("set: preset or condition expected".to_owned()),
            },
            Ok(Request::Sever) => {
                self.sever();
                None
            }
            Ok(Request::Show) => None,
            Err(error) => Some(error.to_string()),
        };
        Reply { error, condition: self.condition(), forwards: self.all() }
    }
}

/// Serves the control socket until the future is dropped. An old socket file of that name is replaced.
///
/// # Errors
/// When the socket cannot be made.
pub async fn serve(line: Arc<Line>, path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    let mut talks = JoinSet::new();
    loop {
        tokio::select! {
            taken = listener.accept() => {
                let line = line.clone();
                talks.spawn(async move { talk(&line, taken?.0).await });
            }
            Some(_) = talks.join_next() => {}
        }
    }
}

async fn talk(line: &Line, stream: UnixStream) -> io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut requests = BufReader::new(read).lines();
    while let Some(text) = requests.next_line().await? {
        let mut reply = serde_json::to_vec(&line.obey(&text))?;
        reply.push(b'\n');
        write.write_all(&reply).await?;
    }
    Ok(())
}

/// Sends one request to a control socket and waits for the reply.
///
/// # Errors
/// When no line listens there, or the reply is invalid.
pub async fn tell(path: &Path, request: &Request) -> io::Result<Reply> {
    let mut stream = UnixStream::connect(path).await?;
    let mut text = serde_json::to_vec(request)?;
    text.push(b'\n');
    stream.write_all(&text).await?;
    let mut reply = String::new();
    BufReader::new(stream).read_line(&mut reply).await?;
    Ok(serde_json::from_str(&reply)?)
}
