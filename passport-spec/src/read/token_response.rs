//! The fields of a token response besides the token, and the endpoint that revokes it.

use std::collections::HashMap;

use super::api::value_name;
use super::param::param_type;
use super::table::{Field, Table};
use crate::api::Api;
use crate::auth::TokenField;
use crate::body::Body;
use crate::endpoint::Endpoint;
use crate::format;
use crate::ident::snake;
use crate::nearest::did_you_mean;
use crate::param::{ParamType, Style};
use crate::requirement::Requirement;

/// Reads the table `response` of the table `token`.
pub(super) fn read(token: &Table<'_>) -> Vec<TokenField> {
    let Some(table) = token.table("response") else {
        return Vec::new();
    };
    let mut fields: Vec<TokenField> = Vec::new();
    let mut wires: HashMap<String, String> = HashMap::new();
    for (wire, entry) in table.fields() {
        if SECRETS.contains(&wire) {
            entry.report(format!(
                "`{wire}` is a secret, which a token does not hand out; take the line out"
            ));
            continue;
        }
        let field = read_field(wire, &entry, &table);
        check_well_known(&field, &entry);
        match wires.insert(field.name.clone(), wire.to_owned()) {
            Some(other) => entry.report(format!(
                "the fields `{other}` and `{wire}` are both called `{}` in Rust; give one of them \
                 another `name`",
                field.name
            )),
            None => fields.push(field),
        }
    }
    fields
}

fn read_field(wire: &str, entry: &Field<'_>, fields: &Table<'_>) -> TokenField {
    let mut field = TokenField {
        wire: wire.to_owned(),
        name: String::new(),
        ty: ParamType::String,
        list: false,
        description: None,
    };
    let mut name = None;
    if let Some(ty) = entry.value.as_str() {
        field.ty = param_type(ty, entry);
    } else if entry.value.is_table() {
        if let Some(table) = entry.table() {
            table.allow(&format::TOKEN_FIELD);
            if let Some(ty) = table.field("type")
                && let Some(text) = ty.text()
            {
                field.ty = param_type(text, &ty);
            }
            name = table
                .text("name")
                .map(|name| value_name("a field", name, &table));
            field.list = table.flag("list").unwrap_or(false);
            field.description = table.owned_text("description");
        }
    } else {
        entry.expected("the field's type, or a table");
    }
    field.name = name.unwrap_or_else(|| value_name("a field", &snake(wire), fields));
    field
}

/// A role is compared with the sets of scopes by its name, so `roles` must be names.
fn check_well_known(field: &TokenField, entry: &Field<'_>) {
    let names = field.list && field.ty == ParamType::String;
    if field.name == "roles" && !names {
        entry.report(format!(
            "`roles` is a list of names, each of which may be one of the API's `sets`; write \
             `{} = {{ list = true }}`, or give the field another `name`",
            field.wire
        ));
    }
}

/// Holds `revoke` against the endpoints, which are read after the token, and takes it out if it does
/// not fit.
pub(super) fn check_revoke(token: &Table<'_>, api: &mut Api) {
    let Some(field) = token.field("revoke") else {
        return;
    };
    let Some(wanted) = field.text() else {
        return;
    };
    if let Err(message) = revoking_endpoint(wanted, api) {
        field.report(message);
        api.token.revoke = None;
    }
}

/// Returns the mistake in calling this the endpoint that revokes a token by its id.
fn revoking_endpoint(wanted: &str, api: &Api) -> Result<(), String> {
    let Some(endpoint) = api.endpoints.iter().find(|it| it.id() == wanted) else {
        let known: Vec<String> = api.endpoints.iter().map(Endpoint::id).collect();
        let meant = did_you_mean(wanted, known.iter().map(String::as_str));
        return Err(format!(
            "`{wanted}` is no endpoint of this API; write resource and method, such as \
             `tokens.delete`{meant}"
        ));
    };
    let Some(id) = api.token.field("id") else {
        return Err(
            "`revoke` needs to know the token's id; name its field in `response`, such as \
             `token_id = { name = \"id\" }`"
                .to_owned(),
        );
    };
    if endpoint.method.is_safe() {
        return Err(format!(
            "`{wanted}` cannot revoke a token: {} changes nothing; name the endpoint that does",
            endpoint.method
        ));
    }
    if endpoint.requirement == Requirement::Public {
        return Err(format!(
            "`{wanted}` cannot revoke a token: it takes none (`access = \"public\"`), and a token \
             is revoked with itself as the credential"
        ));
    }
    let takes_id = match &endpoint.path_params[..] {
        [param] => param.style == Style::Plain && param.ty == id.ty && !id.list,
        _ => false,
    };
    let mut others = endpoint.query.iter().chain(&endpoint.headers);
    let takes_more = others.any(|param| param.required) || matches!(endpoint.body, Body::Given(_));
    if !takes_id || takes_more {
        return Err(format!(
            "`{wanted}` cannot revoke a token: it must take the token's id, of the type that \
             `response` gives it, as its only path parameter, and nothing else"
        ));
    }
    Ok(())
}

const SECRETS: &[&str] = &["access_token", "refresh_token", "id_token", "client_secret"];
