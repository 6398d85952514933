import type { LabKey } from '../lab.ts';
import { explanation, predicted, tookPart } from './items.ts';

export const netscape1999Key: LabKey = {
  rubric: {
    items: [
      tookPart(4, 300),
      predicted('victim', 'Predicted who dies', 100),
      explanation(
        'Names the deciding term of badness() and its value',
        600,
        'Full points: total_vm with both figures, and that untouched memory counts; in the second round the age. Half: names the term without a figure.',
      ),
    ],
  },
  outcomes: {},
  doneWhen: {
    desktop: 'entries.filter(e, e.verb == "mmap").size() >= 2',
    compiler: 'entries.filter(e, e.verb == "mmap").size() >= 3',
    use: 'entries.filter(e, e.verb == "touch").size() >= 2',
    compile: 'kills.size() > 0 && entries.exists(e, e.verb == "exit")',
    long: 'entries.exists(e, e.verb == "tick" && e.line.contains("30000"))',
    second: 'kills.exists(k, entries.exists(e, e.verb == "tick" && e.line.contains("30000") && e.seq < k.seq))',
  },
  answers: [
    {
      prompt: 'victim',
      answer:
        'Under Linux 2.4 the browser: points start from the whole address space, 80 MiB mapped. Under Linux 6.1 the compiler: only held memory counts.',
      commonWrong: 'cc1 under 2.4, because it holds the most.',
      misconception: 'That the killer always counted resident memory. The formula of 2.4 counts what is mapped.',
      shownBy: 'kills',
    },
    {
      prompt: 'why',
      answer:
        'total_vm: netscape has about 20,600 pages, cc1 about 18,000; age and CPU time are equal. In the second round the fourth root of the age divides the old browser’s points.',
      commonWrong: 'The resident size.',
      misconception: 'As above: 25 MiB resident play no part.',
      shownBy: 'kills',
    },
  ],
};
