//! The left panel of the paper's figure 1, as numbers: three wedges in three dimensions, two descents, the paths that
//! join their ends, and the projection of all of it.
//!
//! Here D = 3 and n = 2, so the wedges are the three coordinate planes, and the loss is min(|x|, |y|, |z|).

mod camera;
mod depth;
mod pair;
mod path;

pub use camera::{Camera, Projected};
pub use depth::{Place, Segment, split_at_sheets};
pub use pair::{LEARNING_RATES, Pair, PairError, REACH};
pub use path::Path;
