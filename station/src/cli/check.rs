//! `station check-config`: tells whether the configuration and every file it names are good, before a tour.

use super::ConfigPath;
use crate::{config, contracts};
use journal::MasterKey;
use screen::Fonts;
use std::{error::Error, path::Path};

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
    match &finding.error {
        None => println!("ok      {}", finding.what),
        Some(error) => println!("FAILED  {}: {error}", finding.what),
    }
}

fn look(config: &config::Config) -> Vec<Finding> {
    let mut findings = vec![
        finding("[screen] fonts", Fonts::load(&config.screen.fonts).map(drop)),
        finding("[journal] key", journal_key(config)),
        finding("[station] data", folder(&config.station.data)),
        finding("[centre] key", crate::check_station_key(&config.centre.key)),
        finding("[centre] ca, certificate, key", uplink_files(config)),
    ];
    if let Some(path) = &config.desk.contracts {
        findings.push(finding("[desk] contracts", contracts::load(path).map(drop)));
    }
    if let Some(broker) = &config.broker {
        findings.push(finding("[broker] ca", readable(&broker.ca)));
        findings.push(finding("[broker] certificate", readable(&broker.certificate)));
        findings.push(finding("[broker] key", crate::check_station_key(&broker.key)));
    }
    findings
}

fn finding<E: std::fmt::Display>(what: &'static str, result: Result<(), E>) -> Finding {
    let error = result.err().map(|e| e.to_string());
    Finding { what, ok: error.is_none(), error }
}

fn journal_key(config: &config::Config) -> Result<(), Box<dyn Error>> {
    let path = config.journal_key().ok_or("S103 not set, and there is no systemd credential journal-key")?;
    MasterKey::from_file(&path)?;
    Ok(())
}

fn folder(path: &Path) -> Result<(), String> {
    let meta = std::fs::metadata(path).map_err(|e| format!("S104 {}: {e}", path.display()))?;
    if meta.is_dir() { Ok(()) } else { Err(format!("S104 {}: is not a folder", path.display())) }
}

fn readable(path: &Path) -> Result<(), String> {
    use rustls::pki_types::{CertificateDer, pem::PemObject as _};
    let wrong = |_| format!("S106 {}: holds no PEM certificate that can be read", path.display());
    CertificateDer::from_pem_file(path).map(drop).map_err(wrong)
}

fn uplink_files(config: &config::Config) -> Result<(), String> {
    readable(&config.centre.ca)?;
    readable(&config.centre.certificate)
}
