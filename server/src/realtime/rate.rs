//! A token bucket for one socket's commands. Pure; the time is passed in.

use crate::config::Limits;
use protocol::{ErrorBody, ErrorCode, Timestamp};

/// Refills by `commands_per_second`, holds at most `command_burst`.
pub(super) struct Bucket {
    tokens: f64,
    refilled_at: Timestamp,
    limits: Limits,
}

impl Bucket {
    pub(super) fn new(limits: Limits, now: Timestamp) -> Self {
        Self { tokens: f64::from(limits.command_burst), refilled_at: now, limits }
    }

    /// Takes one, or says when to come back.
    pub(super) fn take(&mut self, now: Timestamp) -> Result<(), ErrorBody> {
        let per_second = f64::from(self.limits.commands_per_second);
        let elapsed = now.since(self.refilled_at).as_secs_f64();
        self.tokens =
            (self.tokens + elapsed * per_second).min(f64::from(self.limits.command_burst));
        self.refilled_at = now;
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return Ok(());
        }
        let text = "Too many commands at once. Slow down a little.";
        let wait = u64::from(1000 / self.limits.commands_per_second.max(1)).max(1);
        Err(ErrorBody {
            retry_after_ms: Some(wait),
            limit: Some(u64::from(self.limits.commands_per_second)),
            ..ErrorBody::new(ErrorCode::RateLimited, text)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Defaults {
        #[command(flatten)]
        limits: Limits,
    }

    #[test]
    fn a_burst_is_allowed_and_then_the_steady_rate() {
        let limits = Defaults::parse_from(["test"]).limits;
        let mut bucket = Bucket::new(limits, Timestamp(0));
        let taken = (0..100).filter(|_| bucket.take(Timestamp(0)).is_ok()).count();
        assert_eq!(taken, 50);
        let error = bucket.take(Timestamp(0)).expect_err("the bucket is empty");
        assert_eq!((error.code, error.retry_after_ms), (ErrorCode::RateLimited, Some(100)));
        let taken = (0..100).filter(|_| bucket.take(Timestamp(1_000)).is_ok()).count();
        assert_eq!(taken, 10);
    }
}
