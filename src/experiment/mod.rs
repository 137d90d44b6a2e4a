//! The paper's experiments, one file each, over a [`Landscape`].
//!
//! Each has two entry points: [`Protocol::run`] for any landscape, [`Protocol::run_on_wedges`] for the wedges, whose
//! closed forms are known. Tunnels, connectors, planes, probes and lines share their code between the two; random cuts,
//! averaging and short directions measure different things on a network than on the wedges; a descent path is for
//! wedges only, and the width of tunnels for networks only.

mod agreement;
pub mod averaging;
mod claim;
pub mod connector;
pub mod descent_path;
mod from_json;
pub mod interpolation;
mod numbers;
mod offer;
mod optima;
pub mod plane;
mod protocol;
pub mod radial_probe;
pub mod random_cut;
mod random_plane;
pub mod short_directions;
mod spread;
pub mod training;
pub mod tunnel;
pub mod tunnel_width;
mod union;
mod width;

pub use agreement::Agreement;
pub use claim::{Claim, ClaimError, Relation, Tally};
pub(crate) use from_json::FromJson;
pub use from_json::UnreadableField;
pub use numbers::{UnknownNumbers, Unreadable};
pub use offer::Offer;
pub use optima::{check_wedges_suffice, different_optima, seed_of_repetition, seeds_of_repetitions};
pub use protocol::{Protocol, UnsuitableSetting};
pub use spread::MeanCurve;

use crate::descent::{DescentError, DescentSpecification};
use crate::landscape::wedges::WedgesSpecification;
use crate::landscape::{Landscape, LandscapeError, Wedges};
use crate::observer::Observer;
use crate::points::{HostPoints, Measurement};
use crate::settings::{FieldError, Setting, fields_of, part_from};
use averaging::{Averaging, AveragingNumbers};
use connector::{Connector, ConnectorNumbers};
use descent_path::{DescentPath, DescentPathNumbers};
use interpolation::{Interpolation, LineNumbers};
use numbers::by_name;
use plane::{Plane, PlaneNumbers};
use radial_probe::{ProbeNumbers, RadialProbe};
use random_cut::{RandomCut, RandomCutNumbers};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use short_directions::{ShortDirections, ShortDirectionsNumbers};
use training::{Curves, Training};
use tunnel::{Tunnel, TunnelNumbers};
use tunnel_width::{TunnelWidth, TunnelWidthNumbers};

/// Why an experiment ended without findings.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ExperimentError {
    /// A descent diverged, was cancelled, or its device failed.
    #[error(transparent)]
    Descent(#[from] DescentError),
    /// Random starts did not reach enough different wedges.
    #[error(
        "{wanted} optima on different wedges are needed, but {starts} random starts reached only {found}; \
         choose more wedges, or another seed"
    )]
    TooFewWedgesMet {
        /// How many were needed.
        wanted: usize,
        /// How many were found.
        found: usize,
        /// How many starts were drawn.
        starts: usize,
    },
}

impl From<LandscapeError> for ExperimentError {
    fn from(error: LandscapeError) -> Self {
        Self::Descent(error.into())
    }
}

impl From<crate::points::ReadError> for ExperimentError {
    fn from(error: crate::points::ReadError) -> Self {
        LandscapeError::from(error).into()
    }
}

/// Loss and accuracy of a trained point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FinalMeasurements {
    /// On all training examples.
    pub train: Measurement,
    /// On all held-out examples.
    pub test: Measurement,
}

/// What an experiment found.
#[derive(Debug, Clone)]
pub struct Findings {
    /// Everything that is plotted.
    pub numbers: Numbers,
    /// The paper's claims, each with what was measured.
    pub claims: Vec<Claim>,
    /// Loss and accuracy at the end of training, if the experiment is a training.
    pub final_measurements: Option<FinalMeasurements>,
    /// The point at which training ended.
    pub optimum: Option<HostPoints<f64>>,
}

/// Builds the lists of experiments and of their numbers from the entries below; all other code gets them from here.
macro_rules! experiments {
    ($(
        $(#[$documentation:meta])*
        $variant:ident($settings:ty) -> $numbers:ty = $name:literal, $shows:literal;
    )*) => {
        /// An experiment with its settings.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Experiment {
            $($(#[$documentation])* $variant($settings),)*
        }

        impl Experiment {
            /// The names of the experiments, each with a description of what it shows.
            pub const NAMES: &'static [(&'static str, &'static str)] = &[$(($name, $shows)),*];

            /// The names alone.
            pub const KNOWN: &'static [&'static str] = &[$($name),*];

            /// The page's menu of experiments on networks: what it offers of each.
            pub const OFFERS: &'static [(&'static str, &'static [Offer])] = &[$(($name, <$settings>::OFFERS)),*];

            /// The page's menu of experiments on the wedges: the title of each; one without a title is not there.
            pub const TITLES_ON_WEDGES: &'static [(&'static str, Option<&'static str>)] =
                &[$(($name, <$settings>::TITLE_ON_WEDGES)),*];

            /// The experiment with that name and its default settings.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant(<$settings>::default())),)*
                    _ => None,
                }
            }

            /// The experiment with that name and its default settings on networks.
            pub fn named_on_networks(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant(<$settings>::on_networks())),)*
                    _ => None,
                }
            }

            /// Its name.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)*
                }
            }

            /// Its own settings, with their allowed values. A training has only the descent's.
            pub fn settings(&self) -> &'static [Setting] {
                match self {
                    $(Self::$variant(_) => <$settings>::SETTINGS,)*
                }
            }

            /// The fields of its settings, by name.
            pub fn fields(&self) -> Map<String, Value> {
                match self {
                    $(Self::$variant(settings) => fields_of(settings),)*
                }
            }

            /// The same experiment with the fields found in `filled`, which may hold others.
            ///
            /// # Errors
            /// When a field's value is invalid.
            pub fn with_fields(&self, filled: &Map<String, Value>) -> Result<Self, FieldError> {
                match self {
                    $(Self::$variant(settings) => part_from(settings, filled).map(Self::$variant),)*
                }
            }

            /// Checks conditions that involve more than one setting. `wedges` is the landscape's specification if it is
            /// made of wedges.
            ///
            /// # Errors
            /// The first setting that is unsuitable.
            pub fn check(&self, wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
                match self {
                    $(Self::$variant(settings) => settings.check(wedges),)*
                }
            }

            /// The default descent on the wedges.
            pub fn descent_on_wedges(&self) -> DescentSpecification {
                match self {
                    $(Self::$variant(_) => <$settings>::descent_on_wedges(),)*
                }
            }

            /// The names of its own settings that have no effect on the wedges.
            pub fn unused_on_wedges(&self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant(_) => <$settings>::UNUSED_ON_WEDGES,)*
                }
            }

            /// The names of its own settings that have no effect on a network or a function.
            pub fn unused_on_networks(&self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant(_) => <$settings>::UNUSED_ON_NETWORKS,)*
                }
            }

            /// Whether it descends to optima as the settings of the descent say.
            pub fn uses_descent(&self) -> bool {
                match self {
                    $(Self::$variant(_) => <$settings>::USES_DESCENT,)*
                }
            }

            /// Whether the landscape's device is unused because everything is solved on the host in double precision.
            pub fn computes_on_host(&self) -> bool {
                match self {
                    $(Self::$variant(settings) => settings.computes_on_host(),)*
                }
            }

            /// How much work [`run`](Self::run) is, in passes of an example through the landscape; the basis for
            /// progress.
            pub fn passes(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64 {
                match self {
                    $(Self::$variant(settings) => settings.passes(landscape, descent),)*
                }
            }

            /// How much work [`run_on_wedges`](Self::run_on_wedges) is.
            pub fn passes_on_wedges(
                &self,
                landscape: &impl Landscape,
                wedges: &Wedges,
                descent: &DescentSpecification,
            ) -> f64 {
                match self {
                    $(Self::$variant(settings) => settings.passes_on_wedges(landscape, wedges, descent),)*
                }
            }

            /// Runs it on a landscape of which only the values are known.
            ///
            /// # Errors
            /// When a descent diverges, the work is cancelled, or the device fails.
            pub async fn run<L: Landscape>(
                &self,
                landscape: &L,
                descent: &DescentSpecification,
                seed: u64,
                observer: &mut impl Observer,
            ) -> Result<Findings, ExperimentError> {
                match self {
                    // In a box: the futures of experiments nest deeply, and all that holds one would be as large.
                    $(Self::$variant(settings) => {
                        Box::pin(settings.run(landscape, descent, seed, observer)).await
                    })*
                }
            }

            /// Runs it on the wedges, and compares what it finds with the predictions of the wedge model.
            ///
            /// # Errors
            /// Those of [`run`](Self::run).
            pub async fn run_on_wedges<L: Landscape>(
                &self,
                landscape: &L,
                wedges: &Wedges,
                descent: &DescentSpecification,
                seed: u64,
                observer: &mut impl Observer,
            ) -> Result<Findings, ExperimentError> {
                match self {
                    $(Self::$variant(settings) => {
                        Box::pin(settings.run_on_wedges(landscape, wedges, descent, seed, observer)).await
                    })*
                }
            }
        }

        /// The numbers of an experiment: everything that is plotted.
        #[derive(Debug, Clone)]
        pub enum Numbers {
            $($(#[$documentation])* $variant($numbers),)*
            /// The training curve of any experiment whose loss became NaN or infinite, until then.
            UntilDivergence(Curves),
            /// Those in a file that this program cannot read.
            Unknown(UnknownNumbers),
        }

        impl Numbers {
            /// The numbers of an experiment that a file holds as an object.
            pub(crate) fn read(experiment: &str, object: &Value) -> Self {
                let read = match experiment {
                    $($name => <$numbers>::from_json(object, "numbers").map(Self::$variant),)*
                    unknown => {
                        let reason = Unreadable::Experiment(unknown.to_owned());
                        return Self::Unknown(UnknownNumbers::new(object, reason));
                    }
                };
                read.unwrap_or_else(|field| Self::Unknown(UnknownNumbers::new(object, field.into())))
            }

            /// The numbers of a job that diverged, which a file holds as an object.
            pub(crate) fn read_until_divergence(object: &Value) -> Self {
                match Curves::from_json(object, "numbers") {
                    Ok(curves) => Self::UntilDivergence(curves),
                    Err(field) => Self::Unknown(UnknownNumbers::new(object, field.into())),
                }
            }

            /// By name, as in a result file.
            pub fn to_map(&self) -> Map<String, Value> {
                match self {
                    $(Self::$variant(numbers) => by_name(numbers),)*
                    Self::UntilDivergence(curves) => by_name(curves),
                    Self::Unknown(unknown) => unknown.object.clone(),
                }
            }
        }

        $(impl From<$numbers> for Numbers {
            fn from(numbers: $numbers) -> Self {
                Self::$variant(numbers)
            }
        })*
    };
}

experiments! {
    /// Descend from a random start: the training of a network.
    Training(Training) -> Curves = "training", "a descent from a random start to an optimum";
    /// Loss along a straight line between two points.
    Interpolation(Interpolation) -> LineNumbers = "interpolation",
        "loss along the straight line between two optima, or from a start to its optimum";
    /// Descents inside random planes of few dimensions.
    RandomCut(RandomCut) -> RandomCutNumbers = "random-cut",
        "descents in random planes (affine subspaces) of d dimensions, which succeed from d = D − n on";
    /// A path of low loss between two optima.
    Tunnel(Tunnel) -> TunnelNumbers = "tunnel",
        "a path of low loss between two optima, found by descents at right angles to the straight line";
    /// Means of snapshots, on one wedge and on several.
    Averaging(Averaging) -> AveragingNumbers = "averaging",
        "the mean of snapshots: of descents after kicks off an optimum, or at the ends of learning-rate cycles";
    /// Low loss in the middle of many optima.
    Connector(Connector) -> ConnectorNumbers = "connector", "points of low loss in the middle of several optima";
    /// Descents on L and on L²/2 from the same start.
    DescentPath(DescentPath) -> DescentPathNumbers = "descent-path",
        "descents on the distance L and on L²/2 from the same start, with constant steps";
    /// Loss along random directions from a solution, and over radius and angle.
    RadialProbe(RadialProbe) -> ProbeNumbers = "radial-probe",
        "loss along random directions from an optimum, which looks like a round well";
    /// The loss on a plane.
    Plane(Plane) -> PlaneNumbers = "plane",
        "loss on a plane through optima, the origin or a tunnel, along random directions, or along the path of a training run";
    /// How many short directions there are, by several counts.
    ShortDirections(ShortDirections) -> ShortDirectionsNumbers = "short-directions",
        "the number of short directions, by curvature and by planes (affine subspaces) near one optimum or amid several";
    /// How wide the tunnel around an optimum is, at several values of one setting.
    TunnelWidth(TunnelWidth) -> TunnelWidthNumbers = "tunnel-width",
        "how far from an optimum the loss stays low, as one training setting varies";
}
