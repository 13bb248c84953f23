use leptos::prelude::*;
use protocol::conversation::text::{Block, Inline, blocks};

/// A message's text with its emphasis, lists, code and links. Nothing in it is read as markup: the tree has
/// no place for any.
pub(super) fn rich_text(body: &str) -> AnyView {
    blocks(body).into_iter().map(block).collect_view().into_any()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(content) => view! { <p>{inlines(content)}</p> }.into_any(),
        Block::Quote(content) => view! { <blockquote>{inlines(content)}</blockquote> }.into_any(),
        Block::Code { language, text } => view! {
            <figure class="code">
                {language.map(|language| view! { <figcaption>{language}</figcaption> })}
                <pre tabindex="0" role="group" aria-label="Code">
                    <code>{text}</code>
                </pre>
            </figure>
        }
        .into_any(),
        Block::Bullets(items) => {
            let items = items.into_iter().map(|item| view! { <li>{inlines(item)}</li> });
            view! { <ul>{items.collect_view()}</ul> }.into_any()
        }
        Block::Numbers(items) => {
            let item = |(number, item)| view! { <li value=number>{inlines(item)}</li> };
            let items = items.into_iter().map(item);
            view! { <ol>{items.collect_view()}</ol> }.into_any()
        }
    }
}

fn inlines(content: Vec<Inline>) -> Vec<AnyView> {
    content.into_iter().map(inline).collect()
}

fn inline(piece: Inline) -> AnyView {
    match piece {
        Inline::Text(text) => text.into_any(),
        Inline::Emphasis(inner) => view! { <em>{inlines(inner)}</em> }.into_any(),
        Inline::Strong(inner) => view! { <strong>{inlines(inner)}</strong> }.into_any(),
        Inline::Code(text) => view! { <code>{text}</code> }.into_any(),
        Inline::Link(link) => view! {
            <a href=link.clone() target="_blank" rel="noopener noreferrer nofollow ugc">
                {link.clone()}
            </a>
        }
        .into_any(),
    }
}
