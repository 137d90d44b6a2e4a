//! The rows of the settings that have arguments of their own. A name that no table has does not compile.

use crate::descent::DescentSpecification;
use crate::job::NetworkSpecification;
use crate::settings::{Setting, row};

pub(super) const NETWORK: Setting = row(NetworkSpecification::SETTINGS, "network");
pub(super) const ACTIVATION: Setting = row(NetworkSpecification::SETTINGS, "activation");
pub(super) const WIDTH: Setting = row(NetworkSpecification::SETTINGS, "width");
pub(super) const DATA: Setting = row(NetworkSpecification::SETTINGS, "data");
pub(super) const NORMALISATION: Setting = row(NetworkSpecification::SETTINGS, "normalisation");
pub(super) const TRAIN_SIZE: Setting = row(NetworkSpecification::SETTINGS, "train_size");
pub(super) const MEASURED_IMAGES: Setting = row(NetworkSpecification::SETTINGS, "measured_images");
pub(super) const L2: Setting = row(NetworkSpecification::SETTINGS, "l2");
pub(super) const DROPOUT: Setting = row(NetworkSpecification::SETTINGS, "dropout");
pub(super) const DEVICE: Setting = row(NetworkSpecification::SETTINGS, "device");
pub(super) const EPOCHS: Setting = row(DescentSpecification::SETTINGS, "epochs");
pub(super) const BATCH_SIZE: Setting = row(DescentSpecification::SETTINGS, "batch_size");
pub(super) const LEARNING_RATE: Setting = row(DescentSpecification::SETTINGS, "learning_rate");
pub(super) const OPTIMIZER: Setting = row(DescentSpecification::SETTINGS, "optimizer");
