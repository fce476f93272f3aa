//! The files of a new project.

use passport_spec::doc_line;

use crate::schema;
use crate::write::toml_text::text;

use super::call::Call;
use super::project::{Origin, Project};

/// Every file of a new project, as path and text.
pub fn files(project: &Project) -> Vec<(String, String)> {
    let mut files = vec![
        ("Cargo.toml", cargo_toml(project)),
        ("README.md", readme(project)),
        (".gitignore", "/target\n".to_owned()),
        ("src/lib.rs", lib_rs(project)),
        ("src/main.rs", main_rs(project)),
        ("tests/sandbox.rs", sandbox_rs(project)),
    ];
    let mut more = Vec::new();
    if let Origin::Spec {
        text,
        model,
        files: further,
    } = &project.origin
    {
        files.push(("scopes.toml", text.clone()));
        files.push((schema::FILE, schema::text()));
        files.push(("src/model.rs", model.clone()));
        more.clone_from(further);
    }
    let files = files
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text));
    files.chain(more).collect()
}

fn cargo_toml(project: &Project) -> String {
    let package = |name: &str| match &project.packages {
        Some(folder) => {
            let path = folder.join(name).display().to_string();
            format!("path = {}", text(&path))
        }
        None => format!("version = {}", text(env!("CARGO_PKG_VERSION"))),
    };
    let features = match &project.origin {
        Origin::BuiltIn => format!(", features = [{}]", text(&project.api)),
        Origin::Spec { .. } => String::new(),
    };
    let models = match &project.origin {
        Origin::BuiltIn => "",
        Origin::Spec { .. } => {
            "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n"
        }
    };
    // With examples of its own, cargo looks for tests in all of the documentation.
    let lib = match doctests(project).is_empty() {
        true => "[lib]\ndoctest = false\n\n",
        false => "",
    };
    let mut manifest = format!(
        "[package]\nname = {name}\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         {lib}[dependencies]\n\
         passport-api = {{ {api}, default-features = false{features} }}\n{models}\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n\n\
         [dev-dependencies]\npassport-sandbox = {{ {sandbox} }}\n",
        name = text(&project.name),
        api = package("passport-api"),
        sandbox = package("passport-sandbox"),
    );
    if !project.metadata.is_empty() {
        manifest += &format!(
            "\n# What `cargo passport regen` writes anew.\n{}",
            project.metadata
        );
    }
    manifest
}

/// Where the client's module is, as a program outside of the library names it.
fn module(project: &Project) -> String {
    match &project.origin {
        Origin::Spec { .. } => project.krate(),
        Origin::BuiltIn => format!("{}::{}", project.krate(), project.api),
    }
}

/// The set that the program declares, or the one without scopes.
fn set(project: &Project) -> String {
    if project.call.scopes.is_empty() {
        format!("{}::sets::Unscoped", module(project))
    } else {
        format!("{}::Mine", project.krate())
    }
}

fn lib_rs(project: &Project) -> String {
    let mut text = format!(
        "//! A client of {}: a call that lacks its OAuth2 scope does not compile.\n",
        doc_line(&project.title),
    );
    text += &doctests(project);
    let set_macro = match &project.origin {
        Origin::BuiltIn => {
            text += &format!("\npub use passport_api::{};\n", project.api);
            format!("{}::scope_set!", project.api)
        }
        Origin::Spec { text: spec, .. } => {
            text += &format!(
                "\npub mod model;\n\npassport_api::api! {{\n    spec = \"scopes.toml\",\n    \
                 digest = \"{}\",\n    api = \"{}\",\n    models = crate::model,\n}}\n",
                passport_spec::digest(spec),
                project.api,
            );
            "scope_set!".to_owned()
        }
    };
    if !project.call.scopes.is_empty() {
        text += &format!(
            "\n{set_macro} {{\n    /// What this program may do.\n    pub struct Mine = {};\n}}\n",
            quoted(&project.call.scopes),
        );
    }
    text
}

/// Two examples that differ in the set only: one compiles, the other does not.
fn doctests(project: &Project) -> String {
    let Call {
        endpoint: Some(shown),
        scopes,
        other,
    } = &project.call
    else {
        return String::new();
    };
    if scopes.is_empty() {
        return String::new();
    }
    let (krate, module) = (project.krate(), module(project));
    let example = |attributes: &str, declared: &str, set: &str| {
        format!(
            "//!\n//! ```{attributes}\n{declared}\
             //! # async fn call(client: &{module}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n\
             //! let token = client.token::<{set}>().await?;\n\
             //! client.{}.await?;\n//! # Ok(())\n//! # }}\n//! ```\n",
            shown.rust
        )
    };
    let mine = format!("//! use {krate}::Mine;\n");
    let good = example("no_run", &mine, "Mine");
    let bad = match other {
        Some(other) => {
            let other = quoted(std::slice::from_ref(other));
            let declared = format!("//! {module}::scope_set! {{ struct Other = {other}; }}\n");
            example("compile_fail,E0277", &declared, "Other")
        }
        None => {
            let declared = format!("//! use {module}::sets::Unscoped;\n");
            example("compile_fail,E0277", &declared, "Unscoped")
        }
    };
    format!("{good}//!\n//! Without its scope:\n{bad}")
}

fn main_rs(project: &Project) -> String {
    let call = match &project.call.endpoint {
        Some(shown) => format!(
            "    // {}\n    println!(\"{{:?}}\", client.{}.await?);\n",
            shown.call, shown.rust
        ),
        None => "    println!(\"{token:?}\");\n".to_owned(),
    };
    format!(
        "//! Makes one call.\n\n{uses}\
         #[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         // PASSPORT_CLIENT_ID, PASSPORT_CLIENT_SECRET and PASSPORT_BASE_URL say who and where.\n    \
         let client = Client::from_env()?;\n    let token = client.token::<{set}>().await?;\n{call}    \
         Ok(())\n}}\n",
        uses = uses(project, ""),
        set = last(&set(project)),
    )
}

fn sandbox_rs(project: &Project) -> String {
    let start = match &project.origin {
        Origin::BuiltIn => "    let sandbox = Sandbox::start().await?;\n".to_owned(),
        Origin::Spec { .. } => "    \
             let spec = concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/scopes.toml\");\n    \
             let sandbox = Sandbox::builder().spec_file(spec).start().await?;\n"
            .to_owned(),
    };
    let set = last(&set(project)).to_owned();
    let mut text = String::from(
        "//! The program's calls against a sandbox, which enforces scopes. Nothing leaves this machine.\n\n",
    );
    text += &uses(project, "passport_sandbox::");
    let (name, check) = match &project.call.endpoint {
        Some(shown) => (
            "the_call_is_let_through",
            format!(
                "    let answer = client.{rust}.await;\n    \
                 // The sandbox makes its bodies up; that the request came through is what counts.\n    \
                 let requests = sandbox.requests_of(\"{id}\");\n    \
                 assert_eq!(requests.len(), 1);\n    \
                 assert!(requests[0].processed, \"{{answer:?}}\");\n",
                rust = shown.rust,
                id = shown.id,
            ),
        ),
        None => (
            "a_token_is_granted",
            "    assert_eq!(sandbox.requests_of(\"token\").len(), 1, \"{token:?}\");\n".to_owned(),
        ),
    };
    text += &format!(
        "#[tokio::test]\nasync fn {name}() -> Result<(), Box<dyn std::error::Error>> {{\n{start}    \
         let client: Client = sandbox.client()?;\n    \
         let token = client.token::<{set}>().await?;\n{check}    Ok(())\n}}\n"
    );
    if !project.call.scopes.is_empty() {
        text += &format!(
            "\n/// What the server does not grant is no token.\n\
             #[tokio::test]\n\
             async fn a_smaller_grant_is_refused() -> Result<(), Box<dyn std::error::Error>> {{\n{start}    \
             sandbox.inject(Fault::grant_without([{}]))?;\n    \
             let client: Client = sandbox.client()?;\n    \
             let refused = client.token::<{set}>().await;\n    \
             assert!(refused.is_err(), \"{{refused:?}}\");\n    \
             assert_eq!(sandbox.count(\"token\"), 1, \"{{refused:?}}\");\n    Ok(())\n}}\n",
            quoted(&project.call.scopes),
        );
    }
    text
}

/// The names that a file uses; `sandbox` is empty where it needs none of the sandbox.
fn uses(project: &Project, sandbox: &str) -> String {
    let module = module(project);
    let set = set(project);
    let mut lines = match set.strip_prefix(&format!("{module}::")) {
        Some(set) if !set.contains("::") => vec![format!("use {module}::{{Client, {set}}};\n")],
        _ => vec![format!("use {set};\n"), format!("use {module}::Client;\n")],
    };
    if !sandbox.is_empty() {
        let names = if project.call.scopes.is_empty() {
            "Sandbox"
        } else {
            "{Fault, Sandbox}"
        };
        lines.push(format!("use {sandbox}{names};\n"));
    }
    lines.concat() + "\n"
}

fn readme(project: &Project) -> String {
    let spec = match &project.origin {
        Origin::BuiltIn => String::new(),
        Origin::Spec { .. } => "\
             * `scopes.toml` says which scopes there are and what each call needs; after an edit run \
             `cargo passport regen`.\n\
             * `src/model.rs` holds the types of requests and responses.\n"
            .to_owned(),
    };
    let explained = match &project.call.endpoint {
        Some(shown) if matches!(project.origin, Origin::Spec { .. }) => format!(
            "* `cargo passport explain {}` says who needs what, `cargo passport sandbox --spec \
             scopes.toml` serves it on this machine.\n",
            shown.id
        ),
        _ => String::new(),
    };
    format!(
        "# {name}\n\n\
         A program that calls {title}. A call that lacks its OAuth2 scope does not compile.\n\n\
         ```sh\ncargo test    # against a sandbox that enforces scopes, on this machine\n```\n\n\
         Against the real server:\n\n\
         ```sh\nexport PASSPORT_BASE_URL=https://… PASSPORT_CLIENT_ID=… PASSPORT_CLIENT_SECRET=…\n\
         cargo run\n```\n\n\
         {spec}\
         * `src/lib.rs` declares the set of scopes that the program asks for.\n\
         * `src/main.rs` makes the call; take a scope out of the set, and it does not compile.\n\
         {explained}",
        name = project.name,
        title = doc_line(&project.title),
    )
}

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    names.join(", ")
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
