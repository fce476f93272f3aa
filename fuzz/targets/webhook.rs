//! See `passport_fuzz::webhook`.

#![cfg_attr(fuzzing, no_main)]

passport_fuzz::entry!(passport_fuzz::webhook::run);
