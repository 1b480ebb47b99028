// Boards: drag a card, or press Alt and an arrow on it. Posts card, to and before to the board's address.
let moving;

const token = () => document.querySelector("meta[name=forgery]")?.content ?? "";
const say = (board, words) => { board.querySelector("[data-said]").textContent = words; };

async function move(card, lane, before) {
  const board = card.closest("[data-board]");
  const [oldList, oldNext] = [card.parentElement, card.nextElementSibling];
  lane.querySelector("ol").insertBefore(card, before);
  recount(board);
  const body = new URLSearchParams({ forgery: token(), card: card.dataset.card, to: lane.dataset.column, before: before?.dataset.card ?? "" });
  const name = card.querySelector("a").textContent;
  try {
    const response = await fetch(board.dataset.move, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
    if (response.type !== "opaqueredirect" && !response.ok) {
      const problem = await response.json().catch(() => ({}));
      throw new Error(problem.detail ?? problem.title ?? "");
    }
    say(board, `${name} moved to ${lane.getAttribute("aria-label")}`);
  } catch (error) {
    oldList.insertBefore(card, oldNext);
    recount(board);
    const words = `${name} could not be moved. ${error.message && error.name !== "TypeError" ? error.message : "Check the connection and try again."}`;
    document.dispatchEvent(new CustomEvent("sextant:toast", { detail: { message: words, tone: "bad" } }));
  }
}

// Lanes may hold more cards than are shown, so counts change by the difference.
function recount(board) {
  for (const lane of board.querySelectorAll("[data-column]")) {
    const shown = lane.querySelectorAll("[data-card]").length;
    const words = lane.querySelector(".count");
    const was = Number(lane.dataset.shown ?? shown);
    const total = Number(words.textContent.replaceAll(",", ""));
    if (Number.isFinite(total) && lane.dataset.shown) words.textContent = (total + shown - was).toLocaleString("en");
    lane.dataset.shown = shown;
  }
}

const unmark = () => document.querySelectorAll(".lane.over, .board-card.before").forEach((one) => one.classList.remove("over", "before"));

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-board][data-move] [data-card]");
  if (!card) return;
  moving = card;
  recount(card.closest("[data-board]"));
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.querySelector("a")?.href ?? "");
  requestAnimationFrame(() => card.classList.add("moving"));
});

const below = (lane, y) => [...lane.querySelectorAll("[data-card]:not(.moving)")].find((card) => { const box = card.getBoundingClientRect(); return y < box.top + box.height / 2; }) ?? null;

document.addEventListener("dragover", (event) => {
  const lane = moving && event.target.closest?.("[data-column]");
  if (!lane) return;
  event.preventDefault();
  unmark();
  const before = below(lane, event.clientY);
  if (before) before.classList.add("before"); else lane.classList.add("over");
});

document.addEventListener("drop", (event) => {
  const lane = moving && event.target.closest?.("[data-column]");
  if (!lane) return;
  event.preventDefault();
  const before = below(lane, event.clientY);
  if (before !== moving.nextElementSibling || lane !== moving.closest("[data-column]")) move(moving, lane, before);
});

document.addEventListener("dragend", () => { moving?.classList.remove("moving"); moving = undefined; unmark(); });

document.addEventListener("keydown", (event) => {
  const card = event.altKey && event.target.closest?.("[data-board][data-move] [data-card]");
  if (!card || !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  const board = card.closest("[data-board]");
  const lanes = [...board.querySelectorAll("[data-column]")];
  const at = lanes.indexOf(card.closest("[data-column]"));
  const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  recount(board);
  if (across) {
    const lane = lanes[at + across];
    if (lane) move(card, lane, lane.querySelector("[data-card]"));
  } else if (event.key === "ArrowUp" && card.previousElementSibling) move(card, lanes[at], card.previousElementSibling);
  else if (event.key === "ArrowDown" && card.nextElementSibling) move(card, lanes[at], card.nextElementSibling.nextElementSibling);
  card.querySelector("a").focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
});
