//! Claims next to their measurements, and verdicts as text.

use crate::report::{ReportedClaim, Verdict};
use maud::{Markup, html};

/// A verdict; its colour only repeats the text.
pub(super) fn verdict(verdict: Verdict) -> Markup {
    let class = match verdict {
        Verdict::Holds => "holds",
        Verdict::Partly | Verdict::NotMeasured => "partly",
        Verdict::DoesNotHold => "fails",
    };
    html! { strong.verdict.(class) { (verdict.in_words()) } }
}

/// The claims of an experiment.
pub(super) fn claims(claims: &[&ReportedClaim]) -> Markup {
    html! {
        @if !claims.is_empty() {
            ul.claims {
                @for claim in claims { (one(claim)) }
            }
        }
    }
}

fn one(reported: &ReportedClaim) -> Markup {
    let claim = &reported.claim;
    let class = match claim.holds() {
        Some(true) => "holds",
        Some(false) => "fails",
        None => "partly",
    };
    html! {
        li {
            span { (capitalised(&claim.statement)) ": " strong.verdict.(class) { (claim.verdict()) } }
            small { (claim.in_words()) }
        }
    }
}

/// A sentence with its first letter in upper case.
fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A number with about four significant digits.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() {
        return "not finite".to_owned();
    }
    let text = match value.abs() {
        0.0 => "0".to_owned(),
        size if (1e-3..1e5).contains(&size) => {
            let digits = (3 - size.log10().floor() as i32).clamp(0, 6) as usize;
            let text = format!("{value:.digits$}");
            match text.contains('.') {
                true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
                false => text,
            }
        }
        _ => format!("{value:.2e}"),
    };
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_have_about_four_digits() {
        let cases = [
            (0.0, "0"),
            (1.0, "1"),
            (100.0, "100"),
            (0.123_456, "0.1235"),
            (-12.345_6, "−12.35"),
            (54_321.9, "54322"),
            (1.234e-7, "1.23e−7"),
            (f64::NAN, "not finite"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }
}
