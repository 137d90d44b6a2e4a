//! Devices and landscapes as files name them, for sentences.

/// A device with its article: “the CPU”; a GPU has a name of its own.
pub(super) fn device(name: &str) -> String {
    match name.starts_with("CPU") {
        true => format!("the {name}"),
        false => name.to_owned(),
    }
}

/// A landscape, or several, without the full stop and with the network's name as in the paper.
pub(super) fn landscape(name: &str) -> String {
    name.trim_end_matches('.').replace("simple-cnn", "SimpleCNN")
}
