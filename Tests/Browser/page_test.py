# Use: page_test.py REVERIE FOLDER   the live page of a session in headless Chromium: train, watch, reload, two tabs, attacks
import os, re, resource, shutil, socket, subprocess, sys, threading, time
from webdriver import FOLDER, OUT, REVERIE, WORK, Browser, reverie

DECLARED = """#' # A title
#'
#' Some *prose*.
data d = digits split=5
model net = mlp hidden=100
generator g = vae latent=16 hidden=100
learner ours = generative-replay model=net generator=g
learner plain = finetune model=net
"""
HOME, SPACE = "\ue011", " "


class Session:
    """A session that is told what to do line by line."""

    def __init__(self, *words):
        self.process = subprocess.Popen(
            [REVERIE, "--home", FOLDER, "--journal", WORK + "/s.journal", *words], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1, cwd=WORK)
        self.lines = []
        threading.Thread(target=lambda: self.lines.extend(iter(self.process.stdout.readline, "")), daemon=True).start()

    def send(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def wait(self, pattern, seconds=120):
        end = time.time() + seconds
        while time.time() < end:
            if found := re.search(pattern, "".join(self.lines)):
                return found
            time.sleep(0.05)
        sys.exit(f"page: {pattern} did not come: {''.join(self.lines)}")


def cells_of_map(browser):
    return browser.script("return document.querySelectorAll('#training .map svg rect').length")


def steps(browser):
    return browser.script("return Number((document.querySelector('#training progress') || {}).value || 0)")


def losses(browser):
    return browser.script("return (document.querySelector('#training .chart .narrow svg') || {outerHTML: ''}).outerHTML")


def shoot_all(browser, name):
    for width, height in ((390, 844), (1440, 900)):
        browser.size(width, height)
        for scheme in ("light", "dark"):
            browser.colours(scheme)
            browser.script("scrollTo(0, 0)")
            time.sleep(0.3)
            browser.shoot(f"{name}-{width}-{scheme}", whole=width == 390)
        over, wide = browser.overflow()
        assert over <= 0, f"at {width} px the page is {over} px too wide: {wide}"
    browser.size(1440, 900)
    browser.colours("light")


def watch_training(browser, session, address):
    session.send("train ours on d steps=250")
    browser.wait(lambda: steps(browser) > 0, "the training")
    first, curve = steps(browser), losses(browser)
    browser.wait(lambda: steps(browser) > first and losses(browser) != curve, "steps and losses that move")
    assert browser.script("return document.querySelector('p.running') != null"), "the command does not run"
    seen = {cells_of_map(browser)}
    browser.wait(lambda: seen.add(cells_of_map(browser)) or len(seen) > 2, "a matrix that fills in", 120)
    before, done = cells_of_map(browser), steps(browser)
    browser.open(address)
    assert cells_of_map(browser) >= before and steps(browser) >= done, "a reload loses the training"
    shoot_all(browser, "training")

    # Two tabs, of which one loses its connection for a while.
    one = browser.handle()
    other = browser.tab()
    browser.open(address)
    browser.wait(lambda: steps(browser) > done, "the training in a second tab")
    browser.tell("Network.enable")
    browser.tell("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
    # What is open stays open: only a new connection meets the lost network.
    browser.switch(one)
    now = cells_of_map(browser)
    browser.wait(lambda: cells_of_map(browser) > now, "more of the matrix in the first tab", 120)
    browser.switch(other)
    browser.tell("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1)
    session.wait(r"steps in ", 300)
    for handle in (one, other):
        browser.switch(handle)
        browser.wait(lambda: browser.script("return document.querySelectorAll('#cells .map svg').length") > 0, "the result")
    return one


def check_slider(browser):
    browser.wait(lambda: browser.script("return document.querySelectorAll('#samples .sheet').length") >= 5, "five sheets of samples")
    browser.script("document.querySelector('#samples input').focus()")
    browser.keys(HOME)
    shown = browser.script("return [...document.querySelectorAll('#samples .sheet')].filter(e => !e.hidden).map(e => e.dataset.label)")
    assert shown == ["experience 1 of 5"], shown
    return shown


def attack(session, browser, address):
    """What a stranger on this machine can do: an error or a close, and the session goes on."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    number = int(re.search(r":(\d+)/", address)[1])
    idle = [socket.create_connection(("127.0.0.1", number)) for _ in range(1000)]
    session.send("train plain on d epochs=2")
    began = time.time()
    browser.open(address)
    browser.wait(lambda: "A title" in browser.script("return document.body.innerText"), "the page among idle connections", 20)
    print(f"page: read among 1,000 idle connections in {time.time() - began:.1f} s")
    with socket.create_connection(("127.0.0.1", number)) as client:
        client.settimeout(20)
        client.sendall(f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{number}\r\nContent-Length: 1000000000\r\n\r\n".encode())
        sent, block = 0, b"x" * (1 << 20)
        try:
            while sent < 1 << 30:
                client.sendall(block)
                sent += len(block)
        except OSError:
            pass
    assert sent < 64 << 20, f"{sent >> 20} MiB of a body were taken"
    print(f"page: a body of 1 GB was refused after {sent >> 20} MiB")
    # A line without an end is given up; a client that goes on sending hears of it late, one that reads at once.
    with socket.create_connection(("127.0.0.1", number)) as client:
        client.setblocking(False)
        try:
            client.sendall(b"GET / HTTP/1.1\r\nX: " + block)
        except BlockingIOError:
            pass
        client.settimeout(60)
        try:
            assert client.recv(1) == b"", "a line without an end is answered"
        except ConnectionError:
            pass
    for client in idle:
        client.close()
    session.wait(r"(?s)steps in .*steps in", 120)


def main():
    session, browser = Session(), None
    try:
        session.send(DECLARED)
        session.send("serve")
        address = session.wait(r"http://\S+")[0]
        browser = Browser(1440, 900)
        browser.open(address)
        browser.wait(lambda: "Waiting for the next command" in browser.script("return document.body.innerText"), "the page")
        assert "seed" in browser.script("return document.querySelector('#head').innerText")
        assert "learner" in browser.script("return document.querySelector('#objects').innerText")
        watch_training(browser, session, address)
        check_slider(browser)
        session.send("plot ours.losses; sample ours n=12; show ours")
        attack(session, browser, address)
        check_slider(browser)
        browser.size(390, 844)
        assert browser.overflow()[0] <= 0, browser.overflow()
        shoot_all(browser, "session")
        asked = [url for url in browser.requests() if not url.startswith((address, "data:", "about:"))]
        assert not asked, f"the page asked for {asked}"
        session.send("quit")
        session.process.stdin.close()
        browser.wait(lambda: "no longer served" in browser.script("return document.body.innerText"), "the end")
        assert cells_of_map(browser) > 0
        browser.shoot("ended")
        assert session.process.wait(30) == 0
        print("page: " + reverie("verify", WORK + "/s.journal").strip().splitlines()[-1])
        print("page: ok")
    finally:
        if browser:
            browser.close()
        session.process.kill()
    shutil.rmtree(FOLDER, ignore_errors=True)


main()
