# Use: hostile_test.py REVERIE FOLDER   a hostile journal as a page, as Markdown, as a notebook and served: nothing in it runs
import http.server, os, re, shutil, subprocess, sys, threading, time
from webdriver import FOLDER, OUT, REVERIE, WORK, Browser, reverie

BIN = os.path.dirname(sys.executable)


class Canary(http.server.BaseHTTPRequestHandler):
    """Whoever asks here was made to by the journal."""

    asked = []

    def do_GET(self):
        Canary.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *words):
        pass


def journal(canary):
    """A journal each of whose fields holds marks that would run, load, break out or reorder."""
    act = "window.hacked=1;alert(1)"
    marks = [
        f"<script>{act}</script>", f"<img src=x onerror={act}>", f"<img src={canary}/img>", f"<svg onload={act}>", f"</script><script>{act}</script>",
        f"'><script>{act}</script>", f"]]><script>{act}</script>", f"--><script>{act}</script>", f"</pre></code><script>{act}</script>",
        f"<iframe srcdoc=&lt;script&gt;{act}&lt;/script&gt;>", f"<a href=javascript:{act} autofocus onfocus={act}>x</a>", f"<style>@import url({canary}/css)</style>",
        f"<link rel=stylesheet href={canary}/link>", f"<meta http-equiv=refresh content=0;url={canary}/refresh>", f"<base href={canary}/>", f"<form action={canary}/form><input autofocus onfocus={act}>",
        f"<details open ontoggle={act}>", f"<math><mtext></mtext><script>{act}</script></math>", f"<template><script>{act}</script></template>", "data: x\\n\\nevent: reload"]
    raw = "\x1b[2K\x9b31m\x07\x08\u202e\u2066\u00ad\u200b"
    escaped = "".join(f"\\u{{{ord(c):x}}}" for c in raw)
    json_raw = "\\u001b[31m\\u202e\\u2028"
    long = "W" * 400
    lines = [
        "#!reverie journal 1",
        f'#: app="{escaped}" processor="{escaped}{marks[0]}" torch="{marks[1]}" seed=1 session="{marks[0]}{long}" os="{raw}"',
        f"#' # {marks[0]} {marks[4]}", "#'"]
    for mark in marks:
        lines += [f"#' Prose {raw} {mark} `{mark}` **{mark}** [{mark}](javascript:alert(1)) [a]({canary}/link) <{canary}/auto>", "#'"]
    lines += [f"#' ![i]({canary}/image) ![j](data:text/html,<script>{act}</script>) [r][1]", "#'", f"#' [1]: javascript:{act}", "#'",
              f"#' ```html", f"#' {marks[8]}", "#' ```", "#'", f"#' > {marks[0]}", f"#' - {marks[1]}", f"#' | a | b |", "#' |---|---|", f"#' | {marks[0]} | {long} |", "#'",
              f"#' {long}{long}", "#'", f"#' ## {long}"]
    for number, mark in enumerate(marks, 1):
        lines += [f"#> {number} 10:11:12 note \"x\"", f"note \"{escaped}{mark} [a](javascript:{act}) {long}\"", f"#= {number} text=\"{escaped}{mark}\" x=1"]
    at = len(marks) + 1
    quoted = [mark.replace("\\", "\\\\").replace('"', '\\"') for mark in marks]
    heads = ",".join(f'"{q}"' for q in quoted[:6])
    row = ",".join(f'"{q}{json_raw}"' for q in quoted[:6])
    lines += [
        f"#> {at} 10:11:13 let x = 1", f'let x = "{escaped}{marks[0]}{long}"', f'#= {at} text="{marks[0]}"',
        f'#f {at} {{"kind":"text","text":"{quoted[0]}{json_raw}{long}","version":1}}',
        f'#f {at} {{"header":[{heads}],"kind":"table","rows":[[{row}]],"version":1}}',
        f'#f {at} {{"columns":["{quoted[0]}","{quoted[1]}"],"kind":"heatmap","range":[0,1],"rows":["{quoted[2]}"],"title":"{quoted[1]}{long}","values":[[0.5,0.1]],"version":1}}',
        f'#f {at} {{"form":"curves","kind":"chart","series":[{{"name":"{quoted[0]}{long}","x":[0,1],"y":[0,1]}}],"title":"{quoted[3]}","version":1,"x-label":"{quoted[0]}","x-ticks":[1],"y-label":"{quoted[5]}"}}',
        f'#f {at} images {{"captions":["{quoted[0]}"],"count":1,"file":"../../{quoted[0]}.png","height":1,"kind":"images","pixels":"00","sha256":"00","version":1,"width":1}}',
        f"#! {at + 1} {raw}{marks[0]}", f'#> {at + 2} 10:11:13 show "{marks[1]}"',
        f'#: verified="{marks[0]}" verify-mode="{marks[1]}" verify-outcome=identical', "#: end=ok commands=2 errors=0", ""]
    return "\n".join(lines)


def check(browser, address, name, allowed, widths=(390, 1440)):
    browser.requests()
    browser.open(address)
    time.sleep(1)
    assert not browser.has_alert(), f"{name}: a script opened a dialogue"
    assert browser.script("return window.hacked") is None, f"{name}: a script ran"
    found = browser.script("""return [...document.querySelectorAll('*')].flatMap(e => [...e.attributes].filter(a =>
        a.name.startsWith('on') || ['href', 'src', 'action', 'srcdoc', 'xlink:href'].includes(a.name) && /^\\s*(javascript|data:text)/i.test(a.value)
        && !e.hasAttribute('download')).map(a => e.tagName + ' ' + a.name + '=' + a.value.slice(0, 60)))""")
    assert not found, f"{name}: {found}"
    asked = [url for url in browser.requests() if not url.startswith(allowed)]
    assert not asked and not Canary.asked, f"{name} asked for {asked} {Canary.asked}"
    for width in widths:
        browser.size(width, 844)
        time.sleep(0.3)
        over, wide = browser.overflow()
        assert over <= 0, f"{name}: at {width} px it is {over} px too wide: {wide}"
        browser.shoot(f"hostile-{name}-{width}")
        browser.shoot(f"hostile-{name}-{width}-whole", whole=True)
    print(f"hostile: {name} ran nothing and asked for nothing")


def main():
    canary = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=canary.serve_forever, daemon=True).start()
    path = WORK + "/hostile.journal"
    with open(path, "w") as file:
        file.write(journal(f"http://127.0.0.1:{canary.server_port}"))
    for ending in ("html", "md", "ipynb"):
        reverie("export", path, "--to", f"{WORK}/hostile.{ending}")
    shutil.copy(WORK + "/hostile.ipynb", OUT)
    server = subprocess.Popen([REVERIE, "serve", path], stdout=subprocess.PIPE, text=True)
    browser = Browser(1440, 900)
    try:
        check(browser, f"file://{WORK}/hostile.html", "html", ("file://" + WORK + "/hostile.html", "data:"))
        address = re.search(r"http://[^;\s]+", server.stdout.readline())[0]
        check(browser, address, "served", (address, "data:"))

        # As code hosts show it, but without their filters.
        from markdown_it import MarkdownIt
        with open(WORK + "/hostile.md") as file:
            html = MarkdownIt("gfm-like", {"html": True, "linkify": True}).render(file.read())
        with open(WORK + "/markdown.html", "w") as file:
            file.write(f"<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><body style='overflow-wrap:anywhere'>{html}")
        check(browser, f"file://{WORK}/markdown.html", "markdown", ("file://" + WORK + "/markdown.html", "data:"), widths=())

        # nbconvert shows HTML as it stands, as JupyterLab does in notebooks that are trusted.
        if os.path.exists(BIN + "/jupyter-nbconvert"):
            subprocess.run([BIN + "/jupyter-nbconvert", "--to", "html", "--log-level=ERROR", WORK + "/hostile.ipynb", "--output", "notebook.html"], check=True)
            browser.tell("Network.enable")
            browser.tell("Network.setBlockedURLs", urls=["https://*"])
            check(browser, f"file://{WORK}/notebook.html", "notebook", ("file://" + WORK + "/notebook.html", "data:", "https://"), widths=())
        print("hostile: ok")
    finally:
        browser.close()
        server.terminate()
        server.wait()
    shutil.rmtree(FOLDER, ignore_errors=True)


main()
