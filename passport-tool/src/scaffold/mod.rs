//! A new project: a program with a typed call, and a test of it against a sandbox.
//!
//! ```
//! use passport_tool::scaffold::{EXAMPLE, Project, files};
//!
//! let project = Project::of_spec("my-shop", EXAMPLE, None).unwrap();
//! let files = files(&project);
//! let (_, main) = files.iter().find(|(path, _)| path == "src/main.rs").unwrap();
//! assert!(main.contains("client.orders().get(&token, \"17\").await"));
//! ```

mod call;
mod files;
mod models;
mod project;

// The public interface is:
pub use files::files;
pub use project::{EXAMPLE, Origin, Project};

#[cfg(test)]
mod tests;
