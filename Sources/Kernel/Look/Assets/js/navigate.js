// Swaps the page instead of loading it whole. Every link and form works without this module.
// Fires `sextant:page` on the document after each swap, for modules that enhance what is inside.
const parts = ["crumbs", "strip", "platforms", "main", "toasts"];
const still = matchMedia("(prefers-reduced-motion: reduce)");
let current = location.pathname + location.search;
let running;

const inside = (url) => url.origin === location.origin && (url.pathname === "/app" || url.pathname.startsWith("/app/"));

async function visit(address, { push = true, scroll = 0 } = {}) {
  running?.abort();
  const mine = (running = new AbortController());
  const late = setTimeout(() => { document.documentElement.dataset.loading = ""; }, 200);
  try {
    const response = await fetch(address, { headers: { "Sextant-Partial": "main", Accept: "text/html" }, signal: mine.signal });
    const type = response.headers.get("Content-Type") ?? "";
    const target = new URL(response.url);
    if (!response.ok || !type.startsWith("text/html") || response.headers.has("Content-Disposition") || !inside(target)) throw new Error("full");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!page.getElementById("main")) throw new Error("full");
    target.hash = new URL(address, location.href).hash;
    if (push) {
      history.replaceState({ scroll: scrollY }, "");
      history.pushState({ scroll: 0 }, "", target);
    }
    current = location.pathname + location.search;
    const swap = () => show(page, scroll, target.hash);
    if (document.startViewTransition && !still.matches) document.startViewTransition(swap); else swap();
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  } finally {
    clearTimeout(late);
    if (running === mine) delete document.documentElement.dataset.loading;
  }
}

function show(page, scroll, hash) {
  document.title = page.title;
  for (const id of parts) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
  }
  const goal = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  if (goal) goal.scrollIntoView(); else scrollTo(0, scroll);
  const first = ["main [autofocus]", "main [data-summary]", "main h1", "main"].map((one) => document.querySelector(one)).find(Boolean);
  first?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("sextant:page"));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.hasAttribute("download") || link.dataset.full !== undefined) return;
  const url = new URL(link.href);
  if (!inside(url) || (url.hash && url.pathname + url.search === current)) return;
  event.preventDefault();
  visit(url.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "get" || form.target) return;
  const url = new URL(event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : form.action);
  if (!inside(url)) return;
  event.preventDefault();
  url.search = new URLSearchParams([...new FormData(form, event.submitter)].filter(([, value]) => value !== ""));
  visit(url.href);
});

addEventListener("popstate", (event) => {
  if (location.pathname + location.search === current) return;
  visit(location.href, { push: false, scroll: event.state?.scroll ?? 0 });
});
