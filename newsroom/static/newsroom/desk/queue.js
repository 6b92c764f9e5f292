// Decide without leaving the page: what a form sends is sent beside it, and the next card is looked at meanwhile.
import { following, goTo, nameOf, queue } from "./cards.js";

const bar = queue.querySelector("[data-bar]");
const undoButton = queue.querySelector("[data-undo]");
const words = queue.dataset;
// What can be undone from here, the last one at the end: {card, decision, token}.
const decided = [];
// What has been sent and not been answered yet.
const pending = new Set();

queue.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-decide]");
  if (!form) return;
  event.preventDefault();
  const decision = decide(form, event.submitter);
  pending.add(decision);
  decision.finally(() => pending.delete(decision));
});

// The next page is to be without what was just decided on this one.
queue.addEventListener("click", async (event) => {
  const onward = event.target.closest("[data-onward]");
  if (!onward || !pending.size || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  await Promise.allSettled(pending);
  location.assign(onward.href);
});

undoButton.addEventListener("click", undo);

queue.addEventListener(
  "toggle",
  (event) => {
    if (event.target.matches("[data-reasons][open]")) closeReasons(event.target.closest("[data-card]"), event.target);
  },
  true,
);

queue.addEventListener("keydown", (event) => {
  const reasons = event.key === "Escape" && event.target.closest("[data-reasons][open]");
  if (!reasons) return;
  event.preventDefault();
  reasons.open = false;
  goTo(reasons.closest("[data-card]"));
});

async function decide(form, button) {
  const card = form.closest("[data-card]");
  const fields = new FormData(form);
  if (button?.name) fields.append(button.name, button.value);
  const next = following(card);
  closeReasons(card);
  if (!isInThread(card)) leave(card, `${nameOf(card)}: ${words.sending}`);
  if (next) goTo(next);
  const answer = await send(form.action, fields);
  if (!answer) {
    comeBack(card, words.unsent);
    return say(`${nameOf(card)}: ${words.unsent}`);
  }
  if (answer.undo) decided.push({ card, decision: answer.undo, token: fields.get("csrfmiddlewaretoken") });
  await settle(card, answer);
  say(answer.said, next);
}

async function undo() {
  const last = decided.pop();
  if (!last) return;
  const fields = new FormData();
  fields.append("csrfmiddlewaretoken", last.token);
  fields.append("decision", last.decision);
  const answer = await send(words.undoAddress, fields);
  if (!answer) {
    decided.push(last);
    return say(words.unsent);
  }
  await settle(last.card, answer);
  goTo(last.card);
  say(answer.said);
}

// A comment stands on the page twice where a thread is open that it is part of, and waits itself.
async function settle(decidedCard, answer) {
  const all = queue.querySelectorAll(`[data-card="${decidedCard.dataset.card}"]`);
  await Promise.all(
    [...all].map(async (card) => {
      if ((answer.waits || isInThread(card)) && (await refresh(card))) comeBack(card, answer.said);
      else leave(card, answer.undo ? answer.said : `${nameOf(card)}: ${answer.said}`);
    }),
  );
}

function isInThread(card) {
  return card.hasAttribute("data-in-thread");
}

// Return what the desk answered, or nothing if it did not answer.
async function send(address, fields) {
  try {
    // Kept alive: a decision is made though its page is left the moment after.
    const request = { method: "POST", body: fields, headers: { Accept: "application/json" }, keepalive: true };
    const response = await fetch(address, request);
    return response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

// Show a card as it is now: with the version, the state and the buttons that it has since. Return whether it has a
// place still, as what was rejected has none in a thread.
async function refresh(card) {
  const response = await fetch(card.dataset.page).catch(() => undefined);
  if (!response?.ok) return true;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector(`[data-card="${card.dataset.card}"] [data-card-body]`);
  if (!fresh) return false;
  card.querySelector("[data-card-body]").replaceWith(document.adoptNode(fresh));
  const tick = card.querySelector("[name=ticked]");
  if (tick) tick.value = `${card.dataset.card}:${card.querySelector("[name=version]").value}`;
  return true;
}

function leave(card, said) {
  card.dataset.left = "";
  noteOn(card, said);
}

function comeBack(card, said) {
  delete card.dataset.left;
  noteOn(card, said);
}

function noteOn(card, said) {
  let note = card.querySelector(":scope > [data-note]");
  if (!note) {
    note = document.createElement("p");
    note.dataset.note = "";
    card.prepend(note);
  }
  note.textContent = said;
}

function closeReasons(card, but) {
  for (const reasons of card.querySelectorAll("[data-reasons][open]")) if (reasons !== but) reasons.open = false;
}

function say(said, next) {
  const onward = next?.matches("[data-card]") ? `${words.next} ${nameOf(next)}` : next ? words.end : "";
  bar.hidden = false;
  bar.querySelector("[data-status]").textContent = `${said} ${onward}`;
  undoButton.hidden = !decided.length;
}

const asked = document.getElementById(location.hash.slice(1));
if (location.hash === "#begin") goTo(queue.querySelector("[data-card], [data-onward]") ?? queue);
else if (asked?.matches("[data-card]")) goTo(asked);
