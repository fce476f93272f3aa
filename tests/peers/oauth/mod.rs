//! The client credentials grant (RFC 6749, 4.4) of `oidc-provider`, over TLS.

mod provider;
mod refusals;
mod renewal;
mod tokens;

use crate::basic;

basic::scope_set! {
    struct Reader = "orders:read";
}
basic::scope_set! {
    struct Clerk = "orders:read", "orders:write";
}
basic::scope_set! {
    struct Auditor = "orders:audit";
}
basic::scope_set! {
    struct Everything = "orders:read", "orders:write", "orders:audit";
}
