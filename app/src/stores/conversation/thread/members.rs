//! Who is in a conversation, as its lines tell it.

use super::ThreadState;
use protocol::{
    account::UserRef,
    conversation::{Founders, Marker, MemberView, MessageKind, MessageView, sort_members},
};
use std::collections::BTreeMap;

/// Takes over what a line says of who came or went. The same one twice changes nothing, nor does one from
/// before they came in again.
pub(in crate::stores::conversation) fn member_line(
    members: &mut Vec<MemberView>,
    founders: Founders,
    line: &MessageView,
) {
    let subject = line.subject.as_ref();
    match (line.kind, subject) {
        (MessageKind::Joined, _) => come(members, line, (&line.author, None)),
        (MessageKind::Added, Some(user)) => {
            // Whom it is between from its start comes back to a place of their own.
            let by = (!founders.has(user.id)).then_some(&line.author);
            come(members, line, (user, by));
        }
        (MessageKind::Left, _) => go(members, &line.author, line.seq),
        (MessageKind::Removed, Some(user)) => go(members, user, line.seq),
        _ => {}
    }
}

fn come(
    members: &mut Vec<MemberView>,
    line: &MessageView,
    (user, added_by): (&UserRef, Option<&UserRef>),
) {
    let joined_seq = line.seq - 1;
    let is_later =
        |member: &MemberView| member.user.id == user.id && member.joined_seq >= joined_seq;
    if members.iter().any(is_later) {
        return;
    }
    go(members, user, line.seq);
    let marker = Marker { delivered_seq: joined_seq, read_seq: joined_seq, read_at: None };
    members.push(MemberView {
        user: user.clone(),
        marker,
        added_by: added_by.cloned(),
        joined_seq,
    });
    sort_members(members);
}

fn go(members: &mut Vec<MemberView>, user: &UserRef, seq: i64) {
    members.retain(|member| member.user.id != user.id || member.joined_seq >= seq);
}

/// The lines after a number that say who came or went.
pub(super) fn later_lines(
    messages: &BTreeMap<i64, MessageView>,
    after: Option<i64>,
) -> Vec<MessageView> {
    let later = messages.range(after.unwrap_or_default() + 1..).map(|(_, message)| message);
    later.filter(|message| message.kind != MessageKind::Text).cloned().collect()
}

impl ThreadState {
    /// The members were read before some was heard: what later lines say still holds, and no marker goes back.
    pub(super) fn keep_members(&mut self, known: &[MemberView], later: &[MessageView]) {
        for line in later {
            self.member_line(line);
        }
        self.keep_markers(known);
    }
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
        let founders = summary(None).founders();
        let mut members = summary(None).members;
        let jo = person(3, "Anton", Role::Owner);
        let added = line(4, MessageKind::Added, Some(jo.clone()));
        member_line(&mut members, founders, &added);
        members[1].marker.read_seq = 4;
        member_line(&mut members, founders, &added);
        assert_eq!(names(&members), ["Ana", "Anton", "Ben"]);
        assert_eq!((members[1].joined_seq, members[1].added_by.clone()), (3, Some(ben())));
        assert_eq!(members[1].marker.read_seq, 4, "what was heard since stays");
        member_line(&mut members, founders, &line(2, MessageKind::Removed, Some(jo.clone())));
        assert_eq!(members.len(), 3, "that was before");
        member_line(&mut members, founders, &line(5, MessageKind::Removed, Some(jo)));
        member_line(&mut members, founders, &line(6, MessageKind::Left, None));
        assert_eq!(names(&members), [ana().name.as_str()]);
        member_line(&mut members, founders, &line(7, MessageKind::Joined, None));
        assert_eq!((names(&members).len(), members[1].added_by.clone()), (2, None));
        member_line(&mut members, founders, &line(9, MessageKind::Removed, Some(ana())));
        member_line(&mut members, founders, &line(10, MessageKind::Added, Some(ana())));
        assert_eq!(
            (names(&members)[0], members[0].added_by.clone()),
            ("Ana", None),
            "a founder's place"
        );
    }
}
