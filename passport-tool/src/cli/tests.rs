//! The list of commands and its help.

use std::collections::HashSet;

use super::command::COMMON;
use super::{COMMANDS, Ui, help, run};

#[test]
fn help_names_every_command_and_option_once() {
    let text = help();
    for command in COMMANDS {
        assert!(text.contains(&format!("\n  {} ", command.name)), "{text}");
        let help = command.help();
        let mut seen = HashSet::new();
        for option in command.options.iter().chain(COMMON) {
            assert!(seen.insert(option.flag), "{} twice", option.flag);
            assert!(help.contains(&format!("\n  {}", option.flag)), "{help}");
            assert!(!option.about.is_empty());
        }
        assert!(help.lines().all(|line| line.len() <= 100), "{help}");
    }
}

#[track_caller]
fn refused(arguments: &[&str], expected: &str) {
    let mut ui = Ui::captured();
    let status = run(arguments.iter().map(Into::into).collect(), &mut ui);
    let (_, err) = ui.captured_text();
    assert_eq!(status, 2, "{arguments:?}: {err}");
    assert!(err.contains(expected), "{arguments:?}: {err}");
    assert!(err.contains("a variable"), "{arguments:?}: {err}");
}

#[test]
fn empty_path_is_refused_by_every_command() {
    for command in COMMANDS {
        for option in command.options.iter().filter(|option| option.is_path()) {
            let expected = format!("the path of `{}` is empty", option.flag);
            refused(&[command.name, option.flag, ""], &expected);
            refused(&[command.name, &format!("{}=", option.flag)], &expected);
        }
    }
    for flag in ["--spec", "--examples", "--certificate"] {
        let expected = format!("the path of `{flag}` is empty");
        refused(&["sandbox", flag, ""], &expected);
    }
    for command in ["import", "new", "diff", "explain"] {
        refused(&[command, ""], "an argument is empty");
    }
}
