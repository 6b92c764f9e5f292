// Offer what begins like what is being typed, after the combobox pattern of the ARIA Authoring Practices.
const PAUSE = 150;
const SHORTEST = 2;

function option(suggestion, id) {
  const item = document.createElement("div");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.address = suggestion.address;
  const text = document.createElement("bdi");
  text.textContent = suggestion.text;
  const kind = document.createElement("span");
  kind.className = "suggestions__kind";
  kind.textContent = suggestion.kind;
  item.append(text, kind);
  return item;
}

function attach(row) {
  const input = row.querySelector("input");
  const list = document.createElement("div");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", row.dataset.suggestLabel);
  row.append(list);
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  row.append(said);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) {
    input.setAttribute(name, value);
  }

  let timer, asked, chosen;

  const choose = (item) => {
    chosen?.setAttribute("aria-selected", "false");
    chosen = item;
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
  };

  const show = (suggestions) => {
    choose(undefined);
    list.replaceChildren(...suggestions.map((each, number) => option(each, `${list.id}-${number}`)));
    input.setAttribute("aria-expanded", String(suggestions.length > 0));
  };

  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    show([]);
    said.textContent = "";
  };

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const address = `${row.dataset.suggest}?${new URLSearchParams({ q: input.value.trim() })}`;
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { suggestions, said: sentence } = await answer.json();
      if (document.activeElement !== input) return;
      show(suggestions);
      said.textContent = sentence;
    } catch {
      // Without an answer the box searches as it does without this script.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < SHORTEST) close();
    else timer = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const items = [...list.children];
    if (event.key === "Escape" && items.length) {
      // The first press closes the list, and only the next one empties the box.
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && items.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place beyond either end is the box itself.
      const place = (items.indexOf(chosen) + 1 + step + items.length + 1) % (items.length + 1);
      choose(items[place - 1]);
    } else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      location.assign(chosen.dataset.address);
    }
  });

  // Before the box loses the focus, and the list with it.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) location.assign(item.dataset.address);
  });
  input.addEventListener("blur", close);
}

for (const row of document.querySelectorAll("[data-suggest]")) attach(row);
