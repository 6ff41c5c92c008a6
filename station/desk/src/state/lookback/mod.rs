//! Looking back: the list of checks, and one of them again. A check shown again says so and is never taken for a
//! fresh verdict; personal data stay as long as on a verdict.

mod check_list;
mod opening;
mod recall_failed;
mod recalled_check;

use crate::Now;
use crate::common::Common;
use crate::state::{Ready, State};

pub(crate) use check_list::{CheckList, Query};
pub(crate) use opening::Opening;
pub(crate) use recall_failed::RecallFailed;
pub(crate) use recalled_check::RecalledCheck;

/// Where a check was opened.
#[derive(Debug)]
pub(crate) enum Return {
    /// In the list, where it is selected again when it is still on the page.
    List(Query),
    /// Not in a list.
    Desk,
}

impl Return {
    fn go(self, common: &mut Common, now: Now) -> State {
        match self {
            Self::List(query) => CheckList::again(common, now, query),
            Self::Desk => Ready.into(),
        }
    }
}
