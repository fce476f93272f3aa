//! How rustfmt lays out what the file is made of, and what is the same in every file.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The functions that the derived code calls.
#[derive(Debug, Default)]
pub(super) struct Helpers {
    pub(super) tag: bool,
}

impl Helpers {
    pub(super) fn write(&self, out: &mut String) {
        if self.tag {
            out.push_str(TAG);
        }
    }
}

/// The imports that the file needs.
pub(super) fn imports(used: &BTreeSet<&str>, helpers: &Helpers) -> String {
    let uses = |name: &str| used.contains(name);
    let mut out = String::new();
    if uses("BTreeMap") {
        out.push_str("\nuse std::collections::BTreeMap;\n");
    }
    let mut external = String::new();
    match (uses("Sensitive"), uses("Timestamp")) {
        (true, true) => external.push_str("use passport_api::types::{Sensitive, Timestamp};\n"),
        (true, false) => external.push_str("use passport_api::types::Sensitive;\n"),
        (false, true) => external.push_str("use passport_api::types::Timestamp;\n"),
        (false, false) => {}
    }
    if uses("serde") {
        external.push_str("use serde::{Deserialize, Serialize};\n");
    }
    if uses("Value") || helpers.tag {
        external.push_str("use serde_json::Value;\n");
    }
    if !external.is_empty() {
        out.push('\n');
        out.push_str(&external);
    }
    out
}

/// A field of an object, with how it is read and written.
pub(super) fn object_field(out: &mut String, name: &str, ty: &str, how: &str) {
    let line = format!("        pub {name}: {ty} = {how},");
    if line.chars().count() <= WIDTH {
        let _ = writeln!(out, "{line}");
    } else {
        let _ = writeln!(out, "        pub {name}: {ty}\n            = {how},");
    }
}

/// A variant with one value.
pub(super) fn variant_line(out: &mut String, name: &str, ty: &str) {
    let line = format!("    {name}({ty}),");
    if line.len() <= WIDTH {
        let _ = writeln!(out, "{line}");
    } else {
        let _ = writeln!(out, "    {name}(\n        {ty},\n    ),");
    }
}

/// A field of a literal.
pub(super) fn value_line(out: &mut String, value: &str) {
    match value.split_once(": ") {
        Some((name, value)) if name.len() + value.len() + 15 > WIDTH => {
            let _ = writeln!(out, "            {name}:\n                {value},");
        }
        _ => {
            let _ = writeln!(out, "            {value},");
        }
    }
}

/// What a word of a tag leads to.
pub(super) fn arm(out: &mut String, word: &str, read: &str) {
    let pattern = format!("            Some({word:?}) =>");
    let width = pattern.chars().count();
    if width + 2 + read.len() <= WIDTH {
        let _ = writeln!(out, "{pattern} {read},");
    } else if width + 2 <= WIDTH {
        let _ = writeln!(out, "{pattern} {{\n                {read}\n            }}");
    } else {
        let _ = writeln!(
            out,
            "            Some(\n                {word:?},\n            ) => {read},"
        );
    }
}

/// An alias.
pub(super) fn alias_line(out: &mut String, name: &str, ty: &str) {
    let line = format!("pub type {name} = {ty};");
    if line.len() <= WIDTH {
        let _ = writeln!(out, "{line}");
    } else {
        let _ = writeln!(out, "pub type {name} =\n    {ty};");
    }
}

/// How wide a line may be.
pub(super) const WIDTH: usize = 100;

/// How the file begins.
pub(super) const HEAD: &str = "\
//! The bodies of requests and answers, as the API's document describes them.

// The names and shapes are those of the document.
#![allow(
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::large_stack_arrays,
    clippy::match_same_arms,
    clippy::option_option,
    clippy::similar_names,
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    clippy::too_many_arguments,
    clippy::too_many_lines
)]
";

const TAG: &str = "
/// The word that says which kind of object it is.
fn tag<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

fn read<T: serde::de::DeserializeOwned, E: serde::de::Error>(value: Value) -> Result<T, E> {
    serde_json::from_value(value).map_err(E::custom)
}
";
