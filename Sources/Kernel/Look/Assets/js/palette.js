// Ctrl-K: find anything, do anything. GET /app/palette?q= answers [{group, title, hint, url, method}].
let dialog, input, list, note, entries = [], chosen = -1, asked = 0, timer, running;

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

function build() {
  input = make("input", { type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list", "aria-label": "Search, or do anything", placeholder: "Search, or do anything", autocomplete: "off", spellcheck: "false", maxlength: "200" });
  list = make("div", { role: "listbox", id: "palette-list", "aria-label": "Results", tabindex: "-1" });
  note = make("p", { role: "status" });
  dialog = make("dialog", { class: "palette-dialog", "aria-label": "Search, or do anything" }, input, list, note);
  document.body.append(dialog);
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 90); });
  input.addEventListener("keydown", keys);
  list.addEventListener("mousemove", (event) => {
    const index = entries.findIndex((entry) => entry.element === event.target.closest("[role=option]"));
    if (index >= 0 && index !== chosen) choose(index);
  });
  list.addEventListener("click", (event) => {
    const entry = entries.find((entry) => entry.element === event.target.closest("[role=option]"));
    if (entry) run(entry);
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}

function open() {
  if (!dialog) build();
  if (dialog.open) return dialog.close();
  input.value = "";
  dialog.showModal();
  input.focus();
  ask();
}

async function ask() {
  const turn = ++asked;
  running?.abort();
  running = new AbortController();
  const late = setTimeout(() => { note.textContent = "Searching…"; }, 200);
  try {
    const response = await fetch("/app/palette?q=" + encodeURIComponent(input.value), { headers: { Accept: "application/json" }, signal: running.signal });
    if (!response.ok) throw new Error(String(response.status));
    const found = await response.json();
    if (turn === asked) show(found);
  } catch (error) {
    if (error.name !== "AbortError" && turn === asked) {
      show([]);
      note.textContent = "The search did not answer. Check the connection and type again.";
    }
  } finally {
    clearTimeout(late);
  }
}

function show(found) {
  const groups = new Map();
  entries = found.filter((entry) => new URL(entry.url, location.href).origin === location.origin);
  for (const entry of entries) {
    if (!groups.has(entry.group)) groups.set(entry.group, []);
    groups.get(entry.group).push(entry);
  }
  entries = [...groups.values()].flat();
  list.replaceChildren(...[...groups].map(([name, members], number) =>
    make("div", { role: "group", "aria-labelledby": "palette-group-" + number },
      make("div", { class: "name", id: "palette-group-" + number, role: "presentation" }, name),
      ...members.map((entry) => {
        entry.element = make("div", { role: "option", id: "palette-" + entries.indexOf(entry), "aria-selected": "false" }, make("span", {}, entry.title), make("span", { class: "hint" }, entry.hint ?? ""));
        return entry.element;
      }))));
  note.textContent = entries.length ? "↑ ↓ to choose · Enter to do it · Esc to close" : input.value ? "Nothing found. Try fewer letters." : "Type a name, a number or what you want to do.";
  choose(entries.length ? 0 : -1);
}

function choose(index) {
  entries[chosen]?.element.setAttribute("aria-selected", "false");
  chosen = index;
  const entry = entries[chosen];
  if (!entry) return input.removeAttribute("aria-activedescendant");
  entry.element.setAttribute("aria-selected", "true");
  entry.element.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", entry.element.id);
}

function keys(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (steps[event.key] && entries.length) choose((chosen + steps[event.key] + entries.length) % entries.length);
  else if (event.key === "Enter" && !event.isComposing && entries[chosen]) run(entries[chosen]);
  else return;
  event.preventDefault();
}

function run(entry) {
  dialog.close();
  if ((entry.method ?? "GET").toUpperCase() === "GET") {
    const link = make("a", { href: entry.url, hidden: "" });
    document.body.append(link);
    link.click();
    link.remove();
    return;
  }
  const token = document.querySelector("meta[name=forgery]")?.content ?? "";
  const form = make("form", { method: "post", action: entry.url, hidden: "" }, make("input", { type: "hidden", name: "forgery", value: token }));
  document.body.append(form);
  form.submit();
}

document.addEventListener("click", (event) => { if (event.target.closest?.("[data-palette]")) open(); });
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
  }
});
if (/Mac|iPhone|iPad/.test(navigator.platform)) for (const key of document.querySelectorAll("[data-palette] kbd")) key.textContent = "⌘ K";
