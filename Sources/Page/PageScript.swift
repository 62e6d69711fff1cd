/// The page's own script: puts in what the server sends and moves the slider's images.
enum PageScript {
  static let text = """
    "use strict";
    (() => {
      const byId = (id) => document.getElementById(id);
      const tell = (words) => { byId("connection").textContent = words; };
      let mark = document.body.dataset.mark;

      const slide = (input) => {
        const sheets = input.closest(".samples").querySelectorAll(".sheet");
        sheets.forEach((sheet, index) => { sheet.hidden = index + 1 !== Number(input.value); });
        const shown = sheets[input.value - 1];
        input.closest(".slider").querySelector("output").textContent = shown.dataset.label;
        input.setAttribute("aria-valuetext", shown.dataset.label);
      };
      document.addEventListener("input", (event) => {
        if (event.target.matches(".slider input")) slide(event.target);
      });

      // What the reader has chosen stays: the place of a slider, the focus, how far a box is scrolled.
      const keep = (old, fresh) => {
        old.querySelectorAll("input[id]").forEach((input) => {
          const same = fresh.querySelector("#" + input.id);
          if (same && input.value !== input.max) { same.value = input.value; slide(same); }
        });
        return document.activeElement && old.contains(document.activeElement)
          ? document.activeElement.id : "";
      };

      const put = (key, html) => {
        const box = document.createElement("template");
        box.innerHTML = html;
        const fresh = box.content.firstElementChild;
        const old = byId(key);
        const follows = innerHeight + scrollY >= document.documentElement.scrollHeight - 60;
        if (old) {
          const focus = keep(old, fresh);
          old.replaceWith(fresh);
          if (focus && byId(focus)) byId(focus).focus({ preventScroll: true });
        } else {
          byId("cells").append(fresh);
          if (follows && scrollY > 0) scrollTo(0, document.documentElement.scrollHeight);
        }
      };

      const path = location.pathname.replace(/[/]?$/, "/events");
      const listen = () => {
        const source = new EventSource(path + "?after=" + mark);
        source.onopen = () => tell("");
        source.addEventListener("part", (event) => {
          const part = JSON.parse(event.data);
          mark = event.lastEventId;
          document.body.dataset.mark = mark;
          put(part.key, part.html);
        });
        source.addEventListener("reload", () => { source.close(); location.reload(); });
        source.addEventListener("end", () => {
          source.close();
          tell("This page is no longer served; everything so far stays here.");
        });
        source.onerror = () => {
          tell("Not connected; everything so far stays here.");
          if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
        };
      };
      listen();
    })();

    """
}
