//! Ranges of line numbers, as a detail of the access log names them: `5-9,17-17`.

/// Room for them in a detail.
const LONGEST: usize = 64;

/// The ranges as a word; when there are too many, the two with the smallest gap between them become one, until they
/// fit. `None` when there are none.
pub(crate) fn word(ranges: &[(i64, i64)]) -> Option<String> {
    let mut ranges = ranges.to_vec();
    loop {
        let words: Vec<_> = ranges.iter().map(|(first, last)| format!("{first}-{last}")).collect();
        let word = words.join(",");
        if word.len() <= LONGEST {
            return (!word.is_empty()).then_some(word);
        }
        let gap = |at: &usize| Some(ranges.get(*at + 1)?.0 - ranges.get(*at)?.1);
        let at = (0..ranges.len().saturating_sub(1)).min_by_key(gap)?;
        let next = ranges.remove(at + 1);
        if let Some(range) = ranges.get_mut(at) {
            range.1 = next.1;
        }
    }
}

/// Back from [`word`]; what is no range is left out.
pub(crate) fn parse(word: &str) -> Vec<(i64, i64)> {
    let range = |text: &str| {
        let (first, last) = text.split_once('-')?;
        Some((first.parse().ok()?, last.parse().ok()?))
    };
    word.split(',').filter_map(range).collect()
}

/// The numbers of `first..=last` that are not in `kept`, which is in order.
pub(crate) fn missing(first: i64, last: i64, kept: impl IntoIterator<Item = i64>) -> Vec<(i64, i64)> {
    let (mut next, mut ranges) = (first, Vec::new());
    for number in kept {
        if number > next {
            ranges.push((next, number - 1));
        }
        next = next.max(number + 1);
    }
    if last >= next {
        ranges.push((next, last));
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_back_and_many_become_fewer_that_still_cover_them() {
        let few = [(5, 9), (17, 17)];
        assert_eq!(word(&few).as_deref(), Some("5-9,17-17"));
        assert_eq!(parse("5-9,17-17,none"), few);
        assert_eq!(word(&[]), None);
        let many: Vec<_> = (0..40).map(|at| (at * 1_000, at * 1_000 + at)).collect();
        let fewer = word(&many).unwrap();
        assert!(fewer.len() <= LONGEST);
        let fewer = parse(&fewer);
        assert!(many.iter().all(|(a, b)| fewer.iter().any(|(x, y)| x <= a && b <= y)), "{fewer:?}");
    }

    #[test]
    fn what_is_missing_is_what_is_not_kept() {
        assert_eq!(missing(1, 9, [1, 2, 5, 6]), [(3, 4), (7, 9)]);
        assert_eq!(missing(3, 4, []), [(3, 4)]);
        assert_eq!(missing(1, 2, [1, 2]), []);
    }
}
