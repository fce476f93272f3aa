//! Ids. They look like UUIDs, but samples break the form, so they are not read as such.

use crate::opaque_id;

opaque_id! {
    /// The id of an access token, for looking it up and revoking it; not the token itself.
    pub struct TokenId;
}

opaque_id! {
    /// The id of an account of the identity and access system; not a bank account.
    pub struct IamAccountId;
}

opaque_id! {
    /// The id of a user of the platform.
    pub struct UserId;
}

opaque_id! {
    /// The id of a customer: a merchant that the entity acts for.
    pub struct CustomerId;
}

opaque_id! {
    /// The id of a linked bank account; not the number that the bank gives it.
    pub struct AccountId;
}

opaque_id! {
    /// The id of a registered key; not the key's value.
    pub struct KeyId;
}

opaque_id! {
    /// The id of a stored payee.
    pub struct RecipientId;
}

opaque_id! {
    /// The id of a resolved key. It pays once, within 30 minutes.
    pub struct ResolutionId;
}

opaque_id! {
    /// The id of a payment.
    pub struct PaymentId;
}

opaque_id! {
    /// The id of a QR code.
    pub struct QrCodeId;
}
