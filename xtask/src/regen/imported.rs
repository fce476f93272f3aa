//! Crates that are imported from documents of this repository.

use passport_tool::cli::{self, Ui};

use crate::Outcome;
use crate::workspace;

/// Imports each again.
pub(super) fn write() -> Outcome {
    import(&[])
}

/// Fails where one is not as its document says, and shows how.
pub(super) fn check() -> Outcome {
    import(&["--check"])
}

fn import(options: &[&str]) -> Outcome {
    for (name, folder) in IMPORTED {
        let folder = workspace::root().join(folder);
        let document = folder.join("openapi.yaml");
        let mut arguments = vec!["import".into(), document.into_os_string()];
        arguments.extend(["--api".into(), name.into(), "--out".into(), folder.into()]);
        arguments.extend(options.iter().map(Into::into));
        let mut ui = Ui::captured();
        if cli::run(arguments, &mut ui) != 0 {
            let (out, err) = ui.captured_text();
            print!("{out}{err}");
            return Err(format!("{name} is stale; run `cargo xtask regen`").into());
        }
    }
    Ok(())
}

/// The name of each API, and the folder with its document and its crate.
const IMPORTED: &[(&str, &str)] = &[("library", "examples/library")];
