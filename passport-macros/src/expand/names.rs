//! Names of types in generated signatures.
//!
//! Editors and rustdoc show a signature as it is written, so the modules with methods import the
//! runtime's types and the models under their plain names: `Call<'c, Payment>`. A name that is taken
//! in these modules is written as a path.

use std::collections::{BTreeMap, BTreeSet};

use passport_spec::{Api, Body, Endpoint, ParamType, Response, camel};

use super::resources::call_type;

/// The names that the signatures of an API use.
pub(super) struct Names {
    /// The generated types beside the imports.
    own: BTreeSet<String>,
    /// The name of each model in a signature, by its name in the spec.
    models: BTreeMap<String, String>,
}

impl Names {
    /// `path` is the module of the models.
    pub(super) fn of(api: &Api, path: &str) -> Self {
        let own = own_types(api);
        let used = models(api);
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for ty in &used {
            *uses.entry(last_segment(ty)).or_default() += 1;
        }
        let is_free = |name: &str| {
            !own.contains(name) && !RUNTIME.contains(&name) && !GENERIC.contains(&name)
        };
        let name = |ty: &str| {
            let plain = last_segment(ty);
            let joined = ty.replace("::", "_");
            if uses[plain] == 1 && is_free(plain) {
                plain.to_owned()
            } else if joined != plain && is_free(&joined) && !uses.contains_key(&*joined) {
                joined
            } else {
                format!("{path}::{ty}")
            }
        };
        let models = used.iter().map(|ty| ((*ty).to_owned(), name(ty)));
        Self {
            models: models.collect(),
            own,
        }
    }

    /// A model in a signature.
    pub(super) fn model<'n>(&'n self, ty: &'n str) -> &'n str {
        // Every model of the API was given a name.
        self.models.get(ty).map_or(ty, String::as_str)
    }

    /// The models with the names under which they are imported; the others are written as paths.
    pub(super) fn imported_models(&self) -> impl Iterator<Item = (&str, &str)> {
        let models = self.models.iter().map(|(ty, name)| (&**ty, &**name));
        models.filter(|(_, name)| !name.contains("::"))
    }

    /// One of the runtime's types in a signature.
    pub(super) fn runtime(&self, ty: &str) -> String {
        if self.own.contains(ty) {
            format!("__p::{ty}")
        } else {
            ty.to_owned()
        }
    }

    /// The imports of a module beside `__private` with signatures.
    pub(super) fn imports(&self) -> String {
        let mut names = vec!["self as __p"];
        names.extend(RUNTIME.iter().filter(|ty| !self.own.contains(**ty)));
        format!(
            "#[allow(unused_imports)] use super::{{access, calls, __model::*, __private::{{{}}}}};",
            names.join(", ")
        )
    }
}

/// The models that an API names.
fn models(api: &Api) -> BTreeSet<&str> {
    let mut types: BTreeSet<&str> = BTreeSet::new();
    for endpoint in &api.endpoints {
        let params = endpoint
            .path_params
            .iter()
            .chain(&endpoint.query)
            .chain(&endpoint.headers);
        types.extend(params.filter_map(|param| match &param.ty {
            ParamType::Model(ty) => Some(ty.as_str()),
            _ => None,
        }));
        if let Body::Given(body) = &endpoint.body {
            types.extend(body.model());
        }
        types.extend(endpoint.response.bodies().filter_map(|body| match body {
            Response::Model(ty) => Some(ty.as_str()),
            Response::List(list) if list.item != "json" => Some(list.item.as_str()),
            _ => None,
        }));
    }
    types.extend(error_models(api));
    types.extend(
        api.token
            .response
            .iter()
            .filter_map(|field| match &field.ty {
                ParamType::Model(ty) => Some(ty.as_str()),
                _ => None,
            }),
    );
    types
}

/// The models of errors, which no signature names.
pub(super) fn error_models(api: &Api) -> BTreeSet<&str> {
    let of_endpoints = api.endpoints.iter().flat_map(|endpoint| &endpoint.errors);
    let errors = of_endpoints.chain(&api.errors);
    errors.map(|error| error.ty.as_str()).collect()
}

/// The types that are declared in `resources`, `calls` and `responses`.
fn own_types(api: &Api) -> BTreeSet<String> {
    let resources = api.resources().map(|(name, _)| camel(name));
    let is_named = |endpoint: &&Endpoint| {
        has_optional(endpoint) || matches!(endpoint.response, Response::Several(_))
    };
    let endpoints = api.endpoints.iter().filter(is_named);
    resources.chain(endpoints.map(call_type)).collect()
}

/// Returns whether a call has optional parameters, and so a type of its own.
pub(super) fn has_optional(endpoint: &Endpoint) -> bool {
    let mut params = endpoint.query.iter().chain(&endpoint.headers);
    params.any(|param| !param.required)
}

fn last_segment(ty: &str) -> &str {
    ty.rsplit("::").next().unwrap_or(ty)
}

/// The runtime's types in signatures.
const RUNTIME: &[&str] = &[
    "AsRef",
    "Bytes",
    "Call",
    "Into",
    "IntoIterator",
    "Option",
    "Page",
    "ScopedToken",
    "String",
    "Value",
];

/// Names that stand for something else in a signature.
const GENERIC: &[&str] = &["S", "Self"];

#[cfg(test)]
mod tests {
    use passport_spec::Spec;

    use super::Names;

    #[test]
    fn name_that_is_taken_is_written_as_a_path() {
        let response = |name: &str, ty: &str| {
            format!(
                "[api.shop.endpoints.{name}]\ncall = \"GET /{name}\"\naccess = \"public\"\n\
                 response = \"{ty}\"\n"
            )
        };
        let endpoints = [
            response("call.one", "Order"),
            response("call.two", "Call"),
            response("call.three", "Page"),
            response("call.four", "S"),
            response("call.five", "a::Item"),
            response("call.six", "b::Item"),
            response("call.seven", "c::Other"),
        ];
        let text = format!("[api.shop]\ntoken.path = \"/\"\n{}", endpoints.concat());
        let spec = Spec::parse("scopes.toml", &text).unwrap();
        let names = Names::of(&spec.apis()[0], "crate::model");
        for (ty, expected) in [
            ("Order", "Order"),
            ("Call", "crate::model::Call"),
            ("Page", "crate::model::Page"),
            ("S", "crate::model::S"),
            ("a::Item", "a_Item"),
            ("b::Item", "b_Item"),
            ("c::Other", "Other"),
        ] {
            assert_eq!(names.model(ty), expected);
        }
        // The resource is a type of its own, beside the one of the runtime.
        assert_eq!(names.runtime("Call"), "__p::Call");
        assert_eq!(names.runtime("Page"), "Page");
        assert!(!names.imports().contains(" Call,"), "{}", names.imports());
    }
}
