//! Settings: their names, ranges, defaults and meanings, and how they are read and written.

mod advice;
#[cfg(not(target_arch = "wasm32"))]
mod alternatives;
mod choices;
mod default_value;
mod fields;
mod names;
pub(crate) mod null_number;
mod range;
mod renamed;
mod setting;
mod table;

pub(crate) use advice::without_advice;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use alternatives::alternatives;
pub(crate) use choices::choices;
pub use default_value::DefaultValue;
pub use fields::{FieldError, fields_of, part_from};
pub use names::{NoSuchSetting, UnknownName};
pub use range::{Range, RangeError, in_words};
pub use renamed::{GivenTwice, RENAMED, present_name, remark_on_name, with_first_names, with_present_names};
pub use setting::{Setting, SettingError, Values, range_of, row};
pub(crate) use table::settings;
