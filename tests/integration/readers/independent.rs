//! Second implementations of the formats, as short as possible, without regard to speed or messages: the reference for
//! the readers.

use std::io::Read;

use flate2::read::MultiGzDecoder;

/// More than any tested input unpacks to.
const LIMIT: u64 = 1 << 26;

/// The content of a file, unpacked if it begins like gzip.
pub fn content(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Some(bytes.to_vec());
    }
    let mut content = Vec::new();
    MultiGzDecoder::new(bytes).take(LIMIT).read_to_end(&mut content).ok()?;
    Some(content)
}

/// The labels (the last label byte of each) and pixels of records with these numbers of classes.
pub fn records(bytes: &[u8], classes: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let length = classes.len() + 3072;
    if bytes.is_empty() || !bytes.len().is_multiple_of(length) {
        return None;
    }
    let (mut labels, mut pixels) = (Vec::new(), Vec::new());
    for record in bytes.chunks(length) {
        let (head, image) = record.split_at(classes.len());
        if head.iter().zip(classes).any(|(label, classes)| label >= classes) {
            return None;
        }
        labels.push(head[classes.len() - 1]);
        pixels.extend(image);
    }
    Some((labels, pixels))
}

/// The sizes and values of an array of bytes.
pub fn idx(bytes: &[u8], dimensions: usize) -> Option<(Vec<usize>, Vec<u8>)> {
    let bytes = content(bytes)?;
    let values = bytes.strip_prefix(&[0, 0, 8, u8::try_from(dimensions).ok()?])?;
    let (header, values) = values.split_at_checked(4 * dimensions)?;
    let sizes: Vec<usize> = header
        .chunks(4)
        .map(|size| size.iter().fold(0, |size, &byte| size * 256 + usize::from(byte)))
        .collect();
    let product = sizes.iter().try_fold(1_usize, |product, &size| product.checked_mul(size))?;
    (product == values.len() && product > 0).then(|| (sizes, values.to_vec()))
}

/// Members of an archive as path and content.
pub type Members = Vec<(String, Vec<u8>)>;

/// The plain files of an archive. `Err` if it has features that this parser lacks: long names, other notations.
pub fn tar(bytes: &[u8]) -> Result<Option<Members>, &'static str> {
    let mut members = Vec::new();
    let mut rest = bytes;
    loop {
        if rest.is_empty() || rest.iter().take(512).all(|&byte| byte == 0) {
            return Ok(Some(members));
        }
        let Some((header, behind)) = rest.split_at_checked(512) else { return Ok(None) };
        let sum: u64 = (0..512)
            .map(|at| if (148..156).contains(&at) { u64::from(b' ') } else { u64::from(header[at]) })
            .sum();
        if octal(&header[148..156])? != Some(sum) {
            return Ok(None);
        }
        let Some(size) = octal(&header[124..136])? else { return Ok(None) };
        let size = usize::try_from(size).map_err(|_| "a size beyond this computer")?;
        let is_file = match header[156] {
            b'0' | 0 => true,
            b'1'..=b'7' => false,
            _ => return Err("an extension"),
        };
        let name = header[..100].split(|&byte| byte == 0).next().unwrap_or_default();
        let path = String::from_utf8_lossy(name).into_owned();
        let Some((content, _)) = behind.split_at_checked(size) else { return Ok(None) };
        if is_file {
            members.push((path, content.to_vec()));
        }
        rest = behind.get(size.next_multiple_of(512)..).unwrap_or_default();
    }
}

/// A number in octal digits, with blanks around it.
fn octal(field: &[u8]) -> Result<Option<u64>, &'static str> {
    if field[0] & 0x80 != 0 {
        return Err("a number in binary");
    }
    let digits = field.split(|&byte| byte == 0).next().unwrap_or_default();
    let Ok(text) = std::str::from_utf8(digits) else { return Ok(None) };
    Ok(u64::from_str_radix(text.trim(), 8).ok())
}
