// Forms: the error summary takes the focus, its links lead to the fields, nothing is sent twice.
// A field that asks for the focus itself comes first; the summary is read out anyway.
function begin() { if (!document.querySelector("main [autofocus]")) document.querySelector("[data-form] [data-summary]")?.focus(); }

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-summary] a[href^='#']");
  const field = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!field) return;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent !== undefined) return event.preventDefault();
  form.dataset.sent = "";
  // A page kept by the browser for "back" must be usable again.
  addEventListener("pageshow", () => { delete form.dataset.sent; }, { once: true });
  setTimeout(() => { delete form.dataset.sent; }, 8000);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form[data-form], form[data-steps]");
  if (form) { event.preventDefault(); form.requestSubmit(); }
});

document.addEventListener("sextant:page", begin);
begin();
