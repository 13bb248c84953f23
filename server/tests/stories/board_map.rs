//! The map over REST, and what pages may load for it.

use crate::app::{TestApp, code};
use protocol::board::map::BoardMap;
use reqwest::{StatusCode, header};

#[tokio::test]
async fn the_map_is_read_with_the_names_of_the_lists_address() {
    let app = TestApp::start().await;
    let path = "/api/boards/map?city=Berlin&status=live&bbox=13,52,14,53&zoom=8";
    let answer = app.get(path, None).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let tag = answer.headers()[header::ETAG].clone();
    let map: BoardMap = answer.json().await.expect("is a map");
    assert!(map.clusters.iter().all(|cluster| cluster.city.as_deref() == Some("Berlin")));
    assert!(!map.clusters.is_empty());
    let again = app.http.get(format!("{}{path}", app.url)).header(header::IF_NONE_MATCH, &tag);
    assert_eq!(again.send().await.expect("answers").status(), StatusCode::NOT_MODIFIED);
    let world = app.get("/api/boards/map", None).await;
    assert_ne!(world.headers()[header::ETAG], tag);
    for wrong in ["bbox=1,2", "zoom=near", "freeFrom=soon", "minPrice=cheap", "status=draft"] {
        let answer = app.get(&format!("/api/boards/map?{wrong}"), None).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert_eq!(code(answer).await, "invalid");
    }
}

#[tokio::test]
async fn pages_load_pictures_from_elsewhere_only_where_the_maps_tiles_are() {
    let policy = async |app: &TestApp| {
        let answer = app.get("/", None).await;
        answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned()
    };
    let plain = TestApp::start().await;
    assert!(policy(&plain).await.contains("img-src 'self' data: blob:; font-src"));
    let flags = ["--tiles", "https://tiles.example/{z}/{x}/{y}.png"];
    let tiled = TestApp::start_with(&flags).await;
    assert!(
        policy(&tiled).await.contains("img-src 'self' data: blob: https://tiles.example; font-src")
    );
}
