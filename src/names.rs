//! Names that are not known: one sentence for all of them, with the nearest known name and the others.

/// A name that is none of the known ones.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no {kind} '{name}'; did you mean '{nearest}'? There are: {known}")]
pub struct UnknownName {
    /// What it should have named: an experiment, a setting, a device …
    pub kind: &'static str,
    /// The name as given.
    pub name: String,
    /// The known name most like it.
    pub nearest: String,
    /// All known names.
    pub known: String,
}

impl UnknownName {
    /// The error for a name that is none of `known` (at least one).
    pub fn new<'a>(kind: &'static str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        Self {
            kind,
            name: name.chars().take(LONGEST_NAME).collect(),
            nearest: nearest(name, &known).to_owned(),
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
}

/// The most letters of an unknown name that are looked at and repeated.
const LONGEST_NAME: usize = 60;

/// The known name most like this one, capitals and the kind of hyphen aside (Jaro and Winkler's likeness).
fn nearest<'a>(name: &str, known: &[&'a str]) -> &'a str {
    let plain: String = name
        .chars()
        .take(LONGEST_NAME)
        .map(|letter| letter.to_ascii_lowercase())
        .collect::<String>()
        .replace('_', "-");
    let likeness = |candidate: &str| strsim::jaro_winkler(&plain, &candidate.replace('_', "-"));
    // Of names that are equally near, the first.
    let best = known.iter().copied().map(|candidate| (likeness(candidate), candidate));
    best.reduce(|best, next| if next.0 > best.0 { next } else { best }).map_or("", |(_, name)| name)
}

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
        ] {
            assert_eq!(nearest(typed, &known), meant, "{typed}");
        }
    }

    #[test]
    fn the_sentence_names_all_and_the_nearest() {
        let error = UnknownName::check("device", "cuda", &["cpu", "gpu"]).unwrap_err();
        assert_eq!(error.to_string(), "there is no device 'cuda'; did you mean 'cpu'? There are: cpu, gpu");
        assert!(UnknownName::check("device", "gpu", &["cpu", "gpu"]).is_ok());
        assert!(UnknownName::new("device", &"x".repeat(100_000), ["cpu"]).to_string().len() < 150);
    }
}
