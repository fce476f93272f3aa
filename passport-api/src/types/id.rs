//! Ids that only the server understands.

/// Defines a type for an id: a text that is passed on as it came.
///
/// Different ids are different types, so that one cannot stand where another belongs.
///
/// # Example
///
/// ```
/// passport_api::opaque_id! {
///     /// The id of an order.
///     pub struct OrderId;
/// }
///
/// let id = OrderId::from("ord-1");
/// assert_eq!(id.as_str(), "ord-1");
/// assert_eq!(OrderId::from(&id), id);
/// ```
///
/// ```compile_fail,E0308
/// passport_api::opaque_id! { pub struct OrderId; }
/// passport_api::opaque_id! { pub struct CartId; }
///
/// let id: OrderId = CartId::from("cart-1");
/// ```
#[macro_export]
macro_rules! opaque_id {
    ($(#[$meta:meta])* $vis:vis struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        $vis struct $name(::std::string::String);

        impl $name {
            /// The id as text.
            #[must_use]
            $vis fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(&self.0)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(<::std::string::String as ::core::convert::From<&str>>::from(text))
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self(text)
            }
        }

        impl ::core::convert::From<&$name> for $name {
            fn from(id: &$name) -> Self {
                ::core::clone::Clone::clone(id)
            }
        }

        impl $crate::types::__private::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::types::__private::serde::Serializer,
            {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> $crate::types::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::types::__private::serde::Deserializer<'de>,
            {
                <::std::string::String as $crate::types::__private::serde::Deserialize>::deserialize(
                    deserializer,
                )
                .map(Self)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    crate::opaque_id! {
        /// An id for the tests.
        struct TestId;
    }

    #[test]
    fn is_passed_on_as_it_came() {
        let id: TestId = serde_json::from_str(r#""not-a-uuid/ñ""#).unwrap();
        assert_eq!(id.as_str(), "not-a-uuid/ñ");
        assert_eq!(id.as_ref(), id.to_string());
        assert_eq!(serde_json::to_string(&id).unwrap(), r#""not-a-uuid/ñ""#);
        assert_eq!(
            TestId::from(&id),
            TestId::from(String::from("not-a-uuid/ñ"))
        );
    }
}
