/// The page's script. What it gets from the data it puts into text nodes and attributes of elements that it makes, never
/// into markup.
enum PageScript {
  static let text = #"""

    "use strict";
    (() => {
      const pageSize = 25;
      const byId = id => document.getElementById(id);
      const read = id => { const found = byId(id); return found ? JSON.parse(found.textContent) : null; };

      function build(element, attributes, children) {
        for (const [name, value] of Object.entries(attributes || {})) {
          if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
          else if (value === true) element.setAttribute(name, "");
          else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
        }
        for (const child of children) if (child !== null && child !== undefined) element.append(child);
        return element;
      }
      const make = (tag, attributes, ...children) => build(document.createElement(tag), attributes, children);
      const draw = (tag, attributes, ...children) =>
        build(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

      const count = (number, noun) => number === 1 ? "1 " + noun : number + " " + noun + "s";
      function duration(ms) {
        if (ms === null || ms === undefined) return "";
        const size = Math.abs(ms);
        if (size < 9.95) return Math.round(ms * 10) / 10 + " ms";
        if (size < 999.5) return Math.round(ms) + " ms";
        if (size < 59995) return Math.round(ms / 10) / 100 + " s";
        const seconds = Math.round(ms / 1000);
        return seconds < 3600 ? Math.floor(seconds / 60) + " min " + seconds % 60 + " s"
          : Math.floor(seconds / 3600) + " h " + Math.floor(seconds / 60) % 60 + " min";
      }
      // Microseconds since 1970.
      function utc(time) {
        const micro = Math.round(time), rest = ((micro % 1e6) + 1e6) % 1e6, date = new Date((micro - rest) / 1000);
        if (isNaN(date)) return "";
        return date.toISOString().slice(0, -5).replace("T", " ") + "." + String(rest).padStart(6, "0") + " UTC";
      }

      // Theme
      const theme = byId("theme"), root = document.documentElement;
      const prefersDark = matchMedia("(prefers-color-scheme: dark)");
      const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : prefersDark.matches;
      const nameTheme = () => { theme.textContent = isDark() ? "Light theme" : "Dark theme"; };
      theme.hidden = false;
      theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; nameTheme(); });
      prefersDark.addEventListener("change", nameTheme);
      nameTheme();

      const { sessions, captures } = read("data-sessions"), exchanges = read("data-exchanges"), notices = read("data-notices");
      const byNumber = new Map(sessions.map(session => [session.number, session]));
      for (const session of sessions) {
        session.text = ["session " + session.number, "#" + session.number, session.client, session.server, session.version,
          session.suite, session.outcome, ...session.names, ...session.findings].join(" ").toLowerCase();
        session.total = session.last - session.first + 1;
        session.since = (session.start - sessions[0].start) / 1000;
      }
      for (const exchange of exchanges) {
        exchange.text = [exchange.method, exchange.uri, exchange.status, exchange.outcome, exchange.client, exchange.server]
          .join(" ").toLowerCase();
      }

      // A list that is searched, filtered, sorted, and shown a page at a time.
      function listing(options) {
        const state = { query: "", sort: options.sort, descending: false, page: 0 };
        const filters = {};
        const body = make("tbody"), status = make("span", { role: "status" });
        const previous = make("button", { type: "button", on: { click: () => { state.page--; show(); } } }, "Previous");
        const next = make("button", { type: "button", on: { click: () => { state.page++; show(); } } }, "Next");
        const search = make("input", { type: "search", autocomplete: "off", spellcheck: "false",
          placeholder: options.placeholder, on: { input: () => { state.query = search.value.trim().toLowerCase(); state.page = 0; show(); } } });
        const tools = make("div", { class: "tools", role: "search" },
          make("label", { class: "grow" }, options.searchLabel, search));
        for (const [name, label, values] of options.filters) {
          const select = make("select", { on: { change: () => { filters[name] = select.value; state.page = 0; show(); } } },
            make("option", { value: "" }, "all"), ...values.map(([value, text]) => make("option", { value }, text)));
          tools.append(make("label", {}, label, select));
        }
        const heads = options.columns.map(column => make("th", { scope: "col", class: column.number ? "number" : null },
          make("button", { type: "button", on: { click: () => sortBy(column) } }, column.title)));
        function sortBy(column) {
          state.descending = state.sort === column.key && !state.descending;
          state.sort = column.key;
          state.page = 0;
          show();
        }
        function show() {
          const found = options.items.filter(item => (!state.query || options.matches(item, state.query))
            && Object.entries(filters).every(([name, value]) => !value || item[name] === value));
          const key = state.sort, sign = state.descending ? -1 : 1;
          const rank = item => options.ranks[key] ? options.ranks[key].indexOf(item[key]) : item[key];
          found.sort((a, b) => {
            const one = rank(a), other = rank(b);
            if (one === other) return 0;
            if (one === null || one === undefined || one === "") return 1;
            if (other === null || other === undefined || other === "") return -1;
            return sign * (typeof one === "string" ? one.localeCompare(other, "en", { numeric: true }) : one - other);
          });
          const pages = Math.max(1, Math.ceil(found.length / pageSize));
          state.page = Math.min(Math.max(0, state.page), pages - 1);
          const start = state.page * pageSize;
          body.replaceChildren(...found.slice(start, start + pageSize).map(options.row));
          if (found.length === 0) body.append(make("tr", {}, make("td", { colspan: options.columns.length }, options.nothing)));
          options.columns.forEach((column, index) => {
            if (column.key === key) heads[index].setAttribute("aria-sort", state.descending ? "descending" : "ascending");
            else heads[index].removeAttribute("aria-sort");
          });
          status.textContent = found.length === 0 ? "" : (start + 1) + "–" + Math.min(start + pageSize, found.length) + " of "
            + found.length + (found.length < options.items.length ? " (" + options.items.length + " in all)" : "");
          previous.disabled = state.page === 0;
          next.disabled = state.page === pages - 1;
          pager.hidden = found.length <= pageSize && found.length === options.items.length;
        }
        // Arrow keys go from row to row.
        body.addEventListener("keydown", event => {
          const links = [...body.querySelectorAll("a.go")], at = links.indexOf(document.activeElement);
          const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
          if (at < 0 || to === undefined || !links[to]) return;
          event.preventDefault();
          links[to].focus();
        });
        const pager = make("div", { class: "pager" }, previous, next, status);
        show();
        return { search, show, nodes: [tools, make("div", { class: "scroll cards" },
          make("table", { "aria-label": options.label }, make("thead", {}, make("tr", {}, ...heads)), body)), pager] };
      }
      const cell = (column, ...children) =>
        make("td", { "data-label": column.title, class: column.number ? "number" : column.long ? "long" : null }, ...children);
      const badge = text => make("span", { class: "badge " + text }, text);
      const follow = event => {
        if (event.target.closest("a, button")) return;
        const link = event.currentTarget.querySelector("a.go");
        if (link && !String(getSelection())) link.click();
      };

      const columns = [{ key: "number", title: "Session", number: true }, { key: "outcome", title: "Outcome" },
        { key: "severity", title: "Findings" }, { key: "client", title: "Client" }, { key: "server", title: "Server" },
        { key: "version", title: "Version, suite", long: true }, { key: "start", title: "Begins", number: true },
        { key: "handshake", title: "Handshake", number: true }, { key: "total", title: "Packets", number: true },
        { key: "repeats", title: "Repeated", number: true }, { key: "messages", title: "CoAP", number: true }];
      let selected = null;
      const list = listing({
        label: "Sessions", items: sessions, columns, sort: "number", nothing: "No session fits.",
        searchLabel: "Search (press /)", placeholder: "address, identity, suite, finding …",
        ranks: { outcome: ["failed", "incomplete", "unknown", "established"], severity: ["error", "warning", "info", ""] },
        matches: (session, query) => query.split(/\s+/).every(word => session.text.includes(word)),
        filters: [["outcome", "Outcome", ["failed", "incomplete", "unknown", "established"].map(value => [value, value])],
          ["severity", "Gravest finding", [["error", "error"], ["warning", "warning"], ["info", "info"]]]],
        row: session => make("tr", { class: "row" + (session.number === selected ? " selected" : ""), on: { click: follow } },
          cell(columns[0], make("a", { class: "go", href: "#session-" + session.number,
            "aria-current": session.number === selected ? "true" : null, "aria-label": "Session " + session.number }, String(session.number))),
          cell(columns[1], badge(session.outcome)),
          cell(columns[2], session.severity ? badge(session.severity) : null),
          cell(columns[3], session.client), cell(columns[4], session.server),
          cell(columns[5], [session.version, session.suite].filter(Boolean).join(", ")),
          cell(columns[6], make("span", { title: utc(session.start) }, "+" + duration(session.since))), cell(columns[7], duration(session.handshake)),
          cell(columns[8], session.first + "–" + session.last), cell(columns[9], session.repeats ? String(session.repeats) : ""),
          cell(columns[10], session.messages ? String(session.messages) : "")),
      });
      if (sessions.length > 0) byId("list").append(...list.nodes);
      else byId("list").append(make("p", {}, "There is no DTLS session in the capture."));

      // Exchanges
      const exchangeColumns = [{ key: "request", title: "Request", number: true }, { key: "session", title: "Session", number: true },
        { key: "method", title: "Method" }, { key: "uri", title: "Resource", long: true }, { key: "status", title: "Response" },
        { key: "outcome", title: "Outcome" }, { key: "ms", title: "Round trip", number: true },
        { key: "repeats", title: "Repeated", number: true }];
      const packetLink = (session, packet, isFirst) => session && byNumber.has(session)
        ? make("a", { class: isFirst ? "go" : null, href: "#session-" + session + "-packet-" + packet }, "packet " + packet)
        : "packet " + packet;
      const exchangeRow = exchange => make("tr", {},
        cell(exchangeColumns[0], packetLink(exchange.session, exchange.request, true)),
        cell(exchangeColumns[1], exchange.session && byNumber.has(exchange.session)
          ? make("a", { href: "#session-" + exchange.session }, String(exchange.session)) : exchange.session ? String(exchange.session) : "plain"),
        cell(exchangeColumns[2], exchange.method), cell(exchangeColumns[3], exchange.uri),
        cell(exchangeColumns[4], exchange.status || "", exchange.response ? " in " : "",
          exchange.response ? packetLink(exchange.session, exchange.response, false) : null,
          exchange.responses > 1 ? " and " + (exchange.responses - 1) + " more" : ""),
        cell(exchangeColumns[5], exchange.outcome), cell(exchangeColumns[6], duration(exchange.ms)),
        cell(exchangeColumns[7], exchange.repeats ? String(exchange.repeats) : ""));
      const exchangeList = items => listing({
        label: "CoAP exchanges", items, columns: exchangeColumns, sort: "request", nothing: "No exchange fits.",
        searchLabel: "Search exchanges", placeholder: "resource, code …", ranks: {},
        matches: (exchange, query) => query.split(/\s+/).every(word => exchange.text.includes(word)),
        filters: [["outcome", "Outcome", [...new Set(items.map(item => item.outcome))].map(value => [value, value])]],
        row: exchangeRow,
      });
      if (exchanges.length > 0) {
        byId("exchanges").append(make("h2", {}, "CoAP exchanges"), ...exchangeList(exchanges).nodes);
      }
      if (notices.length > 0) {
        byId("notices").append(make("h2", {}, "Notices"), make("details", {},
          make("summary", {}, count(notices.length, "notice")),
          make("ul", {}, ...notices.map(notice => make("li", {}, packetLink(notice.session, notice.packet, false),
            notice.session ? " (session " + notice.session + ")" : "", ": " + notice.text)))));
      }

      // The steps of a ladder, in the order of the packets: what was held is shown where it was captured, as it was opened.
      function steps(all) {
        const opened = new Set(all.filter(step => step.wasHeld).map(step => step.packet + " " + step.record));
        return all.filter(step => step.wasHeld || step.protection !== "sealed" || !opened.has(step.packet + " " + step.record))
          .map((step, index) => ({ step, index })).sort((a, b) => a.step.packet - b.step.packet || a.index - b.index)
          .map(({ step }) => step);
      }

      function ladder(session, detail, rows, width, choose) {
        const narrow = width < 560, rowHeight = narrow ? 46 : 36;
        const left = narrow ? 38 : 150, right = width - (narrow ? 38 : 130), top = 44;
        const fit = (text, space) => { const room = Math.max(4, Math.floor(space / 6.5)); return text.length > room ? text.slice(0, room - 1) + "…" : text; };
        const picture = draw("svg", { role: "group", "aria-label": "Ladder of session " + session.number
          + ": arrow keys go from step to step, Enter shows the fields" });
        const bands = draw("g", {}), marks = draw("g", {}), nodes = [];
        let y = top, before = null;
        const places = new Map();
        const flights = detail.flights.map(flight => ({ ...flight, top: null, bottom: null }));
        for (const step of rows) {
          const isClient = step.from === "client", isNote = step.from === undefined;
          if (before !== null && step.ms !== undefined && step.ms - before >= 100) {
            marks.append(draw("text", { class: "faint", x: (left + right) / 2, y: y + 12, "text-anchor": "middle" },
              "⋮ " + duration(step.ms - before) + " later"));
            y += 20;
          }
          if (step.ms !== undefined) before = step.ms;
          const start = isClient ? left : right, end = isClient ? right : left, sense = isClient ? 1 : -1;
          if (step.missing) {
            const middle = start + (end - start) * 0.3, at = y + 14;
            marks.append(draw("path", { class: "lost", "stroke-dasharray": "5 4", d: `M${start} ${at}H${middle - sense * 8}` }),
              draw("path", { class: "lost", d: `M${middle - 5} ${at - 5}l10 10m0 -10l-10 10` }),
              draw("text", { class: "faint", x: middle + sense * 12, y: at + 4, "text-anchor": isClient ? "start" : "end" },
                fit(count(step.missing, "record") + " lost before the capture, or late", Math.abs(end - middle) - 14)));
            y += 26;
          }
          const line = y + 24;
          const flight = step.kind === "handshake" || step.kind === "ccs" ? flights.find(flight => flight.from === step.from
            && flight.first <= step.packet && step.packet <= flight.last && !step.repeated) : undefined;
          if (flight) { if (flight.top === null) flight.top = y; flight.bottom = y + rowHeight; }
          const time = "#" + step.packet + (step.ms === undefined ? "" : "  +" + duration(step.ms));
          const spoken = "Packet " + step.packet + (isNote ? "" : ", from the " + step.from)
            + (step.ms === undefined ? "" : ", after " + duration(step.ms)) + ": " + step.label + (step.marks || "");
          const group = draw("g", { class: ["step", step.kind, step.repeated ? "repeated" : "", step.duplicate ? "duplicate" : ""].join(" "),
            role: "button", tabindex: nodes.length === 0 ? "0" : "-1", "aria-label": spoken },
            draw("title", {}, spoken), draw("rect", { class: "hit", x: 1, y: y + 1, width: width - 2, height: rowHeight - 2, rx: 5 }));
          const lock = step.protection ? 16 : 0, labelRoom = right - left - 16 - 2 * lock;
          // The version and the record's number are in the fields.
          const short = step.label.split("  ").filter(part => !/^(DTLS [^ ]+$|epoch \d)/.test(part)).join("  ");
          const middle = (left + right) / 2, label = fit(short, labelRoom);
          group.append(draw("text", { class: "label", x: middle, y: line - 7, "text-anchor": "middle" }, label));
          if (lock) {
            const at = start + sense * 14 - 4, is = step.protection === "opened";
            group.append(draw("rect", { class: "lockbody", x: at, y: line - 12, width: 8, height: 6, rx: 1 }),
              draw("path", { class: "lock", "stroke-width": 1.4, d: `M${at + 2} ${line - 12}v-2a2 2 0 0 1 4 0${is ? "" : "v2"}` }));
          }
          if (!isNote) {
            group.append(draw("path", { class: "arrow", d: `M${start} ${line}H${end - sense * 7}` }),
              draw("path", { class: "tip", d: `M${end} ${line}l${-sense * 9} -4.5v9z` }));
          } else {
            group.append(draw("path", { class: "arrow", "stroke-dasharray": "2 5", d: `M${left} ${line}H${right}` }));
          }
          if (step.fragment) {
            const [offset, length, whole] = step.fragment, size = Math.min(80, (right - left) / 3), scale = size / Math.max(1, whole);
            group.append(draw("rect", { class: "part", x: middle - size / 2, y: line + 3, width: size, height: 4, rx: 2 }),
              draw("rect", { class: "partbody", x: middle - size / 2 + offset * scale, y: line + 3, width: Math.max(1, length * scale), height: 4 }));
          }
          if (narrow) {
            const remark = step.repeated ? " · again" : step.duplicate ? " · duplicate" : "";
            group.append(draw("text", { class: "faint", x: isClient || isNote ? left + 6 : right - 6, y: line + 15,
              "text-anchor": isClient || isNote ? "start" : "end" }, time + remark));
          } else {
            group.append(draw("text", { class: "faint", x: left - 46, y: line + 2, "text-anchor": "end" }, time));
            const remark = step.duplicate ? "duplicate" : step.repeated ? "repeated" : step.protection === "notAuthentic" ? "not authentic"
              : step.late ? "out of order" : null;
            if (remark) group.append(draw("text", { class: "faint notable", x: right + 44, y: line + 2 }, remark));
          }
          // The timer of a repetition, from the last time that it was sent.
          if (step.repeated && step.repeats && step.ms !== undefined) {
            const last = places.get(step.from + step.repeats);
            if (last && last.packet !== step.packet) {
              const out = isClient ? left - 10 : right + 10;
              const far = out - sense * (narrow ? 10 : 16);
              if (!last.drawn.has(step.packet)) {
                last.drawn.add(step.packet);
                marks.append(draw("path", { class: "timer", d: `M${out} ${last.line}H${far}V${line}H${out}` }));
                const middleY = (last.line + line) / 2;
                marks.append(draw("text", { class: "faint notable", x: far - sense * 5, y: middleY, "text-anchor": "middle",
                  transform: `rotate(${-90 * sense} ${far - sense * 5} ${middleY})` }, duration(step.ms - last.ms)));
              }
              last.line = line; last.packet = step.packet; last.ms = step.ms; last.drawn = new Set();
            }
          } else if (!isNote && !places.has(step.from + step.packet)) {
            places.set(step.from + step.packet, { line, packet: step.packet, ms: step.ms, drawn: new Set() });
          }
          const place = nodes.length;
          group.addEventListener("click", () => choose(place));
          group.addEventListener("focus", () => nodes.forEach(node => node.setAttribute("tabindex", node === group ? "0" : "-1")));
          group.addEventListener("keydown", event => {
            if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(place); return; }
            const to = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: nodes.length - 1 }[event.key];
            if (to === undefined || !nodes[to]) return;
            event.preventDefault();
            nodes[to].focus();
          });
          nodes.push(group);
          y += rowHeight;
        }
        const height = y + 12;
        flights.forEach((flight, index) => {
          if (flight.top === null) return;
          bands.append(draw("rect", { class: index % 2 ? "band other" : "band", x: left, y: flight.top, width: right - left, height: flight.bottom - flight.top }));
          if (!narrow) bands.append(draw("text", { class: "faint", x: right + 44, y: flight.top + 13 }, "flight " + (index + 1)));
        });
        for (const [x, anchor, name, address] of [[left, "start", "Client", session.client], [right, "end", "Server", session.server]]) {
          const at = anchor === "start" ? (narrow ? 2 : left - 40) : (narrow ? width - 2 : right + 40);
          bands.append(draw("text", { class: "head", x: at, y: 14, "text-anchor": anchor }, name),
            draw("text", { class: "faint", x: at, y: 29, "text-anchor": anchor }, fit(address, width / 2 - 10)),
            draw("path", { class: "life", d: `M${x} 36V${height - 4}` }));
        }
        picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
        picture.append(bands, ...nodes, marks);
        // Timers and waits lie over the steps and must not catch clicks.
        marks.setAttribute("pointer-events", "none");
        return { picture, nodes };
      }

      const detailPlace = byId("detail");
      function fieldsOf(session, step, panel) {
        const lines = (step.fields || "").split("\n").filter(Boolean).map(line => {
          const indent = line.length - line.trimStart().length, depth = Math.min(5, Math.max(0, Math.floor((indent - 8) / 2)));
          const text = line.trim(), colon = text.indexOf(": ");
          return colon < 0 || indent >= 10 && depth === 1 && !/^[\w. -]+: /.test(text)
            ? make("div", { class: "d" + depth }, make("span", { class: "name" }, text))
            : make("div", { class: "d" + depth }, make("span", { class: "name" }, text.slice(0, colon)), text.slice(colon));
        });
        const marks = (step.marks || "").split("  [").map(mark => mark.trim().replace(/\]$/, "")).filter(Boolean);
        panel.replaceChildren(
          make("h4", {}, "Packet " + step.packet + (step.from ? ", from the " + step.from : "")),
          make("p", {}, step.label),
          step.ms === undefined ? "" : make("p", { class: "faint" }, "+" + step.ms.toFixed(3) + " ms, " + utc(session.start + step.ms * 1000)),
          make("div", {}, ...marks.map(mark => make("span", { class: "mark" }, mark))),
          make("div", { class: "lines" }, ...lines));
      }

      let redraw = null;
      function open(number, packet, moves) {
        const session = byNumber.get(number);
        selected = session ? number : null;
        list.show();
        redraw = null;
        if (!session) { detailPlace.replaceChildren(); return; }
        const detail = read("data-session-" + number);
        const heading = make("h2", { tabindex: "-1" }, "Session " + number + " ", badge(session.outcome));
        const lines = captures.length > 1 ? [["capture", captures[session.capture]], ...detail.facts] : detail.facts;
        const facts = make("dl", { class: "facts" }, ...lines.flatMap(([label, value]) => [make("dt", {}, label), make("dd", {}, value)]));
        // The cards above say all of the only session there is.
        const isOnly = sessions.length === 1;
        const found = detail.findings.map(finding => make("li", {}, badge(finding.severity), " ",
          make("a", { href: "#finding-" + finding.id + "-" + finding.severity }, finding.title),
          isOnly ? null : make("p", {}, finding.text),
          isOnly ? null : make("p", { class: "links" }, ...finding.evidence.flatMap(item =>
            [packetLink(number, item.packet, false), make("span", { class: "faint" }, item.what + " ")]))));
        detailPlace.replaceChildren(heading, make("div", { class: "panel" },
          found.length ? make("ul", { class: "found" }, ...found) : null, facts));
        if (!detail.steps) {
          detailPlace.append(make("p", { class: "faint" }, "The page holds no ladder of this session: dtlscope packets lists its packets."));
        } else if (detail.steps.length > 0) {
          const rows = steps(detail.steps), panel = make("div", { class: "panel fields", role: "region", "aria-label": "Decoded fields", "aria-live": "polite", tabindex: "0" },
            make("p", { class: "faint" }, "Choose a step of the ladder to see its fields."));
          const frame = make("div", {});
          const holder = make("div", { class: "panel" }, make("ul", { class: "legend" },
            ...["dashed: sent again, with the time since the last copy", "dotted: duplicate", "✕: lost before the capture, or late", "lock: encrypted (open: decrypted)",
              "bar below: the part of a message that a fragment is"].map(text => make("li", {}, text))), frame);
          const omitted = detail.omittedSteps + detail.omittedTraffic;
          if (omitted) holder.append(make("p", { class: "faint" }, count(omitted, "later step") + " left out; dtlscope packets lists them."));
          detailPlace.append(make("h3", {}, "Ladder"), make("div", { class: "split" }, holder, panel));
          let chosen = packet === null ? -1 : rows.findIndex(step => step.packet === packet), nodes = [];
          const choose = place => {
            if (nodes[chosen]) { nodes[chosen].classList.remove("selected"); nodes[chosen].removeAttribute("aria-pressed"); }
            chosen = place;
            nodes[chosen].classList.add("selected");
            nodes[chosen].setAttribute("aria-pressed", "true");
            fieldsOf(session, rows[chosen], panel);
          };
          let width = 0;
          redraw = () => {
            const now = Math.max(280, Math.floor(frame.clientWidth));
            if (now === width) return;
            width = now;
            const made = ladder(session, detail, rows, width, choose);
            frame.replaceChildren(made.picture);
            nodes = made.nodes;
            if (chosen >= 0) choose(chosen);
          };
          redraw();
          if (chosen < 0) {
            // What shows why it failed, or else the beginning.
            const shown = detail.findings.filter(finding => finding.severity === "error").flatMap(finding => finding.evidence).pop();
            choose(Math.max(0, shown ? rows.findIndex(step => step.packet === shown.packet) : 0));
          }
          if (moves) {
            const target = packet === null ? heading : nodes[chosen];
            target.focus({ preventScroll: true });
            target.scrollIntoView({ block: packet === null ? "start" : "center" });
          }
        }
        const own = isOnly ? [] : exchanges.filter(exchange => exchange.session === number);
        if (own.length > 0) detailPlace.append(make("h3", {}, "CoAP exchanges of session " + number), ...exchangeList(own).nodes);
        if (moves && !(detail.steps && detail.steps.length > 0)) { heading.focus({ preventScroll: true }); heading.scrollIntoView(); }
      }
      addEventListener("resize", () => { if (redraw) redraw(); });

      function follows() {
        const place = /^#session-(\d+)(?:-packet-(\d+))?$/.exec(location.hash);
        if (place) open(Number(place[1]), place[2] === undefined ? null : Number(place[2]), true);
      }
      // A card that is folded away is shown when a link leads to it.
      function unfold() {
        const target = location.hash.length > 1 ? byId(location.hash.slice(1)) : null;
        const fold = target && target.closest("details");
        if (!fold) return;
        fold.open = true;
        target.scrollIntoView();
      }
      addEventListener("hashchange", () => { follows(); unfold(); });
      addEventListener("keydown", event => {
        const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
        if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); list.search.focus(); }
      });
      const worst = sessions.find(session => session.severity === "error") || sessions.find(session => session.severity === "warning") || sessions[0];
      if (/^#session-\d+/.test(location.hash)) follows();
      else if (worst) open(worst.number, null, false);
    })();

    """#
}
