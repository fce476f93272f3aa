use serde_json::json;

use super::*;
use crate::types::Amount;

#[test]
fn reads_alike_in_both_vocabularies() {
    let older: QrCode = serde_json::from_value(json!({
        "entity_customer_id": "c-1", "account_key_id": "k-1", "key": {"key_type": "O",
                                                                      "key_value": "@sol123"},
        "channel": "MPS", "qr_code_data": "0002 ", "acquirer_network_identifier": "VISI",
        "additional_info": {"transaction_purpose": "RETREAT", "merchant_name": "Sol"},
        "merchant": {"country": "CO", "merchant_zip_code": "760001"},
        "vat": {"vat_type": "FIXED", "vat_value": "10.00", "vat_base_value": "100.00"},
        "inc": {"inc_type": "PERCENTAGE", "inc_value": "8"}, "amount": {"value": "110.00",
                                                                        "currency": "COP"},
    }))
    .unwrap();
    let newer: QrCode = serde_json::from_value(json!({
        "customer_id": "c-1", "key_id": "k-1", "key": {"key_type": "ALPHA", "key_value": "@sol123"},
        "channel": "MPOS", "qr_code_data": "0002 ", "acquirer_network_identifier": "VISI",
        "additional_info": {"transaction_purpose": "04", "merchant_name": "Sol"},
        "merchant": {"merchant_country": "CO", "merchant_post_code": "760001"},
        "vat": {"vat_type": "FIXED", "vat_value": "10.00", "vat_base_value": "100.00"},
        "inc": {"inc_type": "PERCENTAGE", "inc_value": "8"}, "amount": {"value": "110.00",
                                                                        "currency": "COP"},
    }))
    .unwrap();
    assert_eq!(older, newer);
    assert_eq!(older.qr_code_data, Some("0002 ".into()));
    assert_eq!(serde_json::to_value(&older).unwrap()["channel"], "MPS");
}

#[test]
fn writes_and_checks_the_documented_body() {
    let info = QrInfo::new(TransactionPurpose::Purchase).with_invoice_number("F-9");
    let request = CreateQrCode::new("k-1", "c-1", QrCodeType::Static, QrChannel::Pos, info);
    let body = json!({
        "key_id": "k-1", "customer_id": "c-1", "type": "STATIC", "channel": "POS",
        "additional_info": {"transaction_purpose": "SHOPPING", "invoice_number": "F-9"},
    });
    assert_eq!(serde_json::to_value(&request).unwrap(), body);
    assert_eq!(
        serde_json::from_value::<CreateQrCode>(body).unwrap(),
        request
    );
    assert!(request.check().is_ok());
    let sums = request
        .with_amount(Money::cop("1190.00".parse::<Amount>().unwrap()))
        .with_vat(Vat::new("FIXED", 190, 1000))
        .with_inc(Inc::new("PERCENTAGE", 8))
        .with_tip(Tip::new("FIXED", 0));
    let json = serde_json::to_value(&sums).unwrap();
    assert_eq!(
        json["amount"],
        json!({"value": "1190.00", "currency": "COP"})
    );
    let vat = json!({"vat_type": "FIXED", "vat_value": "190", "vat_base_value": "1000"});
    assert_eq!(json["vat"], vat);
    assert_eq!(
        json["inc"],
        json!({"inc_type": "PERCENTAGE", "inc_value": "8"})
    );
    assert_eq!(json["tip"], json!({"tip_type": "FIXED", "tip_value": "0"}));
    assert!(sums.check().is_ok());
    let dear = sums.with_tip(Tip::new("FIXED", 1001));
    assert_eq!(dear.check().unwrap_err()[0].field, "amount.value");
    let nothing = CreateQrCode::new("k-1", "c-1", "DYNAMIC", "POS", QrInfo::default());
    assert_eq!(
        nothing.check().unwrap_err()[0].field,
        "additional_info.transaction_purpose"
    );
    let info = QrInfo::new("SHOPPING").with_loyalty_label("l".repeat(26));
    let wrong = CreateQrCode::new("k-1", "c-1", "STATIC", "POS", info);
    assert_eq!(
        wrong.check().unwrap_err()[0].field,
        "additional_info.loyalty_label"
    );
}

#[test]
fn a_purpose_that_the_page_does_not_list_is_refused() {
    let check = |purpose: &str| {
        CreateQrCode::new("k-1", "c-1", "STATIC", "POS", QrInfo::new(purpose)).check()
    };
    let listed: Vec<&str> = PURPOSES.trim_start_matches("one of ").split(", ").collect();
    assert_eq!(listed.len(), 7);
    for word in &listed {
        assert_eq!(TransactionPurpose::from(*word).as_str(), *word);
        assert!(check(word).is_ok(), "{word}");
    }
    for word in ["01", "08", "DONATION"] {
        let problems = check(word).unwrap_err();
        assert_eq!(problems.len(), 1);
        assert_eq!(
            problems[0].to_string(),
            format!("`additional_info.transaction_purpose` must be {PURPOSES}")
        );
    }
}
