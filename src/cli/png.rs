//! Figures as PNG images, drawn from their SVG documents.

use anyhow::{Context, Result};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use std::sync::{Arc, LazyLock};

/// Pixels per unit of the SVG document: sharp on paper and on high-resolution screens.
const SCALE: f32 = 2.0;

/// The font is built into the program, so that a figure looks the same on every computer.
static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    let fonts = options.fontdb_mut();
    fonts.load_font_source(resvg::usvg::fontdb::Source::Binary(Arc::new(dejavu::serif::regular())));
    fonts.set_serif_family("DejaVu Serif");
    options
});

/// An SVG document as the content of a PNG file.
///
/// # Errors
/// When the document cannot be read, or memory does not suffice for the image.
pub(super) fn from_svg(svg: &str) -> Result<Vec<u8>> {
    let tree = Tree::from_str(svg, &OPTIONS).context("the figure cannot be drawn as PNG")?;
    let size = tree.size().to_int_size().scale_by(SCALE).context("the figure is too large for PNG")?;
    let mut picture =
        Pixmap::new(size.width(), size.height()).context("not enough memory to draw the figure as PNG")?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut picture.as_mut());
    picture.encode_png().context("the figure cannot be written as PNG")
}

#[cfg(test)]
mod tests {
    use super::from_svg;

    /// The image of a document, as pixels of four bytes.
    fn pixels(svg: &str) -> resvg::tiny_skia::Pixmap {
        resvg::tiny_skia::Pixmap::decode_png(&from_svg(svg).unwrap()).unwrap()
    }

    fn document(inside: &str) -> String {
        format!(
            r#"<svg width="40" height="20" viewBox="0 0 40 20" xmlns="http://www.w3.org/2000/svg">{inside}</svg>"#
        )
    }

    #[test]
    fn shapes_and_letters_are_drawn_at_twice_the_size() {
        let red = pixels(&document(r#"<rect x="0" y="0" width="20" height="20" fill="red"/>"#));
        assert_eq!((red.width(), red.height()), (80, 40));
        assert_eq!(red.pixel(10, 10).map(|colour| (colour.red(), colour.alpha())), Some((255, 255)));
        assert_eq!(red.pixel(70, 10).map(|colour| colour.alpha()), Some(0));
        // Characters that many Latin fonts lack are drawn, too.
        for letter in ["a", "θ", "²", "√", "−"] {
            let text = format!(r#"<text x="4" y="16" font-family="serif" font-size="16">{letter}</text>"#);
            let drawn = pixels(&document(&text));
            assert!(drawn.pixels().iter().any(|pixel| pixel.alpha() > 200), "{letter}");
        }
    }

    #[test]
    fn what_is_no_document_is_refused() {
        assert!(from_svg("<svg").is_err());
    }
}
