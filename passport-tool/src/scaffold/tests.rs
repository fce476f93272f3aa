//! The files of projects, as text; that they compile is tested in `tests/` of the workspace.

use super::{EXAMPLE, Project, files};
use crate::schema;

fn text(project: &Project, path: &str) -> String {
    let files = files(project);
    let found = files.iter().find(|(known, _)| known == path);
    found.unwrap_or_else(|| panic!("{path}")).1.clone()
}

#[test]
fn every_source_is_rust() {
    let projects = [
        Project::of_spec("my-shop", EXAMPLE, None).unwrap(),
        Project::of_system("pays", "breb").unwrap(),
        Project::of_spec("bare", "[api.bare]\ntoken.path = \"/\"\n", None).unwrap(),
    ];
    for project in &projects {
        for (path, text) in files(project) {
            if path.ends_with(".rs") {
                syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
            }
            assert!(!text.contains("\n\n\n"), "{path}:\n{text}");
        }
    }
}

#[test]
fn documentation_without_examples_is_not_searched_for_tests() {
    let bare = Project::of_spec("bare", "[api.bare]\ntoken.path = \"/\"\n", None).unwrap();
    assert!(text(&bare, "Cargo.toml").contains("[lib]\ndoctest = false\n"));
    let example = Project::of_spec("my-shop", EXAMPLE, None).unwrap();
    assert!(text(&example, "src/lib.rs").contains("```no_run"));
    assert!(!text(&example, "Cargo.toml").contains("doctest"));
}

#[test]
fn the_call_is_the_simplest_that_needs_a_scope() {
    let spec = "[api.t]\ntoken.path = \"/\"\n[api.t.scopes]\na = \"A\"\nb = \"B\"\n\
        \"c:{x}\" = { template = true }\n[api.t.endpoints.r]\n\
        open = { call = \"GET /open\", access = \"public\" }\n\
        any = { call = \"GET /any\", access = \"any_token\" }\n\
        typed = { call = \"GET /typed/{id}\", scope = \"a\", path = { id = \"Id\" } }\n\
        holes = { call = \"GET /holes\", scope = \"c:{x}\" }\n\
        two = { call = \"GET /two/{n}\", any_of = [[\"a\", \"b\"], \"b\"], path = { n = \"integer\" } }\n\
        send = { call = \"POST /send\", scope = \"a\" }\n";
    let project = Project::of_spec("t", spec, None).unwrap();
    let main = text(&project, "src/main.rs");
    assert!(main.contains("client.r().two(&token, 17).await?"), "{main}");
    let lib = text(&project, "src/lib.rs");
    assert!(lib.contains("pub struct Mine = \"b\";"), "{lib}");
    assert!(lib.contains("struct Other = \"a\";"), "{lib}");
    assert!(text(&project, "src/model.rs").contains("pub type Id = String;"));
}

#[test]
fn an_unknown_system_is_answered_with_those_there_are() {
    let message = Project::of_system("x", "brebb").unwrap_err();
    assert!(message.ends_with("did you mean `breb`?"), "{message}");
    let two = "[api.a]\ntoken.path = \"/\"\n[api.b]\ntoken.path = \"/\"\n";
    let message = Project::of_spec("x", two, None).unwrap_err();
    assert!(
        message.contains("`--api` with one of `a`, `b`"),
        "{message}"
    );
}

#[test]
fn the_schema_that_the_spec_names_is_beside_it() {
    let own = "#:schema ../elsewhere.json\n[api.bare]\ntoken.path = \"/\"\n";
    for spec in [EXAMPLE, own] {
        let project = Project::of_spec("x", spec, None).unwrap();
        let written = text(&project, "scopes.toml");
        assert_eq!(schema::header(&written), Some("./scopes.schema.json"));
        assert_eq!(text(&project, schema::FILE), schema::text());
        let digest = passport_spec::digest(&written);
        assert!(text(&project, "src/lib.rs").contains(&digest));
    }
}
