use super::*;
use crate::{order::Party, picture::PictureKind};
use proptest::prelude::*;
use uuid::Uuid;

fn picture(width: u32, height: u32) -> PictureFacts {
    PictureFacts { kind: PictureKind::Png, width, height, bytes: 1_000 }
}

fn screen(title: &str, width: u32, height: u32) -> Screen {
    Screen { board_id: BoardId(Uuid::nil()), title: title.into(), width, height }
}

fn texts(pictures: &[PictureFacts], screens: &[Screen]) -> Vec<String> {
    assign(pictures, screens).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn a_picture_fits_when_its_proportions_do_and_it_is_large_enough() {
    let screens = [screen("Ring", 1920, 1080)];
    for (width, height) in [(1920, 1080), (3840, 2160), (1930, 1080)] {
        assert_eq!(assign(&[picture(width, height)], &screens), Ok(vec![0]), "{width}");
    }
    assert_eq!(
        texts(&[picture(1200, 800)], &screens),
        [
            "“Ring”: 1200 × 800 does not fit 1920 × 1080, the proportions differ (1.50 : 1 instead of 1.78 : 1)."
        ]
    );
    assert_eq!(
        texts(&[picture(960, 540)], &screens),
        ["“Ring”: 960 × 540 is too small for 1920 × 1080, it would be blurred."]
    );
}

#[test]
fn every_board_of_an_order_has_its_own_finding_and_may_have_its_own_picture() {
    let screens =
        [screen("Ring", 1920, 1080), screen("Quai", 1080, 1920), screen("Platz", 960, 540)];
    let named = texts(&[picture(1920, 1080)], &screens);
    assert_eq!(named.len(), 1);
    assert!(named[0].starts_with("“Quai”: "), "{named:?}");
    let both = [picture(1080, 1920), picture(1920, 1080)];
    assert_eq!(assign(&both, &screens), Ok(vec![1, 0, 1]));
    let with_another = [both[0], both[1], picture(500, 500)];
    assert_eq!(
        texts(&with_another, &screens),
        ["The picture of 500 × 500 is for none of the boards."]
    );
    let small = texts(&[picture(1920, 1080), picture(540, 960)], &screens);
    assert!(small[0].contains("too small"), "the one that comes closest: {small:?}");
}

#[test]
fn nothing_too_much_and_too_large_are_findings_too() {
    let screens = [screen("Ring", 1920, 1080)];
    assert_eq!(texts(&[], &screens), ["Choose a file first."]);
    let large = PictureFacts { bytes: limits::PICTURE_BYTES as u64 + 1, ..picture(1920, 1080) };
    assert_eq!(texts(&[large], &screens), ["The file is larger than 10 MB."]);
    let many = vec![picture(1920, 1080); limits::CREATIVES + 1];
    assert_eq!(refusal(&assign(&many, &screens).unwrap_err()).code, ErrorCode::TooLarge);
}

fn step(action: Option<OrderAction>, state: OrderState) -> TimelineEntry {
    TimelineEntry {
        version: 1,
        action,
        state,
        party: Party::Buyer,
        by: None,
        reason: Some("Because.".into()),
        creatives: Vec::new(),
        at: Timestamp(1),
    }
}

#[test]
fn what_became_of_each_creative_is_read_from_the_orders_life() {
    let (send, review) = (Some(OrderAction::SendCreative), OrderState::CreativeReview);
    let life = [
        step(None, OrderState::Held),
        step(send, review),
        step(Some(OrderAction::RejectCreative), OrderState::Accepted),
        step(send, review),
        step(None, review),
        step(Some(OrderAction::ApproveCreative), OrderState::Scheduled),
        step(Some(OrderAction::Start), OrderState::Running),
    ];
    let verdicts = |life| -> Vec<_> {
        creative_versions(life)
            .into_iter()
            .map(|version| (version.number, version.verdict))
            .collect()
    };
    let rejected = (1, Verdict::Rejected(Some("Because.".into())));
    assert_eq!(verdicts(&life), [rejected.clone(), (2, Verdict::Approved)]);
    assert_eq!(verdicts(&life[..5]), [rejected.clone(), (2, Verdict::Waiting)]);
    let mut ended = life[..4].to_vec();
    ended.push(step(Some(OrderAction::Cancel), OrderState::Cancelled));
    assert_eq!(verdicts(&ended), [rejected, (2, Verdict::Dropped)]);
}

proptest! {
    /// Whatever is large enough and has exactly the screen's proportions fits.
    #[test]
    fn multiples_of_a_screen_always_fit(width in 16_u32..2_000, height in 16_u32..2_000, times in 1_u32..4) {
        let pictures = [picture(width * times, height * times)];
        prop_assert_eq!(assign(&pictures, &[screen("Ring", width, height)]), Ok(vec![0]));
    }
}
