//! The file of an import, on its way in: read while it comes, so that one that is none is refused before it is stored.

use super::{folder, sql};
use crate::{Files, Marketplace, Result, files::Incoming, test_websocket};
use protocol::{
    ErrorBody, ErrorCode,
    account::Me,
    board::life,
    inventory::{FileFault, Layout, Reader, Row},
    limits,
};
use uuid::Uuid;

/// A file that comes in. Whoever gives it up calls [`Upload::abort`].
pub struct Upload {
    file: Uuid,
    incoming: Incoming,
    reader: Reader,
    bytes: u64,
    rows: i64,
    read: Vec<Row>,
}

/// A file that is stored, whole and readable.
pub struct StoredUpload {
    pub(super) file: Uuid,
    pub(super) bytes: u64,
    pub(super) rows: i64,
    pub(super) layout: Layout,
}

impl Marketplace {
    /// Whether somebody may begin an upload. Owners may; refused with `rate_limited` when too many of their jobs are not
    /// done yet.
    pub async fn check_upload(&self, me: &Me) -> Result<()> {
        life::check_create(me.role)?;
        self.check_may_start(me).await
    }

    /// Begins an upload, as [`Marketplace::check_upload`] allows.
    pub async fn begin_upload(&self, me: &Me) -> Result<Upload> {
        self.check_upload(me).await?;
        let file = Uuid::now_v7();
        let incoming = self.files().incoming(&source_key(file));
        let (reader, read) = (Reader::new(), Vec::new());
        Ok(Upload { file, incoming, reader, bytes: 0, rows: 0, read })
    }

    /// Removes an upload that no job is made of.
    pub async fn discard_upload(&self, upload: StoredUpload) {
        discard(self.files(), upload.file).await;
    }

    pub(super) async fn check_may_start(&self, me: &Me) -> Result<()> {
        if test_websocket::is_simulated(self.database(), me.user_id).await? {
            let text = "Simulated people have no imports and exports.";
            return Err(ErrorBody::new(ErrorCode::Forbidden, text).into());
        }
        Ok(check_open(sql::count_open(self.database(), me.user_id).await?)?)
    }
}

/// Refuses another job to whoever has so many that are not done.
pub(super) fn check_open(open: i64) -> std::result::Result<(), ErrorBody> {
    let most = limits::JOBS_OPEN;
    if open < most {
        return Ok(());
    }
    let text = format!("{most} of your jobs are not done yet. Wait for one.");
    let body = ErrorBody::new(ErrorCode::RateLimited, text);
    Err(ErrorBody { retry_after_ms: Some(5_000), ..body })
}

impl Upload {
    /// Takes the next bytes. Refused as soon as they are no inventory.
    pub async fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.bytes += bytes.len() as u64;
        if self.bytes > limits::IMPORT_BYTES {
            return Err(ErrorBody::from(FileFault::Large).into());
        }
        self.reader.push(bytes, &mut self.read).map_err(ErrorBody::from)?;
        self.count();
        self.incoming.push(bytes).await
    }

    /// The file has ended.
    pub async fn finish(mut self) -> Result<StoredUpload> {
        let read = self.reader.finish(&mut self.read);
        self.count();
        let layout = match read {
            Ok(()) => self.reader.layout().cloned().ok_or(FileFault::Empty),
            Err(fault) => Err(fault),
        };
        match layout {
            Ok(layout) => {
                self.incoming.finish().await?;
                Ok(StoredUpload { file: self.file, bytes: self.bytes, rows: self.rows, layout })
            }
            Err(fault) => {
                self.incoming.abort().await;
                Err(ErrorBody::from(fault).into())
            }
        }
    }

    /// Forgets what has come.
    pub async fn abort(self) {
        self.incoming.abort().await;
    }

    fn count(&mut self) {
        self.rows += i64::try_from(self.read.len()).unwrap_or(i64::MAX);
        self.read.clear();
    }
}

/// Where the file of an import is.
pub(super) fn source_key(file: Uuid) -> String {
    format!("{}/source", folder(file))
}

/// Removes a file that no job was made of.
pub(super) async fn discard(files: &Files, file: Uuid) {
    if let Err(error) = files.remove_all(&folder(file)).await {
        tracing::warn!(%error, "an upload could not be removed");
    }
}
