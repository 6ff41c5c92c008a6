//! Labels of a person's data, and the values that have words.

use super::{Words, brief, words};

pub(crate) const INSURER_NUMBER: Words = brief("保険者番号", "Insurer no.", "保険者", "Ins.");
pub(crate) const SYMBOL: Words = words("記号", "Symbol");
pub(crate) const NUMBER: Words = words("番号", "No.");
pub(crate) const BRANCH: Words = words("枝番", "Branch");
pub(crate) const SHARE: Words = words("負担", "Share");
pub(crate) const UNTIL: Words = brief("資格終了", "Ended", "終了", "Ended");
pub(crate) const REASON: Words = brief("喪失事由", "Reason", "事由", "Why:");

/// 喪失事由
pub(crate) fn reason(code: &str) -> Option<Words> {
    let english = match code {
        "01" => "death",
        "02" => "public assistance",
        "03" => "insured elsewhere",
        "99" => "other",
        _ => return None,
    };
    crate::names::reason(code).map(|japanese| Words::new(japanese, english))
}

/// The date of birth; on the small display without the era.
pub(crate) fn born(yyyymmdd: &str) -> Words {
    let (japanese, plain) = (crate::names::date(yyyymmdd), plain_date(yyyymmdd));
    Words::new(format!("{japanese}生"), format!("Born {plain}  {japanese}")).or_brief(plain.clone(), plain)
}

/// Any other date of the answer.
pub(crate) fn date(yyyymmdd: &str) -> Words {
    let plain = plain_date(yyyymmdd);
    Words::new(crate::names::date(yyyymmdd), plain.clone()).or_brief(plain.clone(), plain)
}

/// `19610401` as `1961/4/1`; what is no date as it is.
fn plain_date(yyyymmdd: &str) -> String {
    match jiff::civil::Date::strptime("%Y%m%d", yyyymmdd) {
        Ok(date) if yyyymmdd.len() == 8 => date.strftime("%Y/%-m/%-d").to_string(),
        _ => yyyymmdd.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Language::{English, Japanese};

    #[test]
    fn dates_are_short_on_the_small_display_and_nonsense_stays_as_it_was_told() {
        assert_eq!(born("19610401").short(Japanese), "1961/4/1");
        assert_eq!(born("19610401").first(Japanese), "昭和36年(1961) 4月1日生");
        assert_eq!(date("19610400").short(English), "19610400");
        assert_eq!(date("196104011").first(English), "196104011");
    }
}
