//! A small client that keeps one token.

use std::sync::Arc;

use passport_sandbox::{Client, Sandbox};
use reqwest::{Method, RequestBuilder, Version};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};

/// A caller of one API with a token of its own.
pub(crate) struct Caller {
    pub(crate) http: reqwest::Client,
    pub(crate) base: String,
    pub(crate) token: String,
}

/// Status and body.
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) challenge: Option<String>,
    pub(crate) content_type: String,
    pub(crate) text: String,
    pub(crate) body: Value,
}

impl Caller {
    /// A caller without a token.
    pub(crate) fn new(sandbox: &Sandbox, api: &str) -> Self {
        Self {
            http: http(sandbox),
            base: sandbox.base_url(api),
            token: String::new(),
        }
    }

    /// A caller with a token that has every scope; the credentials go into a JSON body.
    pub(crate) async fn with_every_scope(sandbox: &Sandbox, api: &str) -> Self {
        let mut caller = Self::new(sandbox, api);
        let (id, secret) = (sandbox.client_id(), sandbox.client_secret());
        caller.token = caller.fetch_token(id, secret).await;
        caller
    }

    /// A caller whose client has just these scopes.
    pub(crate) async fn with_scopes(sandbox: &Sandbox, api: &str, scopes: &[String]) -> Self {
        let id = format!("client with {}", scopes.join(" "));
        let client = Client::new(&id, "s3cret").scopes(scopes);
        sandbox.add_client(client).unwrap();
        let mut caller = Self::new(sandbox, api);
        caller.token = caller.fetch_token(&id, "s3cret").await;
        caller
    }

    /// A caller over a version of HTTP, with a token that has every scope.
    pub(crate) async fn over(sandbox: &Sandbox, api: &str, version: Version) -> Self {
        let mut caller = Self::with_every_scope(sandbox, api).await;
        caller.http = http_over(sandbox, version);
        caller
    }

    async fn fetch_token(&self, id: &str, secret: &str) -> String {
        let got = self.post(self.token_path(), &credentials(id, secret)).await;
        assert_eq!(got.status, 200, "{}", got.text);
        got.body["access_token"].as_str().unwrap().to_owned()
    }

    pub(crate) fn token_path(&self) -> &'static str {
        if self.base.ends_with("/parking") {
            "/v3/shared/access-tokens"
        } else {
            "/v1/iam/oauth/tokens"
        }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().unwrap();
        let request = self.http.request(method, format!("{}{path}", self.base));
        if self.token.is_empty() {
            request
        } else {
            request.bearer_auth(&self.token)
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Got {
        got(self.request("GET", path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Got {
        got(self.request("POST", path).json(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Got {
        got(self.request("PATCH", path).json(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Got {
        got(self.request("DELETE", path)).await
    }

    /// Posts and expects status 200 or 201 and an object.
    pub(crate) async fn made(&self, path: &str, body: &Value) -> Value {
        let got = self.post(path, body).await;
        assert!(
            got.status == 200 || got.status == 201,
            "{path}: {}",
            got.text
        );
        got.body
    }
}

pub(crate) fn credentials(id: &str, secret: &str) -> Value {
    json!({
        "client_id": id,
        "client_secret": secret,
        "grant_type": "client_credentials",
        "audience": "public.api.passportinc.com",
    })
}

pub(crate) async fn got(request: RequestBuilder) -> Got {
    let response = request.send().await.unwrap();
    let header = |name: &str| {
        let value = response.headers().get(name)?;
        Some(value.to_str().unwrap().to_owned())
    };
    let (challenge, content_type) = (header("www-authenticate"), header("content-type"));
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    Got {
        status,
        challenge,
        content_type: content_type.unwrap_or_default(),
        body: serde_json::from_str(&text).unwrap_or(Value::Null),
        text,
    }
}

/// A client that trusts the sandbox and nobody else, over HTTP/1.1.
pub(crate) fn http(sandbox: &Sandbox) -> reqwest::Client {
    http_over(sandbox, Version::HTTP_11)
}

/// The same over a version of HTTP.
pub(crate) fn http_over(sandbox: &Sandbox, version: Version) -> reqwest::Client {
    let mut roots = rustls::RootCertStore::empty();
    let pem = sandbox.certificate_pem().as_bytes();
    roots
        .add(CertificateDer::from_pem_slice(pem).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    if version == Version::HTTP_2 {
        tls.alpn_protocols = vec![b"h2".to_vec()];
    }
    let builder = reqwest::Client::builder().tls_backend_preconfigured(tls);
    let builder = builder.redirect(reqwest::redirect::Policy::none());
    builder.no_proxy().build().unwrap()
}

/// The text at a JSON pointer.
pub(crate) fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no text at {pointer} of {value}"))
}
