//! What an answer means. Whatever is not exactly what the API describes is nonsense, and nonsense settles
//! nothing; unknown fields are ignored, because the centre may be newer.

use crate::{
    Trouble, TroubleCode,
    http::{Answer, Silence},
    link::Failing,
};
use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use std::time::Duration;
use wire::{BatchAnswer, BatchItem, Challenge, ChallengePage, CheckId, Code, Problem, Settlement};

/// Bytes of a nonce (S: `wire::Challenge`).
const NONCE: usize = 32;

/// What came of a question.
pub(crate) enum Told<T> {
    /// What was asked for.
    Good(T),
    /// Not now: the centre is busy or broken.
    Busy { after: Option<Duration>, what: String },
    /// It will not take what was sent.
    Refused(Code),
    /// It will not take anything from us.
    Barred(Trouble),
    /// An answer that is not one.
    Nonsense(String),
    /// No answer.
    Silent { how: Failing, what: String },
    /// No trust.
    Tls(Trouble),
}

impl<T> Told<T> {
    /// The same, with what was asked for turned into something else.
    pub(crate) fn map<U>(self, turn: impl FnOnce(T) -> U) -> Told<U> {
        match self {
            Self::Good(good) => Told::Good(turn(good)),
            Self::Busy { after, what } => Told::Busy { after, what },
            Self::Refused(code) => Told::Refused(code),
            Self::Barred(trouble) => Told::Barred(trouble),
            Self::Nonsense(what) => Told::Nonsense(what),
            Self::Silent { how, what } => Told::Silent { how, what },
            Self::Tls(trouble) => Told::Tls(trouble),
        }
    }
}

/// One check of a batch.
pub(crate) enum Item {
    Settled(Box<Settlement>),
    Problem(Code),
}

/// `PUT /v1/checks/{id}`.
pub(crate) fn settlement(id: CheckId, answer: Result<Answer, Silence>) -> Told<Settlement> {
    read(
        answer,
        |settlement: Settlement| {
            if settlement.check == id { Ok(settlement) } else { Err("it speaks of another check") }
        },
    )
}

/// `GET /v1/checks/{id}`: that it is not there, or no longer, is an answer too.
pub(crate) fn recalled(id: CheckId, answer: Result<Answer, Silence>) -> Told<Box<Settlement>> {
    let status = answer.as_ref().ok().map(|answer| answer.status);
    match (status, answer.as_ref().ok().and_then(said)) {
        (Some(StatusCode::NOT_FOUND), Some(code @ Code::NotFound)) => Told::Refused(code),
        (Some(StatusCode::GONE), Some(code @ Code::Gone)) => Told::Refused(code),
        _ => settlement(id, answer).map(Box::new),
    }
}

/// `POST /v1/checks`. One wrong item makes the whole answer nonsense: whoever confuses two checks may have
/// confused the others too.
pub(crate) fn batch(ids: &[CheckId], answer: Result<Answer, Silence>) -> Told<Vec<Item>> {
    read(answer, |batch: BatchAnswer| {
        if batch.items.len() != ids.len() {
            return Err("it has more or fewer items than were sent");
        }
        let item = |(id, item): (&CheckId, BatchItem)| match item {
            BatchItem::Settled(settlement) if settlement.check == *id => Ok(Item::Settled(settlement)),
            BatchItem::Settled(_) => Err("an item speaks of another check"),
            BatchItem::Problem(problem) => Ok(Item::Problem(problem.code)),
        };
        ids.iter().zip(batch.items).map(item).collect()
    })
}

/// `POST /v1/challenges` for `count`.
pub(crate) fn challenges(count: usize, answer: Result<Answer, Silence>) -> Told<Vec<Challenge>> {
    read(answer, |mut page: ChallengePage| {
        page.challenges.truncate(count);
        let right = page.challenges.iter().all(|c| c.nonce.as_slice().len() == NONCE);
        if right { Ok(page.challenges) } else { Err("a challenge is not 32 bytes long") }
    })
}

/// `GET /v1/ping`: any success will do.
pub(crate) fn ping(answer: Result<Answer, Silence>) -> Told<()> {
    match answer {
        Ok(answer) if answer.status.is_success() => Told::Good(()),
        other => read(other, |(): ()| Ok(())),
    }
}

/// Takes a successful answer apart, or says what else it is.
pub(crate) fn read<W: DeserializeOwned, T>(
    answer: Result<Answer, Silence>,
    check: impl FnOnce(W) -> Result<T, &'static str>,
) -> Told<T> {
    let answer = match answer {
        Ok(answer) => answer,
        Err(Silence::Line { how, what }) => return Told::Silent { how, what },
        Err(Silence::Tls(trouble)) => return Told::Tls(trouble),
        Err(Silence::Garbled(what)) => return Told::Nonsense(what.to_owned()),
    };
    if !answer.status.is_success() {
        return problem(&answer);
    }
    match serde_json::from_slice(&answer.body) {
        Ok(found) => check(found).map_or_else(|what| Told::Nonsense(what.to_owned()), Told::Good),
        // The parser's text may quote what it found: a name, for instance.
        Err(e) => Told::Nonsense(format!("not the expected JSON at line {} column {}", e.line(), e.column())),
    }
}

/// The code of a problem, if the answer is one.
pub(crate) fn said(answer: &Answer) -> Option<Code> {
    serde_json::from_slice::<Problem>(&answer.body).ok().map(|problem| problem.code)
}

/// What a status that is no success means for us. That something is not found means that there is no such API:
/// nothing we send names a thing that could be missing, but a look-up, and that is read apart.
fn problem<T>(answer: &Answer) -> Told<T> {
    use StatusCode as S;
    let code = said(answer);
    let said = code.map_or("no code", |code| code.text().code);
    let what = format!("HTTP {} with {said}", answer.status.as_u16());
    match answer.status {
        S::UNAUTHORIZED | S::FORBIDDEN => {
            Told::Barred(Trouble { code: TroubleCode::NotAllowed, technician: what })
        }
        S::TOO_MANY_REQUESTS | S::REQUEST_TIMEOUT | S::TOO_EARLY | S::MISDIRECTED_REQUEST => {
            Told::Busy { after: answer.retry_after, what }
        }
        status if status.is_server_error() => Told::Busy { after: answer.retry_after, what },
        S::BAD_REQUEST
        | S::CONFLICT
        | S::PAYLOAD_TOO_LARGE
        | S::UNSUPPORTED_MEDIA_TYPE
        | S::UNPROCESSABLE_ENTITY => Told::Refused(code.unwrap_or(Code::Unknown)),
        _ => Told::Barred(Trouble { code: TroubleCode::WrongApi, technician: what }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn answer(status: u16, body: impl ToString) -> Result<Answer, Silence> {
        let status = StatusCode::from_u16(status).unwrap();
        let body = body.to_string().into_bytes();
        Ok(Answer { status, body, retry_after: None, clock_offset: None })
    }

    fn settled(id: CheckId) -> serde_json::Value {
        json!({
            "check": id, "receipt": { "number": 1, "at": "2026-04-01T00:00:00Z" },
            "judgement": "refused", "code": "C206", "of a newer version": [1, 2],
        })
    }

    #[test]
    fn an_answer_for_another_check_settles_nothing() {
        let (mine, other) = (CheckId::random(), CheckId::random());
        assert!(matches!(settlement(mine, answer(200, settled(mine))), Told::Good(_)));
        assert!(matches!(settlement(mine, answer(200, settled(other))), Told::Nonsense(_)));
        let items = json!({ "items": [{ "settled": settled(other) }, { "settled": settled(mine) }] });
        assert!(matches!(batch(&[mine, other], answer(200, items)), Told::Nonsense(_)));
        let items = json!({ "items": [{ "settled": settled(mine) }] });
        assert!(matches!(batch(&[mine, other], answer(200, items)), Told::Nonsense(_)));
    }

    #[test]
    fn a_batch_may_fail_in_part() {
        let (one, two) = (CheckId::random(), CheckId::random());
        let items =
            json!({ "items": [{ "settled": settled(one) }, { "problem": Problem::from(Code::Conflict) }] });
        let Told::Good(items) = batch(&[one, two], answer(200, items)) else { panic!("not good") };
        assert!(matches!(items[..], [Item::Settled(_), Item::Problem(Code::Conflict)]));
    }

    #[test]
    fn nonsense_is_told_without_a_word_of_it() {
        let id = CheckId::random();
        for nonsense in [
            "".to_owned(),
            "<html>山田花子</html>".to_owned(),
            json!({ "check": id, "receipt": "山田花子", "judgement": "refused", "code": "C206" }).to_string(),
            json!({ "check": id, "receipt": { "number": 1, "at": "x" } }).to_string(),
            "[".repeat(100_000),
            "null".to_owned(),
        ] {
            match settlement(id, answer(200, nonsense)) {
                Told::Nonsense(what) => assert!(what.is_ascii() && what.len() < 80, "{what}"),
                _ => panic!("took nonsense for an answer"),
            }
        }
    }

    #[test]
    fn each_status_means_one_thing() {
        let id = CheckId::random();
        let told = |status, body: &str| match settlement(id, answer(status, body)) {
            Told::Busy { .. } => "busy",
            Told::Refused(_) => "refused",
            Told::Barred(trouble) => trouble.code.code(),
            _ => "other",
        };
        let problem = |code| serde_json::to_string(&Problem::from(code)).unwrap();
        for (status, body, meaning) in [
            (400, problem(Code::Malformed), "refused"),
            (413, String::new(), "refused"),
            (422, problem(Code::TooOld), "refused"),
            (403, problem(Code::StationNotAllowed), "U203"),
            (404, "not here".to_owned(), "U205"),
            (302, String::new(), "U205"),
            (429, String::new(), "busy"),
            (500, "<html>".to_owned(), "busy"),
            (503, problem(Code::Unavailable), "busy"),
        ] {
            assert_eq!(told(status, &body), meaning, "{status}");
        }
    }

    proptest! {
        /// The centre's JSON with bytes changed, dropped and doubled at random: whatever still reads as an answer
        /// speaks of these checks and no others, and nothing panics.
        #[test]
        fn damaged_json_settles_no_other_check(
            changes in prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<u8>()), 0..12),
        ) {
            let ids = [CheckId::from_bytes([0x11; 16]), CheckId::from_bytes([0x22; 16])];
            let items = json!({ "items": [{ "settled": settled(ids[0]) }, { "settled": settled(ids[1]) }] });
            let mut bytes = items.to_string().into_bytes();
            for (at, how, byte) in changes {
                let at = at.index(bytes.len());
                match how {
                    0 => bytes[at] = byte,
                    1 => bytes[at] = b"\"{}[]:,019-\\"[usize::from(byte) % 12],
                    2 if bytes.len() > 1 => { bytes.remove(at); }
                    _ => bytes.extend_from_within(at..),
                }
            }
            let answer = Answer { status: StatusCode::OK, body: bytes, retry_after: None, clock_offset: None };
            if let Told::Good(found) = batch(&ids, Ok(answer)) {
                prop_assert_eq!(found.len(), 2);
                for (id, item) in ids.iter().zip(found) {
                    let Item::Settled(settlement) = item else { continue };
                    prop_assert_eq!(settlement.check, *id);
                }
            }
        }
    }

    #[test]
    fn challenges_of_the_wrong_size_are_not_put_into_the_book() {
        let page = |nonce: &str| {
            json!({ "challenges": [{ "id": "6d2b3b2e-6a8e-4a57-9c0c-2d2f6f0f9f11", "nonce": nonce,
                "expires_at": "2026-04-02T00:00:00Z" }] })
        };
        let right = page(&format!("{}=", "A".repeat(43)));
        assert!(matches!(challenges(1, answer(200, &right)), Told::Good(list) if list.len() == 1));
        assert!(matches!(challenges(0, answer(200, &right)), Told::Good(list) if list.is_empty()));
        assert!(matches!(challenges(1, answer(200, page("AAAA"))), Told::Nonsense(_)));
    }
}
