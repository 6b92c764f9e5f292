// The cards of the queue, in the order in which they are read.
export const queue = document.querySelector("[data-queue]");

export function cards() {
  const all = [...queue.querySelectorAll("[data-card]")];
  return all.filter((card) => !card.hasAttribute("data-left") && card.offsetParent);
}

export function current() {
  return document.activeElement?.closest("[data-card]") ?? null;
}

// The card after one, beside it or under it, of another comment; at the end of the page, the way on.
export function following(card) {
  const after = cards().filter((other) => card.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  const others = after.filter((other) => !card.contains(other) && other.dataset.card !== card.dataset.card);
  return others[0] ?? queue.querySelector("[data-onward]");
}

export function goTo(place) {
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
}

export function nameOf(card) {
  return card.querySelector("h3")?.textContent.trim() ?? "";
}
