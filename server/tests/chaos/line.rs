//! What comes over a device's line, and what it makes the device do; as `app::connection::{engine, perform}`.

use crate::{
    device::Device,
    matters::{Answer, Done, Moment},
};
use app::connection::catch_up::Action;
use protocol::{ErrorBody, ErrorCode, Retry, Room, ServerEvent, command::JoinRoom};
use serde_json::Value;
use socketio_client::{Advice, ClientEvent, RequestError, State};
use std::time::Duration;
use tokio::time::Instant;

/// As the page: after a question that led nowhere.
const ASK_AGAIN: Duration = Duration::from_secs(2);

impl Device {
    pub(crate) fn on_line(&mut self, event: ClientEvent) {
        self.heard.0 = Instant::now();
        match &event {
            ClientEvent::Connected { transport, .. } => self.heard.1 = format!("{transport:?}"),
            ClientEvent::Upgraded { transport } => {
                self.heard.1 = format!("{}, then {transport:?}", self.heard.1);
            }
            _ => {}
        }
        match event {
            ClientEvent::State(State::Connected) => {}
            ClientEvent::State(State::Refused) => {
                self.later(Duration::from_secs(1), Moment::ConnectAgain);
            }
            ClientEvent::State(_) => self.page.catch_up.disconnected(),
            ClientEvent::Connected { .. } => {
                let guest_in = self.guest_in.filter(|id| self.page.threads.contains_key(id));
                for id in self.talks.iter().copied().chain(guest_in).collect::<Vec<_>>() {
                    self.join(Room::Conversation(id));
                }
                let actions = self.page.catch_up.connected();
                self.perform(actions);
                self.pump();
            }
            ClientEvent::Event { name, args, .. } => {
                let payload = args.into_iter().next().unwrap_or(Value::Null);
                let event = ServerEvent::decode(&name, payload).expect("is in the protocol");
                self.on_event(event);
            }
            ClientEvent::Disconnected { reason, advice: Advice::Login | Advice::Reload } => {
                panic!("{}: sent away for good: {reason:?}", self.name);
            }
            _ => {}
        }
    }

    pub(crate) fn on_event(&mut self, event: ServerEvent) {
        self.notes_if_guest(|door| door.heard(&event, "the line"));
        match &event {
            ServerEvent::Hello(hello) => {
                assert_eq!(hello.user_id, Some(self.reader.me.user_id));
                self.report_soon();
                self.read_inbox();
                let reader = self.reader.clone();
                self.spawn(async move { Done::Counted(reader.unread().await) });
            }
            ServerEvent::Goodbye(reason) => {
                if let Some(millis) = reason.retry_after_ms {
                    self.client.hold(Duration::from_millis(millis));
                }
            }
            _ => {}
        }
        self.take(event);
    }

    pub(crate) fn take(&mut self, event: ServerEvent) {
        let actions = self.page.catch_up.event(event);
        self.perform(actions);
    }

    pub(crate) fn perform(&mut self, actions: Vec<Action>) {
        let me = self.reader.me.user_id;
        for action in actions {
            match action {
                Action::Apply(ServerEvent::Membership(event)) => self.on_membership(&event),
                Action::Apply(event) => self.page.apply(event, &mut self.outbox, me, &self.ledger),
                Action::Refill(event) => self.page.refill(event, &mut self.outbox, me),
                Action::Sync(question) => {
                    let answer = self.ask(&question.to_sync());
                    self.spawn(async move { Done::Synced(question, flat(answer.await)) });
                }
                Action::Reload(room) => self.reload_room(room),
                Action::Denied(room, error) => {
                    self.page.is_not_followed(room);
                    self.on_denied(room, &error);
                }
            }
        }
        if self.page.is_inbox_stale {
            self.page.is_inbox_stale = false;
            self.read_inbox();
        }
        self.report_soon();
        self.pump();
    }

    pub(crate) fn reload_room(&mut self, room: Room) {
        let reader = self.reader.clone();
        match room {
            Room::Conversation(id) => {
                self.spawn(async move { Done::Reloaded(id, reader.thread(id).await) });
            }
            _ => self.spawn(async move { Done::ReloadedBell(reader.bell().await) }),
        }
    }

    pub(crate) fn read_inbox(&mut self) {
        let reader = self.reader.clone();
        self.spawn(async move { Done::Inbox(reader.inbox().await) });
    }

    pub(crate) fn join(&mut self, room: Room) {
        let answer = self.ask(&JoinRoom { room: room.to_string() });
        self.spawn(async move { Done::Joined(room, answer.await) });
    }

    pub(crate) fn on_done(&mut self, done: Done) {
        let me = self.reader.me.user_id;
        match done {
            Done::Sent(id, answer) => self.on_sent(id, answer),
            Done::Changed(answer, change) => self.on_changed(answer, change),
            Done::Read(id, seq, Ok(Ok(_))) => self.ledger.read(id, me, seq),
            Done::Delivered(id, seq, false) => self.page.note(id, seq),
            Done::Synced(question, answer) => {
                if let Ok(synced) = &answer {
                    self.notes_if_guest(|door| door.caught_up(synced));
                }
                let actions = self.page.catch_up.answered(&question, answer);
                self.perform(actions);
                self.resume_later();
            }
            Done::Joined(room, Ok(Err(error))) if error.retry == Retry::Never => {
                self.on_denied(room, &error);
            }
            Done::Joined(room, Ok(Err(_)) | Err(RequestError::Timeout)) => {
                self.later(ASK_AGAIN, Moment::Join(room));
            }
            Done::Joined(room, Ok(Ok(_))) => self.on_joined(room),
            Done::Inbox(Some(rows)) => {
                self.notes_if_guest(|door| door.read_inbox(&rows));
                let heads = self.page.load_inbox(rows, me);
                self.page.is_followed_from(&heads);
                let actions = self.page.catch_up.follow(&heads);
                self.perform(actions);
            }
            Done::Reloaded(_, Some(thread)) => {
                self.notes_if_guest(|door| door.read_thread(&thread));
                let (room, head) = self.page.reload_thread(thread, &mut self.outbox);
                self.reloaded(room, head);
            }
            Done::Reloaded(id, None) => self.reload_failed(Room::Conversation(id)),
            Done::ReloadedBell(Some(bell)) => {
                let head = bell.head;
                self.page.bell.load(bell);
                self.reloaded(Room::User(me), head);
            }
            Done::ReloadedBell(None) => self.reload_failed(Room::User(me)),
            Done::Visited(Some(thread)) => {
                self.notes_if_guest(|door| door.read_thread(&thread));
                let is_open = self.page.threads.contains_key(&thread.summary.id);
                let (room, head) = self.page.load_thread(thread, &mut self.outbox, me);
                if !is_open && self.is_up() {
                    self.join(room);
                }
                self.shown(room, head);
            }
            Done::Turned(answer) => self.on_turned(answer),
            Done::Moment(moment) => self.on_moment(moment),
            Done::Counted(Some(counts)) => self.page.unread.load(counts),
            // What did not come is asked for again with the next connection, or by whoever wants it.
            Done::Read(..)
            | Done::Delivered(..)
            | Done::Joined(..)
            | Done::Inbox(None)
            | Done::Visited(None)
            | Done::Counted(None) => {}
        }
    }

    pub(crate) fn on_moment(&mut self, moment: Moment) {
        match moment {
            Moment::Pump => self.pump(),
            Moment::Resume => {
                let actions = self.page.catch_up.resume();
                self.perform(actions);
            }
            Moment::Report => self.report(),
            Moment::Join(room) if self.is_up() => self.join(room),
            Moment::Join(_) => {}
            Moment::Change(change) => self.change(change),
            Moment::Turn => self.ask_turn(),
            Moment::ConnectAgain => self.client.connect_again(),
        }
    }

    pub(crate) fn reload_failed(&mut self, room: Room) {
        self.page.catch_up.reload_failed(room);
        self.resume_later();
    }

    pub(crate) fn resume_later(&mut self) {
        if self.page.catch_up.is_behind() {
            self.later(ASK_AGAIN, Moment::Resume);
        }
    }
}

fn flat<T>(answer: Answer<T>) -> Result<T, ErrorBody> {
    answer.unwrap_or_else(|_| Err(ErrorBody::new(ErrorCode::Unavailable, "No answer.")))
}
