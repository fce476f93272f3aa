//! A Redis server in memory, as far as the scripts of a fleet need one: it runs them with the Lua that
//! Redis has (5.1), one after the other.

use std::collections::HashMap;
use std::fmt;

use mlua::{Function, Lua, LuaString, MultiValue, Table, Value};

use crate::commands::{Keyspace, Reply};

/// A server whose time stands still until it is set.
pub(crate) struct Redis {
    lua: Lua,
    /// By their texts.
    scripts: HashMap<String, Function>,
}

/// What a script answers, or the error that Redis would send.
pub(crate) type Answer = Result<Vec<Vec<u8>>, String>;

impl Redis {
    pub(crate) fn new() -> Self {
        let lua = Lua::new();
        lua.set_app_data(Keyspace::default());
        prepare(&lua).expect("the functions fit the interpreter");
        Self {
            lua,
            scripts: HashMap::new(),
        }
    }

    /// What is kept.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Keyspace) -> T) -> T {
        let keyspace = self.lua.app_data_mut::<Keyspace>();
        work(&mut keyspace.expect("no command is under way between two scripts"))
    }

    /// Runs a script, as `EVAL` with one key does.
    pub(crate) fn eval(&mut self, script: &str, key: &str, arguments: &[Vec<u8>]) -> Answer {
        let mut run = || -> mlua::Result<Value> {
            let globals = self.lua.globals();
            let text = |bytes: &Vec<u8>| self.lua.create_string(bytes);
            let arguments = arguments.iter().map(text).collect::<Result<Vec<_>, _>>()?;
            globals.raw_set("KEYS", vec![key])?;
            globals.raw_set("ARGV", arguments)?;
            let function = match self.scripts.get(script) {
                Some(function) => function.clone(),
                None => {
                    let function = self.lua.load(script).into_function()?;
                    self.scripts.insert(script.to_owned(), function.clone());
                    function
                }
            };
            function.call(())
        };
        match run() {
            Ok(value) => read(&value),
            Err(error) => Err(innermost(&error)),
        }
    }
}

/// What the scripts find: `redis`, and no way to leave anything behind.
fn prepare(lua: &Lua) -> mlua::Result<()> {
    let redis = lua.create_table()?;
    redis.set("call", lua.create_function(call)?)?;
    for (name, field) in [("error_reply", "err"), ("status_reply", "ok")] {
        let reply = move |lua: &Lua, text: LuaString| {
            let reply = lua.create_table()?;
            reply.raw_set(field, text)?;
            Ok(reply)
        };
        redis.set(name, lua.create_function(reply)?)?;
    }
    let globals = lua.globals();
    globals.set("redis", redis)?;
    // Redis refuses both as well.
    let guard = lua.create_table()?;
    for name in ["__index", "__newindex"] {
        let refuse = |_: &Lua, (_, name): (Value, String)| -> mlua::Result<()> {
            let message = format!("ERR a script uses the global variable `{name}`");
            Err(mlua::Error::runtime(message))
        };
        guard.set(name, lua.create_function(refuse)?)?;
    }
    globals.set_metatable(Some(guard))
}

fn call(lua: &Lua, words: MultiValue) -> mlua::Result<Value> {
    let command = words.iter().map(word).collect::<mlua::Result<Vec<_>>>()?;
    let keyspace = lua.app_data_mut::<Keyspace>();
    let mut keyspace = keyspace.expect("commands come one after the other");
    let reply = keyspace.run(&command).map_err(mlua::Error::runtime)?;
    drop(keyspace);
    value(lua, reply)
}

/// A word of a command.
fn word(value: &Value) -> mlua::Result<Vec<u8>> {
    match value {
        Value::String(text) => Ok(text.as_bytes().to_vec()),
        Value::Integer(number) => Ok(number.to_string().into_bytes()),
        // Redis writes 17 digits; beyond that, and behind a point, it depends.
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            Ok(format!("{number:.0}").into_bytes())
        }
        other => Err(mlua::Error::runtime(format!(
            "ERR a script writes {other:?} into a command; format it"
        ))),
    }
}

fn value(lua: &Lua, reply: Reply) -> mlua::Result<Value> {
    Ok(match reply {
        Reply::Nil => Value::Boolean(false),
        #[expect(clippy::cast_precision_loss, reason = "Lua 5.1 has no other numbers")]
        Reply::Integer(number) => Value::Number(number as f64),
        Reply::Bulk(bytes) => Value::String(lua.create_string(bytes)?),
        Reply::Status(status) => {
            let table = lua.create_table()?;
            table.raw_set("ok", status)?;
            Value::Table(table)
        }
        Reply::List(replies) => {
            let values = replies.into_iter().map(|reply| value(lua, reply));
            let values = values.collect::<mlua::Result<Vec<_>>>()?;
            Value::Table(lua.create_sequence_from(values)?)
        }
    })
}

/// What the script returns: a list of strings, or an error.
fn read(value: &Value) -> Answer {
    let Value::Table(table) = value else {
        return Err(format!("ERR a script returns no list: {value:?}"));
    };
    if let Some(error) = field(table, "err") {
        return Err(error);
    }
    let values = table.sequence_values::<Value>();
    let texts = values.map(|value| match value {
        Ok(Value::String(text)) => Ok(text.as_bytes().to_vec()),
        other => Err(format!(
            "ERR a script returns something else than strings: {other:?}"
        )),
    });
    texts.collect()
}

fn field(table: &Table, name: &str) -> Option<String> {
    table.raw_get(name).ok().flatten()
}

/// The message without the places that Lua adds.
fn innermost(error: &mlua::Error) -> String {
    match error {
        mlua::Error::CallbackError { cause, .. } => innermost(cause),
        mlua::Error::RuntimeError(message) => message.clone(),
        other => other.to_string(),
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redis").finish_non_exhaustive()
    }
}
