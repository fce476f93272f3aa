//! Vehicles and places.

use crate::types::{FieldProblem, Problems, Sensitive, request, response, setters};

response! {
    /// A vehicle.
    ///
    /// Source: <https://developer.passportinc.com/parking/full/sessions/get-parking-session>
    #[derive(Default, Eq)]
    pub struct Vehicle {
        /// The plate.
        pub vehicle_plate: Option<Sensitive>,
        /// The state or province, such as `NC`.
        pub vehicle_state: Option<String>,
        /// The country, such as `US`; parking rights leave it out.
        pub vehicle_country: Option<String>,
    }
}

impl Vehicle {
    /// A vehicle by its plate and the state that gave it.
    #[must_use]
    pub fn new(plate: impl Into<Sensitive>, state: impl Into<String>) -> Self {
        Self {
            vehicle_plate: Some(plate.into()),
            vehicle_state: Some(state.into()),
            vehicle_country: None,
        }
    }
}

impl Vehicle {
    /// Plate and state are needed wherever a vehicle is sent.
    pub(super) fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        let plate = self.vehicle_plate.as_ref();
        problems.present("vehicle_plate", plate.map_or("", |plate| plate.expose()));
        let state = self.vehicle_state.as_deref();
        problems.present("vehicle_state", state.unwrap_or_default());
        problems.finish()
    }
}

setters! {
    Vehicle {
        /// The country, such as `US`.
        vehicle_country: String, with_country;
    }
}

request! {
    /// A place.
    ///
    /// Source: <https://developer.passportinc.com/parking/full/sessions/create-parking>
    pub struct Location {
        required {
            /// Degrees, north positive.
            latitude: Sensitive<f64>,
            /// Degrees, east positive.
            longitude: Sensitive<f64>,
        }
        optional {
            /// How far off it may be; the unit is not documented.
            accuracy: f64, with_accuracy;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn hides_the_plate_but_sends_it() {
        let vehicle = Vehicle::new("ABC123", "NC").with_country("US");
        assert!(!format!("{vehicle:?}").contains("ABC123"));
        let json =
            json!({"vehicle_plate": "ABC123", "vehicle_state": "NC", "vehicle_country": "US"});
        assert_eq!(serde_json::to_value(&vehicle).unwrap(), json);
        assert_eq!(serde_json::from_value::<Vehicle>(json).unwrap(), vehicle);
    }

    #[test]
    fn a_place_is_two_numbers() {
        let json = json!({"latitude": 35.25, "longitude": -80.75});
        assert_eq!(
            serde_json::to_value(Location::new(35.25, -80.75)).unwrap(),
            json
        );
        assert_eq!(
            Location::new(1.0, 2.0).with_accuracy(3.0).accuracy,
            Some(3.0)
        );
    }
}
