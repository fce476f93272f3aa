//! Names of files that a shell or a terminal would read as more than a name.

use crate::cli::{DOCUMENT, Folder, run, run_both};

#[test]
fn command_to_paste_is_quoted() {
    let folder = Folder::new("quoted");
    let path = folder.path.join("my proj; touch x").display().to_string();
    let (status, _, err) = run_both(&["new", &path, "--name", "shop"]);
    assert_eq!(status, 0, "{err}");
    assert!(
        err.contains(&format!("cd '{path}' && cargo test\n")),
        "{err}"
    );

    let document = folder.write("a; touch pwned.json", DOCUMENT);
    let out = folder.path.join("shop").display().to_string();
    assert_eq!(run(&["import", &document, "--out", &out]).0, 0);
    let command = "cargo passport import '../a; touch pwned.json' --out .";
    for file in ["shop/README.md", "shop/IMPORT.md"] {
        let text = folder.read(file);
        assert!(text.contains(command), "{text}");
    }
}
