//! `[speech]`

use super::range::seconds;
use firmware::range::within;
use serde::{Deserialize, Deserializer, de::Error};
use speech::{Config, Engine};
use std::{path::PathBuf, time::Duration};

/// The section as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    /// `open_jtalk` or `espeak_ng`.
    engine: Engine,
    voice: Option<PathBuf>,
    dictionary: Option<PathBuf>,
    /// 0.5 to 2.
    #[serde(default, deserialize_with = "speed")]
    speed: Option<f64>,
    #[serde(default, deserialize_with = "limit")]
    limit_s: Option<Duration>,
    programs: Option<PathBuf>,
}

fn speed<'de, D: Deserializer<'de>>(d: D) -> Result<Option<f64>, D::Error> {
    within(f64::deserialize(d)?, 0.5, 2.0).map(Some).map_err(D::Error::custom)
}

fn limit<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Duration>, D::Error> {
    seconds::<D, 1, 60>(d).map(Some)
}

/// Reads the section; keys that are left out have the engine's usual values.
pub(super) fn section<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Config>, D::Error> {
    let Section { engine, voice, dictionary, speed, limit_s, programs } = Section::deserialize(d)?;
    let usual = Config::usual(engine);
    Ok(Some(Config {
        engine,
        voice,
        dictionary,
        speed: speed.unwrap_or(usual.speed),
        limit: limit_s.unwrap_or(usual.limit),
        programs: programs.unwrap_or(usual.programs),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct File {
        #[serde(default, deserialize_with = "section")]
        speech: Option<Config>,
    }

    fn read(keys: &str) -> Result<Option<Config>, String> {
        let file: Result<File, _> = toml::from_str(keys);
        file.map(|file| file.speech).map_err(|error| error.to_string())
    }

    #[test]
    fn the_engine_is_enough_and_every_key_is_taken() {
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("[speech]\nengine = 'open_jtalk'"), Ok(Some(Config::usual(Engine::OpenJtalk))));
        let all = "[speech]\nengine = 'espeak_ng'\nvoice = 'ja'\ndictionary = '/d'\nspeed = 0.5\nlimit_s = 60\nprograms = '/p'";
        let (voice, dictionary) = (Some("ja".into()), Some("/d".into()));
        let (limit, programs) = (Duration::from_secs(60), "/p".into());
        assert_eq!(
            read(all),
            Ok(Some(Config { engine: Engine::EspeakNg, voice, dictionary, speed: 0.5, limit, programs }))
        );
    }

    #[test]
    fn the_section_has_ranges_and_knows_its_keys() {
        for (bad, named) in [
            ("engine = 'festival'", "festival"),
            ("speed = 1", "engine"),
            ("engine = 'espeak_ng'\nspeed = 3.0", "3 is out of range, 0.5 to 2 is possible"),
            ("engine = 'espeak_ng'\nlimit_s = 0", "0 is out of range, 1 to 60 is possible"),
            ("engine = 'espeak_ng'\npitch = 3", "pitch"),
        ] {
            let error = read(&format!("[speech]\n{bad}")).unwrap_err();
            assert!(error.contains(named), "{bad}: {error}");
        }
    }
}
