// Lists: arrows or j and k move, space ticks, Enter opens; ticked rows are counted.
const rows = () => [...(document.querySelector("main table[data-list]")?.tBodies[0]?.rows ?? [])];
const elsewhere = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, details.menu, dialog, [data-board], [contenteditable], .rail, .top");

function go(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.findIndex((row) => row.classList.contains("here") || row.contains(document.activeElement));
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
  for (const row of all) row.classList.toggle("here", row === next);
  const goal = next.querySelector("td a") ?? next.querySelector("input") ?? next;
  if (goal === next) next.tabIndex = -1;
  goal.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || elsewhere(event.target) || document.querySelector("dialog[open]")) return;
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (step) {
    if (go(step)) event.preventDefault();
    return;
  }
  const row = document.querySelector("main tr.here");
  if (!row) return;
  if (event.key === " " && !event.target.matches("input, button")) {
    const box = row.querySelector("input[type=checkbox]");
    if (!box) return;
    event.preventDefault();
    box.click();
  } else if (event.key === "Enter" && row.dataset.url && !event.target.matches("a, button, input")) {
    row.querySelector("td a")?.click();
  }
});

document.addEventListener("focusin", (event) => {
  const here = event.target.closest?.("table[data-list] tbody tr");
  for (const row of document.querySelectorAll("tr.here")) if (row !== here) row.classList.remove("here");
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-selection]");
  if (!form) return;
  const boxes = [...form.querySelectorAll("tbody input[name=key]")];
  if (event.target.matches("[data-all]")) for (const box of boxes) box.checked = event.target.checked;
  count(form);
});

function count(form) {
  const boxes = [...form.querySelectorAll("tbody input[name=key]")];
  const ticked = boxes.filter((box) => box.checked).length;
  const all = form.querySelector("[data-all]");
  if (all) { all.checked = ticked > 0 && ticked === boxes.length; all.indeterminate = ticked > 0 && ticked < boxes.length; }
  const words = form.querySelector("[data-count]");
  words.hidden = false;
  words.textContent = `${ticked} ticked`;
  form.classList.add("ready");
}

const begin = () => document.querySelectorAll("[data-selection]").forEach(count);
document.addEventListener("sextant:page", begin);
begin();
