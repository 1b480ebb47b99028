// Toasts leave after some seconds, unless they are bad news, offer something, or are being read.
// Show one with: document.dispatchEvent(new CustomEvent("sextant:toast", {detail: {message, tone}})).
function keep(toast) {
  if (toast.dataset.seen !== undefined) return;
  toast.dataset.seen = "";
  let timer;
  const leave = () => { toast.classList.add("leaving"); setTimeout(() => toast.remove(), 150); };
  const start = () => { clearTimeout(timer); if (toast.dataset.stays === undefined) timer = setTimeout(leave, 6000); };
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, () => clearTimeout(timer));
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, start);
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: "×" });
  close.setAttribute("aria-label", "Close this message");
  close.addEventListener("click", leave);
  toast.append(close);
  start();
}

const begin = () => document.querySelectorAll("#toasts > .toast").forEach(keep);

document.addEventListener("sextant:toast", (event) => {
  const { message, tone = "good" } = event.detail;
  const toast = Object.assign(document.createElement("div"), { className: "toast " + tone });
  if (tone === "bad") toast.dataset.stays = "";
  toast.append(Object.assign(document.createElement("span"), { textContent: message }));
  document.getElementById("toasts")?.append(toast);
  keep(toast);
});
document.addEventListener("sextant:page", begin);
begin();
