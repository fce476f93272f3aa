//! What both generations of the Passport Fintech API have in common.

mod customer_rules;
mod id;
mod kind;
mod money;
mod party;
mod payment_error;
mod qr;
mod qr_image;
mod qr_rules;
mod rail_code;
mod rules;
mod token;

pub(crate) use self::customer_rules::{
    check_business, check_email, check_name, check_nit, check_phone,
};
pub(crate) use self::qr_rules::{QrSum, check_labels};
pub(crate) use self::rules::{KeyRule, check_sum, has_two_decimals, is_nit, is_phone};

// The public interface of both `model` modules is:
pub use self::id::{
    AccountId, CustomerId, IamAccountId, KeyId, PaymentId, QrCodeId, RecipientId, ResolutionId,
    TokenId, UserId,
};
pub use self::kind::{AccountType, GrantFlow, IdentificationType, PartyType, PaymentStatus};
pub use self::money::{Currency, Money};
pub use self::party::{BankAccount, Owner, Participant};
pub use self::payment_error::PaymentError;
pub use self::qr::{Inc, QrCodeStatus, QrCodeType, QrMerchant, QrValueType, Tip, Vat};
pub use self::qr_image::{QrImage, QrImageError};
pub use self::rail_code::RailCode;
pub use self::token::TokenInfo;
