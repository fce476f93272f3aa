//! `token_fields`: the declared fields of the token response, and the call that revokes a token.

use passport_spec::{Api, ParamType, TokenField, camel, doc_code, doc_line, doc_text};

use super::names::{Names, has_optional};
use super::text::Text;

pub(super) fn write(text: &mut Text, api: &Api, names: &Names) {
    let fields = &api.token.response;
    if fields.is_empty() {
        return;
    }
    text.doc(&format!(
        "Fields of the token response of {}, for `ScopedToken::field`.",
        doc_line(&api.title)
    ));
    text.line(format_args!("pub mod token_fields {{ {}", names.imports()));
    for field in fields {
        let more = field
            .description
            .as_ref()
            .map_or_else(String::new, |text| format!(": {}", doc_text(text)));
        text.doc(&format!("The field {}{more}.", doc_code(&field.wire)));
        text.line(format_args!(
            "pub const {}: __p::TokenField<super::Client, {}> = __p::TokenField::new({:?});",
            field.name.to_uppercase(),
            value_type(field, names),
            field.wire,
        ));
    }
    for field in fields {
        let Some((_, marker)) = WELL_KNOWN.iter().find(|(name, _)| *name == field.name) else {
            continue;
        };
        text.line(format_args!(
            "impl __p::HasTokenField<__p::well_known::{marker}> for super::Client {{ \
             type Value = {ty}; const FIELD: __p::TokenField<Self, {ty}> = {constant}; }}",
            ty = value_type(field, names),
            constant = field.name.to_uppercase(),
        ));
    }
    write_revocation(text, api, names);
    text.line(format_args!("}}"));
}

/// The call that revokes a token, for each set that carries the scopes for it.
fn write_revocation(text: &mut Text, api: &Api, names: &Names) {
    let revoke = api.token.revoke.as_deref();
    let mut endpoints = api.endpoints.iter();
    let endpoint = endpoints.find(|endpoint| revoke == Some(&*endpoint.id()));
    let (Some(endpoint), Some(id)) = (endpoint, api.token.field("id")) else {
        return;
    };
    let (resource, method) = (&endpoint.resource, &endpoint.name);
    let into_call = if has_optional(endpoint) {
        ".into_call()"
    } else {
        ""
    };
    text.line(format_args!(
        "impl<S: access::{resource}::{access}> __p::RevokesToken<S> for super::Client {{ \
         type Answer = {answer}; \
         fn revocation<'c>(core: &'c __p::ApiCore<Self>, token: &'c __p::ScopedToken<S>, id: {ty}) \
         -> __p::Call<'c, Self::Answer> {{ \
         super::resources::{resource_type} {{ core }}.{method}(token, id){into_call} }} }}",
        access = camel(method),
        answer = super::resources::answer(endpoint, names),
        ty = value_type(id, names),
        resource_type = camel(resource),
    ));
}

/// The type of a field's value.
fn value_type(field: &TokenField, names: &Names) -> String {
    let one = match &field.ty {
        ParamType::String => names.runtime("String"),
        ParamType::Integer => "i64".to_owned(),
        ParamType::Number => "f64".to_owned(),
        ParamType::Boolean => "bool".to_owned(),
        ParamType::Model(ty) => names.model(ty).to_owned(),
    };
    match field.list {
        true => format!("__p::Vec<{one}>"),
        false => one,
    }
}

/// The names of the fields that a token has methods for, and the types that stand for them.
const WELL_KNOWN: &[(&str, &str)] = &[
    ("id", "IdField"),
    ("account_id", "AccountIdField"),
    ("created_at", "CreatedAtField"),
    ("roles", "RolesField"),
];
