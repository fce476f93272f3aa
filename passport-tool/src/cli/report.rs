//! `cargo passport report`: an HTML page of scopes and endpoints.

use std::path::PathBuf;

use passport_spec::{Api, Spec, did_you_mean, plain_line};
use serde_json::json;

use super::arguments::{Argument, Arguments};
use super::command::{Command, Opt, Status};
use super::derived;
use super::diagnostic::Failure;
use super::ui::Ui;
use crate::{paths, report};

pub(super) const COMMAND: Command = Command {
    name: "report",
    about: "writes an HTML page of the scopes, the endpoints and what each needs",
    usage: "[--spec FILE] [--out FILE] [OPTIONS]",
    details: "\
Writes one HTML page that needs no network: the matrix of endpoints and scopes with search and
filters, what each named set of scopes can call, what a token with the scopes that you pick can
call, and what is not documented, only inferred, deprecated or unused.",
    options: &[
        Opt {
            flag: "--spec",
            value: "FILE",
            about: "default: scopes.toml",
        },
        Opt {
            flag: "--api",
            value: "NAME",
            about: "one API of the spec; may be repeated; default: all",
        },
        Opt {
            flag: "--out",
            value: "FILE",
            about: "default: scopes.html",
        },
    ],
    run,
};

struct Report {
    spec: PathBuf,
    out: PathBuf,
    apis: Vec<String>,
}

fn run(arguments: &mut Arguments, ui: &mut Ui) -> Result<Status, Failure> {
    let command = read(arguments, ui)?;
    let spec = load(&command.spec)?;
    let apis = choose(&spec, &command)?;
    let page = report::render_apis(&apis);
    derived::write(&command.out, &page)?;
    let summaries = report::summaries(&apis);
    if ui.is_json() {
        ui.json(&json!({
            "file": command.out.display().to_string(),
            "bytes": page.len(),
            "apis": summaries,
        }))?;
        return Ok(Status::Done);
    }
    for one in &summaries {
        let what = format!(
            "{}: {} endpoints, {} scopes, {} of them unused; {} endpoints not documented, {} inferred, {} with other facts inferred",
            one.api,
            one.endpoints,
            one.scopes,
            one.unused_scopes.len(),
            one.unknown.len(),
            one.inferred.len(),
            one.also_inferred.len()
        );
        ui.status("Reported", what)?;
    }
    ui.status("See", command.out.display())?;
    Ok(Status::Done)
}

fn read(arguments: &mut Arguments, ui: &mut Ui) -> Result<Report, Failure> {
    let mut command = Report {
        spec: PathBuf::from("scopes.toml"),
        out: PathBuf::from("scopes.html"),
        apis: Vec::new(),
    };
    while let Some(argument) = arguments.next(ui)? {
        match argument {
            Argument::Flag(flag) if flag == "--spec" => command.spec = arguments.path(&flag)?,
            Argument::Flag(flag) if flag == "--out" => command.out = arguments.path(&flag)?,
            Argument::Flag(flag) if flag == "--api" => command.apis.push(arguments.text(&flag)?),
            other => return Err(arguments.unexpected(&other)),
        }
    }
    Ok(command)
}

fn load(path: &std::path::Path) -> Result<Spec, Failure> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::new(format!("cannot read {}: {error}", paths::shown(path)))
            .help("`--spec FILE` names another; `cargo passport import` writes one")
    })?;
    Spec::parse(&file, &text).map_err(|errors| Failure::of_spec(&errors, &text))
}

/// The APIs that were asked for, in the order of the spec.
fn choose<'s>(spec: &'s Spec, command: &Report) -> Result<Vec<&'s Api>, Failure> {
    let names = || spec.apis().iter().map(|api| api.name.as_str());
    for wanted in &command.apis {
        if spec.api(wanted).is_none() {
            let list = names().collect::<Vec<_>>().join("`, `");
            let meant = did_you_mean(wanted, names());
            return Err(Failure::new(format!(
                "{} has no API `{}`{meant}",
                paths::shown(&command.spec),
                plain_line(wanted)
            ))
            .help(format!("it has `{list}`")));
        }
    }
    let chosen = spec
        .apis()
        .iter()
        .filter(|api| command.apis.is_empty() || command.apis.contains(&api.name));
    Ok(chosen.collect())
}
