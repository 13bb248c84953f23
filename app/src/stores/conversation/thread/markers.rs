//! How far members have come, as several sources tell it.

use protocol::conversation::{MemberView, MessageRead};

/// Takes over markers that are further than those at hand. A marker belongs to the time somebody is in: of whoever has
/// come in again since, all is taken over.
pub(in crate::stores::conversation) fn keep_markers(
    members: &mut [MemberView],
    known: &[MemberView],
) {
    for member in members {
        let same = known.iter().find(|other| other.user.id == member.user.id);
        match same {
            Some(later) if later.joined_seq > member.joined_seq => *member = later.clone(),
            Some(same) if same.joined_seq == member.joined_seq => {
                member.marker = member.marker.furthest(same.marker);
            }
            _ => {}
        }
    }
}

/// Moves a member's marker, never backwards.
pub(in crate::stores::conversation) fn move_marker(
    members: &mut [MemberView],
    event: &MessageRead,
) {
    for member in members.iter_mut().filter(|member| member.user.id == event.user_id) {
        member.marker = member.marker.furthest(event.marker);
    }
}
