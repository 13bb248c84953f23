//! What a refused form says, as the server writes it into the address it redirects to.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use protocol::{ErrorBody, ErrorCode, inventory::Place, limits};

/// What jobs at the same time are called in an address.
const JOBS: &str = "jobs";

/// Why the last form was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError(pub ErrorBody);

impl FormError {
    fn read(query: &ParamsMap) -> Option<Self> {
        let code = query.get_str("error")?;
        let code: ErrorCode = serde_json::from_value(code.into()).ok()?;
        let field = query.get("field").filter(|field| !field.is_empty());
        let number = |name: &str| query.get_str(name)?.parse::<u32>().ok();
        let place = number("line").map(|line| Place {
            line: line.into(),
            column: number("column").unwrap_or_default() as usize,
        });
        let message = text(code, field.as_deref());
        let message = place.map_or(message.clone(), |place| format!("{place}: {message}"));
        // A limit is named for its words, and is no field that could be corrected.
        let field = field.filter(|field| field != JOBS);
        Some(Self(ErrorBody { field, place, ..ErrorBody::new(code, message) }))
    }

    /// The message, if it is about this field.
    pub fn about(&self, field: &str) -> Option<String> {
        (self.0.field.as_deref() == Some(field)).then(|| self.0.message.clone())
    }
}

/// What is said of the fields of orders.
fn about_orders(code: ErrorCode, field: Option<&str>) -> Option<String> {
    let text = match (code, field?) {
        (ErrorCode::Conflict, "wishes") => {
            "Somebody else was faster: one of these days is taken now. Choose other days."
        }
        (ErrorCode::Conflict, "totalCents") => {
            "This is the price of these days now. Look at it, then hold them."
        }
        (ErrorCode::TooLarge, "wishes") => {
            "You hold as many orders as one can. Submit or cancel one of them first."
        }
        (ErrorCode::Invalid | ErrorCode::TooLarge, "first" | "last" | "wishes") => {
            "These days cannot be booked. Choose others."
        }
        (ErrorCode::Invalid, "reason") => "Say why, in a few words.",
        (ErrorCode::TooLarge, "reason") => {
            return Some(format!("At most {} characters.", limits::REASON_CHARS));
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// What is said of pictures.
fn about_pictures(code: ErrorCode, field: Option<&str>) -> Option<String> {
    let megabytes = limits::PICTURE_BYTES / 1024 / 1024;
    let text = match (code, field?) {
        (ErrorCode::Invalid, "file") => {
            "That was empty, or no whole PNG, JPEG or WebP picture. Choose a file that is one."
                .to_owned()
        }
        (ErrorCode::TooLarge, "file") => {
            let millions = limits::PICTURE_PIXELS / 1_000_000;
            format!("A picture has at most {megabytes} MB and {millions} million pixels.")
        }
        (ErrorCode::RateLimited, "file") => {
            let minutes = limits::TRIES_WINDOW.as_secs() / 60;
            format!("Too many pictures. Try again in {minutes} minutes.")
        }
        (ErrorCode::RateLimited, "upload") => {
            let uploads = limits::UPLOADS;
            format!("At most {uploads} uploads at the same time. Try again when one is done.")
        }
        (ErrorCode::Invalid, "photo") => {
            let (width, height) = limits::PHOTO_PIXELS;
            format!("A photo has at least {width} × {height} pixels. Choose a larger one.")
        }
        (ErrorCode::TooLarge, "photo") => "One photo at a time.".to_owned(),
        (ErrorCode::TooLarge, "photos") => {
            format!("A board has at most {} photos. Remove one first.", limits::PHOTOS)
        }
        (ErrorCode::TooLarge, "alt") => {
            format!("A description has at most {} characters.", limits::PHOTO_ALT_CHARS)
        }
        (ErrorCode::TooLarge, "creative") => {
            format!("At most {} pictures, one for each shape of screen.", limits::CREATIVES)
        }
        (ErrorCode::Invalid, "creative") => {
            "The picture does not fit the screens. Below is why.".to_owned()
        }
        _ => return None,
    };
    Some(text)
}

fn about(code: ErrorCode, field: Option<&str>) -> Option<String> {
    about_orders(code, field)
        .or_else(|| about_pictures(code, field))
        .or_else(|| about_jobs(code, field))
        .or_else(|| about_prices(code, field))
}

/// What is said of checks of prices.
fn about_prices(code: ErrorCode, field: Option<&str>) -> Option<String> {
    match (code, field?) {
        (ErrorCode::Invalid, "boardIds") => {
            Some("Choose a board that is not retired, or compare all.".to_owned())
        }
        (ErrorCode::TooLarge, "boardIds") => {
            Some(format!("At most {} boards at a time. Choose some of them.", limits::PRICE_BOARDS))
        }
        (ErrorCode::RateLimited, "priceChecks") => {
            let most = limits::PRICE_CHECKS;
            Some(format!(
                "At most {most} price checks at a time. Wait for the end of one, or stop one."
            ))
        }
        _ => None,
    }
}

/// What is said of files with boards.
fn about_jobs(code: ErrorCode, field: Option<&str>) -> Option<String> {
    let text = match (code, field?) {
        (ErrorCode::Invalid, "inventory") => {
            "This file cannot be read as CSV or JSON Lines. Save it as CSV in UTF-8, with the names of the columns in the first row."
        }
        (ErrorCode::TooLarge, "inventory") => {
            let megabytes = limits::IMPORT_BYTES / 1024 / 1024;
            let columns = limits::IMPORT_COLUMNS;
            return Some(format!(
                "A file has at most {megabytes} MB and {columns} columns, and no cell is longer than a page."
            ));
        }
        (ErrorCode::RateLimited, JOBS) => {
            let most = limits::JOBS_OPEN;
            return Some(format!(
                "{most} of your imports and exports are not done yet. Wait for one, or cancel one."
            ));
        }
        (ErrorCode::Invalid, "mapping") => {
            "A column is missing: id, title, city, address, width, height, facing, audience and price are needed."
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// The words are the page's own: an address can be made up, and would speak in our name.
fn text(code: ErrorCode, field: Option<&str>) -> String {
    if let Some(text) = about(code, field) {
        return text;
    }
    let minutes = limits::TRIES_WINDOW.as_secs() / 60;
    let text = match (code, field) {
        (ErrorCode::Forbidden, Some("password")) => "Mail address or password is wrong.",
        (ErrorCode::Forbidden, Some("current")) => "That is not your current password.",
        (ErrorCode::Conflict, Some("email")) => {
            "There is an account with this mail address already. Sign in instead."
        }
        (ErrorCode::Invalid, Some("email" | "member")) => {
            "That is not a mail address. Example: ana@example.com"
        }
        (ErrorCode::Invalid, Some("name")) => "Tell us your name.",
        (ErrorCode::Invalid, Some("role")) => "Choose advertiser or owner.",
        (ErrorCode::Invalid, Some("password")) => {
            return format!("A password has at least {} characters.", limits::PASSWORD_CHARS.0);
        }
        (ErrorCode::NotFound, Some("member")) => {
            "Nobody with this address can be added. Ask them which address their account has."
        }
        (ErrorCode::Conflict, Some("member")) => "This person is in the conversation already.",
        (ErrorCode::TooLarge, Some("member")) => {
            return format!("A conversation has room for {} people.", limits::MEMBERS);
        }
        (ErrorCode::Invalid, Some("body")) => "Write something first.",
        (ErrorCode::TooLarge, Some("body")) => {
            return format!("A message has at most {} characters.", limits::MESSAGE_CHARS);
        }
        (ErrorCode::Invalid, Some("title")) => "Give it a title.",
        (ErrorCode::Invalid, Some("endsAt")) => "It would end before it begins.",
        (ErrorCode::Invalid | ErrorCode::TooLarge, _) => "Shorten or correct what you entered.",
        (ErrorCode::RateLimited, Some("member")) => {
            return format!("Too many people added. Try again in {minutes} minutes.");
        }
        (ErrorCode::RateLimited, _) => {
            return format!("Too many tries. Wait up to {minutes} minutes, then try again.");
        }
        (ErrorCode::Unauthenticated | ErrorCode::SessionExpired, _) => "Sign in and try again.",
        (ErrorCode::Forbidden, _) => "Your account may not do this.",
        (ErrorCode::NotFound, _) => "It is gone, or it is not yours to see.",
        (ErrorCode::WrongState | ErrorCode::Conflict | ErrorCode::RightsChanged, _) => {
            "Look at the page again: it may be done already."
        }
        (ErrorCode::Unavailable | ErrorCode::SlowConsumer | ErrorCode::ShuttingDown, _) => {
            "Try again in a moment."
        }
    };
    text.to_owned()
}

/// The refusal in the page's address, if there is one.
pub fn use_form_error() -> Memo<Option<FormError>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(FormError::read))
}

/// A field of the page's address as it was when the page opened: where to go next, or what was typed into
/// a form that was refused.
pub(super) fn typed(name: &'static str) -> Option<String> {
    use_query_map().with_untracked(|query| query.get(name)).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&'static str, &str)]) -> ParamsMap {
        pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    }

    #[test]
    fn a_refusal_names_its_field() {
        let map = query(&[("error", "invalid"), ("field", "email")]);
        let error = FormError::read(&map).unwrap();
        assert_eq!(error.0.code, ErrorCode::Invalid);
        assert!(error.about("email").unwrap().contains("mail address"));
        assert_eq!(error.about("password"), None);
    }

    #[test]
    fn an_address_cannot_put_words_into_our_mouth() {
        let map = query(&[("error", "forbidden"), ("message", "Call this number")]);
        assert!(!FormError::read(&map).unwrap().0.message.contains("Call"));
    }

    #[test]
    fn a_refused_file_names_the_place_if_it_is_one() {
        let read = |line, column| {
            let map = query(&[
                ("error", "invalid"),
                ("field", "inventory"),
                ("line", line),
                ("column", column),
            ]);
            FormError::read(&map).unwrap().0.message
        };
        assert!(read("7", "2").starts_with("Line 7, column 2: "));
        assert!(read("7", "").starts_with("Line 7: "));
        assert!(read("Call this number", "2").starts_with("This file"));
    }

    #[test]
    fn a_limit_speaks_of_what_it_limits() {
        let message = |pairs: &[(&'static str, &str)]| FormError::read(&query(pairs)).unwrap().0;
        let jobs = message(&[("error", "rate_limited"), ("field", "jobs")]);
        assert!(jobs.message.contains("imports and exports"), "{}", jobs.message);
        assert_eq!(jobs.field, None, "there is nothing to correct");
        let any = message(&[("error", "rate_limited")]).message;
        assert!(!any.contains("password") && any.contains("Too many tries"), "{any}");
    }

    #[test]
    fn an_address_without_a_known_code_is_no_refusal() {
        assert_eq!(FormError::read(&query(&[("message", "Call this number")])), None);
        assert_eq!(FormError::read(&query(&[("error", "on_fire")])), None);
    }
}
