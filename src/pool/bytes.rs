//! Exact conversion of numbers to bytes and back: little-endian, with counts before lists.

use super::PoolError;
use crate::points::{HostPoints, Points};

/// A message that is being written.
#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
}

/// A message that is being read.
pub(super) struct Reader<'a> {
    left: &'a [u8],
}

impl Writer {
    pub(super) fn whole(&mut self, number: u64) -> &mut Self {
        self.bytes.extend(number.to_le_bytes());
        self
    }

    pub(super) fn real(&mut self, number: f64) -> &mut Self {
        self.whole(number.to_bits())
    }

    pub(super) fn reals(&mut self, numbers: &[f64]) -> &mut Self {
        self.whole(numbers.len() as u64);
        numbers.iter().for_each(|&number| self.bytes.extend(number.to_le_bytes()));
        self
    }

    pub(super) fn indices(&mut self, numbers: &[u32]) -> &mut Self {
        self.whole(numbers.len() as u64);
        numbers.iter().for_each(|number| self.bytes.extend(number.to_le_bytes()));
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.raw(text.as_bytes())
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.whole(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
        self
    }

    pub(super) fn points(&mut self, points: &HostPoints<f32>) -> &mut Self {
        self.whole(Points::dimension(points) as u64).whole(points.values().len() as u64);
        self.bytes.reserve(size_of_val(points.values()));
        points.values().iter().for_each(|value| self.bytes.extend(value.to_le_bytes()));
        self
    }

    pub(super) fn finish(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    /// Checks that nothing is left.
    pub(super) fn end(self) -> Result<(), PoolError> {
        match self.left {
            [] => Ok(()),
            _ => Err(PoolError::Damaged("bytes are left over at its end")),
        }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], PoolError> {
        let (taken, left) = self.left.split_at_checked(count).ok_or(PoolError::Damaged("it is truncated"))?;
        self.left = left;
        Ok(taken)
    }

    fn many(&mut self, size: usize) -> Result<&'a [u8], PoolError> {
        let count = self.count()?;
        self.take(count.checked_mul(size).ok_or(PoolError::Damaged("a length overflows"))?)
    }

    pub(super) fn whole(&mut self) -> Result<u64, PoolError> {
        let bytes = self.take(size_of::<u64>())?;
        Ok(bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }

    pub(super) fn count(&mut self) -> Result<usize, PoolError> {
        usize::try_from(self.whole()?).map_err(|_| PoolError::Damaged("a length overflows"))
    }

    pub(super) fn real(&mut self) -> Result<f64, PoolError> {
        Ok(f64::from_bits(self.whole()?))
    }

    pub(super) fn reals(&mut self) -> Result<Vec<f64>, PoolError> {
        let (chunks, _) = self.many(size_of::<f64>())?.as_chunks();
        Ok(chunks.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect())
    }

    pub(super) fn indices(&mut self) -> Result<Vec<u32>, PoolError> {
        let (chunks, _) = self.many(size_of::<u32>())?.as_chunks();
        Ok(chunks.iter().map(|&bytes| u32::from_le_bytes(bytes)).collect())
    }

    pub(super) fn text(&mut self) -> Result<&'a str, PoolError> {
        std::str::from_utf8(self.raw()?).map_err(|_| PoolError::Damaged("invalid UTF-8"))
    }

    pub(super) fn raw(&mut self) -> Result<&'a [u8], PoolError> {
        self.many(1)
    }

    pub(super) fn points(&mut self) -> Result<HostPoints<f32>, PoolError> {
        let dimension = self.count()?;
        let (chunks, _) = self.many(size_of::<f32>())?.as_chunks();
        let values = chunks.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
        HostPoints::new(dimension, values)
            .map_err(|_| PoolError::Damaged("the numbers are not a whole number of points"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_nothing_is_read_beyond() {
        let points = HostPoints::new(2, vec![1.0_f32, f32::MIN_POSITIVE, -0.0, 3e38]).unwrap();
        let mut writer = Writer::default();
        writer.whole(u64::MAX).real(f64::NEG_INFINITY).reals(&[0.1, f64::NAN]).indices(&[7, u32::MAX]);
        let bytes = writer.text("tanh").raw(&[1, 2]).points(&points).finish();
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.whole().unwrap(), u64::MAX);
        assert_eq!(reader.real().unwrap(), f64::NEG_INFINITY);
        let reals = reader.reals().unwrap();
        assert!(reals[0] == 0.1 && reals[1].is_nan());
        assert_eq!(reader.indices().unwrap(), [7, u32::MAX]);
        assert_eq!(reader.text().unwrap(), "tanh");
        assert_eq!(reader.raw().unwrap(), [1, 2]);
        assert_eq!(reader.points().unwrap(), points);
        assert!(reader.whole().is_err());
        assert!(reader.end().is_ok());
        assert!(Reader::new(&[0]).end().is_err());
        let mut huge = Writer::default();
        let huge = huge.whole(u64::MAX).finish();
        assert!(Reader::new(&huge).reals().is_err());
    }
}
