//! The controls of each chapter: only constants, small enough to be part of the page itself.

use crate::settings::Range;
use crate::teaching::address::Values;

/// One chapter, for the page and its address.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outline {
    /// Its name, also used to embed it.
    pub name: &'static str,
    /// The letter before the names of its controls in an address.
    pub key: &'static str,
    /// Its controls.
    pub controls: &'static [Control],
    /// The key of the control that moves from its low to its high end when the figure plays.
    pub played: &'static str,
    /// The number of pictures.
    pub pictures: usize,
}

/// One setting of a chapter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Control {
    /// A short name for addresses.
    pub key: &'static str,
    /// Its label.
    pub label: &'static str,
    /// Its unit; empty for a plain number or a name.
    pub unit: &'static str,
    /// Its possible values.
    pub values: Values,
    /// Its default.
    pub default: Default,
    /// The distance between neighbouring values of a slider.
    pub step: f64,
    /// How a slider is divided.
    pub scale: Scale,
}

/// The default of a control.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Default {
    /// A number.
    Number(f64),
    /// A name.
    Name(&'static str),
}

/// How a slider is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Equal steps are equal differences.
    Linear,
    /// Equal steps are equal ratios.
    Logarithmic,
}

impl Control {
    /// A number with equal steps.
    const fn number(key: &'static str, label: &'static str, numbers: Range, default: f64, step: f64) -> Self {
        Self {
            key,
            label,
            unit: "",
            values: Values::Numbers(numbers),
            default: Default::Number(default),
            step,
            scale: Scale::Linear,
        }
    }

    /// One of a few names; the first is the default.
    const fn name(
        key: &'static str,
        label: &'static str,
        names: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            key,
            label,
            unit: "",
            values: Values::Names(names),
            default: Default::Name(names[0].0),
            step: 1.0,
            scale: Scale::Linear,
        }
    }

    /// The dimension of the space, from `low`.
    const fn dimension(low: u64) -> Self {
        Self::number("D", "Dimension of the space, D", Range::Whole(low, 10_000), 1000.0, 1.0)
            .in_ratios()
            .counted_in("dimensions")
    }

    /// The share of short directions.
    const fn share(low: f64, high: f64, default: f64) -> Self {
        Self::number("p", "Share of short directions, p = s/D", Range::Real(low, high), default, 0.01)
    }

    const fn in_ratios(self) -> Self {
        Self { scale: Scale::Logarithmic, ..self }
    }

    const fn counted_in(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }
}

/// All computed chapters, in the order of the page.
pub const OUTLINES: &[Outline] = &[DISTANCE, CUT, TUNNEL, CONNECTOR, WELL, AVERAGING];

/// The most steps of the descent in the chapter on distances.
pub const MOST_STEPS: usize = 40;

const DISTANCE: Outline = Outline {
    name: "distance",
    key: "d",
    controls: &[
        Control::number("t", "Steps taken", Range::Whole(0, MOST_STEPS as u64), 20.0, 1.0)
            .counted_in("steps"),
        Control::share(0.01, 1.0, 0.3),
        Control::dimension(10),
        Control::number("r", "Learning rate, η", Range::Real(0.01, 1.9), 0.1, 0.01),
    ],
    played: "t",
    pictures: 1,
};

const CUT: Outline = Outline {
    name: "cut",
    key: "c",
    controls: &[
        Control::number("d", "Dimension of the planes, d", Range::Whole(0, 60), 24.0, 1.0)
            .counted_in("dimensions"),
        Control::dimension(100),
        Control::number("s", "Short directions, s = D − n", Range::Whole(4, 40), 30.0, 1.0)
            .counted_in("directions"),
        Control::name(
            "f",
            "Wedges",
            &[("sixteen", "sixteen"), ("one", "one"), ("all", "all along the axes")],
        ),
    ],
    played: "d",
    pictures: 2,
};

const TUNNEL: Outline = Outline {
    name: "tunnel",
    key: "t",
    controls: &[
        Control::number("w", "Walls built so far", Range::Whole(0, 100), 100.0, 1.0).counted_in("%"),
        Control::number("n", "Walls across the line", Range::Whole(1, 31), 15.0, 1.0).counted_in("walls"),
        Control::number("r", "Refinements", Range::Whole(0, 3), 0.0, 1.0),
        Control::share(0.02, 0.6, 0.1),
        Control::dimension(100),
        Control::name(
            "f",
            "Wedges",
            &[("axis-aligned", "sixteen along the axes"), ("all", "all along the axes")],
        ),
    ],
    played: "w",
    pictures: 2,
};

const CONNECTOR: Outline = Outline {
    name: "connector",
    key: "k",
    controls: &[
        Control::number("m", "m, for m + 1 optima", Range::Whole(1, 9), 2.0, 1.0),
        Control::share(0.02, 0.4, 0.1),
        Control::dimension(100),
    ],
    played: "m",
    pictures: 4,
};

const WELL: Outline = Outline {
    name: "well",
    key: "w",
    controls: &[
        Control::dimension(2),
        Control::share(0.02, 0.9, 0.3),
        Control::number("h", "Thickness of the wedges", Range::Real(0.0, 10.0), 0.0, 0.1),
        Control::number("o", "Starting distance from the wedge", Range::Real(0.0, 5.0), 0.0, 0.1),
    ],
    played: "D",
    pictures: 2,
};

const AVERAGING: Outline = Outline {
    name: "averaging",
    key: "a",
    controls: &[
        Control::number(
            "k",
            "Kick (1 = distance of the optimum from the origin)",
            Range::Real(0.05, 5.0),
            2.0,
            0.01,
        )
        .in_ratios(),
        Control::number("m", "Snapshots", Range::Whole(2, 10), 5.0, 1.0).counted_in("points"),
        Control::share(0.02, 0.6, 0.1),
        Control::dimension(100),
    ],
    played: "k",
    pictures: 2,
};

/// The chapter of this name.
pub fn named(name: &str) -> Option<&'static Outline> {
    OUTLINES.iter().find(|outline| outline.name == name)
}
