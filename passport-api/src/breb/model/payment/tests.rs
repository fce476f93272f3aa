use serde_json::json;

use super::*;
use crate::breb::model::KeyType;
use crate::types::fields_of;

#[test]
fn reads_a_rejected_payment_of_this_generation() {
    let payment: Payment = serde_json::from_value(json!({
        "id": "p-1", "status": "REJECTED", "direction": "OUTBOUND", "qr_code_reference": "",
        "account_id": "a-1", "resolution_id": "r-1", "amount": {"value": "25000.50",
                                                                "currency": "COP"},
        "error": {"error_code": "B105", "error_description": "B105"},
        "receiver": {"account": {"account_number": "1", "account_type": "ORDINARY"},
                     "key": {"key_type": "EMAIL", "key_value": "ana@ejemplo.test"},
                     "participant": {"identification_number": "800000009"},
                     "owner": {"identification_number": "1000009", "identification_type": "CC",
                               "type": "INDIVIDUAL", "name": "Ana Rojas"}},
        "sender": {"account": {}, "participant": {}, "owner": {"name": "Sol SAS"}},
        "end_to_end_identification": "20250102X", "created_at": "2025-01-02T03:04:05.678901Z",
    }))
    .unwrap();
    assert!(payment.status.as_ref().unwrap().is_final());
    assert_eq!(
        payment.error.as_ref().unwrap().error_code.as_deref(),
        Some("B105")
    );
    assert_eq!(
        payment.direction.as_deref(),
        Some(&PaymentDirection::Outbound)
    );
    assert_eq!(payment.qr_code_reference, None);
    let receiver = payment.receiver.as_ref().unwrap();
    assert_eq!(
        receiver.key.as_ref().unwrap().key_type.as_deref(),
        Some(&KeyType::Email)
    );
    assert_eq!(
        receiver
            .owner
            .as_ref()
            .unwrap()
            .display_name()
            .unwrap()
            .expose(),
        "Ana Rojas"
    );
    assert!(!format!("{payment:?}").contains("Ana"));
    let again = serde_json::to_string(&payment).unwrap();
    assert_eq!(serde_json::from_str::<Payment>(&again).unwrap(), payment);
}

#[test]
fn reads_a_confirmed_payment_in_the_older_words() {
    let payment: Payment = serde_json::from_value(json!({
        "id": "p-2", "account_id": "a-1", "breb_recipient_id": "d-1", "direction": "OUTGOING",
        "amount": {"value": "1000", "currency": "COP"}, "reference": "Factura 9",
        "status": "PENDING",
    }))
    .unwrap();
    assert_eq!(payment.recipient_id, Some("d-1".into()));
    assert_eq!(
        payment.direction.as_deref(),
        Some(&PaymentDirection::Outbound)
    );
    assert!(!payment.status.unwrap().is_final());
}

#[test]
fn writes_the_documented_bodies() {
    let amount: crate::types::Amount = "1500.00".parse().unwrap();
    let request = CreatePayment::new("a-1", "r-1", Money::cop(amount));
    let body = json!({
        "account_id": "a-1", "resolution_id": "r-1", "amount": {"value": "1500.00",
                                                                "currency": "COP"},
    });
    assert_eq!(serde_json::to_value(&request).unwrap(), body);
    assert_eq!(
        serde_json::from_value::<CreatePayment>(body).unwrap(),
        request
    );

    let request = CreateAchPayment::new("a-1", "d-1", Money::cop(1)).with_payment_type(2);
    let body = json!({
        "account_id": "a-1", "recipient_id": "d-1", "type": 2, "amount": {"value": "1",
                                                                          "currency": "COP"},
    });
    assert_eq!(serde_json::to_value(&request).unwrap(), body);
    assert_eq!(
        serde_json::from_value::<CreateAchPayment>(body).unwrap(),
        request
    );

    let confirm = serde_json::to_value(ConfirmPayment::new("p-2")).unwrap();
    assert_eq!(confirm, json!({"id": "p-2"}));
}

#[test]
fn only_pesos_are_documented_and_one_is_the_least() {
    let dollars = CreatePayment::new("a-1", "r-1", Money::new(1, "USD"));
    assert_eq!(dollars.check().unwrap_err()[0].field, "amount.currency");
    let nothing = CreatePayment::new("", "", Money::cop(0)).check();
    let fields = fields_of(nothing);
    assert_eq!(fields, ["account_id", "resolution_id", "amount.value"]);
    let nothing = CreateAchPayment::new("", "", Money::cop(0)).check();
    assert_eq!(nothing.unwrap_err().len(), 3);
    assert!(ConfirmPayment::new("p-1").check().is_ok());
    assert!(ConfirmPayment::new("").check().is_err());
    assert!(
        CreateAchPayment::new("a-1", "d-1", Money::cop(1))
            .check()
            .is_ok()
    );
}
