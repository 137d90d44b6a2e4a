//! Where the data sets are published, under which names, in which folders they usually are, and the SHA-256 of every
//! file.
//!
//! The checksums of the CIFAR archives and of Fashion-MNIST's images agree in several public projects; those of MNIST,
//! of Fashion-MNIST's labels and of the unpacked files of CIFAR-10 and MNIST were computed from the files.

use std::path::Path;

use super::super::Source;
use super::super::part::Part;
use super::Checksum;
use crate::platform::shell_word;

/// A file as it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PublishedFile {
    pub name: &'static str,
    pub checksum: Checksum,
}

/// A data set as it is published.
#[derive(Debug, PartialEq, Eq)]
pub struct PublishedSet {
    /// Which data set.
    pub source: Source,
    /// Its files.
    pub(super) parts: &'static [Part],
    /// The usual sub-folders of its files; an archive unpacks to the first.
    pub(super) folders: [&'static str; 3],
    /// What to download by hand, and from where, as text.
    pub(super) by_hand: &'static str,
    /// What else to know about the files in the folder: a clause that begins with a comma, or nothing.
    pub(super) remark: &'static str,
    /// The addresses of the files, in the order in which to try them. Each ends with a slash.
    pub(super) addresses: [&'static str; 2],
    /// The files to download.
    pub(super) files: &'static [PublishedFile],
    /// The members of the archive, if their checksums are known.
    pub(super) unpacked: &'static [PublishedFile],
}

impl PublishedSet {
    /// The names of the files, in the order in which checksums are given for them.
    pub fn file_names(&self) -> Vec<&'static str> {
        self.files.iter().map(|file| file.name).collect()
    }

    /// How to get the files into a folder.
    pub(super) fn advice(&self, directory: &Path) -> String {
        let Self { source, by_hand, remark, .. } = self;
        format!(
            "fetch the data set with `wedgelab data fetch {} --data-dir {}`, or download {by_hand} into {}{remark}",
            source.name(),
            shell_word(directory),
            directory.display()
        )
    }

    /// Whether it is one archive.
    pub(super) fn is_archive(&self) -> bool {
        self.archive().is_some()
    }

    /// The name of the archive, if it is one.
    pub(super) fn archive(&self) -> Option<&'static str> {
        self.files.iter().map(|file| file.name).find(|name| name.ends_with(".tar.gz"))
    }

    /// The published checksum of a file of that name (case does not matter).
    pub(super) fn checksum_of(&self, name: &str) -> Option<Checksum> {
        let all = self.files.iter().chain(self.unpacked);
        all.into_iter().find(|file| file.name.eq_ignore_ascii_case(name)).map(|file| file.checksum)
    }
}

/// What is published of a data set; `None` if there is nothing to download.
pub fn published(source: Source) -> Option<&'static PublishedSet> {
    SETS.into_iter().find(|set| set.source == source)
}

const fn file(name: &'static str, checksum: &str) -> PublishedFile {
    PublishedFile { name, checksum: Checksum::new(bytes(checksum)) }
}

/// Reads 64 hexadecimal digits at compile time: an invalid digit does not compile.
const fn bytes(text: &str) -> [u8; 32] {
    let text = text.as_bytes();
    assert!(text.len() == 64, "a checksum has 64 digits");
    let mut bytes = [0; 32];
    let mut index = 0;
    while index < 32 {
        bytes[index] = digit(text[2 * index]) << 4 | digit(text[2 * index + 1]);
        index += 1;
    }
    bytes
}

const fn digit(character: u8) -> u8 {
    match character {
        b'0'..=b'9' => character - b'0',
        _ => {
            assert!(character.is_ascii_lowercase() && character <= b'f', "a hexadecimal digit");
            character - b'a' + 10
        }
    }
}

const TORONTO: [&str; 2] = ["https://www.cs.toronto.edu/~kriz/", "https://cave.cs.toronto.edu/kriz/"];

/// What to know about files that are not in an archive.
const MAY_BE_COMPRESSED: &str = ", where they may stay compressed (.gz)";

static SETS: [&PublishedSet; 4] = [&CIFAR10, &CIFAR100, &MNIST, &FASHION_MNIST];

static CIFAR10: PublishedSet = PublishedSet {
    source: Source::Cifar10,
    parts: &Part::CIFAR10,
    folders: ["cifar-10-batches-bin", "cifar10", "cifar-10"],
    by_hand: "cifar-10-binary.tar.gz from https://www.cs.toronto.edu/~kriz/cifar.html",
    remark: "",
    addresses: TORONTO,
    files: &[file(
        "cifar-10-binary.tar.gz",
        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    )],
    unpacked: &[
        file("data_batch_1.bin", "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
        file("data_batch_2.bin", "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
        file("data_batch_3.bin", "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
        file("data_batch_4.bin", "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
        file("data_batch_5.bin", "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
        file("test_batch.bin", "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"),
    ],
};

static CIFAR100: PublishedSet = PublishedSet {
    source: Source::Cifar100,
    parts: &Part::CIFAR100,
    folders: ["cifar-100-binary", "cifar100", "cifar-100"],
    by_hand: "cifar-100-binary.tar.gz from https://www.cs.toronto.edu/~kriz/cifar.html",
    remark: "",
    addresses: TORONTO,
    files: &[file(
        "cifar-100-binary.tar.gz",
        "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
    )],
    unpacked: &[],
};

static MNIST: PublishedSet = PublishedSet {
    source: Source::Mnist,
    parts: &Part::MNIST,
    folders: ["mnist", "MNIST/raw", "MNIST"],
    by_hand: "the four files from https://ossci-datasets.s3.amazonaws.com/mnist/",
    remark: MAY_BE_COMPRESSED,
    addresses: [
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ],
    files: &[
        file(
            "train-images-idx3-ubyte.gz",
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        ),
        file(
            "train-labels-idx1-ubyte.gz",
            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        ),
        file("t10k-images-idx3-ubyte.gz", "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        file("t10k-labels-idx1-ubyte.gz", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
    ],
    unpacked: &[
        file("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        file("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        file("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        file("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ],
};

static FASHION_MNIST: PublishedSet = PublishedSet {
    source: Source::FashionMnist,
    parts: &Part::MNIST,
    folders: ["fashion-mnist", "FashionMNIST/raw", "FashionMNIST"],
    by_hand: "the four files from https://github.com/zalandoresearch/fashion-mnist",
    remark: MAY_BE_COMPRESSED,
    addresses: [
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
    ],
    files: &[
        file(
            "train-images-idx3-ubyte.gz",
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        ),
        file(
            "train-labels-idx1-ubyte.gz",
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        ),
        file("t10k-images-idx3-ubyte.gz", "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        file("t10k-labels-idx1-ubyte.gz", "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
    ],
    unpacked: &[],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_file_is_one_that_the_readers_know() {
        for set in Source::ALL.into_iter().filter_map(published) {
            for file in set.files.iter().chain(set.unpacked) {
                assert!(Part::of(file.name).is_some(), "{}", file.name);
                assert_eq!(set.checksum_of(&file.name.to_uppercase()), Some(file.checksum));
            }
            assert_eq!(set.is_archive(), set.files.len() == 1);
            assert!(set.addresses.iter().all(|address| address.ends_with('/')));
        }
    }

    #[test]
    fn digits_are_read_as_they_stand() {
        let text = "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd";
        assert_eq!(CIFAR10.files[0].checksum.to_string(), text);
    }
}
