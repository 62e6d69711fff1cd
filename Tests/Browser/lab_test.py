# Use: lab_test.py REVERIE FOLDER   JupyterLab with the kernel in headless Chromium
import os, re, shutil, signal, subprocess, sys, time, urllib.error, urllib.request
from webdriver import FOLDER, OUT, ROOT, WORK, Browser, port, reverie

os.environ.update(
    JUPYTER_PATH=FOLDER + "/share/jupyter", JUPYTER_CONFIG_DIR=FOLDER + "/config", JUPYTER_DATA_DIR=FOLDER + "/data",
    JUPYTER_RUNTIME_DIR=FOLDER + "/runtime", JUPYTER_PLATFORM_DIRS="1")
BIN = os.path.dirname(sys.executable)

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
    verified = [line for line in reverie("verify", journal).splitlines() if "compared" in line]
    assert "all identical" in verified[0], verified
    print("lab:", verified[0])


def check_hostile(lab, browser):
    """The notebook that hostile_test.py left: nothing in it runs."""
    shutil.copy(OUT + "/hostile.ipynb", WORK + "/hostile.ipynb")
    lab.open("hostile.ipynb")
    time.sleep(2)
    browser.shoot("hostile-lab")
    assert not browser.has_alert() and browser.script("return window.hacked") is None, "a script of the notebook ran"


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
        lab = Lab(browser, url)
        check(lab, browser)
        if os.path.exists(OUT + "/hostile.ipynb"):
            check_hostile(lab, browser)
        print("lab: ok")
    finally:
        if browser:
            browser.close()
        server.send_signal(signal.SIGTERM)
        server.wait()
    shutil.rmtree(FOLDER, ignore_errors=True)


main()
