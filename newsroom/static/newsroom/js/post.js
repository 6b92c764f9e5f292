// Send and preview in place. The server answers with the page that it gives to everybody; of it only what changed is
// taken. Whatever goes wrong on the way, the browser sends the form as it does without a script.
const section = document.querySelector("[data-reply-form]");
const KEPT = ["name", "email", "website"];
let isBusy = false;
let isPlain = false;

section?.addEventListener("submit", async (event) => {
  if (isPlain) return;
  event.preventDefault();
  if (isBusy) return;
  const form = event.target;
  setBusy(true);
  try {
    await send(form, event.submitter);
  } catch {
    isPlain = true;
    form.requestSubmit(event.submitter);
  } finally {
    setBusy(false);
  }
});

function setBusy(value) {
  isBusy = value;
  section.setAttribute("aria-busy", value);
}

async function send(form, submitter) {
  const fields = new URLSearchParams(new FormData(form));
  if (submitter?.name) fields.append(submitter.name, submitter.value);
  const response = await fetch(form.getAttribute("action"), { method: "POST", body: fields });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const answered = page.querySelector("[data-reply-form]");
  if (!answered) throw new Error("this is no page with a form");
  if (response.redirected) {
    accept(page, answered, new URL(response.url), fields.get("text"));
  } else {
    giveBack(answered);
  }
}

function giveBack(answered) {
  // The reader may have gone on writing.
  const typed = section.querySelector("textarea").value;
  swap(answered);
  section.querySelector("textarea").value = typed;
  section.dispatchEvent(new CustomEvent("reply:swapped"));
  section.querySelector(".wrong, [data-preview]")?.focus();
}

function accept(page, answered, address, sent) {
  const parent = document.getElementById(`comment-${section.querySelector("[name=parent]").value}`);
  const typed = section.querySelector("textarea").value;
  const about = KEPT.map((name) => [name, section.querySelector(`[name=${name}]`)?.value]);
  section.dispatchEvent(new CustomEvent("reply:accepted"));
  swap(answered);
  for (const [name, value] of about) {
    const field = section.querySelector(`[name=${name}]`);
    if (field && value) field.value = value;
  }
  if (typed !== sent) section.querySelector("textarea").value = typed;
  section.dispatchEvent(new CustomEvent("reply:swapped"));
  const thanks = page.querySelector("[data-sent]");
  const pk = thanks?.dataset.sent ?? address.searchParams.get("comment");
  const own = put(page.getElementById(`comment-${pk}`)?.closest("li"), parent?.closest("li"));
  document.querySelector("[data-sent]")?.remove();
  if (thanks) (own ?? section).before(thanks);
  // The address by which the reader, and only this reader, comes back to it.
  history.replaceState(null, "", own ? `${address}#${own.id}` : address);
  (own ?? thanks ?? section.querySelector("[data-told]"))?.focus();
}

// Put the new comment where its author is: below what it answers, or above the form. Reloaded, it has its place in
// the order of the thread.
function put(item, parent) {
  if (!item) return null;
  const isNested = parent && depth(item) > depth(parent);
  const list = isNested ? listIn(parent) : (parent?.parentElement ?? listBefore(section));
  for (const other of item.querySelectorAll(":scope > .branch, :scope > [data-rest]")) other.remove();
  list.append(item);
  return item.querySelector(".comment");
}

function depth(item) {
  let lists = 0;
  for (let list = item.closest(".branch"); list; list = list.parentElement.closest(".branch")) lists += 1;
  return lists;
}

function listIn(item) {
  return item.querySelector(":scope > .branch") ?? add(item.querySelector(":scope > .comment"), "after");
}

function listBefore(element) {
  return element.previousElementSibling?.matches(".branch") ? element.previousElementSibling : add(element, "before");
}

function add(element, where) {
  const list = document.createElement("ol");
  list.className = "branch";
  element[where](list);
  return list;
}

function swap(answered) {
  section.replaceChildren(...answered.childNodes);
}
