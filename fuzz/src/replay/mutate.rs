//! A small mutator of seeds: no coverage, no surprises.

/// Makes mutants out of seeds and words.
pub(super) struct Mutator<'s> {
    seeds: &'s [Vec<u8>],
    words: &'s [Vec<u8>],
    state: u64,
}

impl<'s> Mutator<'s> {
    pub(super) fn new(seeds: &'s [Vec<u8>], words: &'s [Vec<u8>]) -> Self {
        Self {
            seeds,
            words,
            state: 0x9e37_79b9_7f4a_7c15,
        }
    }

    /// A seed with one to eight changes.
    pub(super) fn mutant(&mut self) -> Vec<u8> {
        let mut mutant = self.one_of(self.seeds).to_vec();
        for _ in 0..=self.below(8) {
            self.change(&mut mutant);
        }
        mutant
    }

    fn change(&mut self, mutant: &mut Vec<u8>) {
        let start = self.below(mutant.len() + 1);
        let end = start + self.below((mutant.len() - start).min(16) + 1);
        match self.below(6) {
            0 => drop(mutant.drain(start..end)),
            1 => {
                let part = mutant[start..end].to_vec();
                let at = self.below(mutant.len() + 1);
                mutant.splice(at..at, part);
            }
            2 => {
                let other = self.one_of(self.seeds);
                let from = self.below(other.len() + 1);
                mutant.truncate(start);
                mutant.extend(&other[from..]);
            }
            3 => {
                let word = self.one_of(self.words);
                mutant.splice(start..end, word.iter().copied());
            }
            4 => {
                let bit = 1 << self.below(8);
                if let Some(byte) = mutant.get_mut(start) {
                    *byte ^= bit;
                }
            }
            _ => {
                let byte = ODD_BYTES[self.below(ODD_BYTES.len())];
                mutant.insert(start, byte);
            }
        }
    }

    fn one_of(&mut self, choices: &'s [Vec<u8>]) -> &'s [u8] {
        &choices[self.below(choices.len())]
    }

    /// A number below `limit`, by splitmix64.
    fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let number = (z ^ (z >> 31)) % limit as u64;
        usize::try_from(number).expect("it is below a usize")
    }
}

/// Bytes that mean something in the formats, or that should not.
const ODD_BYTES: &[u8] = b"\"\\{}[]:,;=.-+ eE019\t\n\r\0'#\x7f\x80\xc3\xff";
