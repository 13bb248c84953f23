//! Signing up, in and out.

use crate::world::{PASSWORD, World, device, refused};
use protocol::{
    ErrorCode,
    account::{ChangePassword, Me, Role, SignIn, SignUp},
    id::{SessionId, UserId},
    limits,
};
use std::time::Duration;
use uuid::Uuid;

#[tokio::test]
async fn whoever_signs_up_can_sign_in_with_any_spelling_of_the_address() {
    let world = World::empty().await;
    let ana = world.sign_up("Ana", "advertiser").await;
    let again = world.sign_in(" ANA@example.COM ", PASSWORD).await.expect("signs in").me;
    assert_eq!((again.user_id, again.role), (ana.user_id, Role::Advertiser));
    assert_ne!(again.session_id, ana.session_id);
}

#[tokio::test]
async fn an_address_has_one_account() {
    let world = World::empty().await;
    world.sign_up("Ana", "advertiser").await;
    let second = SignUp {
        name: "Other".into(),
        email: "ANA@example.com".into(),
        password: PASSWORD.into(),
        role: "owner".into(),
    };
    let error = refused(world.market.sign_up(&second, device("10.0.0.2")).await);
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Conflict, Some("email")));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_look_the_same() {
    let world = World::empty().await;
    world.sign_up("Ana", "advertiser").await;
    let wrong = refused(world.sign_in("ana@example.com", "wrong password").await);
    let unknown = refused(world.sign_in("nobody@example.com", "wrong password").await);
    assert_eq!(wrong, unknown);
    assert_eq!(wrong.code, ErrorCode::Forbidden);
}

#[tokio::test]
async fn after_ten_failures_the_account_rests_for_a_quarter_of_an_hour() {
    let world = World::empty().await;
    world.sign_up("Ana", "advertiser").await;
    for attempt in 0..limits::SIGN_IN_TRIES {
        // From another address each time: the account itself is protected.
        let input = SignIn { email: "ana@example.com".into(), password: "wrong password".into() };
        let from = device(&format!("10.1.0.{attempt}"));
        assert_eq!(refused(world.market.sign_in(&input, from).await).code, ErrorCode::Forbidden);
    }
    let error = refused(world.sign_in("ana@example.com", PASSWORD).await);
    assert_eq!((error.code, error.retry_after_ms), (ErrorCode::RateLimited, Some(900_000)));
    world.clock.advance(limits::TRIES_WINDOW + Duration::from_millis(1));
    assert!(world.sign_in("ana@example.com", PASSWORD).await.is_ok());
}

/// Whoever asks many times at once gets the tries of one, and of the few who are worked on together.
#[tokio::test]
async fn a_crowd_of_guesses_has_no_more_tries_than_one_after_the_other() {
    let world = World::empty().await;
    world.sign_up("Ana", "advertiser").await;
    let guess = |n: usize| {
        let market = world.market.clone();
        let input = SignIn { email: "ana@example.com".into(), password: format!("guess {n}") };
        tokio::spawn(async move { market.sign_in(&input, device("10.0.0.1")).await })
    };
    let crowd: Vec<_> = (0..40).map(guess).collect();
    let mut looked_at = 0;
    for guess in crowd {
        if refused(guess.await.expect("ends")).code == ErrorCode::Forbidden {
            looked_at += 1;
        }
    }
    assert!((10..=13).contains(&looked_at), "{looked_at} guesses were looked at");
}

#[tokio::test]
async fn after_ten_failures_the_address_rests_too() {
    let world = World::empty().await;
    world.sign_up("Ana", "advertiser").await;
    for attempt in 0..limits::SIGN_IN_TRIES {
        refused(world.sign_in(&format!("guess{attempt}@example.com"), "wrong password").await);
    }
    let error = refused(world.sign_in("ana@example.com", PASSWORD).await);
    assert_eq!(error.code, ErrorCode::RateLimited);
    let input = SignIn { email: "ana@example.com".into(), password: PASSWORD.into() };
    assert!(world.market.sign_in(&input, device("10.9.9.9")).await.is_ok());
}

#[tokio::test]
async fn a_session_is_found_by_its_token_until_it_is_revoked() {
    let world = World::empty().await;
    world.sign_up("Ana", "advertiser").await;
    let phone = world.sign_in("ana@example.com", PASSWORD).await.expect("signs in");
    let laptop = world.sign_in("ana@example.com", PASSWORD).await.expect("signs in");
    assert_eq!(world.market.session(&phone.token).await.expect("answers"), Some(phone.me.clone()));
    assert_eq!(world.market.session("0000").await.expect("answers"), None);

    world.market.revoke_session(&laptop.me, phone.me.session_id).await.expect("revokes");
    assert_eq!(world.market.session(&phone.token).await.expect("answers"), None);
    assert_eq!(world.told.ended(), [phone.me.session_id], "its sockets are told to close");
    let own: Vec<_> = world.market.sessions(&laptop.me).await.expect("lists");
    assert!(own.iter().any(|session| session.is_current && session.id == laptop.me.session_id));
    assert!(own.iter().all(|session| session.id != phone.me.session_id));
}

#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else() {
    let world = World::empty().await;
    let ana = world.sign_up("Ana", "advertiser").await;
    let ben = world.sign_up("Ben", "owner").await;
    let foreign = refused(world.market.revoke_session(&ben, ana.session_id).await);
    let missing = refused(world.market.revoke_session(&ben, SessionId(Uuid::nil())).await);
    assert_eq!(foreign, missing);
    assert_eq!(foreign.code, ErrorCode::NotFound);
    assert!(world.told.ended().is_empty());
}

#[tokio::test]
async fn a_session_that_is_not_used_ends_by_itself() {
    let world = World::empty().await;
    world.sign_up("Ana", "advertiser").await;
    let token = world.sign_in("ana@example.com", PASSWORD).await.expect("signs in").token;
    world.clock.advance(limits::SESSION_LIFETIME);
    assert!(world.market.session(&token).await.expect("answers").is_some(), "used in time");
    world.clock.advance(limits::SESSION_LIFETIME);
    assert!(
        world.market.session(&token).await.expect("answers").is_some(),
        "being used prolonged it"
    );
    world.clock.advance(limits::SESSION_LIFETIME + Duration::from_millis(1));
    assert!(world.market.session(&token).await.expect("answers").is_none());
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one_and_ends_the_other_sessions() {
    let world = World::empty().await;
    let phone = world.sign_up("Ana", "advertiser").await;
    let laptop = world.sign_in("ana@example.com", PASSWORD).await.expect("signs in").me;
    let input = ChangePassword { current: PASSWORD.into(), password: "another password".into() };
    world.market.change_password(&laptop, &input, &device("10.0.0.1")).await.expect("changes");
    assert_eq!(world.told.ended(), [phone.session_id], "only the others are signed out");
    assert_eq!(world.market.sessions(&laptop).await.expect("lists").len(), 1);
    assert!(world.sign_in("ana@example.com", PASSWORD).await.is_err());
    assert!(world.sign_in("ana@example.com", "another password").await.is_ok());
}

#[tokio::test]
async fn a_password_is_not_changed_without_the_current_one_however_often_one_guesses() {
    let world = World::empty().await;
    let ana = world.sign_up("Ana", "advertiser").await;
    let change = |current: &str| ChangePassword {
        current: current.into(),
        password: "another password".into(),
    };
    let from = device("10.0.0.1");
    for _ in 0..limits::SIGN_IN_TRIES {
        let wrong = world.market.change_password(&ana, &change("guess"), &from).await;
        let error = refused(wrong);
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Forbidden, Some("current")));
    }
    let error = refused(world.market.change_password(&ana, &change(PASSWORD), &from).await);
    assert_eq!(error.code, ErrorCode::RateLimited);
    let short = ChangePassword { password: "short".into(), ..change(PASSWORD) };
    let error = refused(world.market.change_password(&ana, &short, &from).await);
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("password")));
    assert!(world.told.ended().is_empty());
}

#[tokio::test]
async fn only_an_admin_gives_others_a_role_and_their_sockets_come_back_with_it() {
    let world = World::empty().await;
    let ana = world.sign_up("Ana", "advertiser").await;
    let ben = world.sign_up("Ben", "owner").await;
    let error = refused(world.market.set_role(&ben, ana.user_id, Role::Admin).await);
    assert_eq!(error.code, ErrorCode::Forbidden);
    let admin = Me { role: Role::Admin, ..ben };
    let error = refused(world.market.set_role(&admin, admin.user_id, Role::Tester).await);
    assert_eq!(error.code, ErrorCode::Forbidden, "never one's own");
    let nobody = UserId(Uuid::nil());
    let error = refused(world.market.set_role(&admin, nobody, Role::Tester).await);
    assert_eq!(error.code, ErrorCode::NotFound);

    for _ in 0..2 {
        world.market.set_role(&admin, ana.user_id, Role::Tester).await.expect("sets");
    }
    assert_eq!(world.told.readmitted(), [ana.user_id], "once: the second time nothing changed");
    let renewed = world.market.renew(&ana).await.expect("reads").expect("is signed in");
    assert_eq!(renewed.role, Role::Tester);
}
