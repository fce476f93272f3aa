//! The list of commands and its help.

use std::collections::HashSet;

use super::command::COMMON;
use super::{COMMANDS, help};

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
