//! Points inside a message: their numbers as bytes, which a reader checks before it copies them.

use super::PoolError;
use crate::points::{HostPoints, Points};
use serde::{Deserialize, Serialize};

/// Points as a message holds them.
#[derive(Serialize, Deserialize)]
pub(super) struct SentPoints<'a> {
    dimension: usize,
    #[serde(borrow, with = "serde_bytes")]
    values: &'a [u8],
}

impl<'a> SentPoints<'a> {
    pub(super) fn of(points: &'a HostPoints<f32>) -> Self {
        Self { dimension: Points::dimension(points), values: bytemuck::cast_slice(points.values()) }
    }

    pub(super) fn all(points: &'a [HostPoints<f32>]) -> Vec<Self> {
        points.iter().map(Self::of).collect()
    }

    /// The points.
    ///
    /// # Errors
    /// When the bytes are not a whole number of points.
    pub(super) fn points(&self) -> Result<HostPoints<f32>, PoolError> {
        HostPoints::new(self.dimension, numbers(self.values)?)
            .map_err(|_| PoolError::Damaged("the numbers are not a whole number of points"))
    }
}

/// The numbers that these bytes, which may begin at any address, are in memory.
///
/// # Errors
/// When the bytes are not a whole number of them.
pub(super) fn numbers<T: bytemuck::Pod>(bytes: &[u8]) -> Result<Vec<T>, PoolError> {
    match bytes.len().is_multiple_of(size_of::<T>()) {
        true => Ok(bytes.chunks_exact(size_of::<T>()).map(bytemuck::pod_read_unaligned).collect()),
        false => Err(PoolError::Damaged("a list of numbers is truncated")),
    }
}

/// A message as bytes. Both ends run the same program on the same machine, so that numbers keep their order of bytes.
pub(super) fn written(message: &impl Serialize) -> Vec<u8> {
    // Into memory, structures of numbers and lists always serialise; the tests of this folder would show one that does not.
    postcard::to_allocvec(message).unwrap_or_default()
}

/// Reads a message from all of the bytes.
///
/// # Errors
/// When they are truncated, hold something else, or more follows.
pub(super) fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, PoolError> {
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Ok(message),
        Ok(_) => Err(PoolError::Damaged("bytes are left over at its end")),
        Err(_) => Err(PoolError::Damaged("it is truncated or not a message")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_come_back_bit_for_bit_from_any_address() {
        let points = HostPoints::new(2, vec![1.0_f32, f32::MIN_POSITIVE, -0.0, 3e38]).unwrap();
        let bytes = [vec![0], written(&SentPoints::of(&points))].concat();
        let sent: SentPoints<'_> = read(&bytes[1..]).unwrap();
        let bits = |points: &HostPoints<f32>| points.values().iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&sent.points().unwrap()), bits(&points));
        assert!(read::<SentPoints<'_>>(&bytes[1..bytes.len() - 1]).is_err());
        assert!(read::<SentPoints<'_>>(&[&bytes[1..], &[0]].concat()).is_err());
    }

    #[test]
    fn numbers_that_are_no_whole_points_are_refused() {
        for (dimension, values) in [(3, &[0; 16][..]), (2, &[0; 15]), (0, &[0; 8])] {
            assert!(SentPoints { dimension, values }.points().is_err(), "{dimension}, {values:?}");
        }
    }
}
