//! Who is in a conversation, as its lines tell it.

use protocol::{
    account::UserRef,
    conversation::{Marker, MemberView, MessageKind, MessageView},
};

/// Takes over what a line says of who came or went. The same one twice changes nothing.
pub(in crate::stores::conversation) fn member_line(
    members: &mut Vec<MemberView>,
    line: &MessageView,
) {
    let subject = line.subject.as_ref();
    match (line.kind, subject) {
        (MessageKind::Joined, _) => come(members, line, (&line.author, None)),
        (MessageKind::Added, Some(user)) => come(members, line, (user, Some(&line.author))),
        (MessageKind::Left, _) => go(members, &line.author),
        (MessageKind::Removed, Some(user)) => go(members, user),
        _ => {}
    }
}

fn come(
    members: &mut Vec<MemberView>,
    line: &MessageView,
    (user, added_by): (&UserRef, Option<&UserRef>),
) {
    go(members, user);
    let joined_seq = line.seq - 1;
    let marker = Marker { delivered_seq: joined_seq, read_seq: joined_seq, read_at: None };
    members.push(MemberView {
        user: user.clone(),
        marker,
        added_by: added_by.cloned(),
        joined_seq,
    });
    members.sort_by(|a, b| (&a.user.name, a.user.id).cmp(&(&b.user.name, b.user.id)));
}

fn go(members: &mut Vec<MemberView>, user: &UserRef) {
    members.retain(|member| member.user.id != user.id);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::fixture::{ana, ben, message, person, summary};
    use protocol::account::Role;

    fn line(seq: i64, kind: MessageKind, subject: Option<UserRef>) -> MessageView {
        MessageView { kind, subject, ..message(seq, &ben(), "") }
    }

    fn names(members: &[MemberView]) -> Vec<&str> {
        members.iter().map(|member| member.user.name.as_str()).collect()
    }

    #[test]
    fn members_follow_the_lines_however_often_they_are_told() {
        let mut members = summary(None).members;
        let jo = person(3, "Anton", Role::Owner);
        let added = line(4, MessageKind::Added, Some(jo.clone()));
        member_line(&mut members, &added);
        member_line(&mut members, &added);
        assert_eq!(names(&members), ["Ana", "Anton", "Ben"]);
        assert_eq!((members[1].joined_seq, members[1].added_by.clone()), (3, Some(ben())));
        member_line(&mut members, &line(5, MessageKind::Removed, Some(jo)));
        member_line(&mut members, &line(6, MessageKind::Left, None));
        assert_eq!(names(&members), [ana().name.as_str()]);
        member_line(&mut members, &line(7, MessageKind::Joined, None));
        assert_eq!((names(&members).len(), members[1].added_by.clone()), (2, None));
    }
}
