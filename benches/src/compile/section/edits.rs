//! After an edit.

use super::two;
use crate::compile::incremental::{COMMANDS, Edited};
use crate::finding::{Finding, Table};

/// Says what is built again after an edit of a package with so many endpoints.
pub(in crate::compile) fn add(finding: &mut Finding, size: usize, edits: &[Edited]) {
    finding.heading("After an edit");
    finding.text(format!(
        "A package with {size} endpoints, scopes and all calls, as before; `api!` in its `src/lib.rs`, the calls in a file next to it. \
         Seconds of the processor in cargo and all that it starts, in a default dev build, incremental, the dependencies built. \
         The macros run whenever their crate is compiled, whatever was edited: the compiler keeps no expansions. *As text* is what that costs, by what remains without them.",
    ));
    let mut table = Table::new(["edited", "check", "as text", "build", "as text"]);
    for edited in edits {
        let mut cells = vec![edited.edit.name().to_owned()];
        for seconds in edited.seconds.iter().take(COMMANDS.len()).flatten() {
            cells.push(seconds.map_or_else(|| "–".to_owned(), two));
        }
        table.row(cells);
    }
    finding.table(table);
}
