//! The test page, the descriptions, and health.

use super::{Content, Group, Who, delete, get, post};
use crate::{
    ErrorCode,
    test_websocket::{OpenSandbox, Sandbox, SandboxAct, ScenarioFile},
};

const TEXT: Content = Content::File(&["text/plain"]);
const JSON: Content = Content::File(&["application/json"]);

pub(super) fn test_page() -> Group {
    Group {
        name: "Test page",
        about: "Sandboxes of simulated people. To whoever may not use the test page these are not there.",
        requests: vec![
            get("/api/test/scenarios", "listScenarios", "The scenarios that come with the server.")
                .who(Who::Tester)
                .answers::<Vec<ScenarioFile>>(200),
            post(
                "/api/test/sandboxes",
                "openSandbox",
                "A conversation of simulated people, with their tokens.",
            )
            .who(Who::Tester)
            .takes::<OpenSandbox>()
            .answers::<Sandbox>(201)
            .refuses(&[ErrorCode::RateLimited]),
            delete(
                "/api/test/sandboxes/{id}",
                "closeSandbox",
                "Remove a sandbox and everything of it.",
            )
            .who(Who::Tester)
            .gives(204, Content::Nothing)
            .refuses(&[ErrorCode::NotFound]),
            post(
                "/api/test/sandboxes/{id}/acts",
                "actOnSandbox",
                "Have something done to a sandbox from outside.",
            )
            .who(Who::Tester)
            .takes::<SandboxAct>()
            .gives(204, Content::Nothing)
            .refuses(&[ErrorCode::NotFound, ErrorCode::Conflict]),
        ],
    }
}

pub(super) fn descriptions() -> Group {
    let document = |path, name, about| get(path, name, about).who(Who::Everybody).gives(200, JSON);
    Group {
        name: "Descriptions",
        about: "What describes the server to programs, made from its types.",
        requests: vec![
            document(
                "/api/openapi.json",
                "readOpenApi",
                "This document: the requests, as OpenAPI 3.1.",
            ),
            document(
                "/api/asyncapi.json",
                "readAsyncApi",
                "The live layer's events and commands, as AsyncAPI 3.0.",
            ),
        ],
    }
}

pub(super) fn health() -> Group {
    Group {
        name: "Health",
        about: "For whoever runs the server.",
        requests: vec![
            get("/healthz", "readLife", "`200` as long as the process answers.")
                .who(Who::Everybody)
                .gives(200, TEXT),
            get("/readyz", "readReadiness", "Whether the database answers: `200`, or `503`.")
                .who(Who::Everybody)
                .gives(200, TEXT)
                .gives(503, TEXT),
        ],
    }
}
