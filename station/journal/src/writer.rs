//! stub
use crate::Bytes;
use crate::*;
use jiff::{Timestamp, civil::Date};
use std::time::Duration;
use wire::*;
pub(crate) struct Writer;
impl crate::worker::Owned for Writer {
    fn idle(&mut self) -> Duration {
        Duration::from_secs(1)
    }
}
#[allow(unused_variables, clippy::unused_self)]
impl Writer {
    pub fn reader(&self) -> Result<crate::reader::Reader, Error> {
        Err(Error::Closed)
    }
    pub fn capture(&mut self, draft: &Draft) -> Result<Captured, CaptureError> {
        Err(Error::Closed.into())
    }
    pub fn settle(&mut self, s: &Settlement, arrival: Arrival) -> Result<Settled, Error> {
        Err(Error::Closed)
    }
    pub fn handed_over(&mut self, id: CheckId) -> Result<(), Error> {
        Err(Error::Closed)
    }
    pub fn missed(&mut self, id: CheckId) -> Result<bool, Error> {
        Err(Error::Closed)
    }
    pub fn acknowledge(&mut self, id: CheckId, staff: &StaffRef) -> Result<Option<Duration>, Error> {
        Err(Error::Closed)
    }
    pub fn add_challenges(&mut self, c: &[Challenge]) -> Result<usize, Error> {
        Err(Error::Closed)
    }
    pub fn take_challenge(&mut self, now: Timestamp) -> Result<Option<Challenge>, Error> {
        Err(Error::Closed)
    }
    pub fn push_event(&mut self, kind: &EventKind) -> Result<u64, Error> {
        Err(Error::Closed)
    }
    pub fn delete_event(&mut self, order: u64) -> Result<(), Error> {
        Err(Error::Closed)
    }
    pub fn add_bytes(&mut self, day: Date, up: u64, down: u64) -> Result<Bytes, Error> {
        Err(Error::Closed)
    }
    pub fn retain(&mut self, now: Timestamp) -> Result<(), Error> {
        Err(Error::Closed)
    }
    pub fn close(self) -> Result<(), Error> {
        Err(Error::Closed)
    }
}
