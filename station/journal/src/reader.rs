//! stub
use crate::Bytes;
use crate::*;
use jiff::{Timestamp, civil::Date};
use wire::*;
pub(crate) struct Reader;
impl crate::worker::Owned for Reader {
    fn idle(&mut self) -> std::time::Duration {
        std::time::Duration::from_secs(3600)
    }
}
#[allow(unused_variables)]
impl Reader {
    pub fn waiting(&mut self, count: usize, bytes: usize, after: u64) -> Result<Vec<Check>, Error> {
        Err(Error::Closed)
    }
    pub fn waiting_one(&mut self, id: CheckId) -> Result<Option<Check>, Error> {
        Err(Error::Closed)
    }
    pub fn unacknowledged(&mut self) -> Result<Vec<Late>, Error> {
        Err(Error::Closed)
    }
    pub fn result(&mut self, id: CheckId) -> Result<Option<Settlement>, Error> {
        Err(Error::Closed)
    }
    pub fn challenge_count(&mut self, now: Timestamp) -> Result<usize, Error> {
        Err(Error::Closed)
    }
    pub fn next_events(&mut self, count: usize) -> Result<Vec<Event>, Error> {
        Err(Error::Closed)
    }
    pub fn bytes(&mut self, day: Date) -> Result<Bytes, Error> {
        Err(Error::Closed)
    }
    pub fn queue(&mut self, now: Timestamp) -> Result<Queue, Error> {
        Err(Error::Closed)
    }
    pub fn counts(&mut self, day: Date) -> Result<Counts, Error> {
        Err(Error::Closed)
    }
    pub fn stats(&mut self) -> Result<Stats, Error> {
        Err(Error::Closed)
    }
}
