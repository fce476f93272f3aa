//! What a new project is made of.

use std::path::PathBuf;

use passport_api::catalog::BUILT_IN;
use passport_spec::{Api, Spec, plain_line};

use super::call::{self, Call};
use super::models;
use crate::schema;

/// A new project.
#[derive(Clone, Debug)]
pub struct Project {
    /// The package's name.
    pub name: String,
    /// Where its client comes from.
    pub origin: Origin,
    /// The folder that holds `passport-api` and `passport-sandbox`, if not the published ones.
    pub packages: Option<PathBuf>,
    /// What `Cargo.toml` remembers of an import.
    pub metadata: String,
    pub(super) title: String,
    pub(super) api: String,
    pub(super) call: Call,
}

/// Where a client comes from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Origin {
    /// The project's own spec.
    Spec {
        /// The text of `scopes.toml`.
        text: String,
        /// The text of `src/model.rs`.
        model: String,
        /// Further files.
        files: Vec<(String, String)>,
    },
    /// A module of `passport-api`.
    BuiltIn,
}

impl Project {
    /// A project with the client of one API of this spec, the only one where none is named.
    ///
    /// The spec is given the header by which an editor finds the schema beside it.
    ///
    /// # Errors
    ///
    /// What is wrong with the spec, or that the name of an API is needed.
    pub fn of_spec(name: &str, text: &str, api: Option<&str>) -> Result<Self, String> {
        let spec = Spec::parse("scopes.toml", text).map_err(|errors| errors.to_string())?;
        let api = choose(&spec, api)?;
        let model = if text == EXAMPLE {
            EXAMPLE_MODEL.to_owned()
        } else {
            models::placeholders(api)
        };
        let origin = Origin::Spec {
            text: schema::with_header(text),
            model,
            files: Vec::new(),
        };
        Ok(Self::new(name, api, origin))
    }

    /// A project with the client of a system that `passport-api` has built in.
    ///
    /// # Errors
    ///
    /// If there is no such system; the message names those that there are.
    pub fn of_system(name: &str, system: &str) -> Result<Self, String> {
        let spec = Spec::parse("scopes.toml", BUILT_IN).map_err(|errors| errors.to_string())?;
        let api = choose(&spec, Some(system))?;
        Ok(Self::new(name, api, Origin::BuiltIn))
    }

    fn new(name: &str, api: &Api, origin: Origin) -> Self {
        Self {
            name: name.to_owned(),
            origin,
            packages: None,
            metadata: String::new(),
            title: api.title.clone(),
            api: api.name.clone(),
            call: call::choose(api),
        }
    }

    /// The name of its library in Rust.
    pub(super) fn krate(&self) -> String {
        self.name.replace('-', "_")
    }
}

fn choose<'s>(spec: &'s Spec, name: Option<&str>) -> Result<&'s Api, String> {
    let known = spec.apis().iter().map(|api| api.name.as_str());
    let list = known.clone().collect::<Vec<_>>().join("`, `");
    match (name, spec.apis()) {
        (Some(name), _) => spec.api(name).ok_or_else(|| {
            let meant = passport_spec::did_you_mean(name, known);
            let name = plain_line(name);
            format!("there is no `{name}`; there are `{list}`{meant}")
        }),
        (None, [only]) => Ok(only),
        (None, []) => Err("the spec has no API; write `[api.NAME]`".to_owned()),
        (None, _) => Err(format!("say which API: `--api` with one of `{list}`")),
    }
}

/// The spec of a project that comes without one.
pub const EXAMPLE: &str = include_str!("example/scopes.toml");

const EXAMPLE_MODEL: &str = include_str!("example/model.rs");
