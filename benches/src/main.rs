//! `cargo xtask bench`: runs benchmarks and writes `docs/performance.md`.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use passport_benches::Outcome;
use passport_benches::baseline::{self, Count};
use passport_benches::benchmark::{BENCHMARKS, Benchmark, COUNTED, Options};
use passport_benches::client::{self, Allocations, Job};
use passport_benches::finding::Finding;
use passport_benches::stopwatch::timed;
use passport_benches::{call, page, server};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match part(&arguments).unwrap_or_else(|| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The other processes that a benchmark starts are this executable as well.
fn part(arguments: &[String]) -> Option<Outcome> {
    if arguments == [server::ARGUMENT] {
        return Some(server::serve());
    }
    let job = Job::read(arguments).transpose()?;
    Some(job.and_then(|job| client::work(&job, Allocations::default).map(drop)))
}

fn run(arguments: &[String]) -> Outcome {
    match arguments {
        [only] if matches!(only.as_str(), "-h" | "--help") => {
            print!("{}", help());
            Ok(())
        }
        [only] if only == "--counts" => call::show(),
        [only] if only == "--page" => page::write(),
        [only] if only == "--check" => baseline::check(&count()?),
        [only] if only == "--bless" => baseline::bless(&count()?),
        arguments => {
            let (options, benchmarks) = read(arguments)?;
            benchmarks.iter().try_for_each(|it| measure(it, &options))
        }
    }
}

/// Runs one benchmark and writes down what it found.
fn measure(benchmark: &Benchmark, options: &Options) -> Outcome {
    let name = benchmark.name;
    println!("==> {name}");
    let (finding, took) = timed(|| (benchmark.run)(options));
    let finding = finding.map_err(|error| format!("{name}: {error}"))?;
    show(&finding);
    if options.quick {
        println!("==> {name}: nothing is written, since `--quick` measures too little");
    } else {
        page::keep(name, &finding)?;
        page::write()?;
        println!(
            "==> {name}: {:.0} s; docs/performance.md is written",
            took.as_secs_f64()
        );
    }
    Ok(())
}

/// What the gate counts.
fn count() -> Outcome<Vec<Count>> {
    let mut counts = Vec::new();
    for counted in COUNTED {
        counts.extend(counted()?);
    }
    Ok(counts)
}

fn show(finding: &Finding) {
    for target in &finding.targets {
        let met = if target.is_met() { "met   " } else { "missed" };
        println!(
            "{met}  {}: {:.3} {}",
            target.what, target.found, target.unit
        );
    }
}

fn read(arguments: &[String]) -> Outcome<(Options, Vec<Benchmark>)> {
    let mut options = Options::default();
    let mut benchmarks = Vec::new();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--quick" => options.quick = true,
            "--documents" => {
                let folder = arguments.next().ok_or("`--documents` takes a folder")?;
                options.documents = Some(std::fs::canonicalize(folder)?);
            }
            name => benchmarks.push(*find(name)?),
        }
    }
    if benchmarks.is_empty() {
        benchmarks = BENCHMARKS.to_vec();
    }
    Ok((options, benchmarks))
}

fn find(name: &str) -> Outcome<&'static Benchmark> {
    let found = BENCHMARKS.iter().find(|known| known.name == name);
    found.ok_or_else(|| {
        let known: Vec<&str> = BENCHMARKS.iter().map(|known| known.name).collect();
        format!(
            "unknown benchmark `{name}`; there are `{}`",
            known.join("`, `")
        )
        .into()
    })
}

fn help() -> String {
    let mut text = String::from(
        "Measures what passport costs, and writes docs/performance.md.\n\n\
         Usage: cargo xtask bench [--quick] [--documents DIR] [NAME …]\n       cargo xtask bench --counts | --page | --check | --bless\n\n",
    );
    for benchmark in BENCHMARKS {
        text += &format!("  {:<14} {}\n", benchmark.name, benchmark.about);
    }
    text + "\n  --documents DIR  a folder with OpenAPI documents, for what is measured with real ones\
            \n  --quick          measures a little of everything and writes nothing\
            \n  --counts         prints instructions and allocations of a call, and writes nothing\
            \n  --page           writes the page anew from what was found before\
            \n  --check          counts instructions, allocations and the like, and compares with benches/baseline.json\
            \n  --bless          takes what is counted now as the new baseline\n"
}
