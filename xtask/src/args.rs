//! Just enough parsing for a handful of flags.

use crate::shell::Result;

/// The words after the command; every flag that is asked for is taken out, and the rest must be empty.
pub struct Args(pub Vec<String>);

impl Args {
    /// Whether `--name` was given.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() != before
    }

    /// The value of `--name value` or `--name=value`.
    pub fn value(&mut self, name: &str) -> Result<Option<String>> {
        let prefix = format!("{name}=");
        if let Some(at) = self.0.iter().position(|word| word.starts_with(&prefix)) {
            return Ok(Some(self.0.remove(at)[prefix.len()..].to_owned()));
        }
        let Some(at) = self.0.iter().position(|word| word == name) else { return Ok(None) };
        if at + 1 == self.0.len() {
            return Err(format!("{name} needs a value"));
        }
        self.0.remove(at);
        Ok(Some(self.0.remove(at)))
    }

    /// Refuses whatever nobody asked for.
    pub fn finish(self) -> Result {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(format!("`{word}` is not understood; see `cargo xtask help`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn args(line: &str) -> Args {
        Args(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn both_spellings_of_a_value_are_read() {
        let mut given = args("--port 4000 --database-url=sqlite://x.db --release");
        assert_eq!(given.value("--port").unwrap().as_deref(), Some("4000"));
        assert_eq!(given.value("--database-url").unwrap().as_deref(), Some("sqlite://x.db"));
        assert!(given.flag("--release"));
        assert!(given.finish().is_ok());
    }

    #[test]
    fn a_missing_value_and_an_unknown_word_are_refused() {
        assert!(args("--port").value("--port").is_err());
        assert!(args("--prot 1").finish().is_err());
    }
}
