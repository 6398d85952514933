/** Which release's formula a report goes by. */
import { compareReleases, type LinuxEra, linuxEra, parseRelease } from '@overcommit/engine/formulas';
import type { OomTableEra } from '@overcommit/protocol';
import type { Report } from '../types.ts';

/** The rules of a report, and whether its own release or only its table named them. */
export type ReportRules = { era: LinuxEra; release: string; isByTable: boolean; distribution: string | null };

/** The release whose formula counts where the text names none: the most common one with such a table. */
const BY_TABLE: Record<OomTableEra, string> = { A: '3.2', B: '3.16', C: '4.9', D: '5.10', E: '6.12' };
/** Red Hat's kernel of el6 is called 2.6.32 and has the killer of a later release: thousandths, oom_score_adj. */
const EL6 = '3.2';
/** el8 and el9 are called 4.18 and 5.14; their killer is that of the release named, with later reports. */
const DISTRIBUTIONS: [RegExp, string][] = [
  [/\.el(\d+)/, 'Red Hat Enterprise Linux $1 or a rebuild'],
  [/\.amzn(\d+)/, 'Amazon Linux $1'],
  [/-(?:generic|lowlatency|aws|azure|gcp|oracle|kvm)\b/, 'Ubuntu'],
  [/-pve\b/, 'Proxmox VE'],
  [/-default\b/, 'SUSE'],
  [/\.fc(\d+)/, 'Fedora $1'],
  [/-amd64\b|-arm64\b|\bbpo\b|\+deb/, 'Debian'],
  [/-arch\d|-ARCH|-lts\b/, 'Arch Linux'],
];

/** Null: no release and no table, or a release before 2.4. */
export function rulesOf(report: Report): ReportRules | null {
  const own = report.kernel === null ? null : numbersOf(report.kernel);
  const release = own === null ? (report.era === null ? null : BY_TABLE[report.era]) : backported(own, report);
  const era = release === null ? null : linuxEra(release);
  if (era === null || release === null) return null;
  return { era, release, isByTable: own === null, distribution: distributionOf(report.kernel) };
}

/** `3.10.0-514.6.1.el7.x86_64` → `3.10.0`. */
function numbersOf(kernel: string): string | null {
  return /^\d{1,2}\.\d{1,3}(?:\.\d{1,3})?/.exec(kernel)?.[0] ?? null;
}

/** A table of a later release than the number says shows what the distribution brought back. */
function backported(release: string, { kernel, era, tasks }: Report): string {
  if (/\.el6/.test(kernel ?? '')) return EL6;
  const hasScoreAdj = tasks.some(({ oomScoreAdj }) => oomScoreAdj !== null);
  const least = { A: hasScoreAdj ? '2.6.36' : '2.6.0', B: '3.5', C: '4.0', D: '4.15', E: '6.1' }[era ?? 'A'];
  const isOlder = compareReleases(parseRelease(release) ?? [], parseRelease(least) ?? []) < 0;
  return isOlder && era !== null && era !== 'E' ? BY_TABLE[era] : release;
}

function distributionOf(kernel: string | null): string | null {
  for (const [pattern, name] of DISTRIBUTIONS) {
    const match = kernel === null ? null : pattern.exec(kernel);
    if (match) return name.replace('$1', match[1] ?? '');
  }
  return null;
}
