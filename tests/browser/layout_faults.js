// What is wrong with the layout now, a line each: for test_layout.py.
() => {
  const faults = [],
    root = document.documentElement,
    name = (node) => `${node.localName}.${node.className?.baseVal ?? node.className}`;
  const isShown = (node) =>
    node.checkVisibility({ visibilityProperty: true }) && !node.closest(".unseen, [aria-hidden=true] .unseen, script, noscript");
  if (root.scrollWidth > root.clientWidth) faults.push(`page is ${root.scrollWidth} wide in ${root.clientWidth}`);
  if (innerWidth >= 900 && root.scrollHeight > innerHeight) faults.push(`page is ${root.scrollHeight} high in ${innerHeight}`);

  const clips = (node) => {
    const { overflowX, overflowY, display } = getComputedStyle(node);
    // Without a box of its own nothing is cut, whatever its overflow says.
    if (display === "contents") return { x: false, y: false, scrollsX: false, scrollsY: false };
    return {
      x: overflowX !== "visible",
      y: overflowY !== "visible",
      scrollsX: /auto|scroll/.test(overflowX),
      scrollsY: /auto|scroll/.test(overflowY),
    };
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const holder = text.parentElement;
    if (!text.data.trim() || holder.closest("math, svg, dialog:not([open]), .plotly") || !isShown(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    const isSaid = Boolean(holder.closest("[title]"));
    for (let node = holder; node && node !== document.body; node = node.parentElement) {
      const { x, y, scrollsX, scrollsY } = clips(node),
        edge = node.getBoundingClientRect();
      const isEllipsis = getComputedStyle(node).textOverflow === "ellipsis" || getComputedStyle(node).webkitLineClamp !== "none";
      if (x && !scrollsX && (box.right > edge.right + 1 || box.left < edge.left - 1) && !(isEllipsis && isSaid)) {
        faults.push(
          `text “${text.data.trim().slice(0, 40)}” cut at ${name(node)} by ${Math.round(Math.max(box.right - edge.right, edge.left - box.left))} px`,
        );
        break;
      }
      if (y && !scrollsY && (box.bottom > edge.bottom + 2 || box.top < edge.top - 2) && !(isEllipsis && isSaid)) {
        faults.push(
          `text “${text.data.trim().slice(0, 40)}” cut at ${name(node)} by ${Math.round(Math.max(box.bottom - edge.bottom, edge.top - box.top))} px in height`,
        );
        break;
      }
      if (scrollsX || scrollsY || (isEllipsis && isSaid)) break;
    }
    const scroller = holder.closest("#racers .cards, #reading-tabs, #exhibits, .tabs");
    if (!scroller && (box.right > innerWidth + 1 || box.left < -1) && !isSaid)
      faults.push(`text “${text.data.trim().slice(0, 40)}” outside the page`);
  }

  for (const input of document.querySelectorAll("input[type=text]")) {
    const over = input.scrollWidth - input.clientWidth;
    if (isShown(input) && over > 1) faults.push(`number “${input.value}” cut by ${over} px`);
  }

  // A control's part that is really on screen: cut by whatever scrolls around it.
  const visibleBox = (node) => {
    let { left, top, right, bottom } = node.getBoundingClientRect();
    for (let around = node.parentElement; around && around !== document.body; around = around.parentElement) {
      const { x, y } = clips(around),
        edge = around.getBoundingClientRect();
      if (x) [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      if (y) [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
    }
    return { left, top, right, bottom };
  };
  const controls = [...document.querySelectorAll("button, a[href], input, select")]
    .filter((node) => isShown(node) && !node.closest("[popover], dialog"))
    .map((node) => ({ node, box: visibleBox(node) }))
    .filter(({ box }) => box.right - box.left > 1 && box.bottom - box.top > 1);
  // A card's menu stands in its corner, the timeline's marks on its slider; the bar of a phone floats over what scrolls below it.
  const mayCover = (a, b) =>
    (a.closest(".card") !== null && a.closest(".card") === b.closest(".card")) ||
    (a.closest(".timeline") && b.closest(".timeline") && (a.matches("input") || b.matches("input"))) ||
    (Boolean(a.closest("#bar, #header, #notice")) !== Boolean(b.closest("#bar, #header, #notice")) && innerWidth < 900);
  for (const [k, a] of controls.entries())
    for (const b of controls.slice(k + 1)) {
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left),
        tall = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (wide > 1.5 && tall > 1.5 && !mayCover(a.node, b.node))
        faults.push(`${name(a.node)} and ${name(b.node)} overlap by ${Math.round(wide)}×${Math.round(tall)}`);
    }
  return faults;
};
