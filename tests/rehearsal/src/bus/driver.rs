//! Carries out what is asked of the world, one thing after the other. Owns the scene.

use super::{
    feed::{Feed, Morning, Tries},
    order::{Order, Refusal},
};
use crate::{
    morning,
    scene::{Result as Done, Scene},
    world::Part,
};
use std::{sync::Arc, time::Duration};
use tokio::sync::{mpsc, oneshot};

/// How often to look whether a card or the station went by itself.
const EVERY: Duration = Duration::from_millis(200);

/// An order and where to say what became of it.
pub type Ordered = (Order, oneshot::Sender<Result<(), Refusal>>);

/// Executes orders until all senders are gone; returns the scene.
pub async fn drive(mut scene: Scene, mut orders: mpsc::Receiver<Ordered>, feed: Arc<Feed>) -> Scene {
    let mut look = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            ordered = orders.recv() => match ordered {
                None => return scene,
                Some((Order::Morning { play: true }, answer)) => {
                    let _ = answer.send(Ok(()));
                    play(&mut scene, &mut orders, &feed).await;
                }
                Some((order, answer)) => {
                    let done = carry_out(&mut scene, order).await;
                    feed.set_control(scene.world.centre.control.clone());
                    // The receiver may be gone.
                    let _ = answer.send(done);
                }
            },
            _ = look.tick() => scene.world.look_at_keys(),
        }
        let tries = tries(&scene);
        feed.tries.send_if_modified(|last| std::mem::replace(last, tries.clone()) != tries);
    }
}

fn tries(scene: &Scene) -> Vec<Tries> {
    let of = |card: &card::VirtualCard| {
        card.tries_left().map(|left| Tries { persona: card.key().to_owned(), left })
    };
    scene.cards().filter_map(of).collect()
}

async fn carry_out(scene: &mut Scene, order: Order) -> Result<(), Refusal> {
    match order {
        Order::Put { persona, manner } => {
            if !scene.world.situation().reader {
                return Err(Refusal::new(
                    "読取機が外れています。つないでください。",
                    "the reader is unplugged",
                ));
            }
            scene.world.pull();
            // Waiting for the reader to notice blocks this thread for some tenths of a second.
            world(scene.place_faulty(&persona, manner.faults()).await)
        }
        Order::Pull {} => {
            scene.world.pull();
            Ok(())
        }
        Order::Pin { digits } => scene
            .world
            .at_keys(digits.as_deref())
            .map_err(|error| Refusal::new("読取機は、いま暗証番号を受け付けていません。", error.to_string())),
        Order::Renew { persona } => {
            if scene.world.situation().card == Some(persona.as_str()) {
                return Err(Refusal::new(
                    "先にカードを読取機から取ってください。",
                    "take the card off the reader first",
                ));
            }
            scene.renew(&persona);
            Ok(())
        }
        Order::Line { preset } => {
            scene.world.set_line(preset);
            Ok(())
        }
        Order::Switch { part: Part::Power, on: false } if !scene.world.situation().power => Ok(()),
        Order::Switch { part, on } => world(scene.world.switch(part, on).await),
        Order::Format { format } => world(scene.world.set_format(format).await),
        Order::Morning { .. } => Ok(()),
        // The server hands these to the board itself.
        Order::Key { .. } | Order::Scan { .. } | Order::Device { .. } => Ok(()),
    }
}

fn world(done: Done<()>) -> Result<(), Refusal> {
    done.map_err(|error| Refusal::world(error.as_ref()))
}

/// Plays the morning until its end, or until somebody ends it; refuses everything else meanwhile.
async fn play(scene: &mut Scene, orders: &mut mpsc::Receiver<Ordered>, feed: &Arc<Feed>) {
    feed.morning.send_replace(Morning { plays: true, ..Morning::default() });
    let told = Arc::clone(feed);
    scene.tell(Box::new(move |line| {
        told.morning.send_modify(|morning| morning.story.push(line.to_owned()));
    }));
    let ended = tokio::select! {
        played = morning::from_any_state(scene) => played.err().map(|error| error.to_string()),
        () = until_ended(orders) => Some("中止しました / ended by hand".to_owned()),
    };
    scene.tell(Box::new(|line| println!("{line}")));
    feed.morning.send_modify(|morning| (morning.plays, morning.failed) = (false, ended));
}

async fn until_ended(orders: &mut mpsc::Receiver<Ordered>) {
    while let Some((order, answer)) = orders.recv().await {
        let ends = order == Order::Morning { play: false };
        let _ = answer.send(if ends { Ok(()) } else { Err(Refusal::busy()) });
        if ends {
            return;
        }
    }
    // The bus is being closed.
}
