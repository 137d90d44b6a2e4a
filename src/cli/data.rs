//! `wedgelab data`: downloads the published data sets, and verifies those in a folder.

use super::download_bar::DownloadBar;
use super::signals::cancel_on_request;
use super::standard_streams::{print, remark};
use super::{Failure, Interruption};
use crate::data::Source;
use crate::data::native::{self, Checksum, FetchError, FetchRequest, Fetched, Mirror, Standing, Verified};
use crate::job::Control;
use crate::platform::shell_word;
use crate::settings::UnknownName;
use anyhow::anyhow;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Args, Command, Error, Subcommand};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct DataArguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Download a published data set, check it, and put it into a folder.
    ///
    /// An interrupted download resumes where it stopped. A data set that is already there is left unchanged.
    ///
    /// Example: wedgelab data fetch cifar10 --data-dir data, then wedgelab train --data cifar10 --data-dir data
    Fetch(FetchArguments),
    /// Read every data set in a folder completely, and compare its files with the published ones.
    ///
    /// Example: wedgelab data verify data
    Verify(VerifyArguments),
}

#[derive(Debug, Args)]
struct FetchArguments {
    /// The data set.
    #[arg(value_parser = Fetchable)]
    data: Source,
    /// The folder in which to make a subfolder for the data set. Give the same --data-dir to the commands that read it
    /// [the environment variable WEDGELAB_DATA, or else data].
    #[arg(
        long = "data-dir",
        visible_alias = "dir",
        value_name = "DIR",
        env = "WEDGELAB_DATA",
        hide_env = true,
        default_value = "data",
        hide_default_value = true
    )]
    directory: PathBuf,
    /// The base address to download from instead of the published ones; the files' names are appended. May be repeated: if
    /// one fails, the next is tried.
    #[arg(long = "url", value_name = "ADDRESS")]
    urls: Vec<String>,
    /// The SHA-256 of the file at --url, if it is not the published one. CIFAR is one file; for MNIST and Fashion-MNIST
    /// give four, in this order: train-images, train-labels, t10k-images, t10k-labels.
    #[arg(long, value_name = "HEX", requires = "urls")]
    sha256: Vec<Checksum>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct VerifyArguments {
    /// The folder, as for --data-dir.
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

/// Accepts the names of the published data sets, and refuses others with the message for all unknown names.
#[derive(Debug, Clone)]
struct Fetchable;

impl Fetchable {
    fn names() -> impl Iterator<Item = &'static str> {
        Source::ALL.into_iter().filter(|source| native::published(*source).is_some()).map(Source::name)
    }

    fn read(name: &str) -> Result<Source, anyhow::Error> {
        UnknownName::check("data set", name, &Self::names().collect::<Vec<_>>())?;
        Ok(name.parse()?)
    }
}

impl TypedValueParser for Fetchable {
    type Value = Source;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<Source, Error> {
        StringValueParser::new().try_map(|name| Self::read(&name)).parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Self::names().map(PossibleValue::new)))
    }
}

/// Runs the subcommand.
pub(super) fn data(arguments: &DataArguments) -> Result<(), Failure> {
    match &arguments.action {
        Action::Fetch(arguments) => fetch(arguments),
        Action::Verify(arguments) => verify(arguments),
    }
}

fn fetch(arguments: &FetchArguments) -> Result<(), Failure> {
    let mirror = (!arguments.urls.is_empty())
        .then(|| Mirror { addresses: arguments.urls.clone(), checksums: arguments.sha256.clone() });
    let request = FetchRequest { source: arguments.data, directory: arguments.directory.clone(), mirror };
    let control = Control::default();
    cancel_on_request(&control)?;
    let mut bar = DownloadBar::new();
    let mut show = |event| {
        if !arguments.json {
            bar.show(event);
        }
    };
    let fetched = native::fetch(&request, &|| control.is_cancelled(), &mut show);
    bar.finish();
    let fetched = fetched.map_err(of_fetch)?;
    if arguments.json {
        let (is_new, description) = match &fetched {
            Fetched::AlreadyThere(verified) => (false, &verified.description),
            Fetched::New { description, .. } => (true, description),
        };
        return print_json(&json!({
            "data": arguments.data.name(),
            "data_dir": arguments.directory.display().to_string(),
            "description": description,
            "fetched": is_new,
        }));
    }
    let what = match fetched {
        Fetched::AlreadyThere(verified) => format!("{}There is nothing to do.\n", told(&verified)),
        Fetched::New { folder, description } => {
            format!("{description}\nThe files are in {}.\n", folder.display())
        }
    };
    let (name, directory) = (arguments.data, shell_word(&arguments.directory));
    print(format!("{what}Use them with `--data {name} --data-dir {directory}`.\n").as_bytes())
}

fn of_fetch(error: FetchError) -> Failure {
    if error.is_interruption() {
        Failure::Interrupted(Interruption::Download(error))
    } else if error.is_bad_input() {
        Failure::bad_input(error)
    } else {
        Failure::other(error)
    }
}

fn verify(arguments: &VerifyArguments) -> Result<(), Failure> {
    let directory = &arguments.directory;
    let results = native::verify(directory).map_err(Failure::bad_input)?;
    let (mut sets, mut faults, mut others) = (0, 0, 0);
    let mut list = Vec::new();
    for result in results {
        sets += 1;
        match result {
            Ok(verified) => {
                others += usize::from(matches!(verified.standing, Standing::Different { .. }));
                match arguments.json {
                    true => list.push(as_json(&verified)),
                    false => print(told(&verified).as_bytes())?,
                }
            }
            Err(error) => {
                faults += 1;
                list.push(json!({ "error": error.to_string() }));
                remark(&format!("wedgelab: {error}"));
            }
        }
    }
    if arguments.json {
        let place = directory.display().to_string();
        print_json(&json!({ "data_dir": place, "data_sets": list }))?;
    }
    if faults > 0 {
        let place = directory.display();
        return Err(Failure::BadInput(anyhow!(
            "data sets in {place} that cannot be used: {faults} of {sets}"
        )));
    }
    if others > 0 {
        let place = directory.display();
        return Err(Failure::Other(anyhow!(
            "data sets in {place} that are not the published ones: {others} of {sets}"
        )));
    }
    Ok(())
}

fn print_json(value: &Value) -> Result<(), Failure> {
    print(format!("{value}\n").as_bytes())
}

/// A verified data set as a JSON object.
fn as_json(verified: &Verified) -> Value {
    let (standing, detail) = match &verified.standing {
        Standing::Published => ("published", Value::Null),
        Standing::Unpacked { archive } => ("unpacked", archive.to_string().into()),
        Standing::Different { file } => ("different", file.as_str().into()),
        Standing::Unknown => ("unknown", Value::Null),
    };
    let files: Vec<Value> = verified
        .files
        .iter()
        .map(|(path, checksum)| json!({ "path": path, "sha256": checksum.to_string() }))
        .collect();
    json!({
        "data": verified.source.name(),
        "standing": standing,
        "of": detail,
        "files": files,
        "description": verified.description,
        "note": verified.note,
    })
}

/// A verified data set as lines of text.
fn told(verified: &Verified) -> String {
    let mut lines = vec![verified.description.clone()];
    lines.extend(verified.note.as_ref().map(|note| format!("  {note}")));
    lines.push(match &verified.standing {
        Standing::Published => "  Every file is the published one (SHA-256).".to_owned(),
        Standing::Unpacked { archive } => {
            format!(
                "  Every file is unchanged since it was unpacked from the archive with SHA-256 {archive}."
            )
        }
        Standing::Different { file } => {
            format!("  {file} differs from the published file of that name (by its SHA-256).")
        }
        Standing::Unknown => {
            "  Checksums are published for the compressed files only, so these files cannot be compared."
                .to_owned()
        }
    });
    lines.extend(verified.files.iter().map(|(path, checksum)| format!("  {checksum}  {path}")));
    lines.join("\n") + "\n"
}
