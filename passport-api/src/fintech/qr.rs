//! Parts of a QR code that both generations have.

use crate::open_enum;
use crate::types::{Amount, Sensitive, response};

open_enum! {
    /// Whether a QR code is for one payment or for many.
    pub enum QrCodeType {
        /// For many payments, usually without an amount.
        Static = "STATIC",
        /// For one payment, with its amount.
        Dynamic = "DYNAMIC",
    }
}

open_enum! {
    /// The state of a QR code.
    pub enum QrCodeStatus {
        /// It can be paid.
        Active = "ACTIVE",
    }
}

open_enum! {
    /// How a tax or a tip is given.
    pub enum QrValueType {
        /// A sum, in pesos.
        Fixed = "FIXED",
        /// A share, in percent.
        Percentage = "PERCENTAGE",
    }
}

response! {
    /// Value added tax (IVA).
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-qr-codes>
    #[derive(Default, Eq)]
    pub struct Vat {
        /// How the value is given.
        pub vat_type: Option<QrValueType>,
        /// The tax.
        pub vat_value: Option<Amount>,
        /// The sum that is taxed, in pesos.
        pub vat_base_value: Option<Amount>,
    }
}

impl Vat {
    /// A tax as a sum or a share of what is taxed.
    #[must_use]
    pub fn new(
        vat_type: impl Into<QrValueType>,
        vat_value: impl Into<Amount>,
        vat_base_value: impl Into<Amount>,
    ) -> Self {
        Self {
            vat_type: Some(vat_type.into()),
            vat_value: Some(vat_value.into()),
            vat_base_value: Some(vat_base_value.into()),
        }
    }
}

response! {
    /// Consumption tax (INC).
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-qr-codes>
    #[derive(Default, Eq)]
    pub struct Inc {
        /// How the value is given.
        pub inc_type: Option<QrValueType>,
        /// The tax.
        pub inc_value: Option<Amount>,
    }
}

impl Inc {
    /// A tax as a sum or a share.
    #[must_use]
    pub fn new(inc_type: impl Into<QrValueType>, inc_value: impl Into<Amount>) -> Self {
        Self {
            inc_type: Some(inc_type.into()),
            inc_value: Some(inc_value.into()),
        }
    }
}

response! {
    /// A tip.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-qr-codes>
    #[derive(Default, Eq)]
    pub struct Tip {
        /// How the value is given.
        pub tip_type: Option<QrValueType>,
        /// The tip.
        pub tip_value: Option<Amount>,
    }
}

impl Tip {
    /// A tip as a sum or a share.
    #[must_use]
    pub fn new(tip_type: impl Into<QrValueType>, tip_value: impl Into<Amount>) -> Self {
        Self {
            tip_type: Some(tip_type.into()),
            tip_value: Some(tip_value.into()),
        }
    }
}

response! {
    /// Who is paid by a QR code, as the code itself says.
    ///
    /// Source: <https://docs.passportfintech.com/EN/retrieve-qr-code>
    #[derive(Default, Eq)]
    pub struct QrMerchant {
        /// The merchant's name.
        pub merchant_name: Option<Sensitive>,
        /// The merchant's city.
        pub merchant_city: Option<String>,
        /// The merchant's country; `CO`.
        pub merchant_country: Option<String> = "merchant_country" | "country",
        /// The merchant's post code.
        pub merchant_post_code: Option<String> = "merchant_post_code" | "merchant_zip_code",
        /// What the merchant trades in: four digits, leading zeros count.
        pub merchant_category_code: Option<String>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_merchant_reads_alike_in_both_vocabularies() {
        let newer: QrMerchant = serde_json::from_str(
            r#"{"merchant_name":"Tienda","merchant_country":"CO","merchant_post_code":"110111"}"#,
        )
        .unwrap();
        let older: QrMerchant = serde_json::from_str(
            r#"{"merchant_name":"Tienda","country":"CO","merchant_zip_code":"110111"}"#,
        )
        .unwrap();
        assert_eq!(newer, older);
        assert_eq!(newer.merchant_post_code.as_deref(), Some("110111"));
    }

    #[test]
    fn taxes_are_strings_and_keep_their_digits() {
        let vat = Vat::new(
            QrValueType::Percentage,
            "19.00".parse::<Amount>().unwrap(),
            1000,
        );
        let json = r#"{"vat_base_value":"1000","vat_type":"PERCENTAGE","vat_value":"19.00"}"#;
        assert_eq!(
            serde_json::to_value(&vat).unwrap(),
            serde_json::from_str::<serde_json::Value>(json).unwrap()
        );
        assert_eq!(serde_json::from_str::<Vat>(json).unwrap(), vat);
    }
}
