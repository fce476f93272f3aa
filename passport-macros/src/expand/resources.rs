//! `resources` and `calls`: a method for each endpoint, and the requests with optional parameters.

use std::collections::BTreeSet;

use passport_spec::{
    Api, Body, BodyFormat, Endpoint, ErrorBody, List, Param, ParamType, Requirement, Response,
    Retry, Statuses, camel,
};

use super::responses;
use super::text::{Text, needs};

/// Names every model type once, so that one that is missing is one error.
pub(super) fn write_model_imports(text: &mut Text, api: &Api, models: &str) {
    let mut types: BTreeSet<&str> = BTreeSet::new();
    for endpoint in &api.endpoints {
        let params = endpoint
            .path_params
            .iter()
            .chain(&endpoint.query)
            .chain(&endpoint.headers);
        types.extend(params.filter_map(|param| match &param.ty {
            ParamType::Model(ty) => Some(ty.as_str()),
            _ => None,
        }));
        if let Body::Model { ty, .. } = &endpoint.body {
            types.insert(ty);
        }
        types.extend(endpoint.response.bodies().filter_map(|body| match body {
            Response::Model(ty) => Some(ty.as_str()),
            Response::List(list) if list.item != "json" => Some(list.item.as_str()),
            _ => None,
        }));
    }
    let of_endpoints = api.endpoints.iter().flat_map(|endpoint| &endpoint.errors);
    let errors: BTreeSet<&str> = of_endpoints
        .chain(&api.errors)
        .map(|error| error.ty.as_str())
        .collect();
    types.extend(&errors);
    text.line(format_args!("mod __model {{"));
    for ty in types {
        text.line(format_args!(
            "#[allow(non_camel_case_types, unused_qualifications)] pub type {} = {models}::{ty};",
            imported(ty)
        ));
    }
    // No signature names them, so that they can be read is held against this.
    for ty in errors {
        text.line(format_args!(
            "const _: super::__private::BodyAs<{ty}> = super::__private::Error::body_as;",
            ty = imported(ty)
        ));
    }
    text.line(format_args!("}}"));
}

pub(super) fn write(text: &mut Text, api: &Api) {
    text.doc(&format!(
        "The resources of {}, one type each, with the calls as methods.",
        api.title
    ));
    text.line(format_args!("pub mod resources {{"));
    let mut place = 0;
    for (resource, endpoints) in api.resources() {
        let ty = camel(resource);
        text.doc(&format!(
            "The calls of `{resource}`; see `Client::{resource}`."
        ));
        text.line(format_args!(
            "#[derive(Clone, Copy, Debug)] \
             pub struct {ty}<'c> {{ pub(super) core: &'c super::__private::Core }} \
             impl<'c> {ty}<'c> {{"
        ));
        for endpoint in endpoints {
            write_method(text, api, endpoint, place, false);
            if endpoint.anonymous {
                write_method(text, api, endpoint, place, true);
            }
            place += 1;
        }
        text.line(format_args!("}}"));
    }
    text.line(format_args!("}}"));
    write_calls(text, api);
}

/// The requests that take optional parameters.
fn write_calls(text: &mut Text, api: &Api) {
    text.doc("Requests with optional parameters, which are set before the request is sent.");
    text.line(format_args!("pub mod calls {{"));
    for endpoint in &api.endpoints {
        if !has_optional(endpoint) {
            continue;
        }
        let call = format!("{}().{}", endpoint.resource, endpoint.name);
        let ty = call_type(endpoint);
        text.line(format_args!(
            "super::__private::call_type! {{ #[doc = {:?}] {ty}, {} }}",
            format!(" The request of `{call}`, with its optional parameters."),
            call_answer(endpoint)
        ));
        text.line(format_args!("impl {ty}<'_> {{"));
        let query = endpoint.query.iter().map(|param| (param, "query"));
        let headers = endpoint.headers.iter().map(|param| (param, "header"));
        for (param, kind) in query.chain(headers).filter(|(param, _)| !param.required) {
            write_setter(text, param, kind);
        }
        text.line(format_args!("}}"));
    }
    text.line(format_args!("}}"));
}

fn write_setter(text: &mut Text, param: &Param, kind: &str) {
    let (name, wire) = (&param.name, &param.wire);
    let what = if kind == "query" {
        "query parameter"
    } else {
        "header"
    };
    let more = param
        .description
        .as_ref()
        .map_or_else(String::new, |text| format!(": {text}"));
    text.doc(&format!("Sets the {what} `{wire}`{more}."));
    text.line(format_args!(
        "pub fn {name}(mut self, {name}: {ty}) -> Self \
         {{ self.0.{kind}_param({wire:?}, &{value}); self }}",
        ty = argument_type(&param.ty),
        value = argument_value(&param.ty, name),
    ));
}

/// Writes a call's method: the one with a token, or the `anonymous` one without.
fn write_method(text: &mut Text, api: &Api, endpoint: &Endpoint, place: usize, anonymous: bool) {
    let name = match anonymous {
        true => endpoint.anonymous_name(),
        false => endpoint.name.clone(),
    };
    text.doc(&doc(api, endpoint, anonymous));
    let mut arguments = String::new();
    let mut steps = String::new();
    for param in &endpoint.path_params {
        argument(param, "path", &mut arguments, &mut steps);
    }
    for param in endpoint.query.iter().filter(|param| param.required) {
        argument(param, "query", &mut arguments, &mut steps);
    }
    for param in endpoint.headers.iter().filter(|param| param.required) {
        argument(param, "header", &mut arguments, &mut steps);
    }
    match &endpoint.body {
        Body::Empty => {}
        Body::Model { ty, format } => {
            arguments += &format!(", body: &super::__model::{}", imported(ty));
            steps += match format {
                BodyFormat::Json => "call.json_body(body);",
                BodyFormat::Form => "call.form_body(body);",
            };
        }
        Body::FromPath(fields) => {
            let places = fields.iter().filter_map(|(field, param)| {
                let place = endpoint
                    .path
                    .params
                    .iter()
                    .position(|known| known == param)?;
                Some(format!("({field:?}, {place})"))
            });
            let places: Vec<String> = places.collect();
            steps += &format!("call.body_from_path(&[{}]);", places.join(", "));
        }
    }
    let accept = endpoint.accept_header();
    if accept != "application/json" {
        steps += &format!("call.accept({accept:?});");
    }
    let answer = answer(endpoint);
    let optional = has_optional(endpoint);
    let (output, wrap) = if optional {
        let ty = call_type(endpoint);
        (
            format!("super::calls::{ty}<'c>"),
            format!("super::calls::{ty}(call)"),
        )
    } else {
        (
            format!("super::__private::Call<'c, {answer}>"),
            "call".to_owned(),
        )
    };
    let mutable = if steps.is_empty() { "" } else { "mut " };
    let constructor = constructor(&endpoint.response);
    let without_token = anonymous || endpoint.requirement == Requirement::Public;
    let (generics, token, bound, erased) = if without_token {
        ("", "", String::new(), "::core::option::Option::None")
    } else {
        let bound = format!(
            "where S: super::access::{}::{}",
            endpoint.resource,
            camel(&endpoint.name)
        );
        let token = ", token: &'c super::__private::ScopedToken<S>";
        (
            "<S>",
            token,
            bound,
            "::core::option::Option::Some(token.erased())",
        )
    };
    text.line(format_args!(
        "pub fn {name}{generics}(&self{token}{arguments}) -> {output} {bound} {{ \
         let {mutable}call = super::__private::Call::{constructor}(\
         self.core, {erased}, &super::CATALOG.endpoints[{place}]); {steps} {wrap} }}"
    ));
}

fn argument(param: &Param, kind: &str, arguments: &mut String, steps: &mut String) {
    let (name, wire) = (&param.name, &param.wire);
    *arguments += &format!(", {name}: {}", argument_type(&param.ty));
    let value = argument_value(&param.ty, name);
    *steps += &match kind {
        "path" => format!("call.path_param(&{value});"),
        _ => format!("call.{kind}_param({wire:?}, &{value});"),
    };
}

fn argument_type(ty: &ParamType) -> String {
    match ty {
        ParamType::String => "impl ::core::convert::AsRef<str>".to_owned(),
        ParamType::Integer => "i64".to_owned(),
        ParamType::Number => "f64".to_owned(),
        ParamType::Boolean => "bool".to_owned(),
        ParamType::Model(ty) => {
            format!(
                "impl ::core::convert::Into<super::__model::{}>",
                imported(ty)
            )
        }
    }
}

/// The argument as something with `Display`.
fn argument_value(ty: &ParamType, name: &str) -> String {
    match ty {
        ParamType::String => format!("{name}.as_ref()"),
        ParamType::Integer | ParamType::Number | ParamType::Boolean => name.to_owned(),
        ParamType::Model(_) => format!("{name}.into()"),
    }
}

/// The type that the call answers with.
fn answer(endpoint: &Endpoint) -> String {
    match &endpoint.response {
        Response::Empty => "()".to_owned(),
        Response::Text => "::std::string::String".to_owned(),
        Response::Bytes => "super::__private::Bytes".to_owned(),
        Response::Model(ty) => format!("super::__model::{}", imported(ty)),
        Response::List(list) => format!("super::__private::Page<{}>", item(list)),
        Response::Several(_) => responses::path(endpoint),
        Response::Json => "super::__private::Value".to_owned(),
    }
}

/// The same for `call_type!`, which gives a list's request more methods.
fn call_answer(endpoint: &Endpoint) -> String {
    match endpoint.list() {
        Some(list) => format!("list of {}", item(list)),
        None => answer(endpoint),
    }
}

/// The type of a list's items.
fn item(list: &List) -> String {
    if list.item == "json" {
        return "super::__private::Value".to_owned();
    }
    format!("super::__model::{}", imported(&list.item))
}

fn constructor(response: &Response) -> &'static str {
    match response {
        Response::Empty => "empty",
        Response::Text => "text",
        Response::Bytes => "bytes",
        Response::List(_) => "page",
        Response::Several(_) => "several",
        Response::Json | Response::Model(_) => "model",
    }
}

fn has_optional(endpoint: &Endpoint) -> bool {
    endpoint
        .query
        .iter()
        .chain(&endpoint.headers)
        .any(|param| !param.required)
}

/// `ListPayments` for `payments.list`.
pub(super) fn call_type(endpoint: &Endpoint) -> String {
    format!("{}{}", camel(&endpoint.name), camel(&endpoint.resource))
}

/// The name under which a model type is imported: `orders::Order` is `orders_Order`.
pub(super) fn imported(ty: &str) -> String {
    ty.replace("::", "_")
}

fn doc(api: &Api, endpoint: &Endpoint, anonymous: bool) -> String {
    let mut doc = String::new();
    if let Some(description) = &endpoint.description {
        doc += &format!("{description}\n\n");
    }
    doc += &format!("`{} {}` ", endpoint.method, api.full_path(endpoint));
    let need = match &endpoint.requirement {
        Requirement::Public => "needs no token.".to_owned(),
        Requirement::AnyToken => "needs any valid token.".to_owned(),
        Requirement::Unknown => {
            "needs a token; which scope, if any, is *not documented*.".to_owned()
        }
        scopes => format!("needs {}.", needs(api, scopes)),
    };
    doc += &match (anonymous, endpoint.anonymous) {
        (true, _) => format!(
            "takes no token here. With one, by `{}`, it {need}",
            endpoint.name
        ),
        (false, true) => {
            let without = endpoint.anonymous_name();
            format!("{need} It can be called without a token as well, by `{without}`.")
        }
        (false, false) => need,
    };
    if endpoint.inferred {
        doc += " That it needs just this is *inferred*, not documented.";
    }
    doc += match endpoint.retry {
        Retry::Safe => "\n\nIt changes nothing, so it may be sent again.",
        Retry::Never => {
            "\n\nIt may have been processed when no answer arrives, so it is never sent again."
        }
        Retry::IdempotencyKey(_) => {
            "\n\nSent again with the same key, it is processed at most once."
        }
    };
    doc += &error_doc(&endpoint.errors);
    if let Some(docs) = &endpoint.docs {
        doc += &format!("\n\nSee <{docs}>.");
    }
    doc
}

/// The types of errors, each with its statuses.
fn error_doc(errors: &[ErrorBody]) -> String {
    let mut types: Vec<(&str, Vec<String>)> = Vec::new();
    for error in errors {
        let status = match error.statuses {
            Statuses::Other => "any other".to_owned(),
            statuses => statuses.to_string(),
        };
        match types.iter_mut().find(|(ty, _)| *ty == error.ty) {
            Some((_, statuses)) => statuses.push(status),
            None => types.push((&error.ty, vec![status])),
        }
    }
    if types.is_empty() {
        return String::new();
    }
    let types = types
        .iter()
        .map(|(ty, statuses)| format!("`{ty}` ({})", statuses.join(", ")));
    let types = types.collect::<Vec<_>>().join(", ");
    format!("\n\nThe body of a refusal, by status: {types}; see `Error::body_as`.")
}
