//! See `passport_fuzz::doc_text`.

#![cfg_attr(fuzzing, no_main)]

passport_fuzz::entry!(passport_fuzz::doc_text::run);
