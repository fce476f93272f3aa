//! `resources` and `calls`: a method for each endpoint, and the requests with optional parameters.

use std::collections::BTreeSet;

use passport_spec::{
    Api, Body, Endpoint, ErrorBody, List, Param, ParamType, Requirement, Response, Retry, Statuses,
    camel,
};

use super::request::{self, Place, imported};
use super::requirements;
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
        if let Body::Given(body) = &endpoint.body {
            types.extend(body.model());
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
    text.line(format_args!(
        "pub mod resources {{ {IMPORTS} {IMPORT_CALLS}"
    ));
    let mut place = 0;
    for (resource, endpoints) in api.resources() {
        let ty = camel(resource);
        text.doc(&format!(
            "The calls of `{resource}`; see `Client::{resource}`."
        ));
        text.line(format_args!(
            "#[derive(Clone, Copy, Debug)] \
             pub struct {ty}<'c> {{ pub(super) core: &'c __p::ApiCore<super::Client> }} \
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
    text.line(format_args!("pub mod calls {{ {IMPORTS}"));
    for endpoint in &api.endpoints {
        if !has_optional(endpoint) {
            continue;
        }
        let call = format!("{}().{}", endpoint.resource, endpoint.name);
        let ty = call_type(endpoint);
        text.line(format_args!(
            "__p::call_type! {{ #[doc = {:?}] {ty}, {} }}",
            format!(" The request of `{call}`, with its optional parameters."),
            call_answer(endpoint)
        ));
        text.line(format_args!("impl {ty}<'_> {{"));
        let query = endpoint.query.iter().map(|param| (param, Place::Query));
        let headers = endpoint.headers.iter().map(|param| (param, Place::Header));
        for (param, place) in query.chain(headers).filter(|(param, _)| !param.required) {
            write_setter(text, param, place);
        }
        text.line(format_args!("}}"));
    }
    text.line(format_args!("}}"));
}

fn write_setter(text: &mut Text, param: &Param, place: Place) {
    let (name, wire) = (&param.name, &param.wire);
    let what = match place {
        Place::Header => "header",
        Place::Path | Place::Query => "query parameter",
    };
    let more = param
        .description
        .as_ref()
        .map_or_else(String::new, |text| format!(": {text}"));
    text.doc(&format!("Sets the {what} `{wire}`{more}."));
    text.line(format_args!(
        "pub fn {name}(mut self, {name}: {ty}) -> Self \
         {{ self.0.{step}; self }}",
        ty = request::param_type(param),
        step = request::param_step(param, place),
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
    let path = endpoint
        .path_params
        .iter()
        .map(|param| (param, Place::Path));
    let query = endpoint.query.iter().map(|param| (param, Place::Query));
    let headers = endpoint.headers.iter().map(|param| (param, Place::Header));
    let params = path.chain(query).chain(headers);
    for (param, place) in params.filter(|(param, _)| param.required) {
        arguments += &format!(", {}: {}", param.name, request::param_type(param));
        steps += &format!("call.{};", request::param_step(param, place));
    }
    let accept = endpoint.accept_header();
    if accept != "application/json" {
        steps += &format!("call.accept({accept:?});");
    }
    let (argument, step) = request::body(endpoint);
    arguments += &argument;
    steps += &step;
    let answer = answer(endpoint);
    let optional = has_optional(endpoint);
    let (output, wrap) = if optional {
        let ty = call_type(endpoint);
        (format!("__c::{ty}<'c>"), format!("__c::{ty}(call)"))
    } else {
        (format!("__p::Call<'c, {answer}>"), "call".to_owned())
    };
    let mutable = if steps.is_empty() { "" } else { "mut " };
    let constructor = constructor(&endpoint.response);
    let without_token = anonymous || endpoint.requirement == Requirement::Public;
    let count = api.endpoints.len();
    let (generics, token, bound, opening) = if without_token {
        (
            "",
            "",
            String::new(),
            requirements::opening("without_token", place, count) + "(",
        )
    } else {
        let bound = format!(
            "where S: super::access::{}::{}",
            endpoint.resource,
            camel(&endpoint.name)
        );
        let token = ", token: &'c __p::ScopedToken<S>";
        (
            "S",
            token,
            bound,
            requirements::opening("with_token", place, count) + "(token",
        )
    };
    let borrows = matches!(&endpoint.body, Body::Given(body) if request::borrows(body));
    let generics = match (borrows, generics) {
        (true, "") => "<'b>".to_owned(),
        (false, "") => String::new(),
        (true, set) => format!("<'b, {set}>"),
        (false, set) => format!("<{set}>"),
    };
    text.line(format_args!(
        "pub fn {name}{generics}(&self{token}{arguments}) -> {output} {bound} {{ \
         let {mutable}call = __p::Call::{constructor}(self.core.{opening})); {steps} {wrap} }}"
    ));
}

/// The type that the call answers with.
fn answer(endpoint: &Endpoint) -> String {
    match &endpoint.response {
        Response::Empty => "()".to_owned(),
        Response::Text => "::std::string::String".to_owned(),
        Response::Bytes => "__p::Bytes".to_owned(),
        Response::Model(ty) => format!("__m::{}", imported(ty)),
        Response::List(list) => format!("__p::Page<{}>", item(list)),
        Response::Several(_) => responses::path(endpoint),
        Response::Json => "__p::Value".to_owned(),
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
        return "__p::Value".to_owned();
    }
    format!("__m::{}", imported(&list.item))
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

/// Short names of what nearly every method names. Whoever lexes, parses and resolves a path does so for
/// each of its words.
const IMPORTS: &str = "#[allow(unused_imports)] use super::{__model as __m, __private as __p};";

const IMPORT_CALLS: &str = "#[allow(unused_imports)] use super::calls as __c;";
