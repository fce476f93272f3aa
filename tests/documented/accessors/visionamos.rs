//! Models of Passport Fintech's older node.

use passport_api::visionamos::model::{
    Account, BrebKey, CreatedPayment, Customer, Key, KeyState, Payment, QrCode, QrInfo, Recipient,
    ResolvedKey,
};

use crate::accessors::accessors;

accessors! {
    Customer {
        "id" => id,
        "type" => customer_type,
        "business_name" => business_name,
        "email" => email,
        "mobile_phone_number" => mobile_phone_number,
        "identification_type" => identification_type,
        "identification_number" => identification_number,
    }
}

accessors! {
    Account {
        "id" => id,
        "entity_customer_id" => entity_customer_id,
        "number" => number,
        "type" => account_type,
        "available_balance" => available_balance,
        "pending_balance" => pending_balance,
        "fintech_id" => fintech_id,
        "bank_id" => bank_id,
        "bank_name" => bank_name,
        "account_name" => account_name,
        "created_at" => created_at,
        "updated_at" => updated_at,
    }
}

accessors! {
    BrebKey {
        "key_type" => key_type,
        "key_value" => key_value,
    }
}

accessors! {
    Key {
        "id" => id,
        "account_id" => account_id,
        "key_type" => key_type,
        "key_value" => key_value,
    }
}

accessors! {
    KeyState {
        "key_status" => key_status,
    }
}

accessors! {
    Recipient {
        "id" => id,
        "entity_customer_id" => entity_customer_id,
        "key_type" => key_type,
        "key_value" => key_value,
    }
}

accessors! {
    CreatedPayment {
        "payment" => payment,
        "breb_resolved_key" => breb_resolved_key,
    }
}

accessors! {
    ResolvedKey {
        "account_type" => account_type,
        "account_number" => account_number,
        "business_name" => business_name,
        "identification_type" => identification_type,
        "identification_number" => identification_number,
    }
}

accessors! {
    Payment {
        "id" => id,
        "status" => status,
        "error" => error,
        "direction" => direction,
        "amount" => amount,
        "account_id" => account_id,
        "breb_recipient_id" => breb_recipient_id,
        "reference" => reference,
        "created_at" => created_at,
        "updated_at" => updated_at,
    }
}

accessors! {
    QrInfo {
        "transaction_purpose" => transaction_purpose,
        "invoice_number" => invoice_number,
        "mobile_phone_number" | "mobile_phone number" => mobile_phone_number,
        "store_label" => store_label,
        "loyalty_label" => loyalty_label,
        "reference_label" => reference_label,
        "merchant_name" => merchant_name,
    }
}

accessors! {
    QrCode {
        "id" => id,
        "type" => qr_code_type,
        "status" => status,
        "entity_customer_id" => entity_customer_id,
        "account_key_id" => account_key_id,
        "key" => key,
        "channel" => channel,
        "amount" => amount,
        "vat" => vat,
        "inc" => inc,
        "tip" => tip,
        "additional_info" => additional_info,
        "merchant" => merchant,
        "qr_code_data" => qr_code_data,
        "acquirer_network_identifier" => acquirer_network_identifier,
        "created_at" => created_at,
    }
}
