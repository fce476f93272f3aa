//! `inferred` and `inferred_fields`: facts that no document shows.

use super::table::{Field, Table, unknown};
use crate::body::{Body, Content, GivenBody};
use crate::endpoint::Endpoint;
use crate::inferred::{ENDPOINT_WORDS, EndpointFact, FIELD_WORDS, FieldFact, InferredField};
use crate::param::Param;

/// Reads an endpoint's `inferred`; `true` is the scope alone.
pub(super) fn read_endpoint(table: &Table<'_>) -> Vec<EndpointFact> {
    let field = table.field("inferred");
    field.map_or_else(Vec::new, |field| {
        facts(&field, EndpointFact::ALL, ENDPOINT_WORDS)
    })
}

/// Reads a parameter's `inferred`; `true` is the name alone.
pub(super) fn read_param(table: &Table<'_>, param: &Param) -> Vec<FieldFact> {
    let Some(field) = table.field("inferred") else {
        return Vec::new();
    };
    let facts = facts(&field, FieldFact::ALL, FIELD_WORDS);
    if facts.contains(&FieldFact::Required) && !param.required {
        field.report(
            "`required` is a fact of a required parameter; add `required = true`, or take the word \
             out",
        );
    }
    facts
}

/// Reads `inferred_fields`, of a body that has fields.
pub(super) fn read_fields(table: &Table<'_>, body: &Body) -> Vec<InferredField> {
    let Some(fields) = table.table("inferred_fields") else {
        return Vec::new();
    };
    if !table.has("body") {
        table.report("`inferred_fields` says nothing without `body`");
    }
    if let Body::Given(GivenBody { content, .. }) = body
        && matches!(content, Content::Text | Content::Bytes)
    {
        fields.report("a body of text or bytes has no fields; take `inferred_fields` out");
    }
    let mut found = Vec::new();
    for (name, field) in fields.fields() {
        found.push(InferredField {
            name: name.to_owned(),
            facts: facts(&field, FieldFact::ALL, FIELD_WORDS),
        });
    }
    if found.is_empty() {
        fields.report(
            "an empty table says nothing; write a field of the body, such as \
             `order_id = [\"required\"]`",
        );
    }
    found.retain(|field| !field.facts.is_empty());
    found
}

/// Reports a fact about something that the endpoint does not have.
pub(super) fn check(endpoint: &Endpoint, table: &Table<'_>) {
    let Some(field) = table.field("inferred") else {
        return;
    };
    let has_body = table.has("body") || table.has("body_from_path");
    for fact in &endpoint.inferred {
        match fact {
            EndpointFact::Scope if table.has("access") => field.report(
                "the endpoint names no scope that could be inferred: `access` says already what \
                 is known",
            ),
            EndpointFact::Prefix if endpoint.prefix.is_none() && !table.has("prefix") => {
                field.report("the endpoint has no prefix that could be inferred");
            }
            EndpointFact::Body if !has_body => {
                field.report("the endpoint has no body that could be inferred");
            }
            _ => {}
        }
    }
}

/// `true` for the first of the facts, or a list of words; each fact once, in the facts' own order.
fn facts<F: Copy + Ord>(field: &Field<'_>, all: &[F], words: &[&str]) -> Vec<F> {
    if let Some(flag) = field.value.as_bool() {
        return all.iter().copied().take(usize::from(flag)).collect();
    }
    let example = words.join("\", \"");
    if !field.value.is_array() {
        field.expected(&format!("true, false or a list of words: [\"{example}\"]"));
        return Vec::new();
    }
    let items = field.items();
    if items.is_empty() {
        field.report(format!(
            "an empty list says nothing; take it out, or name what is inferred: \"{example}\""
        ));
    }
    let mut found: Vec<F> = Vec::new();
    for item in items {
        let Some(word) = item.text() else { continue };
        match words.iter().position(|known| *known == word) {
            Some(at) if found.contains(&all[at]) => {
                item.report(format!("`{word}` stands here twice"));
            }
            Some(at) => found.push(all[at]),
            None => item.report(unknown("unknown word", word, words)),
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use crate::{EndpointFact, FieldFact, Spec};

    #[test]
    fn true_is_the_first_fact_and_a_list_names_them_in_any_order() {
        let check = |value: &str, expected: &[EndpointFact]| {
            let spec = parse(&format!(
                "scope = \"s\"\nbody = \"B\"\ninferred = {value}\n"
            ));
            assert_eq!(endpoint(&spec).inferred, expected, "{value}");
        };
        check("true", &[EndpointFact::Scope]);
        check("false", &[]);
        check("[\"scope\"]", &[EndpointFact::Scope]);
        check(
            "[\"response\", \"body\", \"path\", \"prefix\"]",
            &EndpointFact::ALL[1..],
        );
    }

    #[test]
    fn parameters_and_fields_take_the_same_words() {
        let spec = parse(
            r#"
scope = "s"
body = "B"
inferred_fields = { a = true, "b.c" = ["required", "name"], d = false }
query.x = { required = true, inferred = ["required"] }
query.y = { inferred = true }
query.z = {}
headers.H = { inferred = ["name"] }
"#,
        );
        let endpoint = endpoint(&spec);
        let fields = endpoint.inferred_fields.iter();
        let fields: Vec<_> = fields.map(|field| (&*field.name, &*field.facts)).collect();
        let both = FieldFact::ALL;
        assert_eq!(fields, [("a", &both[..1]), ("b.c", both)]);
        let of = |index: usize| &*endpoint.query[index].inferred;
        assert_eq!((of(0), of(1), of(2)), (&both[1..], &both[..1], &both[2..]));
        assert_eq!(endpoint.headers[0].inferred, [FieldFact::Name]);
    }

    #[test]
    fn every_mistake_is_told_with_the_way_out() {
        let needs = "scope = \"s\"\n";
        check(
            needs,
            "inferred = \"path\"",
            "expected true, false or a list of words: [\"scope\", \"prefix\", \"path\", \"body\", \
             \"response\"], found text",
        );
        check(
            needs,
            "inferred = []",
            "an empty list says nothing; take it out, or name what is inferred: \"scope\", \
             \"prefix\", \"path\", \"body\", \"response\"",
        );
        check(
            needs,
            "inferred = [\"paht\"]",
            "unknown word `paht`; valid are `scope`, `prefix`, `path`, `body`, `response`; did you \
             mean `path`?",
        );
        check(
            needs,
            "inferred = [\"path\", \"path\"]",
            "`path` stands here twice",
        );
        check(
            needs,
            "inferred = [7]",
            "expected text in quotes, found a number",
        );
        check(
            needs,
            "inferred = [\"body\"]",
            "the endpoint has no body that could be inferred",
        );
        let no_scope = "the endpoint names no scope that could be inferred: `access` says already \
                        what is known";
        for access in ["unknown", "public", "any_token"] {
            let needs = format!("access = \"{access}\"\n");
            check(&needs, "inferred = true", no_scope);
            check(&needs, "inferred = [\"path\", \"scope\"]", no_scope);
        }
        let text =
            SPEC.replace("prefix.default = \"/v1\"\n", "") + needs + "inferred = [\"prefix\"]\n";
        refuses(&text, "the endpoint has no prefix that could be inferred");
    }

    #[test]
    fn every_mistake_of_a_field_is_told_with_the_way_out() {
        let needs = "scope = \"s\"\nbody = \"B\"\n";
        check(
            needs,
            "inferred_fields = {}",
            "an empty table says nothing; write a field of the body, such as `order_id = \
             [\"required\"]`",
        );
        check(
            needs,
            "inferred_fields = { a = [\"nmae\"] }",
            "unknown word `nmae`; valid are `name`, `required`; did you mean `name`?",
        );
        check(
            needs,
            "inferred_fields = { a = 1 }",
            "expected true, false or a list of words: [\"name\", \"required\"], found a number",
        );
        check(
            needs,
            "query.x = { inferred = [\"required\"] }",
            "`required` is a fact of a required parameter; add `required = true`, or take the \
             word out",
        );
        check(
            "scope = \"s\"\n",
            "inferred_fields = { a = true }",
            "`inferred_fields` says nothing without `body`",
        );
        check(
            "scope = \"s\"\nbody = \"text\"\n",
            "inferred_fields = { a = true }",
            "a body of text or bytes has no fields; take `inferred_fields` out",
        );
    }

    fn check(needs: &str, line: &str, expected: &str) {
        refuses(&format!("{SPEC}{needs}{line}\n"), expected);
    }

    /// The one mistake of a text, without its place.
    fn refuses(text: &str, expected: &str) {
        let errors = Spec::parse("scopes.toml", text).unwrap_err();
        let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        assert_eq!(messages, [expected], "{text}");
    }

    fn parse(endpoint: &str) -> Spec {
        Spec::parse("scopes.toml", &format!("{SPEC}{endpoint}")).unwrap()
    }

    fn endpoint(spec: &Spec) -> &crate::Endpoint {
        &spec.apis()[0].endpoints[0]
    }

    const SPEC: &str = r#"
[api.a]
token.path = "/t"
prefix.default = "/v1"
scopes.s = "S"
[api.a.endpoints.r.m]
call = "POST /"
"#;
}
