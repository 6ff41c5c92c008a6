//! The station's commands and its behaviour with bad input, as a technician meets them.

use line::Preset;
use personas::tls::Tls;
use rehearse::{Choices, Result, Start, StationProcess};
use std::{path::PathBuf, process::Command};

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
async fn what_check_config_says_of_a_configuration_is_what_run_does_with_it() -> Result<()> {
    let mut scene = scenarios::desk("commands-check-config", &Choices::default()).await?;
    // Beside the running station, whose journal and socket are in use.
    let out = scene.world.command(&["check-config"]).await?;
    assert!(out.contains("ok      [centre] key") && !out.contains("FAILED"), "{out}");
    // A journal that holds nothing sealed takes any key: it needs a check.
    scene.world.set_line(Preset::Cut);
    scene.place("valid-hanako").await?;
    scene.see(&["compare"]).await?;
    scene.press("o").await?;
    scene.see(&["pending"]).await?;
    scene.world.stop_station().await?;
    let bench = Bench { folder: scene.world.folder.clone(), start: scene.world.start()? };
    tokio::task::spawn_blocking(move || {
        bench.materials()?;
        // A station that cannot start shows why for some seconds: all of them at once.
        std::thread::scope(|all| {
            let tried = BAD.iter().enumerate().map(|(n, case)| (n, *case));
            let running: Vec<_> = tried
                .map(|(n, case)| {
                    all.spawn({
                        let bench = &bench;
                        move || bench.refused(n, case)
                    })
                })
                .collect();
            running
                .into_iter()
                .try_for_each(|one| one.join().map_err(|_| "a configuration was not refused")?)
        })?;
        bench.accepted("station", "data", "fresh/data")
    })
    .await?
}

/// Section, key, a value that is wrong, the finding that must name it, the code that both commands must say.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

const CENTRE: &str = "[centre] ca, certificate, key";
const BROKER: &str = "[broker] ca, certificate, key";

const BAD: [Case; 24] = [
    ("centre", "ca", "broken", CENTRE, "U102"),
    ("centre", "certificate", "broken", CENTRE, "U103"),
    ("centre", "key", "broken", "[centre] key", "S201"),
    ("centre", "ca", "not-a-certificate", CENTRE, "U102"),
    ("centre", "ca", "damaged-at-the-end", CENTRE, "U102"),
    ("centre", "certificate", "not-a-certificate", CENTRE, "U103"),
    ("centre", "certificate", "of-another-station", CENTRE, "U105"),
    ("centre", "key", "missing", "[centre] key", "S201"),
    ("broker", "ca", "broken", BROKER, "R003"),
    ("broker", "certificate", "broken", BROKER, "R003"),
    ("broker", "key", "broken", BROKER, "R003"),
    ("broker", "ca", "not-a-certificate", BROKER, "R003"),
    ("broker", "ca", "damaged-at-the-end", BROKER, "R003"),
    ("broker", "certificate", "of-another-station", BROKER, "R004"),
    ("broker", "key", "missing", BROKER, "R002"),
    ("journal", "key", "broken", "[journal] key", "J101"),
    ("journal", "key", "another.key", "[journal] key", "J102"),
    ("desk", "contracts", "broken", "[desk] contracts", "S102"),
    ("desk", "contracts", "only-a-header.csv", "[desk] contracts", "S102"),
    ("board", "socket", "broken", "[board] socket", "S105"),
    ("board", "socket", "nowhere/board.sock", "[board] socket", "S105"),
    ("station", "data", "broken", "[station] data", "S104"),
    ("station", "data", "broken/data", "[station] data", "S104"),
    ("station", "data", "/proc/junkai", "[station] data", "S104"),
];

/// A good configuration, to be made wrong in one place after the other.
struct Bench {
    folder: PathBuf,
    start: Start,
}

impl Bench {
    /// The files that [`BAD`] names.
    fn materials(&self) -> Result<()> {
        let write = |name: &str, text: &str| std::fs::write(self.folder.join(name), text);
        let pem =
            |inside: &str| format!("-----BEGIN CERTIFICATE-----\n{inside}\n-----END CERTIFICATE-----\n");
        let tls = Tls::ensure(&personas::shared_dir())?;
        write("broken", "-----BEGIN NOTHING-----\n")?;
        write("not-a-certificate", &pem("AAAA"))?;
        let good = std::fs::read_to_string(&tls.centre_ca)?;
        write("damaged-at-the-end", &format!("{good}{}", pem("%%%")))?;
        let other = tls.station("bus-02")?.centre.certificate;
        write("of-another-station", &std::fs::read_to_string(other)?)?;
        let header = personas::CONTRACTS_CSV.lines().next().ok_or("no header")?;
        write("only-a-header.csv", &format!("{header}\n"))?;
        let another = self.folder.join("another.key").display().to_string();
        let (made, _, err) = station(&["journal", "make-key", &another])?;
        if made { Ok(()) } else { Err(err.into()) }
    }

    /// The configuration with one other value, under a name of its own, with a journal and a board of its own.
    fn with(&self, name: &str, section: &str, key: &str, value: &str) -> Result<Start> {
        let text = std::fs::read_to_string(&self.start.config)?;
        let (mut here, mut changed) = (false, 0);
        let mut lines = Vec::new();
        for line in text.lines() {
            if line.starts_with('[') {
                here = line == format!("[{section}]");
            }
            if here && line.starts_with(&format!("{key} = ")) {
                changed += 1;
                lines.push(format!("{key} = {value:?}"));
            } else if line.starts_with("socket = ") || line == "data = \"data\"" {
                lines.push(format!("{}-{name}\"", line.trim_end_matches('"')));
            } else {
                lines.push(line.to_owned());
            }
        }
        assert_eq!(changed, 1, "[{section}] {key} is in the configuration once");
        let own = self.folder.join(format!("data-{name}"));
        std::fs::create_dir(&own)?;
        for file in std::fs::read_dir(self.folder.join("data"))? {
            let file = file?;
            std::fs::copy(file.path(), own.join(file.file_name()))?;
        }
        let (config, log) =
            (self.folder.join(format!("{name}.toml")), self.folder.join(format!("{name}.log")));
        std::fs::write(&config, lines.join("\n"))?;
        std::fs::write(&log, "")?;
        Ok(Start { config, log, ..self.start.clone() })
    }

    fn refused(&self, n: usize, (section, key, value, finding, code): Case) -> Result<()> {
        let start = self.with(&format!("{n:02}"), section, key, value)?;
        let (ok, out, _) = station(&["check-config", "--config", &start.config.display().to_string()])?;
        let named = |l: &str| l.starts_with(&format!("FAILED  {finding}: ")) && l.contains(code);
        assert!(!ok && out.lines().any(named), "[{section}] {key} = {value}: {out}");
        let status = StationProcess::spawn(&start)?.ended(rehearse::PATIENCE);
        let log = std::fs::read_to_string(&start.log)?;
        let said = log.contains(&format!("station: {code}"));
        assert!(status.is_ok_and(|s| !s.success()) && said, "[{section}] {key} = {value}: {log}");
        Ok(())
    }

    fn accepted(&self, section: &str, key: &str, value: &str) -> Result<()> {
        let start = self.with("good", section, key, value)?;
        let (ok, out, err) = station(&["check-config", "--config", &start.config.display().to_string()])?;
        assert!(ok, "[{section}] {key} = {value}: {out}{err}");
        assert!(!self.folder.join("fresh").exists(), "looking makes nothing");
        StationProcess::spawn(&start)?.ready(rehearse::PATIENCE)?;
        Ok(())
    }
}
