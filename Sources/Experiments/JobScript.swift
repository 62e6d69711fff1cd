/// `task.sh`, by which a scheduler runs tasks of an experiment.
enum JobScript {
  static let name = "task.sh"

  /// The script of an experiment.
  ///
  /// The program runs in the background, as a shell hears signals only while it waits. Told that time is
  /// nearly over (USR1), the script has the program record where it is and asks for the same array
  /// element again; `scontrol requeue` of the bare job number would requeue the whole array.
  static func text(for experiment: ExperimentFolder) -> String {
    """
    #!/bin/bash
    # Runs one task of this experiment: the one that SLURM_ARRAY_TASK_ID or REVERIE_TASK names.
    # Use: sbatch --array=1-\(experiment.runs.count) \(name) [PACK]   or   REVERIE_TASK=3 ./\(name)
    # With PACK each array element runs so many tasks, one after another.
    folder=\(quoted(experiment.path))
    reverie=${REVERIE:-\(quoted(LocalWorkers.ownProgram))}
    index=${REVERIE_TASK:-${SLURM_ARRAY_TASK_ID:?names the task}}
    pack=${1:-1} stopped='' requeue='' status=0
    stop() { stopped=yes; kill -TERM "$child" 2>/dev/null; }
    trap 'requeue=yes; stop' USR1
    trap stop TERM
    trap 'trap - TERM; stop; wait "$child"; exit 130' INT
    first=$(((index - 1) * pack + 1))
    for ((task = first; task < first + pack; task++)); do
      [ -z "$stopped" ] || break
      "$reverie" task "$folder" "$task" & child=$!
      wait "$child"; code=$?
      # A trap ends the wait before the program ends.
      while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
      [ "$code" -eq 0 ] || status=$code
    done
    if [ -n "$requeue" ] && [ -n "${SLURM_ARRAY_JOB_ID:-}" ]; then
      scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}" && sleep 60
    fi
    exit "$status"

    """
  }

  /// A word as a shell reads it.
  static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "_-./=,:+@%".unicodeScalars.contains(scalar))
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
