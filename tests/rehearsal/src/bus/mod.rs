//! The rehearsal bus: the whole world on one page in a browser, to look at and to play with.
//!
//! The page shows what a bus shows (panel, lamp, sound) and what others have received (centre, broker), and it does
//! what people and bad luck do: keys, cards, codes, the line, and a real kill −9.
//!
//! Promises:
//! - it is served on loopback only, and answers only a browser that asked for it by a loopback name from the page
//!   itself: it shows (invented) personal data and ends processes (see [`guard`]);
//! - a key reaches the board at once, whatever else is being done: keys do not queue behind orders to the world;
//! - what the page shows is what the world says, never what the page believes to have caused;
//! - nothing comes from elsewhere: every file of the page is in this binary.

mod crew;
mod driver;
mod ears;
mod feed;
mod guard;
mod order;
mod people;
mod server;
mod viewer;

pub use crew::{Member, crew};

use crate::scene::{Result, Scene};
use feed::Feed;
use std::{net::SocketAddr, sync::Arc};
use tokio::{sync::mpsc, task::JoinHandle};

/// Orders that wait to be carried out at most; a browser cannot pile up more.
const QUEUE: usize = 16;

/// A running bus with its page.
pub struct Bus {
    address: SocketAddr,
    orders: mpsc::Sender<driver::Ordered>,
    driver: JoinHandle<Scene>,
    others: Vec<JoinHandle<()>>,
}

impl Bus {
    /// Serves the page on 127.0.0.1 at `port` (0: any free one).
    ///
    /// # Errors
    /// When the port is taken, or the world cannot be asked.
    pub async fn open(scene: Scene, port: u16) -> Result<Self> {
        let feed = Arc::new(Feed::new(&scene));
        let (inputs, typed) = mpsc::channel(QUEUE);
        let (orders, given) = mpsc::channel(QUEUE);
        let viewer = tokio::spawn(viewer::look(scene.world.board_socket(), typed, Arc::clone(&feed)));
        let ears = [
            tokio::spawn(ears::centre(scene.world.technician()?, Arc::clone(&feed))),
            tokio::spawn(ears::office(scene.world.office.file().to_owned(), Arc::clone(&feed))),
        ];
        let driver = tokio::spawn(driver::drive(scene, given, Arc::clone(&feed)));
        let desk = server::Desk { feed, inputs, orders: orders.clone() };
        let (address, serving) = server::open(port, desk).await?;
        let others = [viewer, serving].into_iter().chain(ears).collect();
        Ok(Self { address, orders, driver, others })
    }

    /// Where a browser finds it.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends the page and gives the scene back, with its world as it is.
    ///
    /// # Errors
    /// When an order was cut short by a panic.
    pub async fn close(self) -> Result<Scene> {
        self.others.iter().for_each(JoinHandle::abort);
        drop(self.orders);
        Ok(self.driver.await?)
    }
}
