//! How requests are built: `new` with what is required, `with_…` for the rest.

/// Defines the body of a request.
///
/// `required` fields are the arguments of `new`, in order; `fixed` ones have one value only; each
/// `optional` one has the setter named beside it and is left out of the JSON while it is not set. A
/// literal behind `as` is the name in JSON.
macro_rules! request {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $(fixed { $(
                $(#[$fixed_meta:meta])*
                $fixed:ident $(as $fixed_name:literal)?: $fixed_ty:ty = $value:expr,
            )* })?
            $(required { $(
                $(#[$required_meta:meta])*
                $required:ident $(as $required_name:literal)?: $required_ty:ty,
            )* })?
            $(optional { $(
                $(#[$optional_meta:meta])*
                $optional:ident $(as $optional_name:literal)?: $optional_ty:ty, $setter:ident;
            )* })?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
        pub struct $name {
            $( $(
                $(#[$fixed_meta])*
                $( #[serde(rename = $fixed_name)] )?
                pub $fixed: $fixed_ty,
            )* )?
            $( $(
                $(#[$required_meta])*
                $( #[serde(rename = $required_name)] )?
                pub $required: $required_ty,
            )* )?
            $( $(
                $(#[$optional_meta])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                $( #[serde(rename = $optional_name)] )?
                pub $optional: Option<$optional_ty>,
            )* )?
        }

        impl $name {
            /// A request with what is required.
            #[must_use]
            pub fn new($( $( $required: impl Into<$required_ty>, )* )?) -> Self {
                Self {
                    $( $( $fixed: $value, )* )?
                    $( $( $required: $required.into(), )* )?
                    $( $( $optional: None, )* )?
                }
            }
        }

        $( $crate::types::setters! {
            $name { $( $(#[$optional_meta])* $optional: $optional_ty, $setter; )* }
        } )?
    };
}

/// Defines a setter for each optional field.
macro_rules! setters {
    ($name:ident { $( $(#[$meta:meta])* $field:ident: $ty:ty, $setter:ident; )* }) => {
        impl $name {
            $(
                $(#[$meta])*
                #[must_use]
                pub fn $setter(mut self, $field: impl Into<$ty>) -> Self {
                    self.$field = Some($field.into());
                    self
                }
            )*
        }
    };
}

pub(crate) use {request, setters};
