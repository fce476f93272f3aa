//! What `api!` and `scope_set!` write means the same in a module that gives other things the usual
//! names.

#![allow(dead_code)]

use passport_tests::foreign as elsewhere;

/// Everything here is called like something that generated code could mean.
mod foreign {
    pub(crate) use super::elsewhere::model;

    mod core {}
    mod std {}
    mod serde {}
    mod passport_api {}
    type Option = ();
    type Result = ();
    type String = ();
    type Vec = ();
    struct Some;
    struct None;
    struct Ok;
    trait Clone {}
    trait Copy {}
    trait Debug {}
    trait From {}
    trait Into {}
    trait AsRef {}
    trait Send {}
    trait Display {}
    struct Call;
    struct Page;
    struct Value;
    struct Catalog;
    struct Scope;
    struct ScopeSet;
    struct ScopedToken;

    ::passport_api::api! {
        spec = "foreign/scopes.toml",
        module = crate::foreign,
    }
}

/// Its scopes and endpoints are called like type parameters.
mod letters {
    ::passport_api::api! {
        spec = "hygiene/letters.toml",
        module = crate::letters,
    }

    scope_set! {
        pub(crate) struct S = "letters:s", "letters:t", "s";
    }

    fn calls(client: &Client, token: &::passport_api::ScopedToken<S>) {
        let _ = client.letters().s(token);
        let _ = client.letters().t(token);
        let _ = client.s().s(token);
    }
}

/// The names of the modules and of their APIs are the same words in the same order.
mod a {
    ::passport_api::api! {
        spec = "hygiene/names.toml",
        api = "b_c",
        module = crate::a,
    }

    scope_set! {
        struct Outer = "outer";
    }

    pub(crate) mod b {
        ::passport_api::api! {
            spec = "hygiene/names.toml",
            api = "c",
            module = crate::a::b,
        }

        scope_set! {
            struct Inner = "inner";
        }
    }
}

mod user {
    mod core {}
    mod foreign {}
    type Api = ();
    type Tree = ();
    type T0 = ();
    type TF = ();
    trait Clone {}
    trait Debug {}

    crate::foreign::scope_set! {
        pub(crate) struct Reader = "read:projects", "issues.read";
    }
}

fn call(client: &foreign::Client, token: &passport_api::ScopedToken<user::Reader>) {
    let _ = client.projects().list(token).page(1);
}

#[test]
fn two_crates_have_an_api_of_one_name() {
    let (here, there) = (&foreign::CATALOG, &elsewhere::CATALOG);
    assert_eq!(format!("{here:?}"), format!("{there:?}"));
}
