//! Creatives over HTTP: programs, forms without scripts, and who may look at the files.

use crate::{
    app::{self, TestApp, User},
    picture::{jpeg, png, png_header, webp},
};
use marketplace::Viewer;
use protocol::{
    DayRange, ErrorBody,
    board::{BoardStatus, SetBoardStatus},
    id::{ClientId, FileId, OrderId},
    limits,
    order::{
        ActOnOrder, HoldBoards, OrderAction, OrderDetail, OrderState, OrderView, Wish,
        creative::creative_versions, quote,
    },
    picture::{address, original_address},
};
use reqwest::{
    Response, StatusCode, header,
    multipart::{Form, Part},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};
use uuid::Uuid;

/// A picture for the first screen of an order.
pub fn fitting(detail: &OrderDetail) -> Vec<u8> {
    let screen = detail.screens.first().expect("has a screen");
    png(screen.width, screen.height)
}

/// Hands in a picture that fits, as a program does.
pub async fn send(app: &TestApp, user: &User, id: OrderId) -> OrderView {
    let detail = app.market.order(&user.me, id).await.expect("opens");
    let response = post(app, Some(user), id, (Uuid::now_v7(), fitting(&detail))).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.expect("is an order")
}

async fn post(
    app: &TestApp,
    user: Option<&User>,
    id: OrderId,
    (client_id, file): (Uuid, Vec<u8>),
) -> Response {
    let path = format!("{}/api/orders/{id}/creative?clientId={client_id}", app.url);
    let post = app.http.post(path).body(file);
    let post = match user {
        Some(user) => post.header(header::COOKIE, &user.cookie),
        None => post,
    };
    post.send().await.expect("answers")
}

async fn refused(
    app: &TestApp,
    user: &User,
    id: OrderId,
    file: Vec<u8>,
) -> (StatusCode, ErrorBody) {
    let response = post(app, Some(user), id, (Uuid::now_v7(), file)).await;
    (response.status(), response.json().await.expect("says why"))
}

/// As a browser sends the form of an order's page.
async fn post_form(app: &TestApp, user: &User, id: OrderId, files: Vec<Vec<u8>>) -> Response {
    let mut form = Form::new().text("clientId", Uuid::now_v7().to_string());
    for file in files {
        form = form.part("file", Part::bytes(file).file_name("summer.png"));
    }
    let post = app.http.post(format!("{}/orders/{id}/creative", app.url));
    let post = post.header(header::COOKIE, &user.cookie).multipart(form);
    post.send().await.expect("answers")
}

/// An accepted order of Ana's on a board of Marta's.
async fn accepted(app: &TestApp) -> (User, User, OrderId) {
    let (ana, marta) = (app.sign_in("advertiser").await, app.sign_in("owner").await);
    let board_id = app.board_of(&marta.me).await;
    let live = SetBoardStatus::new(board_id, BoardStatus::Live);
    app.market.set_board_status(&marta.me, &live).await.expect("is live");
    let shown = app.market.availability(&Viewer::visitor(), board_id, None).await.expect("shows");
    let first = shown.today.plus(shown.rate.lead_days + 1);
    let days = DayRange::new(first, first).unwrap();
    let input = HoldBoards {
        client_id: ClientId(Uuid::now_v7()),
        wishes: vec![Wish { board_id, days }],
        total_cents: quote(days, &shown.rate).total_cents,
    };
    let id = app.market.hold_boards(&ana.me, input).await.expect("holds").remove(0).id;
    for (who, action) in [(&ana, OrderAction::Submit), (&marta, OrderAction::Accept)] {
        let step = ActOnOrder { order_id: id, action, reason: None };
        app.market.act_on_order(&who.me, &step).await.expect("is done");
    }
    (ana, marta, id)
}

async fn file_of(app: &TestApp, user: &User, id: OrderId) -> FileId {
    let timeline = app.market.order(&user.me, id).await.expect("opens").timeline;
    creative_versions(&timeline).last().expect("has one").creatives[0].file_id
}

async fn state(app: &TestApp, user: &User, id: OrderId) -> OrderState {
    app.market.order(&user.me, id).await.expect("opens").order.state
}

#[tokio::test]
async fn a_program_hands_in_a_creative_twice_and_it_is_there_once() {
    let app = TestApp::start().await;
    let (ana, marta, id) = accepted(&app).await;
    let detail = app.market.order(&ana.me, id).await.unwrap();
    let (client_id, file) = (Uuid::now_v7(), fitting(&detail));
    let mut answers = Vec::new();
    for _ in 0..2 {
        let response = post(&app, Some(&ana), id, (client_id, file.clone())).await;
        assert_eq!(response.status(), StatusCode::OK);
        answers.push(response.json::<OrderView>().await.expect("is an order"));
    }
    assert_eq!(answers[0], answers[1]);
    let id = file_of(&app, &marta, id).await;
    let served = app.get(&original_address(id), Some(&marta)).await;
    let headers = served.headers().clone();
    assert_eq!(headers[header::CONTENT_TYPE], "image/png");
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert!(headers[header::CACHE_CONTROL].to_str().unwrap().starts_with("private"));
    assert_eq!(served.bytes().await.expect("has a body"), file);
    let small = app.get(&address(id, 480), Some(&ana)).await;
    assert_eq!(small.headers()[header::CONTENT_TYPE], "image/jpeg");
    let clara = app.sign_in("advertiser2").await;
    for (path, user) in [
        (original_address(id), None),
        (original_address(id), Some(&clara)),
        (address(id, 481), Some(&ana)),
        (format!("/files/{id}/..%2foriginal"), Some(&ana)),
        ("/files/nothing/480.jpg".to_owned(), Some(&ana)),
    ] {
        assert_eq!(app.get(&path, user).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn what_is_no_fitting_picture_is_refused_with_the_reason() {
    let app = TestApp::start().await;
    let (ana, marta, id) = accepted(&app).await;
    for file in [jpeg(500, 500), webp(500, 500)] {
        let (status, error) = refused(&app, &ana, id, file).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(error.field.as_deref(), Some("creative"));
        assert!(error.message.contains("500 × 500 does not fit"), "{}", error.message);
    }
    let (status, _) = refused(&app, &ana, id, b"GIF89a and so on".to_vec()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, bomb) = refused(&app, &ana, id, png_header(30_000, 30_000)).await;
    assert_eq!((status, bomb.limit), (StatusCode::PAYLOAD_TOO_LARGE, Some(limits::PICTURE_PIXELS)));
    let (status, large) = refused(&app, &ana, id, vec![0; limits::PICTURE_BYTES + 1]).await;
    assert_eq!(
        (status, large.limit),
        (StatusCode::PAYLOAD_TOO_LARGE, Some(limits::PICTURE_BYTES as u64))
    );
    let (status, _) = refused(&app, &marta, id, png(640, 360)).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let nobody = post(&app, None, id, (Uuid::now_v7(), png(640, 360))).await;
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
    let path = format!("{}/api/orders/{id}/creative", app.url);
    let nameless = app.http.post(path).header(header::COOKIE, &ana.cookie).body(png(64, 64));
    assert_eq!(app::code(nameless.send().await.expect("answers")).await, "invalid");
    assert_eq!(state(&app, &ana, id).await, OrderState::Accepted);
}

#[tokio::test]
async fn without_scripts_the_form_comes_back_with_what_does_not_fit() {
    let app = TestApp::start().await;
    let (ana, _, id) = accepted(&app).await;
    let location = |response: Response| -> String {
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        response.headers()[header::LOCATION].to_str().unwrap().to_owned()
    };
    let page = location(post_form(&app, &ana, id, vec![png(500, 500)]).await);
    assert_eq!(page, format!("/orders/{id}?error=invalid&field=creative&sizes=500x500"));
    let shown = app.get(&page, Some(&ana)).await.text().await.expect("is a page");
    assert!(shown.contains("500 × 500 does not fit"), "the page says why");
    let clara = app.sign_in("advertiser2").await;
    let page = location(post_form(&app, &clara, id, vec![png(500, 500)]).await);
    assert_eq!(page, format!("/orders/{id}?error=not_found"), "nobody looks at strangers' files");
    let large = vec![0; limits::PICTURE_BYTES + 1];
    let page = location(post_form(&app, &ana, id, vec![large]).await);
    assert_eq!(page, format!("/orders/{id}?error=too_large&field=file"));
    let page = location(post_form(&app, &ana, id, vec![Vec::new()]).await);
    assert_eq!(page, format!("/orders/{id}?error=invalid&field=file"));
    let detail = app.market.order(&ana.me, id).await.unwrap();
    let page = location(post_form(&app, &ana, id, vec![fitting(&detail)]).await);
    assert_eq!(page, format!("/orders/{id}"));
    assert_eq!(state(&app, &ana, id).await, OrderState::CreativeReview);
}

/// Whoever is not signed in is sent to do that before a byte of their file is read.
#[tokio::test]
async fn a_visitors_file_is_not_waited_for() {
    let app = TestApp::start().await;
    let host = app.url.strip_prefix("http://").unwrap();
    let mut socket = TcpStream::connect(host).await.expect("connects");
    let head = format!(
        "POST /orders/{}/creative HTTP/1.1\r\nHost: {host}\r\nOrigin: {}\r\n\
        Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n",
        Uuid::now_v7(),
        app.url,
    );
    socket.write_all(head.as_bytes()).await.expect("is sent");
    let mut line = String::new();
    BufReader::new(socket).read_line(&mut line).await.expect("is answered");
    assert_eq!(line.split(' ').nth(1), Some("303"), "{line}");
}
