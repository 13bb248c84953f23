use super::*;
use proptest::prelude::*;

/// Writes a tree in short: `<em>` for emphasis and so on. Only for reading in tests.
fn drawn(text: &str) -> String {
    blocks(text).iter().map(block).collect::<Vec<_>>().join("|")
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(content) => inlines(content),
        Block::Quote(content) => format!("<q>{}</q>", inlines(content)),
        Block::Code { language, text } => {
            format!("<pre {}>{text}</pre>", language.as_deref().unwrap_or("-"))
        }
        Block::Bullets(items) => joined(items.iter().map(|item| format!("<li>{}", inlines(item)))),
        Block::Numbers(items) => {
            joined(items.iter().map(|(number, item)| format!("<{number}>{}", inlines(item))))
        }
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().concat()
}

fn inlines(content: &[Inline]) -> String {
    content.iter().map(inline).collect()
}

fn inline(piece: &Inline) -> String {
    match piece {
        Inline::Text(text) => text.clone(),
        Inline::Emphasis(inner) => format!("<em>{}</em>", inlines(inner)),
        Inline::Strong(inner) => format!("<b>{}</b>", inlines(inner)),
        Inline::Code(text) => format!("<code>{text}</code>"),
        Inline::Link(text) => format!("<a>{text}</a>"),
    }
}

fn links(text: &str) -> Vec<String> {
    fn collect(content: &[Inline], found: &mut Vec<String>) {
        for piece in content {
            match piece {
                Inline::Link(link) => found.push(link.clone()),
                Inline::Emphasis(inner) | Inline::Strong(inner) => collect(inner, found),
                Inline::Text(_) | Inline::Code(_) => {}
            }
        }
    }
    let mut found = Vec::new();
    for block in blocks(text) {
        match block {
            Block::Paragraph(content) | Block::Quote(content) => collect(&content, &mut found),
            Block::Bullets(items) => items.iter().for_each(|item| collect(item, &mut found)),
            Block::Numbers(items) => items.iter().for_each(|(_, item)| collect(item, &mut found)),
            Block::Code { .. } => {}
        }
    }
    found
}

#[test]
fn marks_at_the_edge_of_words_are_emphasis() {
    for (text, expected) in [
        ("so *very* good", "so <em>very</em> good"),
        ("so **very** good", "so <b>very</b> good"),
        ("***both***", "<b><em>both</em></b>"),
        ("**a *b* c**", "<b>a <em>b</em> c</b>"),
        ("*a **b** c*", "<em>a <b>b</b> c</em>"),
        ("(*a*)", "(<em>a</em>)"),
        ("*a *b*", "*a <em>b</em>"),
        ("**a *b**", "<b>a *b</b>"),
        ("`*a*` *`b`*", "<code>*a*</code> <em><code>b</code></em>"),
        ("``a ` b``", "<code>a ` b</code>"),
        ("*https://example.com/a*", "<em><a>https://example.com/a</a></em>"),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn what_only_looks_like_marks_stays_as_it_is() {
    for text in [
        "2*3*4 = 24",
        "1920 * 560 * 3",
        "a * b",
        "*not closed",
        "*over\na line*",
        "****",
        "** **",
        "`",
        "` `",
        "snake_case_name and _this_",
        "```",
        "```\nnever closed",
        "-5 degrees",
        ">5 people",
        "007. Bond",
        "1.5 metres",
        "99999999999. too large",
        "- ",
        "#hashtag & <b>bold</b>",
    ] {
        assert_eq!(drawn(text), text, "{text}");
    }
}

#[test]
fn lines_make_blocks() {
    for (text, expected) in [
        ("a\nb\n\nc", "a\nb\n\nc"),
        ("See:\n\n- one\n- *two*\n\nDone", "See:|<li>one<li><em>two</em>|Done"),
        ("* one\n* two", "<li>one<li>two"),
        ("1. one\n2. two\n7. seven", "<1>one<2>two<7>seven"),
        ("> is it *free*?\n> really\nYes", "<q>is it <em>free</em>?\nreally</q>|Yes"),
        ("```\n*a*\n  b\n```", "<pre ->*a*\n  b</pre>"),
        ("x\n```rust\nfn\n```\ny", "x|<pre rust>fn</pre>|y"),
        ("```\n```", "<pre -></pre>"),
    ] {
        assert_eq!(drawn(text), expected, "{text}");
    }
}

#[test]
fn addresses_are_found_where_people_put_them() {
    for (text, link) in [
        ("See https://example.com/a?b=c#d. Or not.", "https://example.com/a?b=c#d"),
        ("HTTP://EXAMPLE.com", "HTTP://EXAMPLE.com"),
        ("(https://example.com/a)", "https://example.com/a"),
        ("https://en.example.org/wiki/Board_(sign)", "https://en.example.org/wiki/Board_(sign)"),
        ("\"https://example.com\"", "https://example.com"),
        ("https://exämple.com/straße", "https://exämple.com/straße"),
        ("http://localhost:3000/x", "http://localhost:3000/x"),
        ("http://[::1]/x", "http://[::1]/x"),
        ("مرحبا https://example.com/مرحبا", "https://example.com/مرحبا"),
        ("https://пример.example/", "https://пример.example/"),
        ("write to mailto:ana.ruiz+x@mail.example.com.", "mailto:ana.ruiz+x@mail.example.com"),
    ] {
        assert_eq!(links(text), [link], "{text}");
    }
}

#[test]
fn what_could_do_harm_stays_text() {
    let corpus = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//http",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "![x](x\" onerror=\"alert(1))",
        "<javascript:alert(1)>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "https://user:secret@evil.example/",
        "https://bank.example@evil.example",
        "https://аpple.example/",
        "https://",
        "http:///path",
        "https://?x",
        "xhttps://example.com",
        "file:///etc/passwd",
        "//example.com",
        "blob:https//example.com",
        "mailto:a@b.example?bcc=c",
        "mailto:javascript",
        "mailto:a@b",
    ];
    for text in corpus {
        assert_eq!(links(text), [] as [String; 0], "{text}");
        assert_eq!(blocks(text), [Block::Paragraph(vec![Inline::Text(text.into())])]);
    }
}

#[test]
fn a_link_ends_before_markup_and_before_marks_that_turn_the_text() {
    assert_eq!(links("https://example.com/<script>"), ["https://example.com/"]);
    assert_eq!(links("https://example.com/\" onclick=\"x"), ["https://example.com/"]);
    assert_eq!(links("https://example.com/\u{202E}gpj.exe"), ["https://example.com/"]);
}

#[test]
fn an_excerpt_is_one_line_without_marks() {
    assert_eq!(excerpt("So **very**\n\n- `good`\n- yes", 80), "So very • good • yes");
    assert_eq!(excerpt("1. one\n2. two", 80), "1. one 2. two");
    assert_eq!(excerpt("abcdef", 4), "abc…");
    assert_eq!(excerpt("äöü", 3), "äöü");
    assert_eq!(excerpt("", 3), "");
}

/// Hostile texts of the greatest length. With work by the square of the length this test would not end.
#[test]
fn hostile_texts_of_ten_thousand_characters_are_read() {
    let units = [
        "*",
        "**",
        "* ",
        " *a",
        "*a ",
        "`",
        "``",
        "` ",
        "`a``b",
        "***",
        "http://",
        "https://a@",
        "(",
        ")",
        "https://a)",
        "> ",
        "- ",
        "- a\n",
        "1. a\n",
        "```\n",
        "```a\n",
        "\n",
        "mailto:a@",
        "*`",
        "[",
        "𝄞*",
    ];
    for unit in units {
        let text: String = unit.chars().cycle().take(10_000).collect();
        let bullets = format!("{text}\n- {text}");
        assert!(!blocks(&text).is_empty() && !blocks(&bullets).is_empty(), "{unit}");
        assert!(excerpt(&text, 160).chars().count() <= 160);
    }
}

/// Everything a tree shows, numbers of lists and languages included.
fn shown(text: &str) -> String {
    fn words(content: &[Inline]) -> String {
        let mut plain = String::new();
        inline::push_plain(content, &mut plain);
        plain
    }
    let block = |block: &Block| match block {
        Block::Paragraph(content) | Block::Quote(content) => words(content),
        Block::Code { language, text } => format!("{}{text}", language.clone().unwrap_or_default()),
        Block::Bullets(items) => items.iter().map(|item| words(item)).collect(),
        Block::Numbers(items) => {
            joined(items.iter().map(|(number, item)| format!("{number}{}", words(item))))
        }
    };
    blocks(text).iter().map(block).collect()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

proptest! {
    /// A text without marks comes out as one paragraph, letter by letter.
    #[test]
    fn a_text_without_marks_is_unchanged(text in r"[a-zäß ,.!?()<>&'\n]{1,80}") {
        prop_assume!(!text.contains("> ") && !text.contains(">\n") && !text.ends_with('>'));
        prop_assert_eq!(blocks(&text), [Block::Paragraph(vec![Inline::Text(text.clone())])]);
    }

    /// Whatever is written, every letter and digit is shown, in order: only marks and space go.
    #[test]
    fn no_letter_is_lost(text in r"(?s)(\*{1,3}|`{1,3}|\n|> |- |1\. |12\. |```|https?://a|mailto:b@c\.d|[ab1 ]|\PC){0,60}") {
        prop_assert_eq!(letters(&shown(&text)), letters(&text));
    }

    /// Every link begins with a scheme that is safe to open, and holds nothing that could end an attribute.
    #[test]
    fn links_are_safe(text in r"(?s)(https?://|mailto:|[a-z@./<>()\x22' *]|\PC){0,60}") {
        for link in links(&text) {
            let scheme = link.to_ascii_lowercase();
            prop_assert!(["http://", "https://", "mailto:"].iter().any(|known| scheme.starts_with(known)));
            prop_assert!(!link.contains(['<', '>', '"', '\'', ' ']));
        }
    }
}
