//! How a parameter is typed and written.

use super::endpoint::is_model_path;
use super::table::{Field, Table};
use crate::nearest::did_you_mean;
use crate::param::{ParamType, Separator, Style};

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
}

/// Reads a parameter's type.
pub(super) fn param_type(text: &str, field: &Field<'_>) -> ParamType {
    match text {
        "string" => ParamType::String,
        "integer" => ParamType::Integer,
        "number" => ParamType::Number,
        "boolean" => ParamType::Boolean,
        model if is_model_path(model) => ParamType::Model(model.to_owned()),
        other => {
            field.report(format!(
                "unknown type `{other}`; valid are `string`, `integer`, `number`, `boolean` and \
                 the name of a model type in camel case{}",
                did_you_mean(other, ["string", "integer", "number", "boolean"])
            ));
            ParamType::String
        }
    }
}

/// Reads how a parameter of this type is written.
pub(super) fn style(table: &Table<'_>, place: Place, ty: &ParamType) -> Style {
    let Some(style) = table.word("style", STYLES) else {
        return Style::Plain;
    };
    let Some(field) = table.field("style") else {
        return Style::Plain;
    };
    let word = field.value.as_str().unwrap_or_default();
    let somewhere = match place {
        Place::Path => "the path",
        Place::Header => "a header",
        Place::Query => "",
    };
    match style {
        Style::List(separator) if place != Place::Query && separator != Separator::Comma => {
            field.report(format!(
                "`{word}` is for query parameters; a list in {somewhere} is written with `comma`"
            ));
        }
        Style::Encoded if place == Place::Header => {
            field.report("a header's text is sent as it is; leave `style` out");
        }
        Style::Encoded if *ty != ParamType::String => {
            field.report("`encoded` is for texts; leave `type` out or make it `string`");
        }
        Style::Fields | Style::DeepObject if place != Place::Query => {
            field.report(format!(
                "`{word}` is for query parameters; an object in {somewhere} is written with `json`"
            ));
        }
        Style::Fields | Style::DeepObject | Style::Json if !matches!(ty, ParamType::Model(_)) => {
            field.report(format!(
                "`{word}` writes an object; say with `type` which model type it is"
            ));
        }
        _ => return style,
    }
    Style::Plain
}

const STYLES: &[(&str, Style)] = &[
    ("repeat", Style::List(Separator::Repeat)),
    ("comma", Style::List(Separator::Comma)),
    ("space", Style::List(Separator::Space)),
    ("pipe", Style::List(Separator::Pipe)),
    ("fields", Style::Fields),
    ("deep_object", Style::DeepObject),
    ("json", Style::Json),
    ("encoded", Style::Encoded),
];
