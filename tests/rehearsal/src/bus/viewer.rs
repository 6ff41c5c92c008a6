//! Looks at the station's board for the page and hands it keys, codes and devices; finds it again after each power
//! cut.

use super::{
    feed::{Feed, Panel, Sound},
    order::Refusal,
};
use firmware::panel::{
    Input,
    simulated::{Client, ClientError, Message},
};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::sync::{mpsc, oneshot};

/// How long to look for a board before answering those who want to press keys.
const LOOK: Duration = Duration::from_millis(100);
/// A board may have nothing to say for long.
const QUIET: Duration = Duration::from_secs(3_600);

/// An input and where to say what became of it.
pub type Typed = (Input, oneshot::Sender<Result<(), Refusal>>);

/// Looks for ever.
pub async fn look(board: PathBuf, mut typed: mpsc::Receiver<Typed>, feed: Arc<Feed>) {
    loop {
        if let Ok(client) = Client::connect(&board, LOOK).await {
            // It ends when the station does; then it is dark, until the next one.
            let _ = watch(client, &mut typed, &feed).await;
            feed.panel.send_replace(Panel::DARK);
        }
        while let Ok((_, answer)) = typed.try_recv() {
            let _ = answer.send(Err(Refusal::dark()));
        }
        if typed.is_closed() {
            return;
        }
    }
}

async fn watch(
    mut client: Client,
    typed: &mut mpsc::Receiver<Typed>,
    feed: &Feed,
) -> Result<(), ClientError> {
    loop {
        tokio::select! {
            message = client.next(QUIET) => match message {
                Ok(Message::Buzz(buzz)) => drop(feed.sounds.send(Sound::Buzz(buzz))),
                Ok(Message::Sound(wav)) => drop(feed.sounds.send(Sound::Speech(wav))),
                Ok(_) => show(&client, feed),
                Err(ClientError::Deadline { .. }) => {}
                Err(gone) => return Err(gone),
            },
            Some((input, answer)) = typed.recv() => {
                let done = hand(&mut client, input).await;
                // The receiver may be gone.
                let _ = answer.send(done.as_ref().map_err(|_| Refusal::dark()).copied());
                done?;
            }
        }
    }
}

async fn hand(client: &mut Client, input: Input) -> Result<(), ClientError> {
    match input {
        Input::Key(key) => client.press(key).await,
        Input::Scan(scan) => client.scan(scan).await,
        Input::Device { device, present } => client.plug(device, present).await,
    }
}

fn show(client: &Client, feed: &Feed) {
    let now = Panel {
        shown: client.shown().cloned(),
        lamp: client.lamp(),
        backlight: client.backlight(),
        volume: client.volume(),
    };
    feed.panel.send_if_modified(|last| std::mem::replace(last, now.clone()) != now);
}
