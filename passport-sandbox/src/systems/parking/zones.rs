//! Zones: where parking is sold.

use serde_json::{Value, json};

use crate::call::{Call, Query, Reply, ok};
use crate::fields::{invalid, missing};
use crate::refusal::{Reason, Refusal};
use crate::systems::parking::Parking;
use crate::systems::parking::money::MOST_MINUTES;

/// A zone.
pub(super) struct Zone {
    pub(super) id: &'static str,
    number: &'static str,
    name: &'static str,
    pub(super) operator_id: &'static str,
    latitude: f64,
    longitude: f64,
    /// Empty where parking is sold to a vehicle.
    spaces: &'static [&'static str],
}

/// What parking is sold to: a vehicle or a space, as the zone has it.
#[derive(Clone)]
pub(super) enum Spot {
    Vehicle(Value),
    Space(String),
}

impl Zone {
    /// The spot that a request names; a zone of vehicles needs all three fields of one. Their names
    /// have `prefix` in front where the request has them.
    pub(super) fn spot(
        &self,
        space: Option<&str>,
        vehicle: &Value,
        prefix: &str,
    ) -> Result<Spot, Refusal> {
        if self.spaces.is_empty() {
            for name in ["vehicle_plate", "vehicle_state", "vehicle_country"] {
                let text = vehicle.get(name).and_then(Value::as_str);
                if text.is_none_or(str::is_empty) {
                    return Err(missing(&format!("{prefix}{name}")));
                }
            }
            return Ok(Spot::Vehicle(vehicle.clone()));
        }
        let space = space.ok_or_else(|| missing("space_number"))?;
        if !self.spaces.contains(&space) {
            return Err(invalid("space_number", "names no space of the zone"));
        }
        Ok(Spot::Space(space.to_owned()))
    }

    pub(super) fn shown(&self) -> Value {
        json!({
            "id": self.id,
            "number": self.number,
            "name": self.name,
            "operator_id": self.operator_id,
            "session_type": if self.spaces.is_empty() { "vehicle" } else { "space" },
            "usage_type": "on_street",
            "created_at": "2024-01-02T03:04:05Z",
            "updated_at": "2024-01-02T03:04:05Z",
            "addresses": [],
            "geography": {
                "type": "FeatureCollection",
                "features": [{
                    "type": "Feature",
                    "properties": {},
                    "geometry": {
                        "type": "Point",
                        "coordinates": [self.longitude, self.latitude],
                    },
                }],
            },
            "spaces": self.spaces,
            "approx_space_count": self.spaces.len(),
            "notifications": [],
            "operator": { "name": "Sandbox City" },
            "status": { "occupancy": [] },
            "settings": {
                "allows_extensions": false,
                "allows_stops": false,
                "max_parking_time": MOST_MINUTES,
            },
            "transaction_fee_in_cents": 0,
            "extend_transaction_fee_in_cents": 0,
        })
    }

    /// Metres to a place, on a ball.
    fn distance(&self, latitude: f64, longitude: f64) -> f64 {
        let (a, b) = (self.latitude.to_radians(), latitude.to_radians());
        let turn = (longitude - self.longitude).to_radians();
        let cosine = a.sin() * b.sin() + a.cos() * b.cos() * turn.cos();
        EARTH_RADIUS * cosine.clamp(-1.0, 1.0).acos()
    }
}

impl Parking {
    pub(super) fn zone(&self, id: &str) -> Result<&Zone, Refusal> {
        let mut zones = self.zones.iter();
        zones.find(|zone| zone.id == id).ok_or_else(|| {
            Reason::ZoneNotFound.because(format!("There is no zone with the id `{id}`."))
        })
    }
}

/// The zones that fit the query, nearest first where it names a place.
pub(super) fn list(parking: &Parking, call: &Call<'_>) -> Reply {
    let query = &call.query;
    let place = place(query)?;
    let radius = number(query, "radius")?.unwrap_or(DEFAULT_RADIUS);
    let limit = query.get("limit").map(str::parse::<usize>).transpose();
    let limit = limit.map_err(|_| invalid("limit", "must be a whole number from 0"))?;
    let away = |zone: &Zone| place.map_or(0.0, |(lat, lon)| zone.distance(lat, lon));
    let mut zones: Vec<&Zone> = parking
        .zones
        .iter()
        .filter(|zone| {
            query.admits(&[
                ("zone_number", zone.number),
                ("operator_id", zone.operator_id),
            ]) && away(zone) <= radius
        })
        .collect();
    zones.sort_by(|a, b| away(a).total_cmp(&away(b)));
    zones.truncate(limit.unwrap_or(usize::MAX));
    let data: Vec<Value> = zones.into_iter().map(Zone::shown).collect();
    ok(&json!({ "data": data }))
}

/// A zone of vehicles and a zone of spaces, of one operator and near each other, and another
/// operator's zone of vehicles in another city.
pub(super) fn seeded() -> Vec<Zone> {
    vec![
        Zone {
            id: "5a0e0001-0000-4000-8000-000000000001",
            number: "1001",
            name: "Main Street",
            operator_id: OPERATOR,
            latitude: 35.2271,
            longitude: -80.8431,
            spaces: &[],
        },
        Zone {
            id: "5a0e0002-0000-4000-8000-000000000002",
            number: "2001",
            name: "Market Square",
            operator_id: OPERATOR,
            latitude: 35.2301,
            longitude: -80.8401,
            spaces: &["1", "2", "3"],
        },
        Zone {
            id: "5a0e0003-0000-4000-8000-000000000003",
            number: "3001",
            name: "Harbor Road",
            operator_id: "5a0e0000-0000-4000-8000-000000000001",
            latitude: 32.7831,
            longitude: -79.9317,
            spaces: &[],
        },
    ]
}

fn place(query: &Query) -> Result<Option<(f64, f64)>, Refusal> {
    let place = (
        degrees(query, "latitude", 90.0)?,
        degrees(query, "longitude", 180.0)?,
    );
    match place {
        (Some(latitude), Some(longitude)) => Ok(Some((latitude, longitude))),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(missing("latitude")),
        (Some(_), None) => Err(missing("longitude")),
    }
}

/// Degrees on either side of zero, up to this many.
fn degrees(query: &Query, name: &str, most: f64) -> Result<Option<f64>, Refusal> {
    match number(query, name)? {
        Some(degrees) if !(-most..=most).contains(&degrees) => Err(invalid(
            name,
            &format!("must be degrees from -{most} to {most}"),
        )),
        degrees => Ok(degrees),
    }
}

fn number(query: &Query, name: &str) -> Result<Option<f64>, Refusal> {
    let text = query.get(name);
    text.map(|text| text.parse().map_err(|_| invalid(name, "must be a number")))
        .transpose()
}

const OPERATOR: &str = "5a0e0000-0000-4000-8000-000000000000";
const EARTH_RADIUS: f64 = 6_371_000.0;

/// Metres around a place that is named without a radius.
const DEFAULT_RADIUS: f64 = 1_000.0;
