// Makes the search quicker to use; all of it works without. Asks nobody but this site, stores
// nothing, and writes only text and parts of our own pages into the page.

const GRID = 0.02; // degrees, about 2 km: no finer place ever becomes a URL
const WAIT_MS = 120;
const live = document.createElement("p");
live.className = "unseen";
live.setAttribute("role", "status");
document.body.append(live);

const say = (text) => { live.textContent = text; };
const searchForm = () => document.querySelector("form.search");

// ---- suggestions: a combobox with a list, after the ARIA Authoring Practices

let list, timer, asked = 0;

function suggestFor(input) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const turn = ++asked;
    const text = input.value;
    let found = [];
    if (text.trim()) {
      try {
        const answer = await fetch(`${input.form.dataset.suggest}?q=${encodeURIComponent(text)}`);
        found = answer.ok ? await answer.json() : [];
      } catch { /* the box works without */ }
    }
    if (turn === asked && document.activeElement === input) show(input, found);
  }, WAIT_MS);
}

function show(input, found) {
  close(input);
  if (!found.length) return;
  list = document.createElement("ul");
  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.form.dataset.sayList);
  found.forEach((one, number) => {
    const option = document.createElement("li");
    option.id = `suggestion-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.kind = one.kind;
    option.textContent = one.label;
    option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(input, one); });
    option.chosen = () => choose(input, one);
    list.append(option);
  });
  input.after(list);
  input.setAttribute("aria-expanded", "true");
  say(input.form.dataset.sayFound.replace("%", found.length));
}

function close(input) {
  asked += 1;
  clearTimeout(timer);
  list?.remove();
  list = undefined;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function choose(input, one) {
  close(input);
  if (one.url) { location.assign(one.url); return; }
  input.value = `${one.text} `;
  input.focus();
}

function move(input, step) {
  const options = [...list.children];
  const at = options.findIndex((option) => option.ariaSelected === "true");
  const next = (at + step + options.length + 1 + (at < 0 && step < 0 ? 1 : 0)) % (options.length + 1);
  options.forEach((option, number) => { option.ariaSelected = String(number === next); });
  if (next === options.length) { input.removeAttribute("aria-activedescendant"); return; }
  input.setAttribute("aria-activedescendant", options[next].id);
  options[next].scrollIntoView({ block: "nearest" });
}

function onKey(event) {
  const input = event.target;
  if (event.key === "Escape" && list) { event.preventDefault(); close(input); }
  if (!list) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(input, event.key === "ArrowDown" ? 1 : -1);
  }
  const chosen = list?.querySelector("[aria-selected=true]");
  if (event.key === "Enter" && chosen) { event.preventDefault(); chosen.chosen(); }
  if (event.key === "Enter" || event.key === "Tab") close(input);
}

// ---- where I am: rounded here, before anything leaves this browser

const onGrid = (degrees) => (Math.round(degrees / GRID) * GRID).toFixed(2).replace(/^-0\.00$/, "0.00");

function locate(form, button) {
  button.disabled = true;
  say(form.dataset.sayLocating);
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    button.disabled = false;
    const box = form.elements.q;
    const fields = new URLSearchParams(new FormData(form));
    if (box.value === box.defaultValue) fields.delete("q");
    fields.set("near", `${onGrid(coords.latitude)},${onGrid(coords.longitude)}`);
    go(`${form.action}?${fields}`);
  }, () => {
    button.disabled = false;
    button.textContent = form.dataset.sayNowhere;
    say(form.dataset.sayNowhere);
  }, { enableHighAccuracy: false, maximumAge: 600000, timeout: 15000 });
}

// ---- results without a reload: the same page is fetched, and its main part put in place

function load(url) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.onload = () => (request.response?.querySelector("#results") ? done(request) : failed());
    request.onerror = failed;
    request.send();
  });
}

let latest = 0;

async function go(url, push = true) {
  if (!document.getElementById("results")) { location.assign(url); return; }
  const turn = ++latest;
  const main = document.getElementById("main");
  main.setAttribute("aria-busy", "true");
  try {
    const request = await load(url);
    if (turn !== latest) return;
    const page = request.response;
    const opened = new Set([...main.querySelectorAll("details[open] > summary")].map((s) => s.textContent));
    for (const summary of page.querySelectorAll(".narrow summary")) {
      if (opened.has(summary.textContent)) summary.parentElement.open = true;
    }
    const address = new URL(request.responseURL);
    address.hash = new URL(url, location.href).hash;
    if (push) history.pushState(null, "", address);
    document.title = page.title;
    for (const kept of ["link[rel=canonical]", "nav [hreflang]"]) {
      const [old, fresh] = [document.querySelector(kept), page.querySelector(kept)];
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    }
    main.replaceChildren(...document.adoptNode(page.getElementById("main")).childNodes);
    main.removeAttribute("aria-busy");
    enhance();
    const count = document.getElementById("count");
    if (push) count.focus();
    say(count.textContent);
  } catch {
    if (turn === latest) location.assign(url);
  }
}

const isSearch = (url) => url.origin === location.origin && url.pathname === new URL(searchForm().action).pathname;

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#results a[href], form.search a[href]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (link.getAttribute("href").startsWith("#") || !isSearch(url)) return;
  event.preventDefault();
  go(url.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form.search") || !document.getElementById("results")) return;
  event.preventDefault();
  const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  go(`${form.action}?${fields}`);
});

let shown = location.pathname + location.search;
addEventListener("popstate", () => {
  const asked = location.pathname + location.search;
  if (asked !== shown) go(location.href, false); // else only the part after "#" has changed
});

// ---- a pin and its clinic light up together

for (const kind of ["mouseover", "focusin", "mouseout", "focusout"]) {
  document.addEventListener(kind, (event) => {
    const part = event.target.closest?.(".map a, .hits > li");
    const number = part && (part.id || part.getAttribute("href").slice(1));
    if (!number) return;
    const lit = kind === "mouseover" || kind === "focusin";
    document.getElementById(number)?.classList.toggle("lit", lit);
    document.querySelector(`.map a[href="#${number}"]`)?.classList.toggle("lit", lit);
  });
}

// ---- what each page needs; run anew when its main part is replaced

function enhance() {
  shown = location.pathname + location.search;
  const form = searchForm();
  const input = form?.elements.q;
  if (!input) return;
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggestions",
  })) input.setAttribute(name, value);
  input.addEventListener("input", () => suggestFor(input));
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", () => close(input));
  const here = form.querySelector(".here");
  here.hidden = !navigator.geolocation;
  here.addEventListener("click", () => locate(form, here));
  const copy = document.querySelector(".copy");
  const canonical = document.querySelector("link[rel=canonical]");
  if (!copy) return;
  copy.hidden = !canonical || !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(canonical.href);
    copy.textContent = form.dataset.sayCopied;
    say(form.dataset.sayCopied);
  });
}

enhance();
