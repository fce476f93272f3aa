//! The proof over small documents of our own.

use std::path::{Path, PathBuf};

use super::{Proof, prove};
use crate::workspace;

/// The crates that the importer's own tests compare, which have all states.
#[test]
fn every_call_of_the_golden_documents() {
    for (name, operations, guarded, scoped) in [("shop", 14, 13, 11), ("stock", 6, 6, 4)] {
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

/// The folder for what is built, which the command uses as well.
fn target() -> PathBuf {
    Path::new(&workspace::scratch().unwrap()).join("documents/target/calls")
}
