import { createGuides, type GuidePorts } from './guides.ts';
import { createLabKeeper, type KeeperPorts } from './keeper.ts';
import { createLogs } from './logs.ts';
import { createPast } from './past.ts';

/** All that knows about the questions and handouts of labs, put together once. */
export function createQuestions({ db, rooms, log, store }: Omit<KeeperPorts, 'logOf'> & Pick<GuidePorts, 'store'>) {
  const past = createPast(rooms);
  const logOf = createLogs(rooms);
  return { past, logOf, lab: createLabKeeper({ db, rooms, logOf, log }), guides: createGuides({ past, logOf, store }) };
}
