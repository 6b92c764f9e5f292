// Show what is on another site in its place, once a reader has asked for it. Nothing is loaded from there before.
function offer(embed) {
  const button = embed.querySelector("[data-embed-load]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.title = embed.dataset.title;
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation");
    // Some refuse a page that does not say whose it is. Which page it is remains between us and the reader.
    frame.referrerPolicy = "strict-origin";
    frame.src = embed.dataset.embed;
    embed.prepend(frame);
    embed.querySelector("figcaption").remove();
    frame.focus();
  });
}

document.querySelectorAll("[data-embed]").forEach(offer);
