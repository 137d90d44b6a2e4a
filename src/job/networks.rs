//! Jobs on networks: the images, a device, and θ to and from a file.

#[cfg(target_arch = "wasm32")]
mod adapter;
#[cfg_attr(not(feature = "compute"), allow(dead_code, reason = "without GPUs there is no choice"))]
mod contest;
#[cfg(feature = "compute")]
mod device;
mod opened;
#[cfg_attr(not(feature = "compute"), allow(dead_code, reason = "without GPUs there is no choice"))]
mod trial;

#[cfg(feature = "compute")]
pub use device::{ChosenDevice, DeviceError, ListedAdapter, OpenedDevice, list_adapters, open_device};
#[cfg(all(feature = "compute", not(target_arch = "wasm32")))]
pub(crate) use opened::{CPU, host_backend};

use super::knowledge::ValuesAlone;
use super::pacing::Pacing;
use super::run::{Setting, conclude};
use super::{
    Checkpoint, Control, Evaluated, Event, Finished, Frontend, ImageSource, JobError, NetworkSpecification,
    Specification,
};
use crate::data::{Dataset, Normalisation, grouped};
use crate::experiment::FinalMeasurements;
use crate::kernel::{NetworkKernel, NoKernels};
use crate::landscape::{Landscape, Regularisation, measure};
use crate::network::{Architecture, Layout, NetworkShape, ReadParameters, read_parameters, write_parameters};
use crate::points::{HostPoints, Split};
use crate::pool::{PooledNetwork, Recipe};
use crate::settings::{fields_of, with_first_names};
use crate::simd::Instructions;
use opened::{DeviceRequest, ReadyLandscape};
use serde_json::{Value, json};
use trial::Sample;

/// Runs a job on a network.
///
/// # Errors
/// When the network, the data or the device is unavailable, the checkpoint is another job's, or the job is cancelled.
pub(super) async fn run(
    specification: &Specification,
    network: &NetworkSpecification,
    images: &impl ImageSource,
    control: &Control,
    checkpoint: Option<(&str, Checkpoint)>,
    frontend: &mut dyn Frontend,
) -> Result<Finished, JobError> {
    let prepared = Prepared::new(network, images)?;
    let request = DeviceRequest {
        choice: network.device,
        begun_on: checkpoint.as_ref().and_then(|(_, checkpoint)| checkpoint.last_device()),
        sample: Sample::Descent(&specification.descent, specification.seed),
        control,
        frontend: &mut *frontend,
    };
    let opened = ReadyLandscape::new(&prepared, request).await?;
    let pool = frontend.pool();
    let job = UnderWay { specification, control, checkpoint, frontend, prepared: &prepared };
    match opened {
        ReadyLandscape::Host(network, setting) => {
            let threads = setting.threads + pool.as_ref().map_or(0, |pool| pool.most());
            let landscape = PooledNetwork::new(network, prepared.recipe(), pool);
            job.conclude(&landscape, Setting { threads, ..setting }).await
        }
        #[cfg(feature = "compute")]
        ReadyLandscape::Device(landscape, setting) => job.conclude(&landscape, setting).await,
    }
}

/// A job whose landscape is still to be opened.
struct UnderWay<'a> {
    specification: &'a Specification,
    control: &'a Control,
    checkpoint: Option<(&'a str, Checkpoint)>,
    frontend: &'a mut dyn Frontend,
    prepared: &'a Prepared,
}

impl UnderWay<'_> {
    async fn conclude(self, landscape: &impl Landscape, setting: Setting) -> Result<Finished, JobError> {
        let Self { specification, control, checkpoint, frontend, prepared } = self;
        let (result, findings) =
            conclude(specification, (landscape, ValuesAlone), setting, control, checkpoint, frontend).await?;
        let parameters = findings
            .and_then(|findings| findings.optimum)
            .map(|optimum| {
                let optimum = optimum.convert::<f32>().into_values();
                let mut description = prepared.description.clone();
                description["epochs"] = specification.descent.epochs.into();
                description["seed"] = specification.seed.into();
                write_parameters(&prepared.layout(), &optimum, &description)
            })
            .transpose()?;
        Ok(Finished { result, parameters })
    }
}

/// A network and its images, cut to size, before they are put on a device.
struct Prepared {
    shape: NetworkShape,
    train: Dataset,
    /// The measured images; `None` if they are all training images.
    measured: Option<Dataset>,
    test: Dataset,
    normalisation: Normalisation,
    regularisation: Regularisation,
    /// The landscape as text.
    landscape: String,
    /// The SHA-256 of the images that were read.
    data_sha256: String,
    /// Whether its files are the published ones, if known.
    data_published: Option<bool>,
    /// What a parameter file states about the network.
    description: Value,
    /// Everything a descent's numbers depend on besides its own settings and what computes.
    identity: Value,
}

impl Prepared {
    fn new(network: &NetworkSpecification, images: &impl ImageSource) -> Result<Self, JobError> {
        // Before the images are read and cut to size, which takes seconds.
        check_support(&network.network)?;
        let loaded = images.load(network.data, network.data_dir.as_deref())?;
        network.images_used(&loaded)?;
        // If it is measured, then on the whole training set, so that a subset is normalised as the whole set would be.
        let normalisation = network.normalisation.of(loaded.data.train())?;
        let train = subset(loaded.data.train(), network.train_size)?;
        let measured = match network.measured_images {
            0 => None,
            size => Some(train.balanced(size)?),
        };
        let test = subset(loaded.data.test(), network.test_size)?;
        let shape = NetworkShape::new(
            &network.network,
            network.activation,
            network.width,
            train.shape(),
            train.classes(),
        )?;
        let parameters = shape.layout().parameters();
        let identity = NetworkSpecification { data_dir: None, ..network.clone() };
        Ok(Self {
            // Points that earlier versions kept are found by this.
            identity: json!({ "network": with_first_names(&fields_of(&identity)), "images": loaded.sha256 }),
            landscape: format!(
                "{} with {} parameters on {}",
                network.network,
                grouped(parameters),
                loaded.description_of_parts(train.count(), test.count())
            ),
            data_sha256: loaded.sha256.clone(),
            data_published: loaded.published,
            description: json!({
                "activation": network.activation,
                "data": network.data,
                "network": network.network,
                "normalisation": normalisation,
                "test_size": test.count(),
                "train_size": train.count(),
                "width": network.width,
            }),
            regularisation: Regularisation { l2: network.l2, dropout: network.dropout },
            shape,
            train,
            measured,
            test,
            normalisation,
        })
    }

    fn layout(&self) -> Layout {
        self.shape.layout()
    }

    /// What others need to know to compute the same network on the CPU.
    fn recipe(&self) -> Recipe<'_> {
        Recipe {
            shape: &self.shape,
            train: &self.train,
            test: &self.test,
            measured: self.measured.as_ref(),
            normalisation: &self.normalisation,
            regularisation: self.regularisation,
            instructions: Instructions::in_use().name(),
        }
    }

    /// Everything a descent's numbers depend on besides its own settings.
    fn identity_on(&self, device: &str, backend: &str) -> Value {
        json!({ "landscape": self.identity, "device": device, "backend": backend })
    }
}

/// Checks that this build computes a network: by kernels, or through Burn.
///
/// # Errors
/// When the network has no kernels, and this build has no Burn; in a browser, another worker has it.
pub fn check_support(architecture: &Architecture) -> Result<(), JobError> {
    match NetworkKernel::supports(architecture) || cfg!(feature = "compute") {
        true => Ok(()),
        false if cfg!(target_arch = "wasm32") => Err(JobError::NeedsAnotherWorker),
        false => Err(NoKernels { network: architecture.to_string() }.into()),
    }
}

fn subset(images: &Dataset, size: usize) -> Result<Dataset, JobError> {
    match size {
        0 => Ok(images.clone()),
        size => Ok(images.balanced(size)?),
    }
}

/// Loss and accuracy, on all chosen images, of the θ in a safetensors file.
///
/// # Errors
/// When the data or the device is unavailable, the file cannot be read, or it holds another network's weights.
pub async fn evaluate_parameters(
    network: &NetworkSpecification,
    images: &impl ImageSource,
    file: &str,
    bytes: &[u8],
    control: &Control,
    frontend: &mut dyn Frontend,
) -> Result<Evaluated, JobError> {
    let _chosen = frontend.instructions().map(Instructions::choose);
    let prepared = Prepared::new(network, images)?;
    let ReadParameters { parameters, remarks } = read_parameters(file, bytes, &prepared.layout())?;
    let point = HostPoints::single(parameters).convert();
    let sample = Sample::Evaluation(&point);
    let request =
        DeviceRequest { choice: network.device, begun_on: None, sample, control, frontend: &mut *frontend };
    let measured = match ReadyLandscape::new(&prepared, request).await? {
        ReadyLandscape::Host(landscape, setting) => {
            evaluate(&landscape, setting, &point, control, frontend).await?
        }
        #[cfg(feature = "compute")]
        ReadyLandscape::Device(landscape, setting) => {
            evaluate(&landscape, setting, &point, control, frontend).await?
        }
    };
    Ok(Evaluated { measured, normalisation: prepared.normalisation, remarks })
}

async fn evaluate(
    landscape: &impl Landscape,
    setting: Setting,
    point: &HostPoints<f64>,
    control: &Control,
    frontend: &mut dyn Frontend,
) -> Result<FinalMeasurements, JobError> {
    let point = landscape.points(point);
    frontend.hear(Event::Started {
        device: setting.device,
        reason: setting.reason,
        landscape: setting.landscape,
    });
    let examples = landscape.examples(Split::Train) + landscape.examples(Split::Test);
    let mut pacing = Pacing::new(control.clone(), examples as f64, frontend);
    let train = measure(landscape, &point, Split::Train, &mut pacing).await?;
    let test = measure(landscape, &point, Split::Test, &mut pacing).await?;
    Ok(FinalMeasurements { train: train[0], test: test[0] })
}

#[cfg(all(test, not(feature = "compute")))]
mod tests {
    use super::*;

    #[test]
    fn a_build_that_lacks_a_network_says_which_build_has_it() {
        let check = |name: &str| check_support(&name.parse().unwrap());
        assert!(check("simple-cnn").is_ok());
        let error = check("resnet-16-32-64").unwrap_err();
        assert!(error.is_bad_input());
        let message = error.to_string();
        for part in ["'resnet-16-32-64' has no kernels", "build with the feature `compute`"] {
            assert!(message.contains(part), "{message}");
        }
    }
}

#[cfg(test)]
mod tests_of_identity {
    use super::*;
    use crate::data::{DataError, Loaded, Source, SyntheticSize, synthetic};

    struct FewImages;

    impl ImageSource for FewImages {
        fn load(&self, _source: Source, _directory: Option<&str>) -> Result<Loaded, DataError> {
            synthetic::load(synthetic::DEFAULT_SEED, SyntheticSize { train: 40, test: 20 })
        }
    }

    #[test]
    fn stored_points_are_found_under_the_names_that_settings_had_first() {
        let network = NetworkSpecification { measured_images: 10, ..NetworkSpecification::default() };
        let prepared = Prepared::new(&network, &FewImages).unwrap();
        let identity = &prepared.identity["network"];
        assert_eq!(identity["evaluation_size"], 10);
        assert!(identity.get("measured_images").is_none(), "{identity}");
    }
}
