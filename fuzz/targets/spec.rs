//! See `passport_fuzz::spec`.

#![cfg_attr(fuzzing, no_main)]

passport_fuzz::entry!(passport_fuzz::spec::run);
