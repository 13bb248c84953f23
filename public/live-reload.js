// Loads the page again when the server it came from has been replaced. Only there while developing.
let born;
setInterval(async () => {
  try {
    const response = await fetch("/live-reload");
    const id = await response.text();
    if (born && born !== id) location.reload();
    born = id;
  } catch {
    // The server is being replaced; the next second knows more.
  }
}, 1000);
