//! `cargo passport explain`: who needs a scope, who grants it, and what to write.

use std::path::PathBuf;

use passport_spec::{plain_line, plain_text};
use serde_json::json;

use super::arguments::{Argument, Arguments};
use super::command::{Command, Opt, Status};
use super::diagnostic::{Diagnostic, Failure};
use super::spec_file;
use super::ui::{GOOD, Ui};
use crate::explain::{EndpointExplained, Explanation, ScopeExplained, SetExplained};
use crate::explain::{explain, meant};
use crate::paths;

pub(super) const COMMAND: Command = Command {
    name: "explain",
    about: "says who needs a scope and who grants it, or what a call needs",
    usage: "WORD … [OPTIONS]",
    details: "\
Explains scopes (`orders:read`), endpoints (`orders.get` or \"GET /orders/{id}\") and named sets.",
    options: &[
        Opt {
            flag: "--spec",
            value: "FILE",
            about: "scopes.toml or OpenAPI document; default: the nearest scopes.toml upwards",
        },
        Opt {
            flag: "--api",
            value: "NAME",
            about: "one API of the spec; default: all of them",
        },
    ],
    run,
};

fn run(arguments: &mut Arguments, ui: &mut Ui) -> Result<Status, Failure> {
    let (mut words, mut file, mut api) = (Vec::new(), None, None);
    while let Some(argument) = arguments.next(ui)? {
        match argument {
            Argument::Word(word) => words.push(word.to_string_lossy().into_owned()),
            Argument::Flag(flag) if flag == "--spec" => file = Some(arguments.path(&flag)?),
            Argument::Flag(flag) if flag == "--api" => api = Some(arguments.text(&flag)?),
            other @ Argument::Flag(_) => return Err(arguments.unexpected(&other)),
        }
    }
    if words.is_empty() {
        return Err(arguments.usage("say which scope or endpoint"));
    }
    let file: PathBuf = file.map_or_else(spec_file::nearest_file, Ok)?;
    let spec = spec_file::load(&file)?;
    if let Some(name) = &api {
        spec_file::has_api(&spec, name, &file)?;
    }
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for word in &words {
        let explained = explain(&spec, api.as_deref(), word);
        if explained.is_empty() {
            let near = meant(&spec, api.as_deref(), word);
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let message = format!(
                "{} has nothing called `{}`{near}",
                paths::shown(&file),
                plain_line(word)
            );
            let diagnostic = Diagnostic::error(message);
            unknown.push(
                diagnostic.help(
                    "endpoints are named `RESOURCE.METHOD`, as below `endpoints` in that file",
                ),
            );
        }
        found.extend(explained);
    }
    if !unknown.is_empty() {
        return Err(Failure::of(unknown));
    }
    if ui.is_json() {
        ui.json(&json!({ "explained": found }))?;
        return Ok(Status::Done);
    }
    for (at, one) in found.iter().enumerate() {
        if at > 0 {
            writeln!(ui.out())?;
        }
        match one {
            Explanation::Scope(scope) => show_scope(scope, ui)?,
            Explanation::Endpoint(endpoint) => show_endpoint(endpoint, ui)?,
            Explanation::Set(set) => show_set(set, ui)?,
        }
    }
    Ok(Status::Done)
}

fn show_scope(scope: &ScopeExplained, ui: &mut Ui) -> std::io::Result<()> {
    title(&scope.name, "scope", &scope.api, ui)?;
    line("is", scope.description.as_deref(), ui)?;
    let deprecated = scope.deprecated.as_deref();
    line("deprecated", deprecated, ui)?;
    let inferred = "no document prints this name; the program can map it to the real one";
    line("inferred", scope.inferred.then_some(inferred), ui)?;
    list("also called", &scope.aliases, ui)?;
    list("holes", &scope.holes, ui)?;
    line("docs", scope.docs.as_deref(), ui)?;
    line("identifier", Some(&scope.identifier), ui)?;
    for (at, need) in scope.needed_by.iter().enumerate() {
        let notes = [
            (!need.enough).then_some("this scope alone is not enough"),
            need.inferred.then_some(INFERRED_SCOPES),
        ];
        let notes: Vec<&str> = notes.into_iter().flatten().collect();
        let more = if notes.is_empty() {
            String::new()
        } else {
            format!(" ({})", notes.join("; "))
        };
        let label = if at == 0 { "needed by" } else { "" };
        let text = format!("{}: {}: {}{more}", need.endpoint, need.call, need.needs);
        line(label, Some(&text), ui)?;
    }
    let unused = "no documented endpoint; `client.request` can use it";
    line(
        "needed by",
        scope.needed_by.is_empty().then_some(unused),
        ui,
    )?;
    list("granted by", &scope.granted_by, ui)?;
    list("covers", &scope.covers, ui)?;
    list("in the sets", &scope.sets, ui)?;
    line("declare", Some(&scope.scope_set), ui)?;
    line("generic code", Some(&scope.bound), ui)
}

fn show_endpoint(endpoint: &EndpointExplained, ui: &mut Ui) -> std::io::Result<()> {
    title(&endpoint.name, "endpoint", &endpoint.api, ui)?;
    line("is", endpoint.description.as_deref(), ui)?;
    line("docs", endpoint.docs.as_deref(), ui)?;
    line("call", Some(&endpoint.call), ui)?;
    line(
        "in Rust",
        Some(&format!("client.{}", endpoint.client_call)),
        ui,
    )?;
    line("needs", Some(&endpoint.needs), ui)?;
    let inferred = endpoint.inferred.then_some(INFERRED_SCOPES);
    line("inferred", inferred, ui)?;
    let also = format!("no document shows {}", endpoint.also_inferred.join(", "));
    let also = (!endpoint.also_inferred.is_empty()).then_some(also);
    line("inferred", also.as_deref(), ui)?;
    for (at, alternative) in endpoint.alternatives.iter().enumerate() {
        let label = if at == 0 { "declare" } else { "or" };
        line(label, Some(&alternative.scope_set), ui)?;
        list("covered by", &alternative.covered_by, ui)?;
    }
    list("in the sets", &endpoint.sets, ui)?;
    line("sent again", Some(&endpoint.retry), ui)?;
    line("generic code", endpoint.bound.as_deref(), ui)
}

fn show_set(set: &SetExplained, ui: &mut Ui) -> std::io::Result<()> {
    title(&set.name, "set", &set.api, ui)?;
    line("is", set.description.as_deref(), ui)?;
    line("identifier", Some(&set.identifier), ui)?;
    list("scopes", &set.scopes, ui)?;
    list("may call", &set.calls, ui)?;
    line("generic code", Some(&set.bound), ui)
}

fn title(name: &str, what: &str, api: &str, ui: &mut Ui) -> std::io::Result<()> {
    let name = plain_line(name);
    writeln!(ui.out(), "{GOOD}{name}{GOOD:#}: {what} of {api}")
}

fn line(label: &str, text: Option<&str>, ui: &mut Ui) -> std::io::Result<()> {
    match text {
        Some(text) => writeln!(ui.out(), "  {label:<12}  {}", plain_text(text)),
        None => Ok(()),
    }
}

fn list(label: &str, words: &[String], ui: &mut Ui) -> std::io::Result<()> {
    let text = format!("`{}`", words.join("`, `"));
    line(label, (!words.is_empty()).then_some(&text), ui)
}

/// Said of an endpoint whose scopes are inferred.
const INFERRED_SCOPES: &str = "no document shows that it takes these scopes";
