//! Every query parameter of every list, as the catalog and as the pages have them.

mod breb;
mod documented;
mod parking;
mod visionamos;

use std::collections::BTreeSet;
use std::time::{Duration, UNIX_EPOCH};

use passport_api::catalog::BUILT_IN;
use passport_sandbox::ManualClock;
use passport_spec::Spec;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::support::Caller;

/// A list of at least two items, and what each of its parameters makes of it.
struct List {
    endpoint: &'static str,
    path: String,
    /// The field that holds the items, and the one that holds an item's id.
    fields: (&'static str, &'static str),
    /// The items, oldest first.
    ids: Vec<String>,
    cases: Vec<Case>,
}

/// A query, and the items that it keeps, in their order.
struct Case {
    param: &'static str,
    value: String,
    /// The parameters without which this one means nothing.
    context: String,
    keeps: Vec<usize>,
}

impl List {
    fn new(endpoint: &'static str, path: &str, items: &'static str, ids: &[&str]) -> Self {
        Self {
            endpoint,
            path: path.to_owned(),
            fields: (items, "id"),
            ids: ids.iter().map(|id| (*id).to_owned()).collect(),
            cases: Vec::new(),
        }
    }

    fn case(self, param: &'static str, value: &str, keeps: &[usize]) -> Self {
        self.case_with("", param, value, keeps)
    }

    fn case_with(
        mut self,
        context: &str,
        param: &'static str,
        value: &str,
        keeps: &[usize],
    ) -> Self {
        self.cases.push(Case {
            param,
            value: value.to_owned(),
            context: context.to_owned(),
            keeps: keeps.to_vec(),
        });
        self
    }

    /// The places of the items that a query leaves, or the status that it is refused with. An empty
    /// list may be answered with 404.
    async fn get(&self, caller: &Caller, query: &str) -> Result<Vec<usize>, u16> {
        let got = caller.get(&format!("{}?{query}", self.path)).await;
        match got.status {
            200 => Ok(self.places(&got.body)),
            404 => Ok(Vec::new()),
            status => Err(status),
        }
    }

    fn places(&self, body: &Value) -> Vec<usize> {
        let (items, id) = self.fields;
        let items = body[items].as_array().unwrap().iter();
        let place = |item: &Value| {
            let item_id = item[id].as_str().unwrap();
            let place = self.ids.iter().position(|known| known == item_id);
            place.unwrap_or_else(|| panic!("{}: {item_id} is new", self.endpoint))
        };
        items.map(place).collect()
    }

    /// Runs the cases of a parameter; what is wrong with it.
    async fn run(&self, caller: &Caller, param: &str) -> Vec<String> {
        let cases: Vec<&Case> = self.cases.iter().filter(|c| c.param == param).collect();
        let at = format!("{} `{param}`", self.endpoint);
        let mut wrong = Vec::new();
        let mut seen = BTreeSet::new();
        for case in &cases {
            let value: String = form_urlencoded::byte_serialize(case.value.as_bytes()).collect();
            let query = format!("{}&{param}={value}", case.context);
            let kept = self.get(caller, &query).await;
            if kept.as_ref() != Ok(&case.keeps) {
                wrong.push(format!(
                    "{at}: {query} keeps {kept:?}, not {:?}",
                    case.keeps
                ));
            }
            seen.extend(kept.ok());
            seen.extend(self.get(caller, &case.context).await.ok());
        }
        match (cases.len(), seen.len()) {
            (0, _) => wrong.push(format!("{at} has no case")),
            (_, 0 | 1) => wrong.push(format!("{at} changes nothing")),
            _ => {}
        }
        wrong
    }
}

/// Lists of one API, with the caller who sees them.
struct World {
    caller: Caller,
    lists: Vec<List>,
    // It stops when it is dropped.
    _sandbox: passport_sandbox::Sandbox,
}

async fn world(api: &str) -> World {
    match api {
        "breb" => breb::world().await,
        "visionamos" => visionamos::world().await,
        "parking" => parking::world().await,
        _ => panic!("`{api}` is new: give its lists their cases"),
    }
}

#[tokio::test]
async fn each_parameter_of_the_catalog_does_what_it_says() {
    let spec = Spec::parse("scopes.toml", BUILT_IN).unwrap();
    let mut wrong = Vec::new();
    let mut params = 0;
    for api in spec.apis() {
        let world = world(&api.name).await;
        for endpoint in api.endpoints.iter().filter(|e| e.list().is_some()) {
            let id = endpoint.id();
            let list = world.lists.iter().find(|list| list.endpoint == id);
            let list = list.unwrap_or_else(|| panic!("{} {id} has no cases", api.name));
            assert_eq!(list.path, api.full_path(endpoint));
            let names: Vec<&str> = endpoint.query.iter().map(|p| p.wire.as_str()).collect();
            for name in &names {
                params += 1;
                wrong.extend(list.run(&world.caller, name).await);
            }
            for case in &list.cases {
                if !names.contains(&case.param) {
                    wrong.push(format!("{id} `{}` is not in the catalog", case.param));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(params > 100, "{params}");
}

#[test]
fn the_catalog_has_the_parameters_of_the_pages() {
    let spec = Spec::parse("scopes.toml", BUILT_IN).unwrap();
    let mut lists = 0;
    for api in spec.apis() {
        for endpoint in api.endpoints.iter().filter(|e| e.list().is_some()) {
            lists += 1;
            let id = endpoint.id();
            let names: BTreeSet<&str> = endpoint.query.iter().map(|p| p.wire.as_str()).collect();
            assert_eq!(
                names,
                documented::params(&api.name, &id),
                "{} {id}",
                api.name
            );
        }
    }
    assert_eq!(lists, documented::LISTS.len());
}

/// Each item's fields, and the fields of its objects, are something to sort by.
#[tokio::test]
async fn lists_are_sorted_by_any_field() {
    for (api, key, direction, words) in [
        (
            "breb",
            "order_params.order_key",
            "order_params.order_direction",
            ["ASC", "DESC"],
        ),
        (
            "visionamos",
            "order_key",
            "order_direction",
            ["asc", "desc"],
        ),
    ] {
        let world = world(api).await;
        for list in &world.lists {
            let all = world.caller.get(&list.path).await.body;
            let items = all[list.fields.0].as_array().unwrap();
            let mut fields = BTreeSet::new();
            items
                .iter()
                .for_each(|item| leaves(item, String::new(), &mut fields));
            assert!(fields.len() >= 5, "{}", list.endpoint);
            for field in &fields {
                for (word, falls) in [(words[0], false), (words[1], true)] {
                    let query = format!("?{key}={field}&{direction}={word}");
                    let got = world.caller.get(&format!("{}{query}", list.path)).await;
                    let items = got.body[list.fields.0].as_array().unwrap();
                    let mut values: Vec<_> = items.iter().map(|i| sort_value(i, field)).collect();
                    if falls {
                        values.reverse();
                    }
                    assert!(values.is_sorted(), "{} {query}: {values:?}", list.endpoint);
                    assert_eq!(items.len(), list.ids.len());
                }
            }
        }
    }
}

/// The paths of the fields that hold a text or a number, with dots.
fn leaves(value: &Value, path: String, fields: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                let dot = if path.is_empty() { "" } else { "." };
                leaves(value, format!("{path}{dot}{name}"), fields);
            }
        }
        Value::Null | Value::Array(_) => {}
        _ => {
            fields.insert(path);
        }
    }
}

/// Absent before numbers before texts.
fn sort_value(item: &Value, field: &str) -> (Option<Decimal>, Option<String>) {
    let pointer = format!("/{}", field.replace('.', "/"));
    match item.pointer(&pointer) {
        None | Some(Value::Null) => (None, None),
        Some(Value::Number(number)) => (number.to_string().parse().ok(), None),
        Some(Value::String(text)) => (Some(Decimal::MAX), Some(text.clone())),
        Some(other) => panic!("{field} is {other}"),
    }
}

#[tokio::test]
async fn words_that_no_page_lists_are_refused() {
    for (api, path, params) in [
        (
            "breb",
            "/v1/payments",
            &[
                ("order_params.order_direction", "SIDEWAYS"),
                ("order_params.order_direction", "asc"),
                ("direction", "SIDEWAYS"),
                ("page_params.page_size", "0"),
                ("page_params.page_size", "many"),
                ("page_params.page_number", "0"),
                ("page_params.first_request_timestamp.seconds", "x"),
                ("page_params.first_request_timestamp.nanos", "x"),
            ][..],
        ),
        (
            "breb",
            "/v1/iam/oauth/tokens",
            &[
                ("grant_flow", "GRANT_FLOW_OTHER"),
                ("order_params.order_direction", "SIDEWAYS"),
            ],
        ),
        (
            "visionamos",
            "/v1/paas/entities/customers/accounts",
            &[
                ("order_direction", "SIDEWAYS"),
                ("order_direction", "DESC"),
                ("customer_status", "ACTIVE"),
                ("created_at_from", "2025-01-02"),
                ("updated_at_to", "yesterday"),
                ("updated_at", "2025-01-02 03:04:05Z"),
                ("page_size", "0"),
            ],
        ),
        (
            "parking",
            "/v3/shared/zones",
            &[
                ("latitude", "35.2"),
                ("longitude", "-80.8"),
                ("latitude", "91"),
                ("radius", "near"),
                ("limit", "x"),
            ],
        ),
        (
            "parking",
            "/v4/enforcement/parking-rights",
            &[("zone_id", "z")],
        ),
        (
            "parking",
            "/v4/enforcement/parking-rights",
            &[("operator_id=o&space_number", "1")],
        ),
    ] {
        let world = world(api).await;
        for (param, value) in params {
            let got = world.caller.get(&format!("{path}?{param}={value}")).await;
            assert_eq!(got.status, 400, "{path} {param}={value}: {}", got.text);
        }
    }
}

#[tokio::test]
async fn unspecified_is_the_default_order() {
    let world = world("breb").await;
    for list in &world.lists {
        let query = "order_params.order_direction=ORDER_DIRECTION_ENUM_UNSPECIFIED";
        let same = list.get(&world.caller, query).await;
        assert_eq!(same, list.get(&world.caller, "").await);
    }
}

/// A clock at the first second of which the times of the cases are counted.
fn clock() -> ManualClock {
    ManualClock::starting_at(UNIX_EPOCH + Duration::from_secs(START))
}

/// A time so many milliseconds after the clock's start, as the pages write times.
fn time(millis: u64) -> String {
    let millis = i64::try_from(START * 1000 + millis).unwrap();
    let time = jiff::Timestamp::from_millisecond(millis).unwrap();
    time.strftime("%Y-%m-%dT%H:%M:%S%.fZ").to_string()
}

/// Seconds since 1970.
const START: u64 = 1_735_787_045;
