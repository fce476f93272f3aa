//! See `passport_fuzz::retry_after`.

#![cfg_attr(fuzzing, no_main)]

passport_fuzz::entry!(passport_fuzz::retry_after::run);
