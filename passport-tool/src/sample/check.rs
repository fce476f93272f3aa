//! Whether a value fits a schema as the generated types read it.
//!
//! No validator of JSON Schema is used, because it is not the same question: the types are stricter
//! (a whole number written as `1.0` is none), the documents' schemas are often none that a validator
//! accepts, and one odd keyword must not spoil the rest.

use serde_json::Value;

use crate::model::merge::Merger;
use crate::model::schema::{self, Keywords};
use crate::pointer::join;

/// Where and why a value does not fit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Misfit {
    /// The JSON pointer into the value.
    pub(super) place: String,
    /// Such as `it is no integer`.
    pub(super) why: String,
}

/// Whether the value fits the schema.
pub(super) fn check(document: &Value, value: &Value, schema: &Value) -> Result<(), Misfit> {
    let mut check = Check {
        document,
        place: Vec::new(),
        fuel: FUEL,
    };
    check.value(value, schema, 0)
}

struct Check<'d> {
    document: &'d Value,
    place: Vec<String>,
    fuel: usize,
}

impl Check<'_> {
    fn value(&mut self, value: &Value, schema: &Value, depth: usize) -> Result<(), Misfit> {
        let Some(keywords) = schema.as_object() else {
            return match schema {
                Value::Bool(false) => self.fail("nothing is allowed here"),
                _ => Ok(()),
            };
        };
        if self.fuel == 0 || depth > DEPTH {
            return self.fail("it is nested too deeply to be checked");
        }
        self.fuel -= 1;
        if let Some(reference) = schema::reference(keywords) {
            if value.is_null() && schema::nullable(keywords) {
                return Ok(());
            }
            return match schema::look_up(self.document, reference) {
                Some((_, target)) => self.value(value, target, depth + 1),
                None => Ok(()),
            };
        }
        if keywords.contains_key("allOf") {
            let flat = Merger::new(self.document, &mut Vec::new()).flatten(keywords, "");
            if !flat.contains_key("allOf") {
                return self.value(value, &Value::Object(flat), depth + 1);
            }
        }
        if value.is_null() && schema::nullable(keywords) {
            return Ok(());
        }
        self.listed(value, keywords)?;
        self.types(value, keywords)?;
        self.union(value, keywords, depth)?;
        match value {
            Value::Object(_) => self.object(value, keywords, depth),
            Value::Array(items) => self.list(items, keywords, depth),
            Value::String(text) => self.text(text, keywords),
            Value::Number(_) => self.number(value, keywords),
            Value::Null | Value::Bool(_) => Ok(()),
        }
    }

    fn listed(&self, value: &Value, keywords: &Keywords) -> Result<(), Misfit> {
        let same = |listed: &Value| {
            let word = value.as_str();
            listed == value || word.is_some_and(|word| word == listed.to_string())
        };
        if keywords.get("const").is_some_and(|only| !same(only)) {
            return self.fail("it is not the constant");
        }
        let listed = keywords.get("enum").and_then(Value::as_array);
        if listed.is_some_and(|listed| !listed.iter().any(same)) {
            return self.fail("it is none of the listed values");
        }
        Ok(())
    }

    fn types(&self, value: &Value, keywords: &Keywords) -> Result<(), Misfit> {
        let types = schema::types(keywords);
        let format = keywords.get("format").and_then(Value::as_str);
        let is = |ty: &&&str| match (**ty, format) {
            ("object", _) => value.is_object(),
            ("array", _) => value.is_array(),
            ("string" | "file", _) => value.is_string(),
            ("boolean", _) => value.is_boolean(),
            ("integer", Some("uint64")) => value.is_u64(),
            ("integer" | "number", Some("int32")) => {
                value.as_i64().is_some_and(|n| i32::try_from(n).is_ok())
            }
            ("integer", Some("uint32")) => value.as_u64().is_some_and(|n| u32::try_from(n).is_ok()),
            ("integer", _) | ("number", Some("int64")) => value.is_i64(),
            ("number", _) => value.is_number(),
            _ => true,
        };
        if types.is_empty() || types.iter().any(|ty| is(&ty)) {
            return Ok(());
        }
        self.fail(&format!("it is no {}", types.join(" or ")))
    }

    /// One member must fit; by the discriminator, where that says which.
    fn union(&mut self, value: &Value, keywords: &Keywords, depth: usize) -> Result<(), Misfit> {
        for name in ["oneOf", "anyOf"] {
            let members = schema::members(keywords, name);
            if members.is_empty() {
                continue;
            }
            let mut first = None;
            let fits = members.iter().any(|member| {
                let place = self.place.clone();
                let result = self.value(value, member, depth + 1);
                self.place = place;
                result
                    .map_err(|misfit| first.get_or_insert(misfit).clone())
                    .is_ok()
            });
            match first {
                Some(misfit) if !fits => return Err(misfit),
                _ => {}
            }
        }
        Ok(())
    }

    fn object(&mut self, value: &Value, keywords: &Keywords, depth: usize) -> Result<(), Misfit> {
        let properties = keywords.get("properties").and_then(Value::as_object);
        for name in schema::members(keywords, "required") {
            if let Some(name) = name.as_str()
                && value.get(name).is_none()
                && !self.may_be_absent(properties.and_then(|all| all.get(name)))
            {
                return self.fail(&format!("`{name}` is missing"));
            }
        }
        let patterns = keywords.get("patternProperties").and_then(Value::as_object);
        let rest = keywords.get("additionalProperties");
        for (name, inner) in value.as_object().into_iter().flatten() {
            let known = properties.and_then(|all| all.get(name));
            let by_pattern = patterns.and_then(|all| all.values().next());
            let Some(schema) = known
                .or(by_pattern)
                .or(rest.filter(|rest| rest.is_object()))
            else {
                continue;
            };
            self.place.push(name.clone());
            self.value(inner, schema, depth + 1)?;
            self.place.pop();
        }
        Ok(())
    }

    /// What only the other side writes need not be there.
    fn may_be_absent(&self, property: Option<&Value>) -> bool {
        let flag = |name: &str| property.and_then(|property| property.get(name)).is_some();
        flag("readOnly") || flag("writeOnly")
    }

    fn list(&mut self, items: &[Value], keywords: &Keywords, depth: usize) -> Result<(), Misfit> {
        let number = |name: &str| keywords.get(name).and_then(Value::as_u64);
        let length = items.len() as u64;
        if number("minItems").is_some_and(|least| length < least) {
            return self.fail("it has too few items");
        }
        if number("maxItems").is_some_and(|most| length > most) {
            return self.fail("it has too many items");
        }
        let Some(schema) = keywords
            .get("items")
            .filter(|_| !keywords.contains_key("prefixItems"))
        else {
            return Ok(());
        };
        for (index, item) in items.iter().enumerate() {
            self.place.push(index.to_string());
            self.value(item, schema, depth + 1)?;
            self.place.pop();
        }
        Ok(())
    }

    fn text(&self, text: &str, keywords: &Keywords) -> Result<(), Misfit> {
        let number = |name: &str| keywords.get(name).and_then(Value::as_u64);
        let length = text.chars().count() as u64;
        if number("minLength").is_some_and(|least| length < least) {
            return self.fail("it is too short");
        }
        if number("maxLength").is_some_and(|most| length > most) {
            return self.fail("it is too long");
        }
        let pattern = keywords.get("pattern").and_then(Value::as_str);
        // A pattern of another dialect says nothing to us.
        let pattern = pattern.and_then(|pattern| regex::Regex::new(pattern).ok());
        if pattern.is_some_and(|pattern| !pattern.is_match(text)) {
            return self.fail("it does not fit the pattern");
        }
        Ok(())
    }

    fn number(&self, value: &Value, keywords: &Keywords) -> Result<(), Misfit> {
        let limit = |name: &str| keywords.get(name).and_then(Value::as_f64);
        let strict = |name: &str| keywords.get(name) == Some(&Value::Bool(true));
        let Some(number) = value.as_f64() else {
            return Ok(());
        };
        let below = limit("minimum")
            .is_some_and(|least| number < least || number <= least && strict("exclusiveMinimum"))
            || limit("exclusiveMinimum").is_some_and(|least| number <= least);
        let above = limit("maximum")
            .is_some_and(|most| number > most || number >= most && strict("exclusiveMaximum"))
            || limit("exclusiveMaximum").is_some_and(|most| number >= most);
        match (below, above) {
            (true, _) => self.fail("it is too small"),
            (_, true) => self.fail("it is too large"),
            _ => Ok(()),
        }
    }

    fn fail(&self, why: &str) -> Result<(), Misfit> {
        let place = self
            .place
            .iter()
            .fold(String::new(), |place, step| join(&place, step));
        Err(Misfit {
            place,
            why: why.to_owned(),
        })
    }
}

const DEPTH: usize = 60;

const FUEL: usize = 20_000;

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::check;

    fn why(schema: &Value, value: &Value) -> Option<String> {
        let document = json!({"components": {"schemas": {
            "Id": {"type": "integer", "minimum": 1},
            "Tree": {"type": "object", "required": ["id"], "properties": {
                "id": {"$ref": "#/components/schemas/Id"},
                "branches": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
            }},
        }}});
        let misfit = check(&document, value, schema).err()?;
        Some(format!("{}: {}", misfit.place, misfit.why))
    }

    #[test]
    fn says_where_and_why() {
        let tree = json!({"$ref": "#/components/schemas/Tree"});
        let fits = |value| why(&tree, &value);
        assert_eq!(fits(json!({"id": 1, "branches": [{"id": 2}]})), None);
        assert_eq!(fits(json!({"id": 1.0})).unwrap(), "/id: it is no integer");
        assert_eq!(
            fits(json!({"id": 1, "branches": [{"id": 2}, {"id": 0}]})).unwrap(),
            "/branches/1/id: it is too small"
        );
        assert_eq!(fits(json!({})).unwrap(), ": `id` is missing");
        assert_eq!(fits(json!({"id": null})).unwrap(), "/id: it is no integer");
    }

    #[test]
    fn keywords() {
        for (schema, good, bad) in [
            (json!({"enum": ["a", null]}), json!("a"), json!("b")),
            (
                json!({"type": "string", "maxLength": 1}),
                json!("a"),
                json!("ab"),
            ),
            (
                json!({"type": "string", "pattern": "^a"}),
                json!("ab"),
                json!("ba"),
            ),
            (json!({"type": ["string", "null"]}), json!(null), json!(1)),
            (
                json!({"type": "integer", "format": "int32"}),
                json!(1),
                json!(1u64 << 40),
            ),
            (json!({"exclusiveMaximum": 3}), json!(2), json!(3)),
            (
                json!({"maximum": 3, "exclusiveMaximum": true}),
                json!(2),
                json!(3),
            ),
            (
                json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
                json!(1),
                json!(true),
            ),
            (
                json!({"additionalProperties": {"type": "string"}}),
                json!({"a": "b"}),
                json!({"a": 1}),
            ),
            (
                json!({"type": "array", "minItems": 1}),
                json!([1]),
                json!([]),
            ),
            (
                json!({"allOf": [{"required": ["a"]}, {"properties": {"a": {"type": "string"}}}]}),
                json!({"a": "b"}),
                json!({}),
            ),
        ] {
            assert_eq!(why(&schema, &good), None, "{schema}");
            assert!(why(&schema, &bad).is_some(), "{schema} {bad}");
        }
    }
}
