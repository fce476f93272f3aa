//! What the page says of the measurements.

mod curve;
mod documents;
mod edits;

pub(super) use self::curve::add as curve;
pub(super) use self::documents::add as documents;
pub(super) use self::edits::add as edits;

/// A figure with two digits behind the point.
fn two(value: f64) -> String {
    format!("{value:.2}")
}
