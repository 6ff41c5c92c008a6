//! The exercises: one request for each documented answer.

use super::{ConformanceError, Description, Report, Subject};
use crate::{Control, Fault, FaultKind};
use jiff::{SignedDuration, Timestamp};
use reqwest::{Method, RequestBuilder, header};
use serde_json::{Value, json};
use wire::{Check, jst_date, retention_end};

/// Longer than any centre should take, short enough to be sent.
const TOO_LONG: usize = 3 << 20;
/// Around the end of the retention: more than the run takes.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);

const PING: &str = "GET /v1/ping";
const ORDER: &str = "POST /v1/challenges";
const BATCH: &str = "POST /v1/checks";
const PUT: &str = "PUT /v1/checks/{id}";
const GET: &str = "GET /v1/checks/{id}";

/// One run against one server.
pub(super) struct Run<'a> {
    pub subject: &'a Subject,
    pub description: &'a Description,
    pub report: Report,
}

type Done = Result<(), ConformanceError>;

impl Run<'_> {
    /// Answers that every server can be brought to give.
    pub async fn plain(&mut self) -> Done {
        let check = self.visual()?;
        self.expect(PING, 204, self.request(PING, "")).await?;
        self.expect(ORDER, 200, self.json(ORDER, "", &json!({ "count": 2 }))).await?;
        self.expect(ORDER, 400, self.json(ORDER, "", &json!({ "count": 0 }))).await?;
        let (_, settled) = self.expect(PUT, 200, self.put(&check)).await?;
        let (_, again) = self.expect(PUT, 200, self.put(&check)).await?;
        self.same(PUT, &settled, &again);
        self.wrong_checks(&check).await?;
        self.batches(&check).await?;
        for operation in [ORDER, BATCH, PUT] {
            self.bodies(operation, &check).await?;
        }
        self.reviews(&check, &settled).await
    }

    async fn wrong_checks(&mut self, check: &Check) -> Done {
        let id = check.id.to_string();
        self.expect(PUT, 400, self.json(PUT, &wire::CheckId::random().to_string(), check)).await?;
        let mut without = json!(check);
        if let Value::Object(members) = &mut without {
            members.remove("capture");
        }
        self.expect(PUT, 400, self.json(PUT, &id, &without)).await?;
        let mut other = check.clone();
        other.reception = wire::ReceptionNumber(check.reception.0 + 1000);
        self.expect(PUT, 409, self.put(&other)).await?;
        let mut strangers = self.visual()?;
        strangers.station = "not-this-station".parse().map_err(crate::testkit::ForgeError::from)?;
        self.expect(PUT, 403, self.put(&strangers)).await.map(drop)
    }

    async fn batches(&mut self, known: &Check) -> Done {
        let mut broken = json!(self.visual()?);
        if let Some(evidence) = broken.get_mut("evidence") {
            *evidence = json!({ "method": "trust me" });
        }
        let checks = json!([known, self.visual()?, broken]);
        self.expect(BATCH, 200, self.json(BATCH, "", &json!({ "checks": checks }))).await?;
        self.expect(BATCH, 400, self.json(BATCH, "", &json!({ "cheques": [] }))).await?;
        let many = vec![known; wire::MAX_BATCH + 1];
        self.expect(BATCH, 413, self.json(BATCH, "", &json!({ "checks": many }))).await.map(drop)
    }

    async fn bodies(&mut self, operation: &str, check: &Check) -> Done {
        let id = check.id.to_string();
        let long = self.request(operation, &id).header(header::CONTENT_TYPE, "application/json");
        self.expect(operation, 413, long.body(vec![b' '; TOO_LONG])).await?;
        let text = self.request(operation, &id).header(header::CONTENT_TYPE, "text/plain");
        self.expect(operation, 415, text.body("{}")).await?;
        let packed = self.json(operation, &id, &json!({})).header(header::CONTENT_ENCODING, "br");
        self.expect(operation, 415, packed).await.map(drop)
    }

    /// The look-up: what was answered once, to the byte, and only what is this station's.
    async fn reviews(&mut self, check: &Check, settled: &[u8]) -> Done {
        let id = check.id.to_string();
        let (headers, found) = self.expect(GET, 200, self.request(GET, &id)).await?;
        self.same(GET, settled, &found);
        if let Some(tag) = headers.get(header::ETAG) {
            let again = self.request(GET, &id).header(header::IF_NONE_MATCH, tag);
            self.expect(GET, 304, again).await?;
        }
        self.expect(GET, 400, self.request(GET, "no-uuid")).await?;
        self.expect(GET, 404, self.request(GET, &wire::CheckId::random().to_string())).await.map(drop)
    }

    /// Answers that only a server that can be directed gives.
    pub async fn directed(&mut self, control: &Control) -> Done {
        let check = self.visual()?;
        let id = check.id.to_string();
        let (_, settled) = self.expect(PUT, 200, self.put(&check)).await?;
        for (operation, status) in
            [PING, ORDER, BATCH, PUT, GET].iter().flat_map(|op| [429, 500, 503].map(|s| (*op, s)))
        {
            control.fault(Fault::next(1, FaultKind::Status { status, retry_after_s: None }));
            self.expect(operation, status, self.request(operation, &id)).await?;
        }
        control.block(self.subject.forge.station(), true);
        for operation in [PING, ORDER, BATCH, PUT, GET] {
            self.expect(operation, 403, self.request(operation, &id)).await?;
        }
        control.block(self.subject.forge.station(), false);
        let shift = SignedDuration::from_secs(control.state().clock_shift_s);
        let kept = until_the_end(check.capture.at).ok_or(ConformanceError::Calendar)?;
        control.shift_clock(shift + kept - MARGIN)?;
        let (_, found) = self.expect(GET, 200, self.request(GET, &id)).await?;
        self.same(GET, &settled, &found);
        control.shift_clock(shift + kept + MARGIN)?;
        self.expect(GET, 410, self.request(GET, &id)).await?;
        self.expect(PUT, 410, self.put(&check)).await?;
        Ok(control.shift_clock(shift)?)
    }

    fn visual(&self) -> Result<Check, ConformanceError> {
        let now = self.subject.control.as_ref().map_or_else(Timestamp::now, |control| control.state().now);
        Ok(self.subject.forge.visual("valid-hanako", now)?)
    }

    fn request(&self, operation: &str, id: &str) -> RequestBuilder {
        let (method, path) = operation.split_once(' ').unwrap_or_default();
        let url = format!("{}{}", self.subject.base, path.replace("{id}", id));
        self.subject.client.request(Method::from_bytes(method.as_bytes()).unwrap_or_default(), url)
    }

    fn json(&self, operation: &str, id: &str, body: &impl serde::Serialize) -> RequestBuilder {
        let body = serde_json::to_vec(body).unwrap_or_default();
        self.request(operation, id).header(header::CONTENT_TYPE, "application/json").body(body)
    }

    fn put(&self, check: &Check) -> RequestBuilder {
        self.json(PUT, &check.id.to_string(), check)
    }

    /// Sends, and holds the answer against the description.
    async fn expect(
        &mut self,
        operation: &str,
        status: u16,
        request: RequestBuilder,
    ) -> Result<(header::HeaderMap, Vec<u8>), ConformanceError> {
        let response = request.send().await?;
        let (got, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await?;
        let fail = |what: String| format!("{operation}, expecting {status}: {what}");
        if got == status {
            let key = (operation.to_owned(), status);
            let misfits = self.description.misfits(&key, &headers, &body);
            self.report.failures.extend(misfits.into_iter().map(fail));
            self.report.exercised.insert(key);
        } else {
            self.report.failures.push(fail(format!("answered {got}")));
        }
        Ok((headers, body.to_vec()))
    }

    /// A settlement is final: it is answered with the same bytes for ever.
    fn same(&mut self, operation: &str, first: &[u8], later: &[u8]) {
        if first != later {
            self.report
                .failures
                .push(format!("{operation}: a settlement was answered with other bytes than before"));
        }
    }
}

/// From a capture to the first moment after its retention: the end of the following month, Japan's calendar.
fn until_the_end(capture: Timestamp) -> Option<SignedDuration> {
    let after = retention_end(jst_date(capture)).tomorrow().ok()?;
    let japan = jiff::tz::TimeZone::fixed(jiff::tz::offset(9));
    Some(after.to_zoned(japan).ok()?.timestamp().duration_since(capture))
}
