//! Colours for the built-in images, chosen independently of the class.

use rand::{Rng, RngExt};

/// Red, green and blue, 0 to 1.
pub(super) type Colour = [f32; 3];

/// A number between two bounds.
pub(super) fn between(random: &mut impl Rng, low: f32, high: f32) -> f32 {
    low + (high - low) * random.random::<f32>()
}

/// A colour between two: the first at 0, the second at 1.
pub(super) fn mixed(first: Colour, second: Colour, weight: f32) -> Colour {
    // Written out: this runs for every pixel, and a closure is not inlined when optimising for size.
    [
        first[0] + (second[0] - first[0]) * weight,
        first[1] + (second[1] - first[1]) * weight,
        first[2] + (second[2] - first[2]) * weight,
    ]
}

/// The perceived brightness of a colour, 0 to 1 (ITU-R BT.601).
pub(super) fn brightness([red, green, blue]: Colour) -> f32 {
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// The colour of a hue (0 to 1, around the circle from red through green and blue), a saturation
/// and a value.
pub(super) fn from_hue(hue: f32, saturation: f32, value: f32) -> Colour {
    // Each channel is a trapezium over the hue circle, a third of the circle after the one before.
    [0.0, 2.0 / 3.0, 1.0 / 3.0].map(|shift| {
        let turned = hue + shift;
        let position = (turned - turned.floor()) * 6.0;
        let full = ((position - 3.0).abs() - 1.0).clamp(0.0, 1.0);
        value * (1.0 - saturation * (1.0 - full))
    })
}

/// A background: muted, dark or light.
pub(super) fn background(random: &mut impl Rng) -> Colour {
    let hue = random.random();
    let saturation = between(random, 0.1, 0.55);
    let value =
        if random.random_range(0..5) < 3 { between(random, 0.1, 0.42) } else { between(random, 0.58, 0.95) };
    from_hue(hue, saturation, value)
}

/// A strong colour that differs in brightness from the given one by at least `contrast`, or, if no draw does, the draw
/// that differs most.
pub(super) fn against(random: &mut impl Rng, ground: Colour, contrast: f32) -> Colour {
    let mut best = ground;
    for _ in 0..8 {
        let hue = random.random();
        let saturation = between(random, 0.35, 0.95);
        let colour = from_hue(hue, saturation, between(random, 0.25, 1.0));
        let difference = |colour| (brightness(colour) - brightness(ground)).abs();
        if difference(colour) >= difference(best) {
            best = colour;
        }
        if difference(colour) >= contrast {
            return colour;
        }
    }
    best
}

/// A colour hardly different from the given one.
pub(super) fn near(random: &mut impl Rng, ground: Colour, distance: f32) -> Colour {
    let sign = if random.random::<bool>() { 1.0 } else { -1.0 };
    ground.map(|channel| {
        let shift = sign * distance * between(random, 0.6, 1.2);
        (channel + shift).clamp(0.0, 1.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hues_are_the_known_colours() {
        for (hue, expected) in [
            (0.0, [1.0, 0.0, 0.0]),
            (1.0 / 6.0, [1.0, 1.0, 0.0]),
            (1.0 / 3.0, [0.0, 1.0, 0.0]),
            (0.5, [0.0, 1.0, 1.0]),
            (2.0 / 3.0, [0.0, 0.0, 1.0]),
        ] {
            for (found, expected) in from_hue(hue, 1.0, 1.0).iter().zip(expected) {
                assert!((found - expected).abs() < 1e-5, "hue {hue}: {found} {expected}");
            }
        }
        assert_eq!(from_hue(0.3, 0.0, 0.5), [0.5; 3]);
    }
}
