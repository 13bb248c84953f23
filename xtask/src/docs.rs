//! Links in the written documentation lead somewhere.

use crate::files::with_extension;
use crate::shell::{Result, root};
use std::path::Path;

/// Every relative link in every Markdown file names an existing file.
pub fn check_links() -> Result {
    let mut dead = Vec::new();
    for name in with_extension("md")? {
        let file = root().join(&name);
        let text = std::fs::read_to_string(&file).map_err(|error| format!("{name}: {error}"))?;
        let leads = |link: &&str| file.parent().unwrap_or(Path::new("")).join(link).exists();
        dead.extend(
            relative_links(&text)
                .into_iter()
                .filter(|link| !leads(link))
                .map(|link| format!("{name}: {link} does not exist")),
        );
    }
    if dead.is_empty() { Ok(()) } else { Err(dead.join("\n")) }
}

/// The targets of `[text](target)` that are files: without scheme, fragment and title, outside code.
fn relative_links(text: &str) -> Vec<&str> {
    let mut links = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if !in_code {
            // Every second piece between backticks is code.
            let prose = line.split('`').step_by(2);
            links.extend(prose.flat_map(|piece| piece.split("](").skip(1)).filter_map(target));
        }
    }
    links
}

fn target(after: &str) -> Option<&str> {
    let target = after.split([')', ' ']).next()?.split('#').next()?;
    let elsewhere = target.is_empty() || target.contains("://") || target.starts_with("mailto:");
    (!elsewhere).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::relative_links;

    #[test]
    fn only_links_to_files_are_followed() {
        let text = "See [the map](docs/MAP.md#rooms), [us](https://example.org), [here](#top) and ![a](a.png \"A\").\n\
                    ```\n[code](no.md)\n```\nInline `[code](no.md)` too.\n";
        assert_eq!(relative_links(text), ["docs/MAP.md", "a.png"]);
    }

    #[test]
    fn a_link_text_in_code_still_counts() {
        assert_eq!(relative_links("[`protocol`](protocol/src/lib.rs)"), ["protocol/src/lib.rs"]);
    }
}
