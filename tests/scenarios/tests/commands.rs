//! The station's commands and its behaviour with bad input, as a technician meets them.

use rehearse::{Choices, Result};
use std::{path::Path, process::Command};

fn station(arguments: &[&str]) -> Result<(bool, String, String)> {
    let output = Command::new(rehearse::sibling("station")?).args(arguments).output()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((output.status.success(), text(&output.stdout), text(&output.stderr)))
}

#[test]
fn every_command_has_a_help_with_an_example() -> Result<()> {
    for command in [
        vec!["--help"],
        vec!["run", "--help"],
        vec!["check-config", "--help"],
        vec!["journal", "list", "--help"],
        vec!["journal", "verify", "--help"],
        vec!["journal", "stats", "--help"],
    ] {
        let (ok, out, _) = station(&command)?;
        assert!(ok && out.contains("Example"), "{command:?}: {out}");
    }
    Ok(())
}

#[test]
fn a_configuration_with_an_unknown_key_is_refused_with_file_and_line() -> Result<()> {
    let folder = scenarios::folder("commands-unknown-key")?;
    let path = folder.join("station.toml");
    let (_, example, _) = station(&["check-config", "--example"])?;
    std::fs::write(&path, example.replace("[desk]", "[desk]\nanswer_bugdet_s = 3"))?;
    for command in ["run", "check-config"] {
        let (ok, _, err) = station(&[command, "--config", &path.display().to_string()])?;
        let said = ["S101", "station.toml:", "answer_bugdet_s"].iter().all(|part| err.contains(part));
        assert!(!ok && said, "{err}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn check_config_looks_at_every_file_and_names_the_broken_one() -> Result<()> {
    let scene = scenarios::desk("commands-check-config", &Choices::default()).await?;
    let out = scene.world.command(&["check-config"]).await?;
    assert!(out.contains("ok      [centre] key") && !out.contains("FAILED"), "{out}");
    break_each(&scene.world.config)
}

/// Breaks one named file after the other and expects it in the findings, and that the station does not start.
fn break_each(config: &Path) -> Result<()> {
    let text = std::fs::read_to_string(config)?;
    std::fs::write(config.with_file_name("broken"), "-----BEGIN NOTHING-----\n")?;
    let other = config.with_file_name("broken.toml");
    for key in ["ca = ", "certificate = ", "key = ", "contracts = "] {
        let line = text.lines().find(|l| l.starts_with(key)).ok_or("no such line")?;
        std::fs::write(&other, text.replacen(line, &format!("{key}\"broken\""), 1))?;
        let other = other.display().to_string();
        let (ok, out, _) = station(&["check-config", "--config", &other])?;
        assert!(!ok && out.contains("FAILED"), "{key}: {out}");
        let (ok, _, err) = station(&["run", "--config", &other])?;
        assert!(!ok && err.contains("station: "), "{key}: {err}");
    }
    Ok(())
}
