# Use: browser_test.py REVERIE FOLDER   JupyterLab with the kernel in headless Chromium, by the W3C WebDriver protocol
import base64, json, os, re, shutil, signal, socket, subprocess, sys, tempfile, time, urllib.error, urllib.request

REVERIE, OUT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = tempfile.mkdtemp(prefix="reverie-browser-")
WORK = FOLDER + "/work"
os.makedirs(WORK)
os.environ.update(
    HOME=FOLDER, JUPYTER_PATH=FOLDER + "/share/jupyter", JUPYTER_CONFIG_DIR=FOLDER + "/config",
    JUPYTER_DATA_DIR=FOLDER + "/data", JUPYTER_RUNTIME_DIR=FOLDER + "/runtime", JUPYTER_PLATFORM_DIRS="1",
    REVERIE_TORCH_SHIM=ROOT + "/.deps/lib/libTorchShim.so")
BIN = os.path.dirname(sys.executable)


def port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def reverie(*words, code=0):
    run = subprocess.run([REVERIE, *words], capture_output=True, text=True, cwd=WORK)
    assert run.returncode == code, (words, run)
    return run.stdout + run.stderr


class Browser:
    """A window that does what it is told by WebDriver."""

    def __init__(self, width, height):
        self.port = port()
        self.driver = subprocess.Popen(
            ["chromedriver", f"--port={self.port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{self.port}"
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--window-size={width},{height}"]
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": arguments}}}}
        for _ in range(100):
            try:
                session = self.call("POST", "/session", wanted)
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        self.base += "/session/" + session["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def open(self, url):
        self.call("POST", "/url", {"url": url})

    def script(self, text, *arguments):
        return self.call("POST", "/execute/sync", {"script": text, "args": list(arguments)})

    def keys(self, *keys):
        """Presses keys, all but the last one held down."""
        down = [{"type": "keyDown", "value": key} for key in keys]
        up = [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "k", "actions": down + up}]})

    def type(self, text):
        for key in text:
            self.keys(key)

    def click(self, selector, text):
        """Clicks the first visible element whose words fit a regular expression."""
        found = "return [...document.querySelectorAll(arguments[0])].find(e => e.offsetParent && new RegExp('^(' + arguments[1] + ')$').test(e.innerText.trim()))"
        self.wait(lambda: self.script(found + " != null", selector, text), f"{selector} '{text}'")
        element = self.script(found, selector, text)
        (identity,) = element.values()
        self.call("POST", f"/element/{identity}/click", {})

    def wait(self, condition, what, seconds=60):
        end = time.time() + seconds
        while time.time() < end:
            found = condition()
            if found:
                return found
            time.sleep(0.2)
        self.shoot("failed")
        sys.exit(f"browser-test: {what} did not come within {seconds} s; see {OUT}/failed.png")

    def shoot(self, name):
        with open(f"{OUT}/{name}.png", "wb") as file:
            file.write(base64.b64decode(self.call("GET", "/screenshot")))

    def close(self):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()


CTRL, SHIFT, ENTER, ESCAPE = "\ue009", "\ue008", "\ue007", "\ue00c"


class Lab:
    def __init__(self, browser, url):
        self.browser, self.url = browser, url

    def text(self):
        return self.browser.script("return document.body.innerText")

    def outputs(self):
        return self.browser.script("return [...document.querySelectorAll('.jp-OutputArea-output')].map(e => e.innerText).join('\\n')")

    def open(self, name):
        self.browser.open(f"{self.url}/lab/tree/{name}?token=t&reset")
        self.browser.wait(lambda: self.browser.script("return document.querySelectorAll('.jp-Notebook .jp-Cell').length > 0"), "the notebook")
        self.idle()

    def state(self):
        """What the status bar says of the kernel."""
        return self.browser.script("return ((document.querySelector('#jp-bottom-panel, .jp-StatusBar-Widget, #jp-main-statusbar') || {}).innerText || '').match(/Reverie \\| (\\w+)/)?.[1] || ''")

    def idle(self, seconds=120):
        self.browser.wait(lambda: self.state() == "Idle", "an idle kernel", seconds)

    def run_all(self):
        self.browser.click(".lm-MenuBar-item", "Run")
        self.browser.click(".lm-Menu-itemLabel", "Run All( Cells)?")

    def add(self, code):
        """Runs a new cell at the end."""
        self.browser.script("const n = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')].pop(); n.scrollIntoView(); n.querySelector('.cm-content').focus()")
        self.browser.keys(ESCAPE)
        self.browser.keys("b")
        time.sleep(0.5)
        self.browser.keys(ENTER)
        self.browser.type(code)
        self.browser.keys(SHIFT, ENTER)


def show(browser, selector, last=False):
    """Scrolls to the first or the last element."""
    browser.script("const e = [...document.querySelectorAll(arguments[0])].at(arguments[1] ? -1 : 0); if (e) e.scrollIntoView({block: 'center'})", selector, last)
    time.sleep(0.5)


def check(lab, browser):
    lab.open("tour.ipynb")
    lab.run_all()
    browser.wait(lambda: lab.state() == "Busy", "a busy kernel")
    lab.idle()
    browser.wait(lambda: "compare" in lab.text(), "the end")
    count = browser.script("return document.querySelectorAll('.jp-OutputArea-output img[src^=\"data:image/svg\"], .jp-OutputArea-output svg').length")
    assert count >= 4, f"{count} charts"
    assert browser.script("return document.querySelectorAll('.jp-OutputArea-output table').length") >= 1
    assert browser.script("return document.querySelectorAll('.jp-OutputArea-output img[src^=\"data:image/png\"]').length") >= 1
    wide = browser.script("return [...document.querySelectorAll('.jp-OutputArea-output img, .jp-OutputArea-output svg')].filter(e => e.getBoundingClientRect().width > e.closest('.jp-OutputArea').getBoundingClientRect().width + 1).length")
    assert wide == 0, f"{wide} pictures are wider than their cell"
    for name, selector in (("matrix", ".jp-RenderedSVG"), ("samples", ".jp-RenderedImage"), ("table", ".jp-OutputArea-output table")):
        show(browser, selector)
        browser.shoot(name)

    # A training that is interrupted keeps its state and goes on.
    lab.add("learner long = finetune model=net; train long on d steps=1000000")
    browser.wait(lambda: re.search(r"long +1/5 .*/1000000 .*steps/s", lab.outputs()), "progress")
    show(browser, ".jp-OutputArea-output", last=True)
    browser.shoot("progress")
    browser.click(".lm-MenuBar-item", "Kernel")
    browser.click(".lm-Menu-itemLabel", "Interrupt( Kernel)?")
    lab.idle(30)
    browser.wait(lambda: "keeps its state" in lab.outputs(), "the end of the training")
    lab.add("train long on d.1 steps=1000010 stop=5")
    browser.wait(lambda: len(re.findall("5 steps in", lab.outputs())) > 0, "the training to go on")
    browser.shoot("interrupted")

    # An error shows its place; the browser may be closed without a loss.
    lab.add("train long onto d")
    browser.wait(lambda: "cell " in lab.outputs() and "^^^" in lab.outputs(), "an error with its place")
    browser.shoot("error")
    lab.add("?train")
    browser.wait(lambda: "train a learner on the experiences" in lab.outputs(), "the page of help")
    browser.open("about:blank")
    lab.open("tour.ipynb")
    lab.add("journal last=2")
    browser.wait(lambda: "recording to" in lab.outputs(), "the journal")
    browser.shoot("journal")
    journal = re.search(r"recording to (\S+\.journal)", lab.outputs())[1]

    # Restarted, it begins anew; the first journal is whole.
    browser.click(".lm-MenuBar-item", "Kernel")
    browser.click(".lm-Menu-itemLabel", "Restart( Kernel)?…")
    browser.click(".jp-Dialog-button", "Restart")
    time.sleep(1)
    lab.idle()
    lab.add("show long")
    browser.wait(lambda: re.search("no object named|there is no", lab.outputs()), "an empty session")
    browser.shoot("restarted")
    assert "end=ok" in open(journal).read()
    print(reverie("verify", journal).strip().splitlines()[-1])


def main():
    reverie("kernel", "install", "--prefix", FOLDER, "--home", FOLDER)
    given = [word for text in ("epochs=1", "steps=60", "goal=0") for word in ("--set", text)]
    reverie("run", ROOT + "/Sessions/tour.session", "--journal", FOLDER + "/tour.journal", *given)
    reverie("export", FOLDER + "/tour.journal", "--to", WORK + "/tour.ipynb")
    settings = FOLDER + "/config/lab/user-settings/@jupyterlab/apputils-extension"
    os.makedirs(settings)
    with open(settings + "/notification.jupyterlab-settings", "w") as file:
        file.write('{"fetchNews": "false"}')
    number = port()
    server = subprocess.Popen(
        [BIN + "/jupyter-lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={number}", "--IdentityProvider.token=t",
         f"--ServerApp.root_dir={WORK}", "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate"],
        stdout=open(FOLDER + "/lab.log", "w"), stderr=subprocess.STDOUT)
    browser = None
    try:
        url = f"http://127.0.0.1:{number}"
        for _ in range(200):
            try:
                urllib.request.urlopen(url + "/api?token=t", timeout=5)
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        browser = Browser(1440, 900)
        check(Lab(browser, url), browser)
        print(f"browser-test: ok; screenshots in {OUT}")
    finally:
        if browser:
            browser.close()
        server.send_signal(signal.SIGTERM)
        server.wait()
    shutil.rmtree(FOLDER, ignore_errors=True)


main()
