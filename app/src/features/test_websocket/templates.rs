//! A payload to start from, for every command of the contract.

use protocol::{
    Command, Room,
    announcement::{NoteAnnouncement, Stage},
    board::{BoardStatus, FollowBoard, SetBoardStatus},
    command::{Authenticate, JoinRoom, LeaveRoom},
    conversation::{DeleteMessage, EditMessage, MarkDelivered, MarkRead, SendMessage, SetTyping},
    id::{AnnouncementId, BoardId, ClientId, ConversationId, MessageId, UserId},
    notification::MarkNotificationsRead,
    presence::SetActivity,
    stream::{Cursor, Sync},
};
use uuid::Uuid;

/// What the templates are filled with.
#[derive(Clone, Debug)]
pub(super) struct Filling {
    pub(super) user: UserId,
    pub(super) conversation: ConversationId,
    pub(super) client_id: ClientId,
    pub(super) cursors: Vec<Cursor>,
}

impl Filling {
    /// For a visitor without conversations: well formed, and refused by the server.
    pub(super) fn nobody() -> Self {
        Self {
            user: UserId(Uuid::nil()),
            conversation: ConversationId(Uuid::nil()),
            client_id: ClientId(Uuid::nil()),
            cursors: Vec::new(),
        }
    }
}

/// The names of all commands, as the panel lists them.
pub(super) const COMMANDS: [&str; 15] = [
    JoinRoom::NAME,
    LeaveRoom::NAME,
    SetTyping::NAME,
    SetActivity::NAME,
    SendMessage::NAME,
    EditMessage::NAME,
    DeleteMessage::NAME,
    MarkRead::NAME,
    MarkDelivered::NAME,
    SetBoardStatus::NAME,
    FollowBoard::NAME,
    MarkNotificationsRead::NAME,
    NoteAnnouncement::NAME,
    Sync::NAME,
    Authenticate::NAME,
];

/// The payload to start from, or `None` for a name that is not in the contract.
pub(super) fn template(command: &str, filling: &Filling) -> Option<String> {
    let conversation_id = filling.conversation;
    let room = Room::Conversation(conversation_id).to_string();
    match command {
        Authenticate::NAME => pretty(&Authenticate { user_id: filling.user }),
        JoinRoom::NAME => pretty(&JoinRoom { room }),
        LeaveRoom::NAME => pretty(&LeaveRoom { room }),
        SetTyping::NAME => pretty(&SetTyping { conversation_id, is_typing: true }),
        SetActivity::NAME => pretty(&SetActivity { is_active: false }),
        SendMessage::NAME => pretty(&SendMessage {
            client_id: filling.client_id,
            conversation_id,
            body: "Hello from the test page".to_owned(),
            reply_to: None,
        }),
        EditMessage::NAME => pretty(&EditMessage {
            conversation_id,
            message_id: MessageId(Uuid::nil()),
            version: 0,
            body: "Hello again".to_owned(),
        }),
        DeleteMessage::NAME => {
            pretty(&DeleteMessage { conversation_id, message_id: MessageId(Uuid::nil()) })
        }
        MarkRead::NAME => pretty(&MarkRead { conversation_id, up_to_seq: 1 }),
        MarkDelivered::NAME => pretty(&MarkDelivered { conversation_id, up_to_seq: 1 }),
        SetBoardStatus::NAME => {
            pretty(&SetBoardStatus { board_id: BoardId(Uuid::nil()), status: BoardStatus::Paused })
        }
        FollowBoard::NAME => {
            pretty(&FollowBoard { board_id: BoardId(Uuid::nil()), is_followed: true })
        }
        MarkNotificationsRead::NAME => {
            pretty(&MarkNotificationsRead { up_to: Some(1), ids: Vec::new() })
        }
        NoteAnnouncement::NAME => pretty(&NoteAnnouncement {
            id: AnnouncementId(Uuid::nil()),
            revision: 1,
            stage: Stage::Seen,
        }),
        Sync::NAME => pretty(&Sync::from(filling.cursors.clone())),
        _ => None,
    }
}

fn pretty<C: Command>(command: &C) -> Option<String> {
    serde_json::to_string_pretty(command).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_template() {
        for command in COMMANDS {
            let text = template(command, &Filling::nobody());
            assert!(text.is_some_and(|text| text.starts_with('{')), "{command}");
        }
    }
}
