//! Pictures in a store that speaks S3.

use crate::{
    app::{self, TestApp},
    database::TestDatabase,
    picture::png,
    store::Store,
};
use marketplace::{Files, Shape, Viewer, clock::SystemClock};
use protocol::{
    board::{AddPhoto, BoardStatus, SetBoardStatus},
    id::ClientId,
    picture::shown_widths,
};
use server::{Server, StartError};
use std::sync::Arc;
use uuid::Uuid;

#[tokio::test]
async fn pictures_are_kept_in_a_store_and_removed_from_it() {
    let (app, store) = (TestApp::start().await, Store::start().await);
    let files = Files::s3(&store.address("pictures/bulletin"), []).expect("is an address");
    files.check().await.expect("answers");
    let market = app.market.clone().with_files(files.clone());
    let marta = app.sign_in("owner").await;
    let board_id = app.board_of(&marta.me).await;
    let live = SetBoardStatus::new(board_id, BoardStatus::Live);
    market.set_board_status(&marta.me, &live).await.expect("is live");
    let input = AddPhoto { client_id: ClientId(Uuid::now_v7()), board_id, alt: "At dusk".into() };
    market.add_photo(&marta.me, input, png(640, 360).into()).await.expect("is added");
    let viewer = Viewer::visitor();
    let photo = market.board(&viewer, board_id).await.unwrap().photos[0].file_id;
    let folder = format!("bulletin/pictures/{photo}");
    let keys: Vec<_> =
        shown_widths(640).iter().map(|width| format!("{folder}/{width}.jpg")).collect();
    assert_eq!(store.keys(), keys);
    let served = market.picture(&viewer, photo, Shape::Width(640)).await.expect("is served");
    assert_eq!(image::load_from_memory(&served.content).expect("is a picture").width(), 640);
    assert!(market.picture(&viewer, photo, Shape::Width(641)).await.is_err(), "there is none");
    files.remove_all(&format!("pictures/{photo}")).await.expect("is done");
    assert!(store.keys().is_empty());
}

#[tokio::test]
async fn a_server_does_not_start_without_its_store() {
    let (database, store) = (TestDatabase::new().await, Store::start().await);
    for (place, why) in [
        (store.address("nothing/bulletin"), "NoSuchBucket"),
        (format!("{}&colour=red", store.address("pictures")), "colour"),
        ("ftp://pictures/bulletin".to_owned(), "s3://bucket/prefix"),
    ] {
        let mut config = app::config(&database.url, &[]);
        config.files = Some(place.into());
        let Err(StartError::Files(error)) = Server::start_with(config, Arc::new(SystemClock)).await
        else {
            panic!("started without a store: {why}");
        };
        assert!(error.to_string().contains(why), "{error}");
        assert!(!error.to_string().contains("hidden"), "no key is in a message: {error}");
    }
    let mut config = app::config(&database.url, &[]);
    config.files = Some(store.address("pictures").into());
    Server::start_with(config, Arc::new(SystemClock)).await.expect("starts with one");
}
