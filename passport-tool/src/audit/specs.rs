//! The specs of an audited program.

use std::collections::BTreeMap;
use std::sync::Arc;

use passport_spec::{Api, Spec};

use super::AuditError;

/// The APIs that the program uses.
#[derive(Default)]
pub(super) struct Specs {
    apis: BTreeMap<(String, String), Arc<Api>>,
}

impl Specs {
    /// The API of a spec file, which is read once.
    pub(super) fn api(&mut self, path: &str, name: &str) -> Result<Arc<Api>, AuditError> {
        let key = (path.to_owned(), name.to_owned());
        if let Some(api) = self.apis.get(&key) {
            return Ok(Arc::clone(api));
        }
        let spec = Spec::load(path).map_err(|errors| AuditError::Spec(errors.to_string()))?;
        let missing = || AuditError::Spec(format!("{path} has no API `{name}` any more"));
        let api = Arc::new(spec.api(name).ok_or_else(missing)?.clone());
        self.apis.insert(key, Arc::clone(&api));
        Ok(api)
    }
}
