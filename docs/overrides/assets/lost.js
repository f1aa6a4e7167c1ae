// An address where nothing is. The page above the languages speaks the one of the address, and the report names what was missed.
{
  const home = new URL("../../", /** @type {HTMLScriptElement} */ (document.currentScript).src).pathname;
  const code = location.pathname.slice(home.length).split("/")[0];
  const parts = [...document.querySelectorAll("main [lang]")];
  if (parts.some((part) => part.lang === code)) {
    document.documentElement.lang = code;
    for (const part of parts) part.hidden = part.lang !== code;
  }
  for (const report of document.querySelectorAll("[data-report]")) report.href += `&body=${encodeURIComponent(location.href)}`;
}
