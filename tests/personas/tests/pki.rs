//! The test PKI has the shape of the real one, and is made once.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test tells by failing")]

use personas::jpki::Pki;
use personas::{find_leak, shared_dir};
use std::sync::LazyLock;
use x509_parser::prelude::*;

static PKI: LazyLock<Pki> = LazyLock::new(|| Pki::ensure(&shared_dir()).unwrap());

fn parsed(der: &[u8]) -> X509Certificate<'_> {
    X509Certificate::from_der(der).unwrap().1
}

fn auth(key: &str) -> X509Certificate<'static> {
    parsed(&PKI.authentication(key).unwrap().certificate)
}

fn signed_by(certificate: &X509Certificate<'_>, issuer: &[u8]) -> bool {
    certificate.verify_signature(Some(parsed(issuer).public_key())).is_ok()
}

#[test]
fn three_generations_share_one_name_and_no_key() {
    let issuers: Vec<_> = PKI.issuers().iter().map(|der| parsed(der)).collect();
    assert_eq!(issuers.len(), 3);
    for (n, issuer) in issuers.iter().enumerate() {
        assert_eq!(issuer.subject().as_raw(), issuers[0].subject().as_raw());
        assert!(issuer.subject().to_string().contains("OU=JPKI for user authentication"));
        assert!(issuer.verify_signature(None).is_ok());
        for other in &issuers[n + 1..] {
            assert_ne!(issuer.public_key().raw, other.public_key().raw);
        }
    }
}

#[test]
fn each_certificate_is_signed_by_its_generation_alone() {
    for persona in personas::all().iter().filter(|p| p.has_authentication()) {
        let certificate = auth(&persona.key);
        let spec = persona.certificate.as_ref().unwrap();
        let signers: Vec<_> =
            (1u8..).zip(PKI.issuers()).filter(|(_, i)| signed_by(&certificate, i)).collect();
        let generations: Vec<u8> = signers.iter().map(|(generation, _)| *generation).collect();
        let strange = spec.fault == Some(personas::CertificateFault::UnknownIssuer);
        assert_eq!(generations, if strange { vec![] } else { vec![spec.generation] }, "{}", persona.key);
        assert_eq!(certificate.issuer().as_raw(), parsed(&PKI.issuers()[0]).subject().as_raw());
        let own = &PKI.authentication(&persona.key).unwrap().issuer;
        assert!(signed_by(&certificate, own), "the card carries its own issuer: {}", persona.key);
    }
}

#[test]
fn a_user_certificate_has_the_published_shape_and_no_name() {
    let pair = PKI.authentication("valid-hanako").unwrap();
    let certificate = parsed(&pair.certificate);
    assert!((1_550..=1_650).contains(&pair.certificate.len()), "{} bytes", pair.certificate.len());
    let usage = certificate.key_usage().unwrap().unwrap();
    assert!(usage.critical && usage.value.digital_signature() && !usage.value.key_cert_sign());
    let extended = certificate.extended_key_usage().unwrap().unwrap().value;
    assert!(extended.client_auth && !extended.server_auth);
    assert_eq!(certificate.public_key().parsed().unwrap().key_size(), 2048);
    assert!(certificate.subject().to_string().starts_with("C=JP, CN=TEST"));
    for persona in personas::all() {
        for pair in PKI.authentication(&persona.key).iter().chain(&PKI.signature(&persona.key)) {
            assert_eq!(find_leak(&pair.certificate, &persona.leak_needles()), None, "{}", persona.key);
        }
    }
}

#[test]
fn dates_follow_the_data_file_and_stay_true_when_made_another_day() {
    let dir = tempfile::tempdir().unwrap();
    // Keys are found by trial: take those that are already there.
    LazyLock::force(&PKI);
    std::fs::create_dir(dir.path().join("jpki")).unwrap();
    for entry in std::fs::read_dir(shared_dir().join("jpki")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "p8") {
            std::fs::copy(&path, dir.path().join("jpki").join(path.file_name().unwrap())).unwrap();
        }
    }
    let at = |text: &str| Pki::ensure_at(dir.path(), text.parse().unwrap()).unwrap();
    let ends = |pki: &Pki, key: &str| {
        let pair = pki.authentication(key).unwrap().clone();
        parsed(&pair.certificate).validity().not_after.timestamp()
    };
    let day = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_second();
    let (first, again, later) =
        (at("2026-05-31T03:00:00Z"), at("2026-05-31T14:00:00Z"), at("2026-06-01T03:00:00Z"));
    assert_eq!(ends(&first, "expired-2-months"), day("2026-03-31T14:59:59Z"));
    assert_eq!(ends(&first, "expired-4-months"), day("2026-01-31T14:59:59Z"));
    assert_eq!(ends(&later, "expired-2-months"), day("2026-04-01T14:59:59Z"));
    let der = |pki: &Pki| pki.authentication("valid-hanako").unwrap().certificate.clone();
    assert_eq!(der(&first), der(&again), "made once a day");
    assert_ne!(der(&first), der(&later));
    assert_eq!(later.persona_of_certificate(&der(&first)).unwrap().key, "valid-hanako", "found by key");
}

#[test]
fn a_certificate_leads_to_its_persona_and_to_nobody_else() {
    for persona in personas::all().iter().filter(|p| p.has_authentication()) {
        let der = &PKI.authentication(&persona.key).unwrap().certificate;
        assert_eq!(PKI.persona_of_certificate(der).unwrap().key, persona.key);
    }
    assert!(PKI.persona_of_certificate(&PKI.issuers()[0]).is_none());
    assert!(PKI.persona_of_certificate(b"no certificate").is_none());
}

#[test]
fn the_revocation_list_holds_the_revoked_one() {
    let serials = PKI.revoked_serials();
    assert_eq!(serials, [auth("revoked-toru").raw_serial().to_vec()]);
    assert!(!serials.contains(&auth("valid-hanako").raw_serial().to_vec()));
}

#[test]
fn certificate_needles_find_der_hex_and_base64() {
    let der = &PKI.authentication("valid-hanako").unwrap().certificate;
    let needles = PKI.leak_needles("valid-hanako");
    let hex: String = der.iter().map(|b| format!("{b:02x}")).collect();
    assert!(find_leak(der, &needles).is_some());
    assert!(find_leak(hex.as_bytes(), &needles).is_some());
    let only_base64: Vec<_> = needles.iter().filter(|n| n.len() == 28).cloned().collect();
    let mut shifted = der.clone();
    for shift in 0..3 {
        let text = pem_body(&shifted);
        assert!(find_leak(text.as_bytes(), &only_base64).is_some(), "shifted by {shift}");
        shifted.insert(0, 0);
    }
    let other = &PKI.authentication("valid-takasaki").unwrap().certificate;
    assert_eq!(find_leak(other, &needles), None);
}

/// Base64 by a stranger, at whatever alignment.
fn pem_body(der: &[u8]) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    STANDARD.encode(der)
}

#[test]
fn several_processes_at_once_get_the_same_pki() {
    let dir = shared_dir();
    let made: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| Pki::ensure(&dir).unwrap())).collect();
        threads.into_iter().map(|t| t.join().unwrap().issuers().to_vec()).collect()
    });
    assert!(made.iter().all(|issuers| issuers == PKI.issuers()));
}
