//! A message's text, taken apart into a small tree. Both sides draw the same tree, so an echo equals the
//! final text. Nothing a message holds is ever read as HTML.
//!
//! | Written | Shown |
//! |---|---|
//! | `*word*`, `**word**` | emphasis, strong emphasis |
//! | `` `code` ``, a line of three backticks before and after | code, a block of code |
//! | `- item`, `* item`, `1. item` | lists |
//! | `> words` | a quotation |
//! | `https://…`, `http://…`, `mailto:…` | a link, shown as written |
//!
//! Marks stand at the edge of words and close on the line they were opened on; everything else stays as it
//! was written. Reading a text takes time in proportion to its length, whatever is in it.

mod inline;
mod link;
#[cfg(test)]
mod tests;

pub use inline::Inline;

/// A part of a message that has lines of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Lines as written, their breaks included.
    Paragraph(Vec<Inline>),
    /// Somebody else's words, without the marks in front of the lines.
    Quote(Vec<Inline>),
    /// Shown letter by letter.
    Code {
        /// The word after the opening backticks.
        language: Option<String>,
        /// The lines between the backticks.
        text: String,
    },
    /// Items with a dot in front.
    Bullets(Vec<Vec<Inline>>),
    /// Items with the number each was written with.
    Numbers(Vec<(u32, Vec<Inline>)>),
}

/// Takes a text apart. A text without any marks is one paragraph with exactly that text.
pub fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut reader =
        Reader { lines: &lines, at: 0, plain_from: 0, has_fence: true, blocks: vec![] };
    while reader.at < lines.len() {
        if !reader.block() {
            reader.at += 1;
        }
    }
    reader.end_paragraph(lines.len());
    reader.blocks
}

/// The beginning of a text on one line, without its marks; what is longer ends with an ellipsis.
pub fn excerpt(text: &str, chars: usize) -> String {
    // Marks are at most a few characters, so this much of the source is enough and costs little.
    let source: String = text.chars().take(chars.saturating_mul(4)).collect();
    let mut plain = String::new();
    for block in blocks(&source) {
        plain.push(' ');
        push_plain(&block, &mut plain);
    }
    let mut line = String::new();
    let mut count = 0;
    for word in plain.split_whitespace() {
        if count > 0 {
            line.push(' ');
            count += 1;
        }
        line.push_str(word);
        count += word.chars().count();
    }
    if count <= chars {
        return line;
    }
    let cut: String = line.chars().take(chars.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

fn push_plain(block: &Block, plain: &mut String) {
    match block {
        Block::Paragraph(content) | Block::Quote(content) => inline::push_plain(content, plain),
        Block::Code { text, .. } => plain.push_str(text),
        Block::Bullets(items) => {
            for item in items {
                plain.push_str(" • ");
                inline::push_plain(item, plain);
            }
        }
        Block::Numbers(items) => {
            for (number, item) in items {
                plain.push(' ');
                plain.push_str(&number.to_string());
                plain.push_str(". ");
                inline::push_plain(item, plain);
            }
        }
    }
}

/// Goes through the lines once.
struct Reader<'a> {
    lines: &'a [&'a str],
    at: usize,
    /// Lines from here on belong to no block yet.
    plain_from: usize,
    /// Whether a fence may still be closed further down; looked for in vain only once.
    has_fence: bool,
    blocks: Vec<Block>,
}

impl<'a> Reader<'a> {
    /// Reads the block that begins at this line, if one does.
    fn block(&mut self) -> bool {
        let line = self.lines[self.at];
        if let Some(language) = fence(line) {
            return self.code(language);
        }
        if quoted(line).is_some() {
            let content = self.run(quoted).join("\n");
            self.blocks.push(Block::Quote(inline::parse(&content)));
        } else if bullet(line).is_some() {
            let items = self.run(bullet);
            self.blocks.push(Block::Bullets(items.into_iter().map(inline::parse).collect()));
        } else if numbered(line).is_some() {
            let items = self.run(numbered).into_iter();
            let item = |(number, text)| (number, inline::parse(text));
            self.blocks.push(Block::Numbers(items.map(item).collect()));
        } else {
            return false;
        }
        true
    }

    /// The lines from here that `read` accepts.
    fn run<T>(&mut self, read: impl Fn(&'a str) -> Option<T>) -> Vec<T> {
        self.end_paragraph(self.at);
        let found: Vec<T> = self.lines[self.at..].iter().map_while(|line| read(line)).collect();
        self.skip(found.len());
        found
    }

    /// `false` when the fence is never closed: then it is only text.
    fn code(&mut self, language: &str) -> bool {
        let after = &self.lines[self.at + 1..];
        let end = self.has_fence.then(|| after.iter().position(|line| line.trim_end() == FENCE));
        let Some(length) = end.flatten() else {
            self.has_fence = false;
            return false;
        };
        self.end_paragraph(self.at);
        let language = (!language.is_empty()).then(|| language.to_owned());
        self.blocks.push(Block::Code { language, text: after[..length].join("\n") });
        self.skip(length + 2);
        true
    }

    fn skip(&mut self, lines: usize) {
        self.at += lines;
        self.plain_from = self.at;
    }

    /// Empty lines around a block only separate it.
    fn end_paragraph(&mut self, end: usize) {
        let mut lines = &self.lines[self.plain_from..end];
        if self.plain_from > 0 {
            lines = trim_start(lines);
        }
        if end < self.lines.len() {
            lines = trim_end(lines);
        }
        if !lines.is_empty() {
            self.blocks.push(Block::Paragraph(inline::parse(&lines.join("\n"))));
        }
    }
}

fn trim_start<'a, 'b>(lines: &'b [&'a str]) -> &'b [&'a str] {
    let empty = lines.iter().take_while(|line| line.trim().is_empty()).count();
    &lines[empty..]
}

fn trim_end<'a, 'b>(lines: &'b [&'a str]) -> &'b [&'a str] {
    let empty = lines.iter().rev().take_while(|line| line.trim().is_empty()).count();
    &lines[..lines.len() - empty]
}

const FENCE: &str = "```";
/// Longer words after the backticks are no language.
const LANGUAGE_CHARS: usize = 20;

/// The language of an opening fence, empty when it names none.
fn fence(line: &str) -> Option<&str> {
    let language = line.strip_prefix(FENCE)?.trim_end();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-');
    (language.len() <= LANGUAGE_CHARS && language.chars().all(is_name)).then_some(language)
}

fn quoted(line: &str) -> Option<&str> {
    if line.trim_end() == ">" { Some("") } else { line.strip_prefix("> ") }
}

fn bullet(line: &str) -> Option<&str> {
    let item = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "))?.trim();
    (!item.is_empty()).then_some(item)
}

/// Numbers that a list would write differently (`007`) begin no item.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let (digits, item) = line.split_once(". ")?;
    let item = item.trim();
    let number: u32 = digits.parse().ok()?;
    let is_usual = digits.len() <= 9 && number.to_string() == digits;
    (is_usual && !item.is_empty()).then_some((number, item))
}
