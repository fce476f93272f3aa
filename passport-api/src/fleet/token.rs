//! The tokens of a fleet.
