// Letters that go somewhere or press something: g + letter, c, e, /, ?.
let goes = 0, sheet;

const busy = (event) => event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing
  || document.querySelector("dialog[open]") || event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (busy(event)) return;
  const goal = Date.now() < goes
    ? document.querySelector(`[data-go="${CSS.escape(event.key)}"]`)
    : document.querySelector(`main [data-key="${CSS.escape(event.key)}"]`);
  const wentOn = Date.now() < goes;
  goes = !wentOn && event.key === "g" ? Date.now() + 1200 : 0;
  if (goal) {
    event.preventDefault();
    if (goal.matches("input, textarea, select")) { goal.focus(); goal.select?.(); } else goal.click();
  } else if (!wentOn && event.key === "/") {
    event.preventDefault();
    document.querySelector("[data-palette]")?.click();
  } else if (!wentOn && event.key === "?") {
    event.preventDefault();
    help();
  }
});

const fixed = [
  ["Ctrl K", "Search, or do anything"], ["/", "Search this list"], ["↑ ↓ or j k", "Move in a list"], ["Space", "Tick the row"],
  ["Enter", "Open the row"], ["Alt ← →", "Move a card on a board"], ["Esc", "Close"], ["?", "This sheet"],
];

function help() {
  sheet?.remove();
  const places = [...document.querySelectorAll("[data-go]")].map((link) => ["g " + link.dataset.go, link.textContent.trim()]);
  const actions = [...document.querySelectorAll("main [data-key]")].filter((one) => one.dataset.key !== "/").map((one) => [one.dataset.key, one.textContent.trim()]);
  sheet = document.createElement("dialog");
  sheet.className = "help-dialog";
  sheet.setAttribute("aria-labelledby", "help-title");
  const title = Object.assign(document.createElement("h2"), { id: "help-title", textContent: "Keys" });
  const keys = document.createElement("dl");
  keys.tabIndex = 0;
  for (const [key, words] of [...actions, ...fixed, ...places]) {
    const name = document.createElement("dt");
    name.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    keys.append(name, Object.assign(document.createElement("dd"), { textContent: words }));
  }
  const row = Object.assign(document.createElement("div"), { className: "buttons" });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Close" });
  close.addEventListener("click", () => sheet.close());
  row.append(close);
  sheet.append(title, keys, row);
  document.body.append(sheet);
  sheet.addEventListener("close", () => sheet.remove());
  sheet.showModal();
  close.focus();
}
