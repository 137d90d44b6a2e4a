//! Points on a Burn device.
