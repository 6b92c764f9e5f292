// Open the thread around a comment under its card, without a page in between.
import { goTo, queue } from "./cards.js";

queue.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-thread]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const card = link.closest("[data-card]");
  const open = card.querySelector(":scope > [data-around]");
  if (open) close(open);
  else await show(link, card);
});

queue.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && !event.defaultPrevented && event.target.closest("[data-around]");
  if (open) close(open);
});

function close(around) {
  const card = around.closest("[data-card]");
  around.remove();
  goTo(card);
}

async function show(link, card) {
  const response = await fetch(link.href).catch(() => undefined);
  const page = response?.ok && new DOMParser().parseFromString(await response.text(), "text/html");
  const around = page && page.querySelector("[data-around]");
  if (!around) {
    location.assign(link.href);
    return;
  }
  card.append(document.adoptNode(around));
  around.tabIndex = -1;
  around.focus({ preventScroll: true });
  around.scrollIntoView({ block: "nearest" });
}
