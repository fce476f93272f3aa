use serde_json::json;

use super::*;
use crate::breb::model::KeyType;
use crate::fintech::AccountType;
use crate::types::fields_of;

#[test]
fn reads_alike_in_both_vocabularies() {
    let newer: Recipient = serde_json::from_value(json!({
        "id": "p-1", "customer_id": "c-1", "type": "BREB", "alias": "Proveedor",
        "key": {"key_type": "PHONE", "key_value": "3000000009"},
        "created_at": "2025-01-02T03:04:05",
    }))
    .unwrap();
    let older: Recipient = serde_json::from_value(json!({
        "id": "p-1", "entity_customer_id": "c-1", "type": "BREB", "alias": "Proveedor",
        "key": {"key_type": "M", "key_value": "3000000009"}, "created_at": "2025-01-02T03:04:05",
    }))
    .unwrap();
    assert_eq!(newer, older);
    assert_eq!(newer.recipient_type, Some(RecipientType::Breb));
}

#[test]
fn reads_an_ach_payee() {
    let recipient: Recipient = serde_json::from_value(json!({
        "id": "p-2", "customer_id": "c-1", "type": "ACH",
        "owner": {"type": "BUSINESS", "business_name": "Sol SAS"},
        "account": {"account_type": "SAVINGS", "account_number": "1", "bank_name": "BANCO UNO"},
    }))
    .unwrap();
    assert_eq!(recipient.recipient_type.unwrap().as_str(), "ACH");
    assert_eq!(
        recipient.account.unwrap().account_type,
        Some(AccountType::Savings)
    );
}

#[test]
fn writes_the_documented_bodies() {
    let request =
        CreateRecipient::new("c-1", BrebKey::new(KeyType::Id, "1000009")).with_alias("Ana");
    let body = json!({
        "customer_id": "c-1", "alias": "Ana", "key": {"key_type": "ID", "key_value": "1000009"},
    });
    assert_eq!(serde_json::to_value(&request).unwrap(), body);
    assert_eq!(
        serde_json::from_value::<CreateRecipient>(body).unwrap(),
        request
    );
    assert!(request.check().is_ok());

    let account = BankAccount::new(AccountType::Savings, "880009").with_bank_name("BANCO UNO");
    let request = CreateAchRecipient::new(
        "c-1",
        Owner::business("Sol SAS", "NIT", "900000001"),
        account,
    );
    let body = json!({
        "customer_id": "c-1",
        "owner": {"type": "BUSINESS", "business_name": "Sol SAS", "identification_type": "NIT",
                  "identification_number": "900000001"},
        "account": {"account_type": "SAVINGS", "account_number": "880009",
                    "bank_name": "BANCO UNO"},
    });
    assert_eq!(serde_json::to_value(&request).unwrap(), body);
    assert_eq!(
        serde_json::from_value::<CreateAchRecipient>(body).unwrap(),
        request
    );
    assert!(request.check().is_ok());
}

#[test]
fn checks_every_documented_rule() {
    let account = BankAccount::new(AccountType::Savings, "1".repeat(19));
    let request =
        CreateAchRecipient::new("c-1", Owner::default(), account).with_alias("a".repeat(129));
    let fields = fields_of(request.check());
    let expected = [
        "alias",
        "owner.type",
        "owner.identification_type",
        "owner.identification_number",
        "account.account_number",
        "account.bank_name",
    ];
    assert_eq!(fields, expected);
    let bare = CreateRecipient::new("", BrebKey::default());
    assert_eq!(bare.check().unwrap_err().len(), 3);

    let account = || BankAccount::new(AccountType::Savings, "1").with_bank_name("BANCO UNO");
    for (owner, fields) in [
        (
            Owner::individual("", "", "CC", "1"),
            &["owner.first_name", "owner.first_last_name"][..],
        ),
        (Owner::business("", "NIT", "1"), &["owner.business_name"]),
        (
            Owner::business("Sol", "", "1".repeat(31)),
            &["owner.identification_type", "owner.identification_number"],
        ),
    ] {
        let problems = CreateAchRecipient::new("c-1", owner, account()).check();
        let found = fields_of(problems);
        assert_eq!(found, fields);
    }
    let small = BankAccount::new("SAVINGS", "1").with_bank_name("Banco Uno");
    let request = CreateAchRecipient::new("", Owner::business("Sol", "NIT", "1"), small);
    assert_eq!(request.check().unwrap_err().len(), 2);
}
