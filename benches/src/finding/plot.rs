//! A plot: lines over an axis.

use serde::{Deserialize, Serialize};

/// A plot: a line with marks for each series.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Plot {
    /// The name of the file, without folder and ending; unique on the page.
    pub file: String,
    /// The title above it.
    pub title: String,
    /// From left to right.
    pub x: Axis,
    /// From below to above.
    pub y: Axis,
    /// The lines.
    pub series: Vec<Series>,
}

/// An axis.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Axis {
    /// What it shows, with the unit.
    pub label: String,
    /// How it grows.
    pub scale: Scale,
}

/// How an axis grows.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Evenly, from 0.
    Linear,
    /// By factors; every value must be above 0.
    Logarithmic,
}

/// A line.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Series {
    /// What the legend calls it.
    pub name: String,
    /// Places on both axes, from left to right.
    pub points: Vec<(f64, f64)>,
}

impl Plot {
    /// A plot without lines yet.
    #[must_use]
    pub fn new(file: &str, title: &str, x: Axis, y: Axis) -> Self {
        Self {
            file: file.to_owned(),
            title: title.to_owned(),
            x,
            y,
            series: Vec::new(),
        }
    }

    /// Adds a line; one without points is left out.
    pub fn line(&mut self, name: impl Into<String>, points: Vec<(f64, f64)>) {
        if !points.is_empty() {
            let name = name.into();
            self.series.push(Series { name, points });
        }
    }
}

impl Axis {
    /// An axis that grows evenly, from 0.
    #[must_use]
    pub fn linear(label: &str) -> Self {
        Self::new(label, Scale::Linear)
    }

    /// An axis that grows by factors.
    #[must_use]
    pub fn logarithmic(label: &str) -> Self {
        Self::new(label, Scale::Logarithmic)
    }

    fn new(label: &str, scale: Scale) -> Self {
        let label = label.to_owned();
        Self { label, scale }
    }
}
