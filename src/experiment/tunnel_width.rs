//! How wide the tunnel around a trained network is, and what makes it wider (section 4.4 and figure 5 of the paper):
//! networks are trained at several values of one setting, and the loss is measured along directions away from their
//! optima.
//!
//! Networks that train faster have a lower loss after the same number of epochs, and are narrower for that reason
//! alone. So widths are compared at the same training loss, the target loss of the descent; the same training then
//! continues through all epochs, and widths are measured again at its end.

mod claims;
mod measuring;
mod numbers;
mod varied;

pub use numbers::{NetworkNumbers, Outcome, Spread, StageNumbers, TunnelWidthNumbers};
pub use varied::Varied;

use super::training::train_passes;
use super::width::LOSSES_PER_WIDTH;
use super::{ExperimentError, Findings, Offer, Protocol, UnsuitableSetting, seeds_of_repetitions};
use crate::descent::DescentSpecification;
use crate::landscape::Landscape;
use crate::landscape::wedges::WedgesSpecification;
use crate::observer::{Note, Observer, Work};
use crate::points::Split;
use crate::settings::settings;
use measuring::{Measuring, Stages};

settings! {
    /// The settings of the experiment.
    ///
    /// A second loss counts as high: half a nat above an optimum's own loss.
    #[serde(deny_unknown_fields)]
    pub struct TunnelWidth {
        /// The setting of the training that is varied
        vary: Varied = Varied::LearningRate, name("setting to vary");
        /// Values that it is set to; widths are in widths of the network of the job
        values: Vec<f64> = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02],
            list(real(0.0 to 1_000_000.0) up to 20), "of the varied setting";
        /// Networks at every value, each from a different seed
        repetitions: usize = 3, whole(1 to 100), "networks";
        /// Random directions from every optimum
        directions: usize = 5, whole(1 to 1_000), "directions";
        /// The loss that counts as high
        threshold: f64 = 1.5, above(0.0 to 1_000.0), "nats";
    }
}

impl Protocol for TunnelWidth {
    const OFFERS: &'static [Offer] = &[Offer {
        name: "width",
        title: "Tunnel width against the learning rate",
        hint: "Trains networks at several learning rates until their losses are equal, and measures how far one \
                   can go from each before the loss is high.",
        on_network: &[
            ("vary", "learning_rate"),
            ("values", "0.0005,0.002,0.008"),
            ("repetitions", "2"),
            ("directions", "5"),
        ],
        // The width depends on how a network was trained, and the wedges are not trained.
        on_wedges: None,
    }];

    fn check(&self, wedges: Option<&WedgesSpecification>) -> Result<(), UnsuitableSetting> {
        if wedges.is_some() {
            return Err(UnsuitableSetting {
                field: "landscape",
                advice: "tunnel-width does not run on wedges, which are equally wide wherever a descent ends; choose the \
                         landscape network"
                    .to_owned(),
            });
        }
        self.vary.check(&self.values)
    }

    fn passes(&self, landscape: &impl Landscape, descent: &DescentSpecification) -> f64 {
        let measured = landscape.examples(Split::Measured);
        let has_target = descent.target_loss > 0.0;
        let stages = if has_target { 2 } else { 1 };
        // A point's own loss, and both widths.
        let losses = stages * (1 + 2 * self.directions * LOSSES_PER_WIDTH);
        // In half the checks the target is not reached yet.
        let looks = if has_target { 2 * descent.epochs } else { 0 };
        let measuring = Work::Evaluation(((losses + looks) * measured) as f64).passes();
        let networks = self.values.iter().map(|&value| {
            let (_, descent) = self.vary.set_to(value, descent);
            train_passes(landscape, &descent) + measuring
        });
        networks.sum::<f64>() * self.repetitions as f64
    }

    /// Trains at every value and seed, and measures widths at the target loss and at the end.
    async fn run<L: Landscape>(
        &self,
        landscape: &L,
        descent: &DescentSpecification,
        seed: u64,
        observer: &mut impl Observer,
    ) -> Result<Findings, ExperimentError> {
        let seeds = seeds_of_repetitions(None, seed, self.repetitions);
        let measuring = Measuring { directions: self.directions, threshold: self.threshold };
        let mut stages = Vec::with_capacity(self.values.len());
        for &value in &self.values {
            let mut networks = Vec::with_capacity(seeds.len());
            for (number, &seed) in seeds.iter().enumerate() {
                let (setting, of) = (self.vary.in_words(), seeds.len());
                observer.note(Note::Stage(format!("{setting} {value}: network {} of {of}", number + 1)));
                let (variation, descent) = self.vary.set_to(value, descent);
                let measured = match variation {
                    None => measuring.network(landscape, &descent, seed, observer).await?,
                    Some(variation) => match landscape.varied(variation) {
                        Some(varied) => measuring.network(&varied, &descent, seed, observer).await?,
                        None => Stages::not_built(),
                    },
                };
                networks.push(measured);
            }
            stages.push(networks);
        }
        let of_stage = |stage: fn(&Stages) -> &NetworkNumbers| {
            let networks = stages.iter().map(|networks| networks.iter().map(|each| stage(each).clone()));
            StageNumbers::of(networks.map(Iterator::collect).collect())
        };
        let has_target = descent.target_loss > 0.0;
        let numbers = TunnelWidthNumbers {
            vary: self.vary.name().to_owned(),
            values: self.values.clone(),
            seeds,
            at_target: has_target.then(|| of_stage(|stages| &stages.at_target)),
            at_end: of_stage(|stages| &stages.at_end),
        };
        let claims = claims::claims(self.vary, descent, &numbers);
        Ok(Findings { numbers: numbers.into(), claims, final_measurements: None, optimum: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{SyntheticSize, synthetic};
    use crate::experiment::Numbers;
    use crate::figure::{Figure, figures_of};
    use crate::landscape::{HostNetwork, Regularisation};
    use crate::network::{Activation, NetworkShape};
    use crate::observer::{Interrupted, Journal};
    use crate::simd::Instructions;
    use crate::step::Optimizer;

    /// Keeps a record, and counts the examples of all gradients.
    #[derive(Default)]
    struct Keeper {
        journal: Journal,
        gradients: f64,
    }

    impl Observer for Keeper {
        async fn breathe(&mut self, work: Work) {
            if let Work::Gradient(examples) = work {
                self.gradients += examples;
            }
        }

        async fn hold(&mut self) -> Result<(), Interrupted> {
            Ok(())
        }

        fn note(&mut self, _note: Note) {}

        fn journal(&mut self) -> Option<&mut Journal> {
            Some(&mut self.journal)
        }
    }

    fn small_network() -> HostNetwork {
        let images = synthetic::generate(3, SyntheticSize { train: 40, test: 20 }).unwrap();
        let shape = images.train().shape();
        let shape = NetworkShape::new(&"mlp-4".parse().unwrap(), Activation::Relu, 1.0, shape, 10).unwrap();
        let (train, test) = (images.train(), images.test());
        let plain = Regularisation::default();
        HostNetwork::new(shape, train, test, &images.normalisation(), plain, Instructions::best()).unwrap()
    }

    fn descent() -> DescentSpecification {
        DescentSpecification {
            epochs: 12,
            batch_size: 10,
            learning_rate: 0.01,
            optimizer: Optimizer::Sgd,
            target_loss: 2.0,
            ..DescentSpecification::for_networks()
        }
    }

    fn run(experiment: &TunnelWidth, keeper: &mut Keeper) -> (Findings, TunnelWidthNumbers) {
        experiment.check(None).unwrap();
        let (landscape, descent) = (small_network(), descent());
        let findings = pollster::block_on(experiment.run(&landscape, &descent, 1, keeper)).unwrap();
        let Numbers::TunnelWidth(numbers) = findings.numbers.clone() else { panic!("{findings:?}") };
        (findings, numbers)
    }

    #[test]
    fn what_diverges_is_left_out_and_the_job_continues_and_resumes() {
        // Every step of SGD multiplies all parameters by 1 − 2 · 0.01 · 1000 = −19.
        let experiment = TunnelWidth {
            vary: Varied::L2,
            values: vec![0.0, 1e-3, 1000.0],
            repetitions: 2,
            directions: 3,
            threshold: 2.6,
        };
        let mut keeper = Keeper::default();
        let (findings, numbers) = run(&experiment, &mut keeper);
        let outcome = |stage: &StageNumbers| {
            stage.networks.iter().flatten().map(|network| network.outcome).collect::<Vec<_>>()
        };
        let met = numbers.at_target.as_ref().unwrap();
        for stage in [met, &numbers.at_end] {
            use Outcome::{Diverged, Measured};
            assert_eq!(outcome(stage), [Measured, Measured, Measured, Measured, Diverged, Diverged]);
            assert_eq!(stage.euclidean.networks[2], 0);
            assert!(stage.euclidean.mean[2].is_nan());
        }
        for (at_target, at_end) in met.networks[0].iter().zip(&numbers.at_end.networks[0]) {
            assert!(at_target.loss.unwrap() <= 2.0);
            assert!(at_target.steps <= at_end.steps && at_end.steps == Some(48));
            assert!(at_end.length.unwrap() > 0.0 && at_end.test_accuracy.is_some());
        }
        assert!(findings.claims.len() >= 2, "{:?}", findings.claims);
        // Trainings that diverge do not take all their steps, and recorded work is not repeated.
        assert!(keeper.gradients < 6.0 * 480.0 && keeper.gradients > 4.0 * 480.0);
        let mut resumed =
            Keeper { journal: Journal::new(keeper.journal.record().clone()), ..Keeper::default() };
        let (again, _) = run(&experiment, &mut resumed);
        assert_eq!((&again.numbers, resumed.gradients), (&findings.numbers, 0.0));
        assert_eq!(resumed.journal.record().descents.len(), 6);
        let figures = figures_of(&findings.numbers, "loss").unwrap();
        assert_eq!(figures.len(), 2);
        for figure in &figures {
            let Figure::Chart(chart) = figure else { panic!("a chart") };
            assert_eq!(chart.x.categories, ["0", "1e−3", "1000"]);
            assert_eq!(chart.marks.iter().map(|mark| mark.label.as_str()).collect::<Vec<_>>(), ["diverged"]);
            assert!(chart.series.iter().flat_map(|series| &series.points).all(|point| point.0 < 2.0));
        }
    }

    #[test]
    fn wider_networks_are_longer_points() {
        let experiment = TunnelWidth {
            vary: Varied::Width,
            values: vec![0.5, 1.0, 4.0],
            repetitions: 1,
            directions: 2,
            threshold: 2.6,
        };
        let (_, numbers) = run(&experiment, &mut Keeper::default());
        assert_eq!(numbers.at_end.networks[2][0].outcome, Outcome::Measured);
        assert!(numbers.at_end.networks[0][0].length < numbers.at_end.networks[2][0].length);
    }

    #[test]
    fn values_are_those_of_their_setting() {
        let refused = |vary, values: &[f64]| {
            let experiment = TunnelWidth { vary, values: values.to_vec(), ..TunnelWidth::default() };
            experiment.check(None).unwrap_err().to_string()
        };
        assert!(TunnelWidth::default().check(None).is_ok());
        assert!(
            refused(Varied::BatchSize, &[0.5, 16.0])
                .contains("batch_size cannot be 0.5; each value must be a whole number from 1")
        );
        assert!(refused(Varied::LearningRate, &[0.0, 1.0]).contains("above 0"));
        assert!(refused(Varied::Dropout, &[0.0, 1.0]).contains("0.95"));
        assert!(refused(Varied::L2, &[0.1, 0.1]).contains("the smallest first"));
        let on_wedges = TunnelWidth::default().check(Some(&WedgesSpecification::default())).unwrap_err();
        assert_eq!(on_wedges.field, "landscape");
    }
}
