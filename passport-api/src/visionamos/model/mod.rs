//! Requests and responses of the older Passport Fintech API, the Visionamos node.
//!
//! Names are those of this generation; responses are read in the newer one's words as well.
//! Requests are built by `new` and `with_…`, and `check` finds what the documentation forbids, if
//! asked.

mod account;
mod customer;
mod key;
mod order;
mod payment;
mod qr_code;
mod recipient;

// The public interface is:
pub use self::account::{Account, LinkAccount};
pub use self::customer::{CreateCustomer, Customer, CustomerStatus};
pub use self::key::{BrebKey, CreateKey, Key, KeyReference, KeyState, KeyStatus, KeyType};
pub use self::order::OrderDirection;
pub use self::payment::{CreatePayment, CreatedPayment, Payment, PaymentDirection, ResolvedKey};
pub use self::qr_code::{CreateQrCode, QrChannel, QrCode, QrInfo, TransactionPurpose};
pub use self::recipient::{CreateRecipient, Recipient};
pub use crate::fintech::{
    AccountId, AccountType, Currency, CustomerId, IamAccountId, IdentificationType, Inc, KeyId,
    Money, PartyType, PaymentError, PaymentId, PaymentStatus, QrCodeId, QrCodeStatus, QrCodeType,
    QrImage, QrImageError, QrMerchant, QrValueType, RailCode, RecipientId, Tip, TokenId, TokenInfo,
    Vat,
};
pub use crate::types::{Amount, FieldProblem, ParseAmountError, Sensitive, Timestamp, Word};
