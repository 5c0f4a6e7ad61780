/* Keys for people who work without a mouse. Everything here can also be reached by Tab and Enter; nothing needs it.
   data-key="F2" or "Alt+n"   on a link, button or field: that key presses or focuses it
   data-command               the command bar's field: "/" leads into it
   data-rows                  a table or list: arrow keys and j, k go from row to row, Enter follows the row's link */
(function () {
  "use strict";

  const typing = (element) =>
    element.isContentEditable ||
    /^(TEXTAREA|SELECT)$/.test(element.tagName) ||
    (element.tagName === "INPUT" && !/^(button|submit|checkbox|radio|file|range|color)$/.test(element.type));

  const named = (event) =>
    (event.ctrlKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + (event.key.length === 1 ? event.key.toLowerCase() : event.key);

  const visible = (element) => element.getClientRects().length > 0 && !element.disabled;

  function press(key) {
    for (const element of document.querySelectorAll("[data-key]")) {
      if (element.dataset.key !== key || !visible(element)) continue;
      element.focus();
      if (!typing(element)) element.click();
      return true;
    }
    return false;
  }

  function step(from, by) {
    const list = from.closest("[data-rows]") || document.querySelector("[data-rows]");
    if (!list) return false;
    const rows = Array.from(list.querySelectorAll("tbody tr, :scope > li")).filter(visible);
    const places = rows.map((row) => row.querySelector("a, button, input")).filter(Boolean);
    if (!places.length) return false;
    const row = from.closest("tr, li");
    const here = places.findIndex((place) => row && row.contains(place));
    const next = here < 0 ? (by > 0 ? 0 : places.length - 1) : Math.min(Math.max(here + by, 0), places.length - 1);
    places[next].focus();
    return true;
  }

  function leave() {
    const open = document.querySelector("details.menu[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
      return true;
    }
    const dialog = document.querySelector(".dialog:target");
    if (!dialog) return false;
    const opener = document.querySelector(`a[href="#${CSS.escape(dialog.id)}"]`);
    location.hash = "";
    if (opener) opener.focus();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.metaKey || event.defaultPrevented) return;
    const name = named(event);
    const writes = typing(event.target);
    const plain = event.key.length === 1 && !event.ctrlKey && !event.altKey;
    let done = false;
    if (name === "Escape") done = leave() || press(name);
    else if (writes && plain) return;
    else if (name === "/" && !writes) {
      const field = document.querySelector("[data-command]");
      if (field) {
        field.focus();
        field.select();
        done = true;
      }
    } else if (press(name)) done = true;
    else if (!writes && !event.ctrlKey && !event.altKey) {
      const inRows = event.target.closest("[data-rows]");
      if (name === "j" || (inRows && name === "ArrowDown")) done = step(event.target, 1);
      else if (name === "k" || (inRows && name === "ArrowUp")) done = step(event.target, -1);
    }
    if (done) event.preventDefault();
  });

  /* A menu closes when one leaves it. */
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  /* What scrolls sideways can be scrolled by keys, and says what it is. */
  function reachable() {
    for (const box of document.querySelectorAll(".scroll, table, pre")) {
      const style = getComputedStyle(box);
      const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
      if (!scrolls || (box.scrollWidth <= box.clientWidth + 1 && box.scrollHeight <= box.clientHeight + 1)) {
        box.removeAttribute("tabindex");
        continue;
      }
      box.tabIndex = 0;
      const name = box.querySelector("caption") || (box.closest("section, figure, details") || document).querySelector("h1, h2, h3, summary");
      if (name && !box.hasAttribute("role")) {
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", name.textContent.trim());
      }
    }
  }
  reachable();
  addEventListener("resize", reachable);
  document.addEventListener("toggle", reachable, true);
  new MutationObserver(reachable).observe(document.documentElement, { attributeFilter: ["data-type"] });

  /* On a phone the navigation is one line: what one is at stands in sight. */
  const here = document.querySelector(".tabs [aria-current]");
  if (here) {
    const line = here.closest("ul");
    line.scrollLeft = here.offsetLeft - line.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
  }

  /* After a refused form the summary of its errors is read first. */
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
