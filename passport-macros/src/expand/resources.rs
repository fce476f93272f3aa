//! `resources` and `calls`: a method for each endpoint, and the requests with optional parameters.

use passport_spec::{
    Api, Body, Endpoint, EndpointFact, ErrorBody, FieldFact, List, Param, Requirement, Response,
    Retry, Statuses, camel, doc_code, doc_line, doc_link, doc_text,
};

use super::names::{self, Names, has_optional};
use super::request::{self, Place};
use super::requirements;
use super::responses;
use super::text::{Text, needs};

/// Names every model type once, so that one that is missing is one error.
pub(super) fn write_model_imports(text: &mut Text, api: &Api, names: &Names, models: &str) {
    text.line(format_args!("mod __model {{"));
    for (ty, name) in names.imported_models() {
        text.line(format_args!(
            "#[allow(non_camel_case_types, unused_qualifications)] pub type {name} = {models}::{ty};"
        ));
    }
    // No signature names them, so that they can be read is held against this.
    for ty in names::error_models(api) {
        text.line(format_args!(
            "const _: super::__private::BodyAs<{ty}> = super::__private::Error::body_as;",
            ty = names.model(ty)
        ));
    }
    text.line(format_args!("}}"));
}

pub(super) fn write(text: &mut Text, api: &Api, names: &Names) {
    text.doc(&format!(
        "The resources of {}, one type each, with the calls as methods.",
        doc_line(&api.title)
    ));
    text.line(format_args!("pub mod resources {{ {}", names.imports()));
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
            write_method(text, (api, names), endpoint, place, false);
            if endpoint.anonymous {
                write_method(text, (api, names), endpoint, place, true);
            }
            place += 1;
        }
        text.line(format_args!("}}"));
    }
    text.line(format_args!("}}"));
    write_calls(text, api, names);
}

/// The requests that take optional parameters.
fn write_calls(text: &mut Text, api: &Api, names: &Names) {
    text.doc("Requests with optional parameters, which are set before the request is sent.");
    text.line(format_args!("pub mod calls {{ {}", names.imports()));
    for endpoint in &api.endpoints {
        if !has_optional(endpoint) {
            continue;
        }
        let call = format!("{}().{}", endpoint.resource, endpoint.name);
        let ty = call_type(endpoint);
        text.line(format_args!(
            "__p::call_type! {{ #[doc = {:?}] {ty}, {} }}",
            format!(" The request of `{call}`, with its optional parameters."),
            call_answer(endpoint, names)
        ));
        text.line(format_args!("impl {ty}<'_> {{"));
        let query = endpoint.query.iter().map(|param| (param, Place::Query));
        let headers = endpoint.headers.iter().map(|param| (param, Place::Header));
        for (param, place) in query.chain(headers).filter(|(param, _)| !param.required) {
            write_setter(text, names, param, place);
        }
        text.line(format_args!("}}"));
    }
    text.line(format_args!("}}"));
}

fn write_setter(text: &mut Text, names: &Names, param: &Param, place: Place) {
    let (name, wire) = (&param.name, &param.wire);
    let what = match place {
        Place::Header => "header",
        Place::Path | Place::Query => "query parameter",
    };
    let more = param
        .description
        .as_ref()
        .map_or_else(String::new, |text| format!(": {}", doc_text(text)));
    let inferred = match param.inferred.contains(&FieldFact::Name) {
        true => "\n\nNo document of the vendor shows it; it is *inferred*.",
        false => "",
    };
    text.doc(&format!(
        "Sets the {what} {}{more}.{inferred}",
        doc_code(wire)
    ));
    text.line(format_args!(
        "pub fn {name}(mut self, {name}: {ty}) -> Self \
         {{ self.0.{step}; self }}",
        ty = request::param_type(param, names),
        step = request::param_step(param, place),
    ));
}

/// Writes a call's method: the one with a token, or the `anonymous` one without.
fn write_method(
    text: &mut Text,
    (api, names): (&Api, &Names),
    endpoint: &Endpoint,
    place: usize,
    anonymous: bool,
) {
    let name = match anonymous {
        true => endpoint.anonymous_name(),
        false => endpoint.name.clone(),
    };
    let link = text.spec_link(endpoint.line);
    text.doc(&format!("{}{link}", doc(api, endpoint, anonymous)));
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
        arguments += &format!(", {}: {}", param.name, request::param_type(param, names));
        steps += &format!("call.{};", request::param_step(param, place));
    }
    let accept = endpoint.accept_header();
    if accept != "application/json" {
        steps += &format!("call.accept({accept:?});");
    }
    let (argument, step) = request::body(endpoint, names);
    arguments += &argument;
    steps += &step;
    let answer = answer(endpoint, names);
    let optional = has_optional(endpoint);
    let (output, wrap) = if optional {
        let ty = call_type(endpoint);
        (format!("calls::{ty}<'c>"), format!("calls::{ty}(call)"))
    } else {
        let call = names.runtime("Call");
        (format!("{call}<'c, {answer}>"), "call".to_owned())
    };
    let mutable = if steps.is_empty() { "" } else { "mut " };
    let constructor = constructor(&endpoint.response);
    let without_token = anonymous || endpoint.requirement == Requirement::Public;
    let count = api.endpoints.len();
    let (generics, token, bound, opening) = if without_token {
        (
            "",
            String::new(),
            String::new(),
            requirements::opening("without_token", place, count) + "(",
        )
    } else {
        let bound = format!(
            "where S: access::{}::{}",
            endpoint.resource,
            camel(&endpoint.name)
        );
        let token = format!(", token: &'c {}<S>", names.runtime("ScopedToken"));
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
pub(super) fn answer(endpoint: &Endpoint, names: &Names) -> String {
    match &endpoint.response {
        Response::Empty => "()".to_owned(),
        Response::Text => names.runtime("String"),
        Response::Bytes => names.runtime("Bytes"),
        Response::Model(ty) => names.model(ty).to_owned(),
        Response::List(list) => format!("{}<{}>", names.runtime("Page"), item(list, names)),
        Response::Several(_) => responses::path(endpoint),
        Response::Json => names.runtime("Value"),
    }
}

/// The same for `call_type!`, which gives a list's request more methods.
fn call_answer(endpoint: &Endpoint, names: &Names) -> String {
    match endpoint.list() {
        Some(list) => format!("list of {}", item(list, names)),
        None => answer(endpoint, names),
    }
}

/// The type of a list's items.
fn item(list: &List, names: &Names) -> String {
    match list.item.as_str() {
        "json" => names.runtime("Value"),
        ty => names.model(ty).to_owned(),
    }
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

/// `ListPayments` for `payments.list`.
pub(super) fn call_type(endpoint: &Endpoint) -> String {
    format!("{}{}", camel(&endpoint.name), camel(&endpoint.resource))
}

fn doc(api: &Api, endpoint: &Endpoint, anonymous: bool) -> String {
    let mut doc = String::new();
    if let Some(description) = &endpoint.description {
        doc += &format!("{}\n\n", doc_text(description));
    }
    let call = format!("{} {}", endpoint.method, api.full_path(endpoint));
    doc += &format!("{} ", doc_code(&call));
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
    if endpoint.is_inferred(EndpointFact::Scope) {
        doc += " That it needs just this is *inferred*, not documented.";
    }
    doc += &inferred_doc(endpoint);
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
        doc += &format!("\n\nSee {}.", doc_link(docs));
    }
    doc
}

/// The facts besides the scope that no document shows.
fn inferred_doc(endpoint: &Endpoint) -> String {
    let facts = endpoint.inferred_in_words(doc_code);
    match facts.as_slice() {
        [] => String::new(),
        [one] => format!("\n\nNo document of the vendor shows {one}; this is *inferred*."),
        [first @ .., last] => format!(
            "\n\nNo document of the vendor shows {} and {last}; these are *inferred*.",
            first.join(", ")
        ),
    }
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
