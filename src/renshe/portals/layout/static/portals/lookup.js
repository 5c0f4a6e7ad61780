/* A number is typed: the registers are asked at once, and what is still empty is filled. Without this script the button
   beside the number does the same and shows the page again. What was typed is never replaced. */
(function () {
  "use strict";

  const empty = (form, key) => {
    const field = form.elements[key];
    if (!field) return false;
    if (field instanceof RadioNodeList) return !field.value;
    return field.type !== "checkbox" && !field.value;
  };

  const fill = (form, key, value) => {
    const field = form.elements[key];
    field.value = value;
    const one = field instanceof RadioNodeList ? form.querySelector(`[name="${CSS.escape(key)}"]:checked`) : field;
    if (one) one.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const say = (input, words) => {
    const place = document.getElementById(input.id + "-found");
    if (place) place.textContent = words;
  };

  async function ask(input) {
    const form = input.form;
    const body = new FormData(form);
    body.set("lookup", input.name);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Lookup": "1" }, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      let filled = 0;
      for (const [key, value] of Object.entries(told.filled)) {
        if (empty(form, key)) fill(form, key, value);
        filled += 1;
      }
      const words = [told.found[input.name], filled ? form.dataset.filled : form.dataset.nothing];
      say(input, words.filter(Boolean).join(" · "));
    } catch (problem) {
      say(input, form.dataset.failed);
    }
  }

  for (const input of document.querySelectorAll("input[data-lookup]")) {
    let asked = input.value;
    const once = () => {
      if (input.value && input.value !== asked) ask(input);
      asked = input.value;
    };
    input.addEventListener("change", once);
    const button = input.form.querySelector(`button[name="lookup"][value="${CSS.escape(input.name)}"]`);
    if (button) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        asked = input.value;
        if (input.value) ask(input);
        else input.focus();
      });
    }
  }
})();
