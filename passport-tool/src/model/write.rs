//! The items as a file, in the layout that rustfmt gives it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::doc::{self, code};
use crate::model::graph::Graph;
use crate::model::item::{Field, Item, Kind, Ty, Union};
use crate::model::layout::{
    HEAD, Helpers, WIDTH, alias_line, arm, imports, object_field, value_line, variant_line,
};

/// The file, and how many types it defines.
pub(super) fn file(graph: &Graph) -> (String, usize) {
    let mut items: Vec<&Item> = graph
        .items
        .iter()
        .filter(|item| match item.kind {
            Kind::Alias(_) => item.exported,
            _ => item.request || item.response,
        })
        .collect();
    items.sort_by(|first, second| first.name.cmp(&second.name));
    let mut writer = Writer {
        graph,
        out: String::new(),
        helpers: Helpers::default(),
        used: RefCell::default(),
    };
    for item in &items {
        writer.item(item);
    }
    let mut file = String::from(HEAD);
    file.push_str(&imports(&writer.used.borrow(), &writer.helpers));
    file.push_str(&writer.out);
    writer.helpers.write(&mut file);
    (file, items.len())
}

struct Writer<'g> {
    graph: &'g Graph,
    out: String,
    helpers: Helpers,
    /// The names that need an import.
    used: RefCell<BTreeSet<&'static str>>,
}

impl Writer<'_> {
    fn item(&mut self, item: &Item) {
        self.out.push('\n');
        let text = item.doc.clone().unwrap_or_default();
        match &item.kind {
            Kind::Alias(ty) => {
                self.doc(0, &text, || {
                    "A body that is no object of its own.".to_owned()
                });
                let ty = self.ty(ty);
                alias_line(&mut self.out, &item.name, &ty);
            }
            Kind::Struct { fields, rest } => {
                self.structure(item, fields, rest.as_ref(), &text);
            }
            Kind::Words(words) => self.words(item, words, &text),
            Kind::Union(union) => {
                self.uses("serde");
                self.uses("Value");
                self.union(item, union, &text);
            }
        }
    }

    fn doc(&mut self, indent: usize, text: &str, otherwise: impl FnOnce() -> String) {
        let start = self.out.len();
        doc::write(&mut self.out, indent, text);
        if self.out.len() == start {
            doc::write(&mut self.out, indent, &otherwise());
        }
    }

    fn structure(&mut self, item: &Item, fields: &[Field], rest: Option<&Ty>, text: &str) {
        let fields: Vec<Written> = fields
            .iter()
            .map(|field| self.field(item, field, rest))
            .collect();
        let needs = fields.iter().any(|field| field.start != Start::Empty);
        self.out.push_str("passport_api::object! {\n");
        self.doc(4, text, || format!("The object {}.", code(&item.name)));
        if !item.request {
            self.out.push_str("    #[non_exhaustive]\n");
        } else if !needs {
            self.out.push_str("    #[derive(Default)]\n");
        }
        let _ = writeln!(self.out, "    pub struct {} {{", item.name);
        for field in &fields {
            self.doc(8, &field.doc, || {
                format!("The field {}.", code(&field.wire))
            });
            let how = field.how.word();
            match field.how {
                How::Rest => object_field(&mut self.out, &field.name, &field.ty, how),
                _ => {
                    let how = format!("{how} {:?}", field.wire);
                    object_field(&mut self.out, &field.name, &field.ty, &how);
                }
            }
        }
        self.out.push_str("    }\n}\n");
        if item.request && needs {
            self.constructor(item, &fields);
        }
    }

    fn field(&mut self, item: &Item, field: &Field, rest: Option<&Ty>) -> Written {
        let mut written = Written {
            name: field.name.clone(),
            wire: field.wire.clone(),
            doc: field.doc.clone().unwrap_or_default(),
            how: How::Optional,
            ty: String::new(),
            start: Start::Empty,
        };
        if let (true, Some(rest)) = (field.wire.is_empty() && field.ty == Ty::Json, rest) {
            written.doc = "The fields that have no name of their own.".to_owned();
            written.how = How::Rest;
            written.ty = format!("BTreeMap<String, {}>", self.ty(rest));
            self.uses("BTreeMap");
            return written;
        }
        let needed = field.required
            && !(field.read_only && item.request)
            && !(field.write_only && item.response);
        let nullable = matches!(field.ty, Ty::Null(_));
        let inner = self.ty(field.ty.without_null());
        written.ty = format!("Option<{inner}>");
        match (needed, nullable) {
            (true, false) => {
                let holds_many = matches!(field.ty, Ty::List(_) | Ty::Map(_));
                written.how = if item.response && holds_many {
                    How::OrEmpty
                } else {
                    How::Required
                };
                written.start = self.start(&field.ty);
                written.ty = inner;
            }
            (true, true) => {
                // Null has to be said.
                written.how = How::Nullable;
                written.start = Start::Given(written.ty.clone());
            }
            (false, true) if !item.response => {
                written.how = How::OptionalNullable;
                written.ty = format!("Option<Option<{inner}>>");
            }
            (false, _) => {}
        }
        written
    }

    /// How the field of a new struct begins.
    fn start(&self, ty: &Ty) -> Start {
        let name = self.ty(ty);
        match ty {
            Ty::Text | Ty::Secret | Ty::Timestamp | Ty::Boxed(_) => Start::Converted(name),
            Ty::Item(id) => match &self.graph.items[*id].kind {
                Kind::Words(words) => match words.as_slice() {
                    [(only, _)] => Start::Fixed(format!("{name}::{only}")),
                    _ => Start::Converted(name),
                },
                _ => Start::Given(name),
            },
            _ => Start::Given(name),
        }
    }

    fn constructor(&mut self, item: &Item, fields: &[Written]) {
        let arguments: Vec<String> = fields
            .iter()
            .filter_map(|field| match &field.start {
                Start::Converted(ty) => Some(format!("{}: impl Into<{ty}>", field.name)),
                Start::Given(ty) => Some(format!("{}: {ty}", field.name)),
                _ => None,
            })
            .collect();
        let values: Vec<String> = fields
            .iter()
            .map(|field| match &field.start {
                Start::Converted(_) => format!("{0}: {0}.into()", field.name),
                Start::Given(_) => field.name.clone(),
                Start::Fixed(value) => format!("{}: {value}", field.name),
                Start::Empty if field.how == How::Rest => {
                    format!("{}: BTreeMap::new()", field.name)
                }
                Start::Empty => format!("{}: None", field.name),
            })
            .collect();
        let name = &item.name;
        if arguments.is_empty() {
            let _ = writeln!(
                self.out,
                "\nimpl Default for {name} {{\n    fn default() -> Self {{"
            );
        } else {
            let _ = writeln!(
                self.out,
                "\nimpl {name} {{\n    /// One with what is required.\n    #[must_use]"
            );
            let line = format!("    pub fn new({}) -> Self {{", arguments.join(", "));
            if line.len() <= WIDTH {
                let _ = writeln!(self.out, "{line}");
            } else {
                self.out.push_str("    pub fn new(\n");
                for argument in &arguments {
                    let _ = writeln!(self.out, "        {argument},");
                }
                self.out.push_str("    ) -> Self {\n");
            }
        }
        let one_line = values.join(", ");
        if one_line.len() <= 18 {
            let _ = writeln!(self.out, "        Self {{ {one_line} }}");
        } else {
            self.out.push_str("        Self {\n");
            for value in &values {
                value_line(&mut self.out, value);
            }
            self.out.push_str("        }\n");
        }
        self.out.push_str("    }\n}\n");
    }

    fn words(&mut self, item: &Item, words: &[(String, String)], text: &str) {
        self.out.push_str("passport_api::open_enum! {\n");
        self.doc(4, text, || format!("A word for {}.", code(&item.name)));
        let _ = writeln!(self.out, "    pub enum {} {{", item.name);
        for (name, word) in words {
            doc::write(&mut self.out, 8, &format!("The word {}.", code(word)));
            let _ = writeln!(self.out, "        {name} = {word:?},");
        }
        self.out.push_str("    }\n}\n");
    }

    fn union(&mut self, item: &Item, union: &Union, text: &str) {
        let name = &item.name;
        self.doc(0, text, || format!("One of the kinds of {}.", code(name)));
        let derived = if union.tag.is_some() {
            ""
        } else {
            "Deserialize, "
        };
        let _ = writeln!(
            self.out,
            "#[non_exhaustive]\n#[derive(Clone, Debug, {derived}PartialEq, Serialize)]\n\
             #[serde(untagged)]\npub enum {name} {{"
        );
        for variant in &union.variants {
            let ty = self.ty(&variant.ty);
            let words: Vec<String> = match &union.tag {
                Some(_) => variant.words.iter().map(|word| code(word)).collect(),
                None => Vec::new(),
            };
            let text = match (&union.tag, words.is_empty()) {
                (Some(tag), false) => format!("Where {} is {}.", code(tag), words.join(" or ")),
                _ => format!("A value of the type {}.", code(&ty)),
            };
            doc::write(&mut self.out, 4, &text);
            variant_line(&mut self.out, &variant.name, &ty);
        }
        self.out
            .push_str("    /// Anything else.\n    Other(Value),\n}\n");
        if let Some(tag) = &union.tag {
            self.read_by_tag(name, tag, union);
        }
    }

    fn read_by_tag(&mut self, name: &str, tag: &str, union: &Union) {
        self.helpers.tag = true;
        let _ = writeln!(
            self.out,
            "\nimpl<'de> Deserialize<'de> for {name} {{\n    \
             fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {{\n        \
             let value = Value::deserialize(deserializer)?;\n        \
             Ok(match tag(&value, {tag:?}) {{"
        );
        let boxed = |ty: &Ty| matches!(ty, Ty::Boxed(_));
        for variant in &union.variants {
            let read = format!("Self::{}(read(value)?)", variant.name);
            for word in &variant.words {
                arm(&mut self.out, word, &read);
            }
        }
        let mut tried = union
            .variants
            .iter()
            .filter(|variant| variant.words.is_empty())
            .peekable();
        if tried.peek().is_none() {
            self.out.push_str("            _ => Self::Other(value),\n");
        } else {
            self.out.push_str("            _ => {\n");
            for variant in tried {
                let made = if boxed(&variant.ty) {
                    "Box::new(read)"
                } else {
                    "read"
                };
                let _ = writeln!(
                    self.out,
                    "                if let Ok(read) = serde_json::from_value(value.clone()) {{\n                    \
                     return Ok(Self::{}({made}));\n                }}",
                    variant.name
                );
            }
            self.out
                .push_str("                Self::Other(value)\n            }\n");
        }
        self.out.push_str("        })\n    }\n}\n");
    }

    fn uses(&self, name: &'static str) {
        self.used.borrow_mut().insert(name);
    }

    fn ty(&self, ty: &Ty) -> String {
        match ty {
            Ty::Secret => self.uses("Sensitive"),
            Ty::Timestamp => self.uses("Timestamp"),
            Ty::Json => self.uses("Value"),
            Ty::Map(_) => self.uses("BTreeMap"),
            _ => {}
        }
        match ty {
            Ty::Item(id) => self.graph.items[*id].name.clone(),
            Ty::Text => "String".to_owned(),
            Ty::Secret => "Sensitive".to_owned(),
            Ty::Timestamp => "Timestamp".to_owned(),
            Ty::I32 => "i32".to_owned(),
            Ty::I64 => "i64".to_owned(),
            Ty::U32 => "u32".to_owned(),
            Ty::U64 => "u64".to_owned(),
            Ty::F64 => "f64".to_owned(),
            Ty::Bool => "bool".to_owned(),
            Ty::Json => "Value".to_owned(),
            Ty::List(inner) => format!("Vec<{}>", self.ty(inner)),
            Ty::Map(inner) => format!("BTreeMap<String, {}>", self.ty(inner)),
            Ty::Null(inner) => format!("Option<{}>", self.ty(inner)),
            Ty::Boxed(inner) => format!("Box<{}>", self.ty(inner)),
        }
    }
}

/// A field as it is written.
#[derive(Debug)]
struct Written {
    name: String,
    wire: String,
    doc: String,
    how: How,
    ty: String,
    start: Start,
}

/// How a field is read and written, in the words of `passport_api::object!`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum How {
    Required,
    Optional,
    Nullable,
    OptionalNullable,
    OrEmpty,
    Rest,
}

impl How {
    fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Optional => "optional",
            Self::Nullable => "nullable",
            Self::OptionalNullable => "optional_nullable",
            Self::OrEmpty => "or_empty",
            Self::Rest => "rest",
        }
    }
}

/// How a field of a new struct begins.
#[derive(Debug, Eq, PartialEq)]
enum Start {
    /// Without a value.
    Empty,
    /// With the argument.
    Given(String),
    /// With the argument, converted.
    Converted(String),
    /// With the only value that there is.
    Fixed(String),
}
