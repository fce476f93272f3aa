//! Reading a schema's keywords.

use serde_json::{Map, Value};

use crate::model::names::pascal;

/// A schema's keywords.
pub(crate) type Keywords = Map<String, Value>;

/// The key under which a merged property remembers where it came from.
pub(crate) const ORIGIN: &str = "x-passport-origin";

/// The schema that a pointer leads to, with the pointer as it is kept.
pub(crate) fn look_up<'d>(document: &'d Value, reference: &str) -> Option<(String, &'d Value)> {
    let pointer = reference.strip_prefix('#').unwrap_or(reference);
    if let Some(found) = document.pointer(pointer) {
        return Some((pointer.to_owned(), found));
    }
    let decoded = percent_decoded(pointer)?;
    let found = document.pointer(&decoded)?;
    Some((decoded, found))
}

/// A reference's target, where the schema is one.
pub(crate) fn reference(keywords: &Keywords) -> Option<&str> {
    keywords.get("$ref").and_then(Value::as_str)
}

/// The types that the schema allows, null left out, inferred where it does not say.
pub(crate) fn types(keywords: &Keywords) -> Vec<&str> {
    let named: Vec<&str> = match keywords.get("type") {
        Some(Value::String(ty)) => vec![ty],
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
        _ => return inferred(keywords).into_iter().collect(),
    };
    let mut types: Vec<&str> = Vec::new();
    for ty in named {
        if ty != "null" && !types.contains(&ty) {
            types.push(ty);
        }
    }
    if types.contains(&"number") {
        types.retain(|ty| *ty != "integer");
    }
    types
}

/// Whether null is allowed besides the rest.
pub(crate) fn nullable(keywords: &Keywords) -> bool {
    let is_null = |list: &Value| {
        list.as_array()
            .is_some_and(|list| list.iter().any(Value::is_null))
    };
    let type_null = |ty: &Value| match ty {
        Value::String(ty) => ty == "null",
        Value::Array(types) => types.iter().any(|ty| ty == "null" || ty.is_null()),
        _ => false,
    };
    flag(keywords, "nullable")
        || flag(keywords, "x-nullable")
        || keywords.get("type").is_some_and(type_null)
        || keywords.get("enum").is_some_and(is_null)
        || keywords.get("const").is_some_and(Value::is_null)
}

/// Whether the schema allows null and nothing else.
pub(crate) fn only_null(schema: &Value) -> bool {
    let Some(keywords) = schema.as_object() else {
        return false;
    };
    match keywords.get("type") {
        Some(Value::String(ty)) => ty == "null",
        Some(Value::Array(types)) => types.len() == 1 && types[0] == "null",
        Some(_) => false,
        None => {
            keywords.get("const").is_some_and(Value::is_null)
                || keywords
                    .get("enum")
                    .and_then(Value::as_array)
                    .is_some_and(|words| matches!(words.as_slice(), [Value::Null]))
        }
    }
}

/// Whether the flag is set.
pub(crate) fn flag(keywords: &Keywords, name: &str) -> bool {
    keywords.get(name) == Some(&Value::Bool(true))
}

/// Whether a type of its own comes of the schema, wherever it stands.
pub(crate) fn has_a_name(keywords: &Keywords) -> bool {
    let words = members(keywords, "enum").iter().any(Value::is_string);
    (words || keywords.contains_key("properties")) && !keywords.contains_key("allOf")
}

/// The members of `allOf`, `oneOf` or `anyOf`.
pub(crate) fn members<'a>(keywords: &'a Keywords, name: &str) -> &'a [Value] {
    keywords
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// What the document says about a schema.
pub(crate) fn doc(keywords: &Keywords) -> Option<String> {
    let said = |name: &str| {
        let text = keywords.get(name)?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let doc = said("description").or_else(|| said("title"));
    if flag(keywords, "deprecated") {
        let rest = doc.map_or_else(String::new, |doc| format!("\n\n{doc}"));
        return Some(format!("Deprecated.{rest}"));
    }
    doc
}

/// Whether the keyword describes values without limiting them.
pub(crate) fn is_annotation(name: &str) -> bool {
    name.starts_with("x-") || ANNOTATIONS.contains(&name)
}

/// Whether the schema limits nothing.
pub(crate) fn says_nothing(schema: &Value) -> bool {
    match schema {
        Value::Bool(all) => *all,
        Value::Object(keywords) => keywords.keys().all(|name| is_annotation(name)),
        _ => false,
    }
}

/// Whether the schema limits which of some properties are there, but not what they are.
pub(crate) fn only_limits(schema: &Value) -> bool {
    let Some(keywords) = schema.as_object() else {
        return false;
    };
    let nested = |name: &str| members(keywords, name).iter().all(only_limits);
    keywords.iter().all(|(name, value)| match name.as_str() {
        "type" => value == "object",
        "allOf" | "anyOf" | "oneOf" => nested(name),
        "properties" => value
            .as_object()
            .is_some_and(|properties| properties.values().all(says_nothing)),
        other => is_annotation(other) || LIMITS.contains(&other),
    })
}

/// The name of the schema at a pointer: `PetOwner` for `/components/schemas/Pet/properties/owner`.
pub(crate) fn name_at(pointer: &str) -> String {
    let words = pointer.split('/').filter(|word| {
        let is_number = !word.is_empty() && word.bytes().all(|c| c.is_ascii_digit());
        !is_number && !STEPS.contains(word)
    });
    words
        .map(|word| match word {
            "items" => "Item".to_owned(),
            "additionalProperties" => "Value".to_owned(),
            word => pascal(&word.replace("~1", " ").replace("~0", " ")),
        })
        .collect()
}

/// The key of a component.
pub(crate) fn component(pointer: &str) -> Option<String> {
    let key = pointer.strip_prefix("/components/schemas/")?;
    (!key.contains('/')).then(|| key.replace("~1", "/").replace("~0", "~"))
}

fn inferred(keywords: &Keywords) -> Option<&'static str> {
    let has = |names: &[&str]| names.iter().any(|name| keywords.contains_key(*name));
    if has(&["properties", "additionalProperties", "patternProperties"]) {
        return Some("object");
    }
    if has(&[
        "items",
        "prefixItems",
        "minItems",
        "maxItems",
        "uniqueItems",
    ]) {
        return Some("array");
    }
    if has(&["format", "pattern", "minLength", "maxLength"]) {
        let number = matches!(
            keywords.get("format").and_then(Value::as_str),
            Some("int32" | "int64" | "float" | "double")
        );
        return Some(if number { "number" } else { "string" });
    }
    if has(&["minimum", "maximum", "multipleOf"]) {
        return Some("number");
    }
    has(&["required"]).then_some("object")
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let high = char::from(bytes.next()?).to_digit(16)?;
        let low = char::from(bytes.next()?).to_digit(16)?;
        out.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(out).ok()
}

/// Parts of a pointer that name nothing.
const STEPS: &[&str] = &[
    "",
    "$defs",
    "allOf",
    "anyOf",
    "components",
    "content",
    "definitions",
    "oneOf",
    "paths",
    "properties",
    "schema",
    "schemas",
];

const ANNOTATIONS: &[&str] = &[
    "$comment",
    "$id",
    "$schema",
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

const LIMITS: &[&str] = &[
    "dependentRequired",
    "maxProperties",
    "minProperties",
    "not",
    "required",
    "additionalProperties",
    "unevaluatedProperties",
];
