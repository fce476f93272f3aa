//! Requests and responses of the newer Passport Fintech API.
//!
//! Requests are built by `new` and `with_…`, and `check` finds what the documentation forbids, if
//! asked. Responses are read leniently: unknown fields are ignored, both generations' field names
//! are understood, and everything but the id may be absent.

mod account;
mod address;
mod customer;
mod decoded_qr_code;
mod key;
mod key_validation;
mod order;
mod payment;
mod qr_code;
mod recipient;
mod resolution;

// The public interface is:
pub use self::account::{Account, AccountStatus, LinkAccount};
pub use self::address::Address;
pub use self::customer::{Customer, CustomerStatus, LinkCustomer, UpdateCustomer};
pub use self::decoded_qr_code::{DecodeQrCode, DecodedQrCode};
pub use self::key::{BrebKey, CreateKey, Key, KeyStatus, KeyType};
pub use self::key_validation::{KeyValidation, MatchResult, ValidateKey};
pub use self::order::OrderDirection;
pub use self::payment::{
    ConfirmPayment, CreateAchPayment, CreatePayment, Payment, PaymentDirection, PaymentParty,
};
pub use self::qr_code::{CreateQrCode, QrChannel, QrCode, QrInfo, TransactionPurpose};
pub use self::recipient::{CreateAchRecipient, CreateRecipient, Recipient, RecipientType};
pub use self::resolution::{Resolution, ResolveKey};
pub use crate::fintech::{
    AccountId, AccountType, BankAccount, Currency, CustomerId, GrantFlow, IamAccountId,
    IdentificationType, Inc, KeyId, Money, Owner, Participant, PartyType, PaymentError, PaymentId,
    PaymentStatus, QrCodeId, QrCodeStatus, QrCodeType, QrImage, QrImageError, QrMerchant,
    QrValueType, RailCode, RecipientId, ResolutionId, Tip, TokenId, TokenInfo, UserId, Vat,
};
pub use crate::types::{Amount, FieldProblem, ParseAmountError, Sensitive, Timestamp, Word};
