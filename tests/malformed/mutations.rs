//! Inputs that are almost valid files, and some that are nothing of the kind; the same ones in every run.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::fixtures::gzip;

/// Beginnings that get an input past a reader's first look.
const BEGINNINGS: [&[u8]; 7] = [
    &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3],
    &[0, 0, 8, 1, 0, 0, 0, 4],
    &[0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2],
    &[16, 0, 0, 0, 0, 0, 0, 0],
    b"{\"format\": \"wedgelab.result/1\", ",
    b"PK\x03\x04",
    &[],
];

/// Words of the formats that are written as text, and what is as long and means something else.
const WORDS: [(&[u8], &[u8]); 7] = [
    (b"F32", b"I32"),
    (b"[2,1,3,3]", b"[2,3,3,1]"),
    (b"weight", b"height"),
    (b"wedgelab.result/1", b"wedgelab.result/2"),
    (b"true", b"null"),
    (b"[", b"{"),
    (b": ", b":-"),
];

/// Damaged versions of valid files.
pub struct Mutations {
    seeds: Vec<Vec<u8>>,
    random: ChaCha8Rng,
}

impl Mutations {
    pub fn of(seeds: Vec<Vec<u8>>, seed: u64) -> Self {
        Self { seeds, random: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// The next input. Some are still valid: what was damaged is a pixel, say.
    pub fn next(&mut self) -> Vec<u8> {
        if self.random.random_range(0..16) == 0 {
            return self.noise();
        }
        let mut bytes = self.seed();
        for _ in 0..self.random.random_range(1..4) {
            self.damage(&mut bytes);
        }
        // Damage below the compression, which by itself is whole; and sometimes to that too.
        if self.random.random_range(0..24) == 0 {
            bytes = gzip(&bytes);
            if self.random.random() {
                self.damage(&mut bytes);
            }
        }
        bytes
    }

    fn seed(&mut self) -> Vec<u8> {
        self.seeds[self.random.random_range(0..self.seeds.len())].clone()
    }

    fn noise(&mut self) -> Vec<u8> {
        let mut bytes = BEGINNINGS[self.random.random_range(0..BEGINNINGS.len())].to_vec();
        let start = bytes.len();
        bytes.resize(start + self.random.random_range(0..600), 0);
        self.random.fill_bytes(&mut bytes[start..]);
        bytes
    }

    fn position(&mut self, bytes: &[u8]) -> usize {
        if bytes.is_empty() {
            return 0;
        }
        // Headers are short, and most of what can go wrong is in them.
        let end = if self.random.random() { bytes.len().min(24) } else { bytes.len() };
        self.random.random_range(0..end)
    }

    fn damage(&mut self, bytes: &mut Vec<u8>) {
        let at = self.position(bytes);
        match self.random.random_range(0..11) {
            0 => bytes.truncate(at),
            1..=3 if !bytes.is_empty() => bytes[at] ^= 1 << self.random.random_range(0..8),
            4 | 5 if !bytes.is_empty() => bytes[at] = self.random.random(),
            // Part of a valid file in place of the rest.
            6 => {
                let other = self.seed();
                let from = self.position(&other);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            7 => {
                let end = (at + self.random.random_range(0..600)).min(bytes.len());
                bytes.drain(at..end);
            }
            8 => {
                let end = (at + self.random.random_range(0..600)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            9 => self.replace_word(bytes),
            _ => self.damage_member(bytes),
        }
    }

    /// One of the occurrences of a word; elsewhere than in text hardly anything.
    fn replace_word(&mut self, bytes: &mut [u8]) {
        let (old, new) = WORDS[self.random.random_range(0..WORDS.len())];
        let text = &bytes[..bytes.len().min(4096)];
        let places: Vec<usize> =
            (0..text.len()).filter(|&at| text.get(at..).is_some_and(|rest| rest.starts_with(old))).collect();
        if !places.is_empty() {
            let at = places[self.random.random_range(0..places.len())];
            bytes[at..at + old.len()].copy_from_slice(new);
        }
    }

    /// In an archive: another byte in the header of a member, with the checksum put right. Elsewhere: more bytes.
    fn damage_member(&mut self, bytes: &mut Vec<u8>) {
        let headers: Vec<usize> = (0..bytes.len() / 512)
            .map(|block| block * 512)
            .filter(|&start| matches!(&bytes[start + 257..start + 262], b"ustar"))
            .collect();
        if headers.is_empty() {
            let more = self.random.random_range(0..40);
            bytes.extend(std::iter::repeat_n(self.random.random::<u8>(), more));
            return;
        }
        let start = headers[self.random.random_range(0..headers.len())];
        let Some(header) = bytes.get_mut(start..start + 512) else { return };
        match self.random.random_range(0..5) {
            0 => header[..3].copy_from_slice(b"../"),
            1 => header[0] = b'/',
            2 => {
                header[124 + self.random.random_range(0..11)] =
                    b"01234567\0 9"[self.random.random_range(0..11)]
            }
            3 => header[156] = b"0123456789LKxgS\0"[self.random.random_range(0..16)],
            _ => header[self.random.random_range(0..512)] = self.random.random(),
        }
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
}
