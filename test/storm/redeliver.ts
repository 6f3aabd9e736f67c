// test/storm: deliveries that were refused come again, as the service's own sweep or a person has them sent.
import { setTimeout as sleep } from 'node:timers/promises';
import type { StandIn } from '../stand-in/stand-in.ts';

/** Sent again at a time. */
const TOGETHER = 50;

/** Until each was accepted once. */
export async function untilAccepted({ hooks }: StandIn): Promise<void> {
  for (;;) {
    await hooks.settled();
    const accepted = new Set(hooks.log.filter(({ status }) => status === 'OK').map(({ guid }) => guid));
    const refused = [...new Set(hooks.log.flatMap(({ guid }) => (accepted.has(guid) ? [] : [guid])))];
    if (refused.length === 0) return;
    const line = async () => {
      for (let guid = refused.pop(); guid !== undefined; guid = refused.pop()) await hooks.redeliver(guid);
    };
    await Promise.all(Array.from({ length: TOGETHER }, line));
    await sleep(200);
  }
}
