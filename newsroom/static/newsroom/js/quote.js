// Offer a link to the words that a reader has selected: to their paragraph, and in browsers that know how, to them.
const offer = document.querySelector("[data-quote]");
const LONGEST = 80;
const WORDS = 4;

const encoded = (words) => encodeURIComponent(words).replaceAll("-", "%2D");

function textFragment(selected) {
  if (selected.length <= LONGEST) return encoded(selected);
  const words = selected.split(" ");
  return `${encoded(words.slice(0, WORDS).join(" "))},${encoded(words.slice(-WORDS).join(" "))}`;
}

function anchorOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element?.closest(".copy [id^='p-']")?.id;
}

function follow() {
  const selection = getSelection();
  const selected = selection.toString().trim().replace(/\s+/g, " ");
  const anchor = selected && anchorOf(selection.getRangeAt(0).startContainer);
  offer.hidden = !anchor;
  if (!anchor) return;
  const link = offer.querySelector("a");
  link.textContent = offer.dataset.quote;
  link.href = `#${anchor}:~:text=${textFragment(selected)}`;
  const { left, bottom } = selection.getRangeAt(0).getBoundingClientRect();
  const room = document.documentElement.clientWidth - offer.offsetWidth - 8;
  offer.style.left = `${Math.max(8, Math.min(left, room)) + scrollX}px`;
  offer.style.top = `${bottom + scrollY + 6}px`;
}

if (offer) {
  let timer;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    if (!offer.contains(document.activeElement)) timer = setTimeout(follow, 250);
  });
  offer.querySelector("a").addEventListener("click", async (event) => {
    if (!navigator.clipboard) return;
    event.preventDefault();
    const link = event.currentTarget;
    await navigator.clipboard.writeText(new URL(link.getAttribute("href"), location.href).href);
    link.textContent = offer.dataset.done;
  });
}
