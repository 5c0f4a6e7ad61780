/* Draws tables. A table that says data-chart="bars | stacked | lines | tiles" gets a drawing above it, made by the
   vendored Apache ECharts from the very words in its cells: nothing is fetched, and nothing is drawn that the table
   does not say. Without this script the table stands alone. docs/design.md says how such a table is written. */

const script = document.querySelector("script[data-library]");
const words = script.dataset;
const language = document.documentElement.lang;
const SERIES = 4;
const TILE = { width: 10, height: 0.8, least: 5.6, gap: 0.06 };
const FOLD = { narrow: 3, wide: 12, screen: 720 };

/* Colours are names of tokens, so that a change of theme, forced colours and paper need no new drawing. */
const token = (name) => `var(--${name})`;
const stripes = (rotation, name = "surface", every = 5) => ({
  symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, every], rotation, color: token(name),
});
const dots = (name = "surface", every = 5) => ({
  symbol: "circle", symbolSize: 0.8, dashArrayX: [[4, every], [0, (4 + every) / 2, 4, (every - 4) / 2]], dashArrayY: [4, every - 3], color: token(name),
});
/* The first is full; the others differ by their pattern before they differ by colour. */
const PATTERNS = [undefined, stripes(-Math.PI / 4), dots(), stripes(0)];
const LINES = [
  { type: "solid", symbol: "circle" },
  { type: [6, 4], symbol: "rect" },
  { type: [2, 3], symbol: "triangle" },
  { type: [10, 3, 2, 3], symbol: "diamond" },
];
/* Classes of a map, the worst first: soft grounds, so that the figure on a tile stays legible. */
const GRADES = {
  0: { ground: "bad-soft", pattern: stripes(Math.PI / 4, "bad", 7) },
  1: { ground: "warn-soft", pattern: dots("warn", 9) },
  2: { ground: "accent-soft", pattern: stripes(0, "accent", 9) },
  3: { ground: "good-soft", pattern: undefined },
  none: { ground: "surface", pattern: undefined },
};

/* Reading ----------------------------------------------------------------------------------------- */

const text = (node) => node.textContent.replace(/\s+/g, " ").trim();

/* "1,234.56" → 1234.56; "−3" → -3; "98.2%" → 98.2; a dash or nothing → null. */
function number(written) {
  const plain = written.replace(/[,\s%]/g, "").replace("−", "-").replace("＋", "+");
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

function read(table) {
  const heads = [...table.tHead.rows[0].cells];
  const drawn = heads.map((head, at) => ({ head, at })).filter(({ head }) => "series" in head.dataset);
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.querySelector("th"));
  return {
    kind: table.dataset.chart,
    title: table.caption ? text(table.caption) : text(heads[0]),
    rows: rows.map((row) => {
      const head = row.querySelector("th");
      const link = head.querySelector("a");
      return {
        label: head.dataset.label || text(head),
        short: head.dataset.short || head.dataset.label || text(head),
        tile: row.dataset.tile ? row.dataset.tile.split(",").map(Number) : null,
        grade: row.dataset.grade || "none",
        url: link ? link.href : "",
      };
    }),
    series: drawn.slice(0, SERIES).map(({ head, at }) => ({
      label: text(head),
      goal: head.dataset.series === "goal",
      said: rows.map((row) => text(row.cells[at])),
      values: rows.map((row) => number(text(row.cells[at]))),
    })),
  };
}

/* Saying ------------------------------------------------------------------------------------------ */

const brief = new Intl.NumberFormat(language, { notation: "compact", maximumSignificantDigits: 3 });
const [colon, semicolon] = language.startsWith("zh") ? ["：", "；"] : [": ", "; "];
const sentence = (chart, at) =>
  chart.rows[at].label + colon + chart.series.map((one) => `${one.label} ${one.said[at]}`).join(semicolon);

function element(name, className = "", content = "") {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (content) node.textContent = content;
  return node;
}

/* The box beside the pointer: the words of the row, as the table has them. */
function tip(chart, at) {
  const box = element("div", "chart-tip");
  box.append(element("strong", "", chart.rows[at].label));
  chart.series.forEach((one, place) => {
    const line = element("div");
    if (chart.kind !== "tiles") line.append(element("span", swatch(chart, place)));
    line.append(element("span", "", one.label), element("span", "chart-tip-value", one.said[at]));
    box.append(line);
  });
  return box;
}

const swatch = (chart, place) =>
  `swatch series-${place + 1}${chart.series[place].goal ? " goal" : chart.kind === "lines" ? " stroke" : ""}`;

function legend(chart) {
  const list = element("ul", "legend");
  chart.series.forEach((one, place) => {
    const item = element("li");
    item.append(element("span", swatch(chart, place)), element("span", "", one.label));
    list.append(item);
  });
  return list;
}

/* About how wide a word is: a Chinese sign is a square, others about six tenths of it. */
const measure = (word, size) => [...word].reduce((sum, sign) => sum + (sign > "\u2e80" ? size : size * 0.6), 0);

/* Drawing ----------------------------------------------------------------------------------------- */

function common(chart, face) {
  const style = getComputedStyle(face);
  return {
    animation: false,
    aria: { enabled: true, label: { description: `${chart.title}. ${words.hint}` } },
    textStyle: { fontFamily: style.fontFamily, fontSize: parseFloat(style.fontSize), color: token("text-quiet") },
    tooltip: {
      trigger: chart.kind === "tiles" ? "item" : "axis",
      confine: true,
      transitionDuration: 0,
      backgroundColor: token("surface"),
      borderColor: token("line-strong"),
      padding: 0,
      textStyle: { color: token("text") },
      axisPointer: { type: "shadow", shadowStyle: { color: token("accent"), opacity: 0.12 }, animation: false },
      formatter: (asked) => {
        const at = (Array.isArray(asked) ? asked[0] : asked).dataIndex;
        return at >= 0 && at < chart.rows.length ? tip(chart, at) : "";
      },
    },
  };
}

function one(chart, series, place) {
  const color = token(`series-${place + 1}`);
  const points = series.values.map((value) => value ?? "-");
  if (chart.kind === "lines" || series.goal) {
    const line = series.goal ? { type: [8, 5], symbol: "none" } : LINES[place];
    return {
      type: "line", name: series.label, data: points, symbol: line.symbol, symbolSize: 8, showAllSymbol: true,
      lineStyle: { color, type: line.type, width: series.goal ? 2 : 2.5 }, itemStyle: { color }, emphasis: { disabled: true },
    };
  }
  return {
    type: "bar", name: series.label, data: points, barMaxWidth: 48, barGap: "12%", barCategoryGap: "30%",
    stack: chart.kind === "stacked" ? "all" : undefined,
    itemStyle: { color, decal: PATTERNS[place], borderColor: color, borderWidth: 1 }, emphasis: { disabled: true },
  };
}

function axes(chart, face) {
  const part = chart.series.some((series) => series.said.some((said) => said.endsWith("%"))) ? "%" : "";
  const size = parseFloat(getComputedStyle(face).fontSize);
  const slot = (face.clientWidth - 5 * size) / Math.max(chart.rows.length, 1);
  const longest = Math.max(...chart.rows.map((row) => measure(row.short, size)));
  return {
    grid: { left: 4, right: 8, top: 16, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: {
      type: "category", data: chart.rows.map((row) => row.short), axisTick: { show: false },
      axisLine: { lineStyle: { color: token("line-strong") } },
      axisLabel: {
        color: token("text-quiet"), fontSize: size, lineHeight: size * 1.25,
        ...(longest <= slot ? { interval: 0 } : { interval: "auto", hideOverlap: true, width: Math.max(slot, 3 * size), overflow: "break" }),
      },
    },
    yAxis: {
      type: "value", splitNumber: 4, axisLabel: { color: token("text-quiet"), fontSize: size, formatter: (value) => brief.format(value) + part },
      splitLine: { lineStyle: { color: token("line") } },
    },
    series: chart.series.map((series, place) => one(chart, series, place)),
  };
}

/* Equal tiles in columns and rows: where a place lies among the others, and neither its border nor its size.
   They are as wide as the room allows, and no wider or lower than their words need. */
function tiles(chart, face, drawing, library) {
  const size = parseFloat(getComputedStyle(face).fontSize);
  const name = `tiles-${chart.id}`;
  const placed = chart.rows.map((row, at) => ({ row, at })).filter(({ row }) => row.tile);
  const [columns, rows] = [0, 1].map((side) => Math.max(...placed.map(({ row }) => row.tile[side])) + 1);
  const width = Math.min(face.clientWidth / columns, TILE.width * size);
  const tall = Math.max(width * TILE.height, TILE.least * size);
  drawing.style.width = `${Math.floor(width * columns)}px`;
  drawing.style.height = `${Math.floor(tall * rows)}px`;
  const wide = width / tall;
  const room = width - size;
  library.registerMap(name, {
    type: "FeatureCollection",
    features: placed.map(({ row, at }) => {
      const [left, top] = [row.tile[0] * wide, -row.tile[1]];
      const [right, bottom] = [left + wide - TILE.gap, top - 1 + TILE.gap];
      return {
        type: "Feature", properties: { name: String(at) },
        geometry: { type: "Polygon", coordinates: [[[left, top], [right, top], [right, bottom], [left, bottom], [left, top]]] },
      };
    }),
  });
  return {
    series: [{
      type: "map", map: name, aspectScale: 1, left: 2, right: 2, top: 2, bottom: 2, selectedMode: false,
      data: chart.rows.map((row, at) => {
        const grade = GRADES[row.grade] || GRADES.none;
        return {
          name: String(at), value: chart.series[0].values[at] ?? NaN,
          label: measure(row.short, size) > room ? { width: room } : {},
          itemStyle: { areaColor: token(grade.ground), decal: grade.pattern, borderColor: token("line-strong"), borderWidth: 1 },
        };
      }),
      label: {
        show: true, color: token("text"), lineHeight: size * 1.3, fontSize: size, overflow: "break",
        backgroundColor: token("surface"), borderRadius: 3, padding: width > 5 * size ? [2, 4] : 0,
        formatter: ({ name: at }) => (chart.rows[at] ? `${chart.rows[at].short}\n${chart.series[0].said[at]}` : ""),
      },
      emphasis: { label: { color: token("text") }, itemStyle: { areaColor: undefined, borderColor: token("focus"), borderWidth: 3 } },
    }],
  };
}

function draw(table, library, id) {
  const chart = { ...read(table), id };
  if (!chart.series.length || !chart.rows.length || (chart.kind === "tiles" && !chart.rows.some((row) => row.tile))) return;
  const face = element("div", `chart-face ${chart.kind}`);
  const drawing = element("div", "chart-drawing");
  const says = element("p", "unseen");
  face.tabIndex = 0;
  face.setAttribute("role", "group");
  face.setAttribute("aria-label", `${chart.title}. ${words.hint}`);
  says.setAttribute("aria-live", "polite");
  face.append(drawing, says);
  const figure = table.closest("figure.chart");
  const grades = figure && figure.querySelector(".legend[hidden]");
  const frame = table.closest("details, .scroll, .table-frame") || table;
  const fold = table.closest("details[data-fold]");
  (fold || frame).before(face);
  if (chart.kind !== "tiles") face.prepend(legend(chart));
  else if (grades) face.prepend(grades), (grades.hidden = false);
  const option = () => {
    return { ...common(chart, face), ...(chart.kind === "tiles" ? tiles(chart, face, drawing, library) : axes(chart, face)) };
  };
  const first = option();
  const drawn = library.init(drawing, null, { renderer: "svg" });
  drawn.setOption(first);
  if (fold && chart.rows.length > (innerWidth < FOLD.screen ? FOLD.narrow : FOLD.wide)) fold.open = false;

  const again = (width) => {
    const next = option();
    drawn.resize(width && chart.kind !== "tiles" ? { width } : undefined);
    drawn.setOption(next, { notMerge: true });
  };
  let seen = face.clientWidth;
  new ResizeObserver(() => {
    if (face.clientWidth && Math.abs(face.clientWidth - seen) > 1) again(void (seen = face.clientWidth));
  }).observe(face);
  new MutationObserver(() => again()).observe(document.documentElement, { attributeFilter: ["data-type", "data-theme"] });
  /* Paper is narrower than a screen, and its type smaller. */
  addEventListener("beforeprint", () => again(Math.min(face.clientWidth, 660)));
  addEventListener("afterprint", () => again());

  let at = -1;
  const show = (next) => {
    at = (next + chart.rows.length) % chart.rows.length;
    drawn.dispatchAction({ type: "downplay", seriesIndex: 0 });
    if (chart.kind === "tiles") drawn.dispatchAction({ type: "highlight", seriesIndex: 0, dataIndex: at });
    drawn.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: at });
    says.textContent = sentence(chart, at);
  };
  face.addEventListener("keydown", (event) => {
    const moves = {
      ArrowRight: () => show(at + 1), ArrowDown: () => show(at + 1), ArrowLeft: () => show(at < 0 ? -1 : at - 1),
      ArrowUp: () => show(at < 0 ? -1 : at - 1), Home: () => show(0), End: () => show(-1), Escape: () => leave(),
      Enter: () => at >= 0 && chart.rows[at].url && location.assign(chart.rows[at].url),
    };
    if (event.altKey || event.ctrlKey || event.metaKey || !moves[event.key]) return;
    moves[event.key]();
    event.preventDefault();
    event.stopPropagation();
  });
  const leave = () => {
    at = -1;
    drawn.dispatchAction({ type: "downplay", seriesIndex: 0 });
    drawn.dispatchAction({ type: "hideTip" });
  };
  face.addEventListener("blur", leave);
  drawn.on("click", ({ dataIndex }) => {
    const row = chart.kind === "tiles" ? chart.rows[dataIndex] : null;
    if (row && row.url) location.assign(row.url);
  });
  table.dataset.drawn = "";
}

const tables = document.querySelectorAll("table[data-chart]");
if (tables.length) {
  try {
    const library = await import(words.library);
    tables.forEach((table, place) => draw(table, library, place + 1));
  } finally {
    /* What could not be drawn gives its room back. */
    for (const table of tables) table.dataset.drawn ??= "not";
  }
}
