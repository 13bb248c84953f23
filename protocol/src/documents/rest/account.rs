//! Sessions and roles.

use super::{Content, Group, Who, delete, get, of, post, put};
use crate::{
    ErrorCode,
    account::{Me, Role, SignIn},
};
use schemars::JsonSchema;

/// A new role.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is asked for")]
struct SetRole {
    /// The role from now on.
    role: Role,
}

pub(super) fn group() -> Group {
    let mut sign_in = post(
        "/api/session",
        "signIn",
        "Sign in. The answer sets the session's cookie, which every other request sends.",
    )
    .who(Who::Everybody)
    .takes::<SignIn>()
    .answers::<Me>(201)
    .refuses(&[ErrorCode::Unauthenticated, ErrorCode::RateLimited])
    .example("Shell", include_str!("../../../../docs/examples/sign-in.sh"));
    sign_in.sets_cookie = true;
    let mut sign_out =
        delete("/api/session", "signOut", "Sign out. Ends the session and closes its sockets.")
            .gives(204, Content::Nothing);
    sign_out.sets_cookie = true;
    Group {
        name: "Sessions",
        about: "Who asks is told by a cookie.",
        requests: vec![
            sign_in,
            get("/api/session", "readSession", "Who is signed in.")
                .gives(200, Content::Json(of::<Me>)),
            sign_out,
            put(
                "/api/users/{id}/role",
                "setRole",
                "Give somebody a role. For admins. Open sockets come back with the new role.",
            )
            .who(Who::Admin)
            .takes::<SetRole>()
            .gives(204, Content::Nothing)
            .refuses(&[ErrorCode::NotFound, ErrorCode::Conflict]),
        ],
    }
}
