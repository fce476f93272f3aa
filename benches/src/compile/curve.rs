//! A client of `api!`, of 38 to 5,000 endpoints: what it costs to check, what of that is its
//! expansion, what of it is due to scopes, and what other encodings of scopes cost.

use super::compiler::{Compiled, Compiler, Extent, Subject, Took, in_turns};
use super::encodings::{self, Encoding};
use super::package::{Package, passport_api};
use super::synthetic::{self, Need, SETS, TOKEN};
use super::usage::LIMIT;
use crate::Outcome;

/// What was measured at one number of endpoints.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) size: usize,
    /// `api!`, the sets and all calls.
    pub(super) macros: Took,
    /// The same with the macros' output in their place.
    pub(super) pasted: Took,
    /// As `macros`, but no endpoint needs a scope, and the sets hold one.
    pub(super) unscoped: Took,
    pub(super) expansion: Expansion,
    /// Programs of nothing but endpoints, sets and calls: without scopes, and with each encoding.
    pub(super) bare: Took,
    pub(super) encodings: Vec<(Encoding, Compiled)>,
}

/// What is needed to expand macros and resolve names, and no more.
#[derive(Debug)]
pub(super) struct Expansion {
    /// An empty library: the compiler starts, and reads what the library depends on.
    pub(super) empty: Took,
    /// `api!` alone.
    pub(super) api: Took,
    /// Its output in its place.
    pub(super) pasted: Took,
    /// `api!` and the sets.
    pub(super) sets: Took,
}

/// Measures at each number of endpoints.
pub(super) fn measure(sizes: &[usize]) -> Outcome<Vec<Row>> {
    let package = Package::create("synthetic", &passport_api())?;
    let compiler = package.compiler()?;
    let mut rows = Vec::new();
    let mut hopeless = Vec::new();
    for size in sizes {
        println!("    {size} endpoints");
        let row = Row::measure(&package, &compiler, *size, &hopeless)?;
        let failed = row.encodings.iter().filter(|(_, it)| it.took().is_none());
        hopeless.extend(failed.map(|(encoding, _)| *encoding));
        rows.push(row);
    }
    Ok(rows)
}

impl Row {
    /// `hopeless` are the encodings that have failed with fewer endpoints.
    fn measure(
        package: &Package,
        compiler: &Compiler,
        size: usize,
        hopeless: &[Encoding],
    ) -> Outcome<Self> {
        let rounds = rounds(size);
        let sources = Sources::write(package, compiler, size)?;
        let check = |name: &str| sources.subject(compiler, name, Extent::Check);
        let encodings: Vec<Encoding> = [Encoding::Grants, Encoding::List]
            .into_iter()
            .filter(|encoding| !hopeless.contains(encoding))
            .collect();
        let mut subjects: Vec<Subject<'_>> =
            ["macros", "pasted", "unscoped", "none"].map(check).to_vec();
        for encoding in &encodings {
            subjects.push(check(file(*encoding)));
        }
        let compiled = in_turns(rounds, &subjects)?;
        let took = |index: usize| compiled[index].passed(&subjects[index].source);
        Ok(Self {
            size,
            macros: took(0)?,
            pasted: took(1)?,
            unscoped: took(2)?,
            bare: took(3)?,
            expansion: Expansion::measure(compiler, rounds, &sources)?,
            encodings: encodings.into_iter().zip(compiled[4..].to_vec()).collect(),
        })
    }

    /// Seconds that are due to scopes: of `api!`, and of another encoding, if it passed.
    pub(super) fn scopes(&self) -> f64 {
        self.macros.cost.seconds - self.unscoped.cost.seconds
    }

    /// The same for another encoding; `None` if it was not tried, or did not pass.
    pub(super) fn scopes_as(&self, encoding: Encoding) -> Option<f64> {
        let (_, compiled) = self.encodings.iter().find(|(one, _)| *one == encoding)?;
        Some(compiled.took()?.cost.seconds - self.bare.cost.seconds)
    }

    /// Whether another encoding was ended because it took too long.
    pub(super) fn is_too_long_as(&self, encoding: Encoding) -> bool {
        let mut all = self.encodings.iter();
        all.any(|(one, compiled)| *one == encoding && matches!(compiled, Compiled::TooLong))
    }

    /// What a table shows of it.
    pub(super) fn shown_as(&self, encoding: Encoding) -> String {
        let found = self.encodings.iter().find(|(one, _)| *one == encoding);
        match found.map(|(_, compiled)| compiled) {
            Some(Compiled::Passed(_)) => {
                let seconds = self.scopes_as(encoding).unwrap_or_default();
                format!("{seconds:.2}")
            }
            Some(Compiled::TooLong) => format!("> {LIMIT}"),
            Some(Compiled::Refused(_)) => "does not compile".to_owned(),
            None => "–".to_owned(),
        }
    }
}

impl Expansion {
    fn measure(compiler: &Compiler, rounds: usize, sources: &Sources) -> Outcome<Self> {
        let names = ["empty", "api", "api-pasted", "sets"];
        let subjects = names.map(|name| sources.subject(compiler, name, Extent::Expand));
        let compiled = in_turns(rounds, &subjects)?;
        let took = |index: usize| compiled[index].passed(names[index]);
        Ok(Self {
            empty: took(0)?,
            api: took(1)?,
            pasted: took(2)?,
            sets: took(3)?,
        })
    }

    /// Seconds that the macro costs and its output as source text does not.
    pub(super) fn of_macro(&self) -> f64 {
        self.api.cost.seconds - self.pasted.cost.seconds
    }

    /// Seconds from the macro's input to resolved names.
    pub(super) fn of_all(&self) -> f64 {
        self.api.cost.seconds - self.empty.cost.seconds
    }

    /// Seconds for one set, of all scopes.
    pub(super) fn of_set(&self) -> f64 {
        (self.sets.cost.seconds - self.api.cost.seconds) / SETS as f64
    }
}

/// The libraries of one size.
struct Sources {
    folder: String,
}

impl Sources {
    fn write(package: &Package, compiler: &Compiler, size: usize) -> Outcome<Self> {
        let folder = format!("src/n{size}");
        let write = |file: &str, text: &str| {
            package.write(&format!("{folder}/{file}"), &format!("{QUIET}{text}"))
        };
        let spec = |need| synthetic::spec(size, need);
        package.write(&format!("{folder}/scopes.toml"), &spec(Need::Scope))?;
        package.write(&format!("{folder}/unscoped.toml"), &spec(Need::Token))?;

        let calls = synthetic::calls(size, TOKEN);
        let api = synthetic::api(&format!("{folder}/scopes.toml"));
        let with_sets = api.clone() + &synthetic::sets(size, Need::Scope);
        write("empty.rs", "")?;
        write("api.rs", &api)?;
        write("sets.rs", &with_sets)?;
        write("macros.rs", &format!("{with_sets}{calls}"))?;
        let unscoped = synthetic::api(&format!("{folder}/unscoped.toml"))
            + &synthetic::sets(size, Need::Token);
        write("unscoped.rs", &format!("{unscoped}{calls}"))?;
        let pasted = compiler.expansion(&format!("{folder}/api.rs"))?;
        write("api-pasted.rs", &pasted)?;
        let pasted = compiler.expansion(&format!("{folder}/sets.rs"))?;
        write("pasted.rs", &format!("{pasted}{calls}"))?;
        for encoding in [Encoding::None, Encoding::Grants, Encoding::List] {
            let name = format!("{folder}/{}.rs", file(encoding));
            let text = encodings::library(encoding, size);
            package.write(&name, &format!("{QUIET}{text}"))?;
        }
        Ok(Self { folder })
    }

    fn subject<'c>(&self, compiler: &'c Compiler, name: &str, extent: Extent) -> Subject<'c> {
        compiler.subject(format!("{}/{name}.rs", self.folder), extent)
    }
}

/// The name of an encoding's file.
fn file(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::None => "none",
        Encoding::Grants => "grants",
        Encoding::List => "list",
    }
}

/// How often each is compiled: what takes long is less affected by whatever else happens.
fn rounds(size: usize) -> usize {
    match size {
        ..500 => 5,
        500..1500 => 3,
        1500..3000 => 2,
        _ => 1,
    }
}

/// What the compiler warns of in a person's code only; printing that takes time.
const QUIET: &str = "#![allow(warnings)]\n";
