// Lead through a gallery by buttons and arrow keys, and say which picture is shown. Without this it is scrolled.
const isStill = matchMedia("(prefers-reduced-motion: reduce)");

function lead(gallery) {
  const find = (name) => gallery.querySelector(`[data-gallery-${name}]`);
  const strip = find("strip");
  const counter = find("counter");
  const buttons = { previous: find("previous"), next: find("next") };
  const pictures = [...strip.children];
  const isReversed = getComputedStyle(strip).direction === "rtl";
  let at = 0;
  let resting;

  function tell(number) {
    at = number;
    counter.textContent = `${at + 1} / ${pictures.length}`;
    buttons.previous.setAttribute("aria-disabled", at === 0);
    buttons.next.setAttribute("aria-disabled", at === pictures.length - 1);
  }

  function nearest() {
    const middle = (element) => {
      const { left, right } = element.getBoundingClientRect();
      return (left + right) / 2;
    };
    const away = pictures.map((picture) => Math.abs(middle(picture) - middle(strip)));
    return away.indexOf(Math.min(...away));
  }

  function show(number) {
    const picture = pictures[number];
    if (!picture) return;
    const left = picture.getBoundingClientRect().left - strip.getBoundingClientRect().left;
    strip.scrollBy({ left, behavior: isStill.matches ? "instant" : "smooth" });
    // Only now, so that the number is not read out with the page.
    counter.setAttribute("role", "status");
    tell(number);
  }

  strip.addEventListener("keydown", (event) => {
    const keys = { ArrowRight: isReversed ? at - 1 : at + 1, ArrowLeft: isReversed ? at + 1 : at - 1 };
    Object.assign(keys, { Home: 0, End: pictures.length - 1 });
    if (event.target !== strip || !(event.key in keys)) return;
    event.preventDefault();
    show(keys[event.key]);
  });
  buttons.previous.addEventListener("click", () => show(at - 1));
  buttons.next.addEventListener("click", () => show(at + 1));

  // Where the strip comes to rest decides, however it was moved; on the way there it passes others.
  strip.addEventListener("scroll", () => {
    clearTimeout(resting);
    resting = setTimeout(() => tell(nearest()), 150);
  });
  tell(0);
  Object.values(buttons).forEach((button) => (button.hidden = false));
}

document.querySelectorAll("[data-gallery]").forEach(lead);
