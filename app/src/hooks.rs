//! What pages use of the live connection. Every hook is inert on the server.
