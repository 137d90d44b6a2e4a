//! Settings: their names, ranges and meanings, and how they are read and written.

mod advice;
mod fields;
mod names;
pub(crate) mod null_number;
mod range;
mod setting;

pub(crate) use advice::without_advice;
pub use fields::{FieldError, fields_of, part_from};
pub use names::{NoSuchSetting, UnknownName};
pub use range::{Range, RangeError, in_words};
pub use setting::{Setting, SettingError, Values};
