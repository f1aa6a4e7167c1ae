// Several checklists as one: what is ticked is put together here, to print, to copy as Markdown, or as the template of an issue.
// The address holds the choice.

import { addressWith, make, onBack, onEachPage, speaker } from "./base.js";

/** Mistakes of a choice as one list: each fix once, with all that it is used against. */
function combined(data, chosen) {
  const fixes = new Map();
  for (const id of chosen) {
    for (const [fix, name, evidence, steps] of data.lists[id].fixes) {
      if (!fixes.has(fix)) fixes.set(fix, { name, evidence: [], steps });
      fixes.get(fix).evidence.push(`${data.lists[id].name}${data.words.colon} ${evidence}`);
    }
  }
  return { mistakes: chosen.map((id) => data.lists[id]), fixes: [...fixes.values()] };
}

function markdown(data, { mistakes, fixes }, address) {
  const title = data.words.title.replace("{mistakes}", mistakes.map(({ name }) => name).join(", "));
  const lines = [`# ${title}`, "", `<${address}>, CC BY 4.0`, "", `## ${data.words.recognise}`, ""];
  for (const { name, signs } of mistakes) lines.push(`### ${name}`, "", ...signs.map((text) => `- [ ] ${text}`), "");
  lines.push(`## ${data.words.steps}`, "");
  for (const { name, evidence, steps } of fixes) lines.push(`### ${name}`, "", ...evidence.map((text) => `_${text}_\n`), ...steps.map((text) => `- [ ] ${text}`), "");
  return `${lines.join("\n").trim()}\n`;
}

function template(data, text, mistakes) {
  const name = JSON.stringify(data.words.title.replace("{mistakes}", mistakes.map((one) => one.name).join(", ")));
  return `---\nname: ${name}\nabout: ${JSON.stringify(data.words.about)}\ntitle: ${name}\nlabels: ""\n---\n\n${text}`;
}

function download(name, text) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "text/markdown" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function start(place, data, signal) {
  const say = speaker(data);
  const body = place.querySelector("div");
  const status = place.querySelector("[role=status]");
  const bar = document.querySelector(".rex-bar-bottom");
  // The theme can tell of the same page twice.
  for (const old of document.querySelectorAll(".rex-tick, .rex-occasion > p:has(.rex-take)")) old.remove();
  const boxes = [...document.querySelectorAll(".rex-occasion li a")].filter((link) => link.hash === "#checklist").map((link) => {
    const id = link.pathname.split("/").at(-2);
    const box = make("input", { type: "checkbox", className: "rex-tick", value: id, set: { "aria-label": say("tick", { mistake: link.textContent }) } });
    link.before(box, " ");
    return box;
  });
  let chosen = [];
  for (const section of document.querySelectorAll(".rex-occasion[data-all]")) {
    const own = boxes.filter((box) => section.contains(box));
    const button = make("button", { type: "button", className: "md-button rex-take", textContent: say("take") });
    button.addEventListener("click", () => go([...new Set([...chosen, ...own.map(({ value }) => value)])], true), { signal });
    section.prepend(make("p", {}, button));
  }

  function go(ids, move = false) {
    history.replaceState(history.state, "", addressWith({ list: ids.join(",") }));
    read();
    if (move) place.querySelector("h2").focus();
  }

  function show() {
    for (const box of boxes) box.checked = chosen.includes(box.value);
    place.hidden = bar.hidden = !chosen.length;
    bar.querySelector("span").textContent = say("n_chosen", { n: chosen.length });
    status.textContent = "";
    if (!chosen.length) return;
    const whole = combined(data, chosen);
    const ticks = (texts) => make("ul", {}, ...texts.map((text) => make("li", {}, make("label", {}, make("input", { type: "checkbox" }), " ", text))));
    place.querySelector("h2").textContent = data.words.title.replace("{mistakes}", whole.mistakes.map(({ name }) => name).join(", "));
    body.replaceChildren(
      make("h3", { textContent: data.words.recognise }),
      ...whole.mistakes.flatMap(({ name, signs }) => [make("h4", { textContent: name }), ticks(signs)]),
      make("h3", { textContent: data.words.steps }),
      ...whole.fixes.flatMap(({ name, evidence, steps }) => [make("h4", { textContent: name }), make("p", { className: "rex-meta", textContent: evidence.join(" · ") }), ticks(steps)]),
    );
  }

  function read() {
    const wanted = (new URL(location.href).searchParams.get("list") ?? "").split(",");
    chosen = [...new Set(wanted)].filter((id) => Object.hasOwn(data.lists, id));
    show();
  }

  const text = () => markdown(data, combined(data, chosen), location.href.split("#")[0]);
  const acts = {
    copy: () => navigator.clipboard.writeText(text()).then(() => (status.textContent = say("copied")), () => prompt("", text())),
    markdown: () => download("checklist.md", text()),
    template: () => download("checklist-issue.md", template(data, text(), combined(data, chosen).mistakes)),
    clear: () => go([]),
  };
  for (const [name, act] of Object.entries(acts)) place.querySelector(`[data-act=${name}]`).addEventListener("click", act, { signal });
  for (const box of boxes) {
    box.addEventListener("change", () => go(box.checked ? [...chosen, box.value] : chosen.filter((id) => id !== box.value)), { signal });
  }
  onBack(read, signal);
  read();
}

onEachPage((signal) => {
  const place = document.querySelector(".rex-combined");
  if (place) start(place, JSON.parse(document.getElementById("rex-lists").dataset.json), signal);
});
