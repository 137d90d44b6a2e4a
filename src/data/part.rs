//! Which part of which data set a file is, recognised by its name, and how the files of a data set are read.

use super::recognise::{read_each, read_images_and_labels};
use super::{DataError, Dataset, Source, cifar10, cifar100};

/// The files that are known, as text.
pub(super) const ACCEPTED: &str = "data_batch_1.bin to data_batch_5.bin and test_batch.bin (CIFAR-10), \
    train.bin and test.bin (CIFAR-100), cifar-10-binary.tar.gz, cifar-100-binary.tar.gz, and \
    train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and \
    t10k-labels-idx1-ubyte, each also with .gz (MNIST, Fashion-MNIST and their like)";

/// The files that are known, in fewer words: by the data sets that are published in them.
pub const ACCEPTED_IN_SHORT: &str = "the binary files or the archive of CIFAR-10 or CIFAR-100, or the IDX files of MNIST or \
    Fashion-MNIST (also .gz)";

/// A data set in files, or an archive of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Cifar10,
    Cifar100,
    Mnist,
    Archive,
}

/// How the files of a family are read.
pub(super) struct Format {
    /// The data sets that have such files.
    pub sources: &'static [Source],
    /// What the images are called if it is unknown which of these they are.
    pub title: &'static str,
    /// Reads the files of the training set, or of the test set, in order.
    pub read: ReadSplit,
    /// The files in the archive that the set is published as; `None` if it is not published as one.
    pub archived: Option<&'static [Part]>,
}

/// A reader of files in order: their name, the files, and the data set.
pub(super) type ReadSplit = fn(&str, Vec<File>, Source) -> Result<Dataset, DataError>;

/// A file: what it is, its name and its bytes.
pub(super) type File = (Part, String, Vec<u8>);

impl Family {
    /// Those that are not archives.
    pub const OF_FILES: [Self; 3] = [Self::Cifar10, Self::Cifar100, Self::Mnist];

    /// How its files are read; `None` for an archive, whose content decides.
    pub fn format(self) -> Option<Format> {
        match self {
            Self::Cifar10 => Some(Format {
                sources: &[Source::Cifar10],
                title: Source::Cifar10.title(),
                read: |_, files, _| read_each(files, cifar10::read),
                archived: Some(&Part::CIFAR10),
            }),
            Self::Cifar100 => Some(Format {
                sources: &[Source::Cifar100],
                title: Source::Cifar100.title(),
                read: |_, files, _| read_each(files, cifar100::read),
                archived: Some(&Part::CIFAR100),
            }),
            Self::Mnist => Some(Format {
                sources: &[Source::Mnist, Source::FashionMnist],
                title: "MNIST-style images",
                read: read_images_and_labels,
                archived: None,
            }),
            Self::Archive => None,
        }
    }

    /// The family of the files of a data set.
    pub fn of(source: Source) -> Option<Self> {
        let has = |family: &Self| family.format().is_some_and(|format| format.sources.contains(&source));
        Self::OF_FILES.into_iter().find(has)
    }
}

/// One file of a data set. The order is the order in which the files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// `data_batch_1.bin` to `data_batch_5.bin`.
    Cifar10Batch(u8),
    Cifar10Test,
    Cifar100Train,
    Cifar100Test,
    MnistTrainImages,
    MnistTrainLabels,
    MnistTestImages,
    MnistTestLabels,
    Archive,
}

impl Part {
    pub const CIFAR10: [Self; 6] = [
        Self::Cifar10Batch(1),
        Self::Cifar10Batch(2),
        Self::Cifar10Batch(3),
        Self::Cifar10Batch(4),
        Self::Cifar10Batch(5),
        Self::Cifar10Test,
    ];
    pub const CIFAR100: [Self; 2] = [Self::Cifar100Train, Self::Cifar100Test];
    pub const MNIST: [Self; 4] =
        [Self::MnistTrainImages, Self::MnistTrainLabels, Self::MnistTestImages, Self::MnistTestLabels];

    /// Finds the part by a file's name; folders before it and the case do not matter, nor does the " (1)" that browsers
    /// add to a second download.
    pub fn of(path: &str) -> Option<Self> {
        let name = without_copy_number(&base_name(path).to_ascii_lowercase());
        if [".tar.gz", ".tgz", ".tar"].iter().any(|ending| name.ends_with(ending)) {
            return Some(Self::Archive);
        }
        let cifar = Self::CIFAR10.into_iter().chain(Self::CIFAR100);
        if let Some(part) = cifar.into_iter().find(|part| part.official_name() == name) {
            return Some(part);
        }
        let name = name.strip_suffix(".gz").unwrap_or(&name).replace('.', "-");
        Self::MNIST.into_iter().find(|part| part.official_name() == name)
    }

    /// The name under which the file is published (unpacked).
    pub fn official_name(self) -> &'static str {
        match self {
            Self::Cifar10Batch(1) => "data_batch_1.bin",
            Self::Cifar10Batch(2) => "data_batch_2.bin",
            Self::Cifar10Batch(3) => "data_batch_3.bin",
            Self::Cifar10Batch(4) => "data_batch_4.bin",
            Self::Cifar10Batch(_) => "data_batch_5.bin",
            Self::Cifar10Test => "test_batch.bin",
            Self::Cifar100Train => "train.bin",
            Self::Cifar100Test => "test.bin",
            Self::MnistTrainImages => "train-images-idx3-ubyte",
            Self::MnistTrainLabels => "train-labels-idx1-ubyte",
            Self::MnistTestImages => "t10k-images-idx3-ubyte",
            Self::MnistTestLabels => "t10k-labels-idx1-ubyte",
            Self::Archive => "cifar-10-binary.tar.gz",
        }
    }

    pub fn family(self) -> Family {
        match self {
            Self::Cifar10Batch(_) | Self::Cifar10Test => Family::Cifar10,
            Self::Cifar100Train | Self::Cifar100Test => Family::Cifar100,
            Self::MnistTrainImages
            | Self::MnistTrainLabels
            | Self::MnistTestImages
            | Self::MnistTestLabels => Family::Mnist,
            Self::Archive => Family::Archive,
        }
    }

    /// Whether the file belongs to the test set.
    pub fn is_test(self) -> bool {
        matches!(self, Self::Cifar10Test | Self::Cifar100Test | Self::MnistTestImages | Self::MnistTestLabels)
    }
}

/// Whether a file accompanies a data set and holds no images.
pub(super) fn is_companion(path: &str) -> bool {
    let name = base_name(path).to_ascii_lowercase();
    let known = [
        "batches.meta.txt",
        "coarse_label_names.txt",
        "fine_label_names.txt",
        "readme.html",
        "readme.md",
        "readme.txt",
        "sha256sums",
    ];
    name.starts_with('.') || known.contains(&name.as_str())
}

/// Whether a file is one of the Python version of CIFAR, which people often have instead.
pub(super) fn is_python_version(path: &str) -> bool {
    let name = base_name(path).to_ascii_lowercase();
    let batch =
        name.strip_prefix("data_batch_").is_some_and(|rest| matches!(rest, "1" | "2" | "3" | "4" | "5"));
    batch || matches!(name.as_str(), "test_batch" | "batches.meta")
}

/// The part after the last folder.
pub(super) fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Removes " (1)" and the like from a file name.
fn without_copy_number(name: &str) -> String {
    let found = name.find(" (").and_then(|start| {
        let length = name[start..].find(')')?;
        let digits = &name[start + 2..start + length];
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| format!("{}{}", &name[..start], &name[start + length + 1..]))
    });
    found.unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_data_set_in_files_is_named_among_the_known_files() {
        for source in Source::in_files() {
            assert!(ACCEPTED.contains(source.title()), "{source}");
            assert!(ACCEPTED_IN_SHORT.contains(source.title()), "{source}");
        }
    }

    #[test]
    fn official_names_and_their_variants_are_found() {
        for part in [Part::CIFAR10.as_slice(), &Part::CIFAR100, &Part::MNIST].concat() {
            assert_eq!(Part::of(part.official_name()), Some(part));
        }
        for (name, part) in [
            ("cifar-10-batches-bin/data_batch_3.bin", Part::Cifar10Batch(3)),
            ("DATA_BATCH_2 (1).BIN", Part::Cifar10Batch(2)),
            ("C:\\images\\test.bin", Part::Cifar100Test),
            ("train-images.idx3-ubyte", Part::MnistTrainImages),
            ("t10k-labels-idx1-ubyte.gz", Part::MnistTestLabels),
            ("t10k-labels-idx1-ubyte (2).gz", Part::MnistTestLabels),
            ("train-labels.idx1-ubyte.gz", Part::MnistTrainLabels),
            ("cifar-10-binary.tar.gz", Part::Archive),
            ("cifar-100-binary.tgz", Part::Archive),
            ("cifar-100-binary.tar", Part::Archive),
        ] {
            assert_eq!(Part::of(name), Some(part), "{name}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for name in [
            "",
            "cat.png",
            "data_batch_6.bin",
            "data_batch_1",
            "train-images-idx1-ubyte",
            " ()",
            "(1",
            "é (1",
        ] {
            assert_eq!(Part::of(name), None, "{name}");
        }
        assert!(is_python_version("cifar-10-batches-py/data_batch_1"));
        assert!(!is_python_version("data_batch_1.bin"));
        assert!(is_companion("cifar-10-batches-bin/batches.meta.txt"));
        assert!(!is_companion("cat.png"));
    }
}
