//! Which accessor returns which leaf, model by model.

mod breb;
mod fintech;
mod parking;
mod visionamos;

use passport_api::types::{Amount, OpenEnum, Sensitive, Timestamp, Word};
use passport_api::{Page, Problem};
use serde_json::{Value, json};

use crate::leaves::{Leaves, Step};

/// Says which field of a model holds which field of the JSON.
macro_rules! accessors {
    ($model:ty { $( $($name:literal)|+ => $field:ident ),* $(,)? }) => {
        impl $crate::leaves::Leaves for $model {
            fn leaf(&self, path: &[$crate::leaves::Step]) -> Option<serde_json::Value> {
                let (name, rest) = $crate::accessors::field(path)?;
                match name {
                    $( $($name)|+ => self.$field.leaf(rest), )*
                    _ => None,
                }
            }
        }
    };
}

/// Types that are texts.
macro_rules! texts {
    ($module:path { $($name:ident),* $(,)? }) => {
        const _: () = {
            use $module as module;

            $(
                impl $crate::leaves::Leaves for module::$name {
                    fn leaf(&self, path: &[$crate::leaves::Step]) -> Option<serde_json::Value> {
                        path.is_empty().then(|| serde_json::Value::from(self.as_str()))
                    }
                }
            )*
        };
    };
}

pub(crate) use {accessors, texts};

/// The name of the next field, and the way from there.
pub(crate) fn field(path: &[Step]) -> Option<(&str, &[Step])> {
    match path.split_first()? {
        (Step::Field(name), rest) => Some((name, rest)),
        (Step::Item(_), _) => None,
    }
}

/// Values that are a leaf themselves.
macro_rules! scalars {
    ($($scalar:ty: |$value:ident| $json:expr),* $(,)?) => {$(
        impl Leaves for $scalar {
            fn leaf(&self, path: &[Step]) -> Option<Value> {
                let $value = self;
                path.is_empty().then(|| json!($json))
            }
        }
    )*};
}

scalars! {
    String: |text| text,
    bool: |flag| flag,
    i64: |number| number,
    u64: |number| number,
    f64: |number| number,
    Amount: |sum| sum.to_string(),
    Timestamp: |moment| moment.as_str(),
}

impl<E: OpenEnum> Leaves for Word<E> {
    fn leaf(&self, path: &[Step]) -> Option<Value> {
        path.is_empty().then(|| json!(self.as_sent()))
    }
}

impl<T: Leaves> Leaves for Option<T> {
    fn leaf(&self, path: &[Step]) -> Option<Value> {
        match self {
            Some(value) => value.leaf(path),
            None => Some(Value::Null),
        }
    }
}

impl<T: Leaves> Leaves for Vec<T> {
    fn leaf(&self, path: &[Step]) -> Option<Value> {
        match path.split_first()? {
            (Step::Item(index), rest) => self.get(*index)?.leaf(rest),
            (Step::Field(_), _) => None,
        }
    }
}

impl<T: Leaves> Leaves for Sensitive<T> {
    fn leaf(&self, path: &[Step]) -> Option<Value> {
        self.expose().leaf(path)
    }
}

/// JSON of which no field is documented.
impl Leaves for Value {
    fn leaf(&self, path: &[Step]) -> Option<Value> {
        match path.split_first() {
            None => Some(self.clone()),
            Some((Step::Field(name), rest)) => self.get(name)?.leaf(rest),
            Some((Step::Item(index), rest)) => self.get(index)?.leaf(rest),
        }
    }
}

/// The answer of a call that has none.
impl Leaves for () {
    fn leaf(&self, _: &[Step]) -> Option<Value> {
        None
    }
}

impl<T: Leaves> Leaves for Page<T> {
    fn leaf(&self, path: &[Step]) -> Option<Value> {
        let (name, rest) = field(path)?;
        if LISTS.contains(&name) {
            return self.items.leaf(rest);
        }
        if name != "pagination_info" {
            return None;
        }
        let (name, rest) = field(rest)?;
        match name {
            "total_elements" => self.total_items.leaf(rest),
            "total_pages" => self.total_pages.leaf(rest),
            "current_page" => self.current_page.leaf(rest),
            "first_request_timestamp" | "first_request_timestamps" => self.snapshot.leaf(rest),
            _ => None,
        }
    }
}

impl Leaves for Problem {
    fn leaf(&self, path: &[Step]) -> Option<Value> {
        let (name, rest) = field(path)?;
        match name {
            "type" => Some(json!(self.kind())),
            "title" => Some(json!(self.title())),
            "detail" => Some(json!(self.detail())),
            "additional_details" => self.field(name)?.leaf(rest),
            _ => None,
        }
    }
}

/// The fields of responses that hold a list's items.
const LISTS: &[&str] = &[
    "accounts",
    "customers",
    "data",
    "keys",
    "payments",
    "qr_codes",
    "recipients",
    "tokens",
];
