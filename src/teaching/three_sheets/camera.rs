//! A camera that orbits the scene and looks at its centre.

/// The distance of the eye from the origin: far enough to avoid distortion, near enough to show front from back.
const DISTANCE: f64 = 14.0;
/// The largest pitch of the eye, in radians: straight above, left and right would be undefined.
const HIGHEST: f64 = 1.5;

/// The offset from the diagonal, so that no axis hides another.
const FACING_ASIDE: f64 = 0.13;
/// The pitch: low enough for the vertical sheets to look large, high enough to see the horizontal one.
const FACING_PITCH: f64 = 0.42;

/// The position of the eye. Angles are in radians.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    yaw: f64,
    pitch: f64,
}

/// A point as the eye sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projected {
    /// To the right of the centre, in units of the scene at the origin.
    pub right: f64,
    /// Above the centre, in the same units.
    pub up: f64,
}

impl Camera {
    /// An eye at the angle `yaw` round the z axis from the x axis, and at `pitch` above the xy plane.
    pub fn new(yaw: f64, pitch: f64) -> Self {
        Self { yaw: yaw.rem_euclid(std::f64::consts::TAU), pitch: pitch.clamp(-HIGHEST, HIGHEST) }
    }

    /// An eye in the same octant as `point`, at nearly equal angles to all axes: no sheet hides what lies in that
    /// octant.
    pub fn facing(point: [f64; 3]) -> Self {
        let [x, y, z] = point.map(|coordinate| if coordinate < 0.0 { -1.0 } else { 1.0 });
        let yaw = libm::atan2(y, x) - FACING_ASIDE * x * y;
        Self::new(yaw, FACING_PITCH * z)
    }

    /// The eye after a turn.
    pub fn turned(self, yaw: f64, pitch: f64) -> Self {
        Self::new(self.yaw + yaw, self.pitch + pitch)
    }

    /// The position of the eye, in coordinates of the scene.
    pub fn eye(self) -> [f64; 3] {
        self.backward().map(|coordinate| DISTANCE * coordinate)
    }

    /// The cosine between the line of sight and a coordinate axis (0, 1 or 2): 1 if the eye looks along it.
    pub fn along(self, axis: usize) -> f64 {
        self.backward()[axis].abs()
    }

    /// A point of the scene as the eye sees it.
    pub fn project(self, point: [f64; 3]) -> Projected {
        let right = [-libm::sin(self.yaw), libm::cos(self.yaw), 0.0];
        let backward = self.backward();
        let up = [
            -libm::sin(self.pitch) * libm::cos(self.yaw),
            -libm::sin(self.pitch) * libm::sin(self.yaw),
            libm::cos(self.pitch),
        ];
        let nearer = DISTANCE / (DISTANCE - dot(backward, point));
        Projected { right: nearer * dot(right, point), up: nearer * dot(up, point) }
    }

    /// The unit vector from the origin to the eye.
    fn backward(self) -> [f64; 3] {
        [
            libm::cos(self.pitch) * libm::cos(self.yaw),
            libm::cos(self.pitch) * libm::sin(self.yaw),
            libm::sin(self.pitch),
        ]
    }
}

fn dot(left: [f64; 3], right: [f64; 3]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_the_x_axis_y_is_right_and_z_is_up() {
        let camera = Camera::new(0.0, 0.0);
        assert_eq!(camera.project([0.0, 1.0, 0.0]), Projected { right: 1.0, up: 0.0 });
        assert_eq!(camera.project([0.0, 0.0, 1.0]), Projected { right: 0.0, up: 1.0 });
        assert_eq!(camera.eye(), [DISTANCE, 0.0, 0.0]);
    }

    #[test]
    fn an_eye_that_faces_a_point_is_on_its_side_of_every_sheet() {
        for corner in 0..8 {
            let point = std::array::from_fn(|axis| if corner >> axis & 1 == 0 { 0.3 } else { -2.0 });
            let eye = Camera::facing(point).eye();
            assert!(
                eye.iter().zip(point).all(|(eye, coordinate)| eye * coordinate > 0.0),
                "{point:?} {eye:?}"
            );
        }
    }

    #[test]
    fn what_is_nearer_looks_larger() {
        let camera = Camera::new(0.0, 0.0);
        assert!(camera.project([1.0, 1.0, 0.0]).right > camera.project([-1.0, 1.0, 0.0]).right);
    }

    #[test]
    fn the_eye_never_climbs_over_the_top() {
        let camera = Camera::new(0.3, 0.0).turned(0.0, 100.0);
        assert!(camera.eye()[2] < DISTANCE);
        assert_eq!(camera, camera.turned(0.0, 1.0));
    }
}
