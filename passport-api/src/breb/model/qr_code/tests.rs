use serde_json::json;

use super::*;
use crate::breb::model::KeyType;
use crate::fintech::QrValueType;
use crate::types::fields_of;

#[test]
fn reads_alike_in_both_vocabularies() {
    let emv = "000201 0102  ";
    let newer: QrCode = serde_json::from_value(json!({
        "customer_id": "c-1", "key_id": "k-1", "key": {"key_type": "ALPHA", "key_value": "@sol123"},
        "channel": "MPOS", "qr_code_data": emv,
        "additional_info": {"transaction_purpose": "PURCHASE"},
        "merchant": {"merchant_country": "CO", "merchant_post_code": "760001"},
    }))
    .unwrap();
    let older: QrCode = serde_json::from_value(json!({
        "entity_customer_id": "c-1", "account_key_id": "k-1", "key": {"key_type": "O",
                                                                      "key_value": "@sol123"},
        "channel": "MPS", "qr_code_data": emv,
        "additional_info": {"transaction_purpose": "SHOPPING"},
        "merchant": {"country": "CO", "merchant_zip_code": "760001"},
    }))
    .unwrap();
    assert_eq!(newer, older);
    assert_eq!(newer.qr_code_data, Some(emv.into()));
}

#[test]
fn reads_a_whole_code() {
    let code: QrCode = serde_json::from_value(json!({
        "id": "q-1", "status": "ACTIVE", "type": "DYNAMIC", "channel": "DRONE",
        "qr_code_image": "b'iVBORw=='",
        "amount": {"value": "1190.00", "currency": "COP"}, "acquirer_network_identifier": "VISI",
        "vat": {"vat_type": "FIXED", "vat_value": "190.00", "vat_base_value": "1000.00"},
        "inc": {"inc_type": "PERCENTAGE", "inc_value": "0"}, "tip": null,
        "additional_info": {"merchant_name": "Sol", "store_label": "", "transaction_purpose": "05"},
        "key": {"key_type": "E", "key_value": "sol@ejemplo.test"},
        "qr_code_reference": "VISI12", "created_at": "2025-01-02T03:04:05.678901Z",
    }))
    .unwrap();
    assert_eq!(code.channel.as_ref().unwrap().as_str(), "DRONE");
    assert_eq!(
        code.vat.as_ref().unwrap().vat_value.unwrap().to_string(),
        "190.00"
    );
    assert_eq!(
        code.qr_code_image.as_ref().unwrap().png().unwrap(),
        b"\x89PNG"
    );
    assert_eq!(
        code.key.as_ref().unwrap().key_type.as_deref(),
        Some(&KeyType::Email)
    );
    let info = code.additional_info.as_ref().unwrap();
    assert_eq!(
        info.transaction_purpose.as_deref(),
        Some(&TransactionPurpose::Collection)
    );
    let again = serde_json::to_string(&code).unwrap();
    assert_eq!(serde_json::from_str::<QrCode>(&again).unwrap(), code);
}

#[test]
fn writes_the_documented_body() {
    let info = QrInfo::new(TransactionPurpose::Purchase).with_terminal_label("T1");
    let request = CreateQrCode::new("k-1", "c-1", QrCodeType::Dynamic, QrChannel::Mpos, info)
        .with_amount(Money::cop("1190.00".parse::<Amount>().unwrap()))
        .with_tip(Tip::new(QrValueType::Fixed, 0));
    let body = json!({
        "key_id": "k-1", "customer_id": "c-1", "type": "DYNAMIC", "channel": "MPOS",
        "additional_info": {"transaction_purpose": "00", "terminal_label": "T1"},
        "amount": {"value": "1190.00", "currency": "COP"}, "tip": {"tip_type": "FIXED",
                                                                   "tip_value": "0"},
    });
    assert_eq!(serde_json::to_value(&request).unwrap(), body);
    assert_eq!(
        serde_json::from_value::<CreateQrCode>(body).unwrap(),
        request
    );
    assert!(request.check().is_ok());
}

#[test]
fn checks_every_documented_rule() {
    let info = QrInfo::new(TransactionPurpose::Purchase)
        .with_store_label("s".repeat(26))
        .with_mobile_phone_number("3".repeat(26));
    let request = CreateQrCode::new("k-1", "c-1", QrCodeType::Dynamic, QrChannel::Pos, info)
        .with_qr_code_reference("ABCp");
    let fields = fields_of(request.check());
    let expected = [
        "additional_info.mobile_phone_number",
        "additional_info.store_label",
        "qr_code_reference",
        "amount",
    ];
    assert_eq!(fields, expected);
    let exact = request.with_amount(Money::cop("1.001".parse::<Amount>().unwrap()));
    assert_eq!(
        exact.check().unwrap_err().last().unwrap().field,
        "amount.value"
    );
    let bare = CreateQrCode::new("", "", "", "", QrInfo::default());
    let fields = fields_of(bare.check());
    let expected = [
        "key_id",
        "customer_id",
        "type",
        "channel",
        "additional_info.transaction_purpose",
    ];
    assert_eq!(fields, expected);
    for reference in ["", "A1", "12345678901234567"] {
        let code = CreateQrCode::new("k-1", "c-1", "STATIC", "POS", QrInfo::new("00"));
        let code = code.with_qr_code_reference(reference);
        assert!(code.check().is_ok(), "{reference}");
    }
    for reference in ["123456789012345678", "A-1", "P1"] {
        let code = CreateQrCode::new("k-1", "c-1", "STATIC", "POS", QrInfo::new("00"));
        let problems = code.with_qr_code_reference(reference).check().unwrap_err();
        assert_eq!(problems[0].field, "qr_code_reference", "{reference}");
    }
    let nothing = |kind: &str| {
        let code = CreateQrCode::new("k-1", "c-1", kind, "POS", QrInfo::new("00"));
        code.with_amount(Money::cop(0)).check()
    };
    assert_eq!(nothing("DYNAMIC").unwrap_err()[0].field, "amount.value");
    assert!(nothing("STATIC").is_ok());
    for field in ["vat", "inc", "tip"] {
        let fine = "0.001".parse::<Amount>().unwrap();
        let code = CreateQrCode::new("k-1", "c-1", "STATIC", "POS", QrInfo::new("00"));
        let code = match field {
            "vat" => code.with_vat(Vat::new("FIXED", fine, 1)),
            "inc" => code.with_inc(Inc::new("FIXED", fine)),
            _ => code.with_tip(Tip::new("FIXED", fine)),
        };
        let problems = code.check().unwrap_err();
        assert!(problems[0].field.starts_with(field), "{problems:?}");
    }
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
