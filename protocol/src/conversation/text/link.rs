//! Addresses in a text: which are safe to open, and where they end.

/// Longer addresses stay text.
const LINK_BYTES: usize = 2_000;
const WEB: [&str; 2] = ["https://", "http://"];
const MAIL: &str = "mailto:";

/// The length of the link a text begins with, in bytes; `None` when it begins with none.
///
/// A web address names a host, in one alphabet, and no user: `https://bank.example@evil.example` deceives.
/// A mail link is one plain address.
pub(super) fn length(text: &str) -> Option<usize> {
    let scheme = WEB.into_iter().chain([MAIL]).find(|scheme| starts_with(text, scheme))?;
    let rest = &text[scheme.len()..];
    if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
        return None;
    }
    // Never looks further than this, or a text full of addresses would take long.
    let mut ends = rest.char_indices().take_while(|(at, _)| *at <= LINK_BYTES);
    let end = ends.find(|(_, c)| ends_link(*c)).map(|(at, _)| at);
    let end = end.or_else(|| (rest.len() <= LINK_BYTES).then_some(rest.len()))?;
    let rest = without_punctuation(&rest[..end]);
    let is_good = if scheme == MAIL { is_mail_address(rest) } else { names_host(rest) };
    is_good.then_some(scheme.len() + rest.len())
}

fn starts_with(text: &str, scheme: &str) -> bool {
    text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

fn names_host(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    !authority.is_empty() && !authority.contains('@') && !authority.split('.').any(mixes_alphabets)
}

/// A letter that only looks Latin makes one host look like another.
fn mixes_alphabets(label: &str) -> bool {
    let is_latin = |c: char| c.is_alphabetic() && c <= '\u{24F}';
    let is_other = |c: char| c.is_alphabetic() && c > '\u{24F}';
    label.contains(is_latin) && label.contains(is_other)
}

fn is_mail_address(rest: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    rest.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && name.chars().all(is_plain)
            && host.contains('.')
            && host.chars().all(is_host)
    })
}

/// Besides white space: what cannot stand in an address, and marks that turn the reading direction.
fn ends_link(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '\'' | '`' | '«' | '»' | '“' | '”' | '„')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Cuts off punctuation that belongs to the sentence, not to the address.
fn without_punctuation(mut link: &str) -> &str {
    const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    // How many of each closing bracket have no opening one.
    let mut unmatched = PAIRS.map(|(open, close)| {
        link.matches(close).count().saturating_sub(link.matches(open).count())
    });
    while let Some(last) = link.chars().next_back() {
        let bracket = PAIRS.iter().position(|(_, close)| *close == last);
        match bracket {
            Some(kind) if unmatched[kind] > 0 => unmatched[kind] -= 1,
            None if is_sentence(last) => {}
            _ => break,
        }
        link = &link[..link.len() - last.len_utf8()];
    }
    link
}

fn is_sentence(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '*' | '_' | '~' | '|')
}
