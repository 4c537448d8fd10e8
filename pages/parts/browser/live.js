// Moves the headline, the bar and the charts while a slider is moved, before it is released.
//
// The four figures come from a table with one row for each step of the slider, as the server computed and formatted
// them; definition, titles and charts are asked for step by step, one request at a time. Nothing is computed here.
// It leans on the slider's <input type=range> and on the places of the figures; where one is missing it stays silent,
// and the page answers on release as it would without it.

const KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);
const QUIET = 400; // milliseconds without a step after which a screen reader is told
const BETWEEN = 50; // milliseconds from one question about a dragged screen to the next, at least
const SETTLED = 1000; // milliseconds after which a run has drawn its words
const lives = new WeakMap();

function sliderOf(target) {
  const box = target instanceof Element && target.closest("[data-testid=stSidebar] [class*=st-key-]");
  const input = box && box.querySelector("input[type=range]");
  const key = box && [...box.classList].find(name => name.startsWith("st-key-"));
  return input && !input.disabled && box.querySelectorAll("input").length === 1
    ? { id: key.slice("st-key-".length), input } : null;
}

function textOf(element) {
  const texts = element && document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const text = texts && texts.nextNode();
  return text && !texts.nextNode() ? text : null;
}

function write(element, words) {
  const text = textOf(element);
  if (text && text.data !== words) text.data = words;
}

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

// A place for words that the page draws. While the run is behind the thumb it holds what was asked for; in the end it
// says what the run said last, also if that came in between. A place with anything but one text is left alone.
class Place {
  constructor(element, behind) {
    this.element = element;
    this.behind = behind;
    this.said = textOf(element)?.data;
    this.observer = new MutationObserver(() => this.heard());
    this.observer.observe(element, { subtree: true, childList: true, characterData: true });
  }

  say(words) {
    this.ahead = words;
    this.write(words);
  }

  // Words of our own are not heard.
  write(words) {
    if (this.observer.takeRecords().length) this.said = textOf(this.element)?.data;
    if (words !== undefined) write(this.element, words);
    this.observer.takeRecords();
  }

  heard() {
    this.said = textOf(this.element)?.data;
    if (this.behind()) this.write(this.ahead);
    else this.ahead = undefined;
  }

  settle() {
    if (this.ahead === undefined || this.behind()) return;
    this.ahead = undefined;
    this.write(undefined);
    this.write(this.said);
  }
}

class Live {
  constructor(root) {
    this.root = root;
    this.slider = null; // the one in the reader's hand, until the reader does something else
    this.tables = new Map();
    this.places = new Map();
    this.listening = new AbortController();
    const listen = (target, type, act) =>
      target.addEventListener(type, act, { capture: true, signal: this.listening.signal });
    listen(document, "pointerover", event => this.near(sliderOf(event.target)));
    listen(document, "focusin", event => this.near(sliderOf(event.target)));
    listen(document, "pointerdown", event => this.take(sliderOf(event.target)));
    listen(document, "keydown", event => this.take(KEYS.has(event.key) ? sliderOf(event.target) : null));
    listen(window, "popstate", () => this.take(null));
    listen(document, "live:settle", event => { if (this.stale(event.detail)) event.preventDefault(); });
    this.steps = new MutationObserver(records => {
      if (this.slider && records.some(record => sliderOf(record.target)?.id === this.slider.id)) this.step();
    });
    this.steps.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["value"] });
    this.run = new MutationObserver(() => this.paint());
  }

  // What the run says.
  settle(data) {
    this.data = data;
    const headline = document.querySelector(".st-key-headline");
    if (headline) this.run.observe(headline, { subtree: true, childList: true, characterData: true });
    for (const [name, colour] of Object.entries(data.colours)) this.root.querySelector(".bar").style.setProperty(`--${name}`, colour);
    for (const change of document.querySelectorAll(".st-key-headline [data-testid=stMetricDelta]")) change.style.visibility = "";
    if (this.stale(data.address)) this.paint();
    else {
      this.bar(data);
      clearTimeout(this.settling); // the run that this came with has not drawn everything yet
      this.settling = setTimeout(() => this.places.forEach(place => place.settle()), SETTLED);
    }
    this.near(sliderOf(document.activeElement));
  }

  near(slider) {
    if (slider && this.data.base !== null) this.table(slider.id);
  }

  take(slider) {
    this.slider = this.data.base === null ? null : slider; // the server cannot be asked about these data
    this.near(slider);
  }

  get value() {
    const input = this.slider.input.isConnected ? this.slider.input
      : document.querySelector(`[data-testid=stSidebar] .st-key-${this.slider.id} input[type=range]`);
    return Number(input?.value);
  }

  // Whether the reader's hand has left the state of an address behind.
  stale(address) {
    const table = this.slider && this.tables.get(this.slider.id);
    if (!table?.rows) return false;
    const asked = new URLSearchParams(address);
    if (asked.get("scenario") !== new URLSearchParams(this.data.address).get("scenario")) return false;
    return Number(asked.get(this.slider.id) ?? table.preset) !== this.value;
  }

  // The answers at every step of one slider, the others held; asked for before the first step where possible.
  async table(id) {
    const held = new URLSearchParams(this.data.address);
    held.delete(id);
    const url = `${this.data.base}/live/steps/${id}.json?${held}`;
    if (this.tables.get(id)?.url === url) return;
    const table = { url };
    this.tables.set(id, table);
    try {
      const { values, ...columns } = await fetched(url);
      Object.assign(table, columns, { rows: new Map(values.map((value, index) => [value, index])) });
      if (this.slider?.id === id) this.paint();
    } catch (error) {
      this.tables.delete(id);
    }
  }

  step() {
    this.paint();
    this.ask();
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tell(), QUIET);
  }

  paint() {
    const table = this.slider && this.tables.get(this.slider.id);
    const row = table?.rows?.get(this.value);
    if (row === undefined) return;
    const at = column => column.length === 1 ? column[0] : column[row]; // a column that never changes is sent once
    const metrics = document.querySelectorAll(".st-key-headline [data-testid=stMetric]");
    table.figures.forEach((figure, index) => {
      const metric = metrics[index], change = metric?.querySelector("[data-testid=stMetricDelta]");
      write(metric?.querySelector("[data-testid=stMetricValue]"), at(figure.shown));
      if (!change) return;
      write(change, at(figure.change));
      change.style.visibility = at(figure.better) === this.data.better[index] ? "" : "hidden"; // its colour is the run's
    });
    this.bar({ coverage: at(table.coverage), gap: at(table.figures[2].shown) });
  }

  bar({ coverage, gap }) {
    this.root.querySelector(".funded").style.width = `${coverage * 100}%`;
    this.gap = gap;
  }

  // What the page will compare with when this value is released: moves of one slider the same way are one change.
  before(id, value) {
    const preset = this.tables.get(id)?.preset;
    const at = address => Number(new URLSearchParams(address).get(id) ?? preset);
    const others = address => { const rest = new URLSearchParams(address); rest.delete(id); rest.sort(); return `${rest}`; };
    const { address, before } = this.data;
    const further = before && others(before) === others(address) && (value - at(address)) * (at(address) - at(before)) > 0;
    return further ? before : address;
  }

  say(selector, words) {
    const element = document.querySelector(selector);
    if (!element) return;
    if (this.places.get(selector)?.element !== element) {
      this.places.get(selector)?.observer.disconnect();
      this.places.set(selector, new Place(element, () => this.stale(this.data.address)));
    }
    this.places.get(selector).say(words);
  }

  tell() {
    this.root.querySelector("[role=status]").textContent = this.data.told.replace("{gap}", this.gap);
  }

  // Charts at the newest step, and sentences where the thumb still stands when the charts are here; steps that pass
  // meanwhile are passed over. A slow answer means a busy server, which is then asked half as often.
  async ask() {
    if (this.asked) return;
    const slider = this.slider, value = this.value, began = performance.now();
    const state = new URLSearchParams(this.data.address);
    state.set(slider.id, value);
    this.asked = true;
    try {
      await this.draw(slider, state);
      const took = performance.now() - began;
      if (this.slider?.id === slider.id && this.value === value) await this.tellStory(slider, value, state);
      const rest = began + Math.max(BETWEEN, 2 * took) - performance.now();
      if (rest > 0) await new Promise(done => setTimeout(done, rest));
    } catch (error) {
      return; // the run on release answers
    } finally {
      this.asked = false;
    }
    if (this.slider?.id === slider.id && this.value !== value) this.ask();
  }

  async draw(slider, state) {
    const asked = new URLSearchParams(state);
    const charts = [...document.querySelectorAll("[data-follows]")].map(stage => stage.dataset.follows);
    if (charts.length) asked.set("charts", charts.join(","));
    const answer = await fetched(`${this.data.base}/live/state/${this.data.theme}.json?${asked}`);
    if (this.slider?.id !== slider.id) return;
    document.dispatchEvent(new CustomEvent("live:charts", { detail: answer.charts }));
    this.say(".st-key-definition", answer.definition);
    for (const [id, { title, subtitle }] of Object.entries(answer.charts)) {
      this.say(`.st-key-card_${id} [data-testid=stHeading]`, title);
      this.say(`.st-key-card_${id} [data-testid=stCaptionContainer]`, subtitle);
    }
  }

  async tellStory(slider, value, state) {
    if (!document.querySelector(".st-key-story")) return;
    const asked = new URLSearchParams(state);
    asked.set("before", this.before(slider.id, value));
    const { story } = await fetched(`${this.data.base}/live/story.json?${asked}`);
    if (this.slider?.id === slider.id) this.say(".st-key-story", story);
  }

  leave() {
    this.listening.abort();
    this.steps.disconnect();
    this.run.disconnect();
    for (const place of this.places.values()) place.observer.disconnect();
    clearTimeout(this.telling);
    clearTimeout(this.settling);
  }
}

export default function ({ data, parentElement }) {
  let live = lives.get(parentElement);
  if (!live) lives.set(parentElement, live = new Live(parentElement));
  live.settle(data);
  return () => { lives.delete(parentElement); live.leave(); };
}
