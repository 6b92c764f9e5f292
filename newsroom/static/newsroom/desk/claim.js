// Tell the other moderators what is on this page, as long as someone looks at it.
import { cards, queue } from "./cards.js";

const form = queue.querySelector("[data-claim]");
const EVERY = 4 * 60 * 1000;

function claim() {
  const seen = cards().map((card) => card.dataset.card);
  if (document.hidden || !seen.length) return;
  const fields = new FormData(form);
  fields.set("seen", seen.join(" "));
  // Nothing depends on it: if it fails, two may look at the same card.
  fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } }).catch(() => {});
}

if (form) {
  form.hidden = true;
  claim();
  setInterval(claim, EVERY);
}
