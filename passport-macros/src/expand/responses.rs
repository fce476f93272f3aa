//! `responses`: an enum for each endpoint whose statuses of success come with different bodies.

use passport_spec::{Api, Endpoint, Response, Statuses, Success};

use super::names::Names;
use super::resources::call_type;
use super::text::Text;

pub(super) fn write(text: &mut Text, api: &Api, names: &Names) {
    let mut several = api.endpoints.iter().filter_map(|endpoint| {
        let Response::Several(several) = &endpoint.response else {
            return None;
        };
        Some((endpoint, several))
    });
    let Some(first) = several.next() else {
        return;
    };
    text.doc("What calls answer with whose body depends on the status.");
    text.line(format_args!("pub mod responses {{ {}", names.imports()));
    for (endpoint, several) in std::iter::once(first).chain(several) {
        write_enum(text, names, endpoint, several);
        write_read(text, endpoint, several);
    }
    text.line(format_args!("}}"));
}

/// The path of an endpoint's enum, from the modules beside `responses`.
pub(super) fn path(endpoint: &Endpoint) -> String {
    format!("super::responses::{}", call_type(endpoint))
}

fn write_enum(text: &mut Text, names: &Names, endpoint: &Endpoint, several: &[Success]) {
    let ty = call_type(endpoint);
    let call = format!("{}().{}", endpoint.resource, endpoint.name);
    text.doc(&format!("What `{call}` answers with, by status."));
    text.line(format_args!(
        "#[allow(clippy::large_enum_variant, variant_size_differences)] #[non_exhaustive] pub enum {ty} {{"
    ));
    for success in several {
        let of = match success.statuses {
            Statuses::One(status) => format!("Status {status}"),
            _ => "Any other status of success".to_owned(),
        };
        let name = success.statuses.name();
        match body(&success.response, names) {
            Some((ty, what)) => {
                text.doc(&format!("{of}: {what}."));
                text.line(format_args!("{name}({ty}),"));
            }
            None => {
                text.doc(&format!("{of}, without a body that matters."));
                text.line(format_args!("{name},"));
            }
        }
    }
    text.line(format_args!("}}"));
    write_debug(text, names, &ty, several);
}

/// The status in words only: a body may hold personal data.
fn write_debug(text: &mut Text, names: &Names, ty: &str, several: &[Success]) {
    text.line(format_args!(
        "impl ::core::fmt::Debug for {ty} {{ fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) \
         -> ::core::fmt::Result {{ f.write_str(match self {{"
    ));
    for success in several {
        let name = success.statuses.name();
        match body(&success.response, names) {
            Some(_) => text.line(format_args!("Self::{name}(_) => \"{name}(..)\",")),
            None => text.line(format_args!("Self::{name} => \"{name}\",")),
        }
    }
    text.line(format_args!("}}) }} }}"));
}

fn write_read(text: &mut Text, endpoint: &Endpoint, several: &[Success]) {
    text.line(format_args!(
        "impl super::__private::Several for {} {{ \
         fn read(answer: super::__private::Unread<'_>) \
         -> ::core::result::Result<Self, super::__private::Error> {{ match answer.status() {{",
        call_type(endpoint)
    ));
    let mut others = "::core::result::Result::Err(answer.undocumented())".to_owned();
    for success in several {
        let name = success.statuses.name();
        let read = match success.response {
            Response::Text => format!("answer.text().map(Self::{name})"),
            Response::Bytes => format!("answer.bytes().map(Self::{name})"),
            Response::Json | Response::Model(_) => format!("answer.json().map(Self::{name})"),
            Response::Empty | Response::List(_) | Response::Several(_) => {
                format!("answer.empty().map(|()| Self::{name})")
            }
        };
        match success.statuses {
            Statuses::One(status) => text.line(format_args!("{status} => {read},")),
            _ => others = read,
        }
    }
    text.line(format_args!("_ => {others}, }} }} }}"));
}

/// The type of a body and its name for people; none for an empty one.
fn body(response: &Response, names: &Names) -> Option<(String, String)> {
    match response {
        Response::Json => Some((names.runtime("Value"), "any JSON value".to_owned())),
        Response::Text => Some((names.runtime("String"), "text".to_owned())),
        Response::Bytes => Some((names.runtime("Bytes"), "bytes".to_owned())),
        Response::Model(ty) => Some((names.model(ty).to_owned(), format!("`{ty}`"))),
        // A list, or several, is never one of several.
        Response::Empty | Response::List(_) | Response::Several(_) => None,
    }
}
