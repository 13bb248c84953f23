//! As much of S3 as is asked of one bucket: objects by key, their list, and removing several at once.

use axum::{
    Router,
    body::Bytes,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
};
use tokio::net::TcpListener;

const BUCKET: &str = "pictures";
const AT: [(header::HeaderName, &str); 2] =
    [(header::ETAG, "\"tag\""), (header::LAST_MODIFIED, "Tue, 14 Nov 2023 22:13:20 GMT")];

type Objects = Arc<Mutex<BTreeMap<String, Bytes>>>;

pub struct Store {
    url: String,
    objects: Objects,
}

impl Store {
    pub async fn start() -> Self {
        let objects = Objects::default();
        let routes = Router::new()
            .route("/{bucket}", get(list).post(remove))
            .route("/{bucket}/{*key}", get(read).put(write))
            .with_state(objects.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("has a port");
        let url = format!("http://{}", listener.local_addr().expect("has an address"));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { url, objects }
    }

    /// The address of a bucket here, with everything that is needed to get in.
    pub fn address(&self, place: &str) -> String {
        let keys = "access_key_id=key&secret_access_key=hidden&region=here&allow_http=true";
        format!("s3://{place}?endpoint={}&{keys}", self.url)
    }

    pub fn keys(&self) -> Vec<String> {
        self.objects.lock().unwrap().keys().cloned().collect()
    }
}

async fn list(
    State(objects): State<Objects>,
    Path(bucket): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    if bucket != BUCKET {
        let text = "<Error><Code>NoSuchBucket</Code><Message>NoSuchBucket</Message></Error>";
        return (StatusCode::NOT_FOUND, text).into_response();
    }
    let prefix = query.get("prefix").map_or("", String::as_str);
    let row = |(key, content): (&String, &Bytes)| {
        let size = content.len();
        let at = "<LastModified>2023-11-14T22:13:20.000Z</LastModified><ETag>tag</ETag>";
        format!("<Contents><Key>{key}</Key>{at}<Size>{size}</Size></Contents>")
    };
    let objects = objects.lock().unwrap();
    let rows: String = objects.iter().filter(|(key, _)| key.starts_with(prefix)).map(row).collect();
    format!("<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>")
        .into_response()
}

/// `POST /{bucket}?delete` with the keys as XML.
async fn remove(State(objects): State<Objects>, body: String) -> String {
    let mut objects = objects.lock().unwrap();
    let keys = body.split("<Key>").skip(1).filter_map(|part| part.split("</Key>").next());
    let rows: Vec<String> = keys
        .map(|key| {
            objects.remove(key);
            format!("<Deleted><Key>{key}</Key></Deleted>")
        })
        .collect();
    format!("<DeleteResult>{}</DeleteResult>", rows.concat())
}

async fn read(State(objects): State<Objects>, Path((_, key)): Path<(String, String)>) -> Response {
    match objects.lock().unwrap().get(&key) {
        Some(content) => (AT, content.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn write(
    State(objects): State<Objects>,
    Path((_, key)): Path<(String, String)>,
    content: Bytes,
) -> impl IntoResponse {
    objects.lock().unwrap().insert(key, content);
    AT
}
