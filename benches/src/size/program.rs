//! The texts of programs: with clients of passport, and hand-written ones.

use std::fmt::{Debug, Write as _};

use crate::Outcome;
use crate::workspace;

/// What the programs depend on, as lines of a manifest.
pub(super) fn dependencies() -> Outcome<Vec<String>> {
    let mut dependencies = vec![passport()?];
    dependencies.extend(by_hand());
    Ok(dependencies)
}

/// The line of `passport-api` with one API.
pub(super) fn passport() -> Outcome<String> {
    let folder = workspace::root().join("passport-api");
    let path = folder
        .to_str()
        .ok_or("the path of this repository is not UTF-8")?;
    Ok(format!(
        "passport-api = {{ path = {path:?}, default-features = false, features = [\"breb\"] }}"
    ))
}

/// What a person needs who writes the client by hand, with the same TLS.
pub(super) fn by_hand() -> [String; 5] {
    [
        reqwest("\"form\", \"gzip\", \"http2\", \"json\", \"rustls-no-provider\""),
        "rustls = { version = \"0.23\", default-features = false, features = [\"ring\", \"std\", \"tls12\"] }"
            .to_owned(),
        "serde = { version = \"1\", features = [\"derive\"] }".to_owned(),
        "serde_json = \"1\"".to_owned(),
        "tokio = { version = \"1\", default-features = false, features = [\"rt-multi-thread\"] }"
            .to_owned(),
    ]
}

fn reqwest(features: &str) -> String {
    format!("reqwest = {{ version = \"0.13\", default-features = false, features = [{features}] }}")
}

/// An API with endpoints of the same shape: `GET /items0/{id}` needs scope 0 and answers `Item0`.
pub(super) fn spec(endpoints: usize, scopes: usize) -> String {
    let mut spec = String::from(
        "[api.synthetic]\nservers.production = \"https://api.synthetic.example\"\n\
         token.path = \"/token\"\n\n[api.synthetic.scopes]\n",
    );
    for index in 0..scopes {
        line(&mut spec, &format!("{:?} = \"Read\"", scope(index)));
    }
    for index in 0..endpoints {
        line(
            &mut spec,
            &format!("\n[api.synthetic.endpoints.items{index}.get]"),
        );
        line(&mut spec, &format!("call = \"GET /items{index}/{{id}}\""));
        line(&mut spec, &format!("scope = {:?}", scope(index % scopes)));
        line(&mut spec, &format!("response = \"Item{index}\""));
    }
    spec
}

/// The name of a scope, as long as scopes are.
pub(super) fn scope(index: usize) -> String {
    format!("synthetic.resource{index}.read")
}

/// The answers of the endpoints: a struct each, with fields of their own name.
pub(super) fn models(endpoints: usize) -> String {
    let mut models =
        String::from("#[allow(dead_code)]\npub mod model {\n    use std::collections::BTreeMap;\n");
    for index in 0..endpoints {
        line(
            &mut models,
            &format!(
                "    #[derive(Clone, Debug, serde::Deserialize)]\n    pub struct Item{index} {{\n        \
                 pub id: String,\n        pub name_{index}: Option<String>,\n        \
                 pub created_{index}: Option<String>,\n        pub amount_{index}: Option<i64>,\n        \
                 pub ratio_{index}: Option<f64>,\n        pub active_{index}: Option<bool>,\n        \
                 #[serde(default)]\n        pub tags_{index}: Vec<String>,\n        \
                 #[serde(default)]\n        pub labels_{index}: BTreeMap<String, String>,\n    }}"
            ),
        );
    }
    models + "}\n"
}

/// The client that `api!` makes of a file of the package.
pub(super) fn client(spec: &str) -> String {
    format!("passport_api::api! {{ spec = {spec:?}, }}\n")
}

/// Declares sets, each of which is a list of scopes.
pub(super) fn scope_sets(of: &str, sets: &[impl Debug]) -> String {
    let mut text = format!("{of}scope_set! {{\n");
    for (index, scopes) in sets.iter().enumerate() {
        line(
            &mut text,
            &format!("    struct Set{index} = {scopes:?};").replace(['[', ']'], ""),
        );
    }
    text + "}\n"
}

/// One use of a client: a token of a set, and a call that shows a field of its answer.
pub(super) struct Use {
    /// The number of the set.
    pub(super) set: usize,
    /// How the call goes on behind the client, `TOKEN` and `ID` for its parameters:
    /// `payments().get(TOKEN, ID)`.
    pub(super) call: String,
    /// The field that is shown.
    pub(super) field: &'static str,
}

/// A function for each use and a `main` that runs them all.
pub(super) fn uses(client: &str, uses: &[Use]) -> String {
    let mut text = String::new();
    for (index, it) in uses.iter().enumerate() {
        let call = it
            .call
            .replace("TOKEN", "&token")
            .replace("ID", &format!("\"id-{index}\""));
        line(
            &mut text,
            &format!(
                "async fn use{index}(client: &{client}) -> Result<(), passport_api::Error> {{\n    \
                 let token = client.token::<Set{}>().await?;\n    \
                 println!(\"{{:?}}\", client.{call}.await?.{});\n    Ok(())\n}}",
                it.set, it.field
            ),
        );
    }
    text + &main(
        "passport_api::Error",
        &format!("{client}::from_env()?"),
        uses.len(),
    )
}

/// The same with `reqwest`: functions for the token and for all calls, and a function for each use.
/// Each fetches a token, as above.
pub(super) fn uses_by_hand(uses: usize, models: usize) -> String {
    let mut text = BY_HAND.to_owned();
    for index in 0..uses {
        let model = index % models;
        line(
            &mut text,
            &format!(
                "async fn use{index}(client: &Client) -> Result<(), Error> {{\n    \
                 let token = client.token({:?}).await?;\n    \
                 let item: model::Item{model} = client.get(&token, \"items{model}\", \"id-{index}\").await?;\n    \
                 println!(\"{{:?}}\", item.id);\n    Ok(())\n}}",
                scope(model)
            ),
        );
    }
    text + &main("Error", "Client::from_env()?", uses)
}

fn main(error: &str, client: &str, uses: usize) -> String {
    let mut text =
        format!("async fn run() -> Result<(), {error}> {{\n    let client = {client};\n");
    for index in 0..uses {
        line(&mut text, &format!("    use{index}(&client).await?;"));
    }
    text + MAIN
}

/// Writing to a string cannot fail.
fn line(text: &mut String, line: &str) {
    let _ = writeln!(text, "{line}");
}

const MAIN: &str = r#"    Ok(())
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    if let Err(error) = runtime.block_on(run()) {
        eprintln!("{error:?}");
    }
}
"#;

const BY_HAND: &str = r#"
use serde::de::DeserializeOwned;

type Error = Box<dyn std::error::Error + Send + Sync>;

struct Client {
    http: reqwest::Client,
    server: String,
    id: String,
    secret: String,
}

#[derive(serde::Deserialize)]
struct Token {
    access_token: String,
}

impl Client {
    fn from_env() -> Result<Self, Error> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let timeout = std::time::Duration::from_secs(30);
        Ok(Self {
            http: reqwest::Client::builder().timeout(timeout).build()?,
            server: std::env::var("SERVER")?,
            id: std::env::var("CLIENT_ID")?,
            secret: std::env::var("CLIENT_SECRET")?,
        })
    }

    async fn token(&self, scope: &str) -> Result<String, Error> {
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.id),
            ("client_secret", &self.secret),
            ("scope", scope),
        ];
        let request = self.http.post(format!("{}/token", self.server)).form(&fields);
        let token: Token = request.send().await?.error_for_status()?.json().await?;
        Ok(token.access_token)
    }

    async fn get<T: DeserializeOwned>(&self, token: &str, path: &str, id: &str) -> Result<T, Error> {
        let request = self.http.get(format!("{}/{path}/{id}", self.server)).bearer_auth(token);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }
}

"#;

#[cfg(test)]
mod tests {
    use super::{Use, scope_sets, uses, uses_by_hand};

    #[test]
    fn each_use_is_a_function_that_runs() {
        let one = || Use {
            set: 3,
            call: "items0().get(TOKEN, ID)".to_owned(),
            field: "id",
        };
        for text in [uses("Client", &[one(), one()]), uses_by_hand(2, 1)] {
            for expected in ["async fn use1(", "use1(&client).await?;", "\"id-1\""] {
                assert!(text.contains(expected), "{text}");
            }
            assert!(!text.contains("use2"), "{text}");
        }
        let text = uses("Client", &[one()]);
        assert!(
            text.contains("client.items0().get(&token, \"id-0\").await?.id"),
            "{text}"
        );
        assert!(text.contains("token::<Set3>()"), "{text}");
    }

    #[test]
    fn a_set_is_declared_with_its_scopes() {
        let sets = scope_sets("", &[vec!["a".to_owned(), "b".to_owned()]]);
        assert_eq!(sets, "scope_set! {\n    struct Set0 = \"a\", \"b\";\n}\n");
    }
}
