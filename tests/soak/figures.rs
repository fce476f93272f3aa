//! What a soak has come to, in numbers.

use std::fmt;

/// What a soak has come to.
pub(crate) struct Figures {
    /// What a seed comes to each time.
    pub(crate) rows: Vec<Row>,
    pub(crate) heap: Heap,
    /// What must not be, each with its place.
    pub(crate) violations: Vec<String>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) value: u64,
}

/// The live heap in bytes, with a new sandbox and no call under way.
#[derive(Clone, Copy, Default)]
pub(crate) struct Heap {
    /// When the client had all that it keeps.
    pub(crate) settled: usize,
    /// The most at any later rotation.
    pub(crate) most: usize,
    pub(crate) last: usize,
}

impl Figures {
    pub(crate) fn get(&self, name: &str) -> u64 {
        let row = self.rows.iter().find(|row| row.name == name);
        row.unwrap_or_else(|| panic!("no row `{name}`")).value
    }
}

/// A table in Markdown, which `cargo xtask soak` reads.
impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Row { name, value } in &self.rows {
            writeln!(f, "| {name} | {} |", grouped(*value))?;
        }
        let kilobytes = |bytes: usize| grouped(bytes as u64 / 1024);
        let Heap {
            settled,
            most,
            last,
        } = self.heap;
        writeln!(
            f,
            "| live heap when settled, KiB | {} |",
            kilobytes(settled)
        )?;
        writeln!(f, "| live heap at its most, KiB | {} |", kilobytes(most))?;
        writeln!(f, "| live heap at the end, KiB | {} |", kilobytes(last))
    }
}

/// `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
