//! Rates: what parking costs from some moment on.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::call::{Call, Query, Reply, ok};
use crate::fields::{invalid, missing, parse_time};
use crate::refusal::Refusal;
use crate::systems::parking::Parking;
use crate::systems::parking::money::{CURRENCY, INCREMENT, MOST_MINUTES, price, shown};
use crate::systems::parking::zones::Spot;
use crate::text::seconds;

/// The price of each period that can be bought.
pub(super) fn rates(parking: &Parking, call: &Call<'_>) -> Reply {
    let query = &call.query;
    let zone_id = query.get("zone_id").ok_or_else(|| missing("zone_id"))?;
    let zone = parking.zone(zone_id)?;
    let vehicle: Value = ["vehicle_plate", "vehicle_state", "vehicle_country"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), Value::from(query.get(name)?))))
        .collect();
    let spot = zone.spot(query.get("space_number"), &vehicle, "")?;
    let start = query.get("start_time");
    let start = start
        .map(|text| parse_time("start_time", text))
        .transpose()?;
    let start = start.unwrap_or(call.now);
    let most = time_period(query)?.map_or(MOST_MINUTES, |minutes| minutes.min(MOST_MINUTES));
    let rates: Vec<Value> = (1..=most / INCREMENT)
        .map(|period| period * INCREMENT)
        .map(|minutes| json!({ "increment": minutes, "total_fees": shown(price(minutes.into())) }))
        .collect();
    let end = start.saturating_add(SignedDuration::from_mins(MOST_MINUTES));
    let end = end.map_err(|_| invalid("start_time", "is too late"))?;
    let mut body = json!({
        "zone_id": zone_id,
        "start_time": seconds(start),
        "parkable_start": seconds(start),
        "parkable_end": seconds(end),
        "min_billing_increment": INCREMENT,
        "eligibility_groups": [],
        "currency_code": CURRENCY,
        "rates": rates,
    });
    if let Spot::Space(space) = spot {
        body["space_number"] = json!(space);
    }
    ok(&body)
}

/// The minutes up to which prices are asked for.
fn time_period(query: &Query) -> Result<Option<i64>, Refusal> {
    let wrong = || invalid("time_period", "must be a whole number of minutes from 0");
    let text = query.get("time_period");
    let minutes = text.map(|text| text.parse().ok().filter(|minutes| *minutes >= 0));
    minutes.map(|minutes| minutes.ok_or_else(wrong)).transpose()
}
