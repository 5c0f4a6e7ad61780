/* What the tests ask a page. Each probe returns a list of sentences; an empty list is a pass. */
window.probes = (() => {
  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0 && !element.closest(".unseen");
  const says = (element) => {
    const text = (element.getAttribute("aria-label") || element.value || element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.tagName.toLowerCase()}${element.className && element.className.baseVal === undefined ? "." + element.className.replace(/\s+/g, ".") : ""}> ${text}`;
  };

  function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (!node.data.trim() || /^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/.test(element.tagName)) continue;
      yield [node.data.trim(), element];
    }
  }

  const kept = [];

  const named = ["aria-label", "title", "placeholder", "alt"];

  function* words() {
    // A title cannot be marked: after its first part stands a name, and a page about a paper is called like the paper.
    if (!document.querySelector("h1 [lang]")) yield [document.title.split(" · ")[0], document.documentElement];
    yield* texts();
    for (const element of document.body.querySelectorAll(named.map((name) => `[${name}]`).join(","))) {
      for (const name of named) if (element.getAttribute(name)) yield [element.getAttribute(name), element];
    }
    for (const element of document.body.querySelectorAll("input[type=submit], input[type=button]")) yield [element.value, element];
  }

  return {
    /* The page is no wider than the window. */
    overflow() {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return [];
      const inside = (element) => {
        for (let up = element.parentElement; up; up = up.parentElement) {
          if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) return true;
        }
        return false;
      };
      const wide = [...document.body.querySelectorAll("*")].filter((e) => shown(e) && e.getBoundingClientRect().right > room + 1 && !inside(e));
      return wide.slice(-3).map((e) => `${Math.round(e.getBoundingClientRect().right)} of ${room} px: ${says(e)}`).concat(wide.length ? [] : ["something is wider than the window"]);
    },

    /* Chinese left in an English page. What is quoted carries its language, which a screen reader needs too; names and
       words that the people of the town gave (`given`), laws and numbers of documents are quotations anyway. */
    chinese(given = []) {
      const found = [];
      const law = /[\u4e00-\u9fff]+(法|条例|规定|办法|决定)[（）\u4e00-\u9fff]{0,4}\s?[0-9、，]*(：.*)?|[\u4e00-\u9fff]+〔\d{4}〕\d+号|[\u4e00-\u9fff]+（\d{6}）/g;
      for (const [text, element] of words()) {
        if (element.closest("code, pre")) continue;
        const left = given.reduce((rest, one) => rest.replaceAll(one, ""), text).replace(law, "");
        if (!/[\u3400-\u9fff]/.test(left)) continue;
        const marked = element.closest("[lang]");
        if (marked && marked !== document.documentElement && marked.lang.startsWith("zh")) continue;
        found.push(`${text.slice(0, 50)} in ${says(element).slice(0, 60)}`);
      }
      return found;
    },

    /* English left in a Chinese page; names of formats and what is marked as code or English may stand. */
    english(allowed) {
      const found = [];
      for (const [text, element] of words()) {
        const marked = element.closest("[lang]");
        if (element.closest("code, kbd, pre") || (marked && marked.lang.startsWith("en"))) continue;
        for (const token of text.match(/[A-Za-z0-9_-]+/g) || []) {
          if (/\d/.test(token) || /^[A-Z]+-[A-Z]+$/.test(token)) continue; // a number, a code, a name of a standard
          for (const word of token.match(/[A-Za-z]{3,}/g) || []) {
            if (!allowed.includes(word)) found.push(`${word}: ${text.slice(0, 60)}`);
          }
        }
      }
      return found;
    },

    /* Large type: nothing smaller than `px`, lines at least 1.3 apart. */
    small(px) {
      const found = new Set();
      for (const [text, element] of texts()) {
        if (!shown(element)) continue;
        const style = getComputedStyle(element);
        if (parseFloat(style.fontSize) < px - 0.05) found.add(`${style.fontSize}: ${says(element)}`);
        if (parseFloat(style.lineHeight) < parseFloat(style.fontSize) * 1.29 && text.length > 20) found.add(`lines ${style.lineHeight}: ${says(element)}`);
      }
      return [...found];
    },

    /* What is pressed is at least `px` high and wide; a link within a sentence is text and may be a line high. */
    narrow(px) {
      const found = [];
      for (const element of document.querySelectorAll("button, input:not([type=hidden]), select, textarea, summary, nav a, a.button, [role=button]")) {
        if (!shown(element)) continue;
        const label = element.closest("label");
        const box = (/^(checkbox|radio)$/.test(element.type) && label ? label : element).getBoundingClientRect();
        if (element.matches("button.link")) continue;
        if (box.height < px - 0.5 || box.width < Math.min(px, 32) - 0.5) found.push(`${Math.round(box.width)} × ${Math.round(box.height)}: ${says(element)}`);
      }
      return found;
    },

    /* What Tab must come to. */
    reachable() {
      const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']");
      const groups = new Set();
      return [...all].filter((e) => {
        if (!e.checkVisibility({ visibilityProperty: true }) || e.disabled || e.tabIndex < 0 || e.closest("[inert]")) return false;
        if (e.type === "radio") {
          const group = `${e.form && e.form.id} ${e.name}`;
          if (groups.has(group)) return false;
          groups.add(group);
        }
        return true;
      }).length;
    },

    /* Before the first press of Tab: from here on every press notes where the one before had led. What Tab must come to. */
    startOfKeys() {
      if (document.activeElement) document.activeElement.blur();
      kept.length = 0;
      addEventListener("keydown", (event) => { if (event.key === "Tab") kept.push(window.probes.focused()); }, true);
      return this.reachable();
    },

    /* Everything that had the focus since, the last one too. */
    keyed() {
      return [...kept.slice(1), this.focused()];
    },

    /* The element that has the focus, and why it cannot be seen that it has it (empty: it can). */
    focused() {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const ringed = (e) => {
        const style = getComputedStyle(e);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      };
      const box = element.getBoundingClientRect();
      let why = "";
      if (![element, element.parentElement, element.parentElement && element.parentElement.parentElement].some((e) => e && ringed(e))) why = "no ring";
      else if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) why = "outside the window";
      if (!element.dataset.probe) element.dataset.probe = String((window.probeCount = (window.probeCount || 0) + 1));
      const radio = element.type === "radio" ? `${element.name}` : "";
      return { key: radio ? `radio ${radio}` : element.dataset.probe, says: says(element), why };
    },
  };
})();
