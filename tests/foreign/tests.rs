//! The foreign API.
