//! The register of commands: one line each.

use super::{
    board, inbox::Desk, job, member, order, presence::lease, publisher::Post, rooms::of_socket,
};
use marketplace::clock::{Clock, SystemClock};
use protocol::{
    Command, ErrorBody, ErrorCode, Room, ServerEvent,
    account::{Me, UserRef},
    announcement::NoteAnnouncement,
    board::{FollowBoard, SetBoardStatus},
    command::{Authenticate, CommandName, Done, JoinRoom, Joined, LeaveRoom, REFUSALS},
    conversation::{
        AddMember, Changed, DeleteMessage, EditMessage, LeaveConversation, MarkDelivered, MarkRead,
        RemoveMember, SendMessage, Sent, SetTyping,
    },
    id::{ConversationId, UserId},
    job::{JoinImportJob, LeaveImportJob},
    notification::MarkNotificationsRead,
    order::{ActOnOrder, ExtendHold, GetLogs, GetStatus, HoldBoards, SteerOrder},
    presence::SetActivity,
    privacy::{Privacy, SetPrivacy},
    stream::{Sync, Synced},
};
use serde_json::Value;

pub(super) type Answer<T> = Result<T, ErrorBody>;

/// Finds the command's use case, runs it, and gives what its acknowledgement carries.
pub(super) async fn run(desk: &Desk, name: &str, payload: Option<Value>) -> Answer<Value> {
    let unknown = || ErrorBody::invalid("event", format!("There is no command {name:?}."));
    let command = CommandName::parse(name).ok_or_else(unknown)?;
    let answer = dispatch(desk, command, payload).await;
    if let Err(error) = &answer {
        let is_known = [REFUSALS, command.errors()].concat().contains(&error.code);
        debug_assert!(is_known, "{name} does not list {:?} among its errors", error.code);
    }
    answer
}

async fn dispatch(desk: &Desk, command: CommandName, payload: Option<Value>) -> Answer<Value> {
    match command {
        CommandName::AddMember => ack::<AddMember>(member::add(desk, read(payload)?).await),
        CommandName::Authenticate => ack::<Authenticate>(authenticate(desk, &read(payload)?)),
        CommandName::DeleteMessage => {
            ack::<DeleteMessage>(delete_message(desk, &read(payload)?).await)
        }
        CommandName::EditMessage => ack::<EditMessage>(edit_message(desk, read(payload)?).await),
        CommandName::FollowBoard => ack::<FollowBoard>(board::follow(desk, read(payload)?).await),
        CommandName::JoinRoom => ack::<JoinRoom>(join(desk, read(payload)?).await),
        CommandName::LeaveConversation => {
            ack::<LeaveConversation>(member::leave(desk, &read(payload)?).await)
        }
        CommandName::LeaveRoom => ack::<LeaveRoom>(leave(desk, &read(payload)?)),
        CommandName::MarkDelivered => {
            ack::<MarkDelivered>(mark_delivered(desk, &read(payload)?).await)
        }
        CommandName::MarkNotificationsRead => {
            ack::<MarkNotificationsRead>(mark_notifications_read(desk, read(payload)?).await)
        }
        CommandName::MarkRead => ack::<MarkRead>(mark_read(desk, &read(payload)?).await),
        CommandName::NoteAnnouncement => {
            ack::<NoteAnnouncement>(note_announcement(desk, read(payload)?).await)
        }
        CommandName::HoldBoards => ack::<HoldBoards>(order::hold(desk, read(payload)?).await),
        CommandName::ExtendHold => ack::<ExtendHold>(order::extend(desk, read(payload)?).await),
        CommandName::ActOnOrder => ack::<ActOnOrder>(order::act(desk, &read(payload)?).await),
        CommandName::SteerOrder => ack::<SteerOrder>(order::steer(desk, read(payload)?).await),
        CommandName::GetStatus => ack::<GetStatus>(order::status(desk, read(payload)?).await),
        CommandName::GetLogs => ack::<GetLogs>(order::logs(desk, read(payload)?).await),
        CommandName::JoinImportJob => ack::<JoinImportJob>(job::join(desk, read(payload)?).await),
        CommandName::LeaveImportJob => ack::<LeaveImportJob>(Ok(job::leave(desk, read(payload)?))),
        CommandName::RemoveMember => {
            ack::<RemoveMember>(member::remove(desk, &read(payload)?).await)
        }
        CommandName::SendMessage => ack::<SendMessage>(send_message(desk, read(payload)?).await),
        CommandName::SetBoardStatus => {
            ack::<SetBoardStatus>(board::set_status(desk, &read(payload)?).await)
        }
        CommandName::SetTyping => ack::<SetTyping>(set_typing(desk, &read(payload)?)),
        CommandName::SetPrivacy => ack::<SetPrivacy>(set_privacy(desk, read(payload)?).await),
        CommandName::SetActivity => ack::<SetActivity>(set_activity(desk, read(payload)?)),
        CommandName::Sync => ack::<Sync>(sync(desk, &read(payload)?).await),
    }
}

fn read<C: Command>(payload: Option<Value>) -> Answer<C> {
    let missing = || ErrorBody::invalid("payload", format!("{} takes a JSON object.", C::NAME));
    let payload = payload.ok_or_else(missing)?;
    serde_json::from_value(payload)
        .map_err(|error| ErrorBody::invalid("payload", format!("{}: {error}.", C::NAME)))
}

fn ack<C: Command>(answer: Answer<C::Ok>) -> Answer<Value> {
    serde_json::to_value(answer?).map_err(|error| {
        tracing::error!(%error, command = C::NAME, "an acknowledgement is no JSON");
        ErrorBody::new(ErrorCode::Unavailable, "The answer could not be written.")
    })
}

pub(super) fn me(desk: &Desk) -> Answer<&Me> {
    desk.viewer.signed_in().map_err(marketplace::Error::into_body)
}

fn parse_room(name: &str) -> Answer<Room> {
    name.parse().map_err(|unknown| ErrorBody::invalid("room", format!("{unknown}")))
}

/// Confirms, never sets, who the socket belongs to.
fn authenticate(desk: &Desk, input: &Authenticate) -> Answer<Done> {
    if me(desk)?.user_id == input.user_id {
        return Ok(Done {});
    }
    let text = "This connection belongs to somebody else. Sign in as the user you named.";
    Err(ErrorBody::new(ErrorCode::Forbidden, text))
}

async fn join(desk: &Desk, input: JoinRoom) -> Answer<Joined> {
    join_room(desk, parse_room(&input.room)?).await
}

pub(super) async fn join_room(desk: &Desk, room: Room) -> Answer<Joined> {
    let grant = desk.marketplace.join(&desk.viewer, room).await;
    let grant = grant.map_err(marketplace::Error::into_body)?;
    desk.socket.join(room.to_string());
    // The right may have ended between the answer and the join, with the eviction before the join.
    if let Err(error) = desk.marketplace.join(&desk.viewer, room).await {
        desk.socket.leave(room.to_string());
        return Err(error.into_body());
    }
    if let Room::Board(id) = room {
        board::tell_status(desk, id).await;
    }
    if let Room::Order(id) = room {
        order::tell_status(desk, id).await;
    }
    if let Room::Job(id) = room {
        job::tell_status(desk, id).await;
    }
    if let Room::Conversation(id) = room {
        let members = members(desk, id).await;
        lease::recall(&desk.live, &desk.marketplace, &members).await;
        introduce(desk, &members);
        desk.live.postbox.put(Post::Snapshot { socket: of_socket(desk.socket.id), users: members });
    }
    Ok(grant)
}

/// Who is in a conversation, or nobody when that cannot be read: presence is told again with its next change.
async fn members(desk: &Desk, id: ConversationId) -> Vec<UserId> {
    let Ok(me) = me(desk) else { return Vec::new() };
    match desk.marketplace.members(me, id).await {
        Ok(members) => members.into_iter().map(|member| member.user.id).collect(),
        Err(error) => {
            tracing::error!(%error, "no presence for the members of a conversation");
            Vec::new()
        }
    }
}

/// Tells the sender's presence to people for whom it may be news. Not of one who is out of sight: that would
/// say that they are here.
fn introduce(desk: &Desk, to: &[UserId]) {
    let Ok(me) = me(desk) else { return };
    let privacy = desk.live.presence().privacy(me.user_id);
    if privacy.is_some_and(|privacy| !privacy.is_invisible) {
        desk.live.introduce_to(me.user_id, to);
    }
}

fn leave(desk: &Desk, input: &LeaveRoom) -> Answer<Done> {
    let room = parse_room(&input.room)?;
    // One's own room is the server's to give and take.
    if !matches!(room, Room::User(_) | Room::Announcements) {
        desk.socket.leave(room.to_string());
    }
    Ok(Done {})
}

async fn send_message(desk: &Desk, input: SendMessage) -> Answer<Sent> {
    let me = me(desk)?;
    let id = input.conversation_id;
    let sent = desk.marketplace.send_message(me, input).await;
    let sent = sent.map_err(marketplace::Error::into_body)?;
    let stopped = desk.live.typing().stop(id, me.user_id);
    publish_typing(desk, stopped);
    if sent.message.seq == 1 {
        // In the inbox of the others the conversation appears only now.
        desk.live.introduce_to(me.user_id, &members(desk, id).await);
    }
    Ok(sent)
}

async fn edit_message(desk: &Desk, input: EditMessage) -> Answer<Changed> {
    let changed = desk.marketplace.edit_message(me(desk)?, input).await;
    changed.map_err(marketplace::Error::into_body)
}

async fn delete_message(desk: &Desk, input: &DeleteMessage) -> Answer<Changed> {
    let changed = desk.marketplace.delete_message(me(desk)?, input).await;
    changed.map_err(marketplace::Error::into_body)
}

async fn mark_read(desk: &Desk, input: &MarkRead) -> Answer<Done> {
    let done = desk.marketplace.mark_read(me(desk)?, input).await;
    done.map_err(marketplace::Error::into_body)
}

async fn mark_delivered(desk: &Desk, input: &MarkDelivered) -> Answer<Done> {
    let done = desk.marketplace.mark_delivered(me(desk)?, input).await;
    done.map_err(marketplace::Error::into_body)
}

async fn mark_notifications_read(desk: &Desk, input: MarkNotificationsRead) -> Answer<Done> {
    let done = desk.marketplace.mark_notifications_read(me(desk)?, input).await;
    done.map_err(marketplace::Error::into_body)
}

async fn note_announcement(desk: &Desk, input: NoteAnnouncement) -> Answer<Done> {
    let done = desk.marketplace.note_announcement(&desk.viewer, input).await;
    done.map_err(marketplace::Error::into_body)
}

/// Only those who have joined the conversation may type in it: joining was the check.
fn set_typing(desk: &Desk, input: &SetTyping) -> Answer<Done> {
    let me = me(desk)?;
    let id = input.conversation_id;
    let room = Room::Conversation(id).to_string();
    if !desk.socket.rooms().iter().any(|joined| *joined == room) {
        return Err(ErrorBody::new(ErrorCode::Forbidden, "Join the conversation first."));
    }
    let tells = || desk.live.presence().privacy(me.user_id).is_some_and(Privacy::tells_typing);
    if input.is_typing && tells() {
        let user = UserRef { id: me.user_id, name: me.name.clone(), role: me.role };
        publish_typing(desk, desk.live.typing().start(id, user, desk.socket.id, SystemClock.now()));
        // Whoever went out of sight meanwhile had nothing to take back yet.
        if tells() {
            return Ok(Done {});
        }
    }
    publish_typing(desk, desk.live.typing().stop(id, me.user_id));
    Ok(Done {})
}

fn set_activity(desk: &Desk, input: SetActivity) -> Answer<Done> {
    let (user, socket) = (me(desk)?.user_id, desk.socket.id);
    let now = SystemClock.now();
    if desk.live.presence().set_active(user, socket, input.is_active, now) {
        desk.live.presence_changed(user);
    }
    Ok(Done {})
}

async fn set_privacy(desk: &Desk, input: SetPrivacy) -> Answer<Privacy> {
    let privacy = desk.marketplace.set_privacy(me(desk)?, input).await;
    privacy.map_err(marketplace::Error::into_body)
}

fn publish_typing(desk: &Desk, changed: Option<protocol::conversation::Typing>) {
    if let Some(typing) = changed {
        let room = Room::Conversation(typing.conversation_id);
        desk.live.postbox.event(&[room], ServerEvent::Typing(typing));
    }
}

async fn sync(desk: &Desk, input: &Sync) -> Answer<Synced> {
    let synced = desk.marketplace.sync_for(&desk.viewer, input).await;
    synced.map_err(marketplace::Error::into_body)
}
