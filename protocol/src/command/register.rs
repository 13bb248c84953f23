//! The closed set of commands. The server answers each of them, or it does not compile.

use super::{Authenticate, Command, JoinRoom, LeaveRoom};
use crate::{
    announcement::NoteAnnouncement,
    board::{FollowBoard, SetBoardStatus},
    conversation::{
        AddMember, DeleteMessage, EditMessage, LeaveConversation, MarkDelivered, MarkRead,
        RemoveMember, SendMessage, SetTyping,
    },
    error::ErrorCode,
    job::{JoinImportJob, LeaveImportJob},
    notification::MarkNotificationsRead,
    order::{ActOnOrder, ExtendHold, GetLogs, GetStatus, HoldBoards, SteerOrder},
    presence::SetActivity,
    privacy::SetPrivacy,
    stream::Sync,
};

macro_rules! commands {
    ($($command:ident),+ $(,)?) => {
        /// Which command.
        #[expect(missing_docs, reason = "each is the type of that name")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CommandName {
            $($command),+
        }

        impl CommandName {
            /// All of them, in the order of the documents.
            pub const ALL: &'static [Self] = &[$(Self::$command),+];

            /// The Socket.IO event name.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$command => $command::NAME,)+
                }
            }

            /// The codes it may be refused with, besides [`REFUSALS`](super::REFUSALS).
            pub fn errors(self) -> &'static [ErrorCode] {
                match self {
                    $(Self::$command => $command::ERRORS,)+
                }
            }

            /// The shape of its payload.
            #[cfg(feature = "schema")]
            pub(crate) fn payload(self, generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                match self {
                    $(Self::$command => generator.subschema_for::<$command>(),)+
                }
            }

            /// The shape of what its acknowledgement carries under `ok`.
            #[cfg(feature = "schema")]
            pub(crate) fn ok(self, generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                match self {
                    $(Self::$command => generator.subschema_for::<<$command as Command>::Ok>(),)+
                }
            }
        }
    };
}

commands! {
    Authenticate,
    JoinRoom,
    LeaveRoom,
    SendMessage,
    EditMessage,
    DeleteMessage,
    AddMember,
    RemoveMember,
    LeaveConversation,
    MarkDelivered,
    MarkRead,
    SetTyping,
    SetBoardStatus,
    FollowBoard,
    HoldBoards,
    ExtendHold,
    ActOnOrder,
    SteerOrder,
    GetStatus,
    GetLogs,
    JoinImportJob,
    LeaveImportJob,
    MarkNotificationsRead,
    NoteAnnouncement,
    SetPrivacy,
    SetActivity,
    Sync,
}

impl CommandName {
    /// Finds a command by its Socket.IO event name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|command| command.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_found_by_its_name_alone() {
        for command in CommandName::ALL {
            assert_eq!(CommandName::parse(command.as_str()), Some(*command));
        }
        assert_eq!(CommandName::parse("launchRocket"), None);
    }
}
