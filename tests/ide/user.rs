//! Crates as a user has them: in a folder of their own, outside of this repository.

use std::fs;
use std::path::{Path, PathBuf};

use passport_tests::page::blocks;
use passport_tool::cli;
use serde_json::{Map, Value, json};

/// A user's package; removed with its folder.
pub(crate) struct User {
    folder: PathBuf,
}

impl User {
    /// The first program of the README.
    pub(crate) fn readme(name: &str) -> Self {
        let user = Self::create(name);
        let dependencies = format!(
            "passport-api = {{ path = {:?}, default-features = false, features = [\"breb\"] }}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n",
            user.passport_api(),
        );
        user.write_manifest(&dependencies);
        let program = &blocks(&readme(), "rust,no_run")[0];
        let main = "\n#[tokio::main]\nasync fn main() -> Result<(), Error> {\n    \
                    pay(\"account\", \"resolution\").await\n}\n";
        user.write("src/main.rs", &format!("{program}{main}"));
        user
    }

    /// The README's "Your own API".
    pub(crate) fn own(name: &str) -> Self {
        let user = Self::create(name);
        let readme = readme();
        let toml = blocks(&readme, "toml");
        let find = |text: &str| toml.iter().find(|block| block.contains(text)).unwrap();
        let path = user.passport_api().display().to_string();
        let dependencies = find("[dependencies]");
        let dependencies = dependencies.replace("/path/to/passport/passport-api", &path);
        user.write_manifest(dependencies.trim_start_matches("[dependencies]\n"));
        user.write("scopes.toml", find("[api.shop]"));
        user.write("src/main.rs", &blocks(&readme, "rs")[0]);
        user
    }

    /// A crate of 100 resources with four operations each, imported from an OpenAPI document, and a
    /// program that uses it.
    pub(crate) fn imported(name: &str) -> Self {
        let user = Self::create(name);
        user.write("openapi.json", &document().to_string());
        let document = user.file("openapi.json").display().to_string();
        let (out, api) = (user.folder.display(), user.passport_api());
        user.run(&[
            "import",
            &document,
            "--out",
            &out.to_string(),
            "--api",
            "many",
            "--passport-api",
            &api.display().to_string(),
        ]);
        user.write("examples/user.rs", PROGRAM);
        user
    }

    /// The package's folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A file of the package.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The folder that everything is built in. It is kept, so that dependencies are built once.
    pub(crate) fn target(&self) -> &Path {
        Path::new(concat!(env!("CARGO_TARGET_TMPDIR"), "/ide"))
    }

    /// The folder of the crate `passport-api`.
    pub(crate) fn passport_api(&self) -> PathBuf {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../passport-api");
        fs::canonicalize(path).unwrap()
    }

    /// Compiles the package.
    pub(crate) fn check(&self) {
        nested_cargo::lock(&self.folder).unwrap();
        let output = nested_cargo::command(&self.folder, ["check", "--all-targets", "--quiet"])
            .env("CARGO_TARGET_DIR", self.target())
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "cargo check:\n{errors}");
    }

    /// Adds an endpoint to the spec.
    pub(crate) fn add_endpoint(&self, name: &str) {
        let spec = fs::read_to_string(self.file("scopes.toml")).unwrap();
        let endpoint = format!(
            "\n[api.shop.endpoints.orders.{name}]\ncall = \"POST /orders/{{order_id}}/{name}\"\n\
             scope = \"orders:write\"\n"
        );
        self.write("scopes.toml", &(spec + &endpoint));
    }

    /// `cargo passport regen`, in the package.
    pub(crate) fn regen(&self) {
        let manifest = self.file("Cargo.toml").display().to_string();
        self.run(&["regen", "--manifest-path", &manifest]);
    }

    fn create(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("passport-ide-{}", std::process::id()));
        let folder = folder.join(name);
        fs::create_dir_all(folder.join("src")).unwrap();
        // rust-analyzer and the compiler name paths without links.
        let folder = folder.canonicalize().unwrap();
        Self { folder }
    }

    fn write(&self, name: &str, text: &str) {
        let file = self.file(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn write_manifest(&self, dependencies: &str) {
        let head = "[package]\nname = \"user\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
        let manifest = format!("{head}\n[dependencies]\n{dependencies}");
        self.write("Cargo.toml", &manifest);
    }

    /// A command of `cargo passport`.
    fn run(&self, arguments: &[&str]) {
        let mut ui = cli::Ui::captured();
        let words = arguments.iter().map(Into::into).collect();
        let status = cli::run(words, &mut ui);
        let (_, errors) = ui.captured_text();
        assert_eq!(status, 0, "{arguments:?}: {errors}");
    }
}

impl Drop for User {
    fn drop(&mut self) {
        // Files that are left in the temporary folder harm no later run.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn readme() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).unwrap()
}

/// An OpenAPI document with 400 operations.
fn document() -> Value {
    let mut scopes = Map::new();
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for index in 0..100 {
        let (read, write) = (format!("items{index}:read"), format!("items{index}:write"));
        scopes.insert(read.clone(), json!(format!("Read items {index}")));
        scopes.insert(write.clone(), json!(format!("Change items {index}")));
        let item = json!({ "$ref": format!("#/components/schemas/Item{index}") });
        let operation = |name: &str, scope: &str, schema: &Value| {
            json!({
                "operationId": format!("{name}Item{index}"),
                "tags": [format!("items{index}")],
                "summary": format!("{name} an item of kind {index}."),
                "security": [{ "oauth": [scope] }],
                "responses": { "200": {
                    "description": "Done",
                    "content": { "application/json": { "schema": schema } },
                } },
            })
        };
        let list = json!({ "type": "array", "items": item });
        let mut create = operation("create", &write, &item);
        create["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": item } },
        });
        paths.insert(
            format!("/items{index}"),
            json!({ "get": operation("list", &read, &list), "post": create }),
        );
        paths.insert(
            format!("/items{index}/{{id}}"),
            json!({
                "parameters": [
                    { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                ],
                "get": operation("get", &read, &item),
                "delete": operation("delete", &write, &item),
            }),
        );
        schemas.insert(
            format!("Item{index}"),
            json!({
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": { "type": "string" },
                    "name": { "type": "string", "description": "Shown to people." },
                    "state": { "type": "string", "enum": ["open", "closed"] },
                    "tags": { "type": "array", "items": { "type": "string" } },
                },
            }),
        );
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Many", "version": "1" },
        "servers": [{ "url": "https://api.many.example" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "oauth": { "type": "oauth2", "flows": { "clientCredentials": {
                "tokenUrl": "https://api.many.example/oauth/token",
                "scopes": scopes,
            } } } },
        },
    })
}

/// A program that uses the imported crate.
const PROGRAM: &str = r#"//! Uses the imported crate.

use many::Client;
use passport_api::Error;

many::scope_set! {
    /// What this program may do.
    struct Mine = "items7:read", "items8:write";
}

async fn work() -> Result<(), Error> {
    let client = Client::from_env()?;
    let token = client.token::<Mine>().await?;
    let item = client.items7().get_item7(&token, "17").await?;
    println!("{:?}", item.name);
    Ok(())
}

fn main() {
    drop(work());
}
"#;
