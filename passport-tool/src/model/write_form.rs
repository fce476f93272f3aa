//! How a struct becomes the parts of a multipart form.

use std::collections::BTreeMap;

use crate::model::item::{Field, Ty};
use crate::model::layout::WIDTH;

/// The implementation of `ToForm` for a struct with these fields; `rest` is the name of the map with
/// the others, if there is one.
pub(super) fn implementation(
    name: &str,
    fields: &[Field],
    required: &[bool],
    parts: &BTreeMap<String, String>,
    rest: Option<&str>,
) -> String {
    let mut steps: Vec<(String, Vec<String>)> = Vec::new();
    for (field, required) in fields.iter().zip(required) {
        if Some(field.name.as_str()) == rest {
            continue;
        }
        let part = parts.get(&field.wire).map(String::as_str);
        steps.push(step(field, *required, part));
    }
    let mut out = format!(
        "\nimpl multipart::ToForm for {name} {{\n    fn to_form(&self) -> multipart::Form {{\n"
    );
    let body = match rest {
        None => chain("        ", "", &steps, ""),
        Some(rest) => {
            let form = chain("        ", "let form = ", &steps, ";");
            format!(
                "{form}        let more = self.{rest}.iter();\n        \
                 more.fold(form, |form, (name, value)| form.value(name, value))\n"
            )
        }
    };
    out += &body;
    out += "    }\n}\n";
    out
}

/// The method that adds a field, and its arguments.
fn step(field: &Field, required: bool, part: Option<&str>) -> (String, Vec<String>) {
    let wire = format!("{:?}", field.wire);
    let own = format!("self.{}", field.name);
    let plain = field.ty.without_null();
    let nullable = matches!(field.ty, Ty::Null(_)) || !required;
    let file_type = format!("{:?}", part.unwrap_or("application/octet-stream"));
    let of_files = matches!(plain, Ty::List(item) if **item == Ty::File);
    match (plain, part) {
        (Ty::File, None) if !nullable => ("file".to_owned(), vec![wire, format!("&{own}")]),
        (Ty::File, Some(_)) if !nullable => (
            "file_as".to_owned(),
            vec![wire, file_type, format!("&{own}")],
        ),
        (Ty::File, _) => (
            "files_as".to_owned(),
            vec![wire, file_type, format!("&{own}")],
        ),
        (Ty::List(_), _) if of_files && nullable => {
            let files = format!("{own}.iter().flatten()");
            ("files_as".to_owned(), vec![wire, file_type, files])
        }
        (Ty::List(_), _) if of_files => (
            "files_as".to_owned(),
            vec![wire, file_type, format!("&{own}")],
        ),
        (_, Some(part)) => {
            let arguments = vec![wire, format!("{part:?}"), format!("&{own}")];
            ("value_as".to_owned(), arguments)
        }
        (_, None) => ("value".to_owned(), vec![wire, format!("&{own}")]),
    }
}

/// A chain of calls in the layout of rustfmt.
fn chain(indent: &str, before: &str, steps: &[(String, Vec<String>)], after: &str) -> String {
    let calls: Vec<String> = steps
        .iter()
        .map(|(method, arguments)| format!(".{method}({})", arguments.join(", ")))
        .collect();
    let line = format!("multipart::Form::new(){}", calls.concat());
    if line.len() <= CHAIN_WIDTH {
        return format!("{indent}{before}{line}{after}\n");
    }
    let mut out = format!("{indent}{before}multipart::Form::new()");
    for ((method, arguments), call) in steps.iter().zip(&calls) {
        let short = arguments.join(", ").len() <= CALL_WIDTH;
        if short && indent.len() + 4 + call.len() + after.len() <= WIDTH {
            out += &format!("\n{indent}    {call}");
        } else {
            let inner = format!("\n{indent}        ");
            let arguments = arguments.join(&format!(",{inner}"));
            out += &format!("\n{indent}    .{method}({inner}{arguments},\n{indent}    )");
        }
    }
    format!("{out}{after}\n")
}

/// How long arguments may be on one line.
const CALL_WIDTH: usize = 60;

/// How long a chain may be on one line.
const CHAIN_WIDTH: usize = 60;
