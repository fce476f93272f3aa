//! Facts that no document of the vendor shows: the spec infers them.

use crate::endpoint::Endpoint;
use crate::param::Param;

/// A fact about an endpoint.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum EndpointFact {
    /// The scopes that the call needs.
    Scope,
    /// The prefix in front of the path.
    Prefix,
    /// The method and the path behind the prefix.
    Path,
    /// The request's body.
    Body,
    /// The response of a success.
    Response,
}

impl EndpointFact {
    /// Every fact, in the order in which they are listed.
    pub const ALL: &'static [Self] = &[
        Self::Scope,
        Self::Prefix,
        Self::Path,
        Self::Body,
        Self::Response,
    ];

    /// The word of the format, such as `scope`.
    ///
    /// ```
    /// assert_eq!(passport_spec::EndpointFact::Path.word(), "path");
    /// ```
    pub const fn word(self) -> &'static str {
        ENDPOINT_WORDS[self as usize]
    }
}

/// A fact about a parameter, or about a field of a body.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum FieldFact {
    /// The name on the wire, and so the field itself.
    Name,
    /// The call cannot be made without it.
    Required,
}

impl FieldFact {
    /// Every fact, in the order in which they are listed.
    pub const ALL: &'static [Self] = &[Self::Name, Self::Required];

    /// The word of the format, such as `name`.
    ///
    /// ```
    /// assert_eq!(passport_spec::FieldFact::Required.word(), "required");
    /// ```
    pub const fn word(self) -> &'static str {
        FIELD_WORDS[self as usize]
    }
}

/// A field of a body with the facts about it that are inferred.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct InferredField {
    /// The name on the wire; a field of an object in the body stands behind a dot.
    pub name: String,
    /// The facts, at least one.
    pub facts: Vec<FieldFact>,
}

impl Endpoint {
    /// The inferred facts but the scope, as parts of a sentence: "the path", "that the field `id` is
    /// required". Names are written by `code`.
    ///
    /// ```
    /// let spec = passport_spec::Spec::parse("scopes.toml", r#"
    ///     [api.shop]
    ///     token.path = "/token"
    ///     [api.shop.endpoints.orders.list]
    ///     call = "GET /orders"
    ///     access = "unknown"
    ///     inferred = ["path"]
    ///     query.page = { inferred = true }
    /// "#).unwrap();
    /// let facts = spec.apis()[0].endpoints[0].inferred_in_words(|name| format!("`{name}`"));
    /// assert_eq!(facts, ["the path", "the query parameter `page`"]);
    /// ```
    pub fn inferred_in_words(&self, code: impl Fn(&str) -> String) -> Vec<String> {
        let facts = self.inferred.iter();
        let mut words: Vec<String> = facts
            .filter(|fact| **fact != EndpointFact::Scope)
            .map(|fact| format!("the {}", fact.word()))
            .collect();
        let params = |params: &[Param]| -> Vec<(String, Vec<FieldFact>)> {
            let params = params.iter();
            let params = params.map(|param| (code(&param.wire), param.inferred.clone()));
            params.collect()
        };
        let fields = self.inferred_fields.iter();
        let fields = fields.map(|field| (code(&field.name), field.facts.clone()));
        words.extend(about_fields("query parameter", &params(&self.query)));
        words.extend(about_fields("header", &params(&self.headers)));
        words.extend(about_fields("field", &fields.collect::<Vec<_>>()));
        words
    }
}

/// The inferred facts about parameters of one kind: first those whose names are inferred, then those
/// that are required by inference.
fn about_fields(kind: &str, fields: &[(String, Vec<FieldFact>)]) -> Vec<String> {
    let about = |fact: &FieldFact| {
        let fields = fields.iter().filter(|(_, facts)| facts.contains(fact));
        let names: Vec<&str> = fields.map(|(name, _)| name.as_str()).collect();
        let (names, plural, are) = match names.as_slice() {
            [] => return None,
            [one] => ((*one).to_owned(), "", "is"),
            [first @ .., last] => (format!("{} and {last}", first.join(", ")), "s", "are"),
        };
        let subject = format!("the {kind}{plural} {names}");
        Some(match fact {
            FieldFact::Name => subject,
            FieldFact::Required => format!("that {subject} {are} required"),
        })
    };
    FieldFact::ALL.iter().filter_map(about).collect()
}

/// The words of [`EndpointFact::ALL`], in its order.
pub(crate) const ENDPOINT_WORDS: &[&str] = &["scope", "prefix", "path", "body", "response"];

/// The words of [`FieldFact::ALL`], in its order.
pub(crate) const FIELD_WORDS: &[&str] = &["name", "required"];

#[cfg(test)]
mod tests {
    use super::{ENDPOINT_WORDS, EndpointFact, FIELD_WORDS, FieldFact};
    use crate::Spec;

    #[test]
    fn facts_of_one_kind_stand_together() {
        let spec = Spec::parse("scopes.toml", SPEC).unwrap();
        let words = spec.apis()[0].endpoints[0].inferred_in_words(str::to_owned);
        let expected = [
            "the path",
            "the body",
            "the query parameters a, b and c",
            "that the query parameter c is required",
            "the header H",
            "that the fields x and y.z are required",
        ];
        assert_eq!(words, expected);
    }

    const SPEC: &str = r#"
[api.shop]
token.path = "/t"
scopes.s = "S"
[api.shop.endpoints.orders.create]
call = "POST /orders"
scope = "s"
inferred = ["body", "scope", "path"]
body = "Order"
inferred_fields = { x = ["required"], "y.z" = ["required"] }
query.a = { inferred = true }
query.b = { inferred = true }
query.c = { required = true, inferred = ["name", "required"] }
query.d = { required = true }
headers.H = { inferred = true }
"#;

    #[test]
    fn every_fact_has_its_word() {
        let words: Vec<&str> = EndpointFact::ALL.iter().map(|fact| fact.word()).collect();
        assert_eq!(words, ENDPOINT_WORDS);
        let words: Vec<&str> = FieldFact::ALL.iter().map(|fact| fact.word()).collect();
        assert_eq!(words, FIELD_WORDS);
    }
}
