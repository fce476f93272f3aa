//! Paths as they are written into files: relative, and the same on every machine.

use std::path::{Component, Path, PathBuf};

use passport_spec::plain_line;

/// The way from the folder `from` to `to`, with `/` between its parts; absolute where there is none.
///
/// Neither need exist.
pub(crate) fn relative(from: &Path, to: &Path) -> String {
    let (from, to) = (real(from), real(to));
    let common = from
        .components()
        .zip(to.components())
        .take_while(|(a, b)| a == b)
        .count();
    if common == 0 {
        return to.display().to_string();
    }
    let up = from.components().skip(common).map(|_| "..".to_owned());
    let down = to
        .components()
        .skip(common)
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    }
}

/// A path in a message: on one line, whatever it holds.
pub(crate) fn shown(path: &Path) -> String {
    plain_line(&path.display().to_string()).into_owned()
}

/// The absolute path without links and `..`, as far as it exists.
pub(crate) fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let plain = without_dots(&absolute);
    for ancestor in plain.ancestors() {
        if let (Ok(real), Ok(rest)) = (ancestor.canonicalize(), plain.strip_prefix(ancestor)) {
            return real.components().chain(rest.components()).collect();
        }
    }
    plain
}

fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative;

    #[test]
    fn the_way_there_is_the_shortest() {
        let check = |from: &str, to: &str, way: &str| {
            assert_eq!(relative(Path::new(from), Path::new(to)), way);
        };
        check("/nowhere/a/b", "/nowhere/a/c/d.yaml", "../c/d.yaml");
        check("/nowhere/a", "/nowhere/a/d.yaml", "d.yaml");
        check("/nowhere/a", "/nowhere/x/../a", ".");
        check("/nowhere/a/./b", "/nowhere", "../..");
    }
}
