//! See `passport_fuzz::money`.

#![cfg_attr(fuzzing, no_main)]

passport_fuzz::entry!(passport_fuzz::money::run);
