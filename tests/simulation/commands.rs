//! The commands of Redis that the scripts of a fleet use, on hashes in memory.

use std::collections::{BTreeMap, HashMap};

/// The fields of a hash.
pub(crate) type Fields = BTreeMap<Vec<u8>, Vec<u8>>;

/// What is kept, by key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keyspace {
    keys: HashMap<Vec<u8>, Entry>,
    /// Microseconds since 1970.
    pub(crate) now: u64,
    /// Whether commands that need memory are refused.
    pub(crate) is_full: bool,
}

#[derive(Clone, Debug)]
struct Entry {
    value: Kept,
    /// Microseconds since 1970.
    expires: Option<u64>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Kept {
    Hash(Fields),
    Text(Vec<u8>),
}

/// What a command answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Reply {
    Nil,
    Integer(i64),
    Status(&'static str),
    Bulk(Vec<u8>),
    List(Vec<Reply>),
}

impl Keyspace {
    /// Runs a command; the error is what Redis would send, with its code in front.
    pub(crate) fn run(&mut self, command: &[Vec<u8>]) -> Result<Reply, String> {
        let Some((name, arguments)) = command.split_first() else {
            return Err("ERR there is no command".to_owned());
        };
        let name = String::from_utf8_lossy(name).to_uppercase();
        if self.is_full && matches!(name.as_str(), "HSET" | "SET") {
            return Err("OOM command not allowed when used memory > 'maxmemory'.".to_owned());
        }
        match (name.as_str(), arguments) {
            ("TIME", []) => {
                let parts = [self.now / SECOND, self.now % SECOND];
                let parts = parts.map(|part| Reply::Bulk(part.to_string().into_bytes()));
                Ok(Reply::List(parts.into()))
            }
            ("HGET", [key, field]) => Ok(self.field(key, field)?),
            ("HMGET", [key, fields @ ..]) if !fields.is_empty() => {
                let values = fields.iter().map(|field| self.field(key, field));
                values.collect::<Result<_, _>>().map(Reply::List)
            }
            ("HLEN", [key]) => {
                let fields = self.hash(key)?.map_or(0, BTreeMap::len);
                Ok(Reply::Integer(integer(fields)))
            }
            ("HSTRLEN", [key, field]) => match self.field(key, field)? {
                Reply::Bulk(value) => Ok(Reply::Integer(integer(value.len()))),
                _ => Ok(Reply::Integer(0)),
            },
            ("HGETALL", [key]) => {
                let fields = self.hash(key)?.into_iter().flatten();
                let flat = fields.flat_map(|(name, value)| [name.clone(), value.clone()]);
                Ok(Reply::List(flat.map(Reply::Bulk).collect()))
            }
            ("HSET", [key, pairs @ ..]) if !pairs.is_empty() && pairs.len().is_multiple_of(2) => {
                self.set_fields(key, pairs)
            }
            ("HDEL", [key, fields @ ..]) if !fields.is_empty() => self.delete_fields(key, fields),
            ("SET", [key, value]) => {
                let value = Kept::Text(value.clone());
                self.put(key, value);
                Ok(Reply::Status("OK"))
            }
            ("DEL", keys) if !keys.is_empty() => {
                let deleted = keys.iter().filter(|key| self.delete(key)).count();
                Ok(Reply::Integer(integer(deleted)))
            }
            ("EXISTS", [key]) => Ok(Reply::Integer(i64::from(self.entry(key).is_some()))),
            ("TYPE", [key]) => Ok(Reply::Status(match self.entry(key) {
                None => "none",
                Some(Entry {
                    value: Kept::Hash(_),
                    ..
                }) => "hash",
                Some(Entry {
                    value: Kept::Text(_),
                    ..
                }) => "string",
            })),
            ("PEXPIRE", [key, milliseconds]) => self.expire(key, milliseconds),
            ("PTTL", [key]) => Ok(Reply::Integer(self.time_to_live(key))),
            _ => Err(format!(
                "ERR `{name}` with {} arguments is not known here",
                arguments.len()
            )),
        }
    }

    /// The fields of a hash; none where there is no hash.
    pub(crate) fn fields(&self, key: &[u8]) -> Fields {
        self.hash(key).ok().flatten().cloned().unwrap_or_default()
    }

    /// Sets a key, of whatever type it was.
    pub(crate) fn put(&mut self, key: &[u8], value: Kept) {
        let entry = Entry {
            value,
            expires: None,
        };
        self.keys.insert(key.to_vec(), entry);
    }

    /// What a key holds.
    pub(crate) fn get(&self, key: &[u8]) -> Option<Kept> {
        self.entry(key).map(|entry| entry.value.clone())
    }

    /// The keys that have not expired.
    pub(crate) fn names(&self) -> Vec<Vec<u8>> {
        let alive = self
            .keys
            .iter()
            .filter(|(_, entry)| entry.is_alive(self.now));
        let mut names: Vec<_> = alive.map(|(name, _)| name.clone()).collect();
        names.sort();
        names
    }

    fn entry(&self, key: &[u8]) -> Option<&Entry> {
        self.keys.get(key).filter(|entry| entry.is_alive(self.now))
    }

    fn hash(&self, key: &[u8]) -> Result<Option<&Fields>, String> {
        match self.entry(key).map(|entry| &entry.value) {
            None => Ok(None),
            Some(Kept::Hash(fields)) => Ok(Some(fields)),
            Some(Kept::Text(_)) => Err(WRONG_TYPE.to_owned()),
        }
    }

    fn field(&self, key: &[u8], field: &[u8]) -> Result<Reply, String> {
        let value = self.hash(key)?.and_then(|fields| fields.get(field));
        Ok(value.map_or(Reply::Nil, |value| Reply::Bulk(value.clone())))
    }

    fn set_fields(&mut self, key: &[u8], pairs: &[Vec<u8>]) -> Result<Reply, String> {
        if self.hash(key)?.is_none() {
            self.put(key, Kept::Hash(BTreeMap::new()));
        }
        let mut added = 0;
        if let Some(Entry {
            value: Kept::Hash(fields),
            ..
        }) = self.keys.get_mut(key)
        {
            for pair in pairs.chunks_exact(2) {
                added += usize::from(fields.insert(pair[0].clone(), pair[1].clone()).is_none());
            }
        }
        Ok(Reply::Integer(integer(added)))
    }

    fn delete_fields(&mut self, key: &[u8], names: &[Vec<u8>]) -> Result<Reply, String> {
        if self.hash(key)?.is_none() {
            return Ok(Reply::Integer(0));
        }
        let mut deleted = 0;
        let mut is_empty = false;
        if let Some(Entry {
            value: Kept::Hash(fields),
            ..
        }) = self.keys.get_mut(key)
        {
            deleted = names
                .iter()
                .filter(|name| fields.remove(*name).is_some())
                .count();
            is_empty = fields.is_empty();
        }
        // There is no empty hash.
        if is_empty {
            self.keys.remove(key);
        }
        Ok(Reply::Integer(integer(deleted)))
    }

    fn delete(&mut self, key: &[u8]) -> bool {
        let was_there = self.entry(key).is_some();
        self.keys.remove(key);
        was_there
    }

    fn expire(&mut self, key: &[u8], milliseconds: &[u8]) -> Result<Reply, String> {
        let milliseconds = std::str::from_utf8(milliseconds).ok();
        let milliseconds = milliseconds.and_then(|text| text.parse::<i64>().ok());
        let Some(milliseconds) = milliseconds else {
            return Err("ERR value is not an integer or out of range".to_owned());
        };
        if self.entry(key).is_none() {
            return Ok(Reply::Integer(0));
        }
        let Ok(milliseconds @ 1..) = u64::try_from(milliseconds) else {
            self.delete(key);
            return Ok(Reply::Integer(1));
        };
        let expires = self.now.checked_add(milliseconds.saturating_mul(1000));
        let Some(expires) = expires else {
            return Err("ERR invalid expire time in 'pexpire' command".to_owned());
        };
        if let Some(entry) = self.keys.get_mut(key) {
            entry.expires = Some(expires);
        }
        Ok(Reply::Integer(1))
    }

    fn time_to_live(&self, key: &[u8]) -> i64 {
        match self.entry(key) {
            None => -2,
            Some(Entry { expires: None, .. }) => -1,
            Some(Entry {
                expires: Some(expires),
                ..
            }) => i64::try_from((expires - self.now) / 1000).unwrap_or(i64::MAX),
        }
    }
}

impl Entry {
    fn is_alive(&self, now: u64) -> bool {
        self.expires.is_none_or(|expires| expires > now)
    }
}

fn integer(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

const SECOND: u64 = 1_000_000;

const WRONG_TYPE: &str = "WRONGTYPE Operation against a key holding the wrong kind of value";
