//! What an order shows: handing it in.

use super::{By, News, act, sql, transition};
use crate::{Marketplace, Result, database::Tx, picture};
use bytes::Bytes;
use protocol::{
    ErrorBody, Timestamp,
    account::{Me, UserRef},
    id::{BoardId, FileId},
    order::{
        Creative, CreativeFinding, OrderAction, OrderView, Screen, SendCreative,
        creative::{assign, refusal},
        next,
    },
    picture::{PictureFacts, PictureFault},
};

impl Marketplace {
    /// Hands in what an order shows: a picture, or one for each shape of its boards' screens. For the buyer of an order
    /// that was accepted. What does not fit is refused with a finding for each board, and with
    /// `rate_limited` after [`protocol::limits::PICTURE_TRIES`]. A repeat with the same `client_id` gives the order as it is. Tells what every step of an order tells.
    pub async fn send_creative(
        &self,
        me: &Me,
        input: SendCreative,
        files: Vec<Bytes>,
    ) -> Result<OrderView> {
        let (order, party) = self.seen_order(me, input.order_id).await?;
        if sql::creative::is_known(self.database(), input).await? {
            return Ok(order);
        }
        // Nobody's file is looked into who may not hand one in.
        next(order.state, OrderAction::SendCreative, party).map_err(ErrorBody::from)?;
        let screens = sql::creative::screens(self.database(), &order).await?;
        let handed_in = self.keep_creatives(me, files, &screens).await?;
        let (me, now, market) = (me.clone(), self.now(), self.clone());
        self.to_the_end(async move {
            let (order, news) = market
                .database()
                .transaction(move |tx| Box::pin(save(tx, input, (me, handed_in), now)))
                .await?;
            market.tell_order_news(news).await;
            Ok(order)
        })
        .await
    }

    /// Looks into the files and, if together they fit all screens, stores them.
    async fn keep_creatives(
        &self,
        me: &Me,
        files: Vec<Bytes>,
        screens: &[Screen],
    ) -> Result<Vec<Creative>> {
        if files.len() > protocol::limits::CREATIVES {
            return Err(ErrorBody::from(CreativeFinding::Many).into());
        }
        self.count_pictures(me.user_id, files.len()).await?;
        let mut pictures = Vec::with_capacity(files.len());
        for file in files {
            pictures.push(picture::look(file).await?);
        }
        let facts: Vec<PictureFacts> = pictures.iter().map(|picture| picture.facts).collect();
        let places = assign(&facts, screens).map_err(|findings| refusal(&findings))?;
        // One after the other, and all before the first is stored: a damaged one leaves nothing behind.
        let mut rendered = Vec::with_capacity(pictures.len());
        for picture in pictures {
            rendered.push(picture::render(picture).await?);
        }
        let mut creatives = Vec::with_capacity(rendered.len());
        for (place, (picture, facts)) in rendered.into_iter().zip(facts).enumerate() {
            // What the screens get is what was handed in, to the bit.
            let file_id = self.keep_picture(picture, true).await?;
            let own = screens.iter().zip(&places).filter(|(_, at)| **at == place);
            let board_ids = own.map(|(screen, _)| screen.board_id).collect();
            creatives.push(Creative { file_id, facts, board_ids });
        }
        Ok(creatives)
    }
}

async fn save(
    tx: &mut Tx,
    input: SendCreative,
    (me, handed_in): (Me, Vec<Creative>),
    now: Timestamp,
) -> Result<(OrderView, News)> {
    let (order, party) = act::lock(tx, input.order_id, &me).await?;
    if sql::creative::is_known_now(tx, input).await? {
        // The other one of a double submit was faster; the files of this one are swept up.
        return Ok((order, News::default()));
    }
    if handed_in.is_empty() {
        return Err(ErrorBody::from(PictureFault::Missing).into());
    }
    let user = UserRef { id: me.user_id, name: me.name, role: me.role };
    let by = By { party, user: Some(user), reason: None, handed_in: handed_in.clone(), at: now };
    let done = transition(tx, order, OrderAction::SendCreative, by).await?;
    sql::creative::insert(tx, (input, done.0.version), &handed_in).await?;
    Ok(done)
}

/// Which of the pictures goes to which board: those of the last hand-in, which is the approved one as soon as the
/// order goes to the screens.
pub(super) async fn approved(tx: &mut Tx, order: &OrderView) -> Result<Vec<(BoardId, FileId)>> {
    sql::creative::latest(tx, order.id).await
}
