use super::*;
use crate::testkit::Forge;
use personas::{jpki::Pki, tls::Tls};
use std::sync::{Arc, LazyLock};
use wire::{Challenge, ChallengeId, Purpose};

/// One world for all tables: reading the PKI costs more than judging.
struct World {
    forge: Forge,
    stranger: Forge,
    anchors: Anchors,
    keys: Vec<Vec<u8>>,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let dir = personas::shared_dir();
    let (pki, tls) = (Arc::new(Pki::ensure(&dir).unwrap()), Tls::ensure(&dir).unwrap());
    let anchors = Anchors::new(pki.issuers(), &pki.revoked_serials()).unwrap();
    let forge = Forge::with(Arc::clone(&pki), &tls, "bus-01").unwrap();
    let stranger = Forge::with(pki, &tls, "bus-02").unwrap();
    let keys = vec![stranger.public_key().to_vec(), forge.public_key().to_vec()];
    World { forge, stranger, anchors, keys }
});

fn now() -> Timestamp {
    static NOW: LazyLock<Timestamp> = LazyLock::new(Timestamp::now);
    *NOW
}

fn ago(seconds: i64) -> Timestamp {
    now() - SignedDuration::from_secs(seconds)
}

fn challenge(expires_at: Timestamp) -> Challenge {
    Challenge { id: ChallengeId(uuid::Uuid::new_v4()), nonce: vec![5; 32].into(), expires_at }
}

fn open(challenge: &Challenge) -> Standing {
    Standing::Open { nonce: challenge.nonce.as_slice().to_vec(), expires_at: challenge.expires_at }
}

fn judged_with(check: &Check, rules: Rules, standing: &Standing, keys: &[Vec<u8>]) -> Finding {
    let moment = rules.moment(&check.capture, now());
    judge(&Case {
        check,
        rules: &rules,
        moment,
        anchors: &WORLD.anchors,
        station_keys: keys,
        challenge: standing,
    })
}

fn judged(check: &Check, rules: Rules) -> Finding {
    judged_with(check, rules, &Standing::Unknown, &WORLD.keys)
}

#[test]
fn each_persona_certificate_is_judged_by_issuer_dates_and_revocation() {
    use CertificateState::{Current, EndsSoon, Grace};
    for (persona, wanted) in [
        ("valid-yoshida", Finding::Proven(Current)),  // CA generation 1
        ("valid-hanako", Finding::Proven(Current)),   // generation 2
        ("valid-takasaki", Finding::Proven(Current)), // generation 3
        ("invalid-jiro", Finding::Proven(Current)),   // not eligible, but evidently present
        ("ends-soon", Finding::Proven(EndsSoon)),
        ("expired-2-months", Finding::Proven(Grace)),
        ("expired-4-months", Finding::Refused(Code::CertificateExpired)),
        ("revoked-toru", Finding::Refused(Code::CertificateRevoked)),
        ("unknown-issuer", Finding::Refused(Code::UnknownIssuer)),
    ] {
        let check = WORLD.forge.visual(persona, now()).unwrap();
        assert_eq!(judged(&check, Rules::default()), wanted, "{persona}");
    }
}

#[test]
fn the_certificate_is_judged_as_of_the_capture() {
    let rules = Rules { max_age_s: 40 * 365 * 86_400, ..Rules::default() };
    let month = 31 * 86_400;
    for (persona, at, wanted) in [
        ("expired-4-months", ago(3 * month), Finding::Proven(CertificateState::Grace)),
        ("expired-4-months", ago(8 * month), Finding::Proven(CertificateState::Current)),
        ("valid-takasaki", ago(10 * month), Finding::Refused(Code::CertificateNotYet)),
    ] {
        let check = WORLD.forge.visual(persona, at).unwrap();
        assert_eq!(judged(&check, rules), wanted, "{persona}");
    }
}

#[test]
fn what_is_not_a_user_authentication_certificate_is_unsuitable() {
    let world = &*WORLD;
    let good = world.forge.visual("valid-hanako", now()).unwrap();
    let pki = Pki::ensure(&personas::shared_dir()).unwrap();
    let mut trailing = good.evidence.certificate().as_slice().to_vec();
    trailing.push(0);
    for (what, der, code) in [
        ("nothing", vec![], Code::CertificateUnsuitable),
        ("noise", vec![0x30; 900], Code::CertificateUnsuitable),
        ("endless", vec![0x30; 100_000], Code::CertificateUnsuitable),
        ("a certificate and more", trailing, Code::CertificateUnsuitable),
        ("a CA certificate", pki.issuers()[0].clone(), Code::CertificateUnsuitable),
        // The signing pair has a CA of its own, which is none of the known issuers.
        (
            "the signing certificate",
            pki.signature("valid-hanako").unwrap().certificate.clone(),
            Code::UnknownIssuer,
        ),
    ] {
        let mut check = good.clone();
        check.evidence = Evidence::Visual { certificate: der.into(), statement_signature: Vec::new().into() };
        assert_eq!(judged(&check, Rules::default()), Finding::Refused(code), "{what}");
    }
}

#[test]
fn a_signing_certificate_of_a_known_issuer_is_still_unsuitable() {
    let pki = Pki::ensure(&personas::shared_dir()).unwrap();
    let anchors = Anchors::new(&[pki.signature_issuer().to_vec()], &[]).unwrap();
    let der = &pki.signature("valid-hanako").unwrap().certificate;
    let certificate = Certificate::read(der).unwrap();
    assert_eq!(anchors.admit(&certificate), Err(Code::CertificateUnsuitable));
}

#[test]
fn one_changed_byte_of_a_certificate_is_an_unknown_issuer_or_no_certificate() {
    let good = WORLD.forge.visual("valid-hanako", now()).unwrap();
    let der = good.evidence.certificate().as_slice();
    for place in (0..der.len()).step_by(97) {
        let mut bad = der.to_vec();
        bad[place] ^= 1;
        let mut check = good.clone();
        check.evidence = Evidence::Visual { certificate: bad.into(), statement_signature: Vec::new().into() };
        let finding = judged(&check, Rules::default());
        let expected = [Code::UnknownIssuer, Code::CertificateUnsuitable].map(Finding::Refused);
        assert!(expected.contains(&finding), "byte {place}: {finding:?}");
    }
}

#[test]
fn a_card_signature_proves_this_check_and_no_other() {
    let given = challenge(now() + SignedDuration::from_hours(1));
    let good = WORLD.forge.pin("valid-hanako", &given, now()).unwrap();
    let judged = |check: &Check| judged_with(check, Rules::default(), &open(&given), &WORLD.keys);
    assert_eq!(judged(&good), Finding::Proven(CertificateState::Current));
    type Change = fn(&mut Check);
    let changes: [(&str, Change); 5] = [
        ("another id", |c| c.id = wire::CheckId::random()),
        ("another station", |c| c.station = "bus-02".parse().unwrap()),
        ("another time", |c| c.capture.at -= SignedDuration::from_secs(1)),
        ("another person", |c| swap(c, |_, signature| (certificate_of("valid-takasaki"), signature))),
        ("another signature", |c| swap(c, |certificate, _| (certificate, vec![1; 256]))),
    ];
    for (what, change) in changes {
        let mut check = good.clone();
        change(&mut check);
        assert_eq!(judged(&check), Finding::Refused(Code::SignatureInvalid), "{what}");
    }
}

fn certificate_of(persona: &str) -> Vec<u8> {
    WORLD.forge.visual(persona, now()).unwrap().evidence.certificate().as_slice().to_vec()
}

/// Certificate and signature.
type Pair = (Vec<u8>, Vec<u8>);

fn swap(check: &mut Check, with: fn(Vec<u8>, Vec<u8>) -> Pair) {
    let Evidence::Pin { certificate, signature, .. } = &mut check.evidence else { panic!("PIN expected") };
    let (c, s) = with(certificate.clone().into_vec(), signature.clone().into_vec());
    (*certificate, *signature) = (c.into(), s.into());
}

#[test]
fn a_challenge_is_judged_by_its_standing_and_by_its_expiry_at_capture() {
    let tolerance = i64::from(Rules::default().tolerance_s);
    let hour_ago = ago(3600);
    let at = |expires_at| {
        let given = challenge(expires_at);
        let check = WORLD.forge.pin("valid-hanako", &given, hour_ago).unwrap();
        judged_with(&check, Rules::default(), &open(&given), &WORLD.keys)
    };
    let proven = Finding::Proven(CertificateState::Current);
    // Expired by now, but not when it was captured; then at the edge of the tolerance; then beyond.
    assert_eq!(at(ago(3000)), proven);
    assert_eq!(at(ago(3600 + tolerance)), proven);
    assert_eq!(at(ago(3601 + tolerance)), Finding::Refused(Code::ChallengeExpired));
    let check = WORLD.forge.pin("valid-hanako", &challenge(now()), now()).unwrap();
    for (standing, code) in
        [(Standing::Unknown, Code::ChallengeUnknown), (Standing::Used, Code::ChallengeUsed)]
    {
        assert_eq!(judged_with(&check, Rules::default(), &standing, &WORLD.keys), Finding::Refused(code));
    }
}

#[test]
fn a_terminal_statement_holds_for_any_key_the_station_has_had_and_for_this_check_only() {
    let good = WORLD.forge.visual("valid-hanako", now()).unwrap();
    let renewed = |keys: &[Vec<u8>]| judged_with(&good, Rules::default(), &Standing::Unknown, keys);
    assert_eq!(renewed(&WORLD.keys), Finding::Proven(CertificateState::Current));
    let strangers = [WORLD.stranger.public_key().to_vec()];
    assert_eq!(renewed(&strangers), Finding::Refused(Code::StatementInvalid));
    assert_eq!(renewed(&[]), Finding::Refused(Code::StatementInvalid));
    type Change = fn(&mut Check);
    let changes: [(&str, Change); 5] = [
        ("another id", |c| c.id = wire::CheckId::random()),
        ("another station", |c| c.station = "bus-02".parse().unwrap()),
        ("another purpose", |c| c.purpose = Purpose::HealthGuidance),
        ("another staff member", |c| c.staff = "staff-2".parse().unwrap()),
        ("another time", |c| c.capture.at -= SignedDuration::from_secs(1)),
    ];
    for (what, change) in changes {
        let mut check = good.clone();
        change(&mut check);
        assert_eq!(judged(&check, Rules::default()), Finding::Refused(Code::StatementInvalid), "{what}");
    }
}

#[test]
fn deferred_checks_are_accepted_refused_or_too_old_as_the_mode_says() {
    let rules = Rules::default();
    let (edge, old) = (i64::from(rules.deferred_after_s), i64::from(rules.max_age_s));
    let proven = Finding::Proven(CertificateState::Current);
    let refused = Finding::Refused(Code::DeferredRefused);
    use DeferredMode::{Accept, Refuse, TooOld};
    for (age, mode, wanted) in [
        (0, Refuse, proven),
        (edge, Refuse, proven),
        (edge, TooOld, proven),
        (edge + 1, Accept, proven),
        (edge + 1, Refuse, refused),
        (edge + 1, TooOld, Finding::TooOld),
        (old, Accept, proven),
        (old + 1, Accept, Finding::TooOld),
        (old + 1, Refuse, refused),
    ] {
        let check = WORLD.forge.visual("valid-hanako", ago(age)).unwrap();
        assert_eq!(judged(&check, Rules { deferred: mode, ..rules }), wanted, "{age} s, {mode:?}");
    }
}

#[test]
fn invariant_8_a_time_that_cannot_be_believed_is_not_judged_by() {
    let rules = Rules::default();
    let (tolerance, old) = (i64::from(rules.tolerance_s), i64::from(rules.max_age_s));
    let unknown = Moment { at: now(), deferred: true, too_old: false };
    let moment = |age, clock_synchronised| {
        let capture = wire::Capture { at: ago(age), clock_synchronised, boot: 1, order: 1 };
        rules.moment(&capture, now())
    };
    for (age, synchronised, wanted) in [
        (60, true, Moment { at: ago(60), deferred: false, too_old: false }),
        (60, false, Moment { at: ago(60), deferred: false, too_old: false }),
        (-tolerance, true, Moment { at: now(), deferred: false, too_old: false }),
        (-tolerance - 1, true, unknown),
        (-tolerance - 1, false, unknown),
        (old, false, Moment { at: ago(old), deferred: true, too_old: false }),
        (old + 1, false, unknown),
        (old + 1, true, Moment { at: ago(old + 1), deferred: true, too_old: true }),
        (50 * 365 * 86_400, false, unknown), // a Pi that woke up in the seventies
    ] {
        assert_eq!(moment(age, synchronised), wanted, "{age} s, synchronised: {synchronised}");
    }
}
