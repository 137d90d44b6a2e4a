//! The colours of maps and surfaces.

/// Cividis (Nuñez, Anderton and Renslow, *PLOS ONE* 13(7), 2018) at nine even steps: designed to look the same with and
/// without colour blindness; dark is low.
const CIVIDIS: [(u8, u8, u8); 9] = [
    (0x00, 0x22, 0x4e),
    (0x12, 0x35, 0x70),
    (0x3b, 0x49, 0x6c),
    (0x57, 0x5d, 0x6d),
    (0x70, 0x71, 0x73),
    (0x8a, 0x86, 0x78),
    (0xa5, 0x9c, 0x74),
    (0xc3, 0xb3, 0x69),
    (0xfe, 0xe8, 0x38),
];

/// The colour of a value from 0 (low, dark) to 1 (high, light): red, green and blue.
pub fn cividis(share: f64) -> (u8, u8, u8) {
    let place = share.clamp(0.0, 1.0) * (CIVIDIS.len() - 1) as f64;
    let below = (place as usize).min(CIVIDIS.len() - 2);
    let (low, high) = (CIVIDIS[below], CIVIDIS[below + 1]);
    let mixed = |low: u8, high: u8| {
        (f64::from(low) + (place - below as f64) * (f64::from(high) - f64::from(low))).round() as u8
    };
    (mixed(low.0, high.0), mixed(low.1, high.1), mixed(low.2, high.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brightness_grows_from_dark_to_light() {
        let brightness = |share: f64| {
            let (red, green, blue) = cividis(share);
            0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue)
        };
        let steps: Vec<f64> = (0..=20).map(|step| brightness(f64::from(step) / 20.0)).collect();
        assert!(steps.windows(2).all(|pair| pair[0] < pair[1]), "{steps:?}");
        assert_eq!((cividis(-1.0), cividis(2.0)), (cividis(0.0), cividis(1.0)));
    }
}
