//! Finds the payment in a body whose form is not documented.

use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// What a body holds.
#[derive(Debug)]
pub(super) struct Envelope<'a> {
    /// The objects from the outermost to the innermost that is no payment by its name.
    levels: Vec<&'a Object>,
    /// What is called a payment.
    payment: Option<&'a Object>,
}

impl<'a> Envelope<'a> {
    /// Opens one wrapping after the other, until there is a payment or nothing more to open.
    pub(super) fn open(root: &'a Object) -> Self {
        let mut levels = vec![root];
        let mut inner = root;
        while levels.len() < MOST_LEVELS && !inner.get(PAYMENT).is_some_and(Value::is_object) {
            let wrapped = WRAPPINGS
                .iter()
                .find_map(|key| inner.get(*key)?.as_object());
            let Some(wrapped) = wrapped else { break };
            levels.push(wrapped);
            inner = wrapped;
        }
        let payment = inner.get(PAYMENT).and_then(Value::as_object);
        Self { levels, payment }
    }

    /// The event's name: what looks like one under any of the usual keys, else whatever stands under
    /// one that is for nothing else.
    pub(super) fn name(&self) -> Option<&'a str> {
        let texts = |keys: &'static [&str]| {
            let pairs = self.levels.iter().flat_map(move |level| {
                let texts = keys.iter().map(|key| level.get(*key)?.as_str());
                texts.collect::<Vec<_>>()
            });
            pairs.flatten().filter(|text| !text.is_empty())
        };
        let looks_right = |text: &&str| {
            let start = text.get(..EVENT_PREFIX.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(EVENT_PREFIX))
        };
        texts(&NAMES)
            .chain(texts(&AMBIGUOUS_NAMES))
            .find(looks_right)
            .or_else(|| texts(&NAMES).next())
    }

    /// The object that is the payment or else may be it: the innermost one.
    pub(super) fn innermost(&self) -> &'a Object {
        self.payment
            .or(self.levels.last().copied())
            .unwrap_or(self.levels[0])
    }

    /// The payment; the id in it is the payment's, and not the event's.
    pub(super) fn payment(&self) -> Option<Object> {
        let is_flat = self.payment.is_none() && self.levels.len() == 1;
        let mut payment = self.innermost().clone();
        if is_flat && !FIELDS.iter().any(|field| payment.contains_key(*field)) {
            return None;
        }
        if let Some(id) = payment.remove(PAYMENT_ID).filter(Value::is_string) {
            payment.insert("id".to_owned(), id);
        }
        Some(payment)
    }

    /// An error that stands beside the payment.
    pub(super) fn error(&self) -> Option<&'a Value> {
        let mut errors = self.levels.iter().rev().map(|level| level.get("error"));
        errors.find_map(|error| error.filter(|error| error.is_object()))
    }
}

const PAYMENT: &str = "payment";
const PAYMENT_ID: &str = "payment_id";
const EVENT_PREFIX: &str = "payment.";
const NAMES: [&str; 4] = ["event", "event_type", "event_name", "topic"];
/// These also name other things, such as a person or a sort of payment.
const AMBIGUOUS_NAMES: [&str; 3] = ["type", "name", "action"];
const WRAPPINGS: [&str; 6] = ["event", "data", "payload", "object", "resource", "body"];
/// What tells a payment that stands alone from an event that holds none.
const FIELDS: [&str; 9] = [
    "payment_id",
    "status",
    "amount",
    "direction",
    "account_id",
    "resolution_id",
    "end_to_end_identification",
    "sender",
    "receiver",
];
const MOST_LEVELS: usize = 5;
