// The clock of bench_repaint and bench_live: it runs in the page under test, whatever made that page.
// `probe` is told where the page has its plots, its four figures and its titles; `deep` looks below shadow roots too.

window.probe = (() => {
  const p = { wire: [], deep: false, plotted: [] };
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", event =>
        p.wire.push(["in", performance.now(), event.data.byteLength ?? event.data.size ?? event.data.length]));
    }
    send(data) { p.wire.push(["out", performance.now(), data.byteLength ?? data.length]); super.send(data); }
  };

  const below = root => [...root.querySelectorAll("*")].filter(e => e.shadowRoot).map(e => e.shadowRoot);
  const roots = (root = document) => p.deep ? [root, ...below(root).flatMap(roots)] : [root];
  const all = selector => roots().flatMap(root => [...root.querySelectorAll(selector)]);
  const bare = text => text.replace(/\s/g, "");
  const widths = plot => [...plot.querySelectorAll(".bars .point path")].map(path => {
    const found = /^M([-\d.]+),[-\d.]+V[-\d.]+H([-\d.]+)/.exec(path.getAttribute("d"));
    return found ? Math.abs(found[2] - found[1]) : 0;
  });
  const same = (shown, wanted) => shown.length === wanted.length && shown.every((item, i) => item === wanted[i]);
  const close = (shown, wanted) => {
    const longest = Math.max(...shown);
    return shown.length === wanted.length && shown.every((item, i) => Math.abs(item / longest - wanted[i]) < 0.01);
  };

  p.shown = part => all(p[part]).map(e => bare(e.textContent));
  p.shows = wanted => ["headline", "titles"].every(part => p[part] === null || same(p.shown(part), wanted[part])) && p.draws(wanted);
  p.draws = wanted => {
    const plots = all(p.plots);
    return plots.length === wanted.texts.length && plots.every((plot, i) =>
      same([...plot.querySelectorAll(".textpoint text")].map(e => bare(e.textContent)), wanted.texts[i])
      && close(widths(plot), wanted.bars[i]));
  };

  // Everything that changes in the page; shadow roots that come later hold nothing that is looked for.
  const watch = act => {
    const seen = new MutationObserver(() => act(seen));
    const what = { subtree: true, childList: true, characterData: true, attributes: true };
    for (const root of roots()) seen.observe(root, what);
    return seen;
  };
  const frame = act => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => act(performance.now());
    requestAnimationFrame(() => channel.port2.postMessage(0));
  };
  const listen = () => all(p.plots).filter(plot => plot.probed !== p).forEach(plot => {
    plot.probed = p;
    plot.on("plotly_afterplot", () => p.plotted.push(performance.now()));
  });

  // One key, and everything painted for it.
  p.arm = wanted => {
    p.wire.length = 0;
    p.plotted = [];
    performance.clearResourceTimings();
    listen();
    const marks = {};
    p.done = new Promise(done => {
      watch(seen => {
        if (marks.key === undefined || !p.shows(wanted)) return;
        marks.drawn = performance.now();
        seen.disconnect();
        frame(now => {
          marks.painted = now;
          setTimeout(() => done(marks), 300);          // our run goes on after the picture
        });
      });
      window.addEventListener("keydown", () => { marks.key = performance.now(); }, { capture: true, once: true });
    });
    return p.shows(wanted);
  };

  p.result = async () => {
    const marks = await p.done;
    const since = moment => moment === undefined ? null : moment - marks.key;
    const out = p.wire.filter(row => row[0] === "out" && row[1] >= marks.key).map(row => row[1]);
    const back = p.wire.filter(row => row[0] === "in" && out.length && row[1] >= out[0]);
    const asked = performance.getEntriesByType("resource").filter(e => p.request && e.name.includes(p.request))[0];
    return {
      painted: since(marks.painted), drawn: since(marks.drawn),
      plotted: since(p.plotted.at(-1)), plots: p.plotted.length,
      sent: since(asked?.requestStart), answered: since(asked?.responseEnd), bytes: asked?.encodedBodySize,
      run: since(back.at(-1)?.[1]),
      messages: back.length, carried: back.reduce((sum, row) => sum + row[2], 0),
    };
  };

  // Steps of a thumb that is held: for each, when the gap's text was new, when that was painted, when the last chart
  // was plotted.
  p.follow = () => {
    p.leave?.();
    p.steps = [];
    listen();
    let step = null, gap = p.headline && p.shown("headline")[2];
    const begin = () => { p.plotted = []; step = { began: performance.now() }; p.steps.push(step); };
    const listening = new AbortController();
    for (const type of ["pointermove", "keydown"]) addEventListener(type, begin, { capture: true, signal: listening.signal });
    const seen = p.headline && watch(() => {
      const now = p.shown("headline")[2];
      if (step === null || now === gap) return;
      gap = now;
      const own = step;
      own.changed ??= performance.now() - own.began;
      frame(moment => { own.painted ??= moment - own.began; });
    });
    p.leave = () => { listening.abort(); seen?.disconnect(); };
  };
  p.stepped = () => {
    const step = p.steps.at(-1);
    if (step && p.plotted.length) step.plotted = p.plotted.at(-1) - step.began;
  };
  return p;
})();
