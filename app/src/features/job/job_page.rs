use super::{
    api::{read_job, read_job_errors},
    mapping_table::Names,
    outcome::Outcome,
    problems::Problems,
    progress::{Progress, WayText},
    steer::Steer,
    words::{kind_name, state_words},
};
use crate::{
    backend::set_status,
    components::{ErrorNotice, Icon, Pill, Skeleton, SkeletonShape, Symbol, TimeText},
    error::{ApiError, ApiResult},
    features::{
        account::{SignInFirst, use_form_error, use_me},
        price::{PricesOfJob, SourceText, job_prices},
    },
    hooks::{
        UseJobStatusOptions, UseJobStatusReturn, UseProductImportProgressOptions, use_connection,
        use_job_status, use_product_import_progress,
    },
    routes,
    shell::NotFound,
    stores::{job::Jobs, use_stores},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use protocol::{
    ErrorBody, ErrorCode,
    id::JobId,
    inventory::Mapping,
    job::{JobErrors, JobKind, JobState, JobUpdate, JobView},
    price::{PriceCursor, PriceSuggestions},
};

/// `/jobs/:id`: one import or export, while it goes on and after. For whoever has started it, and for admins.
#[component]
pub fn JobPage() -> impl IntoView {
    if use_me().is_none() {
        return view! {
            <Title text="Imports and exports" />
            <SignInFirst text="Your imports and exports are here." />
        }
        .into_any();
    }
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let after = query.with(|query| query.get_str("after").map(ToOwned::to_owned));
        let after = after.as_deref();
        Asked {
            id: params.with(|map| map.get_str("id")?.parse().ok()),
            problems: after.and_then(|after| after.parse().ok()).unwrap_or_default(),
            prices: after.and_then(routes::price_cursor),
        }
    });
    let opened = Resource::new_blocking(move || asked.get(), open);
    let content = move || {
        Suspend::new(async move {
            match opened.await {
                Ok(read) => view! { <Opened read asked=asked.get_untracked() /> }.into_any(),
                Err(error) if error.0.code == ErrorCode::NotFound => {
                    set_status(ErrorCode::NotFound);
                    let text = "This import or export does not exist, or it is not yours to see.";
                    view! { <NotFound text /> }.into_any()
                }
                Err(error) => {
                    let on_retry = Callback::new(move |()| opened.refetch());
                    view! {
                        <h1>"This did not load"</h1>
                        <ErrorNotice error=error.0 on_retry />
                    }
                    .into_any()
                }
            }
        })
    };
    view! {
        <Transition fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Lines count=8 /> }
        }>{content}</Transition>
    }
    .into_any()
}

/// What the address asks for.
#[derive(Clone, Copy, PartialEq)]
struct Asked {
    id: Option<JobId>,
    /// Of an import: the problems after this number.
    problems: i64,
    /// Of a check of prices: those after this one.
    prices: Option<PriceCursor>,
}

/// The job, and what its kind has besides: a page of problems, or of prices. What is no id names no job.
async fn open(asked: Asked) -> ApiResult<(JobView, JobErrors, PriceSuggestions)> {
    let id = asked.id.ok_or_else(|| ApiError(ErrorBody::not_found("job")))?;
    let job = read_job(id).await?;
    let errors = read_job_errors(id, asked.problems).await?;
    let prices = match job.kind {
        JobKind::CheckPrices => job_prices(id, asked.prices).await?,
        _ => PriceSuggestions::default(),
    };
    Ok((job, errors, prices))
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) id: JobId,
    pub(super) jobs: RwSignal<Jobs>,
    /// How it stands, current.
    pub(super) update: Memo<JobUpdate>,
    pub(super) status: UseJobStatusReturn,
    pub(super) kind: JobKind,
    pub(super) is_import: bool,
    pub(super) is_dry_run: bool,
    /// Whether the viewer has started it: admins see those of others.
    pub(super) is_own: bool,
    /// What was refused last.
    pub(super) refused: RwSignal<Option<ErrorBody>>,
}

/// Where the keyboard is led when what it was at is gone.
pub(super) const HEADING: &str = "job";
/// The same, when something was refused.
pub(super) const REFUSED: &str = "job-refused";

#[component]
fn Opened(read: (JobView, JobErrors, PriceSuggestions), asked: Asked) -> impl IntoView {
    let jobs = use_stores().jobs;
    let (job, errors, prices) = read;
    let JobView { update: read, kind, name, is_dry_run, mapping, ignored, created_at, .. } = job;
    let is_own = use_me().is_some_and(|me| me.user_id == job.owner_id);
    let id = read.job_id;
    jobs.update(|jobs| jobs.update(read.clone()));
    let check = (kind == JobKind::CheckPrices).then(|| {
        let after = asked.prices;
        let options = UseProductImportProgressOptions { prices, after, ..Default::default() };
        use_product_import_progress(id, options)
    });
    let status = check.map(|check| check.job);
    let shown = Shown {
        id,
        kind,
        jobs,
        update: Memo::new(move |_| jobs.with(|jobs| jobs.newest(&read))),
        status: status.unwrap_or_else(|| use_job_status(id, UseJobStatusOptions::default())),
        is_import: kind.is_import(),
        is_dry_run,
        is_own,
        refused: RwSignal::new(None),
    };
    forget_refusals(shown);
    let posted = use_form_error();
    let refused = move || shown.refused.get().or_else(|| posted.get().map(|error| error.0));
    view! {
        <Title text=name.clone() />
        <article class="job-page" data-testid="job" data-id=id.to_string()>
            <BackLink kind />
            <header class="job-page__head">
                <p class="muted job-page__kind">
                    {kind_name(kind, is_dry_run)} ", asked for " <TimeText at=created_at />
                </p>
                <h1 id=HEADING tabindex="-1">
                    <bdi>{name}</bdi>
                </h1>
                <StateText update=shown.update />
                <WayText way=shown.status.way />
            </header>
            <div class="job-page__refused" id=REFUSED tabindex="-1">
                {move || refused().map(|error| view! { <ErrorNotice error /> })}
            </div>
            <Progress shown />
            {check.map(|_| view! { <SourceText update=shown.update /> })}
            <Outcome shown />
            <Steer shown />
            {check.map(|check| view! { <PricesOfJob id check /> })}
            {shown
                .is_import
                .then(|| view! { <Problems shown errors after=asked.problems /> })}
            {shown.is_import.then(|| view! { <Columns mapping ignored /> })}
        </article>
    }
}

/// To where it was begun.
#[component]
fn BackLink(kind: JobKind) -> impl IntoView {
    let (href, text) = match kind {
        JobKind::CheckPrices => (routes::PRICES, "Prices"),
        _ => (routes::JOBS, "Imports and exports"),
    };
    view! {
        <a class="back-link" href=href>
            <Icon symbol=Symbol::Back />
            {text}
        </a>
    }
}

/// What could not be asked for while the line was down is past when something is heard again; what was refused for
/// good, when the job stands otherwise. Inert on the server.
fn forget_refusals(shown: Shown) {
    let news = Memo::new(move |_| shown.update.with(|update| (update.status, update.version)));
    let is_connected = use_connection().is_connected();
    Effect::new(move |before: Option<(JobState, i64, bool)>| {
        let ((status, version), is_connected) = (news.get(), is_connected.get());
        let refused = shown.refused.with_untracked(|it| it.as_ref().map(|error| error.code));
        if let (Some((known, heard, was_connected)), Some(code)) = (before, refused) {
            let is_heard = version != heard || (is_connected && !was_connected);
            if known != status || (is_heard && code == ErrorCode::Unavailable) {
                shown.refused.set(None);
            }
        }
        (status, version, is_connected)
    });
}

#[component]
fn StateText(update: Memo<JobUpdate>) -> impl IntoView {
    let words = Memo::new(move |_| update.with(state_words));
    let state = move || update.with(|update| update.status.as_str());
    view! {
        <span role="status" data-testid="job-state" data-state=state>
            {move || {
                let (label, tone, symbol) = words.get();
                view! { <Pill tone symbol label /> }
            }}
        </span>
    }
}

/// What the columns were taken for.
#[component]
fn Columns(mapping: Mapping, ignored: Vec<String>) -> impl IntoView {
    let pair = |(header, column): (String, protocol::inventory::Column)| {
        view! {
            <div class="job-fact">
                <dt dir="auto">{header}</dt>
                <dd>{column.as_str()}</dd>
            </div>
        }
    };
    let left_out =
        (!ignored.is_empty()).then(|| view! { <Names label="Ignored:" names=ignored /> });
    view! {
        <details class="job-columns">
            <summary>"What the columns were taken for"</summary>
            <dl class="job-facts">{mapping.0.into_iter().map(pair).collect_view()}</dl>
            {left_out}
        </details>
    }
}
