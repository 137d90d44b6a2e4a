//! A network on images of your own: train it twice, and measure the straight line between the two optima.
//!
//! `cargo run --release --example own_network` prints the loss along the line, with progress.

use wedgelab::prelude::*;

/// Images in 8 by 8 grey pixels of two classes: a bright left half or a bright right half, with noise.
fn halves(name: &str, count: usize) -> Result<Dataset, Box<dyn std::error::Error>> {
    let labels: Vec<u8> = (0..count).map(|image| (image % 2) as u8).collect();
    let pixels = labels.iter().enumerate().flat_map(|(image, &label)| {
        (0..64).map(move |pixel| {
            let noise = (image * 2_654_435_761 + pixel * 40_503) / 7 % 100;
            let is_bright = (pixel % 8 < 4) == (label == 0);
            (noise + if is_bright { 120 } else { 30 }) as u8
        })
    });
    let shape = ImageShape { channels: 1, height: 8, width: 8 };
    let classes = vec!["left".to_owned(), "right".to_owned()];
    Ok(Dataset::new(name, pixels.collect(), labels, shape, classes)?)
}

/// Prints where the job is.
struct Progress;

impl Frontend for Progress {
    fn hear(&mut self, event: Event) {
        match event {
            Event::Stage { stage } => eprintln!("{stage}"),
            Event::Progress { share, .. } => eprintln!("  {:.0} %", 100.0 * share),
            _ => {}
        }
    }

    /// A program that runs for hours writes the checkpoint to a file here, and hands it to `run_on` to resume.
    fn keep(&mut self, _checkpoint: &Checkpoint) {}
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (train, test) = (halves("training halves", 400)?, halves("test halves", 100)?);
    let shape = NetworkShape::new(&"mlp-16".parse()?, Activation::Relu, 1.0, train.shape(), train.classes())?;
    let network = HostNetwork::new(
        shape,
        &train,
        &test,
        &Normalisation::of(&train),
        Regularisation::default(),
        Instructions::best(),
    )?;
    let specification = Specification::on_function("mlp-16 on halves", network.dimension(), "interpolation")?
        .with("positions", 11)?
        .with("batch_size", 50)?
        .with("epochs", 20)?;
    let (control, mut frontend) = (Control::default(), Progress);
    let job = run_on(&specification, &network, &control, None, &mut frontend);
    let result = pollster::block_on(job)?.result;
    let Numbers::Interpolation(line) = &result.numbers else { return Err("the training diverged".into()) };
    for (position, loss) in line.position.iter().zip(&line.loss) {
        println!("{position} {loss}");
    }
    Ok(())
}
