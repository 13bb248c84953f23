//! Accounts: who looks at the page, signing in and up, one's own sessions.

mod account_page;
mod api;
mod demo_accounts;
mod device;
mod field;
mod form_error;
mod password_form;
mod privacy_form;
mod session_list;
mod sign_in_page;
mod sign_up_page;
mod viewer;

pub use account_page::AccountPage;
pub use api::list_sessions;
pub(crate) use device::device_name;
pub use form_error::{FormError, use_form_error};
pub use sign_in_page::{SignInFirst, SignInPage, sign_in_then};
pub use sign_up_page::SignUpPage;
pub(crate) use sign_up_page::role_name;
pub use viewer::{provide_viewer, use_is_demo, use_may_test, use_me};
