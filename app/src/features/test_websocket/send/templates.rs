//! A payload to start from, for every command of the contract.

use protocol::{
    Command, Room,
    announcement::{NoteAnnouncement, Stage},
    board::{BoardStatus, FollowBoard, SetBoardStatus},
    command::{Authenticate, CommandName, JoinRoom, LeaveRoom},
    conversation::{
        AddMember, DeleteMessage, EditMessage, History, LeaveConversation, MarkDelivered, MarkRead,
        RemoveMember, SendMessage, SetTyping,
    },
    id::{AnnouncementId, BoardId, ClientId, ConversationId, JobId, MessageId, OrderId, UserId},
    job::{JoinImportJob, LeaveImportJob},
    notification::MarkNotificationsRead,
    order::{
        ActOnOrder, ExtendHold, GetLogs, GetStatus, HoldBoards, OrderAction, Steer, SteerOrder,
    },
    presence::SetActivity,
    privacy::SetPrivacy,
    stream::{Cursor, Sync},
};
use serde_json::Value;
use uuid::Uuid;

/// What the templates are filled with.
#[derive(Clone, Debug)]
pub(crate) struct Filling {
    pub(crate) user: UserId,
    pub(crate) conversation: ConversationId,
    pub(crate) client_id: ClientId,
    pub(crate) cursors: Vec<Cursor>,
}

impl Filling {
    /// For a visitor without conversations: well formed, and refused by the server.
    pub(crate) fn nobody() -> Self {
        Self {
            user: UserId(Uuid::nil()),
            conversation: ConversationId(Uuid::nil()),
            client_id: ClientId(Uuid::nil()),
            cursors: Vec::new(),
        }
    }
}

/// The payload to start from.
pub(crate) fn template(command: CommandName, filling: &Filling) -> String {
    let conversation_id = filling.conversation;
    let room = Room::Conversation(conversation_id).to_string();
    match command {
        CommandName::Authenticate => pretty(&Authenticate { user_id: filling.user }),
        CommandName::JoinRoom => pretty(&JoinRoom { room }),
        CommandName::LeaveRoom => pretty(&LeaveRoom { room }),
        CommandName::SetTyping => pretty(&SetTyping { conversation_id, is_typing: true }),
        CommandName::SetActivity => pretty(&SetActivity { is_active: false }),
        CommandName::SendMessage => pretty(&SendMessage {
            client_id: filling.client_id,
            conversation_id,
            body: "Hello from the test page".to_owned(),
            reply_to: None,
        }),
        CommandName::EditMessage => pretty(&EditMessage {
            conversation_id,
            message_id: MessageId(Uuid::nil()),
            version: 0,
            body: "Hello again".to_owned(),
        }),
        CommandName::DeleteMessage => {
            pretty(&DeleteMessage { conversation_id, message_id: MessageId(Uuid::nil()) })
        }
        CommandName::AddMember => pretty(&AddMember {
            conversation_id,
            email: "advertiser2@example.com".to_owned(),
            history: History::default(),
        }),
        CommandName::RemoveMember => {
            pretty(&RemoveMember { conversation_id, user_id: UserId(Uuid::nil()) })
        }
        CommandName::LeaveConversation => pretty(&LeaveConversation { conversation_id }),
        CommandName::SetPrivacy => {
            pretty(&SetPrivacy { shows_typing: Some(true), is_invisible: Some(false) })
        }
        CommandName::MarkRead => pretty(&MarkRead { conversation_id, up_to_seq: 1 }),
        CommandName::MarkDelivered => pretty(&MarkDelivered { conversation_id, up_to_seq: 1 }),
        CommandName::SetBoardStatus => {
            pretty(&SetBoardStatus::new(BoardId(Uuid::nil()), BoardStatus::Paused))
        }
        CommandName::FollowBoard
        | CommandName::HoldBoards
        | CommandName::ExtendHold
        | CommandName::ActOnOrder
        | CommandName::SteerOrder
        | CommandName::GetStatus
        | CommandName::GetLogs
        | CommandName::JoinImportJob
        | CommandName::LeaveImportJob => of_work(command, filling),
        CommandName::MarkNotificationsRead => {
            pretty(&MarkNotificationsRead { up_to: Some(1), ids: Vec::new() })
        }
        CommandName::NoteAnnouncement => pretty(&NoteAnnouncement {
            id: AnnouncementId(Uuid::nil()),
            revision: 1,
            stage: Stage::Seen,
        }),
        CommandName::Sync => pretty(&Sync::from(filling.cursors.clone())),
    }
}

/// As [`template`], for what is said of boards one follows, orders and jobs.
fn of_work(command: CommandName, filling: &Filling) -> String {
    let order_id = OrderId(Uuid::nil());
    match command {
        CommandName::HoldBoards => {
            pretty(&HoldBoards { client_id: filling.client_id, wishes: Vec::new(), total_cents: 0 })
        }
        CommandName::FollowBoard => {
            pretty(&FollowBoard { board_id: BoardId(Uuid::nil()), is_followed: true })
        }
        CommandName::ExtendHold => pretty(&ExtendHold { order_id }),
        CommandName::SteerOrder => pretty(&SteerOrder { order_id, steer: Steer::Retry }),
        CommandName::GetStatus => pretty(&GetStatus { order_id }),
        CommandName::GetLogs => pretty(&GetLogs { order_id, after: 0 }),
        CommandName::JoinImportJob => pretty(&JoinImportJob { job_id: JobId(Uuid::nil()) }),
        CommandName::LeaveImportJob => pretty(&LeaveImportJob { job_id: JobId(Uuid::nil()) }),
        _ => pretty(&ActOnOrder { order_id, action: OrderAction::Submit, reason: None }),
    }
}

/// Whether the server will be able to read this payload, and if not, why.
pub(crate) fn check(command: CommandName, payload: &Value) -> Result<(), String> {
    match command {
        CommandName::JoinRoom => reads::<JoinRoom>(payload),
        CommandName::LeaveRoom => reads::<LeaveRoom>(payload),
        CommandName::Authenticate => reads::<Authenticate>(payload),
        CommandName::SetTyping => reads::<SetTyping>(payload),
        CommandName::SetActivity => reads::<SetActivity>(payload),
        CommandName::SendMessage => reads::<SendMessage>(payload),
        CommandName::EditMessage => reads::<EditMessage>(payload),
        CommandName::DeleteMessage => reads::<DeleteMessage>(payload),
        CommandName::AddMember => reads::<AddMember>(payload),
        CommandName::RemoveMember => reads::<RemoveMember>(payload),
        CommandName::LeaveConversation => reads::<LeaveConversation>(payload),
        CommandName::SetPrivacy => reads::<SetPrivacy>(payload),
        CommandName::MarkRead => reads::<MarkRead>(payload),
        CommandName::MarkDelivered => reads::<MarkDelivered>(payload),
        CommandName::SetBoardStatus => reads::<SetBoardStatus>(payload),
        CommandName::FollowBoard => reads::<FollowBoard>(payload),
        CommandName::HoldBoards => reads::<HoldBoards>(payload),
        CommandName::ExtendHold => reads::<ExtendHold>(payload),
        CommandName::ActOnOrder => reads::<ActOnOrder>(payload),
        CommandName::SteerOrder => reads::<SteerOrder>(payload),
        CommandName::GetStatus => reads::<GetStatus>(payload),
        CommandName::GetLogs => reads::<GetLogs>(payload),
        CommandName::JoinImportJob => reads::<JoinImportJob>(payload),
        CommandName::LeaveImportJob => reads::<LeaveImportJob>(payload),
        CommandName::MarkNotificationsRead => reads::<MarkNotificationsRead>(payload),
        CommandName::NoteAnnouncement => reads::<NoteAnnouncement>(payload),
        CommandName::Sync => reads::<Sync>(payload),
    }
}

fn reads<C: Command>(payload: &Value) -> Result<(), String> {
    C::deserialize(payload).map(drop).map_err(|error| error.to_string())
}

fn pretty<C: Command>(command: &C) -> String {
    serde_json::to_string_pretty(command).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_can_be_read_and_nonsense_cannot() {
        for command in CommandName::ALL {
            let text = template(*command, &Filling::nobody());
            let payload = serde_json::from_str(&text).unwrap();
            assert_eq!(check(*command, &payload), Ok(()), "{command:?}");
            assert!(check(*command, &Value::Null).is_err(), "{command:?}");
        }
    }
}
