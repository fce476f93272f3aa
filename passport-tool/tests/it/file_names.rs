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

/// A name cannot look like a line of the tool's own.
#[cfg(unix)]
#[test]
fn name_with_a_line_break_is_shown_on_one_line() {
    let folder = Folder::new("one-line");
    let fake = "x\n[catalogue.evil]\nerror: y";
    let document = folder.write(fake, DOCUMENT);
    let broken = folder.write(&format!("{fake}.broken"), "openapi: 3.0.0\n  paths: [\n");
    let spec = folder.write(&format!("{fake}.toml"), "[api.a]\ntokn.path = \"/t\"\n");
    let missing = folder
        .path
        .join(format!("missing-{fake}"))
        .display()
        .to_string();
    let missing_spec = format!("{missing}.toml");
    let out = folder
        .path
        .join(format!("out-{fake}"))
        .display()
        .to_string();
    let json = folder.write(&format!("{fake}.json"), "{}");
    for (arguments, status) in [
        (&["import", &document, "--out", &out][..], 0),
        (&["import", &document, "--out", &document], 2),
        (&["import", &broken, "--out", &out], 2),
        (&["import", &missing, "--out", &out], 2),
        (&["import", &json, "--out", &out], 2),
        (&["import", &document, "--out", &out, &missing], 2),
        (&["import", &document, "--out", &out, fake], 2),
        (&["import", &document, "--out", &out, "--lists", fake], 2),
        (&["explain", "a", "--spec", &document], 0),
        (&["explain", fake, "--spec", &document], 2),
        (&["explain", "a", "--spec", &document, "--api", "b"], 2),
        (&["explain", "a", "--spec", &spec], 2),
        (&["explain", "a", "--spec", &missing_spec], 2),
        (&["explain", "a", "--spec", &document, "--api", fake], 2),
        (&["report", "--spec", &spec], 2),
        (&["report", "--spec", &missing], 2),
        (&["diff", &spec, &missing], 2),
        (&["new", &missing], 2),
        (
            &["new", &missing, "--name", "shop", "--spec", &missing_spec],
            2,
        ),
        (&["new", &missing, "--name", "shop", "--system", fake], 2),
        (&["new", &missing, "--name", "shop"], 0),
        (&["new", &missing, "--name", "shop"], 2),
        (&["sandbox", "--spec", &spec], 2),
        (
            &[
                "sandbox",
                "--spec",
                &document,
                "--certificate",
                &folder.text(),
                fake,
            ],
            2,
        ),
        (&["sandbox", "--spec", &document, "--examples", &spec], 2),
        (&["audit", "--granted", &missing], 2),
        (&[fake], 2),
        (&["import", &format!("--{fake}")], 2),
    ] {
        let (found, out, err) = run_both(arguments);
        assert_eq!(found, status, "{arguments:?}: {out}{err}");
        let shown = format!("{out}{err}");
        let is_faked = |line: &str| line.starts_with("[catalogue.evil]") || line == "error: y";
        assert!(!shown.lines().any(is_faked), "{arguments:?}: {shown}");
        let begins = |line: &str| line.trim_start().starts_with("[catalogue.evil]");
        assert!(!shown.lines().any(begins), "{arguments:?}: {shown}");
    }
}
