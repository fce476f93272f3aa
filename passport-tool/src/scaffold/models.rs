//! Types for a spec that comes without any: placeholders, to be replaced one after the other.

use std::collections::{BTreeMap, BTreeSet};

use passport_spec::{Api, Body, Content, ModelFormat, ParamType, Response};

/// The text of `src/model.rs`.
pub(super) fn placeholders(api: &Api) -> String {
    let mut types: BTreeMap<&str, &str> = BTreeMap::new();
    let mut texts: BTreeSet<&str> = BTreeSet::new();
    for endpoint in &api.endpoints {
        let params = endpoint.path_params.iter();
        let params = params.chain(&endpoint.query).chain(&endpoint.headers);
        texts.extend(params.filter_map(|param| match &param.ty {
            ParamType::Model(ty) => Some(ty.as_str()),
            _ => None,
        }));
        if let Body::Given(body) = &endpoint.body
            && let Content::Model { ty, format } = &body.content
        {
            let stands_for = match format {
                ModelFormat::Multipart => FORM,
                ModelFormat::Json | ModelFormat::Form => JSON,
            };
            types.insert(ty, stands_for);
        }
        let answers = endpoint.response.bodies();
        for answer in answers {
            match answer {
                Response::Model(ty) => drop(types.insert(ty, JSON)),
                Response::List(list) if list.item != "json" => drop(types.insert(&list.item, JSON)),
                _ => {}
            }
        }
        for error in &endpoint.errors {
            types.insert(&error.ty, JSON);
        }
    }
    types.extend(texts.into_iter().map(|ty| (ty, "String")));
    let mut text = HEAD.to_owned();
    for (ty, stands_for) in types {
        text += &format!("\n/// `{ty}` of the spec.\npub type {ty} = {stands_for};\n");
    }
    text
}

const FORM: &str = "passport_api::multipart::Form";

const JSON: &str = "serde_json::Value";

const HEAD: &str = "\
//! The types of requests and responses. The spec names them and does not say what is in them, so
//! they are placeholders: replace each by a struct with `serde::Serialize` or `serde::Deserialize`.
";
