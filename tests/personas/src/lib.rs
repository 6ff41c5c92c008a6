//! The people, the card PKI and the machine identities that the tests and the rehearsal share.
//!
//! Everything here is invented and evidently so: [`all`] gives the personas of `personas.toml`, [`jpki`] makes a
//! PKI of the shape of 公的個人認証 (it is called JPKI-TEST and signs nothing real), and [`tls`] makes the
//! identities of the machines: centre, broker, stations, operators.
//!
//! Promises:
//! - one data file describes the people; the card, the centre and the privacy tests all read it, so they cannot
//!   disagree about who is valid;
//! - whatever is made is made once, by whichever process comes first, and appears whole or not at all;
//! - `Debug` of a persona has its key only.

mod data;
mod der;
mod leak;
mod persona;
mod store;
mod when;

pub mod jpki;
pub mod tls;

pub use data::DataError;
pub use leak::find_leak;
pub use persona::{
    CardKind, CardSpec, CertificateFault, CertificateSpec, Eligibility, Family, Persona, Qualification, Sex,
    insurer_number_is_sound,
};
pub use store::StoreError;
pub use when::Offset;

use std::sync::LazyLock;

/// 委託元保険者一覧表 of the invented organisation: the insurers under contract, with the columns of S1 and the
/// three scopes (委託範囲) as one column each.
pub const CONTRACTS_CSV: &str = include_str!("../contracts.csv");

static PERSONAS: LazyLock<Vec<Persona>> = LazyLock::new(|| {
    #[expect(clippy::panic, reason = "the data is part of the program, and a test reads it")]
    data::parse("personas.toml", include_str!("../personas.toml")).unwrap_or_else(|e| panic!("{e}"))
});

/// Everybody, in the order of the data file.
pub fn all() -> &'static [Persona] {
    &PERSONAS
}

/// The persona with this key, such as `valid-hanako`.
pub fn find(key: &str) -> Option<&'static Persona> {
    all().iter().find(|p| p.key == key)
}

/// The directory that tests of this workspace share for [`jpki::Pki::ensure`] and [`tls::Tls::ensure`], so that
/// the RSA keys are made once a checkout and not once a test: `JUNKAI_TEST_PKI`, or `target/test-pki`.
pub fn shared_dir() -> std::path::PathBuf {
    std::env::var_os("JUNKAI_TEST_PKI")
        .map(Into::into)
        .unwrap_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-pki"))
}
