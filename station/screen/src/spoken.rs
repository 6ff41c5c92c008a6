//! What is read aloud of a verdict, when somebody asks for it: the sentences that staff would say, for a speech engine.

use desk::View;

/// Sentences for a speech engine. May be personal: `Debug` tells their length only.
#[derive(Clone, PartialEq, Eq)]
pub struct Speech(String);

impl Speech {
    /// The sentences.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Speech {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Speech({} characters)", self.0.chars().count())
    }
}

/// What to say aloud about what the screen shows; `None` for screens that are not read aloud.
pub fn spoken(_view: &View) -> Option<Speech> {
    None
}
