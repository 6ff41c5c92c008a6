//! The passcode prompt at a real terminal: nothing typed is seen, and however it ends the terminal is as it was before.

use rehearse::Result;
use rustix::{
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{LocalModes, tcgetattr},
};
use std::{
    fs::File,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

const SOON: Duration = Duration::from_secs(20);

/// A terminal with somebody at it.
struct Terminal {
    keys: File,
    /// Kept open, so that the terminal outlives the command.
    screen: File,
    heard: Receiver<Vec<u8>>,
    shown: String,
}

impl Terminal {
    fn open() -> Result<Self> {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = openpt(flags)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let path = ptsname(&master, Vec::new())?.into_string()?;
        let screen = File::options().read(true).write(true).open(path)?;
        let keys = File::from(master);
        let mut from = keys.try_clone()?;
        let (told, heard) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 256];
            while let Ok(count @ 1..) = from.read(&mut bytes) {
                if told.send(bytes.iter().copied().take(count).collect()).is_err() {
                    return;
                }
            }
        });
        Ok(Self { keys, screen, heard, shown: String::new() })
    }

    /// Runs a command whose terminal this is, as a shell does.
    fn run(&self, program: &Path, arguments: &[&str]) -> Result<Child> {
        let mut command = Command::new("setsid");
        command.args(["--ctty", "--wait"]).arg(program).args(arguments);
        let end = || self.screen.try_clone();
        Ok(command.stdin(end()?).stdout(end()?).stderr(end()?).spawn()?)
    }

    fn press(&mut self, keys: &[u8]) -> Result<()> {
        Ok(self.keys.write_all(keys)?)
    }

    /// Waits until this is shown after what was waited for before.
    fn see(&mut self, text: &str) -> Result<()> {
        let by = Instant::now() + SOON;
        loop {
            if let Some(at) = self.shown.find(text) {
                self.shown.drain(..at + text.len());
                return Ok(());
            }
            let left = by.saturating_duration_since(Instant::now());
            let bytes = self.heard.recv_timeout(left).map_err(|_| format!("{text}: {:?}", self.shown))?;
            self.shown.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    fn echoes(&self) -> Result<bool> {
        Ok(tcgetattr(&self.screen)?.local_modes.contains(LocalModes::ECHO))
    }
}

/// A station of which there is a configuration and a key.
struct Bench {
    config: PathBuf,
    station: PathBuf,
}

impl Bench {
    fn new(test: &str) -> Result<Self> {
        let (folder, station) = (scenarios::folder(test)?, rehearse::sibling("station")?);
        std::fs::remove_dir_all(&folder)?;
        std::fs::create_dir_all(&folder)?;
        let bench = Self { config: folder.join("station.toml"), station };
        let example = bench.command(&["check-config", "--example"])?;
        let (data, key) = ("data = \"/var/lib/junkai\"", "[journal]\n");
        assert!(example.contains(data) && example.contains(key));
        let example =
            example.replace(data, "data = \"data\"").replace(key, "[journal]\nkey = \"journal.key\"\n");
        std::fs::write(&bench.config, example)?;
        bench.command(&["journal", "make-key", &folder.join("journal.key").display().to_string()])?;
        Ok(bench)
    }

    fn command(&self, arguments: &[&str]) -> Result<String> {
        let done = Command::new(&self.station).args(arguments).output()?;
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
        }
        Ok(String::from_utf8(done.stdout)?)
    }

    fn config(&self) -> String {
        self.config.display().to_string()
    }

    fn members(&self) -> Result<usize> {
        let list = self.command(&["staff", "list", "--json", "--config", &self.config()])?;
        Ok(serde_json::from_str::<Vec<serde_json::Value>>(&list)?.len())
    }

    /// What the access log tells, but its own export.
    fn deeds(&self) -> Result<Vec<(u64, String)>> {
        let log = self.command(&["journal", "access", "--json", "--config", &self.config()])?;
        let log: serde_json::Value = serde_json::from_str(&log)?;
        let lines = log.get("lines").and_then(|lines| lines.as_array()).ok_or("no lines")?.iter();
        let deed = |line: &serde_json::Value| {
            Some((line.get("boot")?.as_u64()?, line.get("what")?.as_str()?.to_owned()))
        };
        Ok(lines.filter_map(deed).filter(|(_, what)| what != "exported").collect())
    }

    fn add(&self, terminal: &mut Terminal) -> Result<Child> {
        let child =
            terminal.run(&self.station, &["staff", "add", "--label", "受付1", "--config", &self.config()])?;
        terminal.see("passcode (4 to 12 digits): ")?;
        assert!(!terminal.echoes()?);
        Ok(child)
    }
}

fn ended(mut child: Child) -> Result<ExitStatus> {
    let by = Instant::now() + SOON;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if Instant::now() > by {
            child.kill()?;
            return Err("it does not end".into());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_passcode_is_typed_twice_unseen_and_the_terminal_echoes_again() -> Result<()> {
    let (bench, mut terminal) = (Bench::new("terminal-typed")?, Terminal::open()?);
    assert!(terminal.echoes()?);
    let child = bench.add(&mut terminal)?;
    terminal.press(b"482913\n")?;
    terminal.see("the same again: ")?;
    terminal.press(b"482913\n")?;
    terminal.see("added s-01")?;
    assert!(ended(child)?.success() && terminal.echoes()? && !terminal.shown.contains("4829"));
    assert_eq!(bench.deeds()?, [(0, "staff_added".to_owned())], "a command is no start of the station");
    Ok(())
}

#[test]
fn ctrl_c_at_the_prompt_gives_the_terminal_back_and_keeps_nothing() -> Result<()> {
    let (bench, mut terminal) = (Bench::new("terminal-interrupted")?, Terminal::open()?);
    let child = bench.add(&mut terminal)?;
    terminal.press(b"4829\x03")?;
    terminal.see("interrupted; nothing was kept")?;
    assert_eq!(ended(child)?.code(), Some(130));
    assert!(terminal.echoes()?);
    // Also at the second question.
    let child = bench.add(&mut terminal)?;
    terminal.press(b"482913\n")?;
    terminal.see("the same again: ")?;
    terminal.press(b"\x03")?;
    assert_eq!(ended(child)?.code(), Some(130));
    assert!(terminal.echoes()?);
    assert_eq!((bench.members()?, bench.deeds()?), (0, Vec::new()));
    Ok(())
}

#[test]
fn a_signal_at_the_prompt_gives_the_terminal_back_and_keeps_nothing() -> Result<()> {
    let bench = Bench::new("terminal-signals")?;
    for (name, code) in [("-TERM", 143), ("-HUP", 129), ("-QUIT", 131)] {
        let mut terminal = Terminal::open()?;
        let child = bench.add(&mut terminal)?;
        terminal.press(b"4829")?;
        // The child is the command itself: it became that after the new session began.
        let sent = Command::new("kill").args([name, &child.id().to_string()]).status()?;
        assert!(sent.success());
        assert_eq!(ended(child)?.code(), Some(code), "{name}");
        assert!(terminal.echoes()?, "{name}");
    }
    assert_eq!((bench.members()?, bench.deeds()?), (0, Vec::new()));
    Ok(())
}

#[test]
fn an_answer_that_breaks_the_rule_gives_the_terminal_back_without_what_was_typed_ahead() -> Result<()> {
    let (bench, mut terminal) = (Bench::new("terminal-rule")?, Terminal::open()?);
    let child = bench.add(&mut terminal)?;
    // In one piece, so that the terminal has all of it before the answer is read.
    terminal.press(b"12\n4829")?;
    terminal.see("S106")?;
    assert_eq!(ended(child)?.code(), Some(1));
    assert!(terminal.echoes()?);
    // What a shell would read next.
    terminal.press(b"ls\n")?;
    let mut line = [0; 64];
    let count = terminal.screen.read(&mut line)?;
    assert_eq!(&line[..count], b"ls\n");
    Ok(())
}
