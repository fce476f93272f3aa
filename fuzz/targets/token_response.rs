//! See `passport_fuzz::token_response`.

#![cfg_attr(fuzzing, no_main)]

passport_fuzz::entry!(passport_fuzz::token_response::run);
