//! Experiments as the page's menu offers them, with settings that take seconds in a browser.

/// Settings by name, as one would type them.
type Typed = &'static [(&'static str, &'static str)];

/// An experiment on a network, and the same experiment on the wedges for comparison.
#[derive(Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its name in addresses, unique among all experiments.
    pub name: &'static str,
    /// Its name for a reader.
    pub title: &'static str,
    /// What it does, in a sentence or two; empty if the title says it.
    pub hint: &'static str,
    /// Its settings on a network that differ from the defaults. The reader chooses those of the training.
    pub on_network: Typed,
    /// Its settings on the wedges that differ from the defaults; `None` if there is nothing to compare with.
    pub on_wedges: Option<Typed>,
}

impl Offer {
    /// The wedges for comparison with a network: 16 along the axes, with 900 of 1,000 dimensions.
    pub const SIXTEEN_WEDGES: Typed =
        &[("dimension", "1000"), ("wedge_dimension", "900"), ("family", "axis-aligned")];
}
