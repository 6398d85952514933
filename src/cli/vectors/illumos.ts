import {
  type AnonReserveRule,
  availableSwap,
  pagesOf,
  reserveAnon,
  type SwapAccount,
  type SwapfsFloors,
  swapfsLimits,
  unreserveAnon,
} from '@overcommit/engine/formulas';
import { asRecord, flag, inputNames, list, num, type Outputs, type VectorRecord, type VectorSet } from './record.ts';

/** `anon-reserve`: a sequence of reservations and releases of swap. */
export function anonReserveSet(rule: AnonReserveRule): VectorSet {
  return { inputs: inputNames('page_bytes', 'initial'), compute: (record) => runSequence(record, rule) };
}

function runSequence(record: VectorRecord, rule: AnonReserveRule): Outputs {
  const initial = asRecord(record.initial);
  const floors: SwapfsFloors = {
    swapfsMinfree: num(initial, 'swapfs_minfree'),
    swapfsReserve: num(initial, 'swapfs_reserve'),
    tMinarmem: num(initial, 't_minarmem'),
  };
  let account: SwapAccount = {
    availrmem: num(initial, 'availrmem'),
    aniMax: num(initial, 'ani_max'),
    aniPhysResv: num(initial, 'ani_phys_resv'),
    aniMemResv: num(initial, 'ani_mem_resv'),
    aniLockedSwap: num(initial, 'ani_locked_swap'),
    aniFree: num(initial, 'ani_free'),
  };
  const machine = { floors, rule, pageBytes: num(record, 'page_bytes', 4096) };
  const ops = list(record, 'ops').map((op) => {
    const step = runStep(account, op, machine);
    account = step.account;
    return { ...op, ...step.answer, after: accountFields(account, floors.swapfsMinfree) };
  });
  return { ops };
}

type Step = { account: SwapAccount; answer: Outputs };
type StepMachine = { floors: SwapfsFloors; rule: AnonReserveRule; pageBytes: number };

function runStep(account: SwapAccount, op: VectorRecord, machine: StepMachine): Step {
  switch (op.op) {
    case 'reserve': {
      const ask = {
        pages: pagesOf(num(op, 'bytes'), machine.pageBytes),
        takes: flag(op, 'takemem'),
        triesHard: flag(op, 'tryhard'),
        isPrivileged: flag(op, 'privileged'),
      };
      const answer = reserveAnon(account, ask, machine);
      return { account: answer.account, answer: { ok: answer.isGranted, delay_seconds: answer.delaySeconds } };
    }
    case 'unreserve':
      return { account: unreserveAnon(account, pagesOf(num(op, 'bytes'), machine.pageBytes)), answer: {} };
    case 'set_locked_swap':
      return { account: { ...account, aniLockedSwap: num(op, 'pages') }, answer: {} };
    case 'set_availrmem':
      return { account: { ...account, availrmem: num(op, 'pages') }, answer: {} };
    default:
      throw new Error(`unknown step ${String(op.op)}`);
  }
}

function accountFields(account: SwapAccount, swapfsMinfree: number): Outputs {
  return {
    availrmem: account.availrmem,
    ani_max: account.aniMax,
    ani_phys_resv: account.aniPhysResv,
    ani_mem_resv: account.aniMemResv,
    ani_locked_swap: account.aniLockedSwap,
    ani_free: account.aniFree,
    available_swap: availableSwap(account, swapfsMinfree),
  };
}

/** `swapfs-limits`: how much RAM never becomes swap. */
export const SWAPFS_LIMITS_SET: VectorSet = {
  inputs: inputNames('physmem', 'availrmem', 'segspt_minfree'),
  compute: (record) => {
    const limits = swapfsLimits({
      physmem: num(record, 'physmem'),
      availrmem: num(record, 'availrmem'),
      segsptMinfree: num(record, 'segspt_minfree'),
    });
    return {
      accepted: limits !== null,
      swapfs_minfree: limits?.swapfsMinfree ?? null,
      swapfs_reserve: limits?.swapfsReserve ?? null,
      swapfs_desfree: limits?.swapfsDesfree ?? null,
    };
  },
};
