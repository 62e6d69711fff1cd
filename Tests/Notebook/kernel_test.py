# Use: kernel_test.py REVERIE FOLDER   the kernel, driven by Jupyter's own client, test kit and runners
import json, os, re, signal, subprocess, sys, time, unittest
import zmq

REVERIE, FOLDER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.environ.update(
    HOME=FOLDER, JUPYTER_PATH=FOLDER + "/share/jupyter", JUPYTER_RUNTIME_DIR=FOLDER + "/runtime",
    JUPYTER_DATA_DIR=FOLDER + "/data", JUPYTER_PLATFORM_DIRS="1", PYDEVD_DISABLE_FILE_VALIDATION="1")
os.chdir(FOLDER)

import jupyter_kernel_test
import nbformat
from jupyter_client.manager import KernelManager, start_new_kernel
from nbclient import NotebookClient


def text_of(path):
    with open(path) as file:
        return file.read()


def reverie(*words, code=0):
    run = subprocess.run([REVERIE, *words], capture_output=True, text=True)
    assert run.returncode == code, (words, run)
    return run.stdout + run.stderr


reverie("kernel", "install", "--prefix", FOLDER, "--home", FOLDER, "--threads", "1")
START = """data d = digits split=5 limit=20
model net = mlp hidden=16
learner l = finetune model=net"""
REPLAY = "generator g = vae latent=2 hidden=4; learner r = generative-replay model=net generator=g"
LONG = "train l on d steps=1000000"


class Kit(jupyter_kernel_test.KernelTests):
    """What Jupyter's test kit asks of every kernel."""

    kernel_name = language_name = "reverie"
    file_extension = ".session"
    code_hello_world = 'note "hello, world"'
    code_stderr = "set hints=off"
    code_page_something = "?train"
    code_generate_error = "train nobody on nothing"
    code_display_data = [
        {"code": "sample r n=2", "mime": "image/png"},
        {"code": "plot l.losses", "mime": "image/svg+xml"},
        {"code": "compare l,r", "mime": "text/html"},
    ]
    code_execute_result = [{"code": "let n = 3; show $n"}, {"code": "list"}]
    code_history_pattern = "let n*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "train"
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in (START + "; train l on d steps=1", REPLAY, "train r on d steps=1"):
            cls.kc.execute(code, reply=True, timeout=30)

    completion_samples = [
        {"text": "compa", "matches": {"compare"}},
        {"text": "data e = dig", "matches": {"digits"}},
        {"text": "train l on d ep", "matches": {"epochs="}},
    ]
    complete_code_samples = ["let n = 3", "list; list", "for s in 1..3 { list }", "# nothing", "?train", ""]
    incomplete_code_samples = ["for s in 1..3 {", 'note "half', "let n = 1,", "data d = \\"]
    invalid_code_samples = ["let = =", "}", "let n = )"]


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "reverie"
    support_iopub_welcome = True


class Session:
    """A kernel and its client."""

    def __init__(self):
        self.manager, self.client = start_new_kernel(kernel_name="reverie", startup_timeout=30)

    def run(self, code, **options):
        """The reply of a cell, with its outputs."""
        outputs = []
        reply = self.client.execute_interactive(
            code, timeout=60, output_hook=lambda message: outputs.append(message), **options)
        return reply["content"], outputs

    def journal(self):
        text = "".join(
            m["content"]["data"]["text/plain"] for m in self.run("journal last=0")[1] if m["msg_type"] == "execute_result")
        return re.search(r"recording to (\S+)", text)[1]

    def wait_for(self, kind, parent):
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["msg_type"] == kind and message["parent_header"].get("msg_id") == parent:
                return message

    def reply(self, parent):
        while True:
            message = self.client.get_shell_msg(timeout=60)
            if message["parent_header"].get("msg_id") == parent:
                return message["content"]

    def interrupt(self):
        message = self.client.session.msg("interrupt_request", {})
        self.client.control_channel.send(message)
        return self.client.get_control_msg(timeout=10)["content"]

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()


class Sessions(unittest.TestCase):
    def setUp(self):
        self.session = Session()

    def tearDown(self):
        self.session.stop()

    def test_a_training_is_interrupted_and_goes_on(self):
        session = self.session
        self.assertEqual(session.run(START)[0]["status"], "ok")
        first = session.client.execute(LONG)
        # Sent with it, so it must not run.
        second = session.client.execute("let later = 1")
        shown = session.wait_for("display_data", first)
        updated = session.wait_for("update_display_data", first)
        self.assertEqual(shown["content"]["transient"], updated["content"]["transient"])
        # The answer to an interrupt carries a status, without which clients break.
        self.assertEqual(session.interrupt()["status"], "ok")
        stopped, aborted = session.reply(first), session.reply(second)
        self.assertEqual((stopped["status"], stopped["ename"]), ("error", "Interrupted"))
        self.assertEqual(aborted["status"], "aborted")
        reply, outputs = session.run("train l on d.1 steps=1000001 stop=3")
        self.assertEqual(reply["status"], "ok", outputs)
        self.assertEqual(session.run("expect $later > 0")[0]["status"], "error")
        text = text_of(session.journal())
        self.assertRegex(text, r"\ntrain l on d steps=1000000 stop=\d+\n")
        # An interrupt where nothing runs stops nothing later.
        session.interrupt()
        reply, outputs = session.run("train l on d.1 steps=1000001 stop=2")
        self.assertEqual(reply["status"], "ok", outputs)
        # Nor does one that comes right behind the answer of a cell, with the next cell behind it.
        for turn in range(40):
            self.assertEqual(self.session.reply(session.client.execute("let a = 1"))["status"], "ok")
            session.interrupt()
            self.assertEqual(self.session.reply(session.client.execute("let b = 1"))["status"], "ok", turn)
        journal = session.journal()
        session.stop()
        self.assertIn("identical", reverie("verify", journal))
        self.session = Session()

    def test_errors_show_the_place_and_run_nothing(self):
        reply, outputs = self.session.run("let a = 1\ntrain a onto b")
        error = [m["content"] for m in outputs if m["msg_type"] == "error"]
        self.assertEqual(len(error), 1)
        self.assertEqual((reply["status"], reply["ename"]), ("error", error[0]["ename"]))
        trace = "\n".join(error[0]["traceback"])
        self.assertIn("cell 1:2:", trace)
        self.assertIn("^^^^", trace)
        self.assertEqual(self.session.run("show $a")[0]["status"], "error")
        # Abbreviations are those of the prompt, prose stands in the journal, values are reported.
        reply, outputs = self.session.run("#' Words.\nlet b = 2; li", user_expressions={"x": "($b * 2)", "y": "$z"})
        self.assertEqual(reply["user_expressions"]["x"]["data"]["text/plain"], "4.0")
        self.assertEqual(reply["user_expressions"]["y"]["status"], "error")
        self.assertIn("#' Words.", text_of(self.session.journal()))

    def test_definitions_and_choices_run_across_cells(self):
        session = self.session
        session.run(START + "\nset time=yes\ndef study(n) { train l on d.1 steps=$n; note \"$(2 * $n) for $n\" }")
        reply, outputs = session.run("study 3\nif l.steps == 3 { note \"three\" } else { zork }")
        self.assertEqual(reply["status"], "error")
        reply, outputs = session.run("study 3\nif l.steps == 3 { note \"three\" } else { note \"no\" }\nplot l.last")
        self.assertEqual(reply["status"], "ok", outputs)
        text = "".join(m["content"]["text"] for m in outputs if m["msg_type"] == "stream")
        for words in ("6 for 3", "three", "took "):
            self.assertIn(words, text)
        # Commands on the session take time, too.
        told = [m["content"]["text"] for m in session.run("history")[1] if m["msg_type"] == "stream"]
        self.assertIn("took", "".join(told))
        # A plot of a field, and what asks on a terminal.
        self.assertIn("image/svg+xml", [m["content"]["data"] for m in outputs if m["msg_type"] == "display_data"][-1])
        self.assertIn("terminal", session.run("undo; rerun")[0]["evalue"])
        self.assertIn("train l on d.1 steps=3", text_of(session.journal()))

    def test_nothing_malformed_ends_it(self):
        client = self.session.client
        info = self.session.manager.get_connection_info()
        context = zmq.Context()
        good = client.session.serialize(client.session.msg("kernel_info_request", {}))
        mark = good.index(b"<IDS|MSG>")
        deep = client.session.msg("execute_request", {"code": "x"})
        wrong = [
            [b""], [b"x"], [b"<IDS|MSG>"], good[: mark + 3], [b"<IDS|MSG>", b"0" * 64] + good[mark + 2 :],
            [b"<IDS|MSG>", b""] + [b"{"] * 4, [b"a"] * 3000, [os.urandom(3 << 20)],
            client.session.serialize(client.session.msg("execute_request", {"code": 7, "cursor_pos": "x"})),
            client.session.serialize(client.session.msg("complete_request", {"code": "tr", "cursor_pos": -5})),
            client.session.serialize(client.session.msg("inspect_request", {"code": "tr", "cursor_pos": 10**30})),
            client.session.serialize(client.session.msg("history_request", {"hist_access_type": "range", "start": -1, "n": -1})),
            client.session.serialize(client.session.msg("nonsense_request", {})),
            client.session.serialize(client.session.msg("comm_open", {"comm_id": "1", "target_name": "x"})),
            client.session.serialize(client.session.msg("comm_info_request", {})),
        ]
        for name in ("shell", "control", "stdin", "hb", "iopub"):
            socket = context.socket(zmq.SUB if name == "iopub" else zmq.DEALER)
            socket.linger = 500
            address = f"tcp://{info['ip']}:{info[name + '_port']}"
            socket.connect(address)
            if name == "iopub":
                socket.subscribe(os.urandom(1000))
            else:
                for frames in wrong:
                    socket.send_multipart(frames)
            # Too long a frame closes the connection.
            other = context.socket(zmq.DEALER)
            other.linger = 0
            other.sndtimeo = 200
            other.connect(address)
            try:
                other.send(b"x" * (33 << 20))
            except zmq.Again:
                pass  # iopub takes no such socket
            import socket as plain

            with plain.create_connection((info["ip"], info[name + "_port"])) as raw:
                raw.sendall(os.urandom(1000))
            time.sleep(0.05)
            other.close()
            socket.close()
        self.assertTrue(client.is_alive())
        self.assertEqual(self.session.run("let still = 1")[0]["status"], "ok")
        self.assertEqual(client.kernel_info(reply=True, timeout=10)["content"]["protocol_version"], "5.4")
        context.destroy(linger=0)

    def test_a_kernel_that_is_killed_is_resumed_and_restarted(self):
        session = self.session
        session.run(START)
        journal = session.journal()
        first = session.client.execute(LONG)
        session.wait_for("update_display_data", first)
        os.kill(session.manager.provisioner.pid, signal.SIGKILL)
        session.manager.provisioner.process.wait()
        self.assertIn("incomplete", reverie("check", journal, code=5))
        self.assertIn("resumed", reverie("resume", journal, "--without-last"))
        session.manager.restart_kernel(now=True)
        session.client.wait_for_ready(timeout=30)
        self.assertEqual(session.run("show l")[0]["status"], "error")
        self.assertEqual(session.run(START)[0]["status"], "ok")
        # Restarted while it trains, as from a menu: what was done is recorded, and the journal is whole.
        journal = session.journal()
        first = session.client.execute(LONG)
        session.wait_for("update_display_data", first)
        session.manager.restart_kernel()
        session.client.wait_for_ready(timeout=30)
        self.assertIn("end=ok", text_of(journal))
        # Where the lines break depends on the length of the path.
        self.assertIn("complete, no errors", " ".join(reverie("check", journal).split()))
        self.assertNotEqual(session.journal(), journal)


class Notebooks(unittest.TestCase):
    """Exported sessions run in the kernel, and give journals that verify."""

    def journals(self):
        folder = FOLDER + "/journals"
        os.makedirs(folder, exist_ok=True)
        return {name for name in os.listdir(folder) if name.endswith(".journal")}

    def check(self, notebook):
        before = self.journals()
        NotebookClient(notebook, kernel_name="", timeout=60).execute()
        nbformat.validate(notebook)
        (made,) = self.journals() - before
        self.assertIn("identical", reverie("verify", f"{FOLDER}/journals/{made}"))
        return made

    def test_an_exported_session_gives_the_same_results(self):
        # The tour, its networks and data made small.
        with open(ROOT + "/Sessions/tour.session") as file:
            session = file.read().replace("digits split=5", "digits split=5 limit=20")
        session = session.replace("hidden=400,400", "hidden=16").replace("latent=100", "latent=2 hidden=4")
        path = FOLDER + "/tour"
        with open(path + ".session", "w") as file:
            file.write(session)
        given = [word for text in ("epochs=1", "steps=2", "goal=-1") for word in ("--set", text)]
        reverie("run", path + ".session", "--journal", path + ".journal", "--threads", "1", *given)
        reverie("export", path + ".journal", "--to", path + ".ipynb")
        notebook = nbformat.read(path + ".ipynb", 4)
        (tagged,) = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
        self.assertEqual(tagged.source.splitlines(), ["param epochs = 1", "param steps = 2", "param goal = -1"])
        made = self.check(notebook)
        # They differ in how they were begun.
        difference = reverie("diff", path + ".journal", f"{FOLDER}/journals/{made}")
        self.assertEqual([line for line in difference.splitlines() if not line.startswith("head ")], [])
        kinds = {kind for c in notebook.cells for o in c.get("outputs", []) for kind in o.get("data", {})}
        self.assertLessEqual({"text/plain", "text/html", "image/svg+xml", "image/png"}, kinds)

    def test_failed_and_undone_commands_run_again(self):
        path = FOLDER + "/failed.journal"
        session = START + '\nnote "**A** note."\ntrain l on d.1 steps=1\ntrain x on d\ntrain l on d.2 steps=2\nback 5\n'
        subprocess.run(
            [REVERIE, "--journal", path, "--threads", "1"], input=session.replace("train x on d\n", ""), text=True, check=True, capture_output=True)
        text = text_of(path).replace("#> 6 ", "#> 6 00:00:00 train x on d\n#! 6 no object x\n#> 6 ", 1)
        with open(path, "w") as file:
            file.write(text)
        reverie("export", path, "--to", FOLDER + "/failed.ipynb")
        notebook = nbformat.read(FOLDER + "/failed.ipynb", 4)
        self.assertEqual([c.metadata.tags for c in notebook.cells if c.metadata.get("tags")], [["raises-exception"]])
        self.check(notebook)

    def test_papermill_gives_other_parameters(self):
        import papermill

        cells = [
            nbformat.v4.new_code_cell("param steps = 5\nparam words = \"a\"", metadata={"tags": ["parameters"]}),
            nbformat.v4.new_code_cell(START + "\ntrain l on d.1 steps=$steps\nexpect l.steps == 3"),
        ]
        notebook = nbformat.v4.new_notebook(
            cells=cells, metadata={"kernelspec": {"name": "reverie", "display_name": "Reverie", "language": "reverie"}})
        nbformat.write(notebook, FOLDER + "/in.ipynb")
        papermill.execute_notebook(
            FOLDER + "/in.ipynb", FOLDER + "/out.ipynb", language="julia", progress_bar=False,
            parameters={"steps": 3, "words": 'x "$y"', "list": [1, 2.5]})


class Result(unittest.TextTestResult):
    """Tells how long each test took."""

    def startTest(self, test):
        self.begin = time.time()
        super().startTest(test)

    def addSuccess(self, test):
        self.stream.write(f"{time.time() - self.begin:.1f} s ")
        super().addSuccess(test)


if __name__ == "__main__":
    runner = unittest.TextTestRunner(verbosity=2, resultclass=Result)
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], testRunner=runner)
