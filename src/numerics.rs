//! Which numbers this program computes, as a number that changes when they do.

/// The version of the numerics.
///
/// It is raised by every change after which the same settings and the same seed give other numbers, or after which an
/// experiment asks for its descents, measurements and points in another order: a checkpoint and a kept optimum are taken
/// for what the program would compute now, and one of another version is not. Programs before version 2 named none.
pub const NUMERICS: u32 = 2;
