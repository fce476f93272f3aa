//! What a call takes and answers with, as far as a program sees it.

use passport_spec::{Body, Endpoint, Param, ParamType, Response};

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
    optional(before, after, found);
    if before.response != after.response {
        let types = (Some(answer(before)), Some(answer(after)));
        let why = "what a program reads of the answer may be elsewhere, or not be there";
        found.add(
            Kind::ResponseChanged,
            after.id(),
            types,
            Breaking::Look,
            why,
        );
    }
}

/// The types of the arguments, in their order. A path's parameters have no names for a program.
fn required(endpoint: &Endpoint) -> Vec<String> {
    let path = endpoint.path_params.iter().map(|param| ty(&param.ty));
    let others = endpoint.query.iter().chain(&endpoint.headers);
    let others = others
        .filter(|param| param.required)
        .map(|param| format!("{}: {}", param.wire, ty(&param.ty)));
    let body = match &endpoint.body {
        Body::Model { ty, .. } => Some(format!("body: {ty}")),
        _ => None,
    };
    path.chain(others).chain(body).collect()
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
    format!("{}: {}", param.name, ty(&param.ty))
}

fn ty(ty: &ParamType) -> String {
    match ty {
        ParamType::Model(name) => name.clone(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn answer(endpoint: &Endpoint) -> String {
    match &endpoint.response {
        Response::Empty => "nothing".to_owned(),
        Response::Json => "any JSON".to_owned(),
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
