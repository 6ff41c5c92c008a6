//! Checks that need a try: the key opens the journal, and `run` can make its files and sockets.
//! Each probe leaves everything as it was.

use crate::config::{Board, Config, LogTo};
use codes::Failure;
use journal::MasterKey;
use std::{
    error::Error,
    fs, io,
    os::unix::{fs::FileTypeExt as _, net::UnixListener},
    path::{Path, PathBuf},
};

/// Reads the master key; when there is a journal, it must be its key and a journal that this version knows.
///
/// A damaged journal is no error: `run` sets it aside and goes on.
pub fn journal(config: &Config) -> Result<(), Box<dyn Error>> {
    let path = config.journal_key().ok_or_else(|| {
        Failure::new(codes::S103).with("not set, and there is no systemd credential journal-key")
    })?;
    let key = MasterKey::from_file(&path)?;
    let file = config.journal_path();
    match journal::verify(&file, &key) {
        Err(error @ (journal::Error::WrongKey { .. } | journal::Error::Newer { .. })) => Err(error.into()),
        _ => Ok(()),
    }
}

/// Checks that the folder can be written, with the journal in it, or made where it is absent.
pub fn data(config: &Config) -> Result<(), Failure> {
    let folder = &config.station.data;
    let failed = |why: String| Failure::new(codes::S104).with(format!("{}: {why}", folder.display()));
    let wrong = |place: &Path, e: io::Error| failed(format!("{}: {e}", place.display()));
    let file = config.journal_path();
    match fs::OpenOptions::new().write(true).open(&file) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(wrong(&file, e)),
        _ => {}
    }
    for place in folder.ancestors() {
        // An empty one stands for the present folder.
        let place = if place.as_os_str().is_empty() { Path::new(".") } else { place };
        match fs::metadata(place) {
            Ok(found) if found.is_dir() => return writable(place).map_err(|e| wrong(place, e)),
            Ok(_) => return Err(wrong(place, io::ErrorKind::NotADirectory.into())),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(wrong(place, e)),
        }
    }
    Err(failed("no folder above it exists".to_owned()))
}

fn writable(folder: &Path) -> io::Result<()> {
    let probe = beside(&folder.join("check-config"));
    fs::File::create_new(&probe)?;
    fs::remove_file(&probe)
}

/// Checks that the simulated board's socket can be made. A Pi's lines cannot be tried beside a running station.
/// A socket that exists is a running station's, or will be replaced.
pub fn board(board: &Board) -> Result<(), Failure> {
    let Board::Simulated { socket, .. } = board else { return Ok(()) };
    let wrong = |why: String| Failure::new(codes::S105).with(format!("{}: {why}", socket.display()));
    if fs::symlink_metadata(socket).is_ok_and(|found| !found.file_type().is_socket()) {
        return Err(wrong("a file that is no socket is in the way".into()));
    }
    // As long as the name under which the board makes it, and in the same folder.
    let probe = beside(socket);
    let made = UnixListener::bind(&probe).map(drop).and_then(|()| fs::remove_file(&probe));
    made.map_err(|e| wrong(e.to_string()))
}

/// Checks that there is a log to write to.
pub fn log(to: LogTo) -> io::Result<()> {
    match to {
        LogTo::Stderr => Ok(()),
        LogTo::Journald => crate::logging::journald_listens(),
    }
}

/// A name of this process's own.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", std::process::id()));
    name.into()
}
