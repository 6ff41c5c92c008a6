//! Traffic as text that one can hold beside a data sheet.
//!
//! ```text
//! reset low                     the reset line
//! wait 5000 us
//! cmd 2A data 00 00 01 3F       SPI: a command and its arguments
//! data 4096 bytes: F800*2048    SPI: one write of pixels, as 16-bit words with how often they follow each other
//! 3C <- 40 00*128               I2C: a message to the address, as bytes with how often they follow each other
//! 3C -> 03                      I2C: a byte from it
//! ```
//!
//! The same line several times is written once, with ` (17 times)`.

use crate::bus::Event;

pub fn text(events: &[Event]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for event in events {
        match event {
            Event::Wait { us } => lines.push(format!("wait {us} us")),
            Event::Reset { high } => lines.push(format!("reset {}", if *high { "high" } else { "low" })),
            Event::Spi { data: false, bytes } => lines.push(format!("cmd {}", bytes_of(bytes))),
            Event::Spi { data: true, bytes } => match lines.last_mut() {
                Some(last) if last.starts_with("cmd") && bytes.len() <= 4 && !last.ends_with("2C") => {
                    *last += " data";
                    bytes.iter().for_each(|b| *last += &format!(" {b:02X}"));
                }
                _ => lines.push(format!("data {} bytes: {}", bytes.len(), words_of(bytes))),
            },
            Event::I2cWrite { address, bytes } => lines.push(format!("{address:02X} <- {}", bytes_of(bytes))),
            Event::I2cRead { address, bytes } => lines.push(format!("{address:02X} -> {}", bytes_of(bytes))),
        }
    }
    repeated(lines).join("\n")
}

fn repeated(lines: Vec<String>) -> Vec<String> {
    let mut shorter = Vec::new();
    for same in lines.chunk_by(|a, b| a == b) {
        let times = if same.len() > 1 { format!(" ({} times)", same.len()) } else { String::new() };
        shorter.push(format!("{}{times}", same[0]));
    }
    shorter
}

fn bytes_of(bytes: &[u8]) -> String {
    runs(bytes.iter().map(|b| format!("{b:02X}")))
}

fn words_of(bytes: &[u8]) -> String {
    runs(bytes.chunks(2).map(|pair| pair.iter().map(|b| format!("{b:02X}")).collect()))
}

fn runs(items: impl Iterator<Item = String>) -> String {
    let mut runs: Vec<(String, usize)> = Vec::new();
    for item in items {
        match runs.last_mut() {
            Some((last, times)) if *last == item => *times += 1,
            _ => runs.push((item, 1)),
        }
    }
    // A pair is shorter as it is.
    let shown = |(item, times): &(String, usize)| match times {
        1 => item.clone(),
        2 => format!("{item} {item}"),
        _ => format!("{item}*{times}"),
    };
    runs.iter().map(shown).collect::<Vec<_>>().join(" ")
}
