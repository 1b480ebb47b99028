// References: suggestions while typing, from /app/lookup/<object>?q= as [{key, title, hint}].
let count = 0;

function enhance() {
  for (const box of document.querySelectorAll("[data-lookup]:not([data-ready])")) {
    box.dataset.ready = "";
    attach(box);
  }
}

function attach(box) {
  const key = box.querySelector("input[type=hidden]");
  const input = box.querySelector("input[type=text]");
  const list = document.createElement("div");
  list.id = "lookup-" + ++count;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  box.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);
  let found = [], chosen = -1, timer, running;

  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); chosen = -1; };
  const choose = (index) => {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = index;
    list.children[chosen]?.setAttribute("aria-selected", "true");
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
    if (chosen >= 0) input.setAttribute("aria-activedescendant", list.children[chosen].id);
  };
  const take = (entry) => {
    key.value = entry.key;
    input.value = entry.title;
    close();
    key.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const ask = async () => {
    running?.abort();
    running = new AbortController();
    try {
      const response = await fetch(`/app/lookup/${encodeURIComponent(box.dataset.lookup)}?q=${encodeURIComponent(input.value)}`, { headers: { Accept: "application/json" }, signal: running.signal });
      found = response.ok ? await response.json() : [];
    } catch (error) {
      if (error.name === "AbortError") return;
      found = [];
    }
    list.replaceChildren(...found.map((entry, index) => {
      const option = document.createElement("div");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(Object.assign(document.createElement("span"), { textContent: entry.title }), Object.assign(document.createElement("span"), { className: "hint", textContent: entry.hint ?? "" }));
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(entry); });
      return option;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  };

  // What was typed is no longer what was chosen.
  input.addEventListener("input", () => { key.value = ""; clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("focus", () => { if (!input.value) ask(); });
  input.addEventListener("blur", () => { clearTimeout(timer); running?.abort(); close(); });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.hidden) ask();
    else if (step) choose((chosen + step + found.length) % found.length);
    else if (event.key === "Enter" && chosen >= 0) take(found[chosen]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
  });
}

document.addEventListener("sextant:page", enhance);
enhance();
