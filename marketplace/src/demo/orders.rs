//! Orders that are under way when the demonstration starts: one for every state people bring about.

use crate::{Marketplace, Result, Viewer, error::Error};
use bytes::Bytes;
use image::{ImageFormat, Rgb, RgbImage};
use protocol::{
    DayRange,
    account::Me,
    board::{BoardFilter, BoardStatus, BoardView},
    id::ClientId,
    order::{
        ActOnOrder, HoldBoards, OrderAction, OrderQuery, OrderView, Screen, SendCreative, Wish,
        quote,
    },
};
use std::io::Cursor;
use uuid::Uuid;

/// How far an order has come.
#[derive(Clone, Copy)]
enum Ends {
    Submitted,
    Rejected,
    Accepted,
    CreativeReview,
    Scheduled,
    Cancelled,
}
use Ends::{Accepted, Cancelled, CreativeReview, Rejected, Scheduled, Submitted};

/// The buyer (0 or 1), the first day from today, how many days, and what came of it.
const ORDERS: [(usize, i32, i32, Ends); 14] = [
    (0, 6, 14, Scheduled),
    (0, 9, 7, Scheduled),
    (0, 12, 28, CreativeReview),
    (0, 20, 7, Accepted),
    (0, 16, 10, Submitted),
    (0, 30, 21, Submitted),
    (0, 8, 3, Rejected),
    (0, 25, 5, Cancelled),
    (1, 5, 7, Scheduled),
    (1, 7, 14, Scheduled),
    (1, 14, 7, CreativeReview),
    (1, 11, 30, Accepted),
    (1, 18, 7, Submitted),
    (1, 40, 14, Submitted),
];
/// Every third board gets one, so that they are spread over the list and both owners.
const STRIDE: usize = 3;

/// Stores them, through the same doors as everybody's; once. `buyers` are two advertisers, `owners` everybody who owns
/// a board.
pub(super) async fn seed(market: &Marketplace, buyers: [&Me; 2], owners: &[Me]) -> Result<()> {
    let earlier = market.orders(buyers[0], OrderQuery::default()).await?;
    if !earlier.orders.is_empty() {
        return Ok(());
    }
    let filter = BoardFilter { status: Some(BoardStatus::Live), ..BoardFilter::default() };
    let mut boards = Vec::new();
    for page in 1..=3 {
        let filter = BoardFilter { page, ..filter.clone() };
        boards.extend(market.boards(&Viewer::visitor(), &filter).await?.boards);
    }
    let mut boards = boards.iter().step_by(STRIDE);
    for (buyer, ahead, length, ends) in ORDERS {
        let people = (buyers[buyer], owners);
        if let Err(error) = place(market, people, &mut boards, ((ahead, length), ends)).await {
            // With one order less it is a demonstration all the same.
            tracing::error!(%error, "a demo order is missing");
        }
    }
    Ok(())
}

/// An order for the first of these boards that is free then.
async fn place<'a>(
    market: &Marketplace,
    (buyer, owners): (&Me, &[Me]),
    boards: impl Iterator<Item = &'a BoardView>,
    (days, ends): ((i32, i32), Ends),
) -> Result<()> {
    for board in boards {
        let Some(owner) = owners.iter().find(|owner| owner.user_id == board.owner.id) else {
            continue;
        };
        match hold(market, buyer, board, days).await {
            Ok(order) => return bring(market, (buyer, owner), order, ends).await,
            // It is closed then, as some are at New Year.
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Err(Error::Internal("no demo board is free".into()))
}

async fn hold(
    market: &Marketplace,
    buyer: &Me,
    board: &BoardView,
    (ahead, length): (i32, i32),
) -> Result<OrderView> {
    let calendar = market.availability(&Viewer::user(buyer.clone()), board.id, None).await?;
    let first = calendar.today.plus(calendar.rate.lead_days.max(1) + ahead);
    let days = DayRange::new(first, first.plus(length - 1))?;
    let input = HoldBoards {
        client_id: ClientId(Uuid::now_v7()),
        wishes: vec![Wish { board_id: board.id, days }],
        total_cents: quote(days, &calendar.rate).total_cents,
    };
    let held = market.hold_boards(buyer, input).await?;
    held.into_iter().next().ok_or_else(|| Error::Internal("nothing was held".into()))
}

async fn bring(
    market: &Marketplace,
    (buyer, owner): (&Me, &Me),
    order: OrderView,
    ends: Ends,
) -> Result<()> {
    let act = async |who: &Me, action, reason: Option<&str>| {
        let reason = reason.map(ToOwned::to_owned);
        let input = ActOnOrder { order_id: order.id, action, reason };
        market.act_on_order(who, &input).await
    };
    act(buyer, OrderAction::Submit, None).await?;
    match ends {
        Submitted => return Ok(()),
        Rejected => {
            let why = "Alcohol may not be shown within sight of the school across the street.";
            act(owner, OrderAction::Reject, Some(why)).await?;
            return Ok(());
        }
        Cancelled => {
            act(buyer, OrderAction::Cancel, Some("The opening was moved to spring.")).await?;
            return Ok(());
        }
        Accepted | CreativeReview | Scheduled => {}
    }
    act(owner, OrderAction::Accept, None).await?;
    if matches!(ends, Accepted) {
        return Ok(());
    }
    let screens = market.order(buyer, order.id).await?.screens;
    let files = screens.iter().map(creative).collect::<Result<Vec<_>>>()?;
    let input = SendCreative { client_id: ClientId(Uuid::now_v7()), order_id: order.id };
    market.send_creative(buyer, input, files).await?;
    if matches!(ends, Scheduled) {
        act(owner, OrderAction::ApproveCreative, None).await?;
    }
    Ok(())
}

/// A dusk sky over a dark street, as large as the screen: nobody's brand, and a small file.
fn creative(screen: &Screen) -> Result<Bytes> {
    let height = screen.height.max(1);
    let part = |y: u32, from: u32, to: u32| {
        let mixed = (from * (height - y) + to * y) / height;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    let sky = RgbImage::from_fn(screen.width, height, |_, y| {
        Rgb([part(y, 30, 250), part(y, 36, 150), part(y, 92, 60)])
    });
    let mut file = Cursor::new(Vec::new());
    sky.write_to(&mut file, ImageFormat::Png)
        .map_err(|error| Error::Internal(format!("demo creative: {error}")))?;
    Ok(file.into_inner().into())
}
