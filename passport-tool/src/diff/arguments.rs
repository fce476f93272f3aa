//! What a call takes and answers with, as far as a program sees it.

use passport_spec::{
    Body, Content, Endpoint, GivenBody, Param, ParamType, Response, Style, Success,
};

use super::apis::Found;
use super::change::{Breaking, Kind};
use crate::words;

/// Compares the arguments and the answer of a call.
pub(super) fn compare(before: &Endpoint, after: &Endpoint, found: &mut Found<'_>) {
    let (old, new) = (required(before), required(after));
    if old != new {
        let lists = (Some(old.join(", ")), Some(new.join(", ")));
        let why = "calls are written otherwise, so a program does not compile";
        found.add(
            Kind::ArgumentsChanged,
            after.id(),
            lists,
            Breaking::Yes,
            why,
        );
    }
    bodies(before, after, found);
    optional(before, after, found);
    if before.response != after.response {
        let types = (
            Some(answer(&before.response)),
            Some(answer(&after.response)),
        );
        let why = "what a program reads of the answer may be elsewhere, or not be there";
        found.add(Kind::ResponseChanged, after.id(), types, Breaking::Yes, why);
    }
}

/// The types of the arguments, in their order. A path's parameters have no names for a program.
fn required(endpoint: &Endpoint) -> Vec<String> {
    let path = endpoint.path_params.iter().map(ty);
    let others = endpoint.query.iter().chain(&endpoint.headers);
    let others = others
        .filter(|param| param.required)
        .map(|param| format!("{}: {}", param.wire, ty(param)));
    path.chain(others).collect()
}

/// Compares what is sent as the body.
fn bodies(before: &Endpoint, after: &Endpoint, found: &mut Found<'_>) {
    let (old, new) = (given(before), given(after));
    let texts = (old.map(body), new.map(body));
    if texts.0 == texts.1 {
        return;
    }
    // What takes `None` as well takes whatever it took before, but for what is converted.
    let looser = old.zip(new).is_some_and(|(old, new)| {
        old.content == new.content
            && old.required
            && !matches!(old.content, Content::Text | Content::Bytes)
    });
    let (breaking, why) = match looser {
        true => (Breaking::No, "the body may be left out"),
        false => (
            Breaking::Yes,
            "calls are written otherwise, so a program does not compile",
        ),
    };
    found.add(Kind::ArgumentsChanged, after.id(), texts, breaking, why);
}

fn given(endpoint: &Endpoint) -> Option<&GivenBody> {
    match &endpoint.body {
        Body::Given(body) => Some(body),
        Body::Empty | Body::FromPath(_) => None,
    }
}

fn body(body: &GivenBody) -> String {
    let content = match &body.content {
        Content::Json => "any JSON",
        Content::Text => "text",
        Content::Bytes => "bytes",
        Content::Model { ty, .. } => ty,
    };
    let or_none = if body.required { "" } else { " or none" };
    format!("body: {content}{or_none}")
}

/// Compares what may be left out.
fn optional(before: &Endpoint, after: &Endpoint, found: &mut Found<'_>) {
    let (old, new) = (options(before), options(after));
    let only = |these: &[String], others: &[String]| {
        let mut only: Vec<String> = these.to_vec();
        only.retain(|one| !others.contains(one));
        (!only.is_empty()).then(|| only.join(", "))
    };
    let (gone, added) = (only(&old, &new), only(&new, &old));
    let (breaking, why) = match (&gone, &added) {
        (None, None) => return,
        (None, Some(_)) => (Breaking::No, "these may be left out"),
        (Some(_), _) => (Breaking::Yes, "a program that sets these does not compile"),
    };
    found.add(
        Kind::ArgumentsChanged,
        after.id(),
        (gone, added),
        breaking,
        why,
    );
}

fn options(endpoint: &Endpoint) -> Vec<String> {
    let params = endpoint.query.iter().chain(&endpoint.headers);
    let params = params.filter(|param| !param.required);
    params.map(option).collect()
}

fn option(param: &Param) -> String {
    format!("{}: {}", param.name, ty(param))
}

fn ty(param: &Param) -> String {
    let one = match &param.ty {
        ParamType::Model(name) => name.clone(),
        other => format!("{other:?}").to_lowercase(),
    };
    match param.style {
        Style::List(_) => format!("list of {one}"),
        Style::Encoded => format!("encoded {one}"),
        Style::Plain | Style::Fields | Style::DeepObject | Style::Json => one,
    }
}

fn answer(response: &Response) -> String {
    match response {
        Response::Empty => "nothing".to_owned(),
        Response::Json => "any JSON".to_owned(),
        Response::Text => "text".to_owned(),
        Response::Bytes => "bytes".to_owned(),
        Response::Several(several) => {
            let one =
                |success: &Success| format!("{}: {}", success.statuses, answer(&success.response));
            several.iter().map(one).collect::<Vec<_>>().join(", ")
        }
        Response::Model(ty) => words::some([ty.as_str()]),
        Response::List(list) => {
            let pages = if list.pagination.is_some() {
                ", in pages"
            } else {
                ""
            };
            format!("list of `{}` in `{}`{pages}", list.item, list.field)
        }
    }
}
