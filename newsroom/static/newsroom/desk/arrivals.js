// Say that more has come, and leave the page as it is.
const link = document.querySelector("[data-arrivals]");
const EVERY = 30 * 1000;

async function look() {
  if (document.hidden) return;
  const address = new URL(link.dataset.arrivals, location);
  address.searchParams.set("since", link.dataset.since);
  const response = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => undefined);
  if (!response?.ok || response.redirected) return;
  const { new: number, said } = await response.json();
  link.hidden = !number;
  link.textContent = said;
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
