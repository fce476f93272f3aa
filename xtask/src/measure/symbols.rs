//! Whether the call path exists once in a program, however many sets it uses.

use std::collections::BTreeSet;
use std::process::Command;

use super::folder::Folder;
use crate::Outcome;
use crate::process;

/// Builds a program that calls with one set and one that calls with two, and compares their symbols.
pub(super) fn measure() -> Outcome {
    let folder = Folder::create("sets")?;
    println!("Symbols of a release build that reads a payment with one set, and with two sets:\n");
    let one = build(&folder, ONE)?;
    let two = build(&folder, TWO)?;
    println!("| symbols that mention     | one set | two sets |");
    println!("| ------------------------ | ------: | -------: |");
    for part in CALL_PATH {
        let count = |symbols: &[String]| symbols.iter().filter(|s| s.contains(part)).count();
        println!(
            "| {:<24} | {:>7} | {:>8} |",
            format!("`{part}`"),
            count(&one),
            count(&two)
        );
    }
    println!("| {:<24} | {:>7} | {:>8} |", "all", one.len(), two.len());
    print_more("two", &two, &one);
    print_more("one", &one, &two);
    process::run(&mut folder.cargo(&["run", "--quiet", "--release"]))
}

/// Builds a program, and lists its symbols without the hashes that end them.
fn build(folder: &Folder, source: &str) -> Outcome<Vec<String>> {
    folder.write("src/main.rs", &format!("{source}{MAIN}"))?;
    process::run(&mut folder.cargo(&["build", "--quiet", "--release"]))?;
    let program = folder.target().join("release/sets");
    let output = Command::new("nm")
        .args(["--demangle", "--defined-only", "--format=just-symbols"])
        .arg(&program)
        .output()
        .map_err(|error| format!("cannot start `nm`: {error}; install the binutils"))?;
    if !output.status.success() {
        return Err(format!("nm failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let symbols = String::from_utf8(output.stdout)?;
    let mut symbols: Vec<String> = symbols.lines().map(without_hash).collect();
    symbols.sort_unstable();
    Ok(symbols)
}

/// Lists the names that only one of two programs has, as far as they are this project's.
fn print_more(which: &str, program: &[String], other: &[String]) {
    let names = |symbols: &[String]| -> BTreeSet<String> {
        let own = symbols
            .iter()
            .filter(|symbol| OWN.iter().any(|part| symbol.contains(part)));
        own.cloned().collect()
    };
    let other = names(other);
    println!("\nOnly with {which}:");
    let only: Vec<String> = names(program)
        .into_iter()
        .filter(|s| !other.contains(s))
        .collect();
    for symbol in &only {
        println!("  {symbol}");
    }
    if only.is_empty() {
        println!("  nothing");
    }
}

/// `a::b::h0123456789abcdef` without its last part.
fn without_hash(symbol: &str) -> String {
    let plain = symbol
        .rsplit_once("::h")
        .filter(|(_, hash)| hash.len() == 16 && hash.chars().all(|c| c.is_ascii_hexdigit()));
    plain.map_or(symbol, |(plain, _)| plain).to_owned()
}

/// The parts of the call path.
const CALL_PATH: &[&str] = &[
    "client::Core::send",
    "Transport::send",
    "passport_api::call::",
    "passport_api::client::",
    "passport_api::token::",
    "passport_api::page::",
];

/// The names that are this project's or the program's.
const OWN: &[&str] = &["passport_api", "sets::"];

const ONE: &str = r#"
use passport_api::{Error, ScopedToken, breb};

breb::scope_set! {
    struct First = "paas.core.breb_payments.get";
    struct Second = "paas.core.breb_payments.get", "paas.core.breb_payments.list.get";
}

async fn read(client: &breb::Client) -> Result<(), Error> {
    let first = client.token::<First>().await?;
    println!("{:?}", client.payments().get(&first, "1").await?.status);
    Ok(())
}
"#;

const TWO: &str = r#"
use passport_api::{Error, ScopedToken, breb};

breb::scope_set! {
    struct First = "paas.core.breb_payments.get";
    struct Second = "paas.core.breb_payments.get", "paas.core.breb_payments.list.get";
}

async fn read(client: &breb::Client) -> Result<(), Error> {
    let first = client.token::<First>().await?;
    println!("{:?}", client.payments().get(&first, "1").await?.status);
    let second = client.token::<Second>().await?;
    println!("{:?}", client.payments().get(&second, "2").await?.status);
    Ok(())
}
"#;

/// It polls the calls once, which is enough for the compiler to build them.
const MAIN: &str = r#"
fn main() {
    println!("\nsize_of::<ScopedToken<First>>() = {}", size_of::<ScopedToken<First>>());
    println!("size_of::<ScopedToken<Second>>() = {}", size_of::<ScopedToken<Second>>());
    let Ok(client) = breb::Client::from_env() else { return };
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let _ = std::pin::pin!(read(&client)).poll(&mut context);
}
"#;

#[cfg(test)]
mod tests {
    use super::without_hash;

    #[test]
    fn hashes_do_not_tell_symbols_apart() {
        assert_eq!(without_hash("a::b::h0123456789abcdef"), "a::b");
        assert_eq!(without_hash("a::hash"), "a::hash");
    }
}
