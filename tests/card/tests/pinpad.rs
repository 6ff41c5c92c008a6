//! The reader with keys as a judge: it takes the one right block and no other, and offers what readers with keys offer.
//!
//! PC/SC clients find their pcscd by the environment, so the client here is this test's own program once more.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test tells by failing")]

use card::{PrivatePcscd, VirtualCard};
use personas::jpki::Pki;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(20);
const BLOCKS: &str = "JUNKAI_TEST_BLOCKS";
/// PC/SC part 10 by hand: 30 and 15 s; ASCII; a block of four; four digits; confirmed; one message in English; VERIFY.
const RIGHT: &str = "1e0f82040004040201090400000000 09000000 0020009804ffffffff";

fn right() -> Vec<u8> {
    bytes(&RIGHT.replace(' ', ""))
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|n| u8::from_str_radix(&hex[n..n + 2], 16).unwrap()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The other process: asks the reader with each block and prints what came of it.
#[test]
#[ignore = "run by the tests here, with their environment"]
fn client() {
    let blocks = std::env::var(BLOCKS).unwrap();
    let context = pcsc::Context::establish(pcsc::Scope::User).unwrap();
    let reader = context.list_readers_owned().unwrap().remove(0);
    let card = context.connect(&reader, pcsc::ShareMode::Exclusive, pcsc::Protocols::ANY).unwrap();
    let mut room = [0; 264];
    let features = card.control(pcsc::ctl_code(3_400), &[], &mut room).unwrap().to_vec();
    println!("said {}", hex(&features));
    let at = features.chunks(6).find(|entry| entry[..2] == [6, 4]).unwrap();
    let code = u32::from_be_bytes([at[2], at[3], at[4], at[5]]);
    for block in blocks.split(',') {
        match card.control(code.into(), &bytes(block), &mut room) {
            Ok(answer) => println!("said {}", hex(answer)),
            Err(error) => println!("said {error:?}"),
        }
    }
}

/// A reader with a card, and what the client hears of it. The client is ended when dropped.
struct Bench {
    pcscd: PrivatePcscd,
    _slot: card::Slot,
    client: Child,
    card: VirtualCard,
    _dir: tempfile::TempDir,
}

impl Bench {
    fn ask(blocks: &[Vec<u8>]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pcscd = PrivatePcscd::start_with_pin_pad(dir.path()).unwrap();
        let pki = Pki::ensure(&personas::shared_dir()).unwrap();
        let card = VirtualCard::new(personas::find("valid-hanako").unwrap(), &pki).unwrap();
        let mut slot = pcscd.slot();
        slot.insert(&card).unwrap();
        assert!(card.wait_powered(true, SOON));
        let blocks: Vec<String> = blocks.iter().map(|block| hex(block)).collect();
        let client = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "client", "--ignored", "--nocapture"])
            .env(PrivatePcscd::CLIENT_ENV, pcscd.socket())
            .env(BLOCKS, blocks.join(","))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self { pcscd, _slot: slot, client, card, _dir: dir }
    }

    /// What the client heard: the features first, then an answer for each block.
    fn heard(&mut self) -> Vec<String> {
        let lines = BufReader::new(self.client.stdout.take().unwrap()).lines().map_while(Result::ok);
        let said: Vec<String> =
            lines.filter_map(|line| Some(line.split_once("said ")?.1.to_owned())).collect();
        assert!(self.client.wait().unwrap().success());
        said
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = self.client.kill();
        let _ = self.client.wait();
    }
}

#[test]
fn the_right_block_asks_and_the_person_s_answer_comes_back() {
    let mut bench = Bench::ask(&[right(), right(), right()]);
    let keys = bench.pcscd.pin_pad().unwrap();
    keys.asked(SOON).unwrap().cancels().unwrap();
    keys.asked(SOON).unwrap().lets_time_run_out().unwrap();
    keys.asked(SOON).unwrap().types("123").unwrap();
    let heard = bench.heard();
    assert_eq!(heard[0], "120442330012060442330006", "two features, the second asks for a PIN");
    assert_eq!(heard[1..], ["6401", "6400", "6403"]);
    assert_eq!(bench.card.stats().apdus, 0, "the card saw nothing");
}

#[test]
fn what_is_typed_stands_in_the_command_that_the_card_gets() {
    let mut bench = Bench::ask(&[right()]);
    bench.pcscd.pin_pad().unwrap().asked(SOON).unwrap().types("0000").unwrap();
    // No application is selected: the card has no such PIN.
    assert_eq!(bench.heard()[1], "6a82");
    assert_eq!((bench.card.stats().apdus, bench.card.stats().presentations), (1, 1));
    assert_eq!(bench.card.stats().bytes_in, 9);
}

#[test]
fn a_block_with_any_field_wrong_is_refused_before_anybody_is_asked() {
    // Both times may differ, and which PIN of the application is meant.
    let free = [0, 1, 22];
    let flipped = (0..right().len()).filter(|place| !free.contains(place)).map(|place| {
        let mut block = right();
        block[place] ^= 0x01;
        block
    });
    let mut other = [right(), right(), right()];
    (other[0][0], other[1][1], other[2][22]) = (0, 0, 0x18);
    let longer = [right(), vec![0xff]].concat();
    let shorter = right()[..27].to_vec();
    let wrong: Vec<Vec<u8>> = flipped.chain(other).chain([longer, shorter, right()[..19].to_vec()]).collect();
    let mut bench = Bench::ask(&wrong);
    let heard = bench.heard();
    assert_eq!(heard.len(), wrong.len() + 1);
    for (block, said) in wrong.iter().zip(&heard[1..]) {
        assert_eq!(said, "UnsupportedFeature", "{}", hex(block));
    }
    assert!(bench.pcscd.pin_pad().unwrap().asked(Duration::ZERO).is_err(), "nobody was asked");
    assert_eq!(bench.card.stats().apdus, 0);
    let log = std::fs::read_to_string(bench.pcscd.log_file()).unwrap();
    assert_eq!(log.matches("ifd-pinpad: refused: ").count(), wrong.len());
}
