// On a page of this site; the browser sends the cookie and comes back by itself.
const events = new EventSource(`/api/jobs/${job}/progress`);
events.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === "status_update") {
    console.log(message.status, `${message.progress.percent} %`);
    if (["COMPLETED", "FAILED", "CANCELLED"].includes(message.status)) events.close();
  } else if (message.type === "error") {
    console.error(message.error);
  }
};
