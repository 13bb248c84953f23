//! Where files are: a folder by default. Kept under keys; what a file is for stands in the database.

use crate::{Result, error::Error};
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use object_store::{
    ObjectStore, ObjectStoreExt, local::LocalFileSystem, memory::InMemory, path::Path,
};
use std::sync::Arc;

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

#[expect(clippy::needless_pass_by_value, reason = "used as a function of an error")]
fn broken(error: object_store::Error) -> Error {
    Error::Internal(format!("file store: {error}"))
}
