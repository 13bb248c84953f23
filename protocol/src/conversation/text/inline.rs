//! What stands in a line: words, emphasis, code, links.

use super::link;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Shown as it is, line breaks included.
    Text(String),
    /// Said with stress.
    Emphasis(Vec<Self>),
    /// Said with more stress.
    Strong(Vec<Self>),
    /// Shown letter by letter.
    Code(String),
    /// An address that may be opened; shown as written, so that one sees where it leads.
    Link(String),
}

/// Takes text without blocks apart.
pub(super) fn parse(text: &str) -> Vec<Inline> {
    let mut tokens = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            tokens.push(Token::Leaf(Inline::Text("\n".into())));
        }
        let from = tokens.len();
        Scanner { line, tokens: &mut tokens, at: 0, plain_from: 0, has_close: [true; 2] }.run();
        pair(&mut tokens[from..]);
    }
    build(tokens)
}

/// Appends the words without their marks.
pub(super) fn push_plain(content: &[Inline], plain: &mut String) {
    for piece in content {
        match piece {
            Inline::Text(text) | Inline::Code(text) | Inline::Link(text) => plain.push_str(text),
            Inline::Emphasis(inner) | Inline::Strong(inner) => push_plain(inner, plain),
        }
    }
}

enum Token {
    Leaf(Inline),
    /// One or two stars: `weight` is 0 or 1.
    Stars {
        weight: usize,
        opens: bool,
        closes: bool,
        role: Role,
    },
}

/// What a mark turned out to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Text,
    Open,
    Close,
}

/// Goes through one line once.
struct Scanner<'a> {
    line: &'a str,
    tokens: &'a mut Vec<Token>,
    at: usize,
    /// From here on nothing has become a token yet.
    plain_from: usize,
    /// Whether one, or two, backticks may still be closed further on; looked for in vain only once.
    has_close: [bool; 2],
}

impl Scanner<'_> {
    fn run(mut self) {
        let mut before = None;
        while let Some(c) = self.line[self.at..].chars().next() {
            let taken = match c {
                '`' => Some(self.code()),
                '*' => Some(self.stars(before)),
                _ => self.link(before),
            };
            let end = self.at + taken.unwrap_or(c.len_utf8());
            before = self.line[..end].chars().next_back();
            if taken.is_some() {
                self.plain_from = end;
            }
            self.at = end;
        }
        self.end_text(self.line.len());
    }

    /// Text before `end` becomes a token.
    fn end_text(&mut self, end: usize) {
        if self.plain_from < end {
            let text = self.line[self.plain_from..end].to_owned();
            self.tokens.push(Token::Leaf(Inline::Text(text)));
        }
    }

    fn leaf(&mut self, leaf: Inline) {
        self.end_text(self.at);
        self.tokens.push(Token::Leaf(leaf));
    }

    /// Code begins and ends with one backtick, or with two.
    fn code(&mut self) -> usize {
        let rest = &self.line[self.at..];
        let marks = run_length(rest, b'`');
        let inside = &rest[marks..];
        let close = match marks {
            1 | 2 if self.has_close[marks - 1] => find_run(inside, marks),
            _ => None,
        };
        let Some(length) = close.filter(|length| !inside[..*length].trim().is_empty()) else {
            if marks <= 2 && close.is_none() {
                self.has_close[marks - 1] = false;
            }
            // The whole run is text, so that none of its backticks is looked at again.
            self.leaf(Inline::Text(rest[..marks].to_owned()));
            return marks;
        };
        self.leaf(Inline::Code(inside[..length].to_owned()));
        marks + length + marks
    }

    /// Stars open before a word and close after one. Between letters, as in `2*3*4`, they are text.
    fn stars(&mut self, before: Option<char>) -> usize {
        let rest = &self.line[self.at..];
        let count = run_length(rest, b'*');
        let after = rest[count..].chars().next();
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let opens = !is_space(after) && !is_word(before);
        let closes = !is_space(before) && !is_word(after);
        self.end_text(self.at);
        let weights: &[usize] = match (count, opens, closes) {
            (1, ..) => &[0],
            (2, ..) => &[1],
            (3, true, false) => &[1, 0],
            (3, false, true) => &[0, 1],
            _ => &[],
        };
        if weights.is_empty() {
            self.tokens.push(Token::Leaf(Inline::Text(rest[..count].to_owned())));
        }
        for weight in weights {
            self.tokens.push(Token::Stars { weight: *weight, opens, closes, role: Role::Text });
        }
        count
    }

    fn link(&mut self, before: Option<char>) -> Option<usize> {
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let rest = &self.line[self.at..];
        let length = link::length(rest)?;
        self.leaf(Inline::Link(rest[..length].to_owned()));
        Some(length)
    }
}

fn run_length(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|byte| *byte == mark).count()
}

/// Where the next run of exactly `marks` backticks begins.
fn find_run(text: &str, marks: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let length = run_length(&text[start..], b'`');
        if length == marks {
            return Some(start);
        }
        at = start + length;
    }
    None
}

/// Finds for each closing mark the nearest opening one. Pairs never cross: what was opened inside a pair and
/// not closed there is text.
fn pair(tokens: &mut [Token]) {
    let mut open: [Option<usize>; 2] = [None; 2];
    for at in 0..tokens.len() {
        let Token::Stars { weight, opens, closes, .. } = tokens[at] else { continue };
        match open[weight] {
            Some(start) if closes => {
                set_role(&mut tokens[start], Role::Open);
                set_role(&mut tokens[at], Role::Close);
                open[weight] = None;
                open[1 - weight] = open[1 - weight].filter(|other| *other < start);
            }
            _ if opens => open[weight] = Some(at),
            _ => {}
        }
    }
}

fn set_role(token: &mut Token, new: Role) {
    if let Token::Stars { role, .. } = token {
        *role = new;
    }
}

/// Puts the tokens into a tree at most three levels deep.
fn build(tokens: Vec<Token>) -> Vec<Inline> {
    let mut levels: Vec<Vec<Inline>> = vec![Vec::new()];
    for token in tokens {
        match token {
            Token::Leaf(leaf) => push(&mut levels, leaf),
            Token::Stars { role: Role::Open, .. } => levels.push(Vec::new()),
            Token::Stars { role: Role::Close, weight, .. } => {
                let inner = levels.pop().unwrap_or_default();
                let wrapped =
                    if weight == 0 { Inline::Emphasis(inner) } else { Inline::Strong(inner) };
                push(&mut levels, wrapped);
            }
            Token::Stars { role: Role::Text, weight, .. } => {
                push(&mut levels, Inline::Text("*".repeat(weight + 1)));
            }
        }
    }
    levels.pop().unwrap_or_default()
}

/// Text beside text is one text.
fn push(levels: &mut [Vec<Inline>], piece: Inline) {
    let Some(level) = levels.last_mut() else { return };
    match (level.last_mut(), piece) {
        (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
        (_, piece) => level.push(piece),
    }
}
