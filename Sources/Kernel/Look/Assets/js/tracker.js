// Tells the site's own server that a page was read, and for how long. Stores nothing on the device.
if (!navigator.globalPrivacyControl && navigator.doNotTrack !== "1") {
  const page = crypto.getRandomValues(new Uint32Array(2)).join("-");
  const query = new URLSearchParams(location.search);
  const send = (more) => navigator.sendBeacon("/visit", new URLSearchParams({ page, path: location.pathname, ...more }));
  const first = { referrer: document.referrer, title: document.title, width: innerWidth };
  for (const name of ["source", "medium", "campaign", "term", "content"]) if (query.has("utm_" + name)) first["utm_" + name] = query.get("utm_" + name);
  send(first);
  let since = document.hidden ? 0 : performance.now(), seconds = 0;
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) { since = performance.now(); return; }
    seconds += (performance.now() - since) / 1000;
    send({ seconds: Math.round(seconds) });
  });
}
