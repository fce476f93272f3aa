// Generated from smallest.toml by `cargo xtask regen`, do not edit by hand.

#[doc(hidden)]
pub use ::passport_api::__private;
mod __model {
    #[allow(non_camel_case_types, unused_qualifications)]
    pub type Order = crate::shop::model::Order;
}
/// A client of shop.
///
/// It is cheap to clone; the clones share connections and tokens. Build it with [`builder`](Self::builder) or [`from_env`](Self::from_env).
#[derive(Clone, Debug)]
pub struct Client {
    core: __private::ApiCore<Self>,
}
impl __private::Api for Client {
    const CATALOG: &'static __private::catalog::Catalog = &CATALOG;
    fn from_core(core: __private::ApiCore<Self>) -> Self {
        Self { core }
    }
    fn core(&self) -> &__private::ApiCore<Self> {
        &self.core
    }
}
impl Client {
    /// Starts a client that is configured in code.
    pub fn builder() -> ::passport_api::ClientBuilder<Self> {
        __private::ClientBuilder::new()
    }
    /// Builds a client from the environment: `PASSPORT_CLIENT_ID`, `PASSPORT_CLIENT_SECRET`,
    /// `PASSPORT_BASE_URL` and, where it is set, `PASSPORT_AUDIENCE`.
    ///
    /// # Errors
    ///
    /// If a variable is missing or does not fit; the error names it.
    pub fn from_env() -> ::core::result::Result<Self, ::passport_api::Error> {
        Self::builder().from_env()?.build()
    }
    /// The server's base URL, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.core.base_url()
    }
    /// Fetches an access token for a set of scopes (client credentials grant, RFC 6749, 4.4), or
    /// takes one that was fetched before and is still good.
    ///
    /// The token exists only if the server's grant covers `S`; otherwise the error lists what is
    /// missing, what `S` declares and what was granted.
    pub fn token<S>(&self) -> ::passport_api::TokenRequest<'_, S>
    where
        S: access::Client,
    {
        __private::TokenRequest::new(self)
    }
    /// Takes a token that was fetched in another way than by this client, with the scopes that it
    /// was granted. It is not renewed.
    ///
    /// # Errors
    ///
    /// If what was granted does not cover `S`.
    pub fn token_from<S>(
        &self,
        token: ::passport_api::GivenToken,
    ) -> ::core::result::Result<::passport_api::ScopedToken<S>, ::passport_api::Error>
    where
        S: access::Client,
    {
        __private::token_from(self, token)
    }
    /// Calls an endpoint that has no method here, with a token that carries the scope it needs.
    ///
    /// `path` is everything behind the base URL, version included. The answer is any JSON; with
    /// `returning` it is a type.
    pub fn request<'c, S, X>(
        &'c self,
        token: &'c ::passport_api::ScopedToken<S>,
        scope: X,
        method: ::passport_api::http::Method,
        path: &str,
    ) -> ::passport_api::Call<'c, ::passport_api::serde_json::Value>
    where
        S: ::passport_api::Carries<X>,
        X: ::passport_api::Scope<Api = Self>,
    {
        __private::Call::raw(&self.core, token, scope, method, path)
    }
    /// The calls of `orders`: `get`.
    #[must_use]
    pub fn orders(&self) -> resources::Orders<'_> {
        resources::Orders {
            core: &self.core,
        }
    }
}
/// The base URLs of shop.
pub mod servers {}
/// What `scopes.toml` says of shop: servers, scopes, endpoints and what they need.
pub static CATALOG: __private::catalog::Catalog = {
    use __private::catalog::*;
    use ::core::option::Option::{None, Some};
    Catalog {
        name: "shop",
        title: "shop",
        docs: None,
        servers: &[],
        prefixes: &[],
        token: TokenEndpoint {
            address: TokenAddress::Path {
                prefix: "",
                path: "/oauth/token",
            },
            request: BodyFormat::Form,
            credentials: Credentials::Basic,
            audience: None,
            fields: &[],
            scope_parameter: true,
            granted_field: "scope",
            granted_format: GrantedFormat::Space,
            granted_absent: GrantedAbsent::AsRequested,
            lifetime: 3600,
            token_type_aliases: &[],
            response: &[],
            revoke: None,
        },
        scopes: &[
            ScopeInfo {
                name: "orders:read",
                description: "Read orders",
                aliases: &[],
                deprecated: None,
                gives: &[],
                template: false,
                inferred: false,
            },
        ],
        sets: &[],
        pagination: &[],
        endpoints: &[
            Endpoint {
                resource: "orders",
                name: "get",
                method: "GET",
                prefix: "",
                path: "/orders/{order_id}",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Safe,
                list: None,
                docs: None,
            },
        ],
    }
};
/// The scopes of shop as types.
pub mod scopes {
    /// Scopes under `orders`.
    pub mod orders {
        /// The scope `orders:read`: Read orders
        ///
        /// Needed by `orders().get`.
        #[derive(Clone, Copy, Debug)]
        pub struct Read;
        impl super::super::__private::Scope for Read {
            type Api = super::super::Client;
            const NAME: &'static str = "orders:read";
            const INDEX: u32 = 0;
            type At = (super::super::__private::tree::D0,);
        }
        #[diagnostic::on_unimplemented(
            message = "`{S}` does not carry the scope `orders:read`",
            label = "this needs `orders:read`",
            note = "add \"orders:read\" to the `shop::scope_set!` that declares `{S}`"
        )]
        #[doc(hidden)]
        pub trait ReadIn<S>: super::super::__private::Proof<S> {}
        #[diagnostic::do_not_recommend]
        impl<S> ReadIn<S> for Read
        where
            Read: super::super::__private::Proof<S>,
        {}
        impl<S> super::super::__private::HeldBy<S> for Read
        where
            Read: ReadIn<S>,
        {}
    }
}
#[doc(hidden)]
pub mod __leaves {
    pub use super::__private::tree::No as __No;
    pub use super::__private::ScopeSet as __ScopeSet;
    pub use super::Client as __Client;
    pub use super::scopes::orders::Read as __S0;
}
/// Which sets of scopes may make which call of shop.
///
/// Generic code asks for them: `where S: access::RESOURCE::METHOD`.
pub mod access {
    /// Any set of scopes of shop.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is no set of the scopes of `shop`",
        label = "this needs a set declared by `shop::scope_set!`",
        note = "each API has its own sets and its own tokens; declare one with `shop::scope_set!`"
    )]
    pub trait Client: super::__private::ScopeSet<Api = super::Client> {}
    #[diagnostic::do_not_recommend]
    impl<S: super::__private::ScopeSet<Api = super::Client>> Client for S {}
    /// Access to the calls of `orders`.
    pub mod orders {
        #[allow(unused_imports)]
        use super::super::{__private as __p, scopes as __s};
        /// Access to `orders().get`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `orders:read`",
            label = "`orders().get` needs `orders:read`",
            note = "add \"orders:read\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait Get: __p::Carries<__s::orders::Read> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::orders::Read>> Get for S {}
    }
}
/// The resources of shop, one type each, with the calls as methods.
pub mod resources {
    #[allow(unused_imports)]
    use super::{
        access, calls, __model::*,
        __private::{
            self as __p, AsRef, Bytes, Call, Into, IntoIterator, Option, Page,
            ScopedToken, String, Value,
        },
    };
    /// The calls of `orders`; see `Client::orders`.
    #[derive(Clone, Copy, Debug)]
    pub struct Orders<'c> {
        pub(super) core: &'c __p::ApiCore<super::Client>,
    }
    impl<'c> Orders<'c> {
        /// `GET /orders/{order_id}` needs `orders:read`.
        ///
        /// It changes nothing, so it may be sent again.
        pub fn get<S>(
            &self,
            token: &'c ScopedToken<S>,
            order_id: impl AsRef<str>,
        ) -> Call<'c, Order>
        where
            S: access::orders::Get,
        {
            let mut call = __p::Call::model(self.core.with_token1::<0>(token));
            call.path_text(order_id);
            call
        }
    }
}
/// Requests with optional parameters, which are set before the request is sent.
pub mod calls {
    #[allow(unused_imports)]
    use super::{
        access, calls, __model::*,
        __private::{
            self as __p, AsRef, Bytes, Call, Into, IntoIterator, Option, Page,
            ScopedToken, String, Value,
        },
    };
}
const _: () = {
    use __leaves::*;
    #[allow(unused_imports)]
    use __private::{requirement as __r, tree as __t};
    impl __r::Requirements for __Client {
        type E0 = __S0;
        type E1 = __No;
        type E2 = __No;
        type E3 = __No;
        type E4 = __No;
        type E5 = __No;
        type E6 = __No;
        type E7 = __No;
        type E8 = __No;
        type E9 = __No;
        type EA = __No;
        type EB = __No;
        type EC = __No;
        type ED = __No;
        type EE = __No;
        type EF = __No;
    }
};
/// The named sets of scopes of shop.
pub mod sets {
    /// The set without scopes, for calls that need none.
    #[derive(Clone, Copy, Debug)]
    pub struct Unscoped;
    const _: () = {
        use super::__leaves::*;
        impl __ScopeSet for Unscoped {
            type Api = __Client;
            const NAME: &'static str = "Unscoped";
            const SCOPES: &'static [&'static str] = &[];
            const PLACES: &'static [u16] = &[];
            type T0 = __No;
            type T1 = __No;
            type T2 = __No;
            type T3 = __No;
            type T4 = __No;
            type T5 = __No;
            type T6 = __No;
            type T7 = __No;
            type T8 = __No;
            type T9 = __No;
            type TA = __No;
            type TB = __No;
            type TC = __No;
            type TD = __No;
            type TE = __No;
            type TF = __No;
        }
    };
}
#[allow(non_camel_case_types)]
#[doc(hidden)]
pub type __module_must_name_the_module_of_this_api = Client;
#[allow(unused_qualifications)]
const _: fn(Client) -> crate::shop::__module_must_name_the_module_of_this_api = |client| {
    client
};
const _: ::core::option::Option<&str> = ::core::option_env!("PASSPORT_AUDIT");
/// Declares sets of scopes of shop, each as a type.
///
/// ```text
/// shop::scope_set! {
///     /// The docs of the set.
///     pub struct Name = "orders:read";
/// }
/// ```
///
/// `client.token::<Name>()` fetches a token that carries these scopes. A call that needs another scope
/// does not compile with that token. A name that ends in `*` stands for all scopes with that beginning.
/// Attributes and a visibility are those of a struct.
#[doc(hidden)]
#[macro_export]
macro_rules! __4shop_4shop_scope_set {
    () => {
        ::core::compile_error!("no set is declared; write `pub struct Name = \"scope.one\", \"scope.two\";`");
    };
    ($($tokens:tt)*) => {
        $crate::shop::__private::scope_set! { ($crate::shop) "shop\norders:read\t\t\t"
        $($tokens)* }
    };
}
#[doc(inline)]
pub use __4shop_4shop_scope_set as scope_set;
mod user {
    /// What the user writes.
    #[derive(Clone, Copy, Debug)]
    /**
 Scopes:

 * `orders:read`
*/
    pub struct Example;
    const _: () = {
        use ::shop::shop::__leaves::*;
        impl __ScopeSet for Example {
            type Api = __Client;
            const NAME: &'static str = "Example";
            const SCOPES: &'static [&'static str] = &["orders:read"];
            const PLACES: &'static [u16] = &[0];
            type T0 = __S0;
            type T1 = __No;
            type T2 = __No;
            type T3 = __No;
            type T4 = __No;
            type T5 = __No;
            type T6 = __No;
            type T7 = __No;
            type T8 = __No;
            type T9 = __No;
            type TA = __No;
            type TB = __No;
            type TC = __No;
            type TD = __No;
            type TE = __No;
            type TF = __No;
        }
    };
    const _: ::core::option::Option<&str> = ::core::option_env!("PASSPORT_AUDIT");
}
