//! The roles of a token against the named sets of the same names.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::client::Core;
use crate::observe::Event;
use crate::token::access::AccessToken;

/// Tells of each role of a token that grants less than the named set of the same name in the spec: the
/// spec is out of date, or the role was changed.
///
/// Where the token request names the scopes, a token has those and not all that its roles allow.
pub(super) fn tell_mismatches(token: &AccessToken, core: &Core) {
    let catalog = core.catalog();
    if catalog.token.scope_parameter {
        return;
    }
    let Some(field) = catalog.token.field(ROLES) else {
        return;
    };
    let Some(Value::Array(roles)) = token.field(field.wire) else {
        return;
    };
    let roles: BTreeSet<&str> = roles.iter().filter_map(Value::as_str).collect();
    for role in roles {
        let Some(set) = catalog.sets.iter().find(|set| set.name == role) else {
            continue;
        };
        let missing = set.scopes.iter().copied();
        let missing: Vec<u32> = missing.filter(|scope| !token.may_use(*scope)).collect();
        // A scope without a name on the wire cannot be granted.
        let Ok((missing, _)) = core.names().describe(&missing) else {
            continue;
        };
        if !missing.is_empty() {
            core.observe(&Event::RoleMismatch {
                role,
                missing: &missing,
            });
        }
    }
}

/// The name that `scopes.toml` gives the field with the roles.
const ROLES: &str = "roles";
