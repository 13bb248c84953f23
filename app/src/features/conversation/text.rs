//! A message's text, taken apart into words and links. Nothing a message holds is ever read as markup.

/// A piece of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Shown as it is.
    Text(String),
    /// An address that may be opened; shown as written.
    Link(String),
}

/// Takes a text apart. Joined together the pieces are the text again.
///
/// A link is what starts with `http://` or `https://` at the beginning of a word and names a host. An
/// address with a user name in it stays text: `https://bank.example@evil.example` deceives.
pub fn segments(text: &str) -> Vec<Segment> {
    let mut pieces = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(start) = find_scheme(text, at) {
        match link_end(text, start) {
            Some(end) => {
                push_text(&mut pieces, &text[plain_from..start]);
                pieces.push(Segment::Link(text[start..end].to_owned()));
                plain_from = end;
                at = end;
            }
            None => at = start + "http".len(),
        }
    }
    push_text(&mut pieces, &text[plain_from..]);
    pieces
}

fn push_text(pieces: &mut Vec<Segment>, text: &str) {
    if !text.is_empty() {
        pieces.push(Segment::Text(text.to_owned()));
    }
}

/// Where the next `http://` or `https://` begins that does not stand inside a word.
fn find_scheme(text: &str, from: usize) -> Option<usize> {
    text.char_indices().skip_while(|(at, _)| *at < from).map(|(at, _)| at).find(|at| {
        let is_inside_word = text[..*at].chars().next_back().is_some_and(char::is_alphanumeric);
        !is_inside_word && scheme_length(&text[*at..]).is_some()
    })
}

fn scheme_length(text: &str) -> Option<usize> {
    ["http://", "https://"].into_iter().map(str::len).zip(["http://", "https://"]).find_map(
        |(length, scheme)| {
            let start = text.get(..length)?;
            start.eq_ignore_ascii_case(scheme).then_some(length)
        },
    )
}

/// Where the link that begins at `start` ends, or `None` when it is none.
fn link_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    let length = rest.find(ends_link).unwrap_or(rest.len());
    let link = without_punctuation(&rest[..length]);
    let host_and_path = link.get(scheme_length(link)?..)?;
    let authority = host_and_path.split(['/', '?', '#', '\\']).next()?;
    let names_a_host = authority.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '[');
    (names_a_host && !authority.contains('@')).then_some(start + link.len())
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
    while let Some(last) = link.chars().next_back() {
        let is_sentence = matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '*' | '_' | '~' | '|');
        let is_unmatched = [('(', ')'), ('[', ']'), ('{', '}')].into_iter().any(|(open, close)| {
            last == close && link.matches(close).count() > link.matches(open).count()
        });
        if !is_sentence && !is_unmatched {
            break;
        }
        link = &link[..link.len() - last.len_utf8()];
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn links(text: &str) -> Vec<String> {
        let link = |piece| match piece {
            Segment::Link(link) => Some(link),
            Segment::Text(_) => None,
        };
        segments(text).into_iter().filter_map(link).collect()
    }

    #[test]
    fn an_address_in_a_sentence_becomes_a_link_without_the_full_stop() {
        let pieces = segments("See https://example.com/a?b=c#d. Or not.");
        assert_eq!(
            pieces,
            [
                Segment::Text("See ".into()),
                Segment::Link("https://example.com/a?b=c#d".into()),
                Segment::Text(". Or not.".into()),
            ]
        );
    }

    #[test]
    fn addresses_are_found_where_people_put_them() {
        let cases = [
            ("HTTP://EXAMPLE.com", "HTTP://EXAMPLE.com"),
            ("(https://example.com/a)", "https://example.com/a"),
            (
                "https://en.example.org/wiki/Board_(sign)",
                "https://en.example.org/wiki/Board_(sign)",
            ),
            ("\"https://example.com\"", "https://example.com"),
            ("https://exämple.com/straße", "https://exämple.com/straße"),
            ("http://localhost:3000/x", "http://localhost:3000/x"),
            ("http://[::1]/x", "http://[::1]/x"),
            ("مرحبا https://example.com/مرحبا", "https://example.com/مرحبا"),
        ];
        for (text, link) in cases {
            assert_eq!(links(text), [link], "{text}");
        }
    }

    #[test]
    fn what_could_do_harm_stays_text() {
        let corpus = [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)//http",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:msgbox(1)",
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href='javascript:alert(1)'>x</a>",
            "https://user:secret@evil.example/",
            "https://bank.example@evil.example",
            "https://",
            "http:///path",
            "https://?x",
            "xhttps://example.com",
            "file:///etc/passwd",
            "//example.com",
            "blob:https//example.com",
        ];
        for text in corpus {
            assert_eq!(links(text), [] as [String; 0], "{text}");
            assert_eq!(segments(text), [Segment::Text(text.into())]);
        }
    }

    #[test]
    fn a_link_ends_before_markup_and_before_marks_that_turn_the_text() {
        assert_eq!(links("https://example.com/<script>"), ["https://example.com/"]);
        assert_eq!(links("https://example.com/\" onclick=\"x"), ["https://example.com/"]);
        assert_eq!(links("https://example.com/\u{202E}gpj.exe"), ["https://example.com/"]);
    }

    proptest! {
        /// Nothing is lost, and every link begins with a scheme that is safe to open.
        #[test]
        fn the_pieces_are_the_text(text in "(?s)(https?://|[a-z@./<>()\"' ]|\\PC){0,60}") {
            let pieces = segments(&text);
            let joined: String = pieces.iter().map(|piece| match piece {
                Segment::Text(text) | Segment::Link(text) => text.as_str(),
            }).collect();
            prop_assert_eq!(joined, text.clone());
            for link in links(&text) {
                let scheme = link.to_ascii_lowercase();
                prop_assert!(scheme.starts_with("http://") || scheme.starts_with("https://"));
                prop_assert!(!link.contains(['<', '>', '"', '\'', ' ']));
            }
        }
    }
}
