//! One style sheet out of many: `style/main.css` lists the others in order.

use crate::{Result, at};
use std::fmt::Write;
use std::path::Path;

/// Reads `main`, puts every imported file in place of its `@import` line, and in release removes comments and
/// leading white space. URLs in the files are kept, so they must be absolute.
pub fn bundle(main: &Path, release: bool) -> Result<String> {
    if !main.exists() {
        return Ok(String::new());
    }
    let whole = inline(main, 0)?;
    Ok(if release { shrink(&whole) } else { whole })
}

fn inline(file: &Path, depth: usize) -> Result<String> {
    if depth > 8 {
        return Err(format!("{}: imports go in a circle", file.display()));
    }
    let text = at(file, std::fs::read_to_string(file))?;
    let mut whole = String::new();
    for line in text.lines() {
        let Some(import) =
            Import::parse(line).map_err(|problem| format!("{}: {problem}", file.display()))?
        else {
            whole.extend([line, "\n"]);
            continue;
        };
        let imported = inline(&file.with_file_name(import.path), depth + 1)?;
        let written = match import.layer {
            Some(layer) => writeln!(whole, "@layer {layer} {{\n{imported}}}"),
            None => write!(whole, "{imported}"),
        };
        written.map_err(|error| error.to_string())?;
    }
    Ok(whole)
}

/// `@import "path" layer(name);`, the layer being optional.
#[derive(Debug, PartialEq, Eq)]
struct Import<'a> {
    path: &'a str,
    layer: Option<&'a str>,
}

impl<'a> Import<'a> {
    fn parse(line: &'a str) -> Result<Option<Self>> {
        let Some(rest) = line.trim().strip_prefix("@import") else { return Ok(None) };
        let problem = || format!("`{}` is not @import \"file.css\" [layer(name)];", line.trim());
        let rest = rest.trim().strip_prefix('"').ok_or_else(problem)?;
        let (path, rest) = rest.split_once('"').ok_or_else(problem)?;
        // A remark may follow the semicolon.
        let (conditions, _) = rest.split_once(';').ok_or_else(problem)?;
        let layer = match conditions.trim() {
            "" => None,
            layer => Some(
                layer
                    .strip_prefix("layer(")
                    .and_then(|name| name.strip_suffix(')'))
                    .ok_or_else(problem)?,
            ),
        };
        Ok(Some(Self { path, layer }))
    }
}

/// Removes comments, leading and trailing white space and empty lines; leaves strings alone.
fn shrink(css: &str) -> String {
    let mut lines = String::with_capacity(css.len());
    for line in without_comments(css).lines().map(str::trim).filter(|line| !line.is_empty()) {
        lines.extend([line, "\n"]);
    }
    lines
}

fn without_comments(css: &str) -> String {
    let (mut kept, mut rest, mut quote) = (String::with_capacity(css.len()), css, None);
    while let Some(next) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        let length = if next == '\\' {
            next.len_utf8() + rest.chars().nth(1).map_or(0, char::len_utf8)
        } else {
            next.len_utf8()
        };
        match quote {
            Some(open) if open == next => quote = None,
            None if next == '"' || next == '\'' => quote = Some(next),
            _ => {}
        }
        kept.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Import, bundle, shrink};

    #[test]
    fn imports_keep_their_order_and_their_layer() {
        let folder = std::env::temp_dir().join(format!("bundle-css-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("features")).unwrap();
        let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
        put(
            "main.css",
            "@layer tokens, features;\n@import \"tokens.css\" layer(tokens);\n@import \"features/inbox.css\";\n",
        );
        put("tokens.css", ":root { --ink: black; }\n");
        put("features/inbox.css", ".inbox { color: var(--ink); }\n");
        let whole = bundle(&folder.join("main.css"), false).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        let expected = "@layer tokens, features;\n@layer tokens {\n:root { --ink: black; }\n}\n.inbox { color: var(--ink); }\n";
        assert_eq!(whole, expected);
    }

    #[test]
    fn an_import_that_is_not_understood_is_refused() {
        assert_eq!(Import::parse(".a { }"), Ok(None));
        let layered =
            Import::parse("  @import \"a.css\" layer(base); /* first */").unwrap().unwrap();
        assert_eq!(layered, Import { path: "a.css", layer: Some("base") });
        assert!(Import::parse("@import url(a.css);").is_err());
        assert!(Import::parse("@import \"a.css\" screen;").is_err());
    }

    #[test]
    fn shrinking_removes_comments_but_not_what_looks_like_one_in_a_string() {
        let css = "/* head\n*/\n.a {\n    content: \"/* \\\" kept */\"; /* gone */\n\n}\n";
        assert_eq!(shrink(css), ".a {\ncontent: \"/* \\\" kept */\";\n}\n");
    }
}
