//! `wedgelab evaluate`: loss and accuracy of parameters trained earlier, here or in PyTorch.

use super::Failure;
use super::arguments::EvaluateArguments;
use super::file_errors::with_cause;
use super::given::Given;
use super::image_settings::settle_images;
use super::images::FolderImages;
use super::instructions::without_effect;
use super::progress::JobProgress;
use super::signals;
use super::standard_streams::{print_line, remark};
use super::terminal::Terminal;
use crate::data::{Normalisation, NormalisationChoice, Source};
use crate::experiment::FinalMeasurements;
use crate::job::{Control, Evaluated, LandscapeSpecification};
use crate::network::read_description;
use anyhow::anyhow;
use serde::Serialize;
use serde_json::Value;

/// What a parameter file written here records of its network; arguments may override it.
const DESCRIBED: [&str; 5] = ["network", ACTIVATION, "width", "data", NORMALISATION];
const ACTIVATION: &str = "activation";
const NORMALISATION: &str = "normalisation";

/// Measures the parameters in a file on training and test images.
pub(super) fn evaluate(arguments: &EvaluateArguments) -> Result<(), Failure> {
    let instructions = arguments.instructions.chosen()?;
    let file = arguments.theta.display().to_string();
    let bytes = std::fs::read(&arguments.theta).map_err(|error| {
        let found = format!("{file} cannot be read");
        Failure::BadInput(with_cause(found, &error, "give the path of a safetensors file"))
    })?;
    let mut given = arguments.settings.given()?;
    let description = read_description(&file, &bytes).map_err(Failure::bad_input)?.unwrap_or_default();
    let origin = Origin::of(&given, &description);
    let is_activation_assumed = given.get(ACTIVATION).is_none() && description.get(ACTIVATION).is_none();
    for field in DESCRIBED {
        if let Some(value) = description.get(field) {
            given.set_default(field, value.clone());
        }
    }
    if given.get("data").is_none() {
        return Err(Failure::BadInput(anyhow!(
            "{file} does not name the data set its network was trained on; give --data ({})",
            Source::NAMES.join(", ")
        )));
    }
    settle_images(&mut given)?;
    let specification = given.specification()?;
    let LandscapeSpecification::Network(network) = &specification.landscape else {
        return Err(Failure::BadInput(anyhow!(
            "the job file is for the landscape {}, and only networks have parameters to evaluate; remove `landscape` \
             from it",
            specification.landscape.name()
        )));
    };
    if let Some(line) = without_effect(instructions, &specification.landscape).filter(|_| !arguments.json) {
        remark(&line);
    }
    let control = Control::default();
    signals::obey(&control)?;
    let mut progress = JobProgress::new();
    let terminal = match arguments.json {
        true => Terminal::quiet(),
        false => Terminal::showing(&mut progress),
    };
    let mut terminal = terminal.computing_with(instructions);
    let evaluated = pollster::block_on(crate::job::evaluate_parameters(
        network,
        &FolderImages,
        &file,
        &bytes,
        &control,
        &mut terminal,
    ));
    terminal.finish();
    let evaluated = evaluated?;
    if !arguments.json {
        evaluated.remarks.iter().for_each(|line| remark(&format!("{file}: {line}")));
    }
    // An assumption is always printed: the network may have been trained on other inputs.
    if !arguments.json || origin == Origin::Assumed {
        remark(&origin.sentence(&file, &network.normalisation, &evaluated));
    }
    if is_activation_assumed {
        remark(&format!(
            "activation: {file} does not specify it, so {} is assumed; if the network was trained with another one, give \
             --activation",
            network.activation.name()
        ));
    }
    if arguments.json {
        let found = Found {
            measured: &evaluated.measured,
            normalisation: &evaluated.normalisation,
            normalisation_from: origin,
        };
        return print_line(&serde_json::to_string(&found).map_err(Failure::other)?);
    }
    for (split, measurement) in [("train", evaluated.measured.train), ("test", evaluated.measured.test)] {
        let accuracy = measurement.accuracy.unwrap_or(f64::NAN);
        print_line(&format!("{split}: loss {:.4}, accuracy {accuracy:.4}", measurement.loss))?;
    }
    Ok(())
}

/// What `--json` prints.
#[derive(Serialize)]
struct Found<'a> {
    #[serde(flatten)]
    measured: &'a FinalMeasurements,
    normalisation: &'a Normalisation,
    normalisation_from: Origin,
}

/// What specifies how pixels become inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Origin {
    Arguments,
    File,
    Assumed,
}

impl Origin {
    fn of(given: &Given, description: &Value) -> Self {
        match (given.get(NORMALISATION), description.get(NORMALISATION)) {
            (Some(_), _) => Self::Arguments,
            (None, Some(_)) => Self::File,
            (None, None) => Self::Assumed,
        }
    }

    fn sentence(self, file: &str, choice: &NormalisationChoice, evaluated: &Evaluated) -> String {
        let numbers = &evaluated.normalisation;
        match self {
            Self::Arguments => format!("normalisation: {choice}, as given (mean/deviation {numbers})"),
            Self::File => format!("normalisation: mean/deviation {numbers}, from {file}"),
            Self::Assumed => format!(
                "normalisation: {file} does not specify it, so mean/deviation {numbers} of the training images is \
                 assumed; if the network was trained on other inputs, give --normalisation (unit, half or MEAN/DEVIATION)"
            ),
        }
    }
}
