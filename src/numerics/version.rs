//! The version of this program's numerics: a number that changes when computed results do.

/// The version of the numerics.
///
/// It is raised by every change after which the same settings and seed give other numbers, or after which an experiment
/// requests its descents, measurements and points in another order: a checkpoint or kept optimum stands for what the
/// program would compute now, and one of another version does not. Programs before version 2 stored none.
pub const NUMERICS: u32 = 2;
