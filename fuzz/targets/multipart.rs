//! See `passport_fuzz::multipart`.

#![cfg_attr(fuzzing, no_main)]

passport_fuzz::entry!(passport_fuzz::multipart::run);
