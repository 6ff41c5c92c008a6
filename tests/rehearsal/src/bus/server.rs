//! The page over HTTP: its files, events as server-sent events, and orders by POST.

use super::{
    driver::Ordered,
    feed::Feed,
    guard,
    order::{Order, Refusal},
    viewer::Typed,
};
use crate::scene::Result as Done;
use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    middleware,
    response::{IntoResponse, Sse, sse::KeepAlive},
    routing::{get, post},
};
use firmware::panel::{Input, Key, Scan};
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
    task::JoinHandle,
};
use tokio_stream::wrappers::ReceiverStream;

/// Events that wait for a slow browser; the latest of each kind is kept elsewhere.
const AHEAD: usize = 4;
/// Keys in one order at most: a PIN and its OK are five.
const KEYS: usize = 32;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Every file of the page.
const FILES: [(&str, &str, &str); 9] = [
    ("/", HTML, include_str!("../page/index.html")),
    ("/page.css", CSS, include_str!("../page/page.css")),
    ("/device.css", CSS, include_str!("../page/device.css")),
    ("/main.js", SCRIPT, include_str!("../page/main.js")),
    ("/orders.js", SCRIPT, include_str!("../page/orders.js")),
    ("/device.js", SCRIPT, include_str!("../page/device.js")),
    ("/sound.js", SCRIPT, include_str!("../page/sound.js")),
    ("/tray.js", SCRIPT, include_str!("../page/tray.js")),
    ("/world.js", SCRIPT, include_str!("../page/world.js")),
];

/// State for answering requests.
#[derive(Clone)]
pub struct Desk {
    /// The events.
    pub feed: Arc<Feed>,
    /// To the board.
    pub inputs: mpsc::Sender<Typed>,
    /// To the world.
    pub orders: mpsc::Sender<Ordered>,
}

/// Listens on 127.0.0.1 and serves.
pub async fn open(port: u16, desk: Desk) -> Done<(SocketAddr, JoinHandle<()>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    let routes = routes(address.port(), desk);
    let serving = tokio::spawn(async move {
        // It serves until it is aborted; accepting does not fail for good.
        let _ = axum::serve(listener, routes).await;
    });
    Ok((address, serving))
}

fn routes(port: u16, desk: Desk) -> Router {
    let mut routes = Router::new().route("/events", get(events)).route("/do", post(order));
    for (path, kind, text) in FILES {
        routes = routes.route(path, get(move || async move { ([(header::CONTENT_TYPE, kind)], text) }));
    }
    routes.layer(middleware::from_fn_with_state(port, guard::guard)).with_state(desk)
}

async fn events(State(desk): State<Desk>) -> impl IntoResponse {
    let (to, from) = mpsc::channel(AHEAD);
    tokio::spawn(desk.feed.tell(to));
    Sse::new(ReceiverStream::new(from)).keep_alive(KeepAlive::default())
}

async fn order(State(desk): State<Desk>, Json(order): Json<Order>) -> Result<StatusCode, Refusal> {
    match inputs(&order)? {
        None => ask(&desk.orders, order).await,
        Some(inputs) => {
            for input in inputs {
                ask(&desk.inputs, input).await?;
            }
            Ok(())
        }
    }?;
    Ok(StatusCode::NO_CONTENT)
}

/// The board's part of an order; `None` when it is for the world.
fn inputs(order: &Order) -> Result<Option<Vec<Input>>, Refusal> {
    match order {
        Order::Key { keys } => {
            let keys: Option<Vec<Input>> = keys.chars().map(|c| Key::from_char(c).map(Input::Key)).collect();
            let fits = |keys: &Vec<Input>| keys.len() <= KEYS;
            let unknown = || Refusal::new("そのキーはありません。", "there is no such key");
            keys.filter(fits).map(Some).ok_or_else(unknown)
        }
        Order::Scan { text } => {
            let wrong = || {
                let en = "a code has 1 to 64 printable ASCII characters";
                Refusal::new("コードは半角英数字・記号で64文字までです。", en)
            };
            Scan::new(text).map(|scan| Some(vec![Input::Scan(scan)])).ok_or_else(wrong)
        }
        Order::Device { device, present } => {
            Ok(Some(vec![Input::Device { device: *device, present: *present }]))
        }
        _ => Ok(None),
    }
}

/// Hands something over and waits for what became of it.
async fn ask<T>(
    to: &mpsc::Sender<(T, oneshot::Sender<Result<(), Refusal>>)>,
    what: T,
) -> Result<(), Refusal> {
    let closing = || Refusal::new("終了するところです。", "the bus is being closed");
    let (answer, answered) = oneshot::channel();
    to.send((what, answer)).await.map_err(|_| closing())?;
    answered.await.map_err(|_| closing())?
}
