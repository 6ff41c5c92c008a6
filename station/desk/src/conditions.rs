//! How the station is: the line, the queue, the reader, the book, devices, and troubles that staff should see.

use crate::{Event, failure::away};
use codes::Failure;
use wire::{LineGrade, Queue, ReaderState};

pub(crate) struct Conditions {
    pub(crate) line: LineGrade,
    pub(crate) queue: Queue,
    pub(crate) reader: ReaderState,
    /// Challenges left; `None` until it is known.
    pub(crate) book: Option<u32>,
    pub(crate) bytes_limit: bool,
    troubles: Vec<Failure>,
}

impl Conditions {
    pub(crate) fn new() -> Self {
        Self {
            line: LineGrade::Down,
            queue: Queue::default(),
            reader: ReaderState::Ready,
            book: None,
            bytes_limit: false,
            troubles: Vec::new(),
        }
    }

    pub(crate) fn note(&mut self, event: &Event) {
        match event {
            Event::Reader(state) => self.reader = *state,
            Event::Line(grade) => self.line = *grade,
            Event::Queue(queue) => self.queue = queue.clone(),
            Event::Book(left) => self.book = Some(*left),
            Event::BytesLimit(reached) => self.bytes_limit = *reached,
            Event::Trouble { failure, over } => self.trouble(failure, *over),
            Event::Device { device, present } => self.trouble(&away(*device), *present),
            _ => {}
        }
    }

    /// The check whose verdict comes on the panel does not wait any more, whatever was counted last.
    pub(crate) fn answered(&mut self) {
        self.queue.waiting = self.queue.waiting.saturating_sub(1);
        if self.queue.waiting == 0 {
            self.queue.oldest_s = None;
        }
    }

    /// The first of the troubles that last.
    pub(crate) fn first_trouble(&self) -> Option<&Failure> {
        self.troubles.first()
    }

    fn trouble(&mut self, failure: &Failure, over: bool) {
        self.troubles.retain(|t| t.code != failure.code);
        if !over {
            self.troubles.push(failure.clone());
        }
    }
}
