//! Dependencies point one way. Cargo.toml enforces most of it; this checks the rest.

use crate::shell::{Result, read, root};
use crate::toolchain::{Toolchain, WASM};
use std::collections::{BTreeMap, BTreeSet};

/// What each of our packages is made of: exactly these of our others.
const EDGES: [(&str, &[&str]); 9] = [
    ("protocol", &[]),
    ("socketio-client", &[]),
    ("scenario", &["protocol"]),
    ("marketplace", &["protocol"]),
    ("app", &["marketplace", "protocol", "scenario", "socketio-client"]),
    ("frontend", &["app"]),
    ("server", &["app", "marketplace", "protocol", "scenario", "socketio-client"]),
    ("xtask", &[]),
    ("bundle", &[]),
];

/// What each of our packages must never reach, however far away. A name stands for its family as well:
/// `sqlx` for `sqlx-core`, `sqlx-sqlite`, …
struct Ban {
    package: &'static str,
    build: &'static [&'static str],
    never: &'static [&'static str],
    because: &'static str,
}

const ANYWHERE: &[&str] = &["--all-features", "--target", "all"];
const BROWSER: &[&str] = &["--target", WASM];
const BANS: [Ban; 6] = [
    Ban {
        package: "protocol",
        build: ANYWHERE,
        never: &["tokio", "sqlx", "axum", "leptos", "socketioxide", "marketplace", "server"],
        because: "it is pure and goes everywhere",
    },
    Ban {
        package: "scenario",
        build: ANYWHERE,
        never: &[
            "tokio",
            "sqlx",
            "axum",
            "leptos",
            "socketioxide",
            "socketio-client",
            "marketplace",
        ],
        because: "the page and the tests bring their own lines and clocks",
    },
    Ban {
        package: "socketio-client",
        build: ANYWHERE,
        never: &[
            "protocol",
            "marketplace",
            "app",
            "server",
            "axum",
            "sqlx",
            "leptos",
            "socketioxide",
        ],
        because: "it knows nothing of Bulletin",
    },
    Ban {
        package: "marketplace",
        build: ANYWHERE,
        never: &["axum", "leptos", "socketioxide", "app", "server"],
        because: "every transport uses it, so it knows none",
    },
    Ban {
        package: "app",
        build: &["--features", "hydrate", "--target", WASM],
        never: &["marketplace", "sqlx", "tokio", "axum", "socketioxide", "server"],
        because: "without `ssr` it runs in a browser",
    },
    Ban {
        package: "frontend",
        build: BROWSER,
        never: &["marketplace", "sqlx", "tokio", "axum", "socketioxide", "server"],
        because: "everything in it is downloaded by everybody",
    },
];

/// Reads the dependency graph and compares it with the tables above.
pub fn check(tools: &Toolchain) -> Result {
    let tree =
        |words: &[&str]| read(tools.cargo(&["tree", "--prefix", "none", "--quiet"]).args(words));
    let mut problems = Vec::new();
    for (package, expected) in EDGES {
        let words = [&["-p", package, "--depth", "1", "-e", "normal,build"], ANYWHERE].concat();
        problems.extend(wrong_edges(package, expected, &own_packages(&tree(&words)?)));
    }
    for ban in &BANS {
        let words = [&["-p", ban.package, "-e", "normal,build"], ban.build].concat();
        problems.extend(broken_ban(ban, &tree(&words)?));
    }
    problems.extend(users_of_server(&tree(&[
        "--invert", "server", "--depth", "1", "-e", "all", "--target", "all",
    ])?));
    let everything = tree(&[&["--workspace", "-e", "all"], ANYWHERE].concat())?;
    problems.extend(wrong_versions(&versions(&everything)));
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

/// Our own packages in a tree are those with a path; the first line is the package itself.
fn own_packages(tree: &str) -> BTreeSet<String> {
    let home = format!("({}", root().display());
    let own = tree.lines().skip(1).filter(|line| line.contains(&home));
    own.filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

/// Not even a test may: the server is where everything comes together.
fn users_of_server(inverted: &str) -> Vec<String> {
    own_packages(inverted).iter().map(|name| format!("{name} must not depend on server")).collect()
}

fn wrong_edges(package: &str, expected: &[&str], found: &BTreeSet<String>) -> Vec<String> {
    let expected: BTreeSet<_> = expected.iter().map(|&name| name.to_owned()).collect();
    let more =
        found.difference(&expected).map(|name| format!("{package} must not depend on {name}"));
    let fewer = expected
        .difference(found)
        .map(|name| format!("{package} no longer depends on {name}; update xtask/src/deps.rs"));
    more.chain(fewer).collect()
}

fn broken_ban(ban: &Ban, tree: &str) -> Vec<String> {
    let names: BTreeSet<_> =
        tree.lines().skip(1).filter_map(|line| line.split(' ').next()).collect();
    let banned = |name: &&&str| ban.never.iter().any(|family| of_family(name, family));
    let found = names.iter().filter(banned);
    found.map(|name| format!("{} must not reach {name}: {}", ban.package, ban.because)).collect()
}

fn of_family(name: &str, family: &str) -> bool {
    name.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

type Versions = BTreeMap<String, BTreeSet<String>>;

fn versions(tree: &str) -> Versions {
    let mut versions = Versions::new();
    for line in tree.lines() {
        let mut words = line.split(' ');
        if let (Some(name), Some(version)) =
            (words.next(), words.next().and_then(|word| word.strip_prefix('v')))
        {
            versions.entry(name.to_owned()).or_default().insert(version.to_owned());
        }
    }
    versions
}

/// Two versions of sqlx would mean two SQL libraries in C, and the older one loses commits.
fn wrong_versions(versions: &Versions) -> Vec<String> {
    let of = |name: &str| {
        versions.get(name).cloned().unwrap_or_default().into_iter().collect::<Vec<_>>()
    };
    let mut problems = Vec::new();
    for name in ["sqlx", "sqlx-core"] {
        if !matches!(&of(name)[..], [only] if only.starts_with("0.9.")) {
            problems.push(format!("{name} must be 0.9, once; found {:?}", of(name)));
        }
    }
    if !matches!(&of("libsqlite3-sys")[..], [only] if minor(only) >= 37) {
        problems.push(format!(
            "libsqlite3-sys must be 0.37 or newer, once; found {:?}",
            of("libsqlite3-sys")
        ));
    }
    if of("wasm-bindgen") != of("wasm-bindgen-cli-support") {
        problems.push(
            "wasm-bindgen and wasm-bindgen-cli-support must have the same version".to_owned(),
        );
    }
    problems
}

fn minor(version: &str) -> u32 {
    version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{BANS, broken_ban, own_packages, versions, wrong_edges, wrong_versions};
    use crate::shell::root;

    #[test]
    fn an_edge_too_many_and_one_too_few_are_both_reported() {
        let home = root().display().to_string();
        let tree =
            format!("app v0.1.0 ({home}/app)\nserver v0.1.0 ({home}/server)\nleptos v0.8.23\n");
        let problems = wrong_edges("app", &["protocol"], &own_packages(&tree));
        assert_eq!(problems.len(), 2);
        assert!(problems[0].contains("must not depend on server"));
    }

    #[test]
    fn a_ban_reaches_the_whole_family_but_not_namesakes() {
        let ban = &BANS[0];
        assert_eq!(broken_ban(ban, "protocol v0.1.0\nsqlx-core v0.9.0\nserde v1.0.0\n").len(), 1);
        assert_eq!(broken_ban(ban, "protocol v0.1.0\nserverless v1.0.0\n").len(), 0);
    }

    #[test]
    fn a_second_sqlx_is_found() {
        let good = "sqlx v0.9.0\nsqlx-core v0.9.0\nlibsqlite3-sys v0.38.0 (*)\n";
        assert_eq!(wrong_versions(&versions(good)), Vec::<String>::new());
        let bad = format!("{good}sqlx-core v0.8.6\n");
        assert_eq!(wrong_versions(&versions(&bad)).len(), 1);
    }
}
