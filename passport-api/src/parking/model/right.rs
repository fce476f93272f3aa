//! Parking rights: who may park now.

use super::id::{OperatorId, ParkingRightId, ZoneId};
use super::vehicle::Vehicle;
use crate::open_enum;
use crate::types::{Timestamp, response};

open_enum! {
    /// What a right to park comes from.
    pub enum RightType {
        /// A session that was paid.
        Parking = "parking",
        /// A permit.
        Permit = "permit",
    }
}

response! {
    /// A right to park.
    ///
    /// Its own page is not stored anywhere known; the fields are those that clients in use read.
    #[derive(Eq)]
    pub struct ParkingRight {
        /// The right's id.
        pub id: ParkingRightId,
        /// Where it counts.
        pub zone_id: Option<ZoneId>,
        /// Who grants it.
        pub operator_id: Option<OperatorId>,
        /// From when it counts.
        pub start_time: Option<Timestamp>,
        /// Until when it counts.
        pub end_time: Option<Timestamp>,
        /// What it comes from.
        pub right_type: Option<RightType> = "type",
        /// The number to tell people.
        pub reference_id: Option<String>,
        /// Whose it is, in a zone by vehicle.
        pub vehicle: Option<Vehicle>,
        /// Where it counts, in a zone with spaces.
        pub space_number: Option<String>,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_servers_send() {
        let right: ParkingRight = serde_json::from_value(json!({
            "id": "r-1", "zone_id": "z-1", "operator_id": "o-1",
            "start_time": "2024-01-02T03:04:05Z",
            "end_time": "2024-01-02T04:04:05Z", "type": "permit", "reference_id": null,
            "vehicle": {"vehicle_plate": "ABC123", "vehicle_state": "NC"}, "space_number": "",
        }))
        .unwrap();
        assert_eq!(right.right_type, Some(RightType::Permit));
        assert_eq!(
            (right.reference_id.as_ref(), right.space_number.as_ref()),
            (None, None)
        );
        assert!(!format!("{right:?}").contains("ABC123"));
        let again = serde_json::to_string(&right).unwrap();
        assert_eq!(serde_json::from_str::<ParkingRight>(&again).unwrap(), right);
    }
}
