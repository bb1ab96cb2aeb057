/* The editor's page with script: ticks and order renew the copies at once. Without it, "Perbarui salinan" does.
   The server makes the copies, as without script; what changes on the page is taken from its answer. */
"use strict";
(() => {
  const form = document.getElementById("baca-juga");
  const list = form?.querySelector(".sugg");
  if (!list) return;
  const update = form.querySelector("button[value=salin]");
  update.hidden = true;
  let ask;

  const renew = async (submitter) => {
    ask?.abort();
    ask = new AbortController();
    const fields = new URLSearchParams(new FormData(form));
    fields.set(submitter.name, submitter.value);
    let text;
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, signal: ask.signal });
      if (!answer.ok) throw new Error(answer.status);
      text = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") { update.hidden = false; update.click(); }
      return;
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    const focused = document.activeElement?.value;
    const name = document.activeElement?.name;
    list.replaceChildren(...page.querySelector(".sugg").children);
    [...list.querySelectorAll("input, button")].find((e) => e.name === name && e.value === focused)?.focus();
    for (const copy of page.querySelectorAll(".copy textarea")) document.getElementById(copy.id).value = copy.value;
    document.getElementById("terpilih").textContent = page.getElementById("terpilih").textContent;
    document.getElementById("kabar").textContent = form.dataset.kabar;
  };

  list.addEventListener("change", () => renew(update));
  list.addEventListener("click", (e) => {
    const button = e.target.closest("button[name=naik]");
    if (!button) return;
    e.preventDefault();
    renew(button);
  });
})();
