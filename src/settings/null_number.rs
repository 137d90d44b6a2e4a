//! Numbers that JSON cannot represent. Infinite numbers and NaN are written as `null`, and read back as NaN.

use serde::{Deserialize, Deserializer};

/// A number, or `null` for NaN.
///
/// # Errors
/// When it is something else.
pub(crate) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or(f64::NAN))
}

/// Numbers, each possibly `null`.
///
/// # Errors
/// When they are something else.
pub(crate) fn numbers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    let read = Vec::<Option<f64>>::deserialize(deserializer)?;
    Ok(read.into_iter().map(|number| number.unwrap_or(f64::NAN)).collect())
}
