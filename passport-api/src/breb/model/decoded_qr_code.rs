//! Decoding a QR code's text.

use super::key::BrebKey;
use super::qr_code::{QrChannel, QrInfo};
use crate::fintech::{CustomerId, Inc, Money, QrCodeStatus, QrCodeType, QrMerchant, Tip, Vat};
use crate::types::{FieldProblem, Problems, Sensitive, Word, request, response};

request! {
    /// Reads the text of a QR code.
    ///
    /// Source: <https://docs.passportfintech.com/EN/decode-qr-code>
    #[derive(Eq)]
    pub struct DecodeQrCode {
        required {
            /// The customer who is about to pay.
            customer_id: CustomerId,
            /// The text in the code (EMV), to the letter: not trimmed, not encoded anew.
            qr_code_data: Sensitive,
        }
    }
}

impl DecodeQrCode {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.present("customer_id", self.customer_id.as_str());
        problems.present("qr_code_data", self.qr_code_data.expose());
        problems.finish()
    }
}

response! {
    /// What the text of a QR code says. It has no id and no image.
    ///
    /// Source: <https://docs.passportfintech.com/EN/decode-qr-code>
    #[derive(Default, Eq)]
    pub struct DecodedQrCode {
        /// For one payment or for many.
        pub qr_code_type: Option<QrCodeType> = "type",
        /// The state.
        pub status: Option<QrCodeStatus>,
        /// The key that is paid.
        pub key: Option<BrebKey>,
        /// Where it is shown.
        pub channel: Option<Word<QrChannel>>,
        /// The sum, if the code fixes it.
        pub amount: Option<Money>,
        /// Value added tax.
        pub vat: Option<Vat>,
        /// Consumption tax.
        pub inc: Option<Inc>,
        /// Tip; not on the page, but a code may have one.
        pub tip: Option<Tip>,
        /// What it says besides the sum.
        pub additional_info: Option<QrInfo>,
        /// Who is paid.
        pub merchant: Option<QrMerchant>,
        /// The text in the code (EMV), to the letter.
        pub qr_code_data: Option<Sensitive>,
        /// The reference that payments of it carry.
        pub qr_code_reference: Option<String> = "qr_code_reference" | "qr_code_refrence",
        /// The network that acquires the payment, such as `VISI`.
        pub acquirer_network_identifier: Option<String>,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::breb::model::KeyType;

    #[test]
    fn reads_alike_in_both_vocabularies() {
        let read = |key_type: &str, post_code: &str| -> DecodedQrCode {
            serde_json::from_value(json!({
                "type": "STATIC", "status": "ACTIVE", "qr_code_data": "0002 ", "channel": "POS",
                "key": {"key_type": key_type, "key_value": "0012345678"},
                "merchant": {post_code: "760001"},
                "additional_info": {"transaction_purpose": "COLLECTION"}, "qr_code_reference": "",
            }))
            .unwrap()
        };
        let newer = read("BCODE", "merchant_post_code");
        assert_eq!(newer, read("B", "merchant_zip_code"));
        assert_eq!(
            newer.key.unwrap().key_type.as_deref(),
            Some(&KeyType::Bcode)
        );
        assert_eq!(
            (newer.amount, newer.qr_code_data),
            (None, Some("0002 ".into()))
        );
    }

    #[test]
    fn sends_the_text_to_the_letter() {
        let request = DecodeQrCode::new("c-1", " 0002\u{a0} ");
        let body = json!({"customer_id": "c-1", "qr_code_data": " 0002\u{a0} "});
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(
            serde_json::from_value::<DecodeQrCode>(body).unwrap(),
            request
        );
        assert!(request.check().is_ok());
        assert_eq!(DecodeQrCode::new("", "").check().unwrap_err().len(), 2);
    }
}
