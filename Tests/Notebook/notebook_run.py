# Use: notebook_run.py REVERIE FOLDER NOTEBOOK JOURNAL   runs a notebook from top to bottom; its session's journal becomes JOURNAL
import os, subprocess, sys

REVERIE, FOLDER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
os.environ.update(
    HOME=FOLDER, JUPYTER_PATH=FOLDER + "/share/jupyter", JUPYTER_RUNTIME_DIR=FOLDER + "/runtime",
    JUPYTER_DATA_DIR=FOLDER + "/data", JUPYTER_PLATFORM_DIRS="1", PYDEVD_DISABLE_FILE_VALIDATION="1")
os.chdir(FOLDER)

import nbformat
from nbclient import NotebookClient

HOME = FOLDER + "/kernel"
subprocess.run(
    [REVERIE, "kernel", "install", "--prefix", FOLDER, "--home", HOME, "--threads", "1"],
    check=True, capture_output=True)
notebook = nbformat.read(sys.argv[3], 4)
NotebookClient(notebook, timeout=300, resources={"metadata": {"path": FOLDER}}).execute()
nbformat.validate(notebook)
(journal,) = [name for name in os.listdir(HOME + "/journals") if name.endswith(".journal")]
os.rename(f"{HOME}/journals/{journal}", sys.argv[4])
print("notebook ok")
