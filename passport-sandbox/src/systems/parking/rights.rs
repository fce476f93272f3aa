//! Parking rights: who may park at this moment.

use serde_json::{Value, json};

use crate::call::{Call, Reply, ok};
use crate::fields::missing;
use crate::systems::parking::Parking;
use crate::systems::parking::events::Elsewhere;
use crate::systems::parking::sessions::Session;
use crate::systems::parking::zones::Spot;
use crate::text::seconds;

/// The running sessions that fit the query, those of this system before those of events.
pub(super) fn list(parking: &Parking, call: &Call<'_>) -> Reply {
    let query = &call.query;
    query
        .get("operator_id")
        .ok_or_else(|| missing("operator_id"))?;
    if query.get("space_number").is_some() && query.get("zone_id").is_none() {
        return Err(missing("zone_id"));
    }
    let own = parking
        .sessions
        .iter()
        .filter(|session| session.quote.period.holds(call.now))
        .filter_map(|session| own(parking, session));
    let reported = parking
        .elsewhere
        .iter()
        .filter(|session| session.period.holds(call.now))
        .map(reported);
    let data: Vec<Value> = own
        .chain(reported)
        .filter(|right| {
            let text = |path: &str| right.pointer(path).and_then(Value::as_str).unwrap_or("");
            query.admits(&[
                ("operator_id", text("/operator_id")),
                ("zone_id", text("/zone_id")),
                ("space_number", text("/space_number")),
                ("vehicle_plate", text("/vehicle/vehicle_plate")),
                ("vehicle_state", text("/vehicle/vehicle_state")),
            ])
        })
        .collect();
    ok(&json!({ "data": data }))
}

fn own(parking: &Parking, session: &Session) -> Option<Value> {
    let quote = &session.quote;
    let mut right = json!({
        "id": session.id,
        "type": "parking",
        "operator_id": parking.zone(&quote.zone_id).ok()?.operator_id,
        "zone_id": quote.zone_id,
        "start_time": seconds(quote.period.start),
        "end_time": seconds(quote.period.end),
        "reference_id": session.reference_id,
    });
    match &quote.spot {
        Spot::Vehicle(vehicle) => {
            right["vehicle"] = json!({
                "vehicle_plate": vehicle["vehicle_plate"],
                "vehicle_state": vehicle["vehicle_state"],
            });
        }
        Spot::Space(space) => right["space_number"] = json!(space),
    }
    Some(right)
}

fn reported(session: &Elsewhere) -> Value {
    let mut right = json!({
        "id": session.session_id,
        "type": "parking",
        "operator_id": session.operator_id,
        "zone_id": session.zone_id,
        "start_time": seconds(session.period.start),
        "end_time": seconds(session.period.end),
        "reference_id": session.session_id,
        "vehicle": session.vehicle,
    });
    if let Some(space) = &session.space_number {
        right["space_number"] = json!(space);
    }
    right
}
