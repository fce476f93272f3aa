//! See `passport_fuzz::problem`.

#![cfg_attr(fuzzing, no_main)]

passport_fuzz::entry!(passport_fuzz::problem::run);
