//! Arguments that the commands for a journal share.

use super::{ConfigPath, open};
use journal::MasterKey;
use std::{error::Error, path::PathBuf};

/// The journal to open, and the form of the output.
#[derive(Debug, clap::Args)]
pub struct Which {
    #[command(flatten)]
    config: ConfigPath,
    /// Another journal file, such as one that was set aside.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

impl Which {
    pub(super) fn path(&self) -> Result<PathBuf, Box<dyn Error>> {
        Ok(match &self.file {
            Some(file) => file.clone(),
            None => self.config.load()?.journal_path(),
        })
    }

    /// The configuration, unless another file is looked at.
    pub(super) fn of_station(&self) -> Option<&ConfigPath> {
        self.file.is_none().then_some(&self.config)
    }

    pub(super) fn key(&self) -> Result<MasterKey, Box<dyn Error>> {
        open::key(&self.config.load()?)
    }
}
