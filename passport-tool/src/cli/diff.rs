//! `cargo passport diff`: what changes between two specs, and whether it breaks programs.

use std::path::{Path, PathBuf};
use std::process::Command as Process;

use anstyle::{AnsiColor, Style};
use passport_spec::{Spec, plain_line};
use serde_json::json;

use super::arguments::{Argument, Arguments};
use super::command::{Command, Opt, Status};
use super::diagnostic::Failure;
use super::spec_file;
use super::ui::{GOOD, Ui};
use crate::diff::{Breaking, Change, Changes, diff, markdown};

pub(super) const COMMAND: Command = Command {
    name: "diff",
    about: "says what changes between two specs, and whether it breaks programs",
    usage: "OLD NEW [OPTIONS]  or  --git REV [FILE]",
    details: "\
Compares two scopes.toml files or OpenAPI documents as a program sees them that uses their scopes:
semantic versioning for permissions. The status is 1 if a change breaks such programs.",
    options: &[
        Opt {
            flag: "--git",
            value: "REV",
            about: "compare FILE as it is with FILE in this revision; default: scopes.toml",
        },
        Opt {
            flag: "--markdown",
            value: "",
            about: "answer in Markdown",
        },
        Opt {
            flag: "--allow-breaking",
            value: "",
            about: "status 0 whatever the changes break",
        },
    ],
    run,
};

fn run(arguments: &mut Arguments, ui: &mut Ui) -> Result<Status, Failure> {
    let (mut files, mut revision) = (Vec::new(), None);
    let (mut is_markdown, mut allow) = (false, false);
    while let Some(argument) = arguments.next(ui)? {
        match argument {
            Argument::Word(file) if files.len() < 2 => files.push(PathBuf::from(file)),
            Argument::Flag(flag) if flag == "--git" => revision = Some(arguments.text(&flag)?),
            Argument::Flag(flag) if flag == "--markdown" => is_markdown = true,
            Argument::Flag(flag) if flag == "--allow-breaking" => allow = true,
            other => return Err(arguments.unexpected(&other)),
        }
    }
    let (old, new) = match (&revision, &files[..]) {
        (None, [old, new]) => (spec_file::load(old)?, spec_file::load(new)?),
        (Some(revision), []) => of_revision(revision, &spec_file::nearest_file()?)?,
        (Some(revision), [file]) => of_revision(revision, file)?,
        (None, _) => return Err(arguments.usage("two files are compared, or `--git REV`")),
        (Some(_), _) => return Err(arguments.usage("`--git REV` takes one file")),
    };
    let changes = diff(&old, &new);
    show(&changes, is_markdown, ui)?;
    Ok(if changes.is_breaking() && !allow {
        Status::Differs
    } else {
        Status::Done
    })
}

/// A file as it is in a revision, and as it is.
fn of_revision(revision: &str, file: &Path) -> Result<(Spec, Spec), Failure> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = file.file_name().unwrap_or(file.as_os_str());
    let name = name.to_string_lossy();
    // What begins with a dash would be an option of git's.
    if revision.starts_with('-') {
        return Err(Failure::new(format!("`{revision}` is no revision")));
    }
    let object = format!("{revision}:./{name}");
    let output = Process::new("git")
        .arg("-C")
        .arg(folder)
        .args(["show", &object])
        .output()
        .map_err(|error| Failure::new(format!("cannot run git: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim().trim_start_matches("fatal: ");
        return Err(Failure::new(format!("git has no `{object}`: {said}")));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let old = spec_file::parse(&format!("{} in {revision}", file.display()), &text)?;
    Ok((old, spec_file::load(file)?))
}

fn show(changes: &Changes, is_markdown: bool, ui: &mut Ui) -> Result<(), Failure> {
    let count = |breaking| changes.of(breaking).count();
    let (breaking, look) = (count(Breaking::Yes), count(Breaking::Look));
    let compatible = count(Breaking::No);
    let bump = changes.bump();
    if ui.is_json() {
        ui.json(&json!({
            "changes": changes.list,
            "breaking": breaking,
            "look": look,
            "compatible": compatible,
            "bump": bump,
        }))?;
        return Ok(());
    }
    if is_markdown {
        write!(ui.out(), "{}", markdown(changes))?;
    } else {
        for change in &changes.list {
            line(change, ui)?;
        }
    }
    let what = format!(
        "{breaking} breaking, {look} to look at, {compatible} compatible; suggested version: {}",
        bump.name()
    );
    ui.status("Compared", what)?;
    Ok(())
}

fn line(change: &Change, ui: &mut Ui) -> Result<(), Failure> {
    let (word, style) = match change.breaking {
        Breaking::Yes => ("breaking", BAD),
        Breaking::Look => ("look", DOUBT),
        Breaking::No => ("compatible", GOOD),
    };
    let kind = change.kind.words();
    let (api, subject) = (&change.api, plain_line(&change.subject));
    writeln!(ui.out(), "{style}{word}{style:#}: {kind}: {api} {subject}")?;
    let texts = match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("{old} -> {new}"),
        (Some(old), None) => format!("- {old}"),
        (None, Some(new)) => format!("+ {new}"),
        (None, None) => String::new(),
    };
    if !texts.is_empty() {
        writeln!(ui.out(), "    {}", plain_line(&texts))?;
    }
    writeln!(ui.out(), "    {}", plain_line(&change.why))?;
    if change.widened {
        let note = "security: somebody may do more than before";
        writeln!(ui.out(), "    {DOUBT}{note}{DOUBT:#}")?;
    }
    Ok(())
}

const BAD: Style = AnsiColor::Red.on_default().bold();

const DOUBT: Style = AnsiColor::Yellow.on_default().bold();
