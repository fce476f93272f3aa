//! QR codes that are paid to a key.

use super::key::BrebKey;
use crate::fintech::{
    CustomerId, Inc, KeyId, Money, QrCodeId, QrCodeStatus, QrCodeType, QrImage, QrMerchant, QrSum,
    Tip, Vat, check_labels,
};
use crate::open_enum;
use crate::types::{
    FieldProblem, Problems, Sensitive, Timestamp, Word, request, response, setters,
};

open_enum! {
    /// Where a QR code is shown.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-qr-codes>
    pub enum QrChannel {
        /// Manual.
        Man = "MAN",
        /// Point of sale.
        Pos = "POS",
        /// An app.
        App = "APP",
        /// A shop on the web.
        Ecomm = "ECOMM",
        /// Mobile point of sale.
        Mpos = "MPS" | "MPOS",
        /// Cash machine.
        Atm = "ATM",
    }
}

open_enum! {
    /// What a QR code is paid for.
    ///
    /// The newer generation's digits are read as well, whose meanings its page prints in Spanish,
    /// from `00` (Compras) to `07` (Depósito).
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-qr-codes>
    pub enum TransactionPurpose {
        /// Buying something; `00` (Compras).
        Purchase = "SHOPPING" | "PURCHASE" | "00",
        /// Undoing a payment; `02` (Anulaciones).
        Cancellation = "CANCELLATION" | "02",
        /// Moving money.
        Transfer = "TRANSFER" | "03",
        /// Taking money out.
        Withdrawal = "RETREAT" | "WITHDRAWAL" | "04",
        /// Collecting what is owed.
        Collection = "COLLECTION" | "05",
        /// Topping up.
        Refill = "REFILL" | "06",
        /// Paying money in; `07` (Depósito).
        Deposit = "DEPOSIT" | "07",
    }
}

response! {
    /// What a QR code says besides the sum.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-qr-codes>
    #[derive(Default, Eq)]
    pub struct QrInfo {
        /// What it is paid for.
        pub transaction_purpose: Option<Word<TransactionPurpose>>,
        /// The invoice's number.
        pub invoice_number: Option<String>,
        /// A mobile phone number. The page's table prints the name with a space.
        pub mobile_phone_number: Option<Sensitive> = "mobile_phone_number" | "mobile_phone number",
        /// The shop.
        pub store_label: Option<String>,
        /// The loyalty card.
        pub loyalty_label: Option<Sensitive>,
        /// The merchant's reference.
        pub reference_label: Option<String>,
        /// The merchant's name, in responses.
        pub merchant_name: Option<Sensitive>,
    }
}

impl QrInfo {
    /// What it is paid for, and nothing else yet.
    #[must_use]
    pub fn new(purpose: impl Into<TransactionPurpose>) -> Self {
        Self {
            transaction_purpose: Some(Word::from(purpose.into())),
            ..Self::default()
        }
    }

    fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        let purpose = self.transaction_purpose.as_deref();
        let word = purpose.map_or("", TransactionPurpose::as_str);
        problems.present("transaction_purpose", word);
        let is_other = matches!(purpose, Some(TransactionPurpose::Other(_)));
        let is_listed = word.is_empty() || !is_other;
        problems.require(is_listed, "transaction_purpose", PURPOSES);
        let phone = self.mobile_phone_number.as_ref().map(Sensitive::expose);
        let loyalty = self.loyalty_label.as_ref().map(Sensitive::expose);
        let labels = [
            ("invoice_number", self.invoice_number.as_ref()),
            ("mobile_phone_number", phone),
            ("store_label", self.store_label.as_ref()),
            ("loyalty_label", loyalty),
            ("reference_label", self.reference_label.as_ref()),
        ];
        check_labels(&mut problems, labels);
        problems.finish()
    }
}

setters! {
    QrInfo {
        /// The invoice's number.
        invoice_number: String, with_invoice_number;
        /// A mobile phone number.
        mobile_phone_number: Sensitive, with_mobile_phone_number;
        /// The shop.
        store_label: String, with_store_label;
        /// The loyalty card.
        loyalty_label: Sensitive, with_loyalty_label;
        /// The merchant's reference.
        reference_label: String, with_reference_label;
    }
}

response! {
    /// A QR code.
    ///
    /// Source: <https://docs.passportfintech.com/ES/create-qr-codes>
    #[derive(Default, Eq)]
    pub struct QrCode {
        /// The QR code's id; no sample of this generation shows one.
        pub id: Option<QrCodeId> = "id" | "qr_code_id",
        /// For one payment or for many.
        pub qr_code_type: Option<QrCodeType> = "type",
        /// The state.
        pub status: Option<QrCodeStatus>,
        /// Who is paid.
        pub entity_customer_id: Option<CustomerId> = "entity_customer_id" | "customer_id",
        /// The key that is paid.
        pub account_key_id: Option<KeyId> = "account_key_id" | "key_id",
        /// The key's type and value.
        pub key: Option<BrebKey>,
        /// Where it is shown.
        pub channel: Option<Word<QrChannel>>,
        /// The sum; a plain static code has none.
        pub amount: Option<Money>,
        /// Value added tax.
        pub vat: Option<Vat>,
        /// Consumption tax.
        pub inc: Option<Inc>,
        /// Tip.
        pub tip: Option<Tip>,
        /// What it says besides the sum.
        pub additional_info: Option<QrInfo>,
        /// Who is paid, as the code itself says.
        pub merchant: Option<QrMerchant>,
        /// The text in the code (EMV), to the letter.
        pub qr_code_data: Option<Sensitive>,
        /// The image of the code.
        pub qr_code_image: Option<QrImage>,
        /// The network that acquires the payment, such as `VISI`.
        pub acquirer_network_identifier: Option<String>,
        /// When it was created.
        pub created_at: Option<Timestamp>,
        /// When it was last changed.
        pub updated_at: Option<Timestamp>,
    }
}

request! {
    /// Creates a QR code that is paid to a key.
    ///
    /// The known part of the page ends before the sum and the taxes, which responses show; they are
    /// sent in the form of the newer generation. Which codes need a sum is not known here.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-qr-codes>
    #[derive(Eq)]
    pub struct CreateQrCode {
        required {
            /// The key that will be paid.
            key_id: KeyId,
            /// Who will be paid. It is `customer_id` here, in this generation too.
            customer_id: CustomerId,
            /// For one payment or for many.
            qr_code_type as "type": QrCodeType,
            /// Where it will be shown.
            channel: QrChannel,
            /// What it says besides the sum.
            additional_info: QrInfo,
        }
        optional {
            /// The sum in pesos, tax and tip included.
            amount: Money, with_amount;
            /// Value added tax.
            vat: Vat, with_vat;
            /// Consumption tax.
            inc: Inc, with_inc;
            /// Tip.
            tip: Tip, with_tip;
        }
    }
}

impl CreateQrCode {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.present("key_id", self.key_id.as_str());
        problems.present("customer_id", self.customer_id.as_str());
        problems.present("type", self.qr_code_type.as_str());
        problems.present("channel", self.channel.as_str());
        problems.nested("additional_info", self.additional_info.check());
        let sum = QrSum {
            amount: self.amount.as_ref(),
            vat: self.vat.as_ref(),
            inc: self.inc.as_ref(),
            tip: self.tip.as_ref(),
        };
        problems.extend(sum.check());
        problems.finish()
    }
}

/// The purposes that the page lists.
const PURPOSES: &str =
    "one of SHOPPING, CANCELLATION, TRANSFER, RETREAT, COLLECTION, REFILL, DEPOSIT";

#[cfg(test)]
mod tests;
