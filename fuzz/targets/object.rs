//! See `passport_fuzz::object`.

#![cfg_attr(fuzzing, no_main)]

passport_fuzz::entry!(passport_fuzz::object::run);
