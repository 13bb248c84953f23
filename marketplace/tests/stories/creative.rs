//! What orders show: handing it in, what fits where, who sees it, and what becomes of files nobody needs.

use crate::{
    order::{act, ana_marta_and_a_board, days, does, hold, wish},
    picture::{jpeg, png, webp},
    world::{World, refused},
};
use marketplace::{Error, Shape, Viewer};
use protocol::{
    ErrorBody, ErrorCode, Room, ServerEvent,
    account::Me,
    id::{BoardId, ClientId, FileId, OrderId},
    limits,
    order::{
        OrderAction, OrderState, OrderView, Screen, SendCreative, Verdict,
        creative::creative_versions,
    },
    picture::{PictureKind, shown_widths},
};
use std::time::Duration;
use uuid::Uuid;

pub fn sending(order_id: OrderId) -> SendCreative {
    SendCreative { client_id: ClientId(Uuid::now_v7()), order_id }
}

/// Hands in a picture that fits.
pub async fn sends(world: &World, who: &Me, order: OrderId) -> Result<OrderView, Error> {
    let files = match world.market.order(who, order).await {
        Ok(detail) => vec![fitting(&detail.screens[0])],
        Err(_) => vec![png(64, 64)],
    };
    send(world, who, sending(order), files).await
}

pub fn fitting(screen: &Screen) -> Vec<u8> {
    png(screen.width, screen.height)
}

async fn send(
    world: &World,
    who: &Me,
    input: SendCreative,
    files: Vec<Vec<u8>>,
) -> Result<OrderView, Error> {
    let files = files.into_iter().map(Into::into).collect();
    world.market.send_creative(who, input, files).await
}

/// An accepted order of Ana's on a board of Marta's with a screen of this size.
async fn accepted(world: &World, (width, height): (u32, u32)) -> (Me, Me, OrderId, BoardId) {
    let (ana, marta, board) = ana_marta_and_a_board(world, 2).await;
    world.execute(format!("UPDATE boards SET width_px = {width}, height_px = {height}")).await;
    let order = hold(world, &ana, board, days("2023-12-01", 3)).await.id;
    does(world, &ana, order, OrderAction::Submit).await;
    does(world, &marta, order, OrderAction::Accept).await;
    world.told.take();
    (ana, marta, order, board)
}

async fn refusal(world: &World, who: &Me, order: OrderId, file: Vec<u8>) -> ErrorBody {
    refused(send(world, who, sending(order), vec![file]).await)
}

async fn look(world: &World, who: &Viewer, file: FileId, shape: Shape) -> Result<Vec<u8>, Error> {
    world.market.picture(who, file, shape).await.map(|served| served.content.to_vec())
}

#[tokio::test]
async fn a_creative_is_handed_in_rejected_handed_in_again_and_approved() {
    let world = World::demo().await;
    let (ana, marta, order, board) = accepted(&world, (640, 360)).await;
    let first = png(640, 360);
    let sent = send(&world, &ana, sending(order), vec![first.clone()]).await.unwrap();
    assert_eq!(sent.state, OrderState::CreativeReview);
    let told = world.told.take();
    let (rooms, event) = told.iter().find(|(_, it)| it.name() == "orderUpdated").unwrap();
    let ServerEvent::OrderUpdated(event) = event else { panic!("{event:?}") };
    assert!(rooms.contains(&Room::User(marta.user_id)));
    let creative = &event.entry.creatives[0];
    assert_eq!((creative.facts.width, creative.facts.height), (640, 360));
    assert_eq!((creative.facts.kind, creative.board_ids.clone()), (PictureKind::Png, vec![board]));
    for viewer in [&ana, &marta, &world.demo_user("admin").await] {
        let viewer = Viewer::user(viewer.clone());
        let file = creative.file_id;
        assert_eq!(
            look(&world, &viewer, file, Shape::Original).await.unwrap(),
            first,
            "to the bit"
        );
        for width in shown_widths(640) {
            let shown = look(&world, &viewer, file, Shape::Width(width)).await.unwrap();
            let shown = image::load_from_memory(&shown).expect("is a picture");
            assert_eq!((shown.width(), shown.height()), (width, width * 360 / 640));
        }
        assert!(look(&world, &viewer, file, Shape::Width(481)).await.is_err());
    }
    does(&world, &marta, order, OrderAction::RejectCreative).await;
    send(&world, &ana, sending(order), vec![jpeg(1280, 720)]).await.unwrap();
    does(&world, &marta, order, OrderAction::ApproveCreative).await;
    let detail = world.market.order(&ana, order).await.unwrap();
    let versions = creative_versions(&detail.timeline);
    let verdicts: Vec<_> = versions.iter().map(|version| version.verdict.clone()).collect();
    let why = Some("Because of the story.".to_owned());
    assert_eq!(verdicts, [Verdict::Rejected(why), Verdict::Approved]);
    assert_eq!(versions[1].creatives[0].facts.kind, PictureKind::Jpeg);
}

#[tokio::test]
async fn what_does_not_fit_or_is_no_picture_is_refused_with_its_reason() {
    let world = World::demo().await;
    let (ana, _, order, _) = accepted(&world, (640, 360)).await;
    let (ratio, small) = (
        refusal(&world, &ana, order, png(600, 600)).await,
        refusal(&world, &ana, order, png(320, 180)).await,
    );
    assert!(ratio.message.contains("600 × 600 does not fit 640 × 360"), "{}", ratio.message);
    assert!(small.message.contains("too small for 640 × 360"), "{}", small.message);
    assert_eq!(ratio.field.as_deref(), Some("creative"));
    let lies =
        refusal(&world, &ana, order, b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()).await;
    assert_eq!((lies.code, lies.field.as_deref()), (ErrorCode::Invalid, Some("file")));
    assert!(lies.message.contains("not a PNG"), "{}", lies.message);
    let whole = webp(640, 360);
    let torn = refusal(&world, &ana, order, whole[..whole.len() / 2].to_vec()).await;
    assert!(torn.message.contains("damaged"), "{}", torn.message);
    let large = refusal(&world, &ana, order, vec![0; limits::PICTURE_BYTES + 1]).await;
    assert_eq!(
        (large.code, large.limit),
        (ErrorCode::TooLarge, Some(limits::PICTURE_BYTES as u64))
    );
    let nothing = refused(send(&world, &ana, sending(order), Vec::new()).await);
    assert_eq!(nothing.message, "Choose a file first.");
    let told =
        refused(world.market.act_on_order(&ana, &act(order, OrderAction::SendCreative)).await);
    assert_eq!((told.code, told.field.as_deref()), (ErrorCode::Invalid, Some("creative")));
    assert!(told.message.contains("/creative"), "says where to go: {}", told.message);
    assert_eq!(world.count("files").await, 0, "nothing of it is kept");
    assert_eq!(world.market.order(&ana, order).await.unwrap().order.state, OrderState::Accepted);
}

/// A few hundred bytes that say they are 900 million pixels.
#[tokio::test]
async fn a_picture_that_would_fill_the_memory_is_refused_by_its_header() {
    let world = World::demo().await;
    let (ana, _, order, _) = accepted(&world, (640, 360)).await;
    let bomb = crate::picture::png_header(30_000, 30_000);
    let refused = refusal(&world, &ana, order, bomb).await;
    assert_eq!((refused.code, refused.limit), (ErrorCode::TooLarge, Some(limits::PICTURE_PIXELS)));
    assert!(refused.message.starts_with("30000 × 30000 is more than"), "{}", refused.message);
    let hollow = refusal(&world, &ana, order, crate::picture::png_header(640, 360)).await;
    assert!(hollow.message.contains("damaged"), "{}", hollow.message);
    let strange = refusal(&world, &ana, order, crate::picture::png_header(360, 640)).await;
    assert!(strange.message.contains("does not fit"), "no pixel of it is needed to say so");
}

#[tokio::test]
async fn a_double_submit_is_one_creative() {
    let world = World::demo().await;
    let (ana, marta, order, _) = accepted(&world, (640, 360)).await;
    let input = sending(order);
    let file = || vec![png(640, 360)];
    let (one, other) =
        futures::join!(send(&world, &ana, input, file()), send(&world, &ana, input, file()));
    assert_eq!(one.unwrap(), other.unwrap());
    does(&world, &marta, order, OrderAction::RejectCreative).await;
    let late = send(&world, &ana, input, file()).await.unwrap();
    assert_eq!(late.state, OrderState::Accepted, "a late repeat hands in nothing");
    assert_eq!(world.count("creatives").await, 1);
    world.clock.advance(Duration::from_hours(1));
    world.market.sweep_files().await.unwrap();
    assert_eq!(world.count("files").await, 1, "what the slower one stored is swept up");
    let version = creative_versions(&world.market.order(&ana, order).await.unwrap().timeline);
    let kept = version[0].creatives[0].file_id;
    let viewer = Viewer::user(ana);
    assert!(look(&world, &viewer, kept, Shape::Original).await.is_ok(), "what is used stays");
}

#[tokio::test]
async fn every_shape_of_screen_gets_its_own_picture() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let other = world.board_of(&marta, 1).await;
    let live = protocol::board::SetBoardStatus::new(other, protocol::board::BoardStatus::Live);
    world.market.set_board_status(&marta, &live).await.unwrap();
    world.execute("UPDATE boards SET width_px = 640, height_px = 360".to_owned()).await;
    world
        .execute(format!(
            "UPDATE boards SET width_px = 360, height_px = 640 WHERE id = {}",
            world.id(other.0)
        ))
        .await;
    let input = wish(&world, &[board, other], days("2023-12-10", 2)).await;
    let order = world.market.hold_boards(&ana, input).await.unwrap().remove(0).id;
    does(&world, &ana, order, OrderAction::Submit).await;
    does(&world, &marta, order, OrderAction::Accept).await;
    let detail = world.market.order(&ana, order).await.unwrap();
    let upright = detail.screens.iter().find(|screen| screen.board_id == other).unwrap();
    let one = refusal(&world, &ana, order, png(640, 360)).await;
    assert!(one.message.starts_with(&format!("“{}”: 640 × 360", upright.title)), "{}", one.message);
    let torn = vec![png(640, 360), crate::picture::png_header(360, 640)];
    let torn = refused(send(&world, &ana, sending(order), torn).await);
    assert!(torn.message.contains("damaged"), "{}", torn.message);
    assert_eq!(world.count("files").await, 0, "nor is the whole one kept");
    let both = vec![png(640, 360), png(360, 640)];
    send(&world, &ana, sending(order), both).await.unwrap();
    let timeline = world.market.order(&marta, order).await.unwrap().timeline;
    let creatives = &creative_versions(&timeline)[0].creatives;
    let boards: Vec<_> = creatives.iter().map(|creative| creative.board_ids.clone()).collect();
    assert_eq!(boards, [vec![board], vec![other]]);
}

#[tokio::test]
async fn nobody_else_hands_in_or_sees_a_creative() {
    let world = World::demo().await;
    let (ana, marta, order, _) = accepted(&world, (640, 360)).await;
    let clara = world.demo_user("advertiser2").await;
    assert_eq!(refusal(&world, &clara, order, png(640, 360)).await.code, ErrorCode::NotFound);
    assert_eq!(refusal(&world, &marta, order, png(640, 360)).await.code, ErrorCode::Forbidden);
    sends(&world, &ana, order).await.unwrap();
    assert_eq!(refused(sends(&world, &ana, order).await).code, ErrorCode::WrongState);
    let timeline = world.market.order(&ana, order).await.unwrap().timeline;
    let file = creative_versions(&timeline)[0].creatives[0].file_id;
    for viewer in [Viewer::visitor(), Viewer::user(clara)] {
        let hidden = refused(look(&world, &viewer, file, Shape::Original).await);
        let unknown = refused(look(&world, &viewer, FileId(Uuid::now_v7()), Shape::Original).await);
        assert_eq!(hidden, unknown, "they are never told apart");
    }
}
