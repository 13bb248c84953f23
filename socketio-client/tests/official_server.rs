//! The client against the official server (npm `socket.io`), in stories. Each is told three times: over a
//! WebSocket, over long-polling, and while the connection moves from the one to the other.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "official_server/guarding.rs"]
mod guarding;
#[path = "official_server/joining.rs"]
mod joining;
#[path = "official_server/losing.rs"]
mod losing;
#[path = "official_server/moving.rs"]
mod moving;
mod support;
#[path = "official_server/talking.rs"]
mod talking;

macro_rules! three_ways {
    ($($group:ident { $($story:ident,)* })*) => {
        mod over_a_websocket {
            $($(#[tokio::test] async fn $story() {
                super::$group::$story(socketio_client::Transports::WebSocketOnly).await;
            })*)*
        }
        mod over_polling {
            $($(#[tokio::test] async fn $story() {
                super::$group::$story(socketio_client::Transports::PollingOnly).await;
            })*)*
        }
        mod from_polling_to_a_websocket {
            $($(#[tokio::test] async fn $story() {
                super::$group::$story(socketio_client::Transports::PollingFirst).await;
            })*)*
        }
    };
}

three_ways! {
    guarding {
        a_flood_is_read_no_faster_than_the_application_reads,
        an_address_that_may_not_be_dialled_is_not,
        a_name_leads_to_allowed_addresses_only,
        a_frame_beyond_the_limit_ends_the_connection,
        a_server_whose_certificate_nobody_vouches_for_is_not_spoken_to,
    }
    joining {
        ann_is_let_in_and_the_server_knows_her_auth_and_headers,
        ann_joins_another_namespace,
        a_refusal_carries_its_details_and_is_not_retried,
        an_unknown_namespace_is_refused,
    }
    talking {
        events_come_back_as_they_were_sent_and_in_order,
        requests_are_answered_each_with_its_own_answer,
        a_request_nobody_answers_times_out_and_the_line_stays_up,
        what_cannot_be_sent_is_said_at_once,
        bytes_travel_both_ways_in_events_and_in_answers,
        the_server_gets_the_answer_it_asks_for,
        a_request_is_repeated_until_it_is_answered,
    }
    losing {
        a_line_that_proves_to_be_alive_is_kept,
        a_line_that_does_not_is_replaced_at_once,
        sent_away_by_the_server_the_client_comes_back,
        a_server_that_hangs_up_is_called_again,
        a_killed_server_is_found_again_on_the_same_port,
        a_clean_leave_is_seen_as_one_and_the_client_can_return,
        dropping_the_last_handle_is_a_clean_leave_too,
        a_cut_line_is_lost_without_a_word_and_comes_back,
        the_heartbeat_keeps_a_quiet_line,
        a_frozen_server_is_noticed_by_its_silence,
    }
}
