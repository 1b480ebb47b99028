// Keeps regions marked data-live="name" current. GET /app/live sends server-sent events:
//   event: region  data: {"name": "...", "html": "..."}    replaces the region
//   event: stale   data: {"names": ["..."]}                fetches this page again and swaps those regions
//   event: toast   data: {"message": "...", "tone": "good"}
// The browser reconnects by itself and sends Last-Event-ID.
let source;

const region = (root, name) => root.querySelector(`[data-live="${CSS.escape(name)}"]`);

function replace(name, fresh) {
  const old = region(document, name);
  // Never take away what somebody is typing into.
  if (old && fresh && !old.contains(document.activeElement?.closest("input, textarea, select, details[open]"))) old.replaceWith(document.adoptNode(fresh));
}

function connect() {
  const wanted = !document.hidden && document.querySelector("[data-live]");
  if (!wanted) { source?.close(); source = undefined; return; }
  if (source && source.readyState !== EventSource.CLOSED) return;
  source = new EventSource("/app/live");
  source.addEventListener("region", (event) => {
    const { name, html } = JSON.parse(event.data);
    // A row only parses inside a table; <template> takes any fragment.
    const holder = document.createElement("template");
    holder.innerHTML = html;
    replace(name, holder.content.firstElementChild);
  });
  source.addEventListener("stale", async (event) => {
    const here = location.href;
    const response = await fetch(here, { headers: { "Sextant-Partial": "main", Accept: "text/html" } }).catch(() => undefined);
    if (!response?.ok || here !== location.href) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const name of JSON.parse(event.data).names) replace(name, region(page, name));
  });
  source.addEventListener("toast", (event) => document.dispatchEvent(new CustomEvent("sextant:toast", { detail: JSON.parse(event.data) })));
}

document.addEventListener("sextant:page", connect);
document.addEventListener("visibilitychange", connect);
connect();
