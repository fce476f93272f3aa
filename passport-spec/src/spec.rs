//! A whole spec file.

use std::path::Path;
use std::sync::Arc;

use crate::api::Api;
use crate::error::{SpecError, SpecErrors};
use crate::scope::Catalogue;

/// A whole spec file: scope catalogues and APIs.
#[derive(Clone, Debug)]
pub struct Spec {
    pub(crate) catalogues: Vec<Arc<Catalogue>>,
    pub(crate) apis: Vec<Api>,
}

impl Spec {
    /// Reads a spec from its text; `file` is what the mistakes call it.
    ///
    /// ```
    /// let mistakes = passport_spec::Spec::parse("scopes.toml", "[api.shop]\ntitle = 1").unwrap_err();
    /// assert_eq!(
    ///     mistakes.to_string().lines().next().unwrap(),
    ///     "scopes.toml:1:6: `api.shop`: the key `token` is missing; say at least `token.path = \"/…\"`",
    /// );
    /// ```
    ///
    /// # Errors
    ///
    /// Every mistake in the file, each with its place.
    pub fn parse(file: &str, text: &str) -> Result<Self, SpecErrors> {
        match crate::read::read(file, text) {
            (spec, None) => Ok(spec),
            (_, Some(errors)) => Err(errors),
        }
    }

    /// Reads what can be read of a spec, and every mistake in it.
    ///
    /// What a mistake makes of its surroundings is the least: an unknown scope, say, leaves the
    /// endpoint as one whose need is not known.
    pub fn parse_partial(file: &str, text: &str) -> (Self, Option<SpecErrors>) {
        crate::read::read(file, text)
    }

    /// Reads a spec from a file; the mistakes call it by the last part of its path.
    ///
    /// # Errors
    ///
    /// Every mistake in the file, each with its place; or that the file cannot be read.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, SpecErrors> {
        let path = path.as_ref();
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&name, &text),
            Err(error) => {
                let message = format!("cannot read {}: {error}", path.display());
                let key = String::new();
                let error = SpecError {
                    line: 1,
                    column: 1,
                    span: 0..0,
                    key,
                    message,
                };
                Err(SpecErrors::new(&name, vec![error]))
            }
        }
    }

    /// The catalogues, shared ones first; an API's own scopes are a catalogue of its name.
    pub fn catalogues(&self) -> &[Arc<Catalogue>] {
        &self.catalogues
    }

    /// The APIs, in the order of the file.
    pub fn apis(&self) -> &[Api] {
        &self.apis
    }

    /// The API with this name.
    pub fn api(&self, name: &str) -> Option<&Api> {
        self.apis.iter().find(|api| api.name == name)
    }
}
