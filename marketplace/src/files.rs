//! Where files are: a folder by default, or a store that speaks S3. Kept under keys; what a file is for stands in the
//! database.

use crate::{Result, error::Error};
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use object_store::{
    MultipartUpload, ObjectStore, ObjectStoreExt, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    local::LocalFileSystem,
    memory::InMemory,
    path::Path,
    prefix::PrefixStore,
};
use std::{sync::Arc, time::Duration};

/// A store that does not answer is asked again for so long. Somebody waits for it.
const ASK_AGAIN_FOR: Duration = Duration::from_secs(10);
/// So often.
const ASK_AGAIN: usize = 3;

/// Bytes of a file that are sent at once: the least that S3 takes.
const PART: usize = 5 * 1024 * 1024;

/// A store of files. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
}

impl Files {
    /// Files in a folder, which is made when it is missing. A file is there whole or not at all, and on the disk
    /// before `put` is done.
    pub fn folder(folder: &std::path::Path) -> Result<Self> {
        let broken = |error| Error::Internal(format!("files in {}: {error}", folder.display()));
        std::fs::create_dir_all(folder).map_err(|error| broken(error.to_string()))?;
        let store = LocalFileSystem::new_with_prefix(folder);
        let store = store.map_err(|error| broken(error.to_string()))?;
        // Without an empty folder for every picture that was removed.
        let store = store.with_fsync(true).with_automatic_cleanup(true);
        Ok(Self { store: Arc::new(store) })
    }

    /// Files in a store that speaks S3, at `s3://bucket/prefix?region=…&endpoint=…`. What the address leaves open is taken
    /// from the settings, by their names in the environment: `AWS_REGION`, `AWS_ENDPOINT`, `AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`, `AWS_ALLOW_HTTP` and so on; all others are somebody else's.
    pub fn s3(address: &str, settings: impl IntoIterator<Item = (String, String)>) -> Result<Self> {
        let (place, query) = address.split_once('?').unwrap_or((address, ""));
        // The query may hold keys, so it is in no message.
        let broken = |error: String| Error::Internal(format!("files at {place}: {error}"));
        let (_, prefix) = place
            .strip_prefix("s3://")
            .map(|path| path.split_once('/').unwrap_or((path, "")))
            .ok_or_else(|| broken("an address is s3://bucket/prefix".to_owned()))?;
        let query: Vec<(String, String)> =
            serde_urlencoded::from_str(query).map_err(|error| broken(error.to_string()))?;
        let store = client(place, settings, query).map_err(|error| broken(error.to_string()))?;
        let prefix = Path::parse(prefix).map_err(|error| broken(error.to_string()))?;
        Ok(Self { store: Arc::new(PrefixStore::new(store, prefix)) })
    }

    /// Whether the store answers, and lets us in.
    pub async fn check(&self) -> Result<()> {
        match self.store.list(Some(&Path::from("pictures"))).next().await {
            Some(Err(error)) => Err(broken(error)),
            Some(Ok(_)) | None => Ok(()),
        }
    }

    /// Files that are gone with the process.
    pub fn in_memory() -> Self {
        Self { store: Arc::new(InMemory::new()) }
    }

    /// Stores a file, over what is there.
    pub async fn put(&self, key: &str, content: Bytes) -> Result<()> {
        self.store.put(&Path::from(key), content.into()).await.map(|_| ()).map_err(broken)
    }

    /// A file's content, if there is such a file.
    pub async fn get(&self, key: &str) -> Result<Option<Bytes>> {
        match self.store.get(&Path::from(key)).await {
            Ok(found) => found.bytes().await.map(Some).map_err(broken),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(broken(error)),
        }
    }

    /// A file that comes in piece by piece; there is nothing under its key before [`Incoming::finish`].
    pub(crate) fn incoming(&self, key: &str) -> Incoming {
        Incoming { files: self.clone(), key: key.to_owned(), upload: None, part: Vec::new() }
    }

    /// So many bytes of a file from a place on, or what there is.
    pub(crate) async fn range(&self, key: &str, from: u64, length: u64) -> Result<Bytes> {
        self.store.get_range(&Path::from(key), from..from + length).await.map_err(broken)
    }

    /// Stores a file under another key as well; `false` when there is no such file.
    pub(crate) async fn copy(&self, from: &str, to: &str) -> Result<bool> {
        match self.store.copy(&Path::from(from), &Path::from(to)).await {
            Ok(()) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(broken(error)),
        }
    }

    /// The names of the folders in a folder.
    pub(crate) async fn folders(&self, folder: &str) -> Result<Vec<String>> {
        let listed = self.store.list_with_delimiter(Some(&Path::from(folder))).await;
        let listed = listed.map_err(broken)?;
        let name = |path: &Path| path.filename().map(str::to_owned);
        Ok(listed.common_prefixes.iter().filter_map(name).collect())
    }

    /// Removes every file whose key begins with these parts. What is gone already is no error.
    pub async fn remove_all(&self, folder: &str) -> Result<()> {
        let keys = self.store.list(Some(&Path::from(folder))).map_ok(|meta| meta.location).boxed();
        let mut gone = self.store.delete_stream(keys);
        while let Some(one) = gone.next().await {
            match one {
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(broken(error)),
            }
        }
        Ok(())
    }
}

/// A file on its way in. Never more of it is in memory than a part.
pub(crate) struct Incoming {
    files: Files,
    key: String,
    /// From the first part that was sent on: of what is refused early the store hears nothing.
    upload: Option<Box<dyn MultipartUpload>>,
    part: Vec<u8>,
}

impl Incoming {
    /// Takes the next bytes.
    pub(crate) async fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.part.extend_from_slice(bytes);
        while self.part.len() >= PART {
            // Some stores take parts of one size only.
            let rest = self.part.split_off(PART);
            self.send().await?;
            self.part = rest;
        }
        Ok(())
    }

    /// All of it is here.
    pub(crate) async fn finish(mut self) -> Result<()> {
        if self.upload.is_none() {
            return self.files.put(&self.key, self.part.into()).await;
        }
        let sent = self.send().await;
        match (sent, &mut self.upload) {
            (Ok(()), Some(upload)) => upload.complete().await.map(|_| ()).map_err(broken),
            (Ok(()), None) => Ok(()),
            (Err(error), _) => {
                self.abort().await;
                Err(error)
            }
        }
    }

    /// Nobody wants it any more. A store that cannot forget it now does so by itself later, or keeps a part.
    pub(crate) async fn abort(self) {
        let Some(mut upload) = self.upload else { return };
        if let Err(error) = upload.abort().await {
            tracing::warn!(%error, "a part of a file could not be removed");
        }
    }

    async fn send(&mut self) -> Result<()> {
        let part = std::mem::take(&mut self.part);
        let upload = match &mut self.upload {
            Some(upload) => upload,
            none => {
                let begun = self.files.store.put_multipart(&Path::from(self.key.as_str())).await;
                none.insert(begun.map_err(broken)?)
            }
        };
        upload.put_part(part.into()).await.map_err(broken)
    }
}

/// The address counts for more than the settings, and may hold nothing that is no setting.
fn client(
    place: &str,
    settings: impl IntoIterator<Item = (String, String)>,
    query: Vec<(String, String)>,
) -> object_store::Result<AmazonS3> {
    let backoff = object_store::BackoffConfig::default();
    let patience = RetryConfig { backoff, max_retries: ASK_AGAIN, retry_timeout: ASK_AGAIN_FOR };
    let mut builder = AmazonS3Builder::new().with_url(place).with_retry(patience);
    for (name, value) in settings {
        let name = name.to_ascii_lowercase();
        if let Some(Ok(key)) = name.starts_with("aws_").then(|| name.parse()) {
            builder = builder.with_config(key, value);
        }
    }
    for (name, value) in query {
        builder = builder.with_config(name.parse()?, value);
    }
    builder.build()
}

#[expect(clippy::needless_pass_by_value, reason = "used as a function of an error")]
fn broken(error: object_store::Error) -> Error {
    Error::Internal(format!("file store: {error}"))
}
