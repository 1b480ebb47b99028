// Menus are <details>: this closes them on Escape, outside clicks and when another opens.
const open = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.("details.menu")) return;
  if (!menu.open) return;
  for (const other of open()) if (other !== menu && !other.contains(menu)) other.open = false;
  for (const button of menu.querySelectorAll("[data-close]")) button.hidden = false;
  const sheet = menu.querySelector(".sheet");
  sheet?.classList.remove("leftward");
  if (sheet?.getBoundingClientRect().left < 0) sheet.classList.add("leftward");
  sheet?.scrollIntoView({ block: "nearest" });
  menu.querySelector(".sheet [autofocus], .sheet form :is(input, select, textarea):not([type=hidden])")?.focus();
}, true);

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-close]");
  for (const menu of open()) {
    if (!menu.contains(event.target)) menu.open = false;
    else if (button && menu.contains(button)) { menu.open = false; menu.querySelector("summary").focus(); }
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = [...open()].at(-1);
    if (!menu || event.defaultPrevented) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const menu = step && event.target.closest?.("details.menu[open]");
  if (!menu || event.target.closest("input, textarea, select")) return;
  const rows = [...menu.querySelectorAll(".sheet :is(a, button)")].filter((row) => row.offsetParent);
  if (!rows.length) return;
  event.preventDefault();
  const at = rows.indexOf(document.activeElement);
  rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : (at + step + rows.length) % rows.length].focus();
});
