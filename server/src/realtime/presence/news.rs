//! Telling presence: of all changes within a second each person is told the outcome, in one event.

use super::{super::Live, lease};
use marketplace::Marketplace;
use protocol::{
    Room, ServerEvent,
    id::UserId,
    limits::PRESENCE_EVERY,
    presence::{Presence, PresenceState},
};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// What is still to be told.
#[derive(Debug, Default)]
pub(in crate::realtime) struct News {
    /// Whose presence has changed, for everybody they share a conversation with.
    changed: HashSet<UserId>,
    /// For each person: of whom they have never heard.
    introduced: HashMap<UserId, BTreeSet<UserId>>,
}

impl Live {
    /// Others see somebody differently from now on.
    pub(in crate::realtime) fn presence_changed(&self, user: UserId) {
        self.news().changed.insert(user);
        self.has_news.notify_one();
    }

    /// These people are told how somebody is seen now.
    pub(in crate::realtime) fn introduce_to(&self, user: UserId, to: &[UserId]) {
        let mut news = self.news();
        for receiver in to.iter().filter(|receiver| **receiver != user) {
            news.introduced.entry(*receiver).or_default().insert(user);
        }
        drop(news);
        self.has_news.notify_one();
    }
}

/// Runs as long as the server. The first news is told at once, what follows a second later.
pub(in crate::realtime) async fn run(live: Arc<Live>, marketplace: Marketplace) {
    loop {
        live.has_news.notified().await;
        let news = std::mem::take(&mut *live.news());
        tell(&live, &marketplace, news).await;
        tokio::time::sleep(PRESENCE_EVERY).await;
    }
}

async fn tell(live: &Live, marketplace: &Marketplace, news: News) {
    let News { changed, introduced } = news;
    let mut of_each = introduced;
    let mut peers_of = Vec::with_capacity(changed.len());
    for user in changed {
        match marketplace.peers(user).await {
            Ok(peers) => {
                for peer in &peers {
                    of_each.entry(*peer).or_default().insert(user);
                }
                peers_of.push((user, peers));
            }
            Err(error) => tracing::error!(%error, "nobody was told of a presence change"),
        }
    }
    let everybody: BTreeSet<_> = of_each.values().flatten().copied().collect();
    lease::recall(live, marketplace, &Vec::from_iter(everybody)).await;
    // As they are now, whatever they were when they changed: from here on nothing waits.
    for (users, rooms) in together(of_each) {
        let users = live.presence().of(&Vec::from_iter(users));
        live.postbox.event(&rooms, ServerEvent::Presence(Presence { users }));
    }
    for (user, peers) in peers_of {
        tell_older_clients(live, user, peers);
    }
}

/// Those who are told the same are told together.
fn together(of_each: HashMap<UserId, BTreeSet<UserId>>) -> HashMap<BTreeSet<UserId>, Vec<Room>> {
    let mut groups: HashMap<_, Vec<Room>> = HashMap::new();
    for (receiver, users) in of_each {
        groups.entry(users).or_default().push(Room::User(receiver));
    }
    groups
}

fn tell_older_clients(live: &Live, user: UserId, peers: Vec<UserId>) {
    let rooms: Vec<Room> = peers.into_iter().map(Room::User).collect();
    let now = live.presence().of(&[user])[0];
    let event = match now.state {
        PresenceState::Online | PresenceState::Away => ServerEvent::UserOnline(now),
        PresenceState::Offline => ServerEvent::UserOffline(now),
    };
    live.postbox.event(&rooms, event);
}
