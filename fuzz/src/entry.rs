//! How a target becomes a program.

use std::path::PathBuf;

/// Makes a target the program's entry: libFuzzer's where the program is built with
/// `--cfg fuzzing`, and otherwise a `main` that runs the files it is given.
#[macro_export]
macro_rules! entry {
    ($run:path) => {
        #[cfg(fuzzing)]
        ::libfuzzer_sys::fuzz_target!(|data: &[u8]| $run(data));

        #[cfg(not(fuzzing))]
        fn main() -> ::std::io::Result<()> {
            $crate::run_files($run)
        }
    };
}

/// Runs a target on each file named on the command line.
///
/// # Errors
///
/// A file cannot be read.
///
/// # Panics
///
/// The target finds something.
pub fn run_files(run: fn(&[u8])) -> std::io::Result<()> {
    for file in std::env::args_os().skip(1).map(PathBuf::from) {
        println!("{}", file.display());
        run(&std::fs::read(file)?);
    }
    Ok(())
}
