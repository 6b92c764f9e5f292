// Offer the ways of sharing that only a browser with scripts has; the plain links are there without.
const share = document.querySelector("[data-share]");

function offer(selector, act) {
  const button = share.querySelector(selector);
  button.closest("li").hidden = false;
  button.addEventListener("click", () => act(button));
}

if (share) {
  const { title, url } = share.dataset;
  if (navigator.share) {
    // A reader who closes the sheet again has not failed at anything.
    offer("[data-share-native]", () => navigator.share({ title, url }).catch(() => {}));
  }
  if (navigator.clipboard) {
    offer("[data-share-copy]", async (button) => {
      // Refused, the address stands there to be copied by hand.
      const words = await navigator.clipboard.writeText(url).then(() => button.dataset.done, () => url);
      share.querySelector("[data-share-status]").textContent = button.textContent = words;
    });
  }
  offer("[data-print]", () => window.print());
}
