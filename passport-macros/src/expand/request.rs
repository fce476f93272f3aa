//! What a call is given: the types of its arguments, and the steps that put them into the request.

use passport_spec::{
    Body, Content, Endpoint, GivenBody, ModelFormat, Param, ParamType, Separator, Style,
};

use super::names::Names;

/// Where a parameter goes; the word begins the names of `Call`'s own methods.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Path,
    Query,
    Header,
}

/// The type of a parameter's argument.
pub(super) fn param_type(param: &Param, names: &Names) -> String {
    let one = match &param.ty {
        ParamType::String => format!("impl {}<str>", names.runtime("AsRef")),
        ParamType::Integer => "i64".to_owned(),
        ParamType::Number => "f64".to_owned(),
        ParamType::Boolean => "bool".to_owned(),
        ParamType::Model(ty) if is_object(param) => format!("&{}", names.model(ty)),
        ParamType::Model(ty) => format!("impl {}<{}>", names.runtime("Into"), names.model(ty)),
    };
    match param.style {
        Style::List(_) => format!("impl {}<Item = {one}>", names.runtime("IntoIterator")),
        _ => one,
    }
}

/// The step that puts a parameter into the request: a method of `Call` and its arguments.
pub(super) fn param_step(param: &Param, place: Place) -> String {
    let Param { wire, name, .. } = param;
    let is_text = matches!(param.ty, ParamType::String);
    match (place, param.style) {
        (Place::Path, Style::List(_)) => format!("path_list({})", texts(param)),
        (Place::Header, Style::List(_)) => format!("header_list({wire:?}, {})", texts(param)),
        (Place::Query, Style::List(separator)) => {
            let separator = match separator {
                Separator::Repeat => "Repeat",
                Separator::Comma => "Comma",
                Separator::Space => "Space",
                Separator::Pipe => "Pipe",
            };
            let list = "__p::ListStyle";
            format!(
                "query_list({wire:?}, {list}::{separator}, {})",
                texts(param)
            )
        }
        (Place::Path, Style::Json) => format!("path_json({name})"),
        (Place::Header, Style::Json) => format!("header_json({wire:?}, {name})"),
        (Place::Query, Style::Json) => format!("query_json({wire:?}, {name})"),
        (Place::Path, Style::Encoded) => format!("path_encoded({name})"),
        (Place::Query, Style::Encoded) => format!("query_encoded({wire:?}, {name})"),
        (Place::Query, Style::Fields) => format!("query_fields({name})"),
        (Place::Query, Style::DeepObject) => format!("query_deep_object({wire:?}, {name})"),
        (Place::Path, _) if is_text => format!("path_text({name})"),
        (Place::Header, _) if is_text => format!("header_text({wire:?}, {name})"),
        (Place::Query, _) if is_text => format!("query_text({wire:?}, {name})"),
        (Place::Path, _) => format!("path_param(&{})", shown(&param.ty, name)),
        (Place::Header, _) => format!("header_param({wire:?}, &{})", shown(&param.ty, name)),
        (Place::Query, _) => format!("query_param({wire:?}, &{})", shown(&param.ty, name)),
    }
}

/// The argument for the body, after a comma, and the step that takes it.
pub(super) fn body(endpoint: &Endpoint, names: &Names) -> (String, String) {
    match &endpoint.body {
        Body::Empty => (String::new(), String::new()),
        Body::Given(given) => {
            let argument = format!(", body: {}", body_type(given, names));
            (argument, body_step(given))
        }
        Body::FromPath(fields) => {
            let known = &endpoint.path.params;
            let places = fields.iter().filter_map(|(field, param)| {
                let place = known.iter().position(|known| known == param)?;
                Some(format!("({field:?}, {place})"))
            });
            let places: Vec<String> = places.collect();
            let step = format!("call.body_from_path(&[{}]);", places.join(", "));
            (String::new(), step)
        }
    }
}

/// Whether the body's argument needs a lifetime with a name, which is `'b`.
pub(super) fn borrows(body: &GivenBody) -> bool {
    let by_reference = matches!(body.content, Content::Json | Content::Model { .. });
    !body.required && by_reference
}

fn body_type(body: &GivenBody, names: &Names) -> String {
    // Within `impl Trait` a lifetime needs a name.
    let of = if borrows(body) { "&'b " } else { "&" };
    let one = match &body.content {
        Content::Json => format!("{of}{}", names.runtime("Value")),
        Content::Model { ty, .. } => format!("{of}{}", names.model(ty)),
        Content::Text => names.runtime("String"),
        Content::Bytes => names.runtime("Bytes"),
    };
    match (&body.content, body.required) {
        (_, false) => {
            let (into, option) = (names.runtime("Into"), names.runtime("Option"));
            format!("impl {into}<{option}<{one}>>")
        }
        (Content::Text | Content::Bytes, true) => {
            format!("impl {}<{one}>", names.runtime("Into"))
        }
        (Content::Json | Content::Model { .. }, true) => one,
    }
}

fn body_step(body: &GivenBody) -> String {
    let method = match &body.content {
        Content::Json => "json_body",
        Content::Text => "text_body",
        Content::Bytes => "bytes_body",
        Content::Model { format, .. } => match format {
            ModelFormat::Json => "json_body",
            ModelFormat::Form => "form_body",
            ModelFormat::Multipart => "multipart_body",
        },
    };
    let media_type = body.media_type.as_ref();
    let media_type = media_type.map_or_else(String::new, |ty| format!("call.media_type({ty:?});"));
    match (&body.content, body.required) {
        (_, false) => format!(
            "if let __p::Option::Some(body) = body.into() {{ \
             {media_type} call.{method}(body); }}"
        ),
        (Content::Text | Content::Bytes, true) => {
            format!("{media_type} call.{method}(body.into());")
        }
        (Content::Json | Content::Model { .. }, true) => {
            format!("{media_type} call.{method}(body);")
        }
    }
}

/// The argument as something with `Display`.
fn shown(ty: &ParamType, name: &str) -> String {
    match ty {
        ParamType::String => format!("{name}.as_ref()"),
        ParamType::Integer | ParamType::Number | ParamType::Boolean => name.to_owned(),
        ParamType::Model(_) => format!("{name}.into()"),
    }
}

/// A list as texts.
fn texts(param: &Param) -> String {
    let shown = shown(&param.ty, "item");
    let name = &param.name;
    format!("{name}.into_iter().map(|item| __p::text(&{shown})).collect()")
}

fn is_object(param: &Param) -> bool {
    matches!(param.style, Style::Fields | Style::DeepObject | Style::Json)
}
