//! `cargo passport audit`: the least set of scopes that a program needs.

use std::io::Read;
use std::path::PathBuf;

use passport_spec::{Api, Spec, plain_line};
use serde_json::json;

use super::arguments::{Argument, Arguments};
use super::command::{Command, Opt, Status};
use super::diagnostic::{Diagnostic, Failure};
use super::progress::Progress;
use super::ui::{BAD, GOOD, Ui};
use crate::audit::{
    Audit, AuditError, CallReport, Granted, GrantedScope, Program, SetReport, Verdict, audit,
    granted, read_grant, spec_of,
};
use crate::paths;

pub(super) const COMMAND: Command = Command {
    name: "audit",
    about: "finds the least scopes that a program needs",
    usage: "[OPTIONS]",
    details: "\
Compiles a program with all scopes withheld from its sets, and reads from the compiler's errors
which it needs. Sets that carry more are shown with the declaration to write instead; status 1 if
there are any. What it compiles goes into target/passport-audit.

With --granted, a token response is held against what the code uses.",
    options: &[
        Opt {
            flag: "--package",
            value: "CRATE",
            about: "(or -p) audit this package; may be repeated",
        },
        Opt {
            flag: "--workspace",
            value: "",
            about: "audit every package of the workspace",
        },
        Opt {
            flag: "--granted",
            value: "FILE",
            about: "a token response as JSON; `-` reads stdin",
        },
        Opt {
            flag: "--spec",
            value: "FILE",
            about: "the scopes.toml of that token's API; default: that of the program",
        },
        Opt {
            flag: "--api",
            value: "NAME",
            about: "that token's API, where there are several",
        },
        Opt {
            flag: "--features",
            value: "LIST",
            about: "this and what follows goes to cargo",
        },
        cargo_flag("--all-features"),
        cargo_flag("--no-default-features"),
        cargo_flag("--lib"),
        cargo_flag("--bins"),
        cargo_flag("--tests"),
        cargo_flag("--all-targets"),
        cargo_value("--target", "TRIPLE"),
        cargo_value("--profile", "NAME"),
        cargo_value("--target-dir", "DIR"),
        cargo_value("--manifest-path", "FILE"),
        cargo_flag("--offline"),
        cargo_flag("--locked"),
        cargo_flag("--frozen"),
    ],
    run,
};

const fn cargo_flag(flag: &'static str) -> Opt {
    cargo_value(flag, "")
}

const fn cargo_value(flag: &'static str, value: &'static str) -> Opt {
    Opt {
        flag,
        value,
        about: "see `cargo help check`",
    }
}

#[derive(Default)]
struct Settings {
    program: Program,
    granted: Option<String>,
    spec: Option<PathBuf>,
    api: Option<String>,
}

fn run(arguments: &mut Arguments, ui: &mut Ui) -> Result<Status, Failure> {
    let settings = read(arguments, ui)?;
    // What was granted is read first: a mistake there should not wait for the compiler.
    let response = settings.granted.as_deref().map(read_response).transpose()?;
    let api = settings
        .spec
        .as_ref()
        .map(|path| read_api(path, settings.api.as_deref()))
        .transpose()?;
    let audited = compile(&settings.program, ui)?;
    let grant = match response {
        None => None,
        Some(response) => {
            let api = match api {
                Some(api) => api,
                None => spec_of(&audited, settings.api.as_deref())
                    .map_err(|error| failure(&error, ui))?,
            };
            let names = read_grant(&response, &api).map_err(Failure::new)?;
            Some(granted(&names, &api, &audited))
        }
    };
    if ui.is_json() {
        ui.json(&json!({ "audit": &audited, "granted": &grant }))?;
    } else {
        show(&audited, ui)?;
        if let Some(grant) = &grant {
            show_grant(grant, ui)?;
        }
    }
    let differs = audited.is_over_privileged() || grant.is_some_and(|grant| !grant.is_exact());
    Ok(if differs {
        Status::Differs
    } else {
        Status::Done
    })
}

fn read(arguments: &mut Arguments, ui: &mut Ui) -> Result<Settings, Failure> {
    let mut settings = Settings::default();
    while let Some(argument) = arguments.next(ui)? {
        let Argument::Flag(flag) = &argument else {
            return Err(arguments.unexpected(&argument));
        };
        let program = &mut settings.program;
        match flag.as_str() {
            "-p" | "--package" => program.packages.push(arguments.text(flag)?),
            "--workspace" => program.workspace = true,
            "--granted" => settings.granted = Some(arguments.text(flag)?),
            "--spec" => settings.spec = Some(arguments.path(flag)?),
            "--api" => settings.api = Some(arguments.text(flag)?),
            "--target-dir" => program.target = Some(arguments.path(flag)?),
            "--offline" | "--locked" | "--frozen" => program.cargo_options.push(flag.clone()),
            "--manifest-path" => {
                let path = arguments.text(flag)?;
                program.cargo_options.extend([flag.clone(), path]);
            }
            "--features" | "--target" | "--profile" => {
                let value = arguments.text(flag)?;
                program.check_options.extend([flag.clone(), value]);
            }
            "--all-features"
            | "--no-default-features"
            | "--lib"
            | "--bins"
            | "--tests"
            | "--all-targets" => program.check_options.push(flag.clone()),
            _ => return Err(arguments.unexpected(&argument)),
        }
    }
    if settings.granted.is_none() && (settings.spec.is_some() || settings.api.is_some()) {
        return Err(arguments.usage("`--spec` and `--api` are about `--granted`, which is missing"));
    }
    Ok(settings)
}

/// The text of a token response; no failure repeats it.
fn read_response(file: &str) -> Result<String, Failure> {
    let read = if file == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    read.map_err(|error| Failure::new(format!("cannot read {}: {error}", plain_line(file))))
}

fn read_api(path: &PathBuf, name: Option<&str>) -> Result<Api, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", paths::shown(path))))?;
    let spec = Spec::parse(&path.display().to_string(), &text)
        .map_err(|errors| Failure::of_spec(&errors, &text))?;
    let names: Vec<&str> = spec.apis().iter().map(|api| api.name.as_str()).collect();
    match (name, spec.apis()) {
        (Some(name), _) => spec.api(name).cloned().ok_or_else(|| {
            let name = plain_line(name);
            let message = format!("{} has no API `{name}`", paths::shown(path));
            Failure::new(message).help(format!("it has `{}`", names.join("`, `")))
        }),
        (None, [only]) => Ok(only.clone()),
        (None, _) => {
            let message = format!("{} has several APIs", paths::shown(path));
            Err(Failure::new(message)
                .help(format!("choose one with `--api`: `{}`", names.join("`, `"))))
        }
    }
}

fn compile(program: &Program, ui: &mut Ui) -> Result<Audit, Failure> {
    let progress = Progress::start(ui, "compiling without scopes");
    let mut steps = Vec::new();
    let audited = audit(program, &mut |step| steps.push(step.to_owned()));
    drop(progress);
    for step in steps {
        ui.status("Checked", step)?;
    }
    audited.map_err(|error| failure(&error, ui))
}

/// The compiler's own errors are shown as it shows them.
fn failure(error: &AuditError, ui: &mut Ui) -> Failure {
    let failure = Failure::new(error.to_string());
    let AuditError::DoesNotCompile(errors) = error else {
        return failure;
    };
    if ui.is_json() {
        let errors = errors.iter().map(|error| Diagnostic::error(error.trim()));
        return Failure::of(errors.collect());
    }
    for error in errors {
        // Where nothing can be written, nothing can be said about it either.
        let _ = writeln!(ui.err(), "{}\n", error.trim_end());
    }
    failure
}

fn show(audited: &Audit, ui: &mut Ui) -> Result<(), Failure> {
    for set in &audited.sets {
        show_set(set, ui)?;
    }
    let undocumented = audited.sets.iter().flat_map(|set| &set.calls);
    for call in undocumented.filter(|call| call.undocumented) {
        let what = call.endpoint.as_deref().unwrap_or_default();
        let places = places(call);
        writeln!(
            ui.out(),
            "note: nobody says which scopes `{what}` needs ({places})"
        )?;
    }
    let over = audited
        .sets
        .iter()
        .filter(|set| set.verdict == Verdict::OverPrivileged);
    let summary = format!(
        "{}, {} with scopes to spare; {}",
        count(audited.sets.len(), "set"),
        over.count(),
        count(audited.compilations, "compilation")
    );
    ui.status("Audited", summary)?;
    Ok(())
}

fn show_set(set: &SetReport, ui: &mut Ui) -> Result<(), Failure> {
    let place = set.place.as_ref().map_or_else(
        || format!("a named set of {}", set.api),
        ToString::to_string,
    );
    let verdict = match set.verdict {
        Verdict::Exact => format!("{GOOD}carries what it needs{GOOD:#}"),
        Verdict::OverPrivileged => format!("{BAD}carries more than it needs{BAD:#}"),
        Verdict::Unused => "is used nowhere in what was compiled".to_owned(),
    };
    writeln!(ui.out(), "`{}` ({place}) {verdict}", set.name)?;
    for call in &set.calls {
        writeln!(ui.out(), "    {}", in_words(call))?;
    }
    for excess in &set.excess {
        let instead = match &excess.instead[..] {
            [] => "nothing needs it".to_owned(),
            needed => format!("more than is needed; {} will do", quoted(needed, " and ")),
        };
        writeln!(ui.out(), "  {BAD}-{BAD:#} {}: {instead}", excess.scope)?;
    }
    if let Some(smaller) = &set.smaller {
        let names = quoted(smaller, " and ");
        writeln!(ui.out(), "  {names} would do as well, and may do less")?;
    }
    if !set.exact {
        writeln!(
            ui.out(),
            "  there are too many alternatives to say that this is the least"
        )?;
    }
    if set.verdict == Verdict::OverPrivileged {
        match &set.line {
            Some(line) => {
                let line = line.replace('\n', "\n    ");
                writeln!(ui.out(), "  write instead:\n    {GOOD}{line}{GOOD:#}")?;
            }
            None if set.least.is_empty() => writeln!(
                ui.out(),
                "  it needs no scope: use `sets::Unscoped` in its place"
            )?,
            None => {
                let names = quoted(&set.least, ", ");
                writeln!(ui.out(), "  declare a set of your own with {names}")?;
            }
        }
    }
    writeln!(ui.out())?;
    Ok(())
}

/// `orders.get needs orders:read: src/main.rs:3`.
fn in_words(call: &CallReport) -> String {
    let lists: Vec<String> = call.needs.iter().map(|list| list.join(" and ")).collect();
    let needs = match (&lists[..], call.undocumented) {
        (_, true) => "needs a token; which scope is not documented".to_owned(),
        ([], false) => "needs no scope".to_owned(),
        ([only], false) => format!("needs {only}"),
        (several, false) => format!("needs one of: {}", several.join("; ")),
    };
    match &call.endpoint {
        Some(endpoint) => format!("{endpoint} {needs} ({})", places(call)),
        None => format!("code {needs} ({})", places(call)),
    }
}

fn places(call: &CallReport) -> String {
    if call.places.is_empty() {
        return "found by trying".to_owned();
    }
    let places = call.places.iter().map(ToString::to_string);
    places.collect::<Vec<_>>().join(", ")
}

fn show_grant(grant: &Granted, ui: &mut Ui) -> Result<(), Failure> {
    writeln!(ui.out(), "The server granted:")?;
    for scope in &grant.scopes {
        let (mark, said) = scope_in_words(scope);
        writeln!(ui.out(), "  {mark} {}: {said}", scope.name)?;
    }
    for lacking in &grant.lacking {
        let names = quoted(&lacking.scopes, ", ");
        let used = match &lacking.used[..] {
            [] => "code uses none of them".to_owned(),
            used => format!("code uses {}", quoted(used, ", ")),
        };
        writeln!(
            ui.out(),
            "  {BAD}-{BAD:#} `{}` declares {names}, which the grant lacks; {used}",
            lacking.set
        )?;
    }
    Ok(())
}

fn scope_in_words(scope: &GrantedScope) -> (String, String) {
    let bad = format!("{BAD}+{BAD:#}");
    let Some(known) = &scope.scope else {
        let near = scope.nearest.as_ref();
        let near = near.map_or_else(String::new, |near| format!("; the nearest is `{near}`"));
        return (bad, format!("unknown to the spec{near}"));
    };
    let mut said = match (scope.used, &scope.instead[..]) {
        (false, _) => "no code uses it".to_owned(),
        (true, []) => "used".to_owned(),
        (true, needed) => format!("more than code uses; {} will do", quoted(needed, " and ")),
    };
    if *known != scope.name {
        said += &format!("; this is `{known}`");
    }
    if let Some(reason) = &scope.deprecated {
        said += &format!("; deprecated: {reason}");
    }
    let good = scope.used && scope.instead.is_empty();
    (
        if good {
            format!("{GOOD}={GOOD:#}")
        } else {
            bad
        },
        said,
    )
}

fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

fn quoted(names: &[String], joint: &str) -> String {
    let names = names.iter().map(|name| format!("`{name}`"));
    names.collect::<Vec<_>>().join(joint)
}
