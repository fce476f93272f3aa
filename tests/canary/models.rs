//! Every model, with a mark in every field that is personal.

use passport_api::types::{OpenEnum, Word};
use passport_api::{breb, parking, visionamos};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::scan::{Item, items};
use crate::watch::{MARK, PERSON, PLACE, Watch};

/// Looks at a model that is read from marked JSON, and at what is said of it when it cannot be read.
type Look = fn(&Value, &mut Watch);

macro_rules! models {
    ($($module:path { $($name:ident),* $(,)? })*) => {
        /// The models that `build.rs` finds, by the path that callers write.
        fn found() -> Vec<(&'static str, &'static str, Look)> {
            let mut models: Vec<(&'static str, &'static str, Look)> = Vec::new();
            $({
                use $module as module;
                $( models.push((stringify!($module), stringify!($name), look::<module::$name>)); )*
            })*
            models
        }
    };
}

macro_rules! words {
    ($($module:path { $($name:ident),* $(,)? })*) => {
        /// Looks at the ids and words that `build.rs` finds.
        fn look_at_found_words(watch: &mut Watch) {
            $({
                use $module as module;
                $( watch.look(&module::$name::from("plain")); )*
            })*
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/models.rs"));

/// The models, and the one that no module of models exports.
fn models() -> Vec<(&'static str, &'static str, Look)> {
    let mut models = found();
    let payment: Look = look::<breb::webhook::InboundPayment>;
    models.push(("breb::webhook", "InboundPayment", payment));
    models
}

/// Looks at all of them, and counts the fields that were marked.
pub(crate) fn look_at_all(watch: &mut Watch) -> usize {
    let items = items();
    let mut marked = 0;
    for (module, name, look) in models() {
        let json = Maker {
            items: &items,
            module,
        }
        .model(name);
        marked += json.to_string().matches(MARK).count();
        look(&json, watch);
    }
    look_at_words(watch);
    marked
}

fn look<T: DeserializeOwned + Serialize + std::fmt::Debug>(json: &Value, watch: &mut Watch) {
    let model: T = serde_json::from_value(json.clone())
        .unwrap_or_else(|error| panic!("{}: {error}: {json}", std::any::type_name::<T>()));
    watch.look(&model);
    // It is hidden, and not lost: a model is there to be sent.
    let written = serde_json::to_value(&model).unwrap();
    let count = |json: &Value| json.to_string().matches(MARK).count();
    assert_eq!(count(&written), count(json), "{written}\n{json}");
    for broken in broken(json) {
        for error in [
            serde_json::from_value::<T>(broken.clone()).err(),
            serde_json::from_str::<T>(&broken.to_string()).err(),
        ] {
            let Some(error) = error else { continue };
            watch.text(std::any::type_name::<T>(), &error.to_string());
        }
    }
}

/// The JSON with one marked text after the other replaced by what is none. What is personal in it is
/// a name of a field then, or a number that is a mark as well.
fn broken(json: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    let pointers = pointers("", json);
    for pointer in pointers {
        for wrong in [json!(PLACE), json!({PERSON: PERSON}), json!([PERSON])] {
            let mut broken = json.clone();
            *broken.pointer_mut(&pointer).unwrap() = wrong;
            all.push(broken);
        }
    }
    all
}

/// Where the marked texts are.
fn pointers(at: &str, json: &Value) -> Vec<String> {
    match json {
        Value::String(text) if text.contains(MARK) => vec![at.to_owned()],
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| pointers(&format!("{at}/{name}"), value))
            .collect(),
        Value::Array(list) => (0..list.len())
            .flat_map(|place| pointers(&format!("{at}/{place}"), &list[place]))
            .collect(),
        _ => Vec::new(),
    }
}

/// Makes JSON for a model from the types of its fields.
struct Maker<'i> {
    items: &'i [Item],
    module: &'static str,
}

impl Maker<'_> {
    fn model(&self, name: &str) -> Value {
        self.by_hand(name)
            .or_else(|| Some(self.object(self.find(name)?)))
            .unwrap_or_else(|| panic!("no source of `{name}`"))
    }

    /// Types that are written by hand, whose JSON their sources do not tell.
    fn by_hand(&self, name: &str) -> Option<Value> {
        Some(match name {
            "KeyValidation" => json!({"owner": {"name": "MATCH"}}),
            "QrImage" => json!(PERSON),
            "Money" => json!({"value": "1500.00", "currency": "COP"}),
            "Amount" => json!("2.50"),
            "Minutes" => json!(60),
            "Timestamp" => json!("2025-01-02T03:04:05Z"),
            "Fees" => json!({"currency_code": "USD", "tax": "1.00"}),
            "Quote" => json!({"id": "q-1", "whoever": {"it": PERSON}}),
            "NetworkToken" => json!({"part": PERSON, "other": {"part": PERSON}}),
            "SessionPayment" => json!({"token": PERSON}),
            "EventZone" => json!({"external_zone_id": "z-1"}),
            "EventBatch" => json!({"version": "3.0.0", "type": "parking_session_started",
                                   "data": [self.model("SessionStarted")]}),
            "SessionEvents" => json!({"type": "parking_session_stopped",
                                      "data": [self.model("SessionStopped")]}),
            "SessionExtended" | "SessionStopped" => self.object(self.find("$name")?),
            _ => return None,
        })
    }

    /// The type of this name of this system, or one that systems share.
    fn find(&self, name: &str) -> Option<&Item> {
        let system = self.module.split("::").next().unwrap_or_default();
        [system, "fintech"].iter().find_map(|folder| {
            let begin = format!("passport_api::{folder}::");
            let mut items = self.items.iter();
            items.find(|item| item.path.starts_with(&begin) && item.name() == name)
        })
    }

    fn object(&self, item: &Item) -> Value {
        assert!(!item.fields.is_empty(), "no fields in {}", item.path);
        let mut object = Map::new();
        for field in &item.fields {
            let value = self.value(&field.ty);
            match value {
                Value::Object(inner) if field.flat => object.extend(inner),
                value => drop(object.insert(field.name.clone(), value)),
            }
        }
        Value::Object(object)
    }

    fn value(&self, ty: &str) -> Value {
        let inside = |outer: &str| ty.strip_prefix(outer)?.strip_suffix('>');
        if let Some(inner) = inside("Option<").or_else(|| inside("Word<")) {
            return self.value(inner);
        }
        if let Some(inner) = inside("Vec<") {
            return json!([self.value(inner)]);
        }
        match ty {
            "Sensitive" => json!(PERSON),
            "Sensitive<f64>" => json!(PLACE),
            "Sensitive<Value>" | "Sensitive<Map<String, Value>>" => json!({"deep": [PERSON]}),
            "f64" | "i64" | "u32" | "u64" => json!(1),
            "bool" => json!(true),
            "String" | "Value" => json!("plain"),
            name => match self.by_hand(name) {
                Some(value) => value,
                None => match self.find(name) {
                    Some(item) if !item.fields.is_empty() => self.object(item),
                    // An id, or a word of an open list.
                    _ => json!("PLAIN"),
                },
            },
        }
    }
}

/// Words and ids are shown, because they say nothing about anybody; they are looked at to be counted.
fn look_at_words(watch: &mut Watch) {
    look_at_found_words(watch);
    let validation = json!({"owner": {"name": "MATCH"}, "key": PERSON, "other": [PERSON]});
    watch.look(&serde_json::from_value::<breb::model::KeyValidation>(validation).unwrap());
    let word: Word<breb::model::KeyType> = serde_json::from_value(json!("E")).unwrap();
    watch.look(&word);
    let word = passport_api::types::UnknownWord::<breb::model::KeyType>::new("plain");
    watch.look(&word.unwrap());
    assert!(breb::model::KeyType::known("EMAIL").is_some());
}

/// Fields of plain text, judged to say nothing about a person.
const PLAIN: &[&str] = &[
    // Of places, tariffs and categories.
    "city",
    "state",
    "post_code",
    "country",
    "merchant_city",
    "merchant_country",
    "merchant_post_code",
    "merchant_category_code",
    "vehicle_state",
    "vehicle_country",
    "space_number",
    "spaces",
    "number",
    "usage_type",
    "rate_name",
    "addresses",
    "features",
    "notifications",
    "occupancy",
    "eligibility_groups",
    "duration",
    "increment",
    "accuracy",
    // Of banks, operators and systems.
    "bank_id",
    "bank_name",
    "fintech_id",
    "receptor_node",
    "acquirer_network_identifier",
    "logo",
    "provider",
    "version",
    "payment_type",
    "type",
    "token_type",
    "scopes",
    "roles",
    "channel_presentation",
    "Participant.name",
    "Zone.name",
    "SessionZone.name",
    "Operator.name",
    // Numbers that only their makers understand.
    "reference",
    "reference_id",
    "reference_label",
    "legacy_id",
    "invoice_number",
    "qr_code_reference",
    "end_to_end_identification",
    "gateway_transaction_id",
    "terminal_label",
    "store_label",
    "MadeOf.resolution",
    // What happened, and what it costs.
    "PaymentEvent.name",
    "Fees.parts",
    // What went wrong, in a bank's words for everybody.
    "error_code",
    "error_description",
    "status_code",
];

#[test]
fn a_field_of_plain_text_was_judged() {
    let mut found = Vec::new();
    let mut plain = std::collections::BTreeSet::new();
    for item in items() {
        let system = ["breb", "visionamos", "parking", "fintech"];
        if !system
            .iter()
            .any(|it| item.path.contains(&format!("::{it}::")))
        {
            continue;
        }
        for field in &item.fields {
            let ty = field
                .ty
                .trim_start_matches("Option<")
                .trim_start_matches("Vec<");
            let is_text = ["String", "Value", "f64", "Map<", "BTreeMap<", "Cow<", "&"];
            if !is_text.iter().any(|it| ty.starts_with(it)) {
                continue;
            }
            plain.insert(field.name.clone());
            let exact = format!("{}.{}", item.name(), field.name);
            if !PLAIN.contains(&&*field.name) && !PLAIN.contains(&&*exact) {
                found.push(format!(
                    "{}: `{}` of type `{}`",
                    item.path, field.name, field.ty
                ));
            }
        }
    }
    assert!(
        found.is_empty(),
        "is this personal? Then it is `Sensitive`; otherwise it goes on the list:\n{}",
        found.join("\n")
    );
    assert!(plain.len() > 30, "{plain:?}");
}

#[test]
fn the_json_is_that_of_the_fields() {
    let items = items();
    let maker = Maker {
        items: &items,
        module: "breb::model",
    };
    assert_eq!(
        maker.model("PaymentParty"),
        json!({
            "account": {"account_type": "PLAIN", "account_number": PERSON, "bank_name": "plain"},
            "key": {"key_type": "PLAIN", "key_value": PERSON},
            "participant": {"identification_number": PERSON, "name": "plain"},
            "owner": {
                "type": "PLAIN", "identification_type": "PLAIN", "identification_number": PERSON,
                "business_name": PERSON, "first_name": PERSON, "second_name": PERSON,
                "first_last_name": PERSON, "second_last_name": PERSON, "name": PERSON,
            },
        })
    );
}
