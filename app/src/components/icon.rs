use leptos::prelude::*;

/// What an icon stands for. Drawn on a 20 × 20 grid with one stroke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A person.
    Account,
    /// Something is wrong.
    Alert,
    /// Back, or the previous page.
    Back,
    /// Something to be told of.
    Bell,
    /// A billboard on its post.
    Board,
    /// What there is to see at a glance.
    Chart,
    /// One tick: sent.
    Check,
    /// Two ticks: delivered, read.
    Checks,
    /// Waiting.
    Clock,
    /// Away with it.
    Close,
    /// Conversations.
    Conversation,
    /// Take a copy.
    Copy,
    /// Take it away for good.
    Delete,
    /// To the newest.
    Down,
    /// Change a text.
    Edit,
    /// Onward, or the next page.
    Forward,
    /// A plain remark.
    Info,
    /// Keys to press.
    Keyboard,
    /// A computer.
    Laptop,
    /// Sending.
    Live,
    /// A place.
    Location,
    /// Several people.
    Members,
    /// The dark scheme.
    Moon,
    /// What else can be done.
    More,
    /// Nothing here, page or board.
    Nothing,
    /// Standing still.
    Pause,
    /// A telephone.
    Phone,
    /// Once more.
    Retry,
    /// Answer a message.
    Reply,
    /// Look for something.
    Search,
    /// Send a message.
    Send,
    /// Leave.
    SignOut,
    /// The light scheme.
    Sun,
    /// The system's scheme.
    System,
    /// The instrument panel.
    Test,
    /// Being repaired.
    Wrench,
}

impl Symbol {
    /// The outline as SVG path data.
    fn path(self) -> &'static str {
        match self {
            Self::Account => {
                "M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3.5 17c.6-3 3.2-4.5 6.5-4.5s5.9 1.5 6.5 4.5"
            }
            Self::Alert => "M10 3 18 16.5H2L10 3ZM10 8v4M10 14.2v.1",
            Self::Back => "M12.5 4.5 7 10l5.5 5.5",
            Self::Bell => {
                "M4.5 14.500h11c-1.2-1.300-1.5-2.500-1.5-5.500a4 4 0 0 0-8 0c0 3-.3 4.200-1.500 5.500ZM8.3 17h3.4M10 3v1.5"
            }
            Self::Board => "M2 4h16v8H2zM7 12v5.5M13 12v5.5M5 7h6M5 9.3h3.5",
            Self::Chart => {
                "M2.5 17.5h15M4.5 17.5v-6h2.500v6M9 17.5v-13h2.500v13M13.500 17.5v-9h2.500v9"
            }
            Self::Check => "m4 10.5 4 4 8-9",
            Self::Checks => "m1.5 10.5 4 4 8-9M10 14l.5.5 8-9",
            Self::Clock => "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 6v4.2l2.8 1.8",
            Self::Close => "m5 5 10 10M15 5 5 15",
            Self::Conversation => "M3 4h14v9.5H9.5L5.5 17v-3.500H3zM6.5 7.500h7M6.5 10h4.5",
            Self::Copy => "M7 7h9.500v9.500H7zM13 7V3.500H3.500V13H7",
            Self::Delete => {
                "M3.500 5.500h13M8 5.500V3h4v2.500M5 5.500l.8 11.500h8.400L15 5.500M8.500 8.500v5.500M11.500 8.500v5.500"
            }
            Self::Down => "M10 3.500v12.500M4.5 11 10 16.5 15.5 11",
            Self::Edit => "M3 17l.8-3.800L13.500 3.500l3 3L6.800 16.200 3 17ZM11.500 5.500l3 3",
            Self::Forward => "M7.5 4.5 13 10l-5.5 5.5",
            Self::Info => {
                "M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 9.200V14M10 6.300v.1"
            }
            Self::Keyboard => "M2 5h16v10H2zM5 8v.1M8.3 8v.1M11.6 8v.1M15 8v.1M6.5 12h7",
            Self::Laptop => "M4 4h12v8.500H4zM1.5 15.500h17",
            Self::Live => {
                "M10 11.200a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.400ZM6.5 6.500a5 5 0 0 0 0 7M13.5 6.500a5 5 0 0 1 0 7M3.8 3.800a8.8 8.8 0 0 0 0 12.400M16.2 3.800a8.8 8.8 0 0 1 0 12.4"
            }
            Self::Location => {
                "M10 18c3.7-4 5.5-7 5.5-9.500a5.5 5.5 0 0 0-11 0C4.5 11 6.3 14 10 18ZM10 10.300a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.600Z"
            }
            Self::Members => {
                "M7.500 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 16.500c.5-2.800 2.800-4.200 5.500-4.200s5 1.400 5.500 4.200M13 3.800a3 3 0 0 1 0 5.400M15 12.600c1.600.6 2.700 1.900 3 3.900"
            }
            Self::Moon => "M16.5 12A7 7 0 0 1 8 3.5 7 7 0 1 0 16.5 12Z",
            Self::More => "M4.500 10v.1M10 10v.1M15.500 10v.1",
            Self::Nothing => "M2.5 4.500h15V12h-15zM2.5 12l15-7.500M10 12v5.5",
            Self::Pause => "M7 4.500v11M13 4.500v11",
            Self::Phone => "M6 2.500h8v15H6zM9.2 15h1.6",
            Self::Reply => "M8 5 3.500 9.500 8 14M3.500 9.500H11c3.500 0 5.500 2 5.500 6",
            Self::Retry => "M16.5 10a6.5 6.5 0 1 1-2-4.700L16.5 7M16.5 3v4h-4",
            Self::Search => "M9 14.500a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13 13l4 4",
            Self::Send => "M3 10 17 3.5 12.5 17 9.5 11 3 10ZM9.5 11 17 3.5",
            Self::SignOut => "M11.5 3.500h-7v13h7M8.5 10H17M14 6.500l3.5 3.5-3.5 3.5",
            Self::Sun => {
                "M10 13.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 1.500v2M10 16.500v2M1.5 10h2M16.5 10h2M4 4l1.4 1.400M14.6 14.6 16 16M4 16l1.4-1.400M14.6 5.4 16 4"
            }
            Self::System => "M2.5 3.500h15v10h-15zM10 13.500v3M6.5 16.500h7",
            Self::Test => "M2 10h3.500l2-5.5 4.5 11 2.2-5.500H18",
            Self::Wrench => {
                "M12.5 3a4 4 0 0 0-3.7 5.500L3 14.3 5.7 17l5.8-5.800A4 4 0 0 0 17 7.500L14.5 9 12 8l-1-2.500L12.5 3Z"
            }
        }
    }
}

/// A symbol in the colour of the text around it. Decoration: the words must stand beside it.
#[component]
pub fn Icon(
    /// Which.
    symbol: Symbol,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            <path d=symbol.path()></path>
        </svg>
    }
}
