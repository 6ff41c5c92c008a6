//! A single check again. The look is noted before anything is given.

use super::{Kept, KeptCheck};
use crate::Error;
use crate::access::{Access, Actor};
use crate::error::storage;
use crate::reader::Reader;
use crate::types::State;
use crate::writer::Writer;
use model::AccessAction;
use model::RowState;
use rusqlite::OptionalExtension;
use wire::CheckId;

impl Writer {
    /// Notes that a check is looked at, and from where.
    pub(crate) fn note_recall(&mut self, id: CheckId, by: &Actor) -> Result<(), Error> {
        let failed = storage("find a result");
        let stub = self.find(id)?.ok_or(Error::Unknown)?;
        let mut find = self.db.prepare_cached("SELECT 1 FROM results WHERE seq = ?1").map_err(&failed)?;
        let sealed = find.query_row([stub.seq], |_| Ok(())).optional().map_err(&failed)?.is_some();
        drop(find);
        let from = match stub.state {
            State::Waiting => "waiting",
            _ if sealed => "sealed",
            _ => "centre",
        };
        self.note(&Access::by(by.clone(), AccessAction::Recalled).to(id).with(from)).map(drop)
    }
}

impl Reader {
    pub(crate) fn recall(&mut self, id: CheckId) -> Result<KeptCheck, Error> {
        let failed = storage("look at a check again");
        let step = self.db().unchecked_transaction().map_err(&failed)?;
        let row = self.row(&step, id)?.ok_or(Error::Unknown)?;
        let mut read = step.prepare_cached("SELECT site FROM checks WHERE id = ?1").map_err(&failed)?;
        let site = read.query_row([id.as_bytes()], |row| row.get(0)).map_err(&failed)?;
        drop(read);
        let kept = match row.state {
            RowState::Waiting => Kept::Waiting,
            _ => match self.stored_result(&step, id) {
                Ok(Some(answer)) => Kept::Sealed(Box::new(answer)),
                // The centre has what was damaged here, too.
                Ok(None) | Err(Error::Seal { .. }) => Kept::AskCentre,
                Err(error) => return Err(error),
            },
        };
        Ok(KeptCheck { row, site, kept })
    }
}
