//! `station check-config`: checks the configuration and every file that it names, before a tour.
//!
//! Promises to say of a configuration what `run` would say of it, because the rooms' own loaders are asked; and
//! to change nothing and connect to nobody, so that it may be used beside a running station.

mod probe;

use super::ConfigPath;
use crate::{
    config::{self, Config},
    contracts, run,
};
use codes::Failure;
use std::error::Error;

/// Check the configuration and every file it names.
#[derive(Debug, clap::Args)]
pub struct CheckConfig {
    #[command(flatten)]
    path: ConfigPath,
    /// Print a configuration with every key, its meaning and its default, instead of checking one.
    #[arg(long)]
    example: bool,
    /// Print the findings as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Finding {
    what: &'static str,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// Good enough to ride, but not as configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<String>,
}

impl CheckConfig {
    /// Prints a line for each thing that was looked at; an error when one is not good.
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        if self.example {
            print!("{}", config::EXAMPLE);
            return Ok(());
        }
        let findings = look(&self.path.load()?);
        if self.json {
            println!("{}", serde_json::to_string_pretty(&findings)?);
        } else {
            findings.iter().for_each(tell);
        }
        let bad = findings.iter().filter(|f| !f.ok).count();
        if bad == 0 { Ok(()) } else { Err(format!("{bad} of {} checks failed", findings.len()).into()) }
    }
}

fn tell(finding: &Finding) {
    match (&finding.error, &finding.warning) {
        (Some(error), _) => println!("FAILED  {}: {error}", finding.what),
        (None, Some(warning)) => println!("warning {}: {warning}", finding.what),
        (None, None) => println!("ok      {}", finding.what),
    }
}

fn look(config: &Config) -> Vec<Finding> {
    let mut findings = vec![
        fonts(config),
        finding("[log] to", probe::log(config.log.to)),
        finding("[journal] key", probe::journal(config)),
        finding("[station] data", probe::data(config)),
        finding("[board] socket", probe::board(&config.board)),
        finding("[centre] key", crate::check_station_key(&config.centre.key)),
        finding("[centre] ca, certificate, key", uplink(config)),
    ];
    if let Some(path) = &config.desk.contracts {
        findings.push(finding("[desk] contracts", contracts::load(path).map(drop)));
    }
    if let Some(config) = &config.speech {
        findings.push(finding("[speech]", speech::Speech::new(config).map(drop)));
    }
    if let Some(broker) = &config.broker {
        let settings = run::report_settings(config, broker, FIRST_BOOT);
        findings.push(finding("[broker] ca, certificate, key", report::check(&settings)));
    }
    findings
}

/// The reporter's settings name a start; which one does not matter here.
const FIRST_BOOT: u64 = 1;

fn finding<E: std::fmt::Display>(what: &'static str, result: Result<(), E>) -> Finding {
    let error = result.err().map(|e| e.to_string());
    Finding { what, ok: error.is_none(), error, warning: None }
}

/// A station rides without the fonts for rare names, but not as it was meant to.
fn fonts(config: &Config) -> Finding {
    let loaded = config.screen.load(config.board.format());
    let left_out = loaded.as_ref().map(|fonts| fonts.left_out().iter().map(ToString::to_string).collect());
    let warning = left_out.ok().filter(|left_out: &Vec<_>| !left_out.is_empty());
    let warning = warning.map(|left_out| Failure::new(codes::S304).with(left_out.join("; ")).to_string());
    Finding { warning, ..finding("[screen] fonts", loaded.map(drop)) }
}

fn uplink(config: &Config) -> Result<(), Box<dyn Error>> {
    Ok(uplink::check(&run::uplink_settings(config)?)?)
}
