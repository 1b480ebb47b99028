// The list of steps of an automation: add, remove and move in place. Without it the same buttons post.
let count = 0, dragged;

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-steps] button[name=do]");
  if (!button) return;
  const form = button.form;
  const list = form.querySelector("[data-list-of-steps]");
  const [verb, name] = button.value.split(/:(.*)/s);
  if (verb === "add") {
    event.preventDefault();
    const step = add(form, list, name);
    button.closest("details").open = false;
    (step?.querySelector(".fields :is(input:not([type=hidden]), select, textarea)") ?? step?.querySelector("button"))?.focus();
  } else if (verb === "remove") {
    event.preventDefault();
    const step = button.closest("[data-step]");
    const next = step.nextElementSibling ?? step.previousElementSibling;
    say(form, title(step) + " removed");
    step.remove();
    (next?.querySelector("button[value^=remove]") ?? form.querySelector(".add-step summary")).focus();
  } else if (verb === "up" || verb === "down") {
    event.preventDefault();
    const step = button.closest("[data-step]");
    if (verb === "up") step.previousElementSibling?.before(step); else step.nextElementSibling?.after(step);
    button.focus();
    say(form, `${title(step)} is step ${[...list.children].indexOf(step) + 1} of ${list.children.length}`);
  } else return;
  number(list);
});

const title = (step) => step.querySelector(".step-head b").textContent;
const say = (form, words) => { form.querySelector("[data-said]").textContent = words; };

function number(list) {
  [...list.children].forEach((step, index) => { step.querySelector("[data-place]").textContent = index + 1; });
}

function add(form, list, kind) {
  const template = [...form.querySelectorAll("template[data-kind]")].find((one) => one.dataset.kind === kind);
  if (!template) return;
  let id;
  do id = "new" + ++count; while (list.querySelector(`[data-step="${id}"]`));
  const step = template.content.firstElementChild.cloneNode(true);
  for (const element of [step, ...step.querySelectorAll("*")])
    for (const attribute of element.attributes)
      if (attribute.value.includes("STEP-ID")) attribute.value = attribute.value.replaceAll("STEP-ID", id);
  list.append(step);
  say(form, `${title(step)} added as step ${list.children.length}`);
  document.dispatchEvent(new CustomEvent("sextant:page"));
  return step;
}

// By mouse: drag a step by its head.
document.addEventListener("pointerdown", (event) => {
  const step = event.target.closest?.("[data-steps] [data-step]");
  if (step) step.draggable = Boolean(event.target.closest(".step-head"));
});
document.addEventListener("dragstart", (event) => {
  if (!event.target.matches?.("[data-step]")) return;
  dragged = event.target;
  event.dataTransfer.effectAllowed = "move";
  requestAnimationFrame(() => dragged?.classList.add("dragging"));
});
document.addEventListener("dragover", (event) => {
  const over = dragged && event.target.closest?.("[data-step]");
  if (!over || over === dragged || over.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) over.before(dragged); else over.after(dragged);
});
document.addEventListener("drop", (event) => { if (dragged) event.preventDefault(); });
document.addEventListener("dragend", () => {
  if (!dragged) return;
  dragged.classList.remove("dragging");
  number(dragged.parentElement);
  dragged = undefined;
});
