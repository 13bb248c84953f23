//! Jobs over the socket.

use super::{
    commands::{Answer, join_room, me},
    inbox::Desk,
    pace::Work,
    rooms::of_socket,
};
use protocol::{
    Room, ServerEvent,
    command::{Done, Joined},
    id::JobId,
    job::{JoinImportJob, LeaveImportJob},
};

pub(super) async fn join(desk: &Desk, input: JoinImportJob) -> Answer<Joined> {
    join_room(desk, Room::Job(input.job_id)).await
}

pub(super) fn leave(desk: &Desk, input: LeaveImportJob) -> Done {
    desk.socket.leave(Room::Job(input.job_id).to_string());
    Done {}
}

/// Tells a socket that has just joined a job's room how it stands, at the pace of everything that is told of the job.
pub(super) async fn tell_status(desk: &Desk, id: JobId) {
    let Ok(me) = me(desk) else { return };
    match desk.marketplace.job(me, id).await {
        Ok(job) => {
            let rooms = vec![of_socket(desk.socket.id)];
            desk.live.pace.tell(Work::Job(id), rooms, ServerEvent::JobUpdate(job.update));
        }
        Err(error) => tracing::error!(%error, "no status for a job's new listener"),
    }
}
