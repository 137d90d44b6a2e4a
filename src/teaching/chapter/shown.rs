//! The content of a chapter: pictures, numbers, tables and a sentence.

use crate::figure::Figure;
use serde::Serialize;
use serde_json::{Map, Value};

/// The content of a chapter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// The pictures.
    pub figures: Vec<Described>,
    /// Measured and predicted numbers, by their names in the text of the chapter.
    pub numbers: Vec<Named>,
    /// The numbers of the pictures as tables.
    pub tables: Vec<Table>,
    /// One sentence on what the pictures show.
    pub status: String,
    /// The settings with which the command line computes the same.
    pub specification: Map<String, Value>,
    /// Everything that was measured.
    pub data: Map<String, Value>,
}

/// A picture with a description for those who cannot see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Described {
    /// The picture. It is not serialised; the drawn SVG is sent instead.
    #[serde(skip)]
    pub figure: Figure,
    /// What it shows.
    pub description: String,
}

/// A number with a name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named {
    /// Its name, such as `loss` or `loss-predicted`.
    pub name: &'static str,
    /// The number; `None` if there is none at these settings.
    pub value: Option<f64>,
    /// The number as text, with as many digits as are meaningful.
    pub text: String,
}

/// Numbers in rows and columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// What it is about.
    pub caption: String,
    /// A heading for every column.
    pub headings: Vec<String>,
    /// The rows, as long as the headings.
    pub rows: Vec<Vec<String>>,
}

impl Named {
    /// A number to three significant digits, if there is one.
    pub(super) fn new(name: &'static str, value: Option<f64>) -> Self {
        let value = value.filter(|value| value.is_finite());
        Self { name, value, text: value.map_or_else(|| "–".to_owned(), three_digits) }
    }
}

impl Named {
    /// A count, written without a fraction.
    pub(super) fn count(name: &'static str, value: Option<f64>) -> Self {
        let value = value.filter(|value| value.is_finite());
        Self { name, value, text: value.map_or_else(|| "–".to_owned(), |value| format!("{value:.0}")) }
    }

    /// A text that contains a number; the value is `None` if the number is unknown.
    pub(super) fn words(name: &'static str, value: Option<f64>, text: String) -> Self {
        Self { name, value: value.filter(|value| value.is_finite()), text }
    }
}

impl Described {
    /// A figure with a description from its axes and curves.
    pub fn of(figure: Figure) -> Self {
        let description = match &figure {
            Figure::Chart(chart) => {
                let labels = chart.series.iter().map(|series| series.label.as_str());
                let labels: Vec<&str> = labels.filter(|label| !label.is_empty()).collect();
                format!(
                    "Chart of {} against {}: {}. The tables have the numbers.",
                    chart.y.label,
                    chart.x.label,
                    labels.join(", ")
                )
            }
            Figure::Map(map) => {
                let values = map.values.iter().copied().filter(|value| value.is_finite());
                let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                    (low.min(value), high.max(value))
                });
                let reach = match low <= high {
                    true => format!(", from {} to {}", three_digits(low), three_digits(high)),
                    false => String::new(),
                };
                format!(
                    "Map of {} over {} and {}{reach}. The tables have the numbers.",
                    map.value.label, map.x.label, map.y.label
                )
            }
        };
        Self { figure, description }
    }
}

/// A number to three significant digits; very small and very large ones with a power of ten.
pub(super) fn three_digits(value: f64) -> String {
    match value.abs() {
        size if size < 1e-12 => "0".to_owned(),
        size if !(1e-3..1e5).contains(&size) => {
            let exponent = libm::floor(libm::log10(size));
            power_of_ten(value / libm::exp10(exponent), exponent)
        }
        size => {
            let decimals = (2.0 - libm::floor(libm::log10(size))).max(0.0) as usize;
            format!("{value:.decimals$}")
        }
    }
}

/// `mantissa × 10^exponent`, with a superscript exponent.
pub(super) fn power_of_ten(mantissa: f64, exponent: f64) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raised = format!("{exponent:.0}");
    let raised = raised.bytes().map(|digit| match digit {
        b'0'..=b'9' => DIGITS[usize::from(digit - b'0')],
        _ => '⁻',
    });
    format!("{mantissa:.1} × 10{}", raised.collect::<String>())
}
