//! Long-polling: GETs and POSTs side by side, each kind one after another.

use std::pin::pin;

use futures_channel::mpsc;
use futures_util::StreamExt;
use futures_util::future::{Either, select, try_join};

use super::http::Http;
use super::{Ordering, Target, Wire};
use crate::engine::{Failure, Signal, Work};

/// Ends when the driver has closed the line and everything is posted, or when a request fails.
pub(super) async fn run(target: Target, mut wire: Wire) {
    let http = match Http::new(&target) {
        Ok(http) => http,
        Err(error) => return wire.report(Signal::Closed(Some(error.into()))),
    };
    let (gets, mut to_get) = mpsc::unbounded::<String>();
    let (posts, mut to_post) = mpsc::unbounded::<(String, String)>();
    let (incoming, backlog) = (wire.incoming.clone(), wire.backlog.clone());
    let report = |signal| drop(incoming.unbounded_send(signal));
    let getting = async {
        while let Some(url) = to_get.next().await {
            report(Signal::Got(http.get(&url).await?));
        }
        std::future::pending::<Result<(), Failure>>().await
    };
    let posting = async {
        while let Some((url, body)) = to_post.next().await {
            http.post(&url, body).await?;
            backlog.fetch_sub(1, Ordering::Relaxed);
            report(Signal::Posted);
        }
        Ok(())
    };
    let sorting = async {
        while let Some(work) = wire.outgoing.next().await {
            sort(&target, work, &gets, &posts);
        }
        // No more will come: whoever posts ends with the last one.
        drop(posts);
        Ok(())
    };
    let ended = match select(pin!(getting), pin!(try_join(posting, sorting))).await {
        Either::Left((Ok(()), _)) | Either::Right((Ok(_), _)) => None,
        Either::Left((Err(failure), _)) | Either::Right((Err(failure), _)) => Some(failure),
    };
    report(Signal::Closed(ended));
}

fn sort(
    target: &Target,
    work: Work,
    gets: &mpsc::UnboundedSender<String>,
    posts: &mpsc::UnboundedSender<(String, String)>,
) {
    match work {
        Work::Get { sid } => drop(gets.unbounded_send(target.url_with(sid.as_deref()))),
        Work::Post { sid, body } => {
            drop(posts.unbounded_send((target.url_with(Some(&sid)), body)));
        }
        // Frames are for WebSockets.
        Work::Frame(_) => {}
    }
}
