//! What is in a program or in an object file: its sections and its symbols.

use std::fs;
use std::path::Path;

use object::{
    Object as _, ObjectSection as _, ObjectSymbol as _, Relocation, RelocationKind, SectionFlags,
    elf,
};

use crate::Outcome;

/// What was found in a program.
#[derive(Debug)]
pub(super) struct Binary {
    /// Bytes of the file.
    pub(super) file: u64,
    /// Bytes of code.
    pub(super) text: u64,
    /// Bytes of constants, and of the data that the loader fills with addresses.
    pub(super) data: u64,
    /// Bytes of all that is loaded, these two among them; not what begins as zeros.
    pub(super) loaded: u64,
    /// Addresses in all that is loaded that the loader fills in; only of an object file, whose linker
    /// has not made its table of them yet.
    pub(super) addresses: u64,
    /// The demangled names of all that it defines, without the hashes that tell copies apart; empty
    /// where it was stripped.
    pub(super) symbols: Vec<String>,
}

impl Binary {
    /// Reads a program or an object file.
    pub(super) fn read(path: &Path) -> Outcome<Self> {
        let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let file = object::File::parse(&*bytes)?;
        let mut binary = Self {
            file: bytes.len() as u64,
            text: 0,
            data: 0,
            loaded: 0,
            addresses: 0,
            symbols: Vec::new(),
        };
        for section in file.sections() {
            if !is_loaded(section.flags()) || section.file_range().is_none() {
                continue;
            }
            binary.loaded += section.size();
            let relocations = section.relocations();
            binary.addresses += relocations.filter(|(_, it)| is_address(it)).count() as u64;
            match section.name()? {
                ".text" => binary.text += section.size(),
                ".rodata" | ".data" | ".data.rel.ro" => binary.data += section.size(),
                _ => {}
            }
        }
        for symbol in file.symbols().filter(object::ObjectSymbol::is_definition) {
            binary.symbols.push(demangled(symbol.name()?));
        }
        Ok(binary)
    }

    /// How many symbols mention this.
    pub(super) fn mentions(&self, text: &str) -> usize {
        let names = self.symbols.iter();
        names.filter(|name| name.contains(text)).count()
    }
}

/// Whether a section is in memory while the program runs.
fn is_loaded(flags: SectionFlags) -> bool {
    matches!(flags, SectionFlags::Elf { sh_flags, .. } if sh_flags.contains(elf::SHF_ALLOC))
}

/// Whether a whole address stands there, which is known once the program is loaded.
fn is_address(relocation: &Relocation) -> bool {
    relocation.kind() == RelocationKind::Absolute && relocation.size() == 64
}

/// A symbol as a person reads it, without the hash at its end.
fn demangled(symbol: &str) -> String {
    // The linker and LLVM put things behind that make it no mangled name.
    let plain = symbol
        .split_once(".llvm.")
        .map_or(symbol, |(plain, _)| plain);
    format!("{:#}", rustc_demangle::demangle(plain))
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::{Binary, demangled};

    #[test]
    fn hashes_do_not_tell_symbols_apart() {
        let mangled = "_ZN4core3fmt9Formatter3pad17h0123456789abcdefE";
        for symbol in [mangled.to_owned(), format!("{mangled}.llvm.12345")] {
            assert_eq!(demangled(&symbol), "core::fmt::Formatter::pad");
        }
        assert_eq!(demangled("main"), "main");
    }

    #[test]
    fn this_program_is_read() {
        let binary = Binary::read(&env::current_exe().unwrap()).unwrap();
        assert!(binary.mentions("size::binary::tests::this_program_is_read") > 0);
        assert!(binary.text > 10_000 && binary.data > 10_000, "{binary:?}");
        assert!(binary.loaded > binary.text + binary.data);
        assert!(binary.file > binary.loaded);
    }
}
