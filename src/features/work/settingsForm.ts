import { readPolicy } from '@overcommit/engine';
import type { AssignmentSettings } from '@overcommit/protocol/api';
import { instantIn, isTimeZone, wallTimeIn } from '@/timeZone.ts';

/** The settings of an assignment as they are typed. Dates are wall times in `timeZone`; empty = none, or as the lab says. */
export type SettingsForm = {
  title: string;
  timeZone: string;
  opensAt: string;
  dueAt: string;
  closesAt: string;
  hasLateRule: boolean;
  latePercent: string;
  latePer: 'day' | 'hour';
  lateCap: string;
  lateGrace: string;
  attempts: string;
  regradeDays: string;
  policy: string;
  memMib: string;
  swapMib: string;
  settings: string;
  isSeedOfGroup: boolean;
};

/** A sentence for each field that is wrong. */
export type SettingsProblems = Partial<Record<keyof SettingsForm, string>>;

const KB_IN_MIB = 1024;
const textOf = (value: number | null): string => (value === null ? '' : String(value));
const mib = (kb: number | null): string => (kb === null ? '' : String(kb / KB_IN_MIB));

export function formOf(settings: AssignmentSettings): SettingsForm {
  const { timeZone, lateRule, attempts, regradeDays, policy, memKb, swapKb } = settings;
  const wall = (at: Date | null) => (at ? wallTimeIn(timeZone, at) : '');
  return {
    title: settings.title,
    timeZone,
    opensAt: wall(settings.opensAt),
    dueAt: wall(settings.dueAt),
    closesAt: wall(settings.closesAt),
    hasLateRule: lateRule !== null,
    latePercent: String(lateRule?.percent ?? 10),
    latePer: lateRule?.per ?? 'day',
    lateCap: String(lateRule?.capPercent ?? 50),
    lateGrace: String(lateRule?.graceMinutes ?? 15),
    attempts: textOf(attempts),
    regradeDays: textOf(regradeDays),
    policy: policy ?? '',
    memMib: mib(memKb),
    swapMib: mib(swapKb),
    settings: Object.entries(settings.settings)
      .map(([name, value]) => `${name} = ${value}`)
      .join('\n'),
    isSeedOfGroup: settings.seedRule === 'group',
  };
}

export type ReadSettings = { ok: true; settings: AssignmentSettings } | { ok: false; problems: SettingsProblems };

/** What is typed, as settings; or what is wrong with it, by field. A date that shows as it did before is the same to the second. */
export function readForm(form: SettingsForm, before: AssignmentSettings): ReadSettings {
  const shown = formOf(before);
  const problems: SettingsProblems = {};
  const whole = (name: 'latePercent' | 'lateCap' | 'lateGrace' | 'attempts' | 'regradeDays' | 'memMib' | 'swapMib') => {
    const text = form[name].trim();
    if (text === '') return null;
    if (!/^\d{1,7}$/.test(text)) problems[name] = 'A whole number, please.';
    return Number(text);
  };
  const isZone = isTimeZone(form.timeZone);
  if (!isZone) problems.timeZone = 'This is not the name of a time zone, such as Europe/Berlin.';
  const date = (name: 'opensAt' | 'dueAt' | 'closesAt'): Date | null => {
    if (form.timeZone === shown.timeZone && form[name] === shown[name]) return before[name];
    const at = form[name] === '' || !isZone ? null : instantIn(form.timeZone, form[name]);
    if (form[name] !== '' && isZone && !at) problems[name] = 'This is no date.';
    return at;
  };
  const [opensAt, dueAt, closesAt] = [date('opensAt'), date('dueAt'), date('closesAt')];
  if (opensAt && dueAt && dueAt <= opensAt) problems.dueAt = 'It must be due after it opens.';
  if (closesAt && !dueAt) problems.closesAt = 'Only an assignment with a due date can close later.';
  if (closesAt && dueAt && closesAt < dueAt) problems.closesAt = 'It must not close before it is due.';
  if (form.title.trim() === '') problems.title = 'It needs a title.';
  const policy = form.policy.trim() === '' ? null : readPolicy(form.policy.trim());
  if (policy && !policy.ok) problems.policy = policy.message;
  const tunables = readTunables(form.settings);
  if (typeof tunables === 'string') problems.settings = tunables;
  const percent = (name: 'latePercent' | 'lateCap'): number => {
    const value = whole(name) ?? 0;
    if (form.hasLateRule && value > 100) problems[name] = 'At most 100.';
    return value;
  };
  const [memMib, swapMib] = [whole('memMib'), whole('swapMib')];
  const rule = { percent: percent('latePercent'), per: form.latePer, capPercent: percent('lateCap') };
  const lateRule = form.hasLateRule ? { ...rule, graceMinutes: whole('lateGrace') ?? 0 } : null;
  const settings: AssignmentSettings = {
    title: form.title.trim(),
    timeZone: form.timeZone,
    opensAt,
    dueAt,
    closesAt,
    lateRule,
    attempts: whole('attempts'),
    regradeDays: whole('regradeDays'),
    policy: policy?.ok ? policy.id : null,
    settings: typeof tunables === 'string' ? {} : tunables,
    memKb: memMib === null ? null : memMib * KB_IN_MIB,
    swapKb: swapMib === null ? null : swapMib * KB_IN_MIB,
    seedRule: form.isSeedOfGroup ? 'group' : 'lab',
  };
  return Object.keys(problems).length === 0 ? { ok: true, settings } : { ok: false, problems };
}

/** `name = value` a line; a sentence with the line at fault. */
function readTunables(text: string): Record<string, string> | string {
  const found: Record<string, string> = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parts = /^\s*([\w/.-]+)\s*=\s*(\S.*?)\s*$/.exec(line);
    if (!parts?.[1] || !parts[2]) return `Line ${index + 1}: write it as name = value.`;
    found[parts[1]] = parts[2];
  }
  return found;
}
