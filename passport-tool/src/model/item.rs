//! What the generated file consists of.

use std::collections::BTreeMap;

/// A type, or a reference to an item.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Ty {
    /// The item with this number.
    Item(usize),
    /// A text.
    Text,
    /// A text that `Debug` hides.
    Secret,
    /// A file of a multipart form.
    File,
    /// A moment.
    Timestamp,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
    /// `f64`.
    F64,
    /// `bool`.
    Bool,
    /// Any JSON.
    Json,
    /// A list.
    List(Box<Ty>),
    /// A map with texts as keys.
    Map(Box<Ty>),
    /// The type or null.
    Null(Box<Ty>),
    /// The type behind a pointer.
    Boxed(Box<Ty>),
}

impl Ty {
    /// The type or null, which is no more than the type where that has null already.
    pub(super) fn or_null(self) -> Self {
        match self {
            Self::Null(_) | Self::Json => self,
            ty => Self::Null(Box::new(ty)),
        }
    }

    /// The type without null.
    pub(super) fn without_null(&self) -> &Self {
        match self {
            Self::Null(inner) => inner,
            ty => ty,
        }
    }

    /// The item that is contained in a value of this type, not behind a list or a map.
    pub(super) fn held(&self) -> Option<usize> {
        match self {
            Self::Item(id) => Some(*id),
            Self::Null(inner) => inner.held(),
            _ => None,
        }
    }

    /// The item at the innermost place.
    pub(super) fn item(&self) -> Option<usize> {
        match self {
            Self::Item(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) | Self::Null(inner) | Self::Boxed(inner) => {
                inner.item()
            }
            _ => None,
        }
    }
}

/// A named type.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The Rust name.
    pub(super) name: String,
    /// Where the schema is.
    pub(super) pointer: String,
    /// What the document says about it.
    pub(super) doc: Option<String>,
    /// Whether null is one of its values.
    pub(super) nullable: bool,
    /// What it is.
    pub(super) kind: Kind,
    /// Whether it is sent.
    pub(super) request: bool,
    /// Whether it is received.
    pub(super) response: bool,
    /// Whether an alias is to be written.
    pub(super) exported: bool,
    /// Of a multipart form: the media types of its parts by their names.
    pub(super) form: Option<BTreeMap<String, String>>,
}

/// What an item is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Another type; an item of its own only where a name is needed.
    Alias(Ty),
    /// A struct, with the type of the fields that have no name, if they have one.
    Struct {
        fields: Vec<Field>,
        rest: Option<Ty>,
    },
    /// A list of words that may grow: the variants and the words.
    Words(Vec<(String, String)>),
    /// One of several.
    Union(Union),
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// The name in JSON.
    pub(super) wire: String,
    /// The name in Rust.
    pub(super) name: String,
    /// What the document says about it.
    pub(super) doc: Option<String>,
    /// Its type, null included.
    pub(super) ty: Ty,
    /// Whether the document requires it.
    pub(super) required: bool,
    /// Whether only the server writes it.
    pub(super) read_only: bool,
    /// Whether only the client writes it.
    pub(super) write_only: bool,
    /// Whether its name says that it is secret.
    pub(super) secret: bool,
}

/// One of several types.
#[derive(Clone, Debug)]
pub(super) struct Union {
    /// The types, in the order in which they are tried.
    pub(super) variants: Vec<Variant>,
    /// The property whose word decides.
    pub(super) tag: Option<String>,
    /// Whether the document names that property.
    pub(super) by_document: bool,
}

/// A type of a union.
#[derive(Clone, Debug)]
pub(super) struct Variant {
    /// The name in Rust.
    pub(super) name: String,
    /// The type.
    pub(super) ty: Ty,
    /// The words of the tag that stand for it.
    pub(super) words: Vec<String>,
}
