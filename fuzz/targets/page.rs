//! See `passport_fuzz::page`.

#![cfg_attr(fuzzing, no_main)]

passport_fuzz::entry!(passport_fuzz::page::run);
