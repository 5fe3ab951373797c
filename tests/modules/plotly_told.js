// In the place of Plotly: what it is asked to draw is written down in its element, and seen through whatever camera it was given.

{
  const rounded = (value) => (typeof value === "number" ? Number(value.toFixed(3)) + 0 : value);
  /** Long lists by their length, their mean and their ends. */
  const brief = (key, value) => {
    if (ArrayBuffer.isView(value)) value = [...value];
    if (!Array.isArray(value) || value.length < 20) return rounded(value);
    const flat = value.flatMap((row) => (ArrayBuffer.isView(row) ? [...row] : row));
    return `${value.length} about ${rounded(flat.reduce((sum, one) => sum + one, 0) / flat.length)} from ${rounded(flat[0])} to ${rounded(flat.at(-1))}`;
  };
  const told = (what) => Object.entries(what).map(([name, value]) => `${name}: ${JSON.stringify(value, brief)}`);
  const write = (host, what, lines) => {
    const found = host.querySelector(`[data-told=${what}]`) ?? host.appendChild(Object.assign(document.createElement("div"), { lang: "" }));
    found.dataset.told = what;
    found.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  };
  const plotFor = (host) => ({
    objects: [{ _vertexCount: 6 }],
    gl: { flush: () => (host.dataset.flushed = "") },
    mouseListener: { enabled: true },
    redraw() {
      const { pixelRatio, autoResize, camera, objects, mouseListener } = this;
      write(host, "seen", told({ matrix: camera.matrix, pixelRatio, autoResize, ticks: camera.tick(), ...objects[0], ...mouseListener }));
    },
  });
  window.Plotly = {
    async react(host, [surface], layout, config) {
      host._fullLayout ??= { [surface.scene]: { _scene: { glplot: plotFor(host) } } };
      host.on ??= (name) => (host.dataset.heard = name);
      write(host, "surface", told(surface));
      write(host, "layout", told({ ...layout, ...config }));
    },
    async relayout(host, size) {
      write(host, "size", told(size));
    },
    purge: (host) => host.replaceChildren(),
  };
}
