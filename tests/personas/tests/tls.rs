//! Machine identities: rustls accepts the good ones and refuses each broken one.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test tells by failing")]

use personas::tls::{Broken, PemPair, Side, Tls};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject};
use rustls::server::WebPkiClientVerifier;
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

fn tls() -> (tempfile::TempDir, Tls) {
    let dir = tempfile::tempdir().unwrap();
    let tls = Tls::ensure(dir.path()).unwrap();
    (dir, tls)
}

fn load(pair: &PemPair) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
    let certificate = CertificateDer::from_pem_file(&pair.certificate).unwrap();
    (vec![certificate], PrivateKeyDer::from_pem_file(&pair.key).unwrap())
}

fn roots(ca: &Path) -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(ca).unwrap()).unwrap();
    roots
}

/// Shakes hands in memory; `Ok` when both sides are content.
fn handshake(ca: &Path, server: &PemPair, client: &PemPair) -> Result<(), rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots(ca)), provider.clone()).build();
    let (chain, key) = load(server);
    let server =
        ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions()?;
    let server = server.with_client_cert_verifier(verifier.unwrap()).with_single_cert(chain, key)?;
    let (chain, key) = load(client);
    let client = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let client = client.with_root_certificates(roots(ca)).with_client_auth_cert(chain, key)?;
    let mut server = ServerConnection::new(Arc::new(server))?;
    let mut client = ClientConnection::new(Arc::new(client), ServerName::try_from("localhost").unwrap())?;
    while client.is_handshaking() || server.is_handshaking() {
        let mut wire = Vec::new();
        client.write_tls(&mut wire).unwrap();
        server.read_tls(&mut wire.as_slice()).unwrap();
        server.process_new_packets()?;
        wire.clear();
        server.write_tls(&mut wire).unwrap();
        client.read_tls(&mut wire.as_slice()).unwrap();
        client.process_new_packets()?;
    }
    Ok(())
}

#[test]
fn a_station_is_known_to_centre_and_broker_by_one_key() {
    let (_dir, tls) = tls();
    let station = tls.station("bus-01").unwrap();
    handshake(&tls.centre_ca, &tls.centre, &station.centre).unwrap();
    handshake(&tls.fleet_ca, &tls.broker, &station.fleet).unwrap();
    assert_eq!(station.centre.key, station.fleet.key);
    let operator = tls.operator("office-1").unwrap();
    handshake(&tls.fleet_ca, &tls.broker, &operator.fleet).unwrap();
}

#[test]
fn the_two_sides_do_not_know_each_other() {
    let (_dir, tls) = tls();
    let station = tls.station("bus-01").unwrap();
    assert!(handshake(&tls.centre_ca, &tls.centre, &station.fleet).is_err());
    assert!(handshake(&tls.fleet_ca, &tls.broker, &station.centre).is_err());
}

#[test]
fn each_broken_certificate_is_refused() {
    let (_dir, tls) = tls();
    let station = tls.station("bus-01").unwrap();
    for fault in [Broken::Expired, Broken::NotYet, Broken::WrongCa] {
        let client = tls.broken_client(Side::Centre, fault, "bus-02").unwrap();
        assert!(handshake(&tls.centre_ca, &tls.centre, &client).is_err(), "client {fault:?}");
    }
    for fault in [Broken::Expired, Broken::NotYet, Broken::WrongCa, Broken::WrongName] {
        let server = tls.broken_server(Side::Centre, fault).unwrap();
        assert!(handshake(&tls.centre_ca, &server, &station.centre).is_err(), "server {fault:?}");
    }
}

#[test]
fn keys_are_for_the_owner_only_and_identities_stay() {
    let (dir, tls) = tls();
    let first = tls.station("bus-01").unwrap();
    let read = |pair: &PemPair| std::fs::read(&pair.certificate).unwrap();
    let before = read(&first.centre);
    let again = Tls::ensure(dir.path()).unwrap().station("bus-01").unwrap();
    assert_eq!(before, read(&again.centre));
    for entry in std::fs::read_dir(dir.path().join("tls")).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}

#[test]
fn an_id_that_is_no_file_name_is_refused() {
    let (_dir, tls) = tls();
    for bad in ["", "../x", "a/b", "A", "bus 1"] {
        assert!(tls.station(bad).is_err(), "{bad:?}");
    }
}
