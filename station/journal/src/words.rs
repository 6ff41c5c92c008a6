//! Words in rows: parsed where they are read. A word that this version does not know is an error and never another
//! word: an answer must not turn into a different one.

use rusqlite::Row;
use rusqlite::types::Type;
use std::error::Error;
use std::str::FromStr;
use wire::Outcome;

/// The word in this column; `None` for NULL.
pub(crate) fn word<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
{
    let text: Option<String> = row.get(column)?;
    let unknown = |error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error));
    text.map(|text| text.parse().map_err(unknown)).transpose()
}

/// The outcome in this column and, in the next one, whether it calls for staff; `None` while the check waits. A valid
/// answer that calls for staff all the same is one whose insurer is not under contract.
pub(crate) fn outcome(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Outcome>> {
    let calls: Option<bool> = row.get(column + 1)?;
    Ok(word(row, column)?.map(|outcome| match outcome {
        Outcome::Valid if calls == Some(true) => Outcome::NotCovered,
        outcome => outcome,
    }))
}

/// The outcome in this column of a check that was answered.
pub(crate) fn answered(row: &Row<'_>, column: usize) -> rusqlite::Result<Outcome> {
    outcome(row, column)?
        .ok_or_else(|| rusqlite::Error::InvalidColumnType(column, "outcome".to_owned(), Type::Null))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    #[test]
    fn a_word_that_is_not_known_is_an_error_and_not_another_word() {
        let db = Connection::open_in_memory().unwrap();
        let read = |sql: &str| db.query_row(sql, [], |row| outcome(row, 0));
        assert_eq!(read("SELECT 'none', 1"), Ok(Some(Outcome::NoMatch)));
        assert_eq!(read("SELECT 'valid', 0"), Ok(Some(Outcome::Valid)));
        assert_eq!(read("SELECT 'valid', 1"), Ok(Some(Outcome::NotCovered)));
        assert_eq!(read("SELECT NULL, NULL"), Ok(None));
        assert!(read("SELECT 'splendid', 1").is_err());
    }
}
