//! Meaning of responses. A response that is not exactly what the API describes is invalid, and an invalid response settles
//! nothing. Unknown fields are ignored, because the centre may be newer.

use crate::{
    Trouble, TroubleCode,
    http::{HttpResponse, NoResponse},
    link::Failing,
};
use hyper::StatusCode;
use serde::de::DeserializeOwned;
use std::time::Duration;
use wire::{BatchAnswer, BatchItem, Challenge, ChallengePage, CheckId, Code, Problem, Settlement};

/// Bytes of a nonce, as [`Challenge`] describes it.
const NONCE: usize = 32;

/// Reply to a request.
pub(crate) enum Reply<T> {
    /// The requested value.
    Good(T),
    /// Not now: the centre is busy or broken.
    Busy { after: Option<Duration>, what: String },
    /// The centre does not take what was sent.
    Rejected(Code),
    /// The centre takes nothing from this station.
    Barred(Trouble),
    /// A response that the API does not describe.
    Invalid(String),
    /// No response.
    Silent { how: Failing, what: String },
    /// One side does not trust the other.
    Tls(Trouble),
}

impl<T> Reply<T> {
    /// The same reply with another value.
    pub(crate) fn map<U>(self, turn: impl FnOnce(T) -> U) -> Reply<U> {
        match self {
            Self::Good(good) => Reply::Good(turn(good)),
            Self::Busy { after, what } => Reply::Busy { after, what },
            Self::Rejected(code) => Reply::Rejected(code),
            Self::Barred(trouble) => Reply::Barred(trouble),
            Self::Invalid(what) => Reply::Invalid(what),
            Self::Silent { how, what } => Reply::Silent { how, what },
            Self::Tls(trouble) => Reply::Tls(trouble),
        }
    }
}

/// One check of a batch.
pub(crate) enum Item {
    Settled(Box<Settlement>),
    Problem(Code),
}

/// `PUT /v1/checks/{id}`.
pub(crate) fn settlement(id: CheckId, answer: Result<HttpResponse, NoResponse>) -> Reply<Settlement> {
    read(
        answer,
        |settlement: Settlement| {
            if settlement.check == id { Ok(settlement) } else { Err("it speaks of another check") }
        },
    )
}

/// `GET /v1/checks/{id}`: "not there" and "no longer there" are replies too.
pub(crate) fn recalled(id: CheckId, answer: Result<HttpResponse, NoResponse>) -> Reply<Box<Settlement>> {
    let status = answer.as_ref().ok().map(|answer| answer.status);
    match (status, answer.as_ref().ok().and_then(problem_code)) {
        (Some(StatusCode::NOT_FOUND), Some(code @ Code::NotFound)) => Reply::Rejected(code),
        (Some(StatusCode::GONE), Some(code @ Code::Gone)) => Reply::Rejected(code),
        _ => settlement(id, answer).map(Box::new),
    }
}

/// `POST /v1/checks`. One wrong item makes the whole response invalid: a centre that confuses two checks may have
/// confused the others too.
pub(crate) fn batch(ids: &[CheckId], answer: Result<HttpResponse, NoResponse>) -> Reply<Vec<Item>> {
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
pub(crate) fn challenges(count: usize, answer: Result<HttpResponse, NoResponse>) -> Reply<Vec<Challenge>> {
    read(answer, |mut page: ChallengePage| {
        page.challenges.truncate(count);
        let right = page.challenges.iter().all(|c| c.nonce.as_slice().len() == NONCE);
        if right { Ok(page.challenges) } else { Err("a challenge is not 32 bytes long") }
    })
}

/// `GET /v1/ping`: any success will do.
pub(crate) fn ping(answer: Result<HttpResponse, NoResponse>) -> Reply<()> {
    match answer {
        Ok(answer) if answer.status.is_success() => Reply::Good(()),
        other => read(other, |(): ()| Ok(())),
    }
}

/// Reads a successful response, or classifies another one.
pub(crate) fn read<W: DeserializeOwned, T>(
    answer: Result<HttpResponse, NoResponse>,
    check: impl FnOnce(W) -> Result<T, &'static str>,
) -> Reply<T> {
    let answer = match answer {
        Ok(answer) => answer,
        Err(NoResponse::Line { how, what }) => return Reply::Silent { how, what },
        Err(NoResponse::Tls(trouble)) => return Reply::Tls(trouble),
        Err(NoResponse::Garbled(what)) => return Reply::Invalid(what.to_owned()),
    };
    if !answer.status.is_success() {
        return problem(&answer);
    }
    match serde_json::from_slice(&answer.body) {
        Ok(found) => check(found).map_or_else(|what| Reply::Invalid(what.to_owned()), Reply::Good),
        // The parser's text may quote the body: a name, for instance.
        Err(e) => Reply::Invalid(format!("not the expected JSON at line {} column {}", e.line(), e.column())),
    }
}

/// The code of a problem, if the answer is one.
pub(crate) fn problem_code(answer: &HttpResponse) -> Option<Code> {
    serde_json::from_slice::<Problem>(&answer.body).ok().map(|problem| problem.code)
}

/// Meaning of a status that is no success. "Not found" means that there is no such API: only a look-up names a thing
/// that can be missing, and [`recalled`] reads its response.
fn problem<T>(answer: &HttpResponse) -> Reply<T> {
    use StatusCode as S;
    let code = problem_code(answer);
    let name = code.map_or("no code", |code| code.code().name());
    let what = format!("HTTP {} with {name}", answer.status.as_u16());
    match answer.status {
        S::UNAUTHORIZED | S::FORBIDDEN => {
            Reply::Barred(Trouble { code: TroubleCode::NotAllowed, technician: what })
        }
        S::TOO_MANY_REQUESTS | S::REQUEST_TIMEOUT | S::TOO_EARLY | S::MISDIRECTED_REQUEST => {
            Reply::Busy { after: answer.retry_after, what }
        }
        status if status.is_server_error() => Reply::Busy { after: answer.retry_after, what },
        S::BAD_REQUEST
        | S::CONFLICT
        | S::PAYLOAD_TOO_LARGE
        | S::UNSUPPORTED_MEDIA_TYPE
        | S::UNPROCESSABLE_ENTITY => Reply::Rejected(code.unwrap_or(Code::Unknown)),
        _ => Reply::Barred(Trouble { code: TroubleCode::WrongApi, technician: what }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn answer(status: u16, body: impl ToString) -> Result<HttpResponse, NoResponse> {
        let status = StatusCode::from_u16(status).unwrap();
        let body = body.to_string().into_bytes();
        Ok(HttpResponse { status, body, retry_after: None, clock_offset: None })
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
        assert!(matches!(settlement(mine, answer(200, settled(mine))), Reply::Good(_)));
        assert!(matches!(settlement(mine, answer(200, settled(other))), Reply::Invalid(_)));
        let items = json!({ "items": [{ "settled": settled(other) }, { "settled": settled(mine) }] });
        assert!(matches!(batch(&[mine, other], answer(200, items)), Reply::Invalid(_)));
        let items = json!({ "items": [{ "settled": settled(mine) }] });
        assert!(matches!(batch(&[mine, other], answer(200, items)), Reply::Invalid(_)));
    }

    #[test]
    fn a_batch_may_fail_in_part() {
        let (one, two) = (CheckId::random(), CheckId::random());
        let items =
            json!({ "items": [{ "settled": settled(one) }, { "problem": Problem::from(Code::Conflict) }] });
        let Reply::Good(items) = batch(&[one, two], answer(200, items)) else { panic!("not good") };
        assert!(matches!(items[..], [Item::Settled(_), Item::Problem(Code::Conflict)]));
    }

    #[test]
    fn an_invalid_response_is_reported_without_a_word_of_it() {
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
                Reply::Invalid(what) => assert!(what.is_ascii() && what.len() < 80, "{what}"),
                _ => panic!("took nonsense for an answer"),
            }
        }
    }

    #[test]
    fn each_status_means_one_thing() {
        let id = CheckId::random();
        let meaning_of = |status, body: &str| match settlement(id, answer(status, body)) {
            Reply::Busy { .. } => "busy",
            Reply::Rejected(_) => "refused",
            Reply::Barred(trouble) => trouble.code.code().name(),
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
            assert_eq!(meaning_of(status, &body), meaning, "{status}");
        }
    }

    proptest! {
        /// The centre's JSON with bytes changed, dropped and doubled at random: a body that still reads as a response is
        /// about these checks and no others, and nothing panics.
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
            let answer = HttpResponse { status: StatusCode::OK, body: bytes, retry_after: None, clock_offset: None };
            if let Reply::Good(found) = batch(&ids, Ok(answer)) {
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
        assert!(matches!(challenges(1, answer(200, &right)), Reply::Good(list) if list.len() == 1));
        assert!(matches!(challenges(0, answer(200, &right)), Reply::Good(list) if list.is_empty()));
        assert!(matches!(challenges(1, answer(200, page("AAAA"))), Reply::Invalid(_)));
    }
}
