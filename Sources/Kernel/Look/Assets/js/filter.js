// The filter builder: fitting operators and values for the chosen field, more conditions, none empty.
function enhance() {
  for (const form of document.querySelectorAll("form[data-filter]:not([data-ready])")) {
    form.dataset.ready = "";
    attach(form);
  }
}

function attach(form) {
  const place = form.querySelector("[data-conditions]");
  const blank = place.querySelector("[data-condition]").cloneNode(true);
  const more = form.querySelector("[data-more]");
  more.hidden = false;
  more.addEventListener("click", () => {
    const row = blank.cloneNode(true);
    place.append(row);
    fit(form, row);
    row.querySelector("select").focus();
  });
  place.addEventListener("change", (event) => {
    if (event.target.matches("select")) fit(form, event.target.closest("[data-condition]"));
  });
  place.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove]");
    if (!button) return;
    button.closest("[data-condition]").remove();
    more.focus();
  });
  // Field, operator and value are read by position, so a row goes as a whole or not at all.
  form.addEventListener("formdata", (event) => {
    const sent = [...place.querySelectorAll("[data-condition]")]
      .map((row) => ["field", "operator", "value"].map((name) => row.querySelector(`[name=${name}]`)))
      .filter(([field, operator, value]) => field.value && (value.value !== "" || operator.selectedOptions[0]?.dataset.bare !== undefined));
    for (const name of ["field", "operator", "value"]) event.formData.delete(name);
    for (const row of sent) for (const input of row) event.formData.append(input.name, input.value === "" ? "-" : input.value);
  });
  for (const row of place.children) fit(form, row);
}

function fit(form, row) {
  const field = row.querySelector("[name=field]");
  const operator = row.querySelector("[name=operator]");
  const kind = field.selectedOptions[0]?.dataset.kind ?? "text";
  for (const option of operator.options) option.hidden = option.disabled = !option.dataset.kinds.split(" ").includes(kind);
  if (operator.selectedOptions[0]?.disabled !== false) operator.value = [...operator.options].find((option) => !option.disabled).value;

  const choices = [...form.querySelectorAll("template[data-choices]")].find((one) => one.dataset.choices === field.value);
  const old = row.querySelector("[name=value]");
  const fresh = document.createElement(choices ? "select" : "input");
  fresh.name = "value";
  fresh.setAttribute("aria-label", "Value");
  if (choices) fresh.append(choices.content.cloneNode(true));
  else { fresh.type = { number: "number", date: "date" }[kind] ?? "text"; if (fresh.type === "number") fresh.step = "any"; fresh.value = old.tagName === "INPUT" && old.type === fresh.type ? old.value : ""; fresh.autocomplete = "off"; }
  if (choices && [...fresh.options].some((option) => option.value === old.value)) fresh.value = old.value;
  fresh.hidden = operator.selectedOptions[0]?.dataset.bare !== undefined;
  old.replaceWith(fresh);
  row.querySelector("[data-remove]").hidden = false;
}

document.addEventListener("sextant:page", enhance);
enhance();
