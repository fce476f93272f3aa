//! What generated code needs; not for people.

pub use std::convert::{AsRef, Into};
pub use std::iter::IntoIterator;
pub use std::option::Option;
pub use std::string::String;
pub use std::vec::Vec;

pub use bytes::Bytes;
pub use http::Method;
pub use passport_macros::scope_set;
pub use serde_json::Value;

pub use crate::call::{Call, ListStyle, Opening, Several, Unread};
pub use crate::catalog;
pub use crate::client::{Api, ApiCore, ClientBuilder};
pub use crate::error::Error;
pub use crate::page::Page;
pub use crate::scope::{Carries, HeldBy, Meets, Proof, Scope, ScopeSet, requirement, tree};
pub use crate::token::{
    GivenToken, HasTokenField, RevokesToken, ScopedToken, TokenField, TokenRequest, token_from,
    well_known,
};

/// [`Error::body_as`] of a type, which shows that bodies can be read as that.
pub type BodyAs<T> = fn(&Error) -> Result<Option<T>, Error>;

/// A parameter as it is written.
pub fn text(value: &dyn std::fmt::Display) -> String {
    value.to_string()
}

/// The API of a set that an audit withholds: no call is one of its calls.
#[derive(Debug)]
pub struct Nobody(ApiCore<Self>);

impl Api for Nobody {
    const CATALOG: &'static catalog::Catalog = &catalog::Catalog {
        name: "nobody",
        title: "Nobody",
        docs: None,
        servers: &[],
        prefixes: &[],
        token: catalog::TokenEndpoint {
            address: catalog::TokenAddress::Url(""),
            request: catalog::BodyFormat::Form,
            credentials: catalog::Credentials::Basic,
            audience: None,
            fields: &[],
            scope_parameter: false,
            granted_field: "scope",
            granted_format: catalog::GrantedFormat::Space,
            granted_absent: catalog::GrantedAbsent::Refuse,
            lifetime: 0,
            token_type_aliases: &[],
            response: &[],
            revoke: None,
        },
        scopes: &[],
        sets: &[],
        pagination: &[],
        endpoints: &[],
    };

    fn from_core(core: ApiCore<Self>) -> Self {
        Self(core)
    }

    fn core(&self) -> &ApiCore<Self> {
        &self.0
    }
}

/// Readers of what servers send, and a writer of what is sent, for the fuzz targets.
pub mod fuzz {
    use std::time::{Duration, SystemTime};

    use bytes::Bytes;
    use http::HeaderMap;
    use serde::de::DeserializeOwned;

    pub use crate::challenge::BearerChallenge;

    use crate::catalog::{Catalog, List};
    use crate::error::Error;
    use crate::multipart::Form;
    use crate::page::{Page, Shape};
    use crate::problem::Problem;

    pub fn bearer_challenge(headers: &HeaderMap) -> Option<BearerChallenge> {
        BearerChallenge::read(headers)
    }

    /// The boundary and the body.
    pub fn multipart(form: &Form) -> Result<(String, Bytes), Error> {
        let encoded = form.encode()?;
        Ok((encoded.boundary, encoded.body))
    }

    pub fn page<T: DeserializeOwned>(
        body: &[u8],
        list: &'static List,
        catalog: &'static Catalog,
    ) -> Result<Page<T>, Error> {
        Page::read(&Bytes::copy_from_slice(body), Shape::of(list, catalog))
    }

    pub fn problem(body: Vec<u8>) -> Problem {
        Problem::read(body)
    }

    pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
        crate::retry::retry_after(headers, now)
    }
}

/// What a call does to have its token, for the benchmarks.
pub mod bench {
    use std::time::SystemTime;

    use http::HeaderValue;

    use crate::client::ApiCore;
    use crate::token::ScopedToken;

    /// Takes a token that is fresh at this time, as a call does, which keeps it until its answer is
    /// there. What is returned keeps it, and makes the header of a request.
    #[must_use]
    pub fn fresh<S, A>(
        token: &ScopedToken<S>,
        core: &ApiCore<A>,
        now: SystemTime,
    ) -> Option<impl Fn() -> HeaderValue + use<S, A>> {
        let held = token.erased().fresh(core.erased(), now)?;
        Some(move || held.authorization())
    }

    /// The time by the client's clock.
    #[must_use]
    pub fn now<A>(core: &ApiCore<A>) -> SystemTime {
        core.erased().now()
    }
}

/// Declares a request with optional parameters around a [`Call`]; `list of T` for one that answers
/// with a page of `T`.
#[doc(hidden)]
#[macro_export]
macro_rules! __call_type {
    ($(#[$attr:meta])* $name:ident, list of $item:ty) => {
        $crate::__call_type! { $(#[$attr])* $name, $crate::Page<$item> }

        impl<'c> $name<'c> {
            /// The items of the list, page after page; see [`Call::stream`]($crate::Call::stream).
            pub fn stream(self) -> $crate::Items<'c, $item> {
                self.0.stream()
            }

            /// The pages of the list, one after the other; see
            /// [`Call::pages`]($crate::Call::pages).
            pub fn pages(self) -> $crate::Pages<'c, $item> {
                self.0.pages()
            }
        }
    };
    ($(#[$attr:meta])* $name:ident, $answer:ty) => {
        $(#[$attr])*
        #[derive(Debug)]
        #[must_use = "a request does nothing until it is awaited"]
        pub struct $name<'c>(pub(super) $crate::Call<'c, $answer>);

        impl<'c> $name<'c> {
            /// See [`Call::timeout`]($crate::Call::timeout).
            pub fn timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// The request without its optional parameters' methods, and with all others.
            pub fn into_call(self) -> $crate::Call<'c, $answer> {
                self.0
            }

            /// See [`Call::send`]($crate::Call::send).
            ///
            /// # Errors
            ///
            /// Whatever keeps the answer from being what the call expects.
            pub fn send(
                self,
            ) -> impl ::core::future::Future<
                Output = ::core::result::Result<$crate::Response<$answer>, $crate::Error>,
            > + ::core::marker::Send
            + 'c {
                self.0.send()
            }
        }

        impl<'c> ::core::future::IntoFuture for $name<'c> {
            type Output = ::core::result::Result<$answer, $crate::Error>;
            type IntoFuture =
                <$crate::Call<'c, $answer> as ::core::future::IntoFuture>::IntoFuture;

            fn into_future(self) -> Self::IntoFuture {
                ::core::future::IntoFuture::into_future(self.0)
            }
        }
    };
}

pub use crate::__call_type as call_type;
