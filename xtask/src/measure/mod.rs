//! `cargo xtask measure`: what the macros, the scope checks and imported crates cost. A command, not a test: the
//! numbers depend on the machine and on what else it does.

mod checking;
mod folder;
mod import;
mod synthetic;

use crate::Outcome;

/// Measures checking at the given numbers of endpoints; with no argument at the usual ones. With
/// `import` it measures the crates of documents.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    match arguments {
        [] => checking::measure(SIZES),
        [first, documents @ ..] if first == "import" => match documents {
            [] => Err("`import` takes OpenAPI documents".into()),
            documents => import::measure(documents),
        },
        sizes => checking::measure(&read_sizes(sizes)?),
    }
}

fn read_sizes(arguments: &[String]) -> Outcome<Vec<usize>> {
    let size = |text: &String| {
        let size = text.parse().ok().filter(|size| *size > 0);
        let expected = "expected numbers of endpoints, or `import` and documents";
        size.ok_or_else(|| format!("unexpected `{text}`; {expected}").into())
    };
    arguments.iter().map(size).collect()
}

const SIZES: &[usize] = &[200, 400, 1000, 2000];

#[cfg(test)]
mod tests {
    use super::read_sizes;

    #[test]
    fn sizes_are_numbers() {
        assert_eq!(read_sizes(&["7".into(), "20".into()]).unwrap(), [7, 20]);
        assert!(read_sizes(&["0".into()]).is_err());
        assert!(read_sizes(&["many".into()]).is_err());
    }
}
