//! Orders over sockets and REST.

use crate::{
    app::{self, TestApp, User},
    creative,
    socket::TestSocket,
};
use marketplace::Viewer;
use protocol::{
    DayRange, ErrorCode, Room, ServerEvent,
    board::{BoardStatus, SetBoardStatus},
    command::JoinRoom,
    id::{BoardId, ClientId, OrderId},
    order::{
        ActOnOrder, Availability, GetLogs, GetStatus, HoldBoards, LogPage, OrderAction, OrderState,
        OrderStatus, OrderView, Phase, RunState, Wish, quote,
    },
};
use reqwest::{StatusCode, header};
use serde_json::json;
use uuid::Uuid;

/// A week from tomorrow on, at the price shown.
pub fn wish(board_id: BoardId, shown: &Availability) -> HoldBoards {
    let first = shown.today.plus(shown.rate.lead_days + 1);
    let days = DayRange::new(first, first.plus(6)).unwrap();
    let total_cents = quote(days, &shown.rate).total_cents;
    HoldBoards {
        client_id: ClientId(Uuid::now_v7()),
        wishes: vec![Wish { board_id, days }],
        total_cents,
    }
}

async fn a_live_board(app: &TestApp, owner: &User) -> (BoardId, HoldBoards) {
    let board = app.board_of(&owner.me).await;
    let live = SetBoardStatus::new(board, BoardStatus::Live);
    app.market.set_board_status(&owner.me, &live).await.expect("is live");
    let shown = app.market.availability(&Viewer::visitor(), board, None).await.expect("shows");
    (board, wish(board, &shown))
}

fn acting(order_id: OrderId, action: OrderAction) -> ActOnOrder {
    let reason = action.needs_reason().then(|| "Because of the story.".to_owned());
    ActOnOrder { order_id, action, reason }
}

fn updated(event: ServerEvent) -> OrderView {
    match event {
        ServerEvent::OrderUpdated(event) => event.order,
        other => panic!("{other:?}"),
    }
}

async fn join(socket: &TestSocket, room: Room) {
    socket.ask(&JoinRoom { room: room.to_string() }).await.expect("may join");
}

/// The first status that says this.
async fn stands(socket: &mut TestSocket, phase: Phase, run: RunState) -> OrderStatus {
    let is_it = |event: &ServerEvent| matches!(event, ServerEvent::Status(status) if status.phase == phase && status.run == run);
    match socket.expect_where("status", is_it).await {
        ServerEvent::Status(status) => status,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn everybody_concerned_sees_every_step_at_once() {
    let app = TestApp::start_with(&["--screen-latency-ms", "1"]).await;
    let (ana, marta) = (app.sign_in("advertiser").await, app.sign_in("owner").await);
    let adrian = app.sign_in("admin").await;
    let (board, input) = a_live_board(&app, &marta).await;
    let (mut buyer, mut owner) = (app.socket(&ana).await, app.socket(&marta).await);
    let (mut page, mut admin) = (app.visitor_socket().await, app.socket(&adrian).await);
    join(&page, Room::Board(board)).await;
    join(&admin, Room::Orders).await;

    let order = buyer.ask(&input).await.expect("holds").remove(0);
    let ServerEvent::Availability(told) = page.expect("availability").await else {
        panic!("other")
    };
    assert_eq!(told.days.len(), 7);
    assert_eq!(updated(buyer.expect("orderUpdated").await), order);
    join(&buyer, Room::Order(order.id)).await;
    buyer.ask(&acting(order.id, OrderAction::Submit)).await.expect("submits");
    assert_eq!(updated(owner.expect("orderUpdated").await).state, OrderState::Submitted);
    owner.expect("notification").await;
    join(&owner, Room::Order(order.id)).await;
    stands(&mut buyer, Phase::Charge, RunState::Waiting).await;
    owner.ask(&acting(order.id, OrderAction::Accept)).await.expect("accepts");
    for socket in [&mut buyer, &mut owner, &mut admin] {
        stands(socket, Phase::Traffic, RunState::Waiting).await;
    }
    let paid = |event: &ServerEvent| matches!(event, ServerEvent::OrderUpdated(event) if event.order.balance_cents > 0);
    buyer.expect_where("orderUpdated", paid).await;
    let told = buyer.ask(&acting(order.id, OrderAction::SendCreative)).await.expect_err("is told");
    assert!(told.message.contains("/api/orders/{id}/creative"), "where to go: {}", told.message);
    assert_eq!(creative::send(&app, &ana, order.id).await.state, OrderState::CreativeReview);
    owner.ask(&acting(order.id, OrderAction::ApproveCreative)).await.expect("approves");
    let status = stands(&mut buyer, Phase::Verify, RunState::Waiting).await;
    let logs = buyer.ask(&GetLogs { order_id: order.id, after: 0 }).await.expect("reads");
    assert_eq!(logs.last_line, status.last_line);
    let late = {
        let mut socket = app.socket(&marta).await;
        join(&socket, Room::Order(order.id)).await;
        stands(&mut socket, Phase::Verify, RunState::Waiting).await
    };
    assert_eq!(late, status, "whoever joins later is told");
}

#[tokio::test]
async fn what_is_forbidden_is_refused_alike_over_socket_and_rest() {
    let app = TestApp::start().await;
    let (ana, marta) = (app.sign_in("advertiser").await, app.sign_in("owner").await);
    let (_, input) = a_live_board(&app, &marta).await;
    let buyer = app.socket(&ana).await;
    let id = buyer.ask(&input).await.expect("holds")[0].id;
    for (action, code, name) in [
        (OrderAction::Complete, ErrorCode::WrongState, "wrong_state"),
        (OrderAction::Expire, ErrorCode::Forbidden, "forbidden"),
    ] {
        let refused = buyer.ask(&acting(id, action)).await.expect_err("is refused");
        assert_eq!(refused.code, code);
        let path = format!("{}/api/orders/{id}/actions", app.url);
        let body = json!({"action": action, "reason": "x"});
        let post = app.http.post(path).header(header::COOKIE, &ana.cookie).json(&body);
        let response = post.send().await.expect("answers");
        assert_eq!(response.status().as_u16(), code.http_status());
        assert_eq!(app::code(response).await, name);
    }
    let strangers = app.sign_in("advertiser2").await;
    let hidden = app.get(&format!("/api/orders/{id}"), Some(&strangers)).await;
    assert_eq!(hidden.status(), StatusCode::NOT_FOUND);
    assert_eq!(app.get("/api/orders", None).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn rest_says_the_same_as_the_socket_and_knows_what_one_has() {
    let app = TestApp::start().await;
    let (ana, marta) = (app.sign_in("advertiser").await, app.sign_in("owner").await);
    let (board, input) = a_live_board(&app, &marta).await;
    let calendar = app.get(&format!("/api/boards/{board}/availability"), None).await;
    let calendar: Availability = calendar.json().await.expect("is a calendar");
    assert_eq!(wish(board, &calendar).total_cents, input.total_cents);
    let post = app.http.post(format!("{}/api/orders", app.url)).header(header::COOKIE, &ana.cookie);
    let response = post.json(&input).send().await.expect("answers");
    assert_eq!(response.status(), StatusCode::CREATED);
    let order = response.json::<Vec<OrderView>>().await.expect("are orders").remove(0);
    let mut buyer = app.socket(&ana).await;
    join(&buyer, Room::Order(order.id)).await;
    buyer.ask(&acting(order.id, OrderAction::Submit)).await.expect("submits");
    stands(&mut buyer, Phase::Charge, RunState::Waiting).await;

    let path = format!("/api/orders/{}/status", order.id);
    let response = app.get(&path, Some(&ana)).await;
    let tag = response.headers()[header::ETAG].clone();
    let status: OrderStatus = response.json().await.expect("is a status");
    assert_eq!(status, buyer.ask(&GetStatus { order_id: order.id }).await.expect("answers"));
    let again = app.http.get(format!("{}{path}", app.url)).header(header::COOKIE, &ana.cookie);
    let again = again.header(header::IF_NONE_MATCH, tag).send().await.expect("answers");
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let logs = app.get(&format!("/api/orders/{}/logs?after=1", order.id), Some(&ana)).await;
    let logs: LogPage = logs.json().await.expect("is a page");
    assert_eq!(logs, buyer.ask(&GetLogs { order_id: order.id, after: 1 }).await.expect("answers"));
    assert_eq!(logs.lines[0].number, 2);
}
