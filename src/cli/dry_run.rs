//! `--dry-run`: what a job would do, determined without computing or writing anything.

use super::Failure;
use super::arguments::OutputArguments;
use super::images::FolderImages;
use super::output::{OutputFolder, Seen};
use super::progress::in_words;
use super::restart::discarded;
use super::settings_text::in_toml;
use super::standard_streams::print;
use crate::data::{Loaded, grouped};
use crate::job::{
    ImageSource, ImagesUsed, JobError, LandscapeSpecification, NetworkSpecification, Specification,
    check_support,
};
use crate::network::NetworkShape;
use serde_json::json;
use std::path::Path;

/// What a job would work on.
struct Work {
    landscape: String,
    images: Option<String>,
    device: &'static str,
}

/// Prints what would be run, and which files would be written.
///
/// # Errors
/// When the job would be rejected.
pub(super) fn dry_run(specification: &Specification, output: &OutputArguments) -> Result<(), Failure> {
    let work = work(specification)?;
    let output_words = match &output.out {
        None => "nothing would be written; use --out DIR to save the result".to_owned(),
        Some(path) => would_write(path, specification, output.beginning.restart)?,
    };
    if output.json {
        let object = json!({
            "specification": specification.to_map(),
            "landscape": work.landscape,
            "images": work.images,
            "device": work.device,
            "output": output_words,
        });
        return print((serde_json::to_string_pretty(&object).map_err(Failure::other)? + "\n").as_bytes());
    }
    if output.remarks.quiet {
        return Ok(());
    }
    let mut text = format!("{}Landscape: {}\n", settings(specification), work.landscape);
    if let Some(images) = work.images {
        text += &format!("Images: {images}\n");
    }
    text += &format!(
        "Device: {}\nOutput: {output_words}\nThis was a dry run: nothing was computed or written.\n",
        work.device
    );
    print(text.as_bytes())
}

/// Every setting that the job uses, on a line of its own.
pub(super) fn settings(specification: &Specification) -> String {
    let values = specification.to_map();
    let line = |name: &str| format!("{name} = {}\n", in_toml(values.get(name)));
    specification.used_settings().iter().map(|setting| line(setting.name)).collect()
}

/// Checks that the images of a job exist and fit its network.
///
/// # Errors
/// When they are missing or damaged, or do not fit the job.
pub(super) fn refuse_unusable_images(specification: &Specification) -> Result<(), Failure> {
    work(specification).map(drop)
}

fn work(specification: &Specification) -> Result<Work, Failure> {
    match &specification.landscape {
        LandscapeSpecification::Wedges(job) => Ok(Work {
            landscape: format!(
                "wedges of {} dimensions in a space of {}",
                job.wedges.wedge_dimension, job.wedges.dimension
            ),
            images: None,
            device: job.device.name(),
        }),
        LandscapeSpecification::Network(network) => {
            let loaded =
                FolderImages.load(network.data, network.data_dir.as_deref()).map_err(Failure::bad_input)?;
            Ok(Work {
                landscape: of_network(network, &loaded)?,
                images: Some(of_images(network, &loaded)?),
                device: network.device.name(),
            })
        }
        LandscapeSpecification::Function(_) => Err(Failure::bad_input(JobError::NeedsFunction)),
    }
}

fn of_network(network: &NetworkSpecification, loaded: &Loaded) -> Result<String, Failure> {
    let train = loaded.data.train();
    let shape = NetworkShape::new(
        &network.network,
        network.activation,
        network.width,
        train.shape(),
        train.classes(),
    )
    .map_err(Failure::bad_input)?;
    check_support(&network.network)?;
    Ok(format!("{} with {} parameters", network.network, grouped(shape.layout().parameters())))
}

/// The data set, and how much of it is used.
fn of_images(network: &NetworkSpecification, loaded: &Loaded) -> Result<String, Failure> {
    let ImagesUsed { train, measured, test } = network.images_used(loaded).map_err(Failure::bad_input)?;
    Ok(format!(
        "{} Used: {} for training, {} of them for measuring, {} for testing.",
        loaded.description,
        grouped(train),
        grouped(measured),
        grouped(test)
    ))
}

/// What would be written into a folder.
fn would_write(path: &Path, specification: &Specification, is_restarted: bool) -> Result<String, Failure> {
    let name = path.display();
    let files = "result.json and every figure as SVG, PNG and CSV";
    let has_parameters = matches!(specification.landscape, LandscapeSpecification::Network(_))
        && specification.experiment.name() == "training";
    let parameters = if has_parameters { ", theta.safetensors" } else { "" };
    let written = format!("{name} would hold {files}{parameters}");
    if is_restarted && path.is_dir() {
        return Ok(match discarded(path, specification)?.as_slice() {
            [] => written,
            files => format!("{written}; discarded first: {}", files.join(", ")),
        });
    }
    Ok(match OutputFolder::look(path, specification)? {
        Seen::Nothing => written,
        Seen::Unfinished(checkpoint) => {
            format!("{written}; the run would resume after {} of work", in_words(checkpoint.seconds))
        }
        Seen::Finished => format!("{name} already holds this result; nothing would be computed"),
    })
}
