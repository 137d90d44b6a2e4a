//! Paths as text: a specification is text, and on Unix a path may hold any bytes.
//!
//! A byte that is not valid UTF-8 becomes a private-use character, U+F700 plus the byte, and is decoded from it.

use clap::builder::{OsStringValueParser, TypedValueParser};
use std::ffi::OsString;
use std::path::PathBuf;

/// The character of byte 0.
const FIRST: u32 = 0xF700;

/// Reads a path as text, even if it is not valid Unicode.
pub(super) fn path_as_text() -> impl TypedValueParser<Value = String> {
    OsStringValueParser::new().map(to_text)
}

/// A path as text.
fn to_text(path: OsString) -> String {
    path.into_string().unwrap_or_else(|path| {
        let chunks = path.as_encoded_bytes().utf8_chunks();
        let private =
            |&byte: &u8| char::from_u32(FIRST + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER);
        chunks.fold(String::new(), |text, chunk| {
            text + chunk.valid() + &chunk.invalid().iter().map(private).collect::<String>()
        })
    })
}

/// The path that a text stands for. A path that exists under the text itself takes precedence.
pub(super) fn to_path(text: &str) -> PathBuf {
    let plain = PathBuf::from(text);
    if !text.contains(is_private) || plain.exists() { plain } else { PathBuf::from(to_bytes(text)) }
}

/// Whether a character stands for a byte of invalid UTF-8. Bytes below 128 are always valid.
fn is_private(character: char) -> bool {
    (FIRST + 0x80..=FIRST + 0xFF).contains(&u32::from(character))
}

#[cfg(unix)]
fn to_bytes(text: &str) -> OsString {
    use std::os::unix::ffi::OsStringExt;

    let mut bytes = Vec::new();
    for character in text.chars() {
        match is_private(character) {
            true => bytes.push((u32::from(character) - FIRST) as u8),
            false => bytes.extend(character.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    OsString::from_vec(bytes)
}

/// On other systems paths are not bytes.
#[cfg(not(unix))]
fn to_bytes(text: &str) -> OsString {
    text.into()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStringExt;

    #[test]
    fn every_path_comes_back_from_its_text() {
        for bytes in [&b"data"[..], b"caf\xe9/\xff\xfe", "café".as_bytes(), b"\xe9", b"a\xf0\x9f\x98b"] {
            let path = OsString::from_vec(bytes.to_vec());
            assert_eq!(to_path(&to_text(path.clone())).into_os_string(), path);
        }
        assert_eq!(to_text("café".into()), "café");
    }
}
