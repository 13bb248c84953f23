//! The table, row by row and as a whole.

use super::*;
use std::collections::BTreeSet;

const NOBODY: Parts = Parts { is_owner: false, is_admin: false };
const OWNER: Parts = Parts { is_owner: true, is_admin: false };
const ADMIN: Parts = Parts { is_owner: false, is_admin: true };
const BOTH: Parts = Parts { is_owner: true, is_admin: true };

fn pairs() -> impl Iterator<Item = (BoardStatus, BoardStatus)> {
    BoardStatus::ALL.into_iter().flat_map(|from| BoardStatus::ALL.map(|to| (from, to)))
}

#[test]
fn no_step_stands_twice_in_the_table_and_none_leads_nowhere() {
    let rows: BTreeSet<_> = TRANSITIONS
        .iter()
        .map(|step| (step.from.as_str(), step.to.as_str(), step.by as u8))
        .collect();
    assert_eq!(rows.len(), TRANSITIONS.len());
    assert!(TRANSITIONS.iter().all(|step| step.from != step.to));
}

/// Of every status, other, part and reason: what is not in the table is refused, and with the reason why.
#[test]
fn exactly_the_steps_of_the_table_are_taken() {
    for (from, to) in pairs().filter(|(from, to)| from != to) {
        for parts in [NOBODY, OWNER, ADMIN, BOTH] {
            for reason in ["", "The picture is blurred."] {
                let rows: Vec<_> =
                    TRANSITIONS.iter().filter(|row| (row.from, row.to) == (from, to)).collect();
                let mine: Vec<_> = rows.iter().filter(|row| parts.have(row.by)).collect();
                let expected = if parts.are_none() {
                    Err(Refusal::NotYours)
                } else if rows.is_empty() {
                    Err(Refusal::NoSuchStep { from, to })
                } else if mine.is_empty() {
                    Err(Refusal::NotYourPart(rows[0].by))
                } else if reason.is_empty() && mine.iter().all(|row| row.needs_reason) {
                    Err(Refusal::NoReason)
                } else {
                    Ok(to)
                };
                let decided = decide((from, to), parts, reason).map(|step| step.unwrap().to);
                assert_eq!(decided, expected, "{from} to {to}, {parts:?}, {reason:?}");
            }
        }
    }
}

#[test]
fn what_is_offered_is_what_is_taken() {
    for from in BoardStatus::ALL {
        for parts in [NOBODY, OWNER, ADMIN, BOTH] {
            let offered = choices(from, parts);
            for to in BoardStatus::ALL.into_iter().filter(|to| *to != from) {
                let is_taken = decide((from, to), parts, "Because.").is_ok();
                let step = offered.iter().find(|step| step.to == to);
                assert_eq!(step.is_some(), is_taken, "{from} to {to}, {parts:?}");
                let is_silent = decide((from, to), parts, "").is_ok();
                assert_eq!(step.is_some_and(|step| !step.needs_reason), is_silent);
            }
        }
    }
}

#[test]
fn the_status_it_has_already_is_no_step() {
    for status in BoardStatus::ALL {
        assert_eq!(decide((status, status), OWNER, ""), Ok(None));
        assert_eq!(decide((status, status), NOBODY, ""), Err(Refusal::NotYours));
    }
}

/// Walks every way from a draft, as the owner alone: none leads to the public past the admins.
#[test]
fn nothing_gets_on_air_that_no_admin_has_let_through() {
    let (mut known, mut open) = (vec![Draft], vec![Draft]);
    while let Some(from) = open.pop() {
        for step in choices(from, OWNER) {
            assert!(!step.to.is_public(), "{from} to {}", step.to);
            if !known.contains(&step.to) {
                known.push(step.to);
                open.push(step.to);
            }
        }
    }
    assert_eq!(known.len(), 3, "draft, in review, retired: {known:?}");
}

#[test]
fn whatever_an_admin_takes_off_the_market_is_taken_off_with_a_reason() {
    for (from, to) in pairs().filter(|(_, to)| !to.is_public()) {
        for step in choices(from, ADMIN).into_iter().filter(|step| step.to == to) {
            assert!(step.needs_reason, "{from} to {to}");
        }
    }
}

#[test]
fn boards_that_are_in_no_list_are_found_by_their_people_only() {
    for status in BoardStatus::ALL {
        for parts in [OWNER, ADMIN, BOTH] {
            assert!(may_find(status, parts, false), "{status}");
        }
        assert_eq!(may_find(status, NOBODY, false), status.is_public());
        let is_found = status.is_public() || status == Retired;
        assert_eq!(may_find(status, NOBODY, true), is_found, "{status}");
    }
}

#[test]
fn a_reason_is_one_line_of_a_certain_length() {
    assert_eq!(check_reason("  Blurred\n picture ").unwrap(), "Blurred picture");
    assert_eq!(check_reason(" \t").unwrap(), "");
    assert_eq!(check_reason(&"x".repeat(501)).unwrap_err().code, ErrorCode::TooLarge);
    assert_eq!(check_reason("a\u{7}b").unwrap_err().code, ErrorCode::Invalid);
}

#[test]
fn each_refusal_has_a_code_of_its_kind() {
    let code = |refusal: Refusal| {
        let body = ErrorBody::from(refusal);
        (body.code, body.field)
    };
    assert_eq!(code(Refusal::NotYours), (ErrorCode::Forbidden, None));
    assert_eq!(code(Refusal::NotYourPart(Part::Admin)), (ErrorCode::Forbidden, None));
    assert_eq!(code(Refusal::NoSuchStep { from: Retired, to: Live }), (ErrorCode::Conflict, None));
    assert_eq!(code(Refusal::NoReason), (ErrorCode::Invalid, Some("reason".into())));
}
