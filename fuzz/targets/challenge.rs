//! See `passport_fuzz::challenge`.

#![cfg_attr(fuzzing, no_main)]

passport_fuzz::entry!(passport_fuzz::challenge::run);
