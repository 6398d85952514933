/** The command line was not understood: exit code 2. */
export class UsageError extends Error {}
/** The input was understood and is wrong: exit code 1. */
export class InputError extends Error {}

export const USAGE = `overcommit: one simulated machine, its memory and its killer

  overcommit run SCRIPT... [--policy ID] [--set NAME=VALUE ...] [--boot-from DIR] [--out DIR] [--json]
      runs lab scripts, each on a fresh machine; a table, or a JSON object a step
  overcommit export SCRIPT [--policy ID] [--set NAME=VALUE ...] [--out FILE]
      runs a lab script and writes its log
  overcommit replay LOG [--at N]
      folds an exported log and prints the machine and its digest
  overcommit rerun LOG [--policy ID] [--from N] [--ram SIZE] [--swap SIZE] [--set NAME=VALUE ...] [--compare] [--json]
      runs a log's commands again, from entry N on; --compare: the fate of each process in both, and in words
  overcommit rerun LOG --every-kernel [--ram SIZE] [--swap SIZE] [--json]
      the same under every kernel, a row each
  overcommit verify LOG [--chain] [--key KEY]
      checks numbers and hash chain of an exported log, and carries its commands out again; --chain: numbers and chain
      only; --key: it must be signed by the server with this key. Exit 3: entries of other versions were only folded
  overcommit oom FILE|- [--killed NAME] [--event N] [--json] [--hide-names]
      explains the reports of the OOM killer in a log: who died, why, and what would have changed it
  overcommit real SCRIPT|LOG [--kernel uml] [--timeout SECONDS] [--json]
      carries a script or a log out on a real Linux beside the simulated one: both runs, the first difference, and how far
      they agree. It needs user-mode-linux and a C compiler. Exit 1: the guest did not get to the end
  overcommit backup FILE
      writes all that the service's database holds into FILE, as it was at one moment, while people go on
  overcommit restore FILE
      puts a backup into an empty database and checks every log. Both take DATABASE_URL or DATA_DIR from the environment
  overcommit help [VERB]
      this text with all policies and verbs, or how to write one verb`;
