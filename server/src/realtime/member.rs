//! Adding to conversations, leaving them, being removed.

use super::{
    commands::{Answer, me},
    inbox::Desk,
};
use marketplace::Error;
use protocol::{
    account::UserRef,
    command::Done,
    conversation::{AddMember, LeaveConversation, RemoveMember},
};

pub(super) async fn add(desk: &Desk, input: AddMember) -> Answer<UserRef> {
    desk.marketplace.add_member(me(desk)?, input).await.map_err(Error::into_body)
}

pub(super) async fn leave(desk: &Desk, input: &LeaveConversation) -> Answer<Done> {
    desk.marketplace.leave_conversation(me(desk)?, input).await.map_err(Error::into_body)
}

pub(super) async fn remove(desk: &Desk, input: &RemoveMember) -> Answer<Done> {
    desk.marketplace.remove_member(me(desk)?, input).await.map_err(Error::into_body)
}
