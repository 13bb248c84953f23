//! Whom an announcement is for, among those who have an account.

use crate::{Marketplace, Result, Viewer, database::on_pool};
use protocol::{
    announcement::Audience,
    id::{AnnouncementId, UserId},
};
use std::collections::HashSet;
use uuid::Uuid;

// The three audiences in one text: $1 is a role and $2 a city, each empty for "any". A person belongs to the
// city of a board they own, follow, or are in a conversation about. The nil id as $3 stands for anybody.
const PEOPLE: &str = "SELECT u.id FROM users u
    WHERE ($1 = '' OR u.role = $1) AND ($3 = $4 OR u.id = $3)
    AND ($2 = '' OR u.id IN (
        SELECT b.owner_id FROM boards b WHERE b.city = $2
        UNION SELECT f.user_id FROM board_followers f
            JOIN boards b ON b.id = f.board_id WHERE b.city = $2
        UNION SELECT m.user_id FROM members m
            JOIN conversations c ON c.id = m.conversation_id
            JOIN boards b ON b.id = c.board_id WHERE b.city = $2))";
const UNNOTIFIED: &str = "SELECT u.id FROM users u
    WHERE ($1 = '' OR u.role = $1) AND u.id > $3
    AND ($2 = '' OR u.id IN (
        SELECT b.owner_id FROM boards b WHERE b.city = $2
        UNION SELECT f.user_id FROM board_followers f
            JOIN boards b ON b.id = f.board_id WHERE b.city = $2
        UNION SELECT m.user_id FROM members m
            JOIN conversations c ON c.id = m.conversation_id
            JOIN boards b ON b.id = c.board_id WHERE b.city = $2))
    AND u.id NOT IN (SELECT a.created_by FROM announcements a WHERE a.id = $4)
    AND NOT EXISTS (SELECT 1 FROM notifications n
        WHERE n.user_id = u.id AND n.kind = 'announcement' AND n.subject = $5)
    ORDER BY u.id LIMIT $6";

fn parts(audience: &Audience) -> (&str, &str) {
    match audience {
        Audience::Everybody => ("", ""),
        Audience::Role(role) => (role.as_str(), ""),
        Audience::City(city) => ("", city),
    }
}

impl Marketplace {
    /// Whether an announcement for these is for the viewer. Visitors are part of everybody and of nobody
    /// else.
    pub(super) async fn is_for(&self, viewer: &Viewer, audience: &Audience) -> Result<bool> {
        match (audience, viewer.me()) {
            (Audience::Everybody, _) => Ok(true),
            (Audience::Role(role), Some(me)) => Ok(*role == me.role),
            (Audience::City(_), Some(me)) => {
                Ok(!self.people_of(audience, me.user_id).await?.is_empty())
            }
            (_, None) => Ok(false),
        }
    }

    /// Those of these people whom it is for.
    pub(super) async fn among(
        &self,
        people: Vec<UserId>,
        audience: &Audience,
    ) -> Result<Vec<UserId>> {
        if *audience == Audience::Everybody || people.is_empty() {
            return Ok(people);
        }
        let wanted = self.people_of(audience, UserId(Uuid::nil())).await?;
        let wanted: HashSet<_> = wanted.into_iter().collect();
        Ok(people.into_iter().filter(|user| wanted.contains(user)).collect())
    }

    /// How many of them are connected for all to see: people, and the connections of visitors.
    pub(super) async fn connected_of(&self, audience: &Audience) -> Result<i64> {
        let people = self.among(self.publisher().online(), audience).await?.len();
        let visitors =
            if *audience == Audience::Everybody { self.publisher().visitors() } else { 0 };
        Ok(i64::try_from(people + visitors).unwrap_or(i64::MAX))
    }

    /// Those who have no notification of it yet, in order of their ids; never whoever wrote it.
    pub(super) async fn unnotified_of(
        &self,
        id: AnnouncementId,
        audience: &Audience,
        after: UserId,
        limit: i64,
    ) -> Result<Vec<UserId>> {
        let (role, city) = parts(audience);
        let ids: Vec<Uuid> = on_pool!(self.database(), |pool| {
            sqlx::query_scalar(UNNOTIFIED)
                .bind(role)
                .bind(city)
                .bind(after.0)
                .bind(id.0)
                .bind(id.to_string())
                .bind(limit)
                .fetch_all(pool)
                .await
        })?;
        Ok(ids.into_iter().map(UserId).collect())
    }

    async fn people_of(&self, audience: &Audience, only: UserId) -> Result<Vec<UserId>> {
        let (role, city) = parts(audience);
        let ids: Vec<Uuid> = on_pool!(self.database(), |pool| {
            sqlx::query_scalar(PEOPLE)
                .bind(role)
                .bind(city)
                .bind(only.0)
                .bind(Uuid::nil())
                .fetch_all(pool)
                .await
        })?;
        Ok(ids.into_iter().map(UserId).collect())
    }
}
