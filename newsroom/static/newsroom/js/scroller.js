// A table that fits into its column needs no stop for the keyboard, nor a name: only where it scrolls it keeps them.
const names = new Map();

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const isWide = target.scrollWidth > target.clientWidth;
    const kept = isWide ? { role: "region", tabindex: "0", "aria-label": names.get(target) } : {};
    for (const name of ["role", "tabindex", "aria-label"]) {
      if (kept[name]) target.setAttribute(name, kept[name]);
      else target.removeAttribute(name);
    }
  }
});

for (const scroller of document.querySelectorAll("[data-scroller]")) {
  names.set(scroller, scroller.getAttribute("aria-label"));
  observer.observe(scroller);
}
