//! A checksum at the end of a JSON object's text, computed over the text without it.
//!
//! It covers the text and not the numbers, because JSON's reader of numbers may differ from its writer in the last bit.
//! A tool that rewrites the file in another layout should remove the checksum; a file without one is read unchecked.

use sha2::{Digest, Sha256};

const END: &str = "\n}\n";
const FIELD: &str = ",\n  \"checksum\": \"sha256:";
const AFTER: &str = "\"\n}\n";

/// The text of an indented object, with its checksum as the last field.
pub(super) fn sealed(text: &str) -> String {
    match text.strip_suffix(END) {
        Some(fields) => format!("{fields}{FIELD}{}{AFTER}", checksum(&[fields.as_bytes(), END.as_bytes()])),
        None => text.to_owned(),
    }
}

/// Whether the bytes are those that were sealed, or were never sealed.
pub(super) fn is_intact(bytes: &[u8]) -> bool {
    let marked = find(bytes, b"\"checksum\"");
    let Some(place) = find(bytes, FIELD.as_bytes()) else { return marked.is_none() };
    let (fields, rest) = bytes.split_at(place);
    let expected = checksum(&[fields, END.as_bytes()]);
    rest == format!("{FIELD}{expected}{AFTER}").as_bytes()
}

/// The last position of `wanted` in `bytes`.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}

fn checksum(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    parts.iter().for_each(|part| digest.update(part));
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_changed_byte_is_noticed() {
        let text = "{\n  \"a\": 1.5,\n  \"b\": [\n    2\n  ]\n}\n";
        let sealed = sealed(text);
        assert!(serde_json::from_str::<serde_json::Value>(&sealed).unwrap()["checksum"].is_string());
        assert!(is_intact(sealed.as_bytes()) && is_intact(text.as_bytes()));
        for place in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[place] ^= 1;
            // Invalid JSON, or JSON without the field, does not count as a sealed file.
            let is_sealed = serde_json::from_slice::<serde_json::Value>(&changed)
                .is_ok_and(|value| value.get("checksum").is_some());
            assert!(!is_sealed || !is_intact(&changed), "{place}");
        }
    }
}
