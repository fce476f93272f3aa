//! The proof over small documents of our own, and over a folder of crates on demand.

use std::path::{Path, PathBuf};

use super::{Proof, prove};
use crate::workspace;

/// The crates that the importer's own tests compare, which have all states.
#[test]
fn every_call_of_the_golden_documents() {
    for (name, operations, guarded, scoped) in [("shop", 10, 9, 7), ("stock", 5, 5, 3)] {
        let folder = format!("passport-tool/tests/golden/{name}/result");
        let proof = prove(&workspace::root().join(folder), &target()).unwrap();
        let expect = Proof {
            operations,
            accepted: operations,
            guarded,
            refused_by_server: guarded,
            scoped,
            refused_by_compiler: scoped,
            problems: Vec::new(),
        };
        assert_eq!(proof, expect, "{name}");
    }
}

/// `PASSPORT_CRATES=DIR cargo test -p xtask every_crate -- --nocapture` proves each crate in a folder.
#[test]
fn every_crate_of_a_folder() {
    let Some(folder) = std::env::var_os("PASSPORT_CRATES") else {
        println!("skipped: PASSPORT_CRATES names no folder of imported crates");
        return;
    };
    let entries = std::fs::read_dir(folder).unwrap();
    let mut crates: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    crates.sort();
    let mut wrong = 0;
    for krate in crates {
        let name = krate
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match prove(&krate, &target()) {
            Ok(proof) => {
                let Proof { problems, .. } = &proof;
                println!(
                    "{name}: {} operations, {} accepted; {} of {} refused by the server, {} of {} by \
                     the compiler; {} problems",
                    proof.operations,
                    proof.accepted,
                    proof.refused_by_server,
                    proof.guarded,
                    proof.refused_by_compiler,
                    proof.scoped,
                    problems.len()
                );
                for problem in problems {
                    println!("    {problem}");
                }
                wrong += problems.len();
            }
            Err(error) => {
                println!("{name}: {error}");
                wrong += 1;
            }
        }
    }
    assert_eq!(wrong, 0);
}

/// The folder for what is built, which the command uses as well.
fn target() -> PathBuf {
    Path::new(&workspace::scratch().unwrap()).join("documents/target/calls")
}
