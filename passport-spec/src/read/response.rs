//! What an endpoint answers with: `response`, `responses` or `list`, `accept` and `errors`.

use super::endpoint::{is_model_path, model_type};
use super::table::{Field, Table, unknown};
use crate::api::Api;
use crate::endpoint::List;
use crate::nearest::did_you_mean;
use crate::response::{ErrorBody, Response, Statuses, Success};

/// Reads what an endpoint answers with where it succeeds.
pub(super) fn read(table: &Table<'_>, api: &Api) -> Response {
    for (one, other) in [
        ("response", "list"),
        ("response", "responses"),
        ("responses", "list"),
    ] {
        if table.has(one) && table.has(other) {
            table.report(format!(
                "`{one}` and `{other}` exclude each other: keep one of them"
            ));
        }
    }
    for key in ["items", "pagination", "empty_on_404"] {
        if table.has(key) && !table.has("list") {
            table.report(format!("`{key}` says nothing without `list`"));
        }
    }
    if let Some(item) = read_item(table) {
        return read_list(item, table, api);
    }
    if let Some(responses) = table.table("responses") {
        return read_several(&responses);
    }
    let field = table.field("response");
    field
        .and_then(|field| read_body(&field, BODIES))
        .unwrap_or(Response::Empty)
}

/// Reads the media types that are asked for.
pub(super) fn read_accept(table: &Table<'_>) -> Option<String> {
    let field = table.field("accept")?;
    let text = field.text()?;
    let is_visible = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
    let is_header = text.chars().all(|c| matches!(c, ' '..='~')) && text.trim_end() == text;
    let is_type =
        |(ty, rest): (&str, &str)| is_visible(ty) && is_visible(&rest[..rest.len().min(1)]);
    if !is_header || !text.split_once('/').is_some_and(is_type) {
        field.report(format!(
            "`{}` is no list of media types; write it such as `text/csv`",
            text.escape_debug()
        ));
        return None;
    }
    Some(text.to_owned())
}

/// Reads the types of errors; of the `inherited` ones stay those whose status the table does not
/// name.
pub(super) fn read_errors(table: &Table<'_>, inherited: &[ErrorBody]) -> Vec<ErrorBody> {
    let mut errors: Vec<ErrorBody> = Vec::new();
    for (key, ty, field) in table.text_map("errors") {
        let found = statuses(key, &field, &[4, 5], |key| {
            format!(
                "`{key}` is no status of an error; write one from 400 to 599, or `4XX`, `5XX` or \
                 `default` for all others"
            )
        });
        if !is_model_path(ty) {
            field.report(format!(
                "`{ty}` is no model type; write its name in camel case"
            ));
        } else if let Some(statuses) = found {
            if errors.iter().any(|known| known.statuses == statuses) {
                field.report(format!("the status `{statuses}` stands here twice"));
            }
            let ty = ty.to_owned();
            errors.push(ErrorBody { statuses, ty });
        }
    }
    let own: Vec<Statuses> = errors.iter().map(|error| error.statuses).collect();
    let others = inherited
        .iter()
        .filter(|error| !own.contains(&error.statuses));
    errors.extend(others.cloned());
    errors.sort_by_key(|error| error.statuses);
    errors
}

fn read_item(table: &Table<'_>) -> Option<String> {
    match table.field("list")?.value.as_str() {
        Some("json") => Some("json".to_owned()),
        _ => model_type(table, "list"),
    }
}

fn read_list(item: String, table: &Table<'_>, api: &Api) -> Response {
    if let Some(field) = table.field("pagination")
        && let Some(style) = field.text()
    {
        let known: Vec<&str> = api
            .pagination
            .iter()
            .map(|known| known.name.as_str())
            .collect();
        if !known.contains(&style) {
            field.report(unknown("unknown pagination style", style, &known));
        }
    }
    Response::List(List {
        item,
        field: table
            .owned_text("items")
            .unwrap_or_else(|| "data".to_owned()),
        pagination: table.owned_text("pagination"),
        empty_on_404: table.flag("empty_on_404").unwrap_or(false),
    })
}

fn read_several(table: &Table<'_>) -> Response {
    let mut several: Vec<Success> = Vec::new();
    let mut nothing = true;
    for (key, field) in table.fields() {
        nothing = false;
        let found = statuses(key, &field, &[2], |key| {
            format!(
                "`{key}` is no status of success; write one from 200 to 299, or `2XX` for all \
                 others; what fails belongs into `errors`"
            )
        });
        let response = read_body(&field, BODIES_OR_NONE);
        let (Some(statuses), Some(response)) = (found, response) else {
            continue;
        };
        if several.iter().any(|known| known.statuses == statuses) {
            field.report(format!("the status `{statuses}` stands here twice"));
            continue;
        }
        several.push(Success { statuses, response });
    }
    if nothing {
        table.report("an empty table says nothing; write a status, such as `200 = \"Order\"`");
    }
    several.sort_by_key(|success| success.statuses);
    match several.is_empty() {
        true => Response::Empty,
        false => Response::Several(several),
    }
}

/// A key that is a status of one of these classes, or `default` beside several of them.
fn statuses(
    key: &str,
    field: &Field<'_>,
    classes: &[u16],
    wrong: impl Fn(&str) -> String,
) -> Option<Statuses> {
    let fits = |statuses: &Statuses| match statuses.class() {
        Some(class) => classes.contains(&class),
        None => classes.len() > 1,
    };
    let statuses = Statuses::parse(key).filter(fits);
    if statuses.is_none() {
        field.report(wrong(key));
    }
    statuses
}

/// One of these words, or a model type.
fn read_body(field: &Field<'_>, words: &[(&str, Response)]) -> Option<Response> {
    let text = field.text()?;
    if let Some((_, response)) = words.iter().find(|(word, _)| *word == text) {
        return Some(response.clone());
    }
    if !is_model_path(text) {
        let words = words.iter().map(|(word, _)| *word);
        let list: Vec<String> = words.clone().map(|word| format!("`{word}`")).collect();
        field.report(format!(
            "`{text}` is no model type; write its name in camel case, or one of {}{}",
            list.join(", "),
            did_you_mean(text, words)
        ));
        return None;
    }
    Some(Response::Model(text.to_owned()))
}

const BODIES: &[(&str, Response)] = &[
    ("json", Response::Json),
    ("text", Response::Text),
    ("bytes", Response::Bytes),
];

const BODIES_OR_NONE: &[(&str, Response)] = &[
    ("empty", Response::Empty),
    ("json", Response::Json),
    ("text", Response::Text),
    ("bytes", Response::Bytes),
];
