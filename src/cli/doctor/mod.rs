//! `wedgelab doctor`: what this computer offers, and what to do if something is missing.

mod browsers;
mod data;
mod devices;
mod processor;
mod versions;

use super::Failure;
use super::arguments::DoctorArguments;
use super::standard_streams::print;
use browsers::Browsers;
use data::DataSets;
use devices::Devices;
use processor::Processor;
use serde::Serialize;
use std::fmt;
use versions::Versions;

/// Everything that was found.
#[derive(Debug, Serialize)]
struct Findings {
    versions: Versions,
    processor: Processor,
    devices: Devices,
    data: DataSets,
    browsers: Browsers,
}

impl fmt::Display for Findings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { versions, processor, devices, data, browsers } = self;
        write!(formatter, "{versions}\n{processor}\n{devices}\n{data}\n{browsers}")
    }
}

/// Collects the findings, and prints them.
pub(super) fn doctor(arguments: &DoctorArguments) -> Result<(), Failure> {
    let findings = Findings {
        versions: Versions::of_this_program(),
        processor: Processor::of_this_computer(),
        devices: devices::look(),
        data: DataSets::in_folder(arguments.data.as_deref()),
        browsers: browsers::requirements(),
    };
    let text = match arguments.json {
        true => serde_json::to_string(&findings).map_err(Failure::other)? + "\n",
        false => findings.to_string(),
    };
    print(text.as_bytes())
}
