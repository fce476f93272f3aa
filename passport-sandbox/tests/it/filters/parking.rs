//! Three zones, and parking rights of two operators.

use passport_sandbox::Sandbox;
use serde_json::json;

use super::{List, World, clock, time};
use crate::parking::{EVENTS, RIGHTS, ZONES, event};
use crate::support::{Caller, text};

pub(super) async fn world() -> World {
    let sandbox = Sandbox::builder().clock(clock()).start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "parking").await;
    let lists = vec![zones(&caller).await, rights(&caller).await];
    World {
        caller,
        lists,
        _sandbox: sandbox,
    }
}

async fn zones(caller: &Caller) -> List {
    let zones = caller.get(ZONES).await.body;
    let at = |place: usize, field: &str| text(&zones, &format!("/data/{place}/{field}"));
    let ids = [at(0, "id"), at(1, "id"), at(2, "id")];
    let here = "latitude=35.2271&longitude=-80.8431";
    List::new("zones.list", ZONES, "data", &ids)
        .case("zone_number", at(1, "number"), &[1])
        .case("operator_id", at(0, "operator_id"), &[0, 1])
        .case("operator_id", at(2, "operator_id"), &[2])
        .case("limit", "2", &[0, 1])
        .case_with("longitude=-80.8431", "latitude", "35.2271", &[0, 1])
        .case_with("longitude=-80.8431", "latitude", "0", &[])
        .case_with("latitude=32.7831", "longitude", "-79.9317", &[2])
        .case_with("latitude=32.7831", "longitude", "0", &[])
        // The nearest comes first.
        .case_with("longitude=-80.8401", "latitude", "35.2301", &[1, 0])
        .case_with(here, "radius", "10", &[0])
        .case_with(here, "radius", "1000000", &[0, 1, 2])
}

async fn rights(caller: &Caller) -> List {
    for (id, operator, zone, plate, state) in [
        ("s-1", "o-1", "z-1", "ABC123", "NC"),
        ("s-2", "o-1", "z-2", "XYZ987", "OR"),
        ("s-3", "o-2", "z-1", "ABC123", "NC"),
    ] {
        let mut body = event(&[]);
        let sent = &mut body["data"][0];
        sent["session_id"] = json!(id);
        sent["operator_id"] = json!(operator);
        sent["external_zone_id"] = json!(zone);
        sent["vehicle"] = json!({ "vehicle_plate": plate, "vehicle_state": state });
        sent["start_time"] = json!(time(0));
        sent["end_time"] = json!(time(60_000));
        if id == "s-2" {
            sent["space_number"] = json!("7");
        }
        assert_eq!(caller.post(EVENTS, &body).await.status, 202);
    }
    let operator = "operator_id=o-1";
    let zone = "operator_id=o-1&zone_id=z-2";
    List::new(
        "parking_rights.list",
        RIGHTS,
        "data",
        &["s-1", "s-2", "s-3"],
    )
    .case("operator_id", "o-1", &[0, 1])
    .case("operator_id", "o-2", &[2])
    .case("operator_id", "o-3", &[])
    .case_with(operator, "zone_id", "z-1", &[0])
    .case_with(operator, "zone_id", "z-2", &[1])
    .case_with(zone, "space_number", "7", &[1])
    .case_with(zone, "space_number", "8", &[])
    .case_with(operator, "vehicle_plate", "ABC123", &[0])
    .case_with(operator, "vehicle_state", "OR", &[1])
}
