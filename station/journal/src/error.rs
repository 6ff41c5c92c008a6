//! What can go wrong, said twice: one short Japanese sentence for staff and what to do, and in English for the
//! technician what happened and where. One code (`J…`) for both. No message quotes a value from a row.

use std::path::PathBuf;

/// The journal could not be opened, or an operation failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The key file is missing, unreadable, too open or not a key.
    #[error("J101 key file {path}: {why}")]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The key does not open this journal. The journal is left as it is.
    #[error("J102 {path} was sealed with another master key; the file was left untouched")]
    WrongKey {
        /// The journal.
        path: PathBuf,
    },
    /// Another process has it open for writing.
    #[error("J103 {path} is in use by another process")]
    InUse {
        /// The journal.
        path: PathBuf,
    },
    /// A file operation failed.
    #[error("J104 {doing} {path}: {source}")]
    File {
        /// What was being done.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// Made by a newer version of this program. The journal is left as it is.
    #[error("J105 {path} has schema {found}, this version knows up to {known}; the file was left untouched")]
    Newer {
        /// The journal.
        path: PathBuf,
        /// Its schema number.
        found: u32,
        /// The highest this version knows.
        known: u32,
    },
    /// SQLite refused. `code` is SQLite's extended result code.
    #[error("J106 {doing}: SQLite {code}: {message}")]
    Storage {
        /// What was being done.
        doing: &'static str,
        /// SQLite's extended result code; 0 when the failure was not SQLite's own.
        code: i32,
        /// SQLite's text for it.
        message: String,
    },
    /// The disk is full. Nothing was changed.
    #[error("J107 {doing}: the disk is full")]
    DiskFull {
        /// What was being done.
        doing: &'static str,
    },
    /// A sealed field does not open or does not parse: damaged after it was written.
    #[error("J108 a sealed {kind} of check order {order} does not open: damaged after it was written")]
    Seal {
        /// Which kind of field.
        kind: &'static str,
        /// The check's order; 0 for a field that belongs to no check.
        order: u64,
    },
    /// The journal was closed.
    #[error("J109 the journal was closed")]
    Closed,
    /// No check with this id.
    #[error("J110 no such check")]
    Unknown,
    /// Settled before, with another content. The first settlement stands.
    #[error("J111 the check was settled before with another content; the first settlement stands")]
    Conflict,
    /// The check is not in the state this step begins from.
    #[error("J112 the check is {found}, which this step does not begin from")]
    OutOfTurn {
        /// The state it is in.
        found: &'static str,
    },
    /// No staff member with this reference, or they were removed.
    #[error("J113 no such staff member")]
    NoSuchStaff,
    /// The badge is another staff member's.
    #[error("J114 the badge belongs to another staff member")]
    BadgeTaken,
    /// There are as many staff members as the journal keeps.
    #[error("J115 there are {limit} staff members already; remove one first")]
    TooManyStaff {
        /// How many it keeps.
        limit: usize,
    },
    /// A label or a site that is empty, too long, or has control characters.
    #[error("J116 not a usable {kind}: 1 to {limit} {unit}, no control characters")]
    Label {
        /// Of what.
        kind: &'static str,
        /// How long it may be.
        limit: usize,
        /// In what it is counted.
        unit: &'static str,
    },
}

impl Error {
    /// The code that staff and technician say to each other.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Key { .. } => "J101",
            Self::WrongKey { .. } => "J102",
            Self::InUse { .. } => "J103",
            Self::File { .. } => "J104",
            Self::Newer { .. } => "J105",
            Self::Storage { .. } => "J106",
            Self::DiskFull { .. } => "J107",
            Self::Seal { .. } => "J108",
            Self::Closed => "J109",
            Self::Unknown => "J110",
            Self::Conflict => "J111",
            Self::OutOfTurn { .. } => "J112",
            Self::NoSuchStaff => "J113",
            Self::BadgeTaken => "J114",
            Self::TooManyStaff { .. } => "J115",
            Self::Label { .. } => "J116",
        }
    }

    /// For staff: what to do. `Display` is the technician's text.
    pub fn staff(&self) -> &'static str {
        match self {
            Self::Key { .. } | Self::WrongKey { .. } | Self::Newer { .. } => {
                "記録を開けません。技術担当に連絡してください。"
            }
            Self::InUse { .. } => "端末が二重に起動しています。技術担当に連絡してください。",
            Self::DiskFull { .. } => {
                "端末の空き容量がありません。別の方法で確認し、技術担当に連絡してください。"
            }
            Self::File { .. } | Self::Storage { .. } | Self::Closed => {
                "保存できません。別の方法で確認し、技術担当に連絡してください。"
            }
            Self::Seal { .. } => "記録の一部が読めません。技術担当に連絡してください。",
            Self::Unknown => "この受付は見つかりません。番号を確かめてください。",
            Self::NoSuchStaff => "この職員は登録されていません。一覧から選び直してください。",
            Self::BadgeTaken => "このカードは別の職員が使っています。別のカードを置いてください。",
            Self::TooManyStaff { .. } => "職員をこれ以上登録できません。使わない職員を消してください。",
            Self::Label { .. } => "名前が長すぎるか、使えない文字があります。入れ直してください。",
            Self::Conflict | Self::OutOfTurn { .. } => "記録が食い違っています。技術担当に連絡してください。",
        }
    }
}

/// Why a check was not saved. Nothing of it was kept, and nothing kept before was touched.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// A limit of the journal is reached.
    #[error("J201 the journal is full: {waiting} checks wait, {bytes} bytes are in use")]
    Full {
        /// Checks that wait.
        waiting: u32,
        /// Bytes in use.
        bytes: u64,
    },
    /// The disk is full.
    #[error("J202 the disk is full")]
    DiskFull,
    /// The id was used before for other content.
    #[error("J203 the check id was used before for other content")]
    Conflict,
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl CaptureError {
    /// The code that staff and technician say to each other.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Full { .. } => "J201",
            Self::DiskFull => "J202",
            Self::Conflict => "J203",
            Self::Failed(error) => error.code(),
        }
    }

    /// For staff: what to do.
    pub fn staff(&self) -> &'static str {
        match self {
            Self::Full { .. } => "送信待ちがいっぱいです。回線がつながるまで別の方法で確認してください。",
            Self::DiskFull => "端末の空き容量がありません。別の方法で確認し、技術担当に連絡してください。",
            Self::Conflict => "同じ受付が別の内容で届きました。もう一度カードを置いてください。",
            Self::Failed(error) => error.staff(),
        }
    }
}

/// Turns SQLite's word into ours. Only SQLite's own texts pass: they name tables and columns, never values.
pub(crate) fn storage(doing: &'static str) -> impl Fn(rusqlite::Error) -> Error {
    move |error| match &error {
        rusqlite::Error::SqliteFailure(code, message) => match code.code {
            rusqlite::ErrorCode::DiskFull => Error::DiskFull { doing },
            _ => Error::Storage {
                doing,
                code: code.extended_code,
                message: message.clone().unwrap_or_else(|| code.to_string()),
            },
        },
        _ => Error::Storage { doing, code: 0, message: "a row is not what the schema says".to_owned() },
    }
}

pub(crate) fn file(doing: &'static str, path: &std::path::Path) -> impl Fn(std::io::Error) -> Error {
    move |source| {
        if source.kind() == std::io::ErrorKind::StorageFull {
            Error::DiskFull { doing }
        } else {
            Error::File { doing, path: path.to_owned(), source }
        }
    }
}
