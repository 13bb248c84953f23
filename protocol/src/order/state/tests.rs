use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

const PARTIES: [Party; 4] = [Buyer, Owner, Admin, System];

#[test]
fn an_order_goes_from_hold_to_completed() {
    let life = [
        (A::Submit, Buyer, S::Submitted),
        (A::Accept, Owner, S::Accepted),
        (A::SendCreative, Buyer, S::CreativeReview),
        (A::RejectCreative, Owner, S::Accepted),
        (A::SendCreative, Buyer, S::CreativeReview),
        (A::ApproveCreative, Owner, S::Scheduled),
        (A::Start, System, S::Running),
        (A::Complete, System, S::Completed),
    ];
    let mut state = S::Held;
    for (action, party, becomes) in life {
        state = next(state, action, party).unwrap();
        assert_eq!(state, becomes);
    }
}

/// Every state × action × party: either one line of the table says so, or it is refused with its reason.
#[test]
fn what_the_table_does_not_name_is_refused() {
    for state in S::ALL {
        for action in A::ALL {
            for party in PARTIES {
                let mut lines = TRANSITIONS.iter().filter(|it| it.action == action);
                let line = lines.find(|it| it.from.contains(&state));
                let expected = match line {
                    None => Err(Refusal::State(state, action)),
                    Some(line) if line.by.contains(&party) => Ok(line.to),
                    Some(_) => Err(Refusal::Party(party, action)),
                };
                assert_eq!(next(state, action, party), expected, "{state} {action} {party:?}");
            }
        }
    }
}

#[test]
fn no_state_has_two_lines_for_one_action() {
    let mut seen = BTreeSet::new();
    for line in TRANSITIONS {
        for from in line.from {
            assert!(seen.insert((line.action.as_str(), from.as_str())), "{} {from}", line.action);
        }
    }
}

#[test]
fn whoever_is_not_the_system_does_not_do_its_part() {
    for state in S::ALL {
        for party in [Buyer, Owner, Admin] {
            let own = [A::Start, A::Complete, A::Expire, A::Refund];
            assert!(actions(state, party).all(|action| !own.contains(&action)));
        }
        assert!(actions(state, Buyer).all(|action| action != A::Accept));
    }
}

#[test]
fn names_survive_a_round_trip() {
    for state in S::ALL {
        assert_eq!(state.as_str().parse(), Ok(state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
    }
    for action in A::ALL {
        assert_eq!(action.as_str().parse(), Ok(action));
        assert_eq!(serde_json::to_value(action).unwrap(), action.as_str());
    }
}

proptest! {
    /// Whatever is tried by whomever, days that were given back are never taken again, and what is completed stays.
    #[test]
    fn an_order_that_is_over_stays_over(tries in prop::collection::vec((0..11_usize, 0..4_usize), 0..60)) {
        let mut state = S::Held;
        for (action, party) in tries {
            let Ok(becomes) = next(state, A::ALL[action], PARTIES[party]) else { continue };
            prop_assert!(state.keeps_days() || !becomes.keeps_days(), "{} to {}", state, becomes);
            prop_assert!(state != S::Completed && state != S::Refunded);
            state = becomes;
        }
    }
}
