//! Finds the spec file that `api!` names.
//!
//! The path is relative to the package: the folder of its `Cargo.toml`, which cargo passes in
//! `CARGO_MANIFEST_DIR` to the compiler, to rustdoc and to rust-analyzer alike. It does not depend on
//! the source file, which rust-analyzer does not tell a macro.
//!
//! A tool such as trybuild compiles a package's source files for a package of its own, in another
//! folder. So where the file is not found, and the source file is outside of the package, the nearest
//! folder above the source file with a `Cargo.toml` counts as its package.

use std::path::{Path, PathBuf};

/// The folders that a spec file is looked for in.
pub(crate) struct Folders {
    /// The package that is compiled, as cargo says.
    manifest: Option<PathBuf>,
    /// The folder of the source file that calls the macro, where the compiler tells it.
    source: Option<PathBuf>,
}

/// A spec file that does not exist.
pub(crate) struct Missing {
    /// True if the path leads to something else than a file.
    pub(crate) is_no_file: bool,
    /// The path from the package's folder, if the file is beside the source file instead.
    pub(crate) beside_source: Option<String>,
}

impl Folders {
    /// `source_file` is the file that calls the macro.
    pub(crate) fn of_call(source_file: Option<PathBuf>) -> Self {
        let source = source_file.and_then(|file| std::path::absolute(file).ok());
        Self {
            manifest: std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from),
            source: source.and_then(|file| file.parent().map(PathBuf::from)),
        }
    }

    /// The path of a file that `api!` calls `written`.
    ///
    /// # Errors
    ///
    /// If there is no such file.
    pub(crate) fn find(&self, written: &str) -> Result<PathBuf, Missing> {
        let packages = [self.manifest.as_deref(), self.foreign_package()];
        let paths = packages
            .into_iter()
            .flatten()
            .map(|package| package.join(written));
        let file = paths.clone().find(|path| path.is_file());
        file.ok_or_else(|| Missing {
            is_no_file: paths.clone().any(|path| path.exists()),
            beside_source: self.beside_source(written),
        })
    }

    /// The package of a source file outside of the package that is compiled.
    fn foreign_package(&self) -> Option<&Path> {
        let source = self.source.as_deref()?;
        if let Some(manifest) = &self.manifest
            && source.starts_with(manifest)
        {
            return None;
        }
        source
            .ancestors()
            .find(|folder| folder.join("Cargo.toml").is_file())
    }

    fn beside_source(&self, written: &str) -> Option<String> {
        let source = self.source.as_deref()?;
        let package = self.foreign_package().or(self.manifest.as_deref())?;
        let folder = source.strip_prefix(package).ok()?;
        if !source.join(written).is_file() {
            return None;
        }
        let mut parts: Vec<&str> = folder.iter().filter_map(|part| part.to_str()).collect();
        for part in written.split('/') {
            match part {
                ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
                "." => {}
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{Folders, Missing};

    /// A workspace with two packages and a target folder, of which `name` tells the tests apart.
    fn workspace(name: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("passport-{name}-{}", std::process::id()));
        for file in [
            "Cargo.toml",
            "scopes.toml",
            "shop/Cargo.toml",
            "shop/scopes.toml",
            "shop/src/lib.rs",
            "shop/src/pay/mod.rs",
            "shop/src/pay/pay.toml",
            "shop/tests/ui/case.toml",
            "target/build/out/client.rs",
            "target/tests/shop/Cargo.toml",
        ] {
            let file = root.join(file);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, "").unwrap();
        }
        root
    }

    fn find(root: &Path, manifest: &str, source: Option<&str>, written: &str) -> String {
        let folders = Folders {
            manifest: Some(root.join(manifest)),
            source: source.map(|folder| root.join(folder)),
        };
        match folders.find(written) {
            Ok(path) => path.strip_prefix(root).unwrap().display().to_string(),
            Err(Missing { beside_source, .. }) => format!("{beside_source:?}"),
        }
    }

    #[test]
    fn path_is_relative_to_the_package_wherever_the_source_file_is() {
        let root = workspace("sources");
        let sources = [
            Some("shop/src"),
            Some("shop/src/pay"),
            Some("shop/tests/ui"),
            // `include!` of a generated file, and a source file of another package.
            Some("target/build/out"),
            Some("other/src"),
            // rust-analyzer tells none.
            None,
        ];
        for source in sources {
            let found = find(&root, "shop", source, "scopes.toml");
            assert_eq!(found, "shop/scopes.toml", "{source:?}");
            let found = find(&root, "shop", source, "../scopes.toml");
            assert_eq!(found, "shop/../scopes.toml", "{source:?}");
            let found = find(&root, "shop", source, "src/pay/pay.toml");
            assert_eq!(found, "shop/src/pay/pay.toml", "{source:?}");
        }
        std::fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn source_file_compiled_for_another_package_uses_its_own_package() {
        let root = workspace("trybuild");
        let find = |written| find(&root, "target/tests/shop", Some("shop/tests/ui"), written);
        assert_eq!(find("scopes.toml"), "shop/scopes.toml");
        assert_eq!(find("tests/ui/case.toml"), "shop/tests/ui/case.toml");
        assert_eq!(find("case.toml"), "Some(\"tests/ui/case.toml\")");
        std::fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn file_beside_the_source_file_is_suggested() {
        let root = workspace("beside");
        let find = |source, written| find(&root, "shop", Some(source), written);
        assert_eq!(
            find("shop/src/pay", "pay.toml"),
            "Some(\"src/pay/pay.toml\")"
        );
        assert_eq!(
            find("shop/src/pay", "../../scopes.toml"),
            "Some(\"scopes.toml\")"
        );
        assert_eq!(find("shop/src", "pay.toml"), "None");
        std::fs::remove_dir_all(root).unwrap();
    }
}
