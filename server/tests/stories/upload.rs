//! What bounds the files that come in: how many in a request, and how many requests of somebody's.

use crate::{
    app::{self, TestApp, User},
    picture::png,
};
use protocol::limits;
use reqwest::{
    Response, StatusCode, header,
    multipart::{Form, Part},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};
use uuid::Uuid;

/// A form with so many pictures and fields beside them.
fn form(files: usize, fields: usize) -> Form {
    let mut form = Form::new().text("clientId", Uuid::now_v7().to_string());
    for _ in 0..files {
        form = form.part("file", Part::bytes(png(64, 36)).file_name("summer.png"));
    }
    for number in 0..fields {
        form = form.text(format!("field{number}"), "x");
    }
    form
}

async fn post(app: &TestApp, user: &User, path: &str, form: Form) -> Response {
    let post = app.http.post(format!("{}{path}", app.url));
    post.header(header::COOKIE, &user.cookie).multipart(form).send().await.expect("answers")
}

#[track_caller]
fn location(response: &Response) -> &str {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response.headers()[header::LOCATION].to_str().expect("is text")
}

#[tokio::test]
async fn a_request_brings_no_more_files_and_fields_than_its_route_needs() {
    let app = TestApp::start().await;
    let marta = app.sign_in("owner").await;
    let page = format!("/boards/{}/photos", app.board_of(&marta.me).await);
    let two = post(&app, &marta, &page, form(2, 0)).await;
    assert_eq!(location(&two), format!("{page}?error=too_large&field=photo"));
    let shown = app.get(location(&two), Some(&marta)).await.text().await.expect("is a page");
    assert!(shown.contains("One photo at a time."));
    let many = post(&app, &marta, &page, form(1, 20)).await;
    assert_eq!(location(&many), format!("{page}?error=invalid&field=form"));
    let path = format!("/api/orders/{}/creative", Uuid::now_v7());
    let five = post(&app, &marta, &path, form(limits::CREATIVES + 1, 0)).await;
    assert_eq!(five.status(), StatusCode::PAYLOAD_TOO_LARGE, "before anybody asks for the order");
    let four = post(&app, &marta, &path, form(limits::CREATIVES, 0)).await;
    assert_eq!(app::code(four).await, "not_found");
}

/// An upload whose head was sent, and whose body the server asks for.
async fn begin(app: &TestApp, user: &User) -> BufReader<TcpStream> {
    let host = app.url.strip_prefix("http://").expect("has a host");
    let mut socket = BufReader::new(TcpStream::connect(host).await.expect("connects"));
    let head = format!(
        "POST /api/orders/{}/creative?clientId={} HTTP/1.1\r\nHost: {host}\r\nOrigin: {}\r\nCookie: {}\r\n\
        Content-Type: image/png\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n",
        Uuid::now_v7(),
        Uuid::now_v7(),
        app.url,
        user.cookie,
    );
    socket.write_all(head.as_bytes()).await.expect("is sent");
    assert_eq!(status(&mut socket).await, "100");
    socket
}

/// The status of the next answer.
async fn status(socket: &mut BufReader<TcpStream>) -> String {
    loop {
        let mut line = String::new();
        socket.read_line(&mut line).await.expect("is answered");
        if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
            return rest.split(' ').next().unwrap_or_default().to_owned();
        }
        assert!(!line.is_empty(), "the line broke");
    }
}

#[tokio::test]
async fn nobody_has_more_than_a_few_uploads_under_way() {
    let app = TestApp::start().await;
    let (ana, clara) = (app.sign_in("advertiser").await, app.sign_in("advertiser2").await);
    let mut begun = Vec::new();
    for _ in 0..limits::UPLOADS {
        begun.push(begin(&app, &ana).await);
    }
    let path = format!("/api/orders/{}/creative", Uuid::now_v7());
    let refused = post(&app, &ana, &path, form(1, 0)).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers().contains_key(header::RETRY_AFTER));
    let other = post(&app, &clara, &path, form(1, 0)).await;
    assert_eq!(app::code(other).await, "not_found", "others have room");
    let mut first = begun.remove(0);
    first.write_all(b"body").await.expect("is sent");
    assert_eq!(status(&mut first).await, "404");
    let next = post(&app, &ana, &path, form(1, 0)).await;
    assert_eq!(app::code(next).await, "not_found", "and so has she, as one has ended");
}
