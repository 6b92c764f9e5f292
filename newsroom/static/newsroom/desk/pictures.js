// Show pictures where one is chosen: beside each that is offered, and beside the one that was chosen.
const $ = django.jQuery;

function drawn({ text, thumbnail, element }) {
  // What was chosen when the form was made is known by the field alone.
  const address = thumbnail ?? (element?.defaultSelected ? element.parentElement.dataset.thumbnail : undefined);
  if (!address) return text;
  const choice = document.createElement("span");
  choice.className = "choice-of-picture";
  const image = new Image(90, 60);
  image.src = address;
  image.alt = "";
  choice.append(image, text);
  return $(choice);
}

$.fn.select2.defaults.set("templateResult", drawn);
$.fn.select2.defaults.set("templateSelection", drawn);
