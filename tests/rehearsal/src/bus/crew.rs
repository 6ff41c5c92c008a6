//! The invented staff of the rehearsal, with their passcodes: shown on the page, because they are not known otherwise.

use serde::Serialize;

/// One invented member of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Member {
    /// Name of the member on the panel.
    pub label: &'static str,
    /// `staff`, `head` or `technician`.
    pub role: &'static str,
    /// The passcode. Invented: it opens nothing but the rehearsal.
    pub passcode: &'static str,
}

/// Everybody on the bus.
pub fn crew() -> &'static [Member] {
    const CREW: [Member; 2] = [
        Member { label: "見本 受付", role: "staff", passcode: "2580" },
        Member { label: "見本 責任者", role: "head", passcode: "147258" },
    ];
    &CREW
}
