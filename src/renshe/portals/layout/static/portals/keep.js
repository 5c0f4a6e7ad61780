/* A form filled in at a door with a bad line: form[data-keep="name"]. What is typed stays in this tab (never a file, never beyond
   the tab) until the site has answered; without a line the form is not sent, and a notice says so. The form works without this. */
(function () {
  "use strict";

  // The page that follows a form which was taken says so; only then is what was kept forgotten.
  for (const taken of document.querySelectorAll("[data-forget]")) sessionStorage.removeItem("keep:" + taken.dataset.forget);
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const name = "keep:" + form.dataset.keep;
  const notice = document.querySelector("[data-kept]");
  const typed = (field) => field.name && field.name !== "csrfmiddlewaretoken" && field.type !== "file";

  const say = (words) => {
    if (!notice) return;
    notice.textContent = words;
    notice.hidden = false;
  };

  const keep = () => {
    const fields = Array.from(form.elements).filter(typed);
    const told = fields
      .filter((field) => !/^(radio|checkbox)$/.test(field.type) || field.checked)
      .map((field) => [field.name, field.value]);
    sessionStorage.setItem(name, JSON.stringify(told));
  };

  const restore = (told) => {
    for (const field of Array.from(form.elements).filter(typed)) {
      const values = told.filter(([key]) => key === field.name).map(([, value]) => value);
      if (/^(radio|checkbox)$/.test(field.type)) field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
  };

  try {
    const kept = sessionStorage.getItem(name);
    if (kept && !document.querySelector(".error-summary")) {
      restore(JSON.parse(kept));
      say(notice.dataset.restored);
    }
  } catch (problem) {
    sessionStorage.removeItem(name);
  }
  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => {
    keep();
    if (navigator.onLine) return;
    event.preventDefault();
    say(notice.dataset.offline);
    notice.scrollIntoView();
  });
})();
