//! Models that both generations of Passport Fintech have.

use passport_api::breb::model::{
    BankAccount, Inc, Money, Owner, Participant, PaymentError, QrMerchant, Tip, TokenInfo, Vat,
};

use crate::accessors::{accessors, texts};

texts! {
    passport_api::breb::model {
        AccountId, AccountType, Currency, CustomerId, IamAccountId, IdentificationType, KeyId,
        PartyType, PaymentId, PaymentStatus, QrCodeId, QrCodeStatus, QrCodeType, QrImage,
        QrValueType, RecipientId, ResolutionId, TokenId,
    }
}

accessors! {
    TokenInfo {
        "token_id" => token_id,
        "token_type" => token_type,
        "expires_in" => expires_in,
        "scopes" => scopes,
        "roles" => roles,
        "account_id" => account_id,
        "created_at" => created_at,
    }
}

accessors! {
    Money {
        "value" => value,
        "currency" => currency,
    }
}

accessors! {
    Owner {
        "type" => party_type,
        "identification_type" => identification_type,
        "identification_number" => identification_number,
        "business_name" => business_name,
        "first_name" => first_name,
        "second_name" => second_name,
        "first_last_name" => first_last_name,
        "second_last_name" => second_last_name,
        "name" => name,
    }
}

accessors! {
    BankAccount {
        "account_type" => account_type,
        "account_number" => account_number,
        "bank_name" => bank_name,
    }
}

accessors! {
    Participant {
        "identification_number" => identification_number,
        "name" => name,
    }
}

accessors! {
    PaymentError {
        "error_code" => error_code,
        "error_description" => error_description,
        "status_code" => status_code,
    }
}

accessors! {
    Vat {
        "vat_type" => vat_type,
        "vat_value" => vat_value,
        "vat_base_value" => vat_base_value,
    }
}

accessors! {
    Inc {
        "inc_type" => inc_type,
        "inc_value" => inc_value,
    }
}

accessors! {
    Tip {
        "tip_type" => tip_type,
        "tip_value" => tip_value,
    }
}

accessors! {
    QrMerchant {
        "merchant_name" => merchant_name,
        "merchant_city" => merchant_city,
        "merchant_country" | "country" => merchant_country,
        "merchant_post_code" | "merchant_zip_code" => merchant_post_code,
        "merchant_category_code" => merchant_category_code,
    }
}
