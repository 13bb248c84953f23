use leptos::prelude::*;

/// How many hues `style/components/avatar.css` has.
const HUES: u32 = 8;

/// A person's initials on a hue of their own. Decoration: the name must stand beside it.
#[component]
pub fn Avatar(
    /// The display name.
    #[prop(into)]
    name: String,
    /// 48 px instead of 36.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let size = if large { " avatar--large" } else { "" };
    let initials = initials(&name);
    let class = format!("avatar avatar--{}{size}", hue(name));
    view! { <span class=class aria-hidden="true">{initials}</span> }
}

fn hue(name: String) -> u32 {
    let add = |sum: u32, byte: u8| sum.wrapping_mul(31).wrapping_add(byte.into());
    name.into_bytes().into_iter().fold(7, add) % HUES
}

fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        let names = ["Ana Ruiz", "Jan van der Berg", "Élodie", ""].map(initials);
        assert_eq!(names, ["AR", "JB", "É", ""]);
    }
}
