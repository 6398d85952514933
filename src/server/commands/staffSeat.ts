import type { SignedIn } from '../context.ts';
import type { MachineAccess } from './access.ts';
import { takeSeat } from './seats.ts';

/**
 * The actor as whom staff act on a machine, root there. Who has no place yet takes one, and who sat down before they
 * were staff is moved, so that every entry has its actor. To be called for those who manage the machine only.
 */
export async function staffActor({ services, user }: SignedIn, { machineId, seat }: MachineAccess): Promise<string> {
  const own = seat ?? (await takeSeat(services, { machineId, userId: user.id, displayName: user.name, role: 'staff' }));
  const { actorId, uid, role } = own;
  if (role === 'staff') return actorId;
  // The machine first, as where a role in the course changes.
  await services.rooms.takeSeat(machineId, { actor: actorId, uid, role: 'staff' });
  await services.db.seat.update({ where: { machineId_actorId: { machineId, actorId } }, data: { role: 'staff' } });
  return actorId;
}
