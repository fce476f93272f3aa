//! What both generations of the Passport Fintech API have in common.

mod id;
mod kind;
mod money;
mod party;
mod qr;
mod qr_image;
mod rules;
mod token;

pub(crate) use self::rules::{KeyRule, is_nit, is_phone};

// The public interface of both `model` modules is:
pub use self::id::{
    AccountId, CustomerId, IamAccountId, KeyId, PaymentId, QrCodeId, RecipientId, ResolutionId,
    TokenId, UserId,
};
pub use self::kind::{AccountType, GrantFlow, IdentificationType, PartyType, PaymentStatus};
pub use self::money::{Currency, Money};
pub use self::party::{BankAccount, Owner, Participant};
pub use self::qr::{Inc, QrCodeStatus, QrCodeType, QrMerchant, QrValueType, Tip, Vat};
pub use self::qr_image::{QrImage, QrImageError};
pub use self::token::TokenInfo;
