// test/storm: deliveries that were refused come again, as the service's own sweep or a person has them sent.
import { setTimeout as sleep } from 'node:timers/promises';
import type { StandIn } from '../stand-in/stand-in.ts';

/** Until each was accepted once. */
export async function untilAccepted({ hooks }: StandIn): Promise<void> {
  for (;;) {
    await hooks.settled();
    const accepted = new Set(hooks.log.filter(({ status }) => status === 'OK').map(({ guid }) => guid));
    const refused = new Set(hooks.log.flatMap(({ guid }) => (accepted.has(guid) ? [] : [guid])));
    if (refused.size === 0) return;
    await Promise.all([...refused].map((guid) => hooks.redeliver(guid)));
    await sleep(200);
  }
}
