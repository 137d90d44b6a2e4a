//! The macro `settings!`: a group of settings from one row per setting.

/// Makes a struct, its documentation, its `Default` and its table `SETTINGS` from one row per setting:
///
/// ```ignore
/// settings! {
///     /// The settings of the experiment.
///     #[derive(Copy)]
///     pub struct Example {
///         /// Points of the straight line that descend, not counting the ends
///         points: usize = 15, whole(1 to 1_000), "points";
///         /// Which two points the line joins
///         ends: Ends = Ends::Optima, name("pair of ends");
///     }
/// }
/// ```
///
/// A row has the meaning of the setting (a sentence without a full stop, over as many lines as it needs), its name, type
/// and default, which values it takes, and the unit of its numbers, if they have one. The values are one of:
/// - `whole(LOW to HIGH)`, both ends included;
/// - `real(LOW to HIGH)`, both ends included;
/// - `above(LOW to HIGH)`, real numbers, the low end excluded;
/// - `within(RANGE)`, real numbers of a [`Range`](crate::settings::Range) that is also used elsewhere;
/// - `list(whole(LOW to HIGH) up to MOST)`, or of another kind of numbers; the default is an array;
/// - `name("what it names")`, for a type made by `choices!` or with the same `NAMES` and `name`;
/// - `text("DEFAULT", FORM)`, `text_or_table("DEFAULT", FORM)`, with the default as a specification writes it, and
///   `optional_text(FORM)`.
///
/// An end of a range is a single token: a number or a constant.
macro_rules! settings {
    (
        $(#[$attribute:meta])*
        pub struct $group:ident {
            $(
                $(#[doc = $meaning:literal])+
                $setting:ident: $type:ty = $default:expr, $kind:ident ($($rule:tt)*) $(, $unit:literal)?;
            )*
        }
    ) => {
        #[derive(Debug, Clone, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
        $(#[$attribute])*
        pub struct $group {
            $(
                #[doc = concat!($($meaning),+ , ".")]
                ///
                #[doc = $crate::settings::settings!(@words $type, $kind ($($rule)*) $default $(, $unit)?)]
                pub $setting: $type,
            )*
        }

        impl Default for $group {
            fn default() -> Self {
                Self { $($setting: $crate::settings::settings!(@value $kind $default),)* }
            }
        }

        impl $group {
            /// Every setting, with its allowed values and its default.
            #[allow(clippy::unnecessary_cast, reason = "ends of ranges may be constants of other types than the row's")]
            pub const SETTINGS: &'static [$crate::settings::Setting] = &[
                $(
                    $crate::settings::settings!(@row $type, $kind ($($rule)*) $setting $default)
                        $(.in_unit($unit))?
                        .means(concat!($($meaning),+).trim_ascii()),
                )*
            ];
        }
    };

    // The default as a value of the field.
    (@value list $default:expr) => { $default.to_vec() };
    (@value $kind:ident $default:expr) => { $default };

    // The row of the table, without unit and meaning.
    (@row $type:ty, whole ($($range:tt)*) $setting:ident $default:expr) => {
        $crate::settings::Setting::number(
            stringify!($setting),
            $crate::settings::settings!(@range whole $($range)*),
        )
        .with_default($crate::settings::DefaultValue::Whole($default as u64))
    };
    (@row $type:ty, list ($kind:ident ($($range:tt)*) up to $most:literal) $setting:ident $default:expr) => {
        $crate::settings::Setting::numbers(
            stringify!($setting),
            $crate::settings::settings!(@range $kind $($range)*),
            $most,
        )
        .with_default($crate::settings::settings!(@defaults $kind $default))
    };
    (@row $type:ty, name ($what:literal) $setting:ident $default:expr) => {
        $crate::settings::Setting::name(stringify!($setting), $what, <$type>::NAMES)
            .with_default($crate::settings::DefaultValue::Name($default.name()))
    };
    (@row $type:ty, text ($written:literal, $form:expr) $setting:ident $default:expr) => {
        $crate::settings::Setting::text(stringify!($setting), $form)
            .with_default($crate::settings::DefaultValue::Text($written))
    };
    (@row $type:ty, text_or_table ($written:literal, $form:expr) $setting:ident $default:expr) => {
        $crate::settings::Setting::text_or_table(stringify!($setting), $form)
            .with_default($crate::settings::DefaultValue::Text($written))
    };
    (@row $type:ty, optional_text ($form:expr) $setting:ident $default:expr) => {
        $crate::settings::Setting::optional_text(stringify!($setting), $form)
    };
    (@row $type:ty, $kind:ident ($($range:tt)*) $setting:ident $default:expr) => {
        $crate::settings::Setting::number(
            stringify!($setting),
            $crate::settings::settings!(@range $kind $($range)*),
        )
        .with_default($crate::settings::DefaultValue::Real($default))
    };

    // A range.
    (@range whole $low:tt to $high:tt) => { $crate::settings::Range::Whole($low as u64, $high as u64) };
    (@range real $low:tt to $high:tt) => { $crate::settings::Range::Real($low, $high) };
    (@range above $low:tt to $high:tt) => { $crate::settings::Range::RealAbove($low, $high) };
    (@range within $range:expr) => { $range };

    // The default of a list.
    (@defaults whole $default:expr) => { $crate::settings::DefaultValue::Wholes(&$default) };
    (@defaults $kind:ident $default:expr) => { $crate::settings::DefaultValue::Reals(&$default) };

    // What the documentation of the field says about its values.
    (@words $type:ty, list ($kind:ident ($($range:tt)*) up to $most:literal) $default:expr $(, $unit:literal)?) => {
        concat!(
            "1 to ", $most, " numbers, each ", $crate::settings::settings!(@span $kind $($range)*),
            $(" (unit: ", $unit, ")",)? ". Default: `", stringify!($default), "`."
        )
    };
    (@words $type:ty, name ($what:literal) $default:expr $(, $unit:literal)?) => {
        concat!("Default: [`", stringify!($default), "`].")
    };
    (@words $type:ty, text ($written:literal, $form:expr) $default:expr $(, $unit:literal)?) => {
        concat!("Default: `", $written, "`.")
    };
    (@words $type:ty, text_or_table ($written:literal, $form:expr) $default:expr $(, $unit:literal)?) => {
        concat!("Default: `", $written, "`.")
    };
    (@words $type:ty, optional_text ($form:expr) $default:expr $(, $unit:literal)?) => { "Default: none." };
    (@words $type:ty, $kind:ident ($($range:tt)*) $default:expr $(, $unit:literal)?) => {
        concat!(
            "Allowed: ", $crate::settings::settings!(@span $kind $($range)*),
            $(" (unit: ", $unit, ")",)? ". Default: `", stringify!($default), "`."
        )
    };

    // A range in words.
    (@span whole $low:tt to $high:tt) => {
        concat!("a whole number from ", stringify!($low), " to ", stringify!($high))
    };
    (@span real $low:tt to $high:tt) => {
        concat!("a number from ", stringify!($low), " to ", stringify!($high))
    };
    (@span above $low:tt to $high:tt) => {
        concat!("a number above ", stringify!($low), " and at most ", stringify!($high))
    };
    (@span within $range:expr) => { concat!("a number in [`", stringify!($range), "`]") };
}

pub(crate) use settings;
