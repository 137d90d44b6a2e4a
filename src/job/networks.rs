//! Jobs on networks: a device, the images on it, and θ to and from a file.

use super::pacing::Pacing;
use super::run::{Setting, conclude};
use super::{
    Checkpoint, Control, Event, Finished, FrontDoor, ImageSource, JobError, NetworkSpecification,
    Specification,
};
use crate::data::{Dataset, Normalisation};
use crate::experiment::FinalMeasurements;
use crate::landscape::{HostPoints, Landscape, NetworkLandscape, Regularisation, Split};
use crate::network::{NetworkShape, read_parameters, write_parameters};
use serde_json::{Value, json};

mod device;

pub use device::{DeviceError, ListedAdapter, OpenedDevice, list_adapters, open_device};

/// Runs a job on a network.
///
/// # Errors
/// When the network, the data or the device is not to be had, the checkpoint is another job's, or the job is cancelled.
pub(super) async fn run(
    specification: &Specification,
    network: &NetworkSpecification,
    images: &impl ImageSource,
    control: &Control,
    checkpoint: Option<(&str, Checkpoint)>,
    door: &mut dyn FrontDoor,
) -> Result<Finished, JobError> {
    let (landscape, setting, description) = build(network, images).await?;
    let (result, findings) = conclude(specification, &landscape, setting, control, checkpoint, door).await?;
    let parameters = findings
        .and_then(|findings| findings.optimum)
        .map(|optimum| {
            let optimum = optimum.convert::<f32>().into_values();
            write_parameters(landscape.network().layout(), &optimum, &description)
        })
        .transpose()?;
    Ok(Finished { result, parameters })
}

/// Builds the landscape of a network: its images read, cut to size, normalised, and placed on the device.
async fn build(
    network: &NetworkSpecification,
    images: &impl ImageSource,
) -> Result<(NetworkLandscape, Setting, Value), JobError> {
    let loaded = images.load(network.data, network.data_dir.as_deref())?;
    // Mean and deviation are those of the whole training set, so that a subset is seen as the whole would be.
    let normalisation = Normalisation::of(loaded.data.train());
    let train = subset(loaded.data.train(), network.train_size)?;
    let test = subset(loaded.data.test(), network.test_size)?;
    let shape = NetworkShape::new(
        &network.network,
        network.activation,
        network.width,
        train.shape(),
        train.classes(),
    )?;
    let opened = open_device(network.device).await?;
    let regularisation = Regularisation { l2: network.l2, dropout: network.dropout };
    let landscape = NetworkLandscape::new(
        shape,
        &train,
        &test,
        &normalisation,
        regularisation,
        opened.portions,
        &opened.device,
    )?;
    let setting = Setting {
        device: opened.name,
        backend: opened.backend,
        reason: opened.reason,
        landscape: format!(
            "{} of {} parameters on {}",
            network.network,
            landscape.dimension(),
            loaded.description
        ),
    };
    let description = json!({
        "activation": network.activation,
        "data": network.data,
        "network": network.network,
        "normalisation": normalisation,
        "width": network.width,
    });
    Ok((landscape, setting, description))
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
/// When the data, the device or the file is not to be had, or the file holds another network's weights.
pub async fn evaluate_parameters(
    network: &NetworkSpecification,
    images: &impl ImageSource,
    file: &str,
    bytes: &[u8],
    control: &Control,
    door: &mut dyn FrontDoor,
) -> Result<FinalMeasurements, JobError> {
    let (landscape, setting, _) = build(network, images).await?;
    let parameters = read_parameters(file, bytes, landscape.network().layout())?;
    let point = landscape.points(&HostPoints::single(parameters).convert());
    door.hear(Event::Started {
        device: setting.device,
        reason: setting.reason,
        landscape: setting.landscape,
    });
    let examples = landscape.examples(Split::Train) + landscape.examples(Split::Test);
    let mut pacing = Pacing::new(control.clone(), examples as f64, door);
    let train = landscape.measure(&point, Split::Train, &mut pacing).await?;
    let test = landscape.measure(&point, Split::Test, &mut pacing).await?;
    Ok(FinalMeasurements { train: train[0], test: test[0] })
}
