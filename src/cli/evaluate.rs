//! `wedgelab evaluate`: loss and accuracy of parameters that were trained before, here or in PyTorch.

use super::Failure;
use super::arguments::EvaluateArguments;
use super::images::FolderImages;
use super::progress::JobProgress;
use super::signals;
use super::terminal::Terminal;
use crate::job::{Control, LandscapeSpecification};
use crate::network::read_description;
use anyhow::Context;

/// What a parameter file of ours says of its network, and arguments may override.
const DESCRIBED: [&str; 4] = ["network", "activation", "width", "data"];

/// Measures the parameters in a file on training and test images.
pub(super) fn evaluate(arguments: &EvaluateArguments) -> Result<(), Failure> {
    let file = arguments.theta.display().to_string();
    let bytes = std::fs::read(&arguments.theta)
        .with_context(|| format!("{file} cannot be read; give the path of a safetensors file"))
        .map_err(Failure::BadInput)?;
    let mut given = arguments.settings.given()?;
    let description = read_description(&file, &bytes).map_err(Failure::bad_input)?.unwrap_or_default();
    for field in DESCRIBED {
        if let Some(value) = description.get(field) {
            given.set_default(field, value.clone());
        }
    }
    let specification = given.specification()?;
    let LandscapeSpecification::Network(network) = &specification.landscape else {
        return Err(Failure::BadInput(anyhow::anyhow!("only networks have parameters to evaluate")));
    };
    let control = Control::default();
    signals::obey(&control)?;
    let mut progress = JobProgress::new();
    let mut terminal = match arguments.json {
        true => Terminal::quiet(),
        false => Terminal::showing(&mut progress),
    };
    let measured = pollster::block_on(crate::job::evaluate_parameters(
        network,
        &FolderImages,
        &file,
        &bytes,
        &control,
        &mut terminal,
    ));
    terminal.finish();
    let measured = measured?;
    if arguments.json {
        println!("{}", serde_json::to_string(&measured).map_err(Failure::other)?);
        return Ok(());
    }
    for (split, measurement) in [("train", measured.train), ("test", measured.test)] {
        let accuracy = measurement.accuracy.unwrap_or(f64::NAN);
        println!("{split}: loss {:.4}, accuracy {accuracy:.4}", measurement.loss);
    }
    Ok(())
}
