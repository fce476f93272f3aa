//! Models of Passport Fintech's newer node.

use passport_api::breb::model::{
    Account, Address, BrebKey, Customer, DecodedQrCode, Key, KeyValidation, MatchResult, Payment,
    PaymentParty, QrCode, QrInfo, Recipient, Resolution,
};
use serde_json::{Value, json};

use crate::accessors::{accessors, texts};
use crate::leaves::{Leaves, Step};

texts! {
    passport_api::breb::model { AccountStatus, CustomerStatus, RecipientType }
}

accessors! {
    Customer {
        "id" => id,
        "type" => customer_type,
        "business_name" => business_name,
        "email" => email,
        "mobile_phone_number" => mobile_phone_number,
        "identification_type" => identification_type,
        "identification_number" => identification_number,
        "status" => status,
        "merchant_category_code" => merchant_category_code,
        "address" => address,
        "created_at" => created_at,
        "updated_at" => updated_at,
    }
}

accessors! {
    Address {
        "line_1" => line_1,
        "line_2" => line_2,
        "line_3" => line_3,
        "city" => city,
        "state" => state,
        "post_code" => post_code,
        "country" => country,
    }
}

accessors! {
    Account {
        "id" => id,
        "customer_id" => customer_id,
        "account_number" => account_number,
        "account_type" => account_type,
        "status" => status,
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
        "status" => status,
        "key" => key,
        "display_name" => display_name,
        "created_at" => created_at,
        "updated_at" => updated_at,
    }
}

accessors! {
    Resolution {
        "id" | "resolution_id" => id,
        "type" => resolution_type,
        "customer_id" => customer_id,
        "key" => key,
        "receptor_node" => receptor_node,
        "participant" => participant,
        "account" => account,
        "owner" => owner,
        "resolved_at" => resolved_at,
        "expires_at" => expires_at,
        "created_at" => created_at,
        "updated_at" => updated_at,
    }
}

impl Leaves for KeyValidation {
    fn leaf(&self, path: &[Step]) -> Option<Value> {
        let names = path.iter().map(|step| match step {
            Step::Field(name) => Some(name.as_str()),
            Step::Item(_) => None,
        });
        let names: Vec<&str> = names.collect::<Option<_>>()?;
        self.get(&names.join("."))
            .map(|it: &MatchResult| json!(it.as_str()))
    }
}

accessors! {
    Recipient {
        "id" => id,
        "customer_id" => customer_id,
        "type" | "recipient_type" => recipient_type,
        "key" => key,
        "alias" => alias,
        "owner" => owner,
        "account" => account,
        "created_at" => created_at,
        "updated_at" => updated_at,
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
        "resolution_id" => resolution_id,
        "recipient_id" | "breb_recipient_id" => recipient_id,
        "sender" => sender,
        "receiver" => receiver,
        "qr_code_reference" => qr_code_reference,
        "end_to_end_identification" => end_to_end_identification,
        "reference" => reference,
        "description" => description,
        "display_name" => display_name,
        "created_at" => created_at,
        "updated_at" => updated_at,
    }
}

accessors! {
    PaymentParty {
        "account" => account,
        "key" => key,
        "participant" => participant,
        "owner" => owner,
    }
}

accessors! {
    QrInfo {
        "transaction_purpose" => transaction_purpose,
        "terminal_label" => terminal_label,
        "invoice_number" => invoice_number,
        "mobile_phone_number" => mobile_phone_number,
        "store_label" => store_label,
        "loyalty_label" => loyalty_label,
        "reference_label" => reference_label,
        "customer_label" => customer_label,
        "customer_info" => customer_info,
        "channel_presentation" => channel_presentation,
        "merchant_name" => merchant_name,
    }
}

accessors! {
    QrCode {
        "id" => id,
        "type" => qr_code_type,
        "status" => status,
        "customer_id" | "entity_customer_id" => customer_id,
        "key_id" | "account_key_id" => key_id,
        "key" => key,
        "channel" => channel,
        "amount" => amount,
        "vat" => vat,
        "inc" => inc,
        "tip" => tip,
        "additional_info" => additional_info,
        "merchant" => merchant,
        "qr_code_data" => qr_code_data,
        "qr_code_image" => qr_code_image,
        "qr_code_reference" => qr_code_reference,
        "acquirer_network_identifier" => acquirer_network_identifier,
        "created_at" => created_at,
        "updated_at" => updated_at,
    }
}

accessors! {
    DecodedQrCode {
        "type" => qr_code_type,
        "status" => status,
        "key" => key,
        "channel" => channel,
        "amount" => amount,
        "vat" => vat,
        "inc" => inc,
        "tip" => tip,
        "additional_info" => additional_info,
        "merchant" => merchant,
        "qr_code_data" => qr_code_data,
        "qr_code_reference" | "qr_code_refrence" => qr_code_reference,
        "acquirer_network_identifier" => acquirer_network_identifier,
    }
}
