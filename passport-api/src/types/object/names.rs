//! The names of an object's fields, and which of them a key is.

/// The names, and what makes the next search short.
#[derive(Debug)]
pub(super) struct Names {
    all: &'static [&'static str],
    /// The number behind that of the name which was found last. Its key comes next, if keys come in
    /// the order of the fields, as they mostly do.
    next: usize,
    /// How many names keys were compared with in vain.
    vain: usize,
    /// The names by their hashes, once searching has cost as much as that does.
    table: Option<Box<Table>>,
}

impl Names {
    pub(super) fn new(all: &'static [&'static str]) -> Self {
        Self {
            all,
            next: 0,
            vain: 0,
            table: None,
        }
    }

    pub(super) fn all(&self) -> &'static [&'static str] {
        self.all
    }

    /// Whether the key is one of the names; then it is the one that was found last.
    #[inline]
    pub(super) fn find(&mut self, key: &str) -> bool {
        match self.all.get(self.next) {
            Some(name) if *name == key => {
                self.next += 1;
                true
            }
            _ => self.search(key),
        }
    }

    /// The number of the name that was found last.
    #[inline]
    pub(super) fn found(&self) -> usize {
        self.next.saturating_sub(1)
    }

    /// The name that was found last.
    pub(super) fn found_name(&self) -> &'static str {
        self.all.get(self.found()).copied().unwrap_or_default()
    }

    #[inline(never)]
    fn search(&mut self, key: &str) -> bool {
        let found = if self.vain < VAIN_PER_NAME * self.all.len().max(FEW) {
            self.compare(key)
        } else {
            let table = &mut self.table;
            table
                .get_or_insert_with(|| Box::new(Table::of(self.all)))
                .find(self.all, key)
        };
        if let Some(index) = found {
            self.next = index + 1;
        }
        found.is_some()
    }

    /// Compares the key with one name after the other, from the next on, and then from the first.
    fn compare(&mut self, key: &str) -> Option<usize> {
        let (before, behind) = self.all.split_at(self.next.min(self.all.len()));
        let place = |names: &[&str]| names.iter().position(|name| is_same(name, key));
        let (found, vain) = match place(behind) {
            Some(index) => (Some(before.len() + index), index),
            None => match place(before) {
                Some(index) => (Some(index), behind.len() + index),
                None => (None, self.all.len()),
            },
        };
        self.vain += vain;
        found
    }
}

/// A hash table of names with linear probing, half of it empty.
#[derive(Debug)]
struct Table(Vec<u32>);

impl Table {
    fn of(names: &[&str]) -> Self {
        let mut places = vec![EMPTY; (names.len() * 2).next_power_of_two()];
        for (index, name) in (0..EMPTY).zip(names) {
            let mut place = first_place(name, places.len());
            while places[place] != EMPTY {
                place = (place + 1) % places.len();
            }
            places[place] = index;
        }
        Self(places)
    }

    fn find(&self, names: &[&str], key: &str) -> Option<usize> {
        let mut place = first_place(key, self.0.len());
        loop {
            let index = self.0[place] as usize;
            let name = names.get(index)?;
            if is_same(name, key) {
                return Some(index);
            }
            place = (place + 1) % self.0.len();
        }
    }
}

/// Compares what is nearly always different without a call.
fn is_same(name: &str, key: &str) -> bool {
    name.len() == key.len() && name.as_bytes().first() == key.as_bytes().first() && name == key
}

/// Where a name's number stands if the place is free. Whoever chooses keys that meet there makes
/// them meet the names of the document, and nothing else.
fn first_place(name: &str, places: usize) -> usize {
    let bytes = name.as_bytes();
    let mix = |hash: u64, word: u64| {
        let hash = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^ (hash >> 32)
    };
    let hash = match bytes.last_chunk() {
        Some(last) => {
            let (words, _) = bytes.as_chunks();
            let words = words.iter().chain([last]);
            words.fold(0, |hash, word| mix(hash, u64::from_le_bytes(*word)))
        }
        None => mix(
            0,
            bytes
                .iter()
                .fold(0, |word, byte| (word << 8) | u64::from(*byte)),
        ),
    };
    mix(hash, bytes.len() as u64) as usize & (places - 1)
}

/// No name's number.
const EMPTY: u32 = u32::MAX;

/// So many names cost little to be searched.
const FEW: usize = 16;

/// What a table costs, in comparisons per name.
const VAIN_PER_NAME: usize = 2;

#[cfg(test)]
mod tests {
    use super::{FEW, Names};

    /// Names of all lengths, of which many begin or end as others do.
    fn names(count: usize) -> &'static [&'static str] {
        let name = |index: usize| -> &'static str {
            let (left, right) = (index % 17, index / 17);
            format!("{}{index}{}", "left_".repeat(left), "_right".repeat(right)).leak()
        };
        let names: Vec<&'static str> = (0..count).map(name).collect();
        names.leak()
    }

    fn check(names: &'static [&'static str], order: impl Iterator<Item = usize>) {
        let mut search = Names::new(names);
        for index in order {
            assert!(search.find(names[index]), "{}", names[index]);
            assert_eq!((search.found(), search.found_name()), (index, names[index]));
            for unknown in ["", "left", "left_", &format!("{}x", names[index])] {
                assert!(!search.find(unknown), "{unknown}");
            }
        }
    }

    #[test]
    fn names_are_found_in_any_order() {
        for count in [0, 1, 5, FEW + 1, 100, 1000] {
            let names = names(count);
            check(names, 0..count);
            check(names, (0..count).rev());
            check(names, (0..count).map(|index| index * 7919 % count));
        }
    }

    #[test]
    fn keys_in_the_order_of_the_names_are_not_searched() {
        let names = names(100);
        let mut search = Names::new(names);
        assert!(names.iter().all(|name| search.find(name)));
        assert_eq!(search.vain, 0);
    }

    #[test]
    fn the_cost_of_searching_is_linear() {
        let names = names(1000);
        let mut search = Names::new(names);
        assert!(names.iter().rev().all(|name| search.find(name)));
        assert!(search.vain < 4 * names.len(), "{}", search.vain);
    }
}
