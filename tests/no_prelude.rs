//! The macros work in a crate without the standard prelude, which gives its own things the usual
//! names.
//!
//! An `api!` does not: its messages are attributes of the compiler's tool `diagnostic`, and without a
//! prelude the compiler knows no tools (`ui/arguments/no_prelude.rs`).

#![no_implicit_prelude]
#![allow(dead_code)]

mod alloc {}
mod core {}
mod serde {}
mod std {}

type Option = ();
type Result = ();
type String = ();
type Vec = ();
struct Some;
struct None;
struct Ok;
struct Err;
trait AsRef {}
trait Clone {}
trait From {}
trait Into {}
trait IntoIterator {}
trait Iterator {}
trait ToOwned {}
trait ToString {}

::passport_tests::foreign::scope_set! {
    #[cfg(not(any()))]
    #[derive(Default)]
    pub(crate) struct Reader = "read:projects", "issues.read";

    #[expect(deprecated, reason = "the warning is one of the macro's outputs")]
    struct Old = "legacy:all";
}

::passport_api::opaque_id! {
    pub(crate) struct OrderId;
}

::passport_api::open_enum! {
    pub(crate) enum OrderStatus {
        Sent = "SENT" | "SHIPPED",
    }
}

::passport_api::object! {
    pub(crate) struct Order {
        pub id: OrderId = required "id",
        pub status: ::std::option::Option<OrderStatus> = optional "status",
        pub note: ::std::option::Option<::std::option::Option<::std::string::String>> = optional_nullable "note",
        pub articles: ::std::vec::Vec<::std::string::String> = or_empty "articles",
        pub others: ::std::collections::BTreeMap<::std::string::String, ::serde_json::Value> = rest,
    }
}

fn call(client: &::passport_tests::foreign::Client, token: &::passport_api::ScopedToken<Reader>) {
    let _ = client.projects().list(token).page(1);
}

#[test]
fn models_without_a_prelude_are_read_and_written() {
    let text = r#"{"id":"1","status":"SENT","articles":["a"],"more":2}"#;
    let order: Order = ::serde_json::from_str(text).unwrap();
    ::std::assert_eq!(::serde_json::to_string(&order).unwrap(), text);
    let from_text = <OrderId as ::std::convert::From<&str>>::from("1");
    ::std::assert_eq!(order.id, from_text);
}
