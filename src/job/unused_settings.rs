//! Settings that an experiment does not use on its landscape. A specification holds them with all others, but nobody should
//! be shown them, or believe that a value given for one changes anything.

use super::{LandscapeSpecification, Specification, SpecificationError};
use crate::descent::DescentSpecification;
use crate::settings::Setting;

/// The setting of the descent that needs examples, which wedges and functions lack.
const BATCH_SIZE: &str = "batch_size";

impl Specification {
    /// Every setting that this experiment uses on this landscape, with its allowed values.
    pub fn used_settings(&self) -> Vec<Setting> {
        self.settings().into_iter().filter(|setting| self.uses(setting.name)).collect()
    }

    /// Whether the experiment uses this setting on its landscape.
    pub fn uses(&self, setting: &str) -> bool {
        let of_descent = DescentSpecification::SETTINGS.iter().any(|known| known.name == setting);
        let unused = match &self.landscape {
            LandscapeSpecification::Wedges(_) => self.experiment.unused_on_wedges(),
            LandscapeSpecification::Network(_) | LandscapeSpecification::Function(_) => {
                self.experiment.unused_on_networks()
            }
        };
        let has_batches = matches!(self.landscape, LandscapeSpecification::Network(_));
        match of_descent {
            true => self.experiment.uses_descent() && (has_batches || setting != BATCH_SIZE),
            false => !unused.contains(&setting),
        }
    }

    /// Checks that a setting for which a value is given has an effect.
    ///
    /// # Errors
    /// [`SpecificationError::Unused`] when it has none.
    pub fn check_use(&self, setting: &str) -> Result<(), SpecificationError> {
        if self.uses(setting) {
            return Ok(());
        }
        let landscape = match self.landscape {
            LandscapeSpecification::Wedges(_) => "wedges",
            LandscapeSpecification::Network(_) => "networks",
            LandscapeSpecification::Function(_) => "functions",
        };
        let experiment = self.experiment.name();
        Err(SpecificationError::Unused { field: setting.to_owned(), experiment, landscape })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;

    fn on(landscape: &str, experiment: &str) -> Specification {
        let landscape = LandscapeSpecification::named(landscape).unwrap();
        let experiment = match landscape {
            LandscapeSpecification::Wedges(_) => Experiment::named(experiment),
            LandscapeSpecification::Network(_) | LandscapeSpecification::Function(_) => {
                Experiment::named_on_networks(experiment)
            }
        };
        Specification::new(experiment.unwrap(), landscape)
    }

    #[test]
    fn unused_settings_are_settings_of_their_experiment() {
        for name in Experiment::KNOWN {
            let experiment = Experiment::named(name).unwrap();
            for unused in experiment.unused_on_wedges().iter().chain(experiment.unused_on_networks()) {
                assert!(experiment.settings().iter().any(|known| known.name == *unused), "{name}: {unused}");
            }
        }
        assert!(DescentSpecification::SETTINGS.iter().any(|known| known.name == BATCH_SIZE));
    }

    #[test]
    fn what_belongs_to_one_landscape_is_unused_on_the_other() {
        for (experiment, on_wedges, on_networks) in [
            ("averaging", "kicks", "cycle_epochs"),
            ("random-cut", "plane_dimensions", "radius_dimension"),
            ("short-directions", "m", "lanczos_steps"),
            ("tunnel", "points", "batch_size"),
        ] {
            assert!(on("wedges", experiment).uses(on_wedges), "{experiment}");
            assert!(!on("wedges", experiment).uses(on_networks), "{experiment}");
            assert!(on("network", experiment).uses(on_networks), "{experiment}");
        }
        assert!(!on("network", "averaging").uses("kicks"));
        let refused = on("wedges", "tunnel").check_use("batch_size").unwrap_err();
        assert_eq!(refused.to_string(), "the experiment tunnel does not use batch_size on wedges; omit it");
        assert_eq!(refused.fields(), ["batch_size"]);
    }

    #[test]
    fn a_descent_path_uses_its_own_step_sizes() {
        let specification = on("wedges", "descent-path");
        for setting in DescentSpecification::SETTINGS {
            assert!(!specification.uses(setting.name), "{}", setting.name);
        }
        let used: Vec<&str> = specification.used_settings().iter().map(|setting| setting.name).collect();
        assert!(["seed", "half_square_rate", "dimension"].iter().all(|name| used.contains(name)), "{used:?}");
    }
}
