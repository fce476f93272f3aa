//! Models of Passport Inc's parking API.

use passport_api::parking::model::{
    Fees, Geography, Operator, ParkingRight, Quote, Rate, Rates, Session, SessionZone, Vehicle,
    Zone, ZoneSettings, ZoneStatus,
};
use serde_json::Value;

use crate::accessors::{accessors, field, texts};
use crate::leaves::{Leaves, Step};

texts! {
    passport_api::parking::model {
        AccountId, Currency, OperatorId, ParkingRightId, QuoteId, RightType, SessionId,
        SessionStatus, SessionType, ZoneId,
    }
}

accessors! {
    Zone {
        "id" => id,
        "number" => number,
        "name" => name,
        "operator_id" => operator_id,
        "operator" => operator,
        "session_type" => session_type,
        "usage_type" => usage_type,
        "legacy_id" => legacy_id,
        "settings" => settings,
        "status" => status,
        "spaces" => spaces,
        "approx_space_count" => approx_space_count,
        "addresses" => addresses,
        "geography" => geography,
        "notifications" => notifications,
        "transaction_fee_in_cents" => transaction_fee_in_cents,
        "extend_transaction_fee_in_cents" => extend_transaction_fee_in_cents,
        "created_at" => created_at,
        "updated_at" => updated_at,
    }
}

accessors! {
    Operator {
        "name" => name,
        "email" => email,
        "phone" => phone,
        "logo" => logo,
    }
}

accessors! {
    ZoneSettings {
        "allows_extensions" => allows_extensions,
        "allows_stops" => allows_stops,
        "grace_time" => grace_time,
        "comp_time" => comp_time,
        "repark_lockout" => repark_lockout,
        "max_parking_time" => max_parking_time,
    }
}

accessors! {
    Geography {
        "type" => geography_type,
        "features" => features,
    }
}

accessors! {
    ZoneStatus {
        "occupancy" => occupancy,
    }
}

accessors! {
    Rates {
        "zone_id" => zone_id,
        "space_number" => space_number,
        "start_time" => start_time,
        "parkable_start" => parkable_start,
        "parkable_end" => parkable_end,
        "min_billing_increment" => min_billing_increment,
        "eligibility_groups" => eligibility_groups,
        "rates" => rates,
        "currency_code" => currency_code,
    }
}

accessors! {
    Rate {
        "increment" => increment,
        "total_fees" => total_fees,
    }
}

/// One sum, or several by their names.
impl Leaves for Fees {
    fn leaf(&self, path: &[Step]) -> Option<Value> {
        let (name, rest) = field(path)?;
        match name {
            "currency_code" => self.currency_code.leaf(rest),
            "amount" => self.amount.leaf(rest),
            name => self.parts.get(name)?.leaf(rest),
        }
    }
}

accessors! {
    Quote {
        "id" => id,
    }
}

accessors! {
    Session {
        "id" => id,
        "reference_id" => reference_id,
        "account_id" => account_id,
        "status" => status,
        "start_time" => start_time,
        "end_time" => end_time,
        "duration" => duration,
        "space_number" => space_number,
        "receipt_email" => receipt_email,
        "vehicle" => vehicle,
        "zone" => zone,
        "total_fees" => total_fees,
        "transactions" => transactions,
    }
}

accessors! {
    SessionZone {
        "id" => id,
        "number" => number,
        "name" => name,
        "operator_id" => operator_id,
        "session_type" => session_type,
        "settings" => settings,
    }
}

accessors! {
    Vehicle {
        "vehicle_plate" => vehicle_plate,
        "vehicle_state" => vehicle_state,
        "vehicle_country" => vehicle_country,
    }
}

accessors! {
    ParkingRight {
        "id" => id,
        "zone_id" => zone_id,
        "operator_id" => operator_id,
        "start_time" => start_time,
        "end_time" => end_time,
        "type" => right_type,
        "reference_id" => reference_id,
        "vehicle" => vehicle,
        "space_number" => space_number,
    }
}
