//! The client's identifier and secret, and the provider of a secret that is rotated.

use std::collections::VecDeque;
use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::{ExposeSecret, SecretString};

use crate::client::Core;
use crate::error::{Error, REDACTED};
use crate::token::secret::into_secret;
use crate::token::secret_forms::{repeats_in_any_form, without_short_secret};

/// A client secret (RFC 6749, 2.3.1), which is wiped from memory and never shown.
///
/// ```
/// let secret = passport_api::ClientSecret::from("correct-horse-battery".to_owned());
/// assert_eq!(format!("{secret:?}"), "ClientSecret([redacted])");
/// ```
#[derive(Clone)]
pub struct ClientSecret(SecretString);

impl From<String> for ClientSecret {
    fn from(text: String) -> Self {
        Self(into_secret(text))
    }
}

impl From<&str> for ClientSecret {
    fn from(text: &str) -> Self {
        Self(SecretString::from(text))
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret([redacted])")
    }
}

/// Provides the client secret for each token request, so that a secret that is rotated needs no new
/// client: the tokens that a program holds stay good, and their next renewal uses the new secret.
///
/// [`ClientBuilder::client_secret_provider`](crate::ClientBuilder::client_secret_provider) takes one.
/// Closures are providers: `Fn()` to a text or a [`ClientSecret`], to a `Result` with one of them and
/// any error, or to `Box::pin(async move { … })` with such a `Result`. A type of its own is for more:
///
/// ```
/// use passport_api::{ClientSecretFuture, ClientSecretProvider};
///
/// /// A secret that an agent on this machine writes into a file.
/// struct SecretFile(std::path::PathBuf);
///
/// impl ClientSecretProvider for SecretFile {
///     fn client_secret(&self) -> ClientSecretFuture<'_> {
///         Box::pin(async move {
///             let text = std::fs::read_to_string(&self.0)?;
///             Ok(text.trim_end().into())
///         })
///     }
/// }
/// ```
///
/// It is asked once for each token request, and is to keep what is expensive to get. Its time counts
/// towards that of the attempt.
pub trait ClientSecretProvider: Send + Sync + 'static {
    /// The secret that is valid now.
    ///
    /// # Errors
    ///
    /// There is none at the moment. The token request fails with this error as its source, and is
    /// tried again as after any failure of the token endpoint that may pass.
    fn client_secret(&self) -> ClientSecretFuture<'_>;
}

/// The answer of a [`ClientSecretProvider`].
pub type ClientSecretFuture<'p> = Pin<
    Box<dyn Future<Output = Result<ClientSecret, Box<dyn StdError + Send + Sync>>> + Send + 'p>,
>;

type AnyError = Box<dyn StdError + Send + Sync>;

impl<F, R> ClientSecretProvider for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: IntoClientSecret,
{
    fn client_secret(&self) -> ClientSecretFuture<'_> {
        self().into_client_secret()
    }
}

/// The return value of a closure that is a [`ClientSecretProvider`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no client secret",
    note = "return a text or a `ClientSecret`, a `Result` with one of them, or \
            `Box::pin(async move {{ … }})` with such a `Result`"
)]
pub trait IntoClientSecret {
    /// The secret, once it is there.
    fn into_client_secret(self) -> ClientSecretFuture<'static>;
}

macro_rules! ready_secret {
    ($($ty:ty),*) => {
        $(
            impl IntoClientSecret for $ty {
                fn into_client_secret(self) -> ClientSecretFuture<'static> {
                    Box::pin(ready(Ok(self.into())))
                }
            }
        )*
    };
}

ready_secret!(String, &'static str, ClientSecret);

impl<T, E> IntoClientSecret for Result<T, E>
where
    T: Into<ClientSecret>,
    E: Into<AnyError>,
{
    fn into_client_secret(self) -> ClientSecretFuture<'static> {
        Box::pin(ready(self.map(Into::into).map_err(Into::into)))
    }
}

impl<F, T, E> IntoClientSecret for Pin<Box<F>>
where
    F: Future<Output = Result<T, E>> + Send + ?Sized + 'static,
    T: Into<ClientSecret>,
    E: Into<AnyError>,
{
    fn into_client_secret(self) -> ClientSecretFuture<'static> {
        Box::pin(async move { self.await.map(Into::into).map_err(Into::into) })
    }
}

/// The client's credentials. The identifier is fixed: tokens, limits and what is shared with other
/// clients belong to it.
pub(crate) struct ClientCredentials {
    client_id: String,
    secret: SecretSource,
    /// The secrets that token requests were made with, the latest last: a server's text must not
    /// repeat one of them.
    used: Mutex<VecDeque<SecretString>>,
}

/// Where the secret comes from.
#[derive(Clone)]
pub(crate) enum SecretSource {
    Fixed(SecretString),
    Provider(Arc<dyn ClientSecretProvider>),
}

impl ClientCredentials {
    pub(crate) fn new(client_id: String, secret: SecretSource) -> Self {
        Self {
            client_id,
            secret,
            used: Mutex::default(),
        }
    }

    pub(crate) fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The secret for one token request.
    pub(crate) async fn secret(&self, core: &Core) -> Result<SecretString, Error> {
        let provider = match &self.secret {
            SecretSource::Fixed(secret) => return Ok(secret.clone()),
            SecretSource::Provider(provider) => provider,
        };
        let asked = core.within(core.attempt_timeout(), provider.client_secret());
        let secret = match asked.await {
            Some(Ok(ClientSecret(secret))) => secret,
            Some(Err(error)) => return Err(self.failure(error)),
            None => {
                return Err(Error::no_token_in_time(
                    "the provider of the client's secret has not answered in time",
                ));
            }
        };
        if secret.expose_secret().is_empty() {
            return Err(Error::token(
                "the provider of the client's secret gave an empty one; nothing was sent",
            )
            .passing());
        }
        self.note(&secret);
        Ok(secret)
    }

    /// Returns whether the provider gives another secret than the one that was used last.
    pub(crate) async fn is_rotated(&self, core: &Core) -> bool {
        let SecretSource::Provider(provider) = &self.secret else {
            return false;
        };
        let asked = core.within(core.attempt_timeout(), provider.client_secret());
        let Some(Ok(ClientSecret(secret))) = asked.await else {
            return false;
        };
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let last = used.back();
        last.is_some_and(|last| last.expose_secret() != secret.expose_secret())
    }

    /// Returns whether this holds for the fixed secret, or one that was used lately.
    pub(crate) fn any_secret(&self, holds: impl Fn(&SecretString) -> bool) -> bool {
        match &self.secret {
            SecretSource::Fixed(secret) => holds(secret),
            SecretSource::Provider(_) => self.used().iter().any(holds),
        }
    }

    /// The text with each secret that is a short word taken out.
    pub(crate) fn without_short_secrets(&self, text: &str) -> String {
        let without =
            |text: String, secret: &SecretString| without_short_secret(&text, secret, REDACTED);
        match &self.secret {
            SecretSource::Fixed(secret) => without(text.to_owned(), secret),
            SecretSource::Provider(_) => self.used().iter().fold(text.to_owned(), without),
        }
    }

    fn note(&self, secret: &SecretString) {
        let mut used = self.used();
        let known = used
            .iter()
            .position(|known| known.expose_secret() == secret.expose_secret());
        let latest = known.and_then(|index| used.remove(index));
        if used.len() == MOST_USED {
            used.pop_front();
        }
        used.push_back(latest.unwrap_or_else(|| secret.clone()));
    }

    /// A failure of the provider. What it says of it is the program's own text, and is the source
    /// unless it repeats a secret.
    fn failure(&self, error: AnyError) -> Error {
        let what = "the provider of the client's secret failed; nothing was sent";
        let failure = Error::token(what).passing();
        let mut causes = vec![format!("{error} {error:?}")];
        let mut cause = error.source();
        while let Some(error) = cause {
            causes.push(format!("{error} {error:?}"));
            cause = error.source();
        }
        let leaks = self.any_secret(|secret| {
            let mut causes = causes.iter();
            causes.any(|text| repeats_in_any_form(text, secret))
        });
        if leaks {
            return failure.with_source("its error repeats the secret, and is left out");
        }
        failure.with_source(error)
    }

    fn used(&self) -> std::sync::MutexGuard<'_, VecDeque<SecretString>> {
        // The list is whole between any two of its operations.
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// During a rotation two secrets are in use; a provider that gives another each time is bounded.
const MOST_USED: usize = 8;

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::{ClientCredentials, MOST_USED, SecretSource};
    use crate::token::secret::repeats;

    #[test]
    fn secrets_that_were_used_lately_are_known() {
        let source = SecretSource::Provider(std::sync::Arc::new(|| "a secret that was never used"));
        let credentials = ClientCredentials::new("id".to_owned(), source);
        let secret = |n: usize| SecretString::from(format!("the secret with number {n:02}"));
        let knows = |n: usize| {
            let text = format!("it was the secret with number {n:02}");
            credentials.any_secret(|secret| repeats(&text, secret))
        };
        for n in 0..=MOST_USED {
            credentials.note(&secret(n));
            credentials.note(&secret(n));
        }
        assert!(!knows(0) && (1..=MOST_USED).all(knows));
        credentials.note(&secret(1));
        credentials.note(&secret(20));
        assert!(knows(1) && !knows(2), "one that is used again is kept");
    }
}
