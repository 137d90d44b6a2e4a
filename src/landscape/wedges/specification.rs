//! The specification of a union of wedges: the numbers that a user chooses, and their valid ranges.

use crate::settings::{Range, RangeError, choices, range_of, settings};

/// The largest dimension D of the space.
pub const LARGEST_DIMENSION: usize = 10_000_000;

/// The largest number K of wedges in a random family.
pub const MOST_WEDGES: usize = 100_000;

/// The most numbers that a random family may keep in memory: 2 GiB of them in `f64`.
pub const MOST_STORED_NUMBERS: u64 = 1 << 28;

choices! {
    /// Which wedges the union has, and how they are oriented.
    pub enum Family {
        /// All C(D, n) wedges along the axes: the model as the paper writes it (section 3.2). Never stored.
        All = "all",
        /// K wedges along axes: the short axes of each are a random subset, drawn independently.
        AxisAligned = "axis-aligned",
        /// K wedges whose short directions span a uniformly random subspace, drawn independently.
        Oriented = "oriented",
    }
}

choices! {
    /// What a descent minimises. The reported loss is the distance L to the nearest wedge either way.
    pub enum Objective {
        /// L²/2, whose gradient is the vector from the nearest wedge to the point. Descents with a constant step
        /// converge.
        HalfSquare = "half-square",
        /// L itself, whose gradient has length 1 off the wedges (and is 0 on them). A descent with a constant step η
        /// ends by oscillating within η of a wedge.
        Distance = "distance",
    }
}

settings! {
    /// A union of wedges: flat sheets that are unbounded along n of the D dimensions and thin along the other
    /// s = D − n.
    ///
    /// Every field is optional.
    #[derive(Copy)]
    #[serde(default)]
    pub struct WedgesSpecification {
        /// D, the dimension of the space
        dimension: usize = 1000, whole(1 to LARGEST_DIMENSION), "dimensions";
        /// n, the dimension of a wedge, at most D; the other D − n directions are its short ones
        wedge_dimension: usize = 900, whole(0 to LARGEST_DIMENSION), "dimensions";
        /// Which wedges the union has: all along the axes, some along the axes, or some in random directions
        family: Family = Family::AxisAligned, name("family of wedges");
        /// Number of wedges of a random family; not used by the family all
        wedges: usize = 16, whole(1 to MOST_WEDGES), "wedges";
        /// Extent of a wedge along each of its short directions
        thickness: f64 = 0.0, real(0.0 to 1_000_000.0), "lengths in parameter space";
        /// What a descent minimises: half the square of the distance to the nearest wedge, or the distance
        objective: Objective = Objective::HalfSquare, name("objective");
    }
}

/// Why a union of wedges is invalid.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum WedgesError {
    /// A number out of its range.
    #[error(transparent)]
    Range(#[from] RangeError),
    /// A wedge has more dimensions than the space.
    #[error(
        "a wedge of {wedge_dimension} dimensions does not fit into a space of {dimension}; \
         choose a wedge_dimension from 0 to {dimension}"
    )]
    WedgeDimension {
        /// The requested wedge dimension n.
        wedge_dimension: usize,
        /// The dimension D of the space.
        dimension: usize,
    },
    /// A random family would need too much memory.
    #[error(
        "these wedges would keep {numbers} numbers in memory, and at most {MOST_STORED_NUMBERS} are allowed; \
         choose fewer wedges, a smaller dimension or a larger wedge_dimension"
    )]
    TooLarge {
        /// How many numbers the family would keep.
        numbers: u64,
    },
    /// There is not enough memory for a random family.
    #[error(
        "not enough memory for {numbers} numbers; \
         choose fewer wedges, a smaller dimension or a larger wedge_dimension"
    )]
    OutOfMemory {
        /// The number of values requested at once.
        numbers: usize,
    },
}

impl WedgesError {
    /// The dimension of the space is out of range.
    pub(super) fn dimension(dimension: usize) -> Self {
        Self::Range(RangeError { field: "dimension", value: dimension.to_string(), range: DIMENSIONS })
    }
}

const DIMENSIONS: Range = range_of(WedgesSpecification::SETTINGS, "dimension");
const WEDGES: Range = range_of(WedgesSpecification::SETTINGS, "wedges");
const THICKNESSES: Range = range_of(WedgesSpecification::SETTINGS, "thickness");

impl WedgesSpecification {
    /// s = D − n, the number of short directions of a wedge.
    pub fn short_dimension(&self) -> usize {
        self.dimension.saturating_sub(self.wedge_dimension)
    }

    /// p = s / D, the share of short directions.
    pub fn short_share(&self) -> f64 {
        self.short_dimension() as f64 / self.dimension as f64
    }

    /// The most distinct wedges possible: C(D, n) along the axes, K in a random family. `u64::MAX` stands for that many
    /// or more.
    pub fn most_different_wedges(&self) -> u64 {
        let along_axes = binomial(self.dimension as u64, self.short_dimension() as u64);
        match self.family {
            Family::All => along_axes,
            Family::AxisAligned => along_axes.min(self.wedges as u64),
            // Only the whole space and the zero subspace are unique for their dimension.
            Family::Oriented if along_axes == 1 => 1,
            Family::Oriented => self.wedges as u64,
        }
    }

    /// How many numbers the family keeps in memory: 0 for `all`, K·s for `axis-aligned`, K·s·D for `oriented`.
    pub fn stored_numbers(&self) -> u64 {
        let short_directions = (self.wedges as u64).saturating_mul(self.short_dimension() as u64);
        match self.family {
            Family::All => 0,
            Family::AxisAligned => short_directions,
            Family::Oriented => short_directions.saturating_mul(self.dimension as u64),
        }
    }

    /// Checks every field against its range.
    ///
    /// # Errors
    /// When a field is out of range; the error names the first one.
    pub fn validate(&self) -> Result<(), WedgesError> {
        let &Self { dimension, wedge_dimension, wedges, thickness, .. } = self;
        DIMENSIONS.check_count("dimension", dimension as u64)?;
        WEDGES.check_count("wedges", wedges as u64)?;
        THICKNESSES.check("thickness", thickness)?;
        if wedge_dimension > dimension {
            return Err(WedgesError::WedgeDimension { wedge_dimension, dimension });
        }
        let numbers = self.stored_numbers();
        if numbers > MOST_STORED_NUMBERS {
            return Err(WedgesError::TooLarge { numbers });
        }
        Ok(())
    }
}

/// The number of subsets of `chosen` out of `count`, or `u64::MAX` if it is larger.
fn binomial(count: u64, chosen: u64) -> u64 {
    let chosen = chosen.min(count - chosen.min(count));
    (0..chosen)
        .try_fold(1_u128, |product, step| {
            let next = product * u128::from(count - step) / u128::from(step + 1);
            u64::try_from(next).ok().map(u128::from)
        })
        .map_or(u64::MAX, |product| product as u64)
}

/// An empty vector with room for this number of values, or an error if there is not enough memory.
pub(in crate::landscape) fn room<V>(numbers: usize) -> Result<Vec<V>, WedgesError> {
    let mut values = Vec::new();
    match values.try_reserve_exact(numbers) {
        Ok(()) => Ok(values),
        Err(_) => Err(WedgesError::OutOfMemory { numbers }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wedges_are_counted_without_overflow() {
        let most = |family, dimension, wedge_dimension| {
            WedgesSpecification { family, dimension, wedge_dimension, ..Default::default() }
                .most_different_wedges()
        };
        assert_eq!(most(Family::All, 3, 2), 3);
        assert_eq!(most(Family::All, 10, 5), 252);
        assert_eq!(most(Family::All, 100_000, 90_000), u64::MAX);
        assert_eq!(most(Family::All, 5, 5), 1);
        assert_eq!(most(Family::AxisAligned, 5, 4), 5);
        assert_eq!(most(Family::AxisAligned, 1000, 900), 16);
        assert_eq!(most(Family::Oriented, 5, 0), 1);
        assert_eq!(most(Family::Oriented, 5, 4), 16);
    }
}
