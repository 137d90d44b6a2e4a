//! The macro `choices!`: an enum whose variants have names in settings.

/// Makes an enum, its derives, the list `NAMES` and the method `name` from one row per variant:
///
/// ```ignore
/// choices! {
///     /// Which two points the line joins.
///     pub enum Ends {
///         /// Two optima, found from two seeds.
///         Optima = "optima",
///         /// A random start and the optimum found from it.
///         StartToOptimum = "start-to-optimum",
///     }
/// }
/// ```
macro_rules! choices {
    (
        $(#[$attribute:meta])*
        pub enum $choice:ident {
            $(
                $(#[$documentation:meta])*
                $variant:ident = $name:literal,
            )+
        }
    ) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, ::serde::Serialize, ::serde::Deserialize)]
        $(#[$attribute])*
        pub enum $choice {
            $(
                $(#[$documentation])*
                #[serde(rename = $name)]
                $variant,
            )+
        }

        impl $choice {
            /// The names of all.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

pub(crate) use choices;
