//! Content of each kind of card: applications, files, PINs and keys of a persona.
//!
//! File numbers, token labels and the access rules are reported by public code; the contents are the persona's.

use crate::CardError;
use crate::files::{Application, File};
use personas::jpki::{KeyedCertificate, Pki};
use personas::{CardKind, Persona};
use rsa::Pkcs1v15Sign;
use sha2::{Digest, Sha256};

/// 公的個人認証
const JPKI: &[u8] = &[0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
/// 券面入力補助
const TEXT: &[u8] = &[0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];
/// A private application, for the card that is none of ours.
const OTHER: &[u8] = &[0xf0, 0x4a, 0x55, 0x4e, 0x4b, 0x41, 0x49];

/// User-authentication certificate, no PIN.
pub(crate) const AUTH_CERTIFICATE: u16 = 0x000a;
const AUTH_PIN: u16 = 0x0018;
const SIGN_PIN: u16 = 0x001b;
const AUTH_TRIES: u8 = 3;
const SIGN_TRIES: u8 = 5;
/// 照合番号 have more tries than PINs.
const NUMBER_TRIES: u8 = 10;
const TEXT_PIN: u16 = 0x0011;
const TEXT_PIN_A: u16 = 0x0014;
const TEXT_PIN_B: u16 = 0x0015;

/// The applications on this persona's card.
pub(crate) fn applications(persona: &Persona, pki: &Pki) -> Result<Vec<Application>, CardError> {
    let jpki = || jpki(persona, pki);
    match persona.card.kind {
        CardKind::Other => {
            Ok(vec![Application { aid: OTHER, files: vec![File::data(1, vec![0x5a; 64], &[])] }])
        }
        CardKind::MyNumber | CardKind::NoPin => Ok(vec![jpki()?, text(persona, pki)?]),
        CardKind::OldJuki | CardKind::PhoneAndroid | CardKind::PhoneIos => Ok(vec![jpki()?]),
    }
}

/// The ATR: the one by which OpenSC knows contact readers for a My Number card; a bare contactless one for the rest.
pub(crate) fn atr(kind: CardKind) -> &'static [u8] {
    match kind {
        CardKind::MyNumber | CardKind::NoPin => &[0x3b, 0xe0, 0x00, 0xff, 0x81, 0x31, 0xfe, 0x45, 0x14],
        _ => &[0x3b, 0x80, 0x80, 0x01, 0x01],
    }
}

/// Password of the signing pair: `TEST` and the PIN. The station never uses it, OpenSC may.
pub(crate) fn signature_password(persona: &Persona) -> String {
    format!("TEST{}", persona.card.pin)
}

fn token_label(kind: CardKind) -> &'static str {
    match kind {
        CardKind::OldJuki => "JPKIAPICCTOKEN",
        CardKind::PhoneAndroid => "JPKIAPGPSETOKEN",
        CardKind::PhoneIos => "JPKIAPIOSTOKEN",
        CardKind::MyNumber | CardKind::NoPin | CardKind::Other => "JPKIAPICCTOKEN2",
    }
}

/// 160 bytes in the order of PKCS#11's token information: label 32, manufacturer 32, model 16, serial 16, the rest
/// zero (assumed).
fn token_information(kind: CardKind) -> Vec<u8> {
    let mut out = Vec::with_capacity(160);
    for (text, width) in [(token_label(kind), 32), ("JPKI-TEST", 32), ("VIRTUAL", 16), ("0", 16)] {
        out.extend(text.bytes().chain(std::iter::repeat(b' ')).take(width));
    }
    out.resize(160, 0);
    out
}

fn jpki(persona: &Persona, pki: &Pki) -> Result<Application, CardError> {
    let missing = || CardError::NoCertificate { persona: persona.key.clone() };
    let mut files = vec![File::data(0x0006, token_information(persona.card.kind), &[])];
    let sign = pki.signature(&persona.key).ok_or_else(missing)?;
    files.push(File::data(0x0001, sign.certificate.clone(), &[SIGN_PIN]));
    files.push(File::data(0x0002, sign.issuer.clone(), &[]));
    files.push(File::key(0x001a, sign.key()?, SIGN_PIN));
    files.push(File::pin(SIGN_PIN, &signature_password(persona), SIGN_TRIES, SIGN_TRIES));
    if let Some(auth) = pki.authentication(&persona.key) {
        files.push(File::data(AUTH_CERTIFICATE, auth.certificate.clone(), &[]));
        files.push(File::data(0x000b, auth.issuer.clone(), &[]));
        files.push(File::key(0x0017, auth.key()?, AUTH_PIN));
        files.push(File::pin(AUTH_PIN, &persona.card.pin, persona.card.tries_left, AUTH_TRIES));
    }
    Ok(Application { aid: JPKI, files })
}

/// 券面入力補助: the number, the four attributes, and a signature over both, behind a PIN of its own (the persona
/// uses the same digits), 照合番号A (the number) and 照合番号B (birthdate, expiry year, security code; the latter two
/// are invented). A opens the number, B the attributes, the PIN both (A and B: assumed).
fn text(persona: &Persona, pki: &Pki) -> Result<Application, CardError> {
    let tries = if persona.card.kind == CardKind::NoPin { 0 } else { AUTH_TRIES };
    let mut number = field(0x10, persona.number.as_bytes());
    number.resize(17, 0);
    let attributes = attributes(persona);
    let missing = || CardError::NoCertificate { persona: persona.key.clone() };
    let signed = signed(&number, &attributes, pki.signature(&persona.key).ok_or_else(missing)?)?;
    let number_b = format!("{}20310000", persona.birthdate.strftime("%y%m%d"));
    let files = vec![
        File::data(0x0001, number, &[TEXT_PIN, TEXT_PIN_A]),
        File::data(0x0002, attributes, &[TEXT_PIN, TEXT_PIN_B]),
        File::data(0x0003, signed, &[TEXT_PIN, TEXT_PIN_A, TEXT_PIN_B]),
        File::pin(TEXT_PIN, &persona.card.pin, tries, AUTH_TRIES),
        File::pin(TEXT_PIN_A, &persona.number, NUMBER_TRIES, NUMBER_TRIES),
        File::pin(TEXT_PIN_B, &number_b, NUMBER_TRIES, NUMBER_TRIES),
    ];
    Ok(Application { aid: TEXT, files })
}

/// FF20 { DF21 offsets, DF22 name, DF23 address, DF24 birthdate, DF25 sex }; the offsets' meaning is assumed.
fn attributes(persona: &Persona) -> Vec<u8> {
    let birthdate = persona.birthdate.strftime("%Y%m%d").to_string();
    let name = persona.name.replace(' ', "　");
    let fields = [
        (0x22, name.as_bytes()),
        (0x23, persona.address.as_bytes()),
        (0x24, birthdate.as_bytes()),
        (0x25, persona.sex.code().as_bytes()),
    ];
    let (mut body, mut offsets) = (Vec::new(), Vec::new());
    for (tag, content) in fields {
        // Five bytes of the container's header and eleven of this field come before.
        offsets.extend(u16::try_from(body.len() + 16).unwrap_or(u16::MAX).to_be_bytes());
        body.extend(field(tag, content));
    }
    container(0x20, &[field(0x21, &offsets), body].concat())
}

/// FF30 { DF31 digest of the number, DF32 digest of the attributes, DF33 signature }, 336 bytes.
fn signed(number: &[u8], attributes: &[u8], signer: &KeyedCertificate) -> Result<Vec<u8>, CardError> {
    let digests = [Sha256::digest(number), Sha256::digest(attributes)];
    let [first, second] = digests;
    let both = Sha256::digest([first.as_slice(), second.as_slice()].concat());
    let signature = signer.key()?.sign(Pkcs1v15Sign::new::<Sha256>(), &both).unwrap_or_default();
    Ok(container(0x30, &[field(0x31, &first), field(0x32, &second), field(0x33, &signature)].concat()))
}

/// A primitive field of class private with a two-byte tag, `DF xx`.
fn field(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut out = vec![0xdf, tag];
    match length {
        0..=0x7f => out.push(length as u8),
        0x80..=0xff => out.extend([0x81, length as u8]),
        _ => out.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    out.extend_from_slice(content);
    out
}

/// A constructed one, `FF xx`, whose length always takes two bytes.
fn container(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap_or(u16::MAX).to_be_bytes();
    [&[0xff, tag, 0x82], length.as_slice(), content].concat()
}
