//! Certificates and files that are not right: each is reported by its own code, and nothing is lost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests; clippy.toml exempts only the tests

mod support;

use personas::tls::{Broken, PemPair, Side};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{net::SocketAddr, path::PathBuf, sync::Arc};
use support::{Bus, Shelf};
use tokio::{net::TcpListener, sync::mpsc};
use uplink::{Config, Uplink};
use wire::LineGrade;

/// A server that shakes hands with this certificate and says nothing else.
async fn server(pair: &PemPair) -> SocketAddr {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chain = CertificateDer::pem_file_iter(&pair.certificate).unwrap().map(Result::unwrap).collect();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::from_pem_file(&pair.key).unwrap())
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(acceptor.accept(stream));
        }
    });
    address
}

#[tokio::test]
async fn a_centre_that_cannot_be_trusted_is_reported_by_its_own_code() {
    let bus = Bus::new().await;
    for (fault, code) in [
        (Broken::Expired, "U111"),
        (Broken::NotYet, "U112"),
        (Broken::WrongCa, "U113"),
        (Broken::WrongName, "U114"),
    ] {
        let address = server(&bus.tls.broken_server(Side::Centre, fault).unwrap()).await;
        let id = bus.shelf.save(bus.check(0));
        let mut desk = bus.start_with(Config { base_url: format!("https://{address}"), ..bus.config() });
        let trouble = desk.trouble(code).await;
        assert!(!trouble.code.code().log_only(), "{trouble:?}");
        let down = |e: &uplink::UplinkEvent| matches!(e, uplink::UplinkEvent::Line(LineGrade::Down));
        assert!(desk.past.iter().any(down), "nothing unconfirmed may look possible");
        assert!(bus.shelf.look().waiting.values().any(|check| check.id == id));
    }
}

#[tokio::test]
async fn a_station_that_is_not_trusted_gets_the_reason() {
    let bus = Bus::new().await;
    for (fault, code) in [(Broken::Expired, "U121"), (Broken::WrongCa, "U122")] {
        let pair = bus.tls.broken_client(Side::Centre, fault, support::STATION).unwrap();
        let config = Config { certificate: pair.certificate, key: pair.key, ..bus.config() };
        let mut desk = bus.start_with(config);
        desk.trouble(code).await;
    }
}

#[tokio::test]
async fn trust_that_returns_is_reported_too_and_a_blocked_station_is_another_thing() {
    let bus = Bus::new().await;
    let station = support::STATION.parse().unwrap();
    bus.centre.control.block(&station, true);
    let ids = bus.fill(2);
    let mut desk = bus.start();
    desk.trouble("U203").await;
    bus.centre.control.block(&station, false);
    desk.trouble_over("U203").await;
    desk.settled(2).await;
    bus.assert_exactly_once(&ids);
}

#[tokio::test]
async fn a_file_that_is_not_right_is_named_and_never_quoted() {
    let bus = Bus::new().await;
    let file = |name: &str, text: &str| -> PathBuf {
        let path = bus.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let missing = bus.folder.path().join("missing.pem");
    let secret = file("secret.pem", "-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----\n");
    let empty = file("empty.pem", "");
    let broken = file("broken.pem", "-----BEGIN CERTIFICATE-----\nSECRET!\n-----END CERTIFICATE-----\n");
    let other = bus.tls.station("bus-02").unwrap().centre;
    let good = bus.config();
    for (config, code, named) in [
        (Config { ca: missing.clone(), ..good.clone() }, "U102", "ca "),
        (Config { ca: empty.clone(), ..good.clone() }, "U102", "ca "),
        (Config { ca: broken.clone(), ..good.clone() }, "U102", "broken.pem"),
        (Config { certificate: missing.clone(), ..good.clone() }, "U103", "certificate "),
        (Config { certificate: broken, ..good.clone() }, "U103", "broken.pem"),
        (Config { key: missing, ..good.clone() }, "U104", "missing.pem"),
        (Config { key: empty, ..good.clone() }, "U104", "empty.pem"),
        (Config { key: secret, ..good.clone() }, "U104", "secret.pem"),
        (Config { key: other.key, ..good.clone() }, "U105", "certificate, key"),
        (Config { base_url: "http://centre.example".into(), ..good.clone() }, "U101", "base_url"),
        (Config { book_size: 0, ..good.clone() }, "U106", "book_size"),
    ] {
        let (events, _keep) = mpsc::channel(1);
        let error = Uplink::start(config, Arc::<Shelf>::default(), events).err().expect(code).to_string();
        assert!(error.starts_with(code) && error.contains(named), "{code}: {error}");
        assert!(!error.contains("SECRET"), "{error}");
    }
}

#[tokio::test]
async fn a_reconnect_resumes_the_session_and_costs_little() {
    let bus = Bus::new().await;
    let mut desk = bus.start();
    desk.until("book", |e| matches!(e, uplink::UplinkEvent::Book(8))).await;
    let before = bus.line.counters("centre").unwrap();
    bus.line.sever();
    support::eventually("a second connection that answered", || {
        let now = bus.line.counters("centre").unwrap();
        bus.centre.control.counters().handshakes_resumed == 1 && now.down > before.down + 300
    })
    .await;
    let after = bus.line.counters("centre").unwrap();
    let cost = after.up + after.down - before.up - before.down;
    assert!(cost <= 2_200, "{cost} bytes");
    assert_eq!(bus.centre.control.counters().handshakes_full, 1);
}
