// Generated from needs.toml by `cargo xtask regen`, do not edit by hand.

#[doc(hidden)]
pub use ::passport_api::__private;
mod __model {}
/// A client of Shop.
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
    /// The calls of `orders`: `one`, `all`, `any`, `token`, `unknown`, `public`.
    #[must_use]
    pub fn orders(&self) -> resources::Orders<'_> {
        resources::Orders {
            core: &self.core,
        }
    }
}
/// The base URLs of Shop.
pub mod servers {}
/// What `scopes.toml` says of Shop: servers, scopes, endpoints and what they need.
pub static CATALOG: __private::catalog::Catalog = {
    use __private::catalog::*;
    use ::core::option::Option::{None, Some};
    Catalog {
        name: "shop",
        title: "Shop",
        docs: None,
        servers: &[],
        prefixes: &[],
        token: TokenEndpoint {
            address: TokenAddress::Url("https://login.shop.example/token"),
            request: BodyFormat::Json,
            credentials: Credentials::Body,
            audience: Some("shop"),
            fields: &[("realm", "eu")],
            scope_parameter: false,
            granted_field: "scopes",
            granted_format: GrantedFormat::Array,
            granted_absent: GrantedAbsent::Refuse,
            lifetime: 600,
            token_type_aliases: &[],
            response: &[],
            revoke: None,
        },
        scopes: &[
            ScopeInfo {
                name: "orders.read",
                description: "Read orders",
                aliases: &["read:orders"],
                deprecated: None,
                gives: &[],
                template: false,
                inferred: false,
            },
            ScopeInfo {
                name: "orders.write",
                description: "Change orders",
                aliases: &[],
                deprecated: None,
                gives: &[0],
                template: false,
                inferred: false,
            },
            ScopeInfo {
                name: "orders.*",
                description: "All about orders",
                aliases: &[],
                deprecated: None,
                gives: &[0, 1],
                template: false,
                inferred: false,
            },
            ScopeInfo {
                name: "shop:{shop}",
                description: "",
                aliases: &[],
                deprecated: None,
                gives: &[],
                template: true,
                inferred: true,
            },
            ScopeInfo {
                name: "everything",
                description: "",
                aliases: &[],
                deprecated: Some("say what is needed"),
                gives: &[],
                template: false,
                inferred: false,
            },
        ],
        sets: &[
            NamedSet {
                name: "order-clerk",
                description: "Who writes orders.",
                scopes: &[1, 3],
            },
        ],
        pagination: &[],
        endpoints: &[
            Endpoint {
                resource: "orders",
                name: "one",
                method: "GET",
                prefix: "",
                path: "/one",
                requirement: Requirement::AllOf(&[0]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Safe,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "orders",
                name: "all",
                method: "GET",
                prefix: "",
                path: "/all",
                requirement: Requirement::AllOf(&[1, 3]),
                inferred: &[EndpointFact::Scope],
                anonymous: false,
                retry: Retry::Safe,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "orders",
                name: "any",
                method: "GET",
                prefix: "",
                path: "/any",
                requirement: Requirement::AnyOf(&[&[4], &[0, 3], &[2]]),
                inferred: &[],
                anonymous: false,
                retry: Retry::Safe,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "orders",
                name: "token",
                method: "GET",
                prefix: "",
                path: "/token",
                requirement: Requirement::AnyToken,
                inferred: &[],
                anonymous: false,
                retry: Retry::Safe,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "orders",
                name: "unknown",
                method: "GET",
                prefix: "",
                path: "/unknown",
                requirement: Requirement::Unknown,
                inferred: &[],
                anonymous: false,
                retry: Retry::Safe,
                list: None,
                docs: None,
            },
            Endpoint {
                resource: "orders",
                name: "public",
                method: "GET",
                prefix: "",
                path: "/public",
                requirement: Requirement::Public,
                inferred: &[],
                anonymous: false,
                retry: Retry::Safe,
                list: None,
                docs: None,
            },
        ],
    }
};
/// The scopes of Shop as types.
pub mod scopes {
    /// Scopes under `legacy`.
    pub mod legacy {
        /// The scope `everything`.
        ///
        /// Needed by `orders().any`.
        ///
        /// **Deprecated**: say what is needed
        #[derive(Clone, Copy, Debug)]
        pub struct Everything;
        impl super::super::__private::Scope for Everything {
            type Api = super::super::Client;
            const NAME: &'static str = "everything";
            const INDEX: u32 = 4;
            type At = (super::super::__private::tree::D4,);
        }
        #[diagnostic::on_unimplemented(
            message = "`{S}` does not carry the scope `everything`",
            label = "this needs `everything`",
            note = "add \"everything\" to the `shop::scope_set!` that declares `{S}`"
        )]
        #[doc(hidden)]
        pub trait EverythingIn<S>: super::super::__private::Proof<S> {}
        #[diagnostic::do_not_recommend]
        impl<S> EverythingIn<S> for Everything
        where
            Everything: super::super::__private::Proof<S>,
        {}
        impl<S> super::super::__private::HeldBy<S> for Everything
        where
            Everything: EverythingIn<S>,
        {}
    }
    /// Scopes under `orders`.
    pub mod orders {
        /// The scope `orders.read`: Read orders
        ///
        /// Needed by `orders().one`, `orders().any`.
        ///
        /// See <https://shop.example/scopes>.
        #[derive(Clone, Copy, Debug)]
        pub struct Read;
        impl super::super::__private::Scope for Read {
            type Api = super::super::Client;
            const NAME: &'static str = "orders.read";
            const INDEX: u32 = 0;
            type At = (super::super::__private::tree::D0,);
        }
        #[diagnostic::on_unimplemented(
            message = "`{S}` does not carry the scope `orders.read`",
            label = "this needs `orders.read`",
            note = "add \"orders.read\" to the `shop::scope_set!` that declares `{S}`"
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
        /// The scope `orders.write`: Change orders
        ///
        /// Needed by `orders().all`.
        #[derive(Clone, Copy, Debug)]
        pub struct Write;
        impl super::super::__private::Scope for Write {
            type Api = super::super::Client;
            const NAME: &'static str = "orders.write";
            const INDEX: u32 = 1;
            type At = (super::super::__private::tree::D1,);
        }
        #[diagnostic::on_unimplemented(
            message = "`{S}` does not carry the scope `orders.write`",
            label = "this needs `orders.write`",
            note = "add \"orders.write\" to the `shop::scope_set!` that declares `{S}`"
        )]
        #[doc(hidden)]
        pub trait WriteIn<S>: super::super::__private::Proof<S> {}
        #[diagnostic::do_not_recommend]
        impl<S> WriteIn<S> for Write
        where
            Write: super::super::__private::Proof<S>,
        {}
        impl<S> super::super::__private::HeldBy<S> for Write
        where
            Write: WriteIn<S>,
        {}
        /// The scope `orders.*`: All about orders
        ///
        /// Needed by `orders().any`.
        #[derive(Clone, Copy, Debug)]
        pub struct All;
        impl super::super::__private::Scope for All {
            type Api = super::super::Client;
            const NAME: &'static str = "orders.*";
            const INDEX: u32 = 2;
            type At = (super::super::__private::tree::D2,);
        }
        #[diagnostic::on_unimplemented(
            message = "`{S}` does not carry the scope `orders.*`",
            label = "this needs `orders.*`",
            note = "add \"orders.*\" to the `shop::scope_set!` that declares `{S}`"
        )]
        #[doc(hidden)]
        pub trait AllIn<S>: super::super::__private::Proof<S> {}
        #[diagnostic::do_not_recommend]
        impl<S> AllIn<S> for All
        where
            All: super::super::__private::Proof<S>,
        {}
        impl<S> super::super::__private::HeldBy<S> for All
        where
            All: AllIn<S>,
        {}
    }
    /// Scopes under `shop`.
    pub mod shop {
        /// The scope `shop:{shop}`.
        ///
        /// Needed by `orders().all`, `orders().any`.
        ///
        /// This name is *inferred*: no document prints it. If the server uses another, tell the client builder with `map_scope`.
        ///
        /// The braces are filled by the client builder with `scope_hole`.
        #[derive(Clone, Copy, Debug)]
        pub struct Shop;
        impl super::super::__private::Scope for Shop {
            type Api = super::super::Client;
            const NAME: &'static str = "shop:{shop}";
            const INDEX: u32 = 3;
            type At = (super::super::__private::tree::D3,);
        }
        #[diagnostic::on_unimplemented(
            message = "`{S}` does not carry the scope `shop:{{shop}}`",
            label = "this needs `shop:{{shop}}`",
            note = "add \"shop:{{shop}}\" to the `shop::scope_set!` that declares `{S}`"
        )]
        #[doc(hidden)]
        pub trait ShopIn<S>: super::super::__private::Proof<S> {}
        #[diagnostic::do_not_recommend]
        impl<S> ShopIn<S> for Shop
        where
            Shop: super::super::__private::Proof<S>,
        {}
        impl<S> super::super::__private::HeldBy<S> for Shop
        where
            Shop: ShopIn<S>,
        {}
    }
}
#[doc(hidden)]
pub mod __leaves {
    pub use super::__private::tree::No as __No;
    pub use super::__private::ScopeSet as __ScopeSet;
    pub use super::Client as __Client;
    pub use super::scopes::orders::Read as __S0;
    pub use super::scopes::orders::Write as __S1;
    pub use super::scopes::orders::All as __S2;
    pub use super::scopes::shop::Shop as __S3;
    pub use super::scopes::legacy::Everything as __S4;
}
/// Which sets of scopes may make which call of Shop.
///
/// Generic code asks for them: `where S: access::RESOURCE::METHOD`.
pub mod access {
    /// Any set of scopes of Shop.
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
        /// Access to `orders().one`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry the scope `orders.read`",
            label = "`orders().one` needs `orders.read`",
            note = "add \"orders.read\" to the `shop::scope_set!` that declares `{Self}`"
        )]
        pub trait One: __p::Carries<__s::orders::Read> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::orders::Read>> One for S {}
        /// Access to `orders().all`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry all of the scopes `orders.write` and `shop:{{shop}}`",
            label = "`orders().all` needs `orders.write` and `shop:{{shop}}`",
            note = "add what is missing of \"orders.write\" and \"shop:{{shop}}\" to the `shop::scope_set!` that declares `{Self}`",
            note = "the scope's name is inferred, no document prints it; the client builder's `map_scope` gives it the real one"
        )]
        pub trait All: __p::Carries<__s::orders::Write> + __p::Carries<__s::shop::Shop> {}
        #[diagnostic::do_not_recommend]
        impl<S: __p::Carries<__s::orders::Write> + __p::Carries<__s::shop::Shop>> All
        for S {}
        /// Access to `orders().any`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` does not carry any of the alternatives `everything`, or `orders.read` and `shop:{{shop}}`, or `orders.*`",
            label = "`orders().any` needs `everything`, or `orders.read` and `shop:{{shop}}`, or `orders.*`",
            note = "add \"everything\", or \"orders.read\" and \"shop:{{shop}}\", or \"orders.*\" to the `shop::scope_set!` that declares `{Self}`",
            note = "the scope's name is inferred, no document prints it; the client builder's `map_scope` gives it the real one"
        )]
        pub trait Any: __p::Meets<
                __p::tree::Any<
                    __s::legacy::Everything,
                    __p::tree::Any<
                        __p::tree::All<__s::orders::Read, __s::shop::Shop>,
                        __s::orders::All,
                    >,
                >,
            > {}
        #[diagnostic::do_not_recommend]
        impl<
            S: __p::Meets<
                    __p::tree::Any<
                        __s::legacy::Everything,
                        __p::tree::Any<
                            __p::tree::All<__s::orders::Read, __s::shop::Shop>,
                            __s::orders::All,
                        >,
                    >,
                >,
        > Any for S {}
        /// Access to `orders().token`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` is no set of the scopes of `shop`",
            label = "`orders().token` needs a token of `shop`",
            note = "declare the set with `shop::scope_set!`"
        )]
        pub trait Token: super::super::access::Client {}
        #[diagnostic::do_not_recommend]
        impl<S: super::super::access::Client> Token for S {}
        /// Access to `orders().unknown`.
        #[diagnostic::on_unimplemented(
            message = "`{Self}` is no set of the scopes of `shop`",
            label = "`orders().unknown` needs a token of `shop`",
            note = "declare the set with `shop::scope_set!`"
        )]
        pub trait Unknown: super::super::access::Client {}
        #[diagnostic::do_not_recommend]
        impl<S: super::super::access::Client> Unknown for S {}
    }
}
/// The resources of Shop, one type each, with the calls as methods.
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
        /// `GET /one` needs `orders.read`.
        ///
        /// It changes nothing, so it may be sent again.
        pub fn one<S>(&self, token: &'c ScopedToken<S>) -> Call<'c, ()>
        where
            S: access::orders::One,
        {
            let call = __p::Call::empty(self.core.with_token1::<0>(token));
            call
        }
        /// `GET /all` needs `orders.write` and `shop:{shop}`. That it needs just this is *inferred*, not documented.
        ///
        /// It changes nothing, so it may be sent again.
        pub fn all<S>(&self, token: &'c ScopedToken<S>) -> Call<'c, ()>
        where
            S: access::orders::All,
        {
            let call = __p::Call::empty(self.core.with_token1::<1>(token));
            call
        }
        /// `GET /any` needs `everything`, or `orders.read` and `shop:{shop}`, or `orders.*`.
        ///
        /// It changes nothing, so it may be sent again.
        pub fn any<S>(&self, token: &'c ScopedToken<S>) -> Call<'c, ()>
        where
            S: access::orders::Any,
        {
            let call = __p::Call::empty(self.core.with_token1::<2>(token));
            call
        }
        /// `GET /token` needs any valid token.
        ///
        /// It changes nothing, so it may be sent again.
        pub fn token<S>(&self, token: &'c ScopedToken<S>) -> Call<'c, ()>
        where
            S: access::orders::Token,
        {
            let call = __p::Call::empty(self.core.with_token1::<3>(token));
            call
        }
        /// `GET /unknown` needs a token; which scope, if any, is *not documented*.
        ///
        /// It changes nothing, so it may be sent again.
        pub fn unknown<S>(&self, token: &'c ScopedToken<S>) -> Call<'c, ()>
        where
            S: access::orders::Unknown,
        {
            let call = __p::Call::empty(self.core.with_token1::<4>(token));
            call
        }
        /// `GET /public` needs no token.
        ///
        /// It changes nothing, so it may be sent again.
        pub fn public(&self) -> Call<'c, ()> {
            let call = __p::Call::empty(self.core.without_token1::<5>());
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
        type E1 = __r::Both<__S1, __S3>;
        type E2 = __r::OneOf<__t::Any<__S4, __t::Any<__t::All<__S0, __S3>, __S2>>>;
        type E3 = __r::AnySet<__Client>;
        type E4 = __r::AnySet<__Client>;
        type E5 = __r::NoToken;
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
/// The named sets of scopes of Shop.
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
    /// The scopes of `order-clerk`. Who writes orders.
    ///
    /// Scopes:
    ///
    /// * `orders.write`
    /// * `shop:{shop}`
    #[derive(Clone, Copy, Debug)]
    pub struct OrderClerk;
    const _: () = {
        use super::__leaves::*;
        impl __ScopeSet for OrderClerk {
            type Api = __Client;
            const NAME: &'static str = "OrderClerk";
            const SCOPES: &'static [&'static str] = &["orders.write", "shop:{shop}"];
            const PLACES: &'static [u16] = &[1, 3];
            type T0 = __S0;
            type T1 = __S1;
            type T2 = __No;
            type T3 = __S3;
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
/// Declares sets of scopes of Shop, each as a type.
///
/// ```text
/// shop::scope_set! {
///     /// The docs of the set.
///     pub struct Name = "orders.read", "orders.write";
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
        $crate::shop::__private::scope_set! { ($crate::shop)
        "shop\norders.read\tread:orders\t\t\norders.write\t\t0\t\norders.*\t\t0 1\t\nshop:{shop}\t\t\t\neverything\t\t\tsay what is needed"
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

 * `orders.read`
*/
    pub struct Example;
    const _: () = {
        use ::shop::shop::__leaves::*;
        impl __ScopeSet for Example {
            type Api = __Client;
            const NAME: &'static str = "Example";
            const SCOPES: &'static [&'static str] = &["orders.read"];
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
