//! Unknown names: one error message for all of them, with the known names and the one that was probably meant.

/// A name that is not among the known ones.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {kind} '{name}'; {}", advice(nearest.as_deref(), known))]
pub struct UnknownName {
    /// What it should name: an experiment, a setting, a device …
    pub kind: &'static str,
    /// The name as given.
    pub name: String,
    /// The known name that was probably meant; `None` if none is similar.
    pub nearest: Option<String>,
    /// All known names.
    pub known: String,
}

/// The name of a setting that does not exist for what is set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{of} has no setting '{}'; {}", name.name, name.advice())]
pub struct NoSuchSetting {
    /// What is set, such as an experiment on a landscape.
    pub of: String,
    /// The name.
    pub name: UnknownName,
}

impl UnknownName {
    /// The error for a name that is not among `known` (at least one).
    pub fn new<'a>(kind: &'static str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        Self {
            kind,
            name: name.chars().take(LONGEST_NAME).collect(),
            nearest: nearest(name, &known).map(str::to_owned),
            known: known.join(", "),
        }
    }

    /// Checks that a name is among the known ones.
    ///
    /// # Errors
    /// When it is not.
    pub fn check(kind: &'static str, name: &str, known: &[&str]) -> Result<(), Self> {
        if known.contains(&name) { Ok(()) } else { Err(Self::new(kind, name, known.iter().copied())) }
    }

    /// Which name to choose instead.
    pub fn advice(&self) -> String {
        advice(self.nearest.as_deref(), &self.known)
    }
}

/// The largest number of characters of an unknown name that is compared and repeated.
const LONGEST_NAME: usize = 60;

fn advice(nearest: Option<&str>, known: &str) -> String {
    match nearest {
        Some(nearest) => format!("did you mean '{nearest}'? Choose one of {known}"),
        None => format!("choose one of {known}"),
    }
}

/// The known name that this one is probably a typo of, ignoring case and the kind of hyphen: at most one character in
/// three differs, or the end is missing.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |name: &str| -> String {
        name.chars()
            .take(LONGEST_NAME)
            .map(|letter| if letter == '_' { '-' } else { letter.to_ascii_lowercase() })
            .collect()
    };
    let typed = plain(name);
    let slips = |candidate: &str| -> Option<usize> {
        let candidate = plain(candidate);
        let longer = typed.chars().count().max(candidate.chars().count());
        let slips = strsim::osa_distance(&typed, &candidate);
        let is_beginning = typed.chars().count() >= SHORTEST_BEGINNING && candidate.starts_with(&typed);
        (slips <= longer / LETTERS_A_SLIP || is_beginning).then_some(slips)
    };
    // Among equally similar names, the first.
    let near = known.iter().filter_map(|&candidate| slips(candidate).map(|slips| (slips, candidate)));
    near.min_by_key(|&(slips, _)| slips).map(|(_, name)| name)
}

/// One typo is accepted per this number of characters.
const LETTERS_A_SLIP: usize = 3;
/// The number of characters from which the beginning of a name counts as a match.
const SHORTEST_BEGINNING: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_the_one_that_was_meant() {
        let known = ["interpolation", "training", "learning_rate", "batch_size", "cifar10", "cifar100"];
        for (typed, meant) in [
            ("trainig", "training"),
            ("Interpolate", "interpolation"),
            ("learning-rate", "learning_rate"),
            ("batchsize", "batch_size"),
            ("CIFAR-10", "cifar10"),
            ("interp", "interpolation"),
            ("traiinng", "training"),
        ] {
            assert_eq!(nearest(typed, &known), Some(meant), "{typed}");
        }
    }

    #[test]
    fn nothing_is_suggested_that_is_not_near() {
        for (typed, known) in [
            ("list", &["train", "run", "evaluate", "data"][..]),
            ("imagenet", &["mnist", "cifar10", "fashion-mnist"]),
            ("resnet18", &["simple-cnn", "cnn-C-C-…"]),
            ("data", &["landscape", "dimension"]),
            ("x", &["m"]),
            ("", &["m", "cpu"]),
        ] {
            assert_eq!(nearest(typed, known), None, "{typed}");
        }
    }

    #[test]
    fn the_sentence_names_all_and_the_nearest() {
        let error = UnknownName::check("device", "cuda", &["cpu", "gpu"]).unwrap_err();
        assert_eq!(error.to_string(), "unknown device 'cuda'; choose one of cpu, gpu");
        let error = UnknownName::check("device", "gpuu", &["cpu", "gpu"]).unwrap_err();
        assert_eq!(error.to_string(), "unknown device 'gpuu'; did you mean 'gpu'? Choose one of cpu, gpu");
        assert!(UnknownName::check("device", "gpu", &["cpu", "gpu"]).is_ok());
        assert!(UnknownName::new("device", &"x".repeat(100_000), ["cpu"]).to_string().len() < 150);
    }
}
