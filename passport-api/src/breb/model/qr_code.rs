//! QR codes that are paid to a key.

use super::key::BrebKey;
use crate::fintech::{
    CustomerId, Inc, KeyId, Money, QrCodeId, QrCodeStatus, QrCodeType, QrImage, QrMerchant, QrSum,
    Tip, Vat, check_labels,
};
use crate::open_enum;
use crate::types::{
    Amount, FieldProblem, Problems, Sensitive, Timestamp, Word, request, response, setters,
};

open_enum! {
    /// Where a QR code is shown.
    ///
    /// Two revisions of the page list different abbreviations, so both are here: the older explains
    /// its own, such as `MAN` (Manual), the newer is known from an integrator alone.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-qr-codes>
    pub enum QrChannel {
        /// `IM`, in the newer list, which does not explain it.
        Im = "IM",
        /// Manual; in the older list.
        Man = "MAN",
        /// Point of sale.
        Pos = "POS",
        /// An app.
        App = "APP",
        /// A shop on the web.
        Ecomm = "ECOMM",
        /// Mobile point of sale.
        Mpos = "MPOS" | "MPS",
        /// `CB`, in the newer list, which does not explain it.
        Cb = "CB",
        /// `OFC`, in the newer list, which does not explain it.
        Ofc = "OFC",
        /// Cash machine.
        Atm = "ATM",
    }
}

open_enum! {
    /// What a QR code is paid for.
    ///
    /// Sent as two digits, whose meanings the page prints in Spanish, from `00` (Compras) to `07`
    /// (Depósito); there is no `01`. The older generation's words are read as well.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-qr-codes>
    pub enum TransactionPurpose {
        /// Buying something; `00` (Compras).
        Purchase = "00" | "PURCHASE" | "SHOPPING",
        /// Undoing a payment; `02` (Anulaciones).
        Cancellation = "02" | "CANCELLATION",
        /// Moving money.
        Transfer = "03" | "TRANSFER",
        /// Taking money out.
        Withdrawal = "04" | "WITHDRAWAL" | "RETREAT",
        /// Collecting what is owed.
        Collection = "05" | "COLLECTION",
        /// Topping up.
        Refill = "06" | "REFILL",
        /// Paying money in; `07` (Depósito).
        Deposit = "07" | "DEPOSIT",
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
        /// The terminal; an integrator reports that it is required.
        pub terminal_label: Option<String>,
        /// The invoice's number.
        pub invoice_number: Option<String>,
        /// A mobile phone number.
        pub mobile_phone_number: Option<Sensitive>,
        /// The shop.
        pub store_label: Option<String>,
        /// The loyalty card.
        pub loyalty_label: Option<Sensitive>,
        /// The merchant's reference.
        pub reference_label: Option<String>,
        /// The customer.
        pub customer_label: Option<Sensitive>,
        /// What the payer's app should ask the customer for.
        pub customer_info: Option<Sensitive>,
        /// How the code is presented.
        pub channel_presentation: Option<String>,
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
        /// The terminal; an integrator reports that it is required.
        terminal_label: String, with_terminal_label;
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
        /// The customer.
        customer_label: Sensitive, with_customer_label;
        /// What the payer's app should ask the customer for.
        customer_info: Sensitive, with_customer_info;
        /// How the code is presented.
        channel_presentation: String, with_channel_presentation;
    }
}

response! {
    /// A QR code.
    ///
    /// Source: <https://docs.passportfintech.com/EN/retrieve-qr-code>
    #[derive(Default, Eq)]
    pub struct QrCode {
        /// The QR code's id; some samples leave it out.
        pub id: Option<QrCodeId> = "id" | "qr_code_id",
        /// For one payment or for many.
        pub qr_code_type: Option<QrCodeType> = "type",
        /// The state.
        pub status: Option<QrCodeStatus>,
        /// Who is paid.
        pub customer_id: Option<CustomerId> = "customer_id" | "entity_customer_id",
        /// The key that is paid.
        pub key_id: Option<KeyId> = "key_id" | "account_key_id",
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
        /// The reference that payments of it carry.
        pub qr_code_reference: Option<String> = "qr_code_reference" | "qr_code_refrence",
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
    /// Sources: <https://docs.passportfintech.com/EN/create-qr-codes>,
    /// <https://docs.passportfintech.com/ES/create-qr-codes>
    #[derive(Eq)]
    pub struct CreateQrCode {
        required {
            /// The key that will be paid.
            key_id: KeyId,
            /// Who will be paid.
            customer_id: CustomerId,
            /// For one payment or for many.
            qr_code_type as "type": QrCodeType,
            /// Where it will be shown.
            channel: QrChannel,
            /// What it says besides the sum.
            additional_info: QrInfo,
        }
        optional {
            /// The reference that payments of it will carry. The platform puts its network's prefix
            /// before it.
            qr_code_reference: String, with_qr_code_reference;
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
        if let Some(reference) = &self.qr_code_reference {
            let rule = "at most 17 letters and digits, none of them a P";
            problems.require(is_reference(reference), "qr_code_reference", rule);
        }
        let needs_amount = self.qr_code_type == QrCodeType::Dynamic;
        problems.require(
            !needs_amount || self.amount.is_some(),
            "amount",
            "present in a dynamic code",
        );
        let is_nothing = |amount: &Money| amount.value == Amount::default();
        let has_sum = !needs_amount || !self.amount.as_ref().is_some_and(is_nothing);
        problems.require(has_sum, "amount.value", "more than 0 in a dynamic code");
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

fn is_reference(text: &str) -> bool {
    text.len() <= 17
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() && !byte.eq_ignore_ascii_case(&b'P'))
}

/// The purposes that the page lists.
const PURPOSES: &str = "one of 00, 02, 03, 04, 05, 06, 07";

#[cfg(test)]
mod tests;
