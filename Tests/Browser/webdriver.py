# The browser that tests drive, by the W3C WebDriver protocol: imported by the other files here
import base64, json, os, socket, subprocess, sys, tempfile, time, urllib.error, urllib.request

REVERIE, OUT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = tempfile.mkdtemp(prefix="reverie-browser-")
WORK = FOLDER + "/work"
os.makedirs(WORK)
os.environ.update(HOME=FOLDER, REVERIE_TORCH_SHIM=ROOT + "/.deps/lib/libTorchShim.so")


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
        wanted = {"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": arguments}, "goog:loggingPrefs": {"performance": "ALL"},
            "unhandledPromptBehavior": "ignore"}}}
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

    def tell(self, command, **parameters):
        """A command of Chromium's own protocol."""
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def size(self, width, height):
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)

    def colours(self, scheme):
        self.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def tab(self):
        """A new tab, which is the one at work then; its handle."""
        handle = self.call("POST", "/window/new", {"type": "tab"})["handle"]
        self.switch(handle)
        return handle

    def switch(self, handle):
        self.call("POST", "/window", {"handle": handle})

    def handle(self):
        return self.call("GET", "/window")

    def requests(self):
        """Addresses asked for since the last call, in all tabs."""
        entries = [json.loads(e["message"])["message"] for e in self.call("POST", "/se/log", {"type": "performance"})]
        return [e["params"]["request"]["url"] for e in entries if e["method"] == "Network.requestWillBeSent"]

    def has_alert(self):
        try:
            self.call("GET", "/alert/text")
            return True
        except urllib.error.HTTPError:
            return False

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

    def shoot(self, name, whole=False):
        """A picture of what is visible, or of the whole page."""
        if whole:
            data = self.tell("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        else:
            data = self.call("GET", "/screenshot")
        with open(f"{OUT}/{name}.png", "wb") as file:
            file.write(base64.b64decode(data))

    def overflow(self):
        """Pixels by which the page is wider than the window, and what is that wide."""
        return self.script("""const w = document.documentElement.clientWidth;
            return [document.documentElement.scrollWidth - w,
              [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > w + 1).slice(0, 5)
                .map(e => e.outerHTML.slice(0, 80))]""")

    def close(self):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()
