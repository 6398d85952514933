import { badnessTable, boot, POLICY_IDS } from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { KERNEL_PAGES, kernelSpec, kernelStory } from './kernels.ts';
import { playStory } from './play.ts';

describe('the pages about kernels', () => {
  it('are one for each kernel, in order', () => {
    expect(KERNEL_PAGES.map(({ id }) => id)).toEqual(POLICY_IDS);
  });

  it.each(KERNEL_PAGES.map((page) => [page.id, page] as const))(
    '%s: who dies in its scenario is who the page says',
    (_, page) => {
      const { entries, machine } = playStory(kernelSpec(page), kernelStory(page));
      const died = entries.flatMap(({ facts }) =>
        facts.flatMap((fact) => (fact.type === 'ProcessEnded' ? [fact.process] : [])),
      );
      expect(died).toEqual(page.dies);
      expect(machine.ramPages).toBe(boot(kernelSpec(page)).ramPages);
      expect(page.sources.length).toBeGreaterThan(0);
    },
  );

  it('where the youngest dies, no two processes start at the same tick', () => {
    const page = KERNEL_PAGES.find(({ id }) => id === 'aix-late') ?? expect.fail('no page');
    const forked = kernelStory(page).findIndex(({ line }) => line.startsWith('fork'));
    const { machine } = playStory(kernelSpec(page), kernelStory(page).slice(0, forked + 1));
    expect(badnessTable(machine).map(({ process, points }) => [process, points])).toEqual([
      ['bgsave', 200],
      ['web', 100],
      ['db', 0],
    ]);
  });

  it('strict kernels refuse in the scenario what the others grant', () => {
    const refusals = (id: string) => {
      const page = KERNEL_PAGES.find((one) => one.id === id) ?? expect.fail(id);
      return playStory(kernelSpec(page), kernelStory(page)).entries.flatMap(({ facts }) =>
        facts.flatMap((fact) => (fact.type === 'ChargeDecided' && !fact.isGranted ? [fact.errno] : [])),
      );
    };
    expect(refusals('linux-6.1')).toEqual([]);
    expect(refusals('solaris-10')).toEqual(['EAGAIN', 'ENOMEM']);
    expect(refusals('aix-early')).toEqual(['ENOMEM', 'ENOMEM']);
  });
});
