//! What holds a secret is not written anywhere by accident: it has no `Serialize`.

use passport_api::breb::sets::EntityClientCredentials;
use passport_api::breb::webhook::{AuthorizationRequest, PaymentEvent};
use passport_api::breb::{self, model::Payment};
use passport_api::fleet::{Fleet, FleetBuilder, SealingKey};
use passport_api::webhook::{Delivery, Secret, Signer, Verified, Verifier};
use passport_api::{
    Call, Claim, ClientBuilder, Error, GivenToken, MemoryStore, Problem, Response, ScopedToken,
    StoredToken, TokenKey, TokenRequest, TokenResponse,
};

/// Compiles only if none of these types has `Serialize`: with it, there would be two answers to which
/// `answer` is meant.
macro_rules! is_not_written {
    ($($ty:ty),* $(,)?) => {$(
        const _: fn() = || {
            struct Written;
            trait Ask<A> {
                fn answer() {}
            }
            impl<T: ?Sized> Ask<()> for T {}
            impl<T: ?Sized + serde::Serialize> Ask<Written> for T {}
            <$ty as Ask<_>>::answer();
        };
    )*};
}

is_not_written! {
    GivenToken, StoredToken, TokenResponse, TokenKey, MemoryStore,
    ScopedToken<EntityClientCredentials>, TokenRequest<'static, EntityClientCredentials>,
    breb::Client, ClientBuilder<breb::Client>, Secret, Signer, Verifier,
    secrecy::SecretString, Claim, Fleet, FleetBuilder, SealingKey,
    // Nor what somebody else has said.
    Call<'static, Payment>, Response<Payment>, Error, Problem, Delivery, Verified<PaymentEvent>,
    PaymentEvent, AuthorizationRequest,
}
