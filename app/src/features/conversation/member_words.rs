//! Who came and who went, in words.

use protocol::{account::UserRef, conversation::MessageKind, id::UserId};

/// What a line of the system's says to a viewer. Empty for what somebody wrote.
pub(super) fn member_words(
    kind: MessageKind,
    (author, subject): (&UserRef, Option<&UserRef>),
    me: UserId,
) -> String {
    let who = if author.id == me { "You" } else { &author.name };
    let whom = subject.map_or("", |user| if user.id == me { "you" } else { &user.name });
    match kind {
        // Their words stand in the line itself.
        MessageKind::Text | MessageKind::Order => String::new(),
        MessageKind::Joined => format!("{who} came back"),
        MessageKind::Left => format!("{who} left"),
        MessageKind::Added => format!("{who} added {whom}"),
        MessageKind::Removed => format!("{who} removed {whom}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::fixture::{ana, ben};

    #[test]
    fn everybody_reads_it_from_where_they_stand() {
        let says = |kind, me: &UserRef| member_words(kind, (&ana(), Some(&ben())), me.id);
        assert_eq!(says(MessageKind::Added, &ana()), "You added Ben");
        assert_eq!(says(MessageKind::Added, &ben()), "Ana added you");
        let other = UserRef { id: UserId(uuid::Uuid::nil()), ..ben() };
        assert_eq!(says(MessageKind::Removed, &other), "Ana removed Ben");
        assert_eq!(says(MessageKind::Left, &other), "Ana left");
    }
}
