//! Two small documents and all that is written for them.
//!
//! `PASSPORT_REGEN=1`, which `cargo xtask regen` sets, writes the results anew; read the difference.

use std::path::Path;

use crate::cli::run;

#[test]
fn results_are_as_committed() {
    for (name, file) in [("shop", "openapi.yaml"), ("stock", "swagger.json")] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/golden")
            .join(name);
        let temporary = crate::cli::Folder::new(&format!("golden-{name}"));
        let document = temporary.path.join(file);
        std::fs::copy(folder.join(file), &document).unwrap();
        let out = temporary.path.join("result");
        std::fs::create_dir(&out).unwrap();
        if let Ok(overrides) = std::fs::read(folder.join("overrides.toml")) {
            std::fs::write(out.join("overrides.toml"), overrides).unwrap();
        }
        let (status, output) = run(&[
            "import",
            &document.display().to_string(),
            "--out",
            &out.display().to_string(),
        ]);
        assert_eq!(status, 0, "{output}");
        for path in [
            "Cargo.toml",
            "README.md",
            "IMPORT.md",
            "examples.json",
            "scopes.toml",
            "src/lib.rs",
            "src/model.rs",
        ] {
            let new = std::fs::read_to_string(out.join(path)).unwrap();
            let golden = folder.join("result").join(path);
            if std::env::var_os("PASSPORT_REGEN").is_some() {
                std::fs::create_dir_all(golden.parent().unwrap()).unwrap();
                std::fs::write(&golden, new).unwrap();
                continue;
            }
            let old = std::fs::read_to_string(&golden).unwrap_or_default();
            let diff = similar::TextDiff::from_lines(&old, &new);
            let diff = diff
                .unified_diff()
                .header("committed", "written")
                .to_string();
            assert!(old == new, "{}:\n{diff}", golden.display());
        }
    }
}
