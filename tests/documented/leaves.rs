//! The leaves of a JSON example, and the comparison with a model that was read from it.

use serde_json::Value;

/// A model, as far as its accessors show it.
pub(crate) trait Leaves {
    /// The accessor's value for a leaf of the JSON that the model was read from: null where the
    /// accessor says that there is nothing, `None` where there is no accessor.
    fn leaf(&self, path: &[Step]) -> Option<Value>;
}

/// A step on the way to a leaf.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Into the field of an object.
    Field(String),
    /// Into an item of a list.
    Item(usize),
}

/// The leaves of a JSON value with the ways to them.
pub(crate) fn leaves(json: &Value) -> Vec<(Vec<Step>, Value)> {
    let inner: Vec<(Step, &Value)> = match json {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (Step::Field(name.clone()), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, value)| (Step::Item(index), value))
            .collect(),
        leaf => return vec![(Vec::new(), leaf.clone())],
    };
    let below = inner.into_iter().flat_map(|(step, value)| {
        leaves(value).into_iter().map(move |(mut path, leaf)| {
            path.insert(0, step.clone());
            (path, leaf)
        })
    });
    below.collect()
}

/// The mistakes of a model that was read from this JSON: a line for each leaf.
pub(crate) fn compare(model: &dyn Leaves, json: &Value) -> Vec<String> {
    let complaints = leaves(json).into_iter().filter_map(|(path, leaf)| {
        let at = pointer(&path);
        match model.leaf(&path) {
            None => Some(format!("{at}: no accessor returns it")),
            Some(read) if is_same(&leaf, &read) => None,
            Some(read) => Some(format!(
                "{at}: {leaf} in the example, {read} by the accessor"
            )),
        }
    });
    complaints.collect()
}

/// The JSON with one leaf after the other changed, except nulls, whose type is not known.
pub(crate) fn changed(json: &Value) -> impl Iterator<Item = Value> {
    leaves(json).into_iter().filter_map(move |(path, leaf)| {
        let other = match leaf {
            Value::String(text) => Value::from(other_text(&text)),
            Value::Number(number) => Value::from(number.as_i64().unwrap_or_default() + 1),
            Value::Bool(flag) => Value::from(!flag),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
        let mut changed = json.clone();
        *changed.pointer_mut(&pointer(&path))? = other;
        Some(changed)
    })
}

/// Another text of the same form: a number stays one, an answer to a comparison as well.
fn other_text(text: &str) -> String {
    let is_number = |text: &str| text.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    match text {
        "MATCH" => "NO_MATCH".to_owned(),
        "NO_MATCH" => "MATCH".to_owned(),
        "" => "x".to_owned(),
        number if is_number(number) => format!("1{number}"),
        text => format!("{text}~"),
    }
}

/// An empty text and null stand for nothing; numbers are compared by value.
fn is_same(leaf: &Value, read: &Value) -> bool {
    match leaf {
        Value::Null => read.is_null(),
        Value::String(text) if text.is_empty() => read.is_null(),
        Value::Number(number) => read.as_f64() == number.as_f64(),
        leaf => leaf == read,
    }
}

/// A JSON pointer (RFC 6901).
fn pointer(path: &[Step]) -> String {
    let steps = path.iter().map(|step| match step {
        Step::Field(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
        Step::Item(index) => format!("/{index}"),
    });
    steps.collect()
}

#[test]
fn a_leaf_without_an_accessor_and_a_wrong_one_are_told() {
    struct Model(&'static str);

    impl Leaves for Model {
        fn leaf(&self, path: &[Step]) -> Option<Value> {
            match path {
                [Step::Field(name)] if name == "id" => Some(Value::from(self.0)),
                [Step::Field(name)] if name == "none" => Some(Value::Null),
                _ => None,
            }
        }
    }

    let json = serde_json::json!({"id": "7", "none": "", "new": [{"a/b": 1}]});
    let missing = "/new/0/a~1b: no accessor returns it";
    assert_eq!(compare(&Model("7"), &json), [missing]);
    let other = r#"/id: "7" in the example, "8" by the accessor"#;
    assert_eq!(compare(&Model("8"), &json), [other, missing]);
    // An accessor that always says the same does not survive a change of the leaf.
    let complaints = changed(&json).map(|json| compare(&Model("7"), &json).len());
    assert_eq!(complaints.collect::<Vec<_>>(), [2, 2, 1]);
}
