//! Zones: the areas that parking is sold in.

use serde_json::Value;

use super::id::{OperatorId, ZoneId};
use crate::open_enum;
use crate::types::{Sensitive, Timestamp, response};

open_enum! {
    /// What a session in a zone is tied to.
    pub enum SessionType {
        /// A numbered space.
        Space = "space",
        /// A vehicle's plate.
        Vehicle = "vehicle",
    }
}

response! {
    /// A zone.
    ///
    /// The page describes zones without this JSON, which clients in use read.
    ///
    /// Source: <https://developer.passportinc.com/concepts/locations>
    pub struct Zone {
        /// The zone's id in the whole system.
        pub id: ZoneId = "id" | "zone_id",
        /// The number on the sign, unique within a region only.
        pub number: Option<String> = "number" | "zone_number",
        /// The name.
        pub name: Option<String>,
        /// Who operates it.
        pub operator_id: Option<OperatorId>,
        /// Who operates it, in full.
        pub operator: Option<Operator>,
        /// What a session is tied to: it decides whether a space or a vehicle must be named.
        pub session_type: Option<SessionType>,
        /// What it is used for.
        pub usage_type: Option<String>,
        /// An id from an older system.
        pub legacy_id: Option<String>,
        /// What is allowed.
        pub settings: Option<ZoneSettings>,
        /// How full it is.
        pub status: Option<ZoneStatus>,
        /// The numbers of its spaces.
        pub spaces: Vec<String>,
        /// How many spaces there are, about.
        pub approx_space_count: Option<i64>,
        /// Addresses, as JSON.
        pub addresses: Vec<Value>,
        /// Where it is.
        pub geography: Option<Geography>,
        /// Messages to show, as JSON.
        pub notifications: Vec<Value>,
        /// What starting a session costs on top, in cents, unlike all other money.
        pub transaction_fee_in_cents: Option<i64>,
        /// What extending a session costs on top, in cents.
        pub extend_transaction_fee_in_cents: Option<i64>,
        /// When it was created.
        pub created_at: Option<Timestamp>,
        /// When it was last changed.
        pub updated_at: Option<Timestamp>,
    }
}

response! {
    /// Who operates a zone.
    ///
    /// Source: <https://developer.passportinc.com/concepts/locations>
    #[derive(Default, Eq)]
    pub struct Operator {
        /// The name.
        pub name: Option<String>,
        /// The e-mail address.
        pub email: Option<Sensitive>,
        /// The phone number.
        pub phone: Option<Sensitive>,
        /// The address of the logo.
        pub logo: Option<String>,
    }
}

response! {
    /// What is allowed in a zone. The units of the times are not documented.
    ///
    /// Source: <https://developer.passportinc.com/concepts/locations>
    #[derive(Default, Eq)]
    pub struct ZoneSettings {
        /// Whether a session can be extended.
        pub allows_extensions: Option<bool>,
        /// Whether a session can be stopped early.
        pub allows_stops: Option<bool>,
        /// How long a session may be overrun.
        pub grace_time: Option<i64>,
        /// How long parking is free.
        pub comp_time: Option<i64>,
        /// How long after a session the next may not begin.
        pub repark_lockout: Option<i64>,
        /// How long a session may be.
        pub max_parking_time: Option<i64>,
    }
}

response! {
    /// Where a zone is, in the manner of `GeoJSON`.
    ///
    /// Source: <https://developer.passportinc.com/concepts/locations>
    #[derive(Default)]
    pub struct Geography {
        /// The form, such as `FeatureCollection`.
        pub geography_type: Option<String> = "type",
        /// The features, as JSON.
        pub features: Vec<Value>,
    }
}

response! {
    /// How full a zone is.
    ///
    /// Source: <https://developer.passportinc.com/parking/full>
    #[derive(Default)]
    pub struct ZoneStatus {
        /// Estimates, as JSON.
        pub occupancy: Vec<Value>,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_servers_send() {
        let zone: Zone = serde_json::from_value(json!({
            "id": "z-1", "number": "2109", "name": "Elm St", "operator_id": "o-1",
            "session_type": "vehicle",
            "usage_type": "onstreet", "legacy_id": "77", "spaces": ["1", "2"],
            "approx_space_count": 2,
            "addresses": [{"city": "Elm"}], "geography": {"type": "FeatureCollection",
                                                          "features": []},
            "notifications": null, "status": {"occupancy": []}, "transaction_fee_in_cents": 35,
            "operator": {"name": "Elm City", "email": "p@elm.test", "phone": "", "logo": null},
            "settings": {"allows_extensions": true, "allows_stops": false, "grace_time": 5},
            "created_at": "2024-01-02T03:04:05Z", "tariff": "new",
        }))
        .unwrap();
        assert_eq!(zone.session_type, Some(SessionType::Vehicle));
        assert_eq!(
            zone.settings.as_ref().unwrap().allows_extensions,
            Some(true)
        );
        assert_eq!(zone.operator.as_ref().unwrap().phone, None);
        assert!(!format!("{zone:?}").contains("p@elm.test"));
        let again = serde_json::to_string(&zone).unwrap();
        assert_eq!(serde_json::from_str::<Zone>(&again).unwrap(), zone);

        let bare: Zone =
            serde_json::from_value(json!({"zone_id": "z-1", "zone_number": "2109"})).unwrap();
        assert_eq!((bare.id, bare.number), (zone.id, zone.number));
    }
}
