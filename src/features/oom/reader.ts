import { explain, markdownOf, type Report, readText, titleOf, withoutNames } from '@overcommit/oom-report';
import type { FromReader, ListRow, ToReader } from './messages.ts';

/** Answers the page's messages about one text; it keeps the text's reports. */
export function createReader(): (message: ToReader) => FromReader {
  let reports: Report[] = [];
  let hidden: Report[] | null = null;
  const shown = (isHidden: boolean): Report[] => {
    if (!isHidden) return reports;
    hidden ??= withoutNames(reports);
    return hidden;
  };
  return (message) => {
    const { id } = message;
    try {
      if (message.type === 'open')
        return { type: 'opened', id, opened: opened(shown(message.isHidden), message.index) };
      const { reports: read, lineCount, firstLines } = readText(message.text);
      reports = read;
      hidden = null;
      const given = shown(message.isHidden);
      const found = { rows: given.map(listRow), lineCount, firstLines: given.length === 0 ? firstLines : [] };
      return { type: 'found', id, found, opened: given[message.index] ? opened(given, message.index) : null };
    } catch (error) {
      return { type: 'failed', id, message: error instanceof Error ? error.message : 'The text could not be read.' };
    }
  };
}

function opened(reports: readonly Report[], index: number) {
  const report = reports[index];
  if (!report) throw new Error('There is no such event.');
  const told = explain(report, reports.slice(Math.max(0, index - NEAR), index));
  return { index, report, told, markdown: markdownOf(report, told) };
}

/** Events before one that may say why its first choice could not be chosen. */
const NEAR = 20;

function listRow(report: Report, index: number): ListRow {
  const { victim, alsoKilled, other, invokedBy } = report;
  const names = [victim?.name, invokedBy, ...alsoKilled.map(({ name }) => name), ...other.map(({ what }) => what)];
  return {
    index,
    stamp: report.stamp ?? `line ${report.lines[0]}`,
    title: titleOf(report),
    where:
      report.killer !== 'kernel'
        ? report.killer
        : report.isGroup
          ? (report.group.path ?? 'a control group')
          : 'the machine',
    names: names.filter((name): name is string => Boolean(name)),
  };
}
