// A story whose picture cannot be had is set like one that has none, not with an empty frame.
const setWithout = (image) => image.closest(".story__picture")?.remove();

document.addEventListener("error", (event) => event.target instanceof HTMLImageElement && setWithout(event.target), true);
for (const image of document.querySelectorAll(".story__picture img")) {
  if (image.complete && !image.naturalWidth) setWithout(image);
}
