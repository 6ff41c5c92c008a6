//! Speech with the real engines, and with fake ones that misbehave.

use super::*;
use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
    time::Instant,
};

/// A text that must appear in the engine's input only.
const TEXT: &str = "ヤマダ ハナコ様。有効です。";

fn engine(engine: Engine) -> Speech {
    Speech::new(&Config::usual(engine)).unwrap()
}

impl Speech {
    /// Takes the turn and makes the sound.
    async fn say(&self, text: &str) -> Result<Sound, SpeechError> {
        self.sound(self.begin(), text).await
    }
}

fn seconds(sound: &Sound) -> f64 {
    sound.samples.len() as f64 / f64::from(sound.rate)
}

/// Root mean square of the loudest tenth of a second.
fn loudest(sound: &Sound) -> f64 {
    let power = |part: &[i16]| part.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / part.len() as f64;
    sound.samples.chunks(sound.rate as usize / 10).map(power).fold(0.0, f64::max).sqrt()
}

#[tokio::test]
async fn espeak_ng_speaks_and_says_kanji_by_their_reading() {
    let speech = engine(Engine::EspeakNg);
    let kana = speech.say("ヤマダハナコサマ。ユーコーデス。").await.unwrap();
    assert!((1.0..6.0).contains(&seconds(&kana)), "{} s", seconds(&kana));
    assert!(loudest(&kana) > 1_000.0, "{}", loudest(&kana));
    let kanji = speech.say("山田花子様。有効です。").await.unwrap();
    let difference = (seconds(&kanji) - seconds(&kana)).abs();
    assert!(difference < 0.5, "kanji take {} s, their reading {} s", seconds(&kanji), seconds(&kana));
}

#[tokio::test]
async fn a_longer_text_is_a_longer_sound_and_speed_makes_it_shorter() {
    let speech = engine(Engine::EspeakNg);
    let short = seconds(&speech.say("有効です。").await.unwrap());
    let long = seconds(&speech.say(&"有効です。".repeat(6)).await.unwrap());
    assert!(long > 4.0 * short, "{short} {long}");
    let quick = Speech::new(&Config { speed: 1.8, ..Config::usual(Engine::EspeakNg) }).unwrap();
    let quick = seconds(&quick.say(&"有効です。".repeat(6)).await.unwrap());
    assert!(quick < 0.75 * long, "{quick} {long}");
}

/// The voice is not in Debian's main section: `JUNKAI_VOICE=… cargo test -p speech -- --ignored open_jtalk`.
#[tokio::test]
#[ignore = "needs the voice hts-voice-nitech-jp-atr503-m001 of Debian's section contrib"]
async fn open_jtalk_speaks_and_says_all_of_a_long_text() {
    let voice = std::env::var_os("JUNKAI_VOICE").map(PathBuf::from);
    let speech = Speech::new(&Config { voice, ..Config::usual(Engine::OpenJtalk) }).unwrap();
    let kana = speech.say("ヤマダハナコサマ。ユーコーデス。").await.unwrap();
    let kanji = speech.say("山田花子様。\n有効です。").await.unwrap();
    assert!((seconds(&kanji) - seconds(&kana)).abs() < 0.5, "{} {}", seconds(&kanji), seconds(&kana));
    assert!((1.0..6.0).contains(&seconds(&kanji)) && loudest(&kanji) > 1_000.0, "{}", loudest(&kanji));
    let sentence = "保険者番号、ゼロ六一三。";
    let one = seconds(&speech.say(sentence).await.unwrap());
    // More than the 1,023 bytes that it reads at once.
    let many = seconds(&speech.say(&sentence.repeat(20)).await.unwrap());
    assert!(many > 14.0 * one, "{one} {many}");
}

/// Installs a program by a process of its own: a file that this process has open for writing, even in a child that another
/// test is starting, cannot be run.
fn install(path: &Path, script: &str) {
    let mut install = Command::new("install");
    install.args(["-m", "755", "/dev/stdin"]).arg(path).stdin(Stdio::piped());
    let mut child = install.spawn().unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

/// A folder with a fake engine, its voice and its dictionary.
struct FakeEngine(tempfile::TempDir);

impl FakeEngine {
    fn new(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        install(&at("open_jtalk"), &format!("#!/bin/sh\ncd {}\n{script}\n", folder.path().display()));
        fs::write(at("voice"), "").unwrap();
        fs::write(at("sys.dic"), "").unwrap();
        let tone = (0..4_000).map(|n| if n / 20 % 2 == 0 { 9_000_i16 } else { -9_000 });
        let mut wav =
            b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data".to_vec();
        wav.extend(8_000_u32.to_le_bytes());
        wav.extend(tone.flat_map(i16::to_le_bytes));
        fs::write(folder.path().join("sound.wav"), wav).unwrap();
        Self(folder)
    }

    fn speech(&self, limit: Duration) -> Speech {
        let at = |name| Some(self.0.path().join(name));
        let folder = self.0.path().to_owned();
        Speech::new(&Config {
            voice: at("voice"),
            dictionary: Some(folder.clone()),
            programs: folder,
            limit,
            ..Config::usual(Engine::OpenJtalk)
        })
        .unwrap()
    }

    fn read(&self, name: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.0.path().join(name)).unwrap_or_default()).into_owned()
    }

    /// Waits for the program's number, then for its end.
    async fn begins(&self) -> PathBuf {
        let mut process = None;
        wait("a process", || {
            process = self.read("pid").trim().parse::<u32>().ok();
            process.is_some()
        })
        .await;
        PathBuf::from(format!("/proc/{}/cwd", process.unwrap()))
    }
}

const LONG: Duration = Duration::from_secs(30);

async fn wait(what: &str, mut done: impl FnMut() -> bool) {
    let by = Instant::now() + LONG;
    while !done() {
        assert!(Instant::now() < by, "{what}: not in time");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn ends(process: PathBuf) {
    wait("the end of the process", || fs::read_link(&process).is_err()).await;
}

const HANGS: &str = "echo $$ > pid; exec sleep 1000";

#[tokio::test]
async fn the_text_goes_by_standard_input_and_nowhere_else() {
    let program = FakeEngine::new(
        "tr '\\0' ' ' < /proc/$$/cmdline > arguments; env > environment; cat > input; cat sound.wav",
    );
    let wav = program.speech(LONG).say(TEXT).await.unwrap();
    assert_eq!(seconds(&wav), 0.25);
    assert_eq!(program.read("input"), format!("{TEXT}\n"));
    let outside = program.read("arguments") + &program.read("environment");
    assert!(outside.contains("/dev/stdout") && outside.contains("PATH="), "{outside}");
    assert!(!outside.contains("ハナコ") && !outside.contains("有効"), "{outside}");
}

#[tokio::test]
async fn an_engine_that_hangs_is_given_up_in_time_and_ended() {
    let program = FakeEngine::new(HANGS);
    let speech = program.speech(Duration::from_secs(2));
    let (process, made) = tokio::join!(program.begins(), speech.say(TEXT));
    assert_eq!(made.unwrap_err().code(), codes::S503);
    ends(process).await;
}

#[tokio::test]
async fn a_newer_text_ends_the_work_on_an_older_one() {
    let program =
        FakeEngine::new("if [ -e pid ]; then cat sound.wav; else echo $$ > pid; exec sleep 1000; fi");
    let speech = program.speech(LONG);
    let newer = async {
        let process = program.begins().await;
        (process, speech.say("次の文。").await)
    };
    let (older, (process, newer)) = tokio::join!(speech.say(TEXT), newer);
    assert_eq!(older.unwrap_err(), SpeechError::Replaced);
    newer.unwrap();
    ends(process).await;
}

#[tokio::test]
async fn a_stop_and_a_caller_that_goes_away_end_the_engine() {
    let program = FakeEngine::new(HANGS);
    let speech = program.speech(LONG);
    let stop = async {
        let process = program.begins().await;
        speech.stop();
        process
    };
    let (made, process) = tokio::join!(speech.say(TEXT), stop);
    assert_eq!(made.unwrap_err(), SpeechError::Replaced);
    ends(process).await;
    fs::remove_file(program.0.path().join("pid")).unwrap();
    let process = tokio::select! {
        process = program.begins() => process,
        _ = speech.say(TEXT) => panic!("it hangs"),
    };
    ends(process).await;
}

#[tokio::test]
async fn a_stop_or_a_newer_text_before_the_work_began_starts_no_engine() {
    let program = FakeEngine::new("echo $$ > pid; cat sound.wav");
    let speech = program.speech(LONG);
    let turn = speech.begin();
    speech.stop();
    assert_eq!(speech.sound(turn, TEXT).await.unwrap_err(), SpeechError::Replaced);
    let (older, newer) = (speech.begin(), speech.begin());
    assert_eq!(speech.sound(older, TEXT).await.unwrap_err(), SpeechError::Replaced);
    assert_eq!(program.read("pid"), "");
    speech.sound(newer, TEXT).await.unwrap();
    assert_ne!(program.read("pid"), "");
}

#[tokio::test]
async fn each_misbehaviour_of_an_engine_has_a_code_each_and_quotes_nothing() {
    for (script, code) in [
        ("cat >&2; exit 3", "S502"),
        ("kill -9 $$", "S502"),
        ("cat", "S504"),
        ("exit 0", "S504"),
        ("cat /dev/zero", "S504"),
        ("head -c 44 sound.wav; head -c 9000 /dev/zero", "S504"),
    ] {
        let error = FakeEngine::new(script).speech(LONG).say(TEXT).await.unwrap_err();
        assert_eq!(error.code().name(), code, "{script}: {error}");
        let said = format!("{error} {error:?}");
        assert!(!said.contains("ハナコ") && !error.code().log_only(), "{said}");
    }
}

#[tokio::test]
async fn a_text_with_nothing_to_say_or_too_much_starts_no_engine() {
    let program = FakeEngine::new("echo $$ > pid; cat sound.wav");
    let speech = program.speech(LONG);
    assert_eq!(speech.say(" \n ").await.unwrap_err(), SpeechError::NothingToSay);
    let long = "あ".repeat(LONGEST_TEXT + 1);
    assert_eq!(speech.say(&long).await.unwrap_err().code(), codes::S506);
    assert_eq!(program.read("pid"), "");
    speech.say(&long[3..]).await.unwrap();
}

#[test]
fn a_missing_file_is_named() {
    let program = FakeEngine::new("");
    let there = program.speech(LONG).config;
    for (name, what) in [("open_jtalk", "program"), ("sys.dic", "dictionary"), ("voice", "voice")] {
        let path = program.0.path().join(name);
        fs::rename(&path, program.0.path().join("away")).unwrap();
        let error = Speech::new(&there).unwrap_err();
        assert_eq!(error, SpeechError::Missing { what, path: path.clone() });
        fs::rename(program.0.path().join("away"), &path).unwrap();
    }
}

#[test]
fn relative_paths_count_from_the_folder_of_the_configuration() {
    let voice = |engine, voice: &str| Config { voice: Some(voice.into()), ..Config::usual(engine) };
    let mut config = voice(Engine::OpenJtalk, "v.htsvoice");
    config.resolve(Path::new("/etc/junkai"));
    assert_eq!(config.voice(), Path::new("/etc/junkai/v.htsvoice"));
    let mut config = voice(Engine::EspeakNg, "ja");
    config.resolve(Path::new("/etc/junkai"));
    assert_eq!(config.voice(), Path::new("ja"), "a name is no path");
}
