//! Proof by a stranger: OpenSC, through a real pcscd, takes the virtual card for a My Number card, reads its
//! certificates and signs with it; openssl verifies the signature.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test tells by failing")]

use card::{PrivatePcscd, Slot, VirtualCard};
use personas::jpki::Pki;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::time::Duration;

static PKI: LazyLock<Pki> = LazyLock::new(|| Pki::ensure(&personas::shared_dir()).unwrap());
const SOON: Duration = Duration::from_secs(10);

/// A reader with the persona's card on it.
struct Bench {
    dir: tempfile::TempDir,
    pcscd: PrivatePcscd,
    card: VirtualCard,
    _slot: Slot,
}

fn bench(persona: &str) -> Bench {
    let dir = tempfile::tempdir().unwrap();
    let pcscd = PrivatePcscd::start(dir.path()).unwrap();
    let card = VirtualCard::new(personas::find(persona).unwrap(), &PKI).unwrap();
    let mut slot = pcscd.slot();
    slot.insert(&card).unwrap();
    assert!(card.wait_powered(true, SOON), "the reader powers the card");
    Bench { dir, pcscd, card, _slot: slot }
}

impl Bench {
    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let out = self.pcscd.command(program).args(arguments).current_dir(self.dir.path()).output().unwrap();
        let shown = String::from_utf8_lossy(&out.stdout);
        assert!(
            out.status.success(),
            "{program} {arguments:?}: {shown} {}",
            String::from_utf8_lossy(&out.stderr)
        );
        out
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }

    /// Signs a digest with the user-authentication key and lets openssl verify it with the certificate that
    /// OpenSC read.
    fn sign_and_verify(&self) -> bool {
        let pin = &self.card.persona().unwrap().card.pin;
        std::fs::write(self.path("text"), "巡回").unwrap();
        openssl(&self.path(""), &["dgst", "-sha256", "-binary", "-out", "digest", "text"]);
        let sign = ["--sign", "--sha-256", "--pkcs1", "--key", "1", "--pin", pin.as_str()];
        self.run("pkcs15-crypt", &[&sign[..], &["--input", "digest", "--output", "signature"]].concat());
        self.run("pkcs15-tool", &["--read-certificate", "01", "--output", "auth.pem"]);
        openssl(&self.path(""), &["x509", "-in", "auth.pem", "-pubkey", "-noout", "-out", "key.pem"]);
        let verify = ["dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "text"];
        Command::new("openssl").args(verify).current_dir(self.dir.path()).output().unwrap().status.success()
    }
}

fn openssl(dir: &Path, arguments: &[&str]) {
    let out = Command::new("openssl").args(arguments).current_dir(dir).output().unwrap();
    assert!(out.status.success(), "openssl {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn opensc_takes_it_for_a_my_number_card() {
    let bench = bench("valid-hanako");
    let name = bench.run("opensc-tool", &["-n"]);
    assert!(
        String::from_utf8_lossy(&name.stdout).contains("JPKI(Japanese Individual Number Cards)")
            || String::from_utf8_lossy(&name.stdout).contains("jpki"),
        "{name:?}"
    );
    let dump = String::from_utf8(bench.run("pkcs15-tool", &["-D"]).stdout).unwrap();
    for part in
        ["User Authentication Certificate", "Digital Signature Certificate CA", "User Authentication PIN"]
    {
        assert!(dump.contains(part), "{part} in {dump}");
    }
    assert!(dump.contains("Tries left     : 3"), "{dump}");
}

#[test]
fn opensc_reads_the_certificates_byte_for_byte() {
    let bench = bench("valid-takasaki");
    let pair = PKI.authentication("valid-takasaki").unwrap();
    for (id, expected) in [("01", &pair.certificate), ("03", &pair.issuer)] {
        bench.run("pkcs15-tool", &["--read-certificate", id, "--output", "read.pem"]);
        openssl(&bench.path(""), &["x509", "-in", "read.pem", "-outform", "der", "-out", "read.der"]);
        assert_eq!(&std::fs::read(bench.path("read.der")).unwrap(), expected);
    }
}

#[test]
fn opensc_signs_and_openssl_verifies() {
    assert!(bench("valid-hanako").sign_and_verify());
}

#[test]
fn a_card_that_signs_badly_is_found_out_by_openssl() {
    let bench = bench("valid-hanako");
    bench.card.set_faults(card::Faults { bad_signature: true, ..Default::default() });
    assert!(!bench.sign_and_verify());
}
