//! Events: what partners report about sessions that they sold.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::call::{Call, Reply};
use crate::fields::{Fields, invalid, missing};
use crate::refusal::Refusal;
use crate::systems::parking::{Parking, Period, check_place};

/// A session that was sold elsewhere, as its last event left it.
#[derive(Clone)]
pub(super) struct Elsewhere {
    pub(super) session_id: String,
    pub(super) operator_id: String,
    pub(super) zone_id: String,
    pub(super) period: Period,
    pub(super) vehicle: Value,
    pub(super) space_number: Option<String>,
}

/// Takes a batch of events of one type: all of them or, where one is invalid, none.
pub(super) fn send(parking: &mut Parking, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let kind = fields.one_of("type", &[STARTED, EXTENDED, STOPPED])?;
    fields.required("version")?;
    let data = fields.value("data").ok_or_else(|| missing("data"))?;
    let data = data.as_array().filter(|events| !events.is_empty());
    let data = data.ok_or_else(|| invalid("data", "must be an array of at least one event"))?;
    let events: Result<Vec<Elsewhere>, Refusal> = data
        .iter()
        .map(|event| read(Fields::of(event)?, kind))
        .collect();
    for event in events? {
        parking.apply(event);
    }
    Ok(Answer::empty(StatusCode::ACCEPTED))
}

impl Parking {
    fn apply(&mut self, mut event: Elsewhere) {
        let mut known = self.elsewhere.iter_mut();
        let known = known.find(|session| {
            session.session_id == event.session_id && session.operator_id == event.operator_id
        });
        match known {
            Some(session) => {
                // Later events need not repeat where the session is.
                if event.vehicle.is_null() {
                    event.vehicle = session.vehicle.take();
                }
                event.space_number = event.space_number.or(session.space_number.take());
                *session = event;
            }
            None => self.elsewhere.push(event),
        }
    }
}

fn read(event: Fields<'_>, kind: &str) -> Result<Elsewhere, Refusal> {
    event.required_time("occurred_at")?;
    let period = Period {
        start: event.required_time("start_time")?,
        end: event.required_time("end_time")?,
    };
    if period.end <= period.start {
        return Err(invalid("end_time", "must be after `start_time`"));
    }
    check_fees(event.required_object("event_fees")?)?;
    if kind != STARTED {
        check_fees(event.required_object("total_session_fees")?)?;
    }
    check_place(event, "location_details")?;
    event.object("payment")?;
    for name in ["account_id", "rate_name"] {
        event.text(name)?;
    }
    Ok(Elsewhere {
        session_id: event.required("session_id")?.to_owned(),
        operator_id: event.required("operator_id")?.to_owned(),
        zone_id: zone_id(event)?,
        period,
        vehicle: vehicle(event, kind)?,
        space_number: event.text("space_number")?.map(str::to_owned),
    })
}

/// The zone is named in exactly one of two ways.
fn zone_id(event: Fields<'_>) -> Result<String, Refusal> {
    let ids = (
        event.text("passport_zone_id")?,
        event.text("external_zone_id")?,
    );
    match ids {
        (Some(id), None) | (None, Some(id)) => Ok(id.to_owned()),
        (None, None) => Err(missing("passport_zone_id")),
        (Some(_), Some(_)) => Err(invalid("passport_zone_id", "excludes `external_zone_id`")),
    }
}

fn vehicle(event: Fields<'_>, kind: &str) -> Result<Value, Refusal> {
    let Some(vehicle) = event.object("vehicle")? else {
        return if kind == STARTED {
            Err(missing("vehicle"))
        } else {
            Ok(Value::Null)
        };
    };
    Ok(json!({
        "vehicle_plate": vehicle.required("vehicle_plate")?,
        "vehicle_state": vehicle.required("vehicle_state")?,
    }))
}

/// Decimal texts under one currency; a refund is negative.
fn check_fees(fees: Fields<'_>) -> Result<(), Refusal> {
    for name in ["parking_fee", "convenience_fee", "tax"] {
        fees.decimal(name)?;
    }
    let currency = fees.sized("currency_code", 3..=3)?;
    if !currency.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(fees.invalid("currency_code", "must be three capitals"));
    }
    Ok(())
}

const STARTED: &str = "parking_session_started";
const EXTENDED: &str = "parking_session_extended";
const STOPPED: &str = "parking_session_stopped";
