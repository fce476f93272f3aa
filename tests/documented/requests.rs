//! The documented bodies, held against the rules that `check` knows.

use passport_api::types::FieldProblem;
use passport_api::{breb, parking, visionamos};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::data;

/// A body's check, and the body as the client writes it.
type Checked = fn(Value) -> (Result<(), Vec<FieldProblem>>, Value);

macro_rules! bodies {
    ($($system:ident { $($endpoint:literal => $body:ident),* $(,)? })*) => {
        /// The types of the bodies, by system and endpoint.
        const BODIES: &[(&str, &str, Checked)] = &[$($((
            stringify!($system),
            $endpoint,
            |json| {
                let body: $system::model::$body = read(json);
                (body.check(), write(&body))
            },
        )),*),*];
    };
}

bodies! {
    breb {
        "customers.link" => LinkCustomer,
        "customers.update" => UpdateCustomer,
        "accounts.link" => LinkAccount,
        "keys.create" => CreateKey,
        "keys.resolve" => ResolveKey,
        "keys.validate" => ValidateKey,
        "recipients.create" => CreateRecipient,
        "recipients.create_ach" => CreateAchRecipient,
        "payments.create" => CreatePayment,
        "payments.create_ach" => CreateAchPayment,
        "payments.confirm" => ConfirmPayment,
        "qr_codes.create" => CreateQrCode,
        "qr_codes.decode" => DecodeQrCode,
    }
    visionamos {
        "customers.create" => CreateCustomer,
        "accounts.link" => LinkAccount,
        "keys.create" => CreateKey,
        "keys.suspend" => KeyReference,
        "keys.activate" => KeyReference,
        "recipients.create" => CreateRecipient,
        "payments.create" => CreatePayment,
        "qr_codes.create" => CreateQrCode,
    }
    parking {
        "quotes.create" => CreateQuote,
        "sessions.create" => CreateSession,
        "events.send" => EventBatch,
    }
}

#[test]
fn every_documented_body_passes_its_check() {
    let mut without_a_type = Vec::new();
    for system in ["breb", "visionamos", "parking"] {
        for (name, call) in data::calls(system) {
            let Some(body) = call.body else { continue };
            let found = BODIES.iter().find(|(of, endpoint, _)| {
                let rest = name.strip_prefix(endpoint);
                *of == system && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            });
            let Some((_, _, checked)) = found else {
                without_a_type.push(name);
                continue;
            };
            let (check, written) = checked(body.clone());
            assert_eq!(check, Ok(()), "{system} {name}");
            assert_eq!(written, body, "{system} {name}");
        }
    }
    // Written by the client itself, of the credentials or of an id in the path.
    without_a_type.sort();
    without_a_type.dedup();
    assert_eq!(without_a_type, ["keys.cancel", "token", "tokens.delete"]);
}

/// The pages ask for `+57…`, and their samples hold these.
#[test]
fn the_phones_of_the_samples_pass() {
    for phone in [
        "+573000000001",
        "573000000001",
        "300000001",
        "+550000000001",
    ] {
        let mut body = data::calls("visionamos")
            .remove("customers.create")
            .unwrap();
        let body = body.body.as_mut().unwrap();
        body["mobile_phone_number"] = Value::from(phone);
        let body: visionamos::model::CreateCustomer = read(body.clone());
        assert_eq!(body.check(), Ok(()), "{phone}");
    }
}

fn read<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

fn write(body: &impl Serialize) -> Value {
    serde_json::to_value(body).unwrap()
}
