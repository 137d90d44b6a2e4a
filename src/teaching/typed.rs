//! Normalises numbers as people type them, with a point or a comma before the fraction, for a number parser.

use crate::settings::Range;

/// A typed number that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The number as programs write it: a point before the fraction, nothing between thousands.
    pub plain: String,
    /// Whether it might have been meant otherwise, so that the page should say how it was read.
    pub to_be_said: bool,
}

/// Why a typed text is not an unambiguous number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misreading {
    /// It is not a number.
    #[error("“{0}” is not a number; write one, such as 0.5")]
    NoNumber(String),
    /// There is more than one point, comma or space in it.
    #[error(
        "“{0}” has separators in it that a number does not take; write at most one point or comma, before the fraction"
    )]
    Separators(String),
    /// The separator may stand before a fraction or between thousands.
    #[error("“{text}” can mean {fraction} or {thousands}; write one of these")]
    Ambiguous {
        /// What was typed.
        text: String,
        /// What it is if the separator stands before a fraction.
        fraction: String,
        /// What it is if the separator stands between thousands.
        thousands: String,
    },
}

/// The most characters of the typed text that a message repeats.
const MOST_LETTERS: usize = 24;

/// Normalises a typed number where `numbers` are expected. A comma is a decimal point, but nothing is guessed where it
/// could also separate thousands: `1,000` is an error, and so is `1.000` where whole numbers are expected. This does
/// not check whether the number is one of `numbers`.
///
/// # Errors
/// If it is not a number, or could be two.
pub fn read(text: &str, numbers: &Range) -> Result<Typed, Misreading> {
    let text = text.trim();
    let shown = || text.chars().take(MOST_LETTERS).collect::<String>();
    let plain = text.replace(',', ".").replace('−', "-");
    let mantissa = plain.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa.trim_start_matches(['-', '+']);
    if digits.contains(|letter: char| letter.is_ascii_digit()) && separators(digits) > 1 {
        return Err(Misreading::Separators(shown()));
    }
    if !is_number(&plain) {
        return Err(Misreading::NoNumber(shown()));
    }
    let may_be_thousands = is_one_group(digits) && mantissa.len() == plain.len();
    if may_be_thousands && (text.contains(',') || numbers.is_whole()) {
        let fraction = plain.trim_end_matches('0').trim_end_matches('.').to_owned();
        return Err(Misreading::Ambiguous { text: shown(), fraction, thousands: plain.replace('.', "") });
    }
    let to_be_said = plain != text || may_be_thousands || mantissa.len() != plain.len();
    Ok(Typed { plain, to_be_said })
}

/// The number of separators: points, and also spaces and apostrophes, with which some people separate thousands. Each
/// of the latter counts twice.
fn separators(digits: &str) -> usize {
    let parts = |letter: &char| letter.is_whitespace() || matches!(letter, '.' | '\'' | '’');
    let count = digits.chars().filter(parts).count();
    // Only a point can stand before a fraction, so a single space or apostrophe must count as too many.
    let others = digits.chars().filter(|letter| *letter != '.' && parts(letter)).count();
    count + others
}

/// Whether it is digits with at most one point, and optionally a sign and an exponent.
fn is_number(plain: &str) -> bool {
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = |text: &str| text.strip_prefix(['-', '+']).unwrap_or(text).to_owned();
    let (mantissa, exponent) = match plain.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (plain, None),
    };
    let is_mantissa = are_digits(&unsigned(mantissa).replacen('.', "", 1));
    is_mantissa && exponent.is_none_or(|exponent| are_digits(&unsigned(exponent)))
}

/// Whether it is one to three digits that do not begin with a zero, a point, and three more digits.
fn is_one_group(digits: &str) -> bool {
    digits.split_once('.').is_some_and(|(front, behind)| {
        (1..=3).contains(&front.len()) && !front.starts_with('0') && behind.len() == 3
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const REAL: Range = Range::Real(0.0, 1e9);
    const WHOLE: Range = Range::Whole(0, 1_000_000_000);

    fn number(text: &str, numbers: &Range) -> Result<f64, Misreading> {
        Ok(read(text, numbers)?.plain.parse().unwrap())
    }

    #[test]
    fn a_comma_is_a_point_and_said() {
        for (text, meant) in [
            ("0,01", 0.01),
            (" 3,5 ", 3.5),
            (",5", 0.5),
            ("−2,25", -2.25),
            ("1,5e-3", 0.0015),
            ("0,001", 0.001),
        ] {
            assert_eq!(number(text, &REAL), Ok(meant), "{text}");
            assert!(read(text, &REAL).unwrap().to_be_said, "{text}");
        }
    }

    #[test]
    fn what_is_plain_is_not_said() {
        for text in ["0.01", "7", "1000", "12.34", ".5", "5.", "-3"] {
            assert!(!read(text, &REAL).unwrap().to_be_said, "{text}");
        }
        for text in ["1.000", "1e-3"] {
            assert!(read(text, &REAL).unwrap().to_be_said, "{text}");
        }
    }

    #[test]
    fn what_can_mean_two_numbers_is_refused_with_both() {
        let error = read("1,000", &REAL).unwrap_err().to_string();
        assert_eq!(error, "“1,000” can mean 1 or 1000; write one of these");
        let error = read("2.500", &WHOLE).unwrap_err().to_string();
        assert_eq!(error, "“2.500” can mean 2.5 or 2500; write one of these");
        for text in ["1.000,5", "1,000.5", "1.000.000", "1 000", "1 000,5", "1'000", "1\u{202f}000", "0,1,2"]
        {
            assert!(matches!(read(text, &REAL), Err(Misreading::Separators(_))), "{text}");
        }
    }

    #[test]
    fn a_single_space_is_not_called_several_separators() {
        let error = read("1 000", &REAL).unwrap_err().to_string();
        assert!(
            error.starts_with("“1 000” has separators in it") && !error.contains("more than one"),
            "{error}"
        );
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", " ", "-", ".", ",", "e5", "1e", "0x10", "Infinity", "NaN", "1_000", "ten", "1 mm", "--1",
            "½", "٣",
        ] {
            let refused = read(text, &REAL).unwrap_err();
            assert!(matches!(refused, Misreading::NoNumber(_) | Misreading::Separators(_)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_read_as_itself_with_a_point_and_with_a_comma(value in -1e6_f64..1e6, places in 0_usize..9) {
            let written = format!("{value:.places$}");
            let meant: f64 = written.parse().unwrap();
            for text in [written.clone(), written.replace('.', ",")] {
                match number(&text, &REAL) {
                    Ok(read) => prop_assert_eq!(read, meant),
                    Err(refused) => {
                        prop_assert!(places == 3 && text.contains(','), "{}: {}", text, refused);
                    }
                }
            }
        }

        #[test]
        fn whatever_is_accepted_is_a_finite_or_huge_number_of_the_same_digits(text in "[-+−0-9.,eE '\u{202f}a]{0,12}") {
            if let Ok(typed) = read(&text, &WHOLE) {
                prop_assert!(typed.plain.parse::<f64>().is_ok(), "{:?}", typed);
                let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
                prop_assert_eq!(digits(&typed.plain), digits(&text));
            }
        }
    }
}
