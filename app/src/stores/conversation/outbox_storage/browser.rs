//! IndexedDB, one record a message under its client id.

use super::Outgoing;
use crate::{
    locks::{self, Lock},
    promise::promise,
};
use idb::{
    Database, DatabaseEvent, Error, Factory, ObjectStoreParams, Query, Request, TransactionMode,
};
use js_sys::Array;
use leptos::logging::warn;
use protocol::id::{ClientId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

const DATABASE: &str = "bulletin";
const VERSION: u32 = 1;
const OUTBOX: &str = "outbox";
/// Held while orphans are adopted, so that no two tabs adopt the same.
const ADOPTION: &str = "bulletin.outbox";

/// Keeps the unsent messages of one person in one tab.
pub(in crate::stores::conversation) struct OutboxStorage {
    database: Database,
    owner: UserId,
    tab: Uuid,
}

#[derive(Serialize, Deserialize)]
struct Record {
    /// On a shared computer the next person must not send what the last one wrote.
    owner: UserId,
    tab: Uuid,
    message: Outgoing,
}

/// The lock that says that a tab lives.
fn life(tab: Uuid) -> String {
    format!("bulletin.tab.{tab}")
}

impl OutboxStorage {
    /// `None` where the browser keeps nothing: messages then live as long as their page.
    pub(in crate::stores::conversation) async fn open(owner: UserId) -> Option<Self> {
        let tab = Uuid::now_v7();
        Lock::take(&life(tab)).await.keep();
        let database = open().await.inspect_err(|error| warn!("nothing is kept: {error}")).ok()?;
        Some(Self { database, owner, tab })
    }

    /// Takes over what this person wrote in tabs that are gone, oldest first.
    pub(in crate::stores::conversation) async fn adopt(&self) -> Vec<Outgoing> {
        let _alone = Lock::take(ADOPTION).await;
        let living = locks::held().await.unwrap_or_default();
        let records = self.read().await.unwrap_or_default();
        let is_orphan =
            |record: &Record| record.owner == self.owner && !living.contains(&life(record.tab));
        let mut messages = Vec::new();
        for record in records.into_iter().filter(is_orphan) {
            self.save(&record.message).await;
            messages.push(record.message);
        }
        messages.sort_by_key(|message| (message.written_at, message.client_id));
        messages
    }

    /// Keeps a message as it is now. A full or forbidden storage costs only the safety of a reload.
    pub(in crate::stores::conversation) async fn save(&self, message: &Outgoing) {
        if let Err(error) = self.write(message).await {
            warn!("a message is not kept over a reload: {error}");
        }
    }

    /// A message that has been stored by the server, or discarded.
    pub(in crate::stores::conversation) async fn forget(&self, id: ClientId) {
        if let Err(error) = self.delete(id).await {
            warn!("a message that was sent will be sent again, once: {error}");
        }
    }

    async fn read(&self) -> Result<Vec<Record>, Error> {
        let transaction = self.database.transaction(&[OUTBOX], TransactionMode::ReadOnly)?;
        let records = done(transaction.object_store(OUTBOX)?.get_all(None, None)?).await?;
        let parse = |record: JsValue| serde_json::from_str(&record.as_string()?).ok();
        Ok(Array::from(&records).iter().filter_map(parse).collect())
    }

    async fn write(&self, message: &Outgoing) -> Result<(), Error> {
        let record = Record { owner: self.owner, tab: self.tab, message: message.clone() };
        let text = serde_json::to_string(&record).unwrap_or_default();
        let transaction = self.database.transaction(&[OUTBOX], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(OUTBOX)?;
        done(store.put(&text.into(), Some(&key(message.client_id)))?).await.map(drop)
    }

    async fn delete(&self, id: ClientId) -> Result<(), Error> {
        let transaction = self.database.transaction(&[OUTBOX], TransactionMode::ReadWrite)?;
        done(transaction.object_store(OUTBOX)?.delete(Query::Key(key(id)))?).await.map(drop)
    }
}

fn key(id: ClientId) -> JsValue {
    id.to_string().into()
}

async fn open() -> Result<Database, Error> {
    let mut opening = Factory::new()?.open(DATABASE, Some(VERSION))?;
    opening.on_upgrade_needed(|event| {
        let made = event.database().and_then(|database| {
            database.create_object_store(OUTBOX, ObjectStoreParams::new()).map(drop)
        });
        if let Err(error) = made {
            warn!("the browser's database cannot be set up: {error}");
        }
    });
    done(opening).await?.try_into()
}

/// Waits for a request. Its transaction ends by itself after the last one.
async fn done<R: Request>(mut request: R) -> Result<JsValue, Error> {
    let (ended, end) = promise();
    let failed = end.clone();
    request.on_success(move |_| end.call());
    request.on_error(move |_| failed.call());
    // It is only ever resolved.
    drop(JsFuture::from(ended).await);
    request.result()
}
