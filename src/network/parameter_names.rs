//! Which tensor of a file is which weight of a network, for files with other names.

use super::Layout;
use safetensors::Dtype;
use safetensors::tensor::TensorView;

/// A tensor of a file, without its values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FoundTensor {
    name: String,
    shape: Vec<usize>,
    is_whole: bool,
}

/// The names of a layout's weights in a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NamedWeights {
    /// In the layout's order.
    pub(super) names: Vec<String>,
    /// Sentences on ignored tensors and on other names.
    pub(super) remarks: Vec<String>,
}

impl FoundTensor {
    pub(super) fn of(name: &str, view: &TensorView<'_>) -> Self {
        let is_whole = !matches!(
            view.dtype(),
            Dtype::F64 | Dtype::F32 | Dtype::F16 | Dtype::BF16 | Dtype::F8_E4M3 | Dtype::F8_E5M2
        );
        Self { name: name.to_owned(), shape: view.shape().to_vec(), is_whole }
    }

    /// Whether it may be a counter or similar, rather than a weight under another name.
    fn may_stand_beside(&self) -> bool {
        self.is_whole || self.shape.iter().product::<usize>() == 1
    }
}

/// Finds every weight of a layout among the tensors of a file: under its own name, under its name with a prefix that
/// all of them share, or by the numbers of `nn.Sequential` if the shapes in order are the layout's.
///
/// # Errors
/// A clause on the missing weight or the surplus tensor.
pub(super) fn match_names(found: &[FoundTensor], layout: &Layout) -> Result<NamedWeights, String> {
    let (names, mut remarks) = match (with_prefix(found, layout), numbered(found, layout)) {
        (Some((prefix, names)), _) if prefix.is_empty() => (names, Vec::new()),
        (Some((prefix, names)), _) => {
            (names, vec![format!("the prefix '{prefix}' was removed from all names")])
        }
        (None, Some(names)) => {
            let remark =
                format!("the tensors {} are read, in this order, as {}", ends(&names), wanted_ends(layout));
            (names, vec![remark])
        }
        (None, None) => return Err(missing(found, layout)),
    };
    let beside: Vec<&FoundTensor> = found.iter().filter(|tensor| !names.contains(&tensor.name)).collect();
    let strange: Vec<&FoundTensor> =
        beside.iter().copied().filter(|tensor| !tensor.may_stand_beside()).collect();
    if !strange.is_empty() {
        let (strange, wanted) = (listed(&strange), wanted(layout));
        return Err(format!("it has {strange}, which the network lacks (wanted {wanted})"));
    }
    if !beside.is_empty() {
        remarks.push(format!("ignored, because they are not weights: {}", listed(&beside)));
    }
    Ok(NamedWeights { names, remarks })
}

/// The shortest prefix with which all weights are found, and their names with it.
fn with_prefix(found: &[FoundTensor], layout: &Layout) -> Option<(String, Vec<String>)> {
    let first = &layout.blocks().first()?.name;
    let mut prefixes: Vec<&str> = found
        .iter()
        .filter_map(|tensor| tensor.name.strip_suffix(first.as_str()))
        .filter(|prefix| prefix.is_empty() || prefix.ends_with('.'))
        .collect();
    prefixes.sort_by_key(|prefix| prefix.len());
    prefixes.into_iter().find_map(|prefix| {
        let names: Vec<String> =
            layout.blocks().iter().map(|block| format!("{prefix}{}", block.name)).collect();
        let are_there = names.iter().all(|name| found.iter().any(|tensor| tensor.name == *name));
        are_there.then(|| (prefix.to_owned(), names))
    })
}

/// The names `PREFIX.NUMBER.weight` and `.bias` in order, if their shapes are the layout's.
fn numbered(found: &[FoundTensor], layout: &Layout) -> Option<Vec<String>> {
    let mut places = Vec::new();
    for tensor in found {
        match place(&tensor.name) {
            Some((prefix, number, part)) => places.push((prefix, number, part, tensor)),
            None if tensor.may_stand_beside() => {}
            None => return None,
        }
    }
    places.sort_by_key(|(_, number, part, _)| (*number, *part));
    let has_one_prefix = places.windows(2).all(|pair| pair[0].0 == pair[1].0);
    let shapes = places.iter().map(|(.., tensor)| &tensor.shape);
    let fits = has_one_prefix && shapes.eq(layout.blocks().iter().map(|block| &block.shape));
    fits.then(|| places.iter().map(|(.., tensor)| tensor.name.clone()).collect())
}

/// The prefix before a layer's number, the number, and 0 for weights or 1 for biases.
fn place(name: &str) -> Option<(&str, u32, u8)> {
    let (layer, part) = name.rsplit_once('.')?;
    let part = match part {
        "weight" => 0,
        "bias" => 1,
        _ => return None,
    };
    let (prefix, number) = layer.rsplit_once('.').unwrap_or(("", layer));
    Some((prefix, number.parse().ok()?, part))
}

fn missing(found: &[FoundTensor], layout: &Layout) -> String {
    let is_there = |name: &str| found.iter().any(|tensor| tensor.name == name);
    let first = layout.blocks().iter().find(|block| !is_there(&block.name));
    let first = first.map_or("a weight", |block| block.name.as_str());
    let found: Vec<&FoundTensor> = found.iter().collect();
    let found = if found.is_empty() { "no tensor".to_owned() } else { listed(&found) };
    format!("{first} is missing (found {found}, wanted {})", wanted(layout))
}

/// The most tensors that a message names.
const LONGEST_LIST: usize = 12;
/// The most letters of a name that a message repeats.
const LONGEST_NAME: usize = 80;

fn listed(tensors: &[&FoundTensor]) -> String {
    let printable = |name: &str| -> String {
        name.chars()
            .take(LONGEST_NAME)
            .map(|letter| if letter.is_control() { '\u{fffd}' } else { letter })
            .collect()
    };
    list(tensors.iter().map(|tensor| format!("{} {:?}", printable(&tensor.name), tensor.shape)).collect())
}

fn wanted(layout: &Layout) -> String {
    list(layout.blocks().iter().map(|block| format!("{} {:?}", block.name, block.shape)).collect())
}

fn list(mut entries: Vec<String>) -> String {
    if entries.len() > LONGEST_LIST {
        let more = entries.len() - LONGEST_LIST;
        entries.truncate(LONGEST_LIST);
        entries.push(format!("and {more} more"));
    }
    entries.join(", ")
}

fn ends(names: &[String]) -> String {
    match (names.first(), names.last()) {
        (Some(first), Some(last)) => format!("{first}, …, {last}"),
        _ => String::new(),
    }
}

fn wanted_ends(layout: &Layout) -> String {
    ends(&layout.blocks().iter().map(|block| block.name.clone()).collect::<Vec<_>>())
}
