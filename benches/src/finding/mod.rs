//! What a benchmark has found: targets, tables, plots and what is to be said about them.

mod plot;
mod table;
mod target;

use serde::{Deserialize, Serialize};

pub use plot::{Axis, Plot, Scale, Series};
pub use table::Table;
pub use target::{Limit, Target};

use crate::circumstances::Circumstances;

/// What a benchmark has found; it is kept as JSON, and a section of the page is made from it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Finding {
    /// The heading of the section.
    pub title: String,
    /// When, where and with what it was measured.
    pub circumstances: Circumstances,
    /// The targets that it is held against, all of them ratios or counts.
    pub targets: Vec<Target>,
    /// What is shown, in order.
    pub parts: Vec<Part>,
}

/// A part of a section.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A heading below the section's.
    Heading(String),
    /// A paragraph or a list, in Markdown.
    Text(String),
    /// A table.
    Table(Table),
    /// A plot.
    Plot(Plot),
}

impl Finding {
    /// A finding without parts yet, measured now.
    #[must_use]
    pub fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            circumstances: Circumstances::now(),
            targets: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// Holds a figure against a target.
    pub fn target(&mut self, target: Target) {
        self.targets.push(target);
    }

    /// Adds a heading below the section's.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Heading(text.into()));
    }

    /// Adds a paragraph or a list, in Markdown.
    pub fn text(&mut self, markdown: impl Into<String>) {
        self.parts.push(Part::Text(markdown.into()));
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) {
        self.parts.push(Part::Table(table));
    }

    /// Adds a plot.
    pub fn plot(&mut self, plot: Plot) {
        self.parts.push(Part::Plot(plot));
    }
}
