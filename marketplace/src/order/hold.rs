//! Keeping days for a buyer.

use super::{News, calendar::today, news, places::take_days, sql, sql::calendar::BookableRow};
use crate::{Marketplace, Result, Viewer, account, board, database::Tx, stream, test_websocket};
use protocol::{
    DayRange, ErrorBody, ErrorCode, Room, Timestamp,
    account::{Me, UserRef},
    board::BoardStatus,
    id::{BoardId, OrderId, UserId},
    limits,
    order::{
        HoldBoards, OrderLine, OrderState, OrderView, Party, Rate, TimelineEntry, Wish, apart,
        check_days, check_wishes, quote,
    },
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

impl Marketplace {
    /// Keeps boards for the user, one order for each owner, all or nothing. For everybody signed in but the boards'
    /// owners and simulated people. Publishes `availability` to those who look at the boards, and `orderUpdated` to
    /// the buyer.
    pub async fn hold_boards(&self, me: &Me, input: HoldBoards) -> Result<Vec<OrderView>> {
        check_wishes(&input.wishes)?;
        let viewer = Viewer::user(me.clone());
        for wish in &input.wishes {
            self.check_board(&viewer, wish.board_id).await?;
        }
        if test_websocket::is_simulated(self.database(), me.user_id).await? {
            let text = "Simulated people do not book boards.";
            return Err(ErrorBody::new(ErrorCode::Forbidden, text).into());
        }
        let buyer = UserRef { id: me.user_id, name: me.name.clone(), role: me.role };
        let (now, market) = (self.now(), self.clone());
        self.to_the_end(async move {
            let (orders, news) = market
                .database()
                .transaction(move |tx| Box::pin(hold(tx, input, buyer, now)))
                .await?;
            market.tell_order_news(news).await;
            Ok(orders)
        })
        .await
    }
}

async fn hold(
    tx: &mut Tx,
    input: HoldBoards,
    buyer: UserRef,
    now: Timestamp,
) -> Result<(Vec<OrderView>, News)> {
    let mut news = News::default();
    // One try after the other, whatever boards they are for: the limit holds, and a repeat is recognised.
    account::lock(tx, buyer.id).await?;
    let earlier = sql::of_try(tx, buyer.id, input.client_id).await?;
    if !earlier.is_empty() {
        check_repeat(&earlier, &input.wishes)?;
        return Ok((earlier, news));
    }
    let boards = lock_boards(tx, &input.wishes).await?;
    check_currency(&boards)?;
    let held = sql::holds(tx, buyer.id).await?;
    let mut orders = drafts(&input.wishes, &boards, &buyer, now)?;
    check_total(&orders, input.total_cents)?;
    if held + i64::try_from(orders.len()).unwrap_or(i64::MAX) > limits::HOLDS {
        let text = format!("At most {} orders can be held at once.", limits::HOLDS);
        return Err(ErrorBody::too_large(
            "wishes",
            usize::try_from(limits::HOLDS).unwrap_or(usize::MAX),
            text,
        )
        .into());
    }
    for order in &mut orders {
        let owner = account::find_now(tx, order.owner.id).await?;
        order.owner = owner.ok_or_else(|| ErrorBody::not_found("board"))?;
        stream::open(tx, Room::Order(order.id)).await?;
        sql::insert(tx, order, input.client_id).await?;
        for line in &order.lines {
            let board = boards.get(&line.board_id).ok_or_else(|| ErrorBody::not_found("board"))?;
            let update = take_days(tx, order.id, (board, line.days), now).await?;
            news.add_availability(update);
        }
        let entry = TimelineEntry {
            version: 1,
            action: None,
            state: OrderState::Held,
            party: Party::Buyer,
            by: Some(buyer.clone()),
            reason: None,
            creatives: Vec::new(),
            at: now,
        };
        news::record(tx, order, entry, &mut news).await?;
    }
    Ok((orders, news))
}

/// The boards in the order of their ids, whoever books them: nobody waits for somebody who waits for them.
async fn lock_boards(tx: &mut Tx, wishes: &[Wish]) -> Result<BTreeMap<BoardId, BookableRow>> {
    let ids: BTreeSet<BoardId> = wishes.iter().map(|wish| wish.board_id).collect();
    let mut boards = BTreeMap::new();
    for id in ids {
        let board = sql::calendar::lock(tx, id).await?;
        boards.insert(id, board.ok_or_else(|| ErrorBody::not_found("board"))?);
    }
    Ok(boards)
}

/// One order for each owner, without its owner's name.
fn drafts(
    wishes: &[Wish],
    boards: &BTreeMap<BoardId, BookableRow>,
    buyer: &UserRef,
    now: Timestamp,
) -> Result<Vec<OrderView>> {
    let mut by_owner: BTreeMap<UserId, Vec<OrderLine>> = BTreeMap::new();
    for wish in wishes {
        let board = boards.get(&wish.board_id).ok_or_else(|| ErrorBody::not_found("board"))?;
        let line = line(board, wish.days, buyer.id, now)?;
        by_owner.entry(board.owner()).or_default().push(line);
    }
    Ok(by_owner.into_iter().map(|(owner, lines)| draft(owner, lines, buyer, now)).collect())
}

fn draft(owner: UserId, mut lines: Vec<OrderLine>, buyer: &UserRef, now: Timestamp) -> OrderView {
    lines.sort_by_key(|line| (line.board_id, line.days));
    OrderView {
        id: OrderId(Uuid::now_v7()),
        state: OrderState::Held,
        version: 1,
        buyer: buyer.clone(),
        owner: UserRef { id: owner, name: String::new(), role: protocol::account::Role::Owner },
        total_cents: lines.iter().map(|line| line.quote.total_cents).sum(),
        balance_cents: 0,
        currency: lines.first().map(|line| line.quote.currency.clone()).unwrap_or_default(),
        lines,
        until: Some(now.plus(limits::HOLD_FOR)),
        is_extended: false,
        reason: None,
        conversation_id: None,
        created_at: now,
        updated_at: now,
    }
}

fn line(board: &BookableRow, days: DayRange, buyer: UserId, now: Timestamp) -> Result<OrderLine> {
    if board.owner() == buyer {
        return Err(ErrorBody::new(ErrorCode::Conflict, "This is your own board.").into());
    }
    bookable(board)?;
    let rate = rate(board);
    check_days(days, &rate, today(&board.time_zone, now)?)?;
    Ok(OrderLine {
        board_id: BoardId(board.id),
        title: board.title.clone(),
        city: board.city.clone(),
        days,
        dark_weekdays: rate.dark_weekdays,
        quote: quote(days, &rate),
    })
}

/// Whether the board takes bookings at all.
pub(super) fn bookable(board: &BookableRow) -> Result<()> {
    if board::sql::status(board.status.clone())? == BoardStatus::Live {
        return Ok(());
    }
    let text = format!("“{}” takes no bookings now: it is not live.", board.title);
    Err(ErrorBody::new(ErrorCode::Conflict, text).into())
}

pub(super) fn rate(board: &BookableRow) -> Rate {
    Rate {
        price_per_day_cents: board.price_per_day_cents,
        currency: board.currency.clone(),
        lead_days: board.lead_days.max(1),
        dark_weekdays: board.dark(),
    }
}

/// A try that is made again is for the same days.
fn check_repeat(earlier: &[OrderView], wishes: &[Wish]) -> Result<()> {
    let lines = earlier.iter().flat_map(|order| &order.lines);
    let held: BTreeSet<_> = lines.map(|line| (line.board_id, line.days)).collect();
    let asked: BTreeSet<_> = wishes.iter().map(|wish| (wish.board_id, wish.days)).collect();
    if held == asked {
        return Ok(());
    }
    let text = "This form has held other days already. Load the page again to book more.";
    Err(ErrorBody { field: Some("clientId".into()), ..ErrorBody::new(ErrorCode::Conflict, text) }
        .into())
}

/// See [`apart`].
fn check_currency(boards: &BTreeMap<BoardId, BookableRow>) -> Result<()> {
    let paid = boards.iter().map(|(id, board)| (id, board.owner(), board.currency.as_str()));
    if apart(paid).is_empty() {
        return Ok(());
    }
    let text = "These boards are paid in different currencies. Book them one after the other.";
    Err(ErrorBody { field: Some("wishes".into()), ..ErrorBody::new(ErrorCode::Conflict, text) }
        .into())
}

/// Nobody pays what they have not seen.
fn check_total(orders: &[OrderView], shown: i64) -> Result<()> {
    let total: i64 = orders.iter().map(|order| order.total_cents).sum();
    if total == shown {
        return Ok(());
    }
    let text = "The price has changed since you saw it. Look at it again, then book.";
    Err(ErrorBody { field: Some("totalCents".into()), ..ErrorBody::new(ErrorCode::Conflict, text) }
        .into())
}
