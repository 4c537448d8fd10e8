"""How the frame looks, light or dark, and a run of the page when it must be drawn anew without a control: theme
switched, server back.
"""

from typing import Literal

import streamlit as st

_JS = """
// Mark the screen's own link in the menu, and bring it into view where the menu is wider than the window.
function here() {
  for (const link of document.querySelectorAll(".st-key-menu a:not(.st-key-languages a)")) {
    if (link.pathname !== location.pathname) { link.removeAttribute("aria-current"); continue; }
    link.setAttribute("aria-current", "page");
    const row = link.closest("[class*=st-key-menu_]");
    const [inside, all] = [link, row].map(element => element.getBoundingClientRect());
    if (inside.left < all.left || inside.right > all.right)
      row.scrollLeft += inside.left - all.left - (all.width - inside.width) / 2;
  }
}

export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = data.lang;
  here();
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app) return;
  const seen = () => [getComputedStyle(app).backgroundColor, app.dataset.testConnectionState === "CONNECTED"];
  let [colour, connected] = seen();
  const observer = new MutationObserver(() => {
    const [colourNow, connectedNow] = seen();
    const returned = connectedNow && !connected;
    if (colourNow !== colour || returned) setTriggerValue("changed", `${colourNow} ${Date.now()}`);
    [colour, connected] = [colourNow, connectedNow];
  });
  const attributeFilter = ["class", "style", "data-test-connection-state"];
  observer.observe(app, { attributes: true, attributeFilter });
  return () => observer.disconnect();
}
"""

SIDEBAR = 336
"""Width of the sidebar: the longest choice stands in it whole [px]."""

_STYLE = """
<style>
.stMainBlockContainer { padding-top: 4rem; padding-bottom: 3rem; max-width: 1240px; }
.st-key-menu { gap: 0.65rem; padding-bottom: 0.3rem; }
[class*="st-key-menu_"] { gap: 0.15rem 0.35rem; }
[class*="st-key-menu_"] a { min-height: 1.75rem; }
[data-testid="stLayoutWrapper"]:has(> .st-key-languages) { margin-left: auto; }
.st-key-languages a { background: none; text-decoration: underline; }
.st-key-menu_1 { font-size: 0.9em; opacity: 0.85; }
.st-key-menu { border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
.st-key-headline { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.75rem; }
.st-key-headline > * { width: auto; }
.st-key-history { gap: 1.25rem; }
[data-testid="stSidebarUserContent"] [data-testid="stSelectbox"] input { font-size: 0.875rem; }
[data-testid="stSidebarUserContent"] [class*="st-key-reset"] { margin-top: -0.75rem; }
[data-testid="stCaptionContainer"], [data-testid="stWidgetLabel"][disabled] { color: inherit; opacity: 0.8; }
[data-testid="stMultiSelectTagsContainer"] [data-tag] { color: inherit; }
[data-testid="stMultiSelectTagsContainer"] [data-tag] { background: color-mix(in srgb, currentColor 14%, transparent); }
button[data-testid="stBaseButton-primary"] { color: light-dark(#ffffff, #11171d); }
.katex-display > .katex { display: inline-block; padding-inline: 0.25rem; }
.stHtml .scroll { overflow-x: auto; }
.stHtml .scroll table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
.stHtml .scroll .number { font-variant-numeric: tabular-nums; }
.stHtml .scroll :is(th, td) { text-align: left; padding: 0.35rem 1rem 0.35rem 0; line-height: 1.35; }
.stHtml .scroll th { vertical-align: bottom; font-weight: 400; opacity: 0.8; }
.stHtml .scroll tr { border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
.stHtml .scroll .number { text-align: right; padding: 0.35rem 0 0.35rem 1rem; }
.stHtml .scroll td.number { white-space: nowrap; }
.stHtml .scroll .number + :not(.number) { padding-left: 1rem; }
.st-key-report_charts { gap: 0; }
.st-key-report_charts [data-testid=stCaptionContainer] { margin: -0.3rem 0 0.3rem 1.7rem; }
.st-key-report_charts label p { white-space: normal; overflow: visible; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding-left: 0.75rem; padding-right: 0.75rem; }
  .katex-display > .katex { font-size: min(1.21em, 3.3vw); }
  [class*="st-key-menu_"] { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: thin; }
  [class*="st-key-menu_"] > * { flex: none; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-languages) { order: -1; margin-left: 0; }
  [data-testid="stMetricValue"] { font-size: 1.4rem; }
  .stHtml .scroll :is(th, td):first-child { position: sticky; left: 0; background: light-dark(#ffffff, #11171d); }
}
@media (pointer: coarse) {
  [data-testid="stPageLink-NavLink"], [class*="st-key-menu_"] a, [data-testid^="stBaseButton-"], [data-testid="stTab"],
  [data-testid="stButtonGroup"] button, [data-testid="stExpander"] summary, [data-testid="stExpandSidebarButton"],
  [data-testid="stMainMenuButton"], [data-testid="stRadioOption"], [data-testid="stCheckbox"] label,
  [data-testid="stSelectbox"] [role="group"], [data-testid="stMultiSelect"] [role="group"],
  [data-testid="stNumberInputContainer"] :is(input, button), [data-testid="stTextInputRootElement"],
  [data-testid="stMultiSelect"] :is([data-tag], [data-tag] button, button) { min-width: 44px; min-height: 44px; }
  [data-testid="stPageLink-NavLink"], [data-testid="stTab"] { justify-content: center; }
  [data-testid="stTooltipIcon"] button { padding: 14px; margin: -14px; }
  [data-testid="stSlider"] [role="group"] > div { min-height: 44px; }
  [data-testid="stElementContainer"]:has(> * > [data-testid="stDataFrame"]) { margin-top: 3rem; }
  [data-testid="stDataFrame"] .stElementToolbar { top: -3.75rem; }
}
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
}
</style>
"""

_watch = st.components.v2.component("theme_watch", js=_JS)


def name() -> Literal["light", "dark"]:
    """The theme that the reader's browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def dress() -> None:
    """The few rules of style that Streamlit's own theme has no name for."""
    st.html(_STYLE)


def watch(lang: str, screen: str) -> None:
    """Tell the browser language and screen; run the page again when the theme changes or the connection has come back.

    Streamlit by itself repaints everything but the charts. After a lost connection it waits for the next move, which
    a new session would then take for its first run, and lose.
    """
    _watch(key="theme_watch", data={"lang": lang, "screen": screen}, on_changed_change=lambda: None, height=1)
