//! Finds and reads the spec file.

use std::path::PathBuf;

use passport_spec::{Api, Spec};
use proc_macro2::Span;

use crate::diag::{self, Errors};
use crate::input::ApiInput;
use crate::spec_path::Folders;

/// A spec file that was found, whatever is wrong inside.
pub(crate) struct SpecFile {
    /// Its absolute path.
    pub(crate) path: PathBuf,
    spec: Spec,
}

impl SpecFile {
    /// Reads the file that the macro names. Mistakes in it are added to `errors`, and what could be
    /// read is returned all the same, so that they do not entail others.
    pub(crate) fn read(input: &ApiInput, errors: &mut Errors) -> Option<Self> {
        let literal = &input.spec;
        let written = literal.value();
        let path = match Folders::of_call(source_file(literal.span())).find(&written) {
            Ok(path) => path,
            Err(missing) => {
                errors.add(literal.span(), diag::missing_spec(&written, &missing));
                return None;
            }
        };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                let message = format!("cannot read the spec file `{written}`: {error}");
                errors.add(literal.span(), message);
                return None;
            }
        };
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy();
        if let Some(digest) = &input.digest
            && digest.value() != passport_spec::digest(&text)
        {
            errors.add(digest.span(), diag::stale_digest(&name));
        }
        let (spec, mistakes) = Spec::parse_partial(&name, &text);
        for mistake in mistakes.iter().flat_map(passport_spec::SpecErrors::iter) {
            errors.add(literal.span(), format!("{name}:{mistake}"));
        }
        // An absolute path is what the compiler can track from any folder.
        let path = path.canonicalize().unwrap_or(path);
        Some(Self { path, spec })
    }

    /// The API that the macro names, or the only one.
    pub(crate) fn api(&self, input: &ApiInput, errors: &mut Errors) -> Option<&Api> {
        let known: Vec<&str> = self
            .spec
            .apis()
            .iter()
            .map(|api| api.name.as_str())
            .collect();
        match (&input.api, self.spec.apis()) {
            (_, []) => None,
            (Some(name), _) => {
                let found = self.spec.api(&name.value());
                if found.is_none() {
                    errors.add(name.span(), diag::unknown_api(&name.value(), &known));
                }
                found
            }
            (None, [only]) => Some(only),
            (None, _) => {
                errors.add(input.spec.span(), diag::which_api(&known));
                None
            }
        }
    }
}

/// An API without anything, to stand in for one that could not be read.
pub(crate) fn stub() -> Api {
    let (spec, _) = Spec::parse_partial("stub", "[api.stub]\ntoken.path = \"/\"");
    // The text above names this API.
    spec.api("stub").cloned().expect("the stub's API")
}

/// The source file that calls the macro, where the compiler tells it.
fn source_file(span: Span) -> Option<PathBuf> {
    proc_macro::is_available()
        .then(|| span.unwrap().local_file())
        .flatten()
}
